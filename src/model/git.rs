//! What git keeps, as the register sees it: commits, trees and blobs behind one small trait, so that a faster store can
//! replace a slower one. Nothing here looks anything up: no mailmap, no attributes, no replacement of any kind.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

use sha1::{Digest, Sha1};

use super::openpgp::vouches;
use super::signature::{Signature, cut, verify};

/// The name of an object: the SHA-1 of its content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub [u8; 20]);

impl ObjectId {
    /// The name that git gives to an object's bytes.
    pub fn of(kind: ObjectKind, bytes: &[u8]) -> Self {
        let word = match kind {
            ObjectKind::Commit => "commit",
            ObjectKind::Tree => "tree",
            ObjectKind::Blob => "blob",
        };
        Self(Sha1::new().chain_update(format!("{word} {}\0", bytes.len())).chain_update(bytes).finalize().into())
    }

    /// The first eight bytes as a number, by which names are in order and spread evenly.
    pub fn leading(&self) -> u64 {
        self.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }
}

/// Names of objects, each hash taken for its own.
pub type IdSet = HashSet<ObjectId, BuildHasherDefault<IdHasher>>;
/// Something for each object.
pub type IdMap<T> = HashMap<ObjectId, T, BuildHasherDefault<IdHasher>>;

/// Takes eight bytes of an object's name for its hash. They were chosen by SHA-1, so who wants many to meet has to pay for
/// each; the few that he can afford cost nothing here.
#[derive(Debug, Default, Clone, Copy)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut word = [0; 8];
        let taken = bytes.len().min(8);
        word[..taken].copy_from_slice(&bytes[..taken]);
        self.0 ^= u64::from_le_bytes(word);
    }

    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 40];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What each byte is worth as a digit of a name; more than 15 where it is none.
const DIGITS: [u8; 256] = {
    let mut worth = [u8::MAX; 256];
    let mut n = 0_u8;
    while n < 16 {
        worth[b"0123456789abcdef"[n as usize] as usize] = n;
        n += 1;
    }
    worth
};

impl FromStr for ObjectId {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        parse_hex(text.as_bytes()).ok_or(())
    }
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// A commit.
    Commit,
    /// A folder.
    Tree,
    /// A file's bytes.
    Blob,
}

/// An object that could not be had. What depends on it is unverifiable, never lawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not in the store: a shallow or partial clone, or a lost object.
    #[error("object {0} is missing")]
    Missing(ObjectId),
    /// It is there, but broken or of another kind.
    #[error("object {0} cannot be read")]
    Corrupt(ObjectId),
    /// It rests on an OpenPGP signature, which this build does not read.
    #[error("commit {0} is signed with OpenPGP; build with the cargo feature openpgp to verify it")]
    Unsupported(ObjectId),
}

/// Where objects are read from, by several threads at once.
pub trait ObjectStore: Sync {
    /// The bytes of an object.
    fn read(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable>;

    /// The same, of an object that was hardly read before: a store need not look for it among what it read lately.
    fn read_new(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        self.read(id, kind)
    }

    /// The size of a blob, without reading it where the store can tell.
    fn blob_size(&self, id: ObjectId) -> Result<u64, Unreadable>;

    /// Whether nobody has made this object yet: it is foreseen, and no evidence can be asked of it.
    fn is_foreseen(&self, _id: ObjectId) -> bool {
        false
    }

    /// A commit.
    fn commit(&self, id: ObjectId) -> Result<Commit, Unreadable> {
        Commit::parse(id, &self.read(id, ObjectKind::Commit)?).ok_or(Unreadable::Corrupt(id))
    }

    /// All of it will be read: a store may get ready.
    fn expect_all(&self) {}

    /// Some commits, whichever: a large store may give a few, from all over it.
    fn some_commits(&self) -> Vec<ObjectId> {
        Vec::new()
    }

    /// The entries of a tree, in git's order.
    fn tree(&self, id: ObjectId) -> Result<Vec<TreeEntry>, Unreadable> {
        parse_tree(&self.read(id, ObjectKind::Tree)?).ok_or(Unreadable::Corrupt(id))
    }
}

/// Who a commit says made it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The address, byte by byte as written.
    pub mail: Vec<u8>,
    /// Seconds since 1970, as claimed.
    pub seconds: i64,
    /// The distance from UTC in minutes, as claimed; none where it is no distance.
    pub offset: Option<i32>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: ObjectId,
    /// The whole tree at it.
    pub tree: ObjectId,
    /// Its parents; the first is the branch it landed on.
    pub parents: Vec<ObjectId>,
    /// Who wrote it.
    pub author: Signer,
    /// Who put it there.
    pub committer: Signer,
    /// The message.
    pub message: Vec<u8>,
    /// What it bears of a signature, sound or not.
    pub signed: Option<Signed>,
}

/// A commit that bears a signature: its bytes, and once it is asked for, what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    bytes: Arc<[u8]>,
    signature: OnceLock<Signature>,
}

impl Signed {
    /// What the signature says; it is verified once.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| verify(&self.bytes))
    }

    /// Whether an `OpenPGP` key signed it; none where this build cannot tell.
    pub fn is_by_openpgp(&self, key: &str) -> Option<bool> {
        let cut = cut(&self.bytes);
        vouches(key, &cut.armour, &cut.payload)
    }
}

impl Commit {
    /// Reads a commit object.
    pub fn parse(id: ObjectId, bytes: &[u8]) -> Option<Self> {
        let (mut tree, mut parents, mut author, mut committer) = (None, Vec::new(), None, None);
        let mut is_signed = false;
        let mut rest = bytes;
        loop {
            let end = memchr::memchr(b'\n', rest)?;
            let line = &rest[..end];
            rest = &rest[end + 1..];
            if line.is_empty() {
                break;
            }
            // Only the first of each counts, and a line that continues a header (a signature) begins with a space.
            if let Some(hex) = line.strip_prefix(b"tree ") {
                tree = tree.or(parse_hex(hex));
            } else if let Some(hex) = line.strip_prefix(b"parent ") {
                parents.push(parse_hex(hex)?);
            } else if let Some(signer) = line.strip_prefix(b"author ") {
                author = author.or(Signer::parse(signer));
            } else if let Some(signer) = line.strip_prefix(b"committer ") {
                committer = committer.or(Signer::parse(signer));
            } else if line.starts_with(b"gpgsig") {
                is_signed = true;
            }
        }
        let message = rest.to_vec();
        let signed = is_signed.then(|| Signed { bytes: Arc::from(bytes), signature: OnceLock::new() });
        Some(Self { id, tree: tree?, parents, author: author?, committer: committer?, message, signed })
    }

    /// Whether the commit joins branches.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

impl Signer {
    /// Reads `name <mail> seconds offset`.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let close = memchr::memrchr(b'>', bytes)?;
        let open = memchr::memrchr(b'<', &bytes[..close])?;
        let mail = bytes[open + 1..close].to_vec();
        let mut words = std::str::from_utf8(&bytes[close + 1..]).ok()?.split_ascii_whitespace();
        let seconds = words.next()?.parse().ok()?;
        let offset = words.next().and_then(parse_offset);
        Some(Self { mail, seconds, offset })
    }
}

/// Minutes from `+0800`; none for what no clock on earth shows.
fn parse_offset(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (digits[..2].parse().ok()?, digits[2..].parse().ok()?);
    (minutes < 60 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 60 + minutes))
}

/// The tree and the first parent that a commit's bytes name: its first two lines.
pub fn tree_and_parent(bytes: &[u8]) -> Option<(ObjectId, Option<ObjectId>)> {
    let rest = bytes.strip_prefix(b"tree ")?;
    let (tree, rest) = rest.split_at_checked(40)?;
    let parent = rest.strip_prefix(b"\nparent ").and_then(|rest| rest.get(..40));
    Some((parse_hex(tree)?, parent.and_then(parse_hex)))
}

fn parse_hex(bytes: &[u8]) -> Option<ObjectId> {
    // Every commit has several names, so their length is settled first and nothing else is asked of a digit.
    let digits: &[u8; 40] = bytes.try_into().ok()?;
    let (mut id, mut wrong) = ([0; 20], 0);
    for (byte, [high, low]) in id.iter_mut().zip(digits.as_chunks().0) {
        let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
        wrong |= high | low;
        *byte = high << 4 | low & 0x0f;
    }
    (wrong < 16).then_some(ObjectId(id))
}

/// One name in a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// Its mode.
    pub mode: u32,
    /// Its name, as bytes.
    pub name: Vec<u8>,
    /// What it names.
    pub id: ObjectId,
}

/// The mode of a folder.
pub const MODE_TREE: u32 = 0o040_000;
/// The one mode that a file of the register may have.
pub const MODE_FILE: u32 = 0o100_644;

/// One name in a tree, where it stands in the tree's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawEntry<'a> {
    /// Its mode.
    pub mode: u32,
    /// Its name.
    pub name: &'a [u8],
    /// What it names.
    pub id: ObjectId,
}

impl RawEntry<'_> {
    fn owned(&self) -> TreeEntry {
        TreeEntry { mode: self.mode, name: self.name.to_vec(), id: self.id }
    }
}

fn parse_tree(bytes: &[u8]) -> Option<Vec<TreeEntry>> {
    raw_entries(bytes).map(|entries| entries.iter().map(RawEntry::owned).collect())
}

/// How many bytes the first entry of a tree's bytes takes.
pub fn entry_size(bytes: &[u8]) -> Option<usize> {
    let name = bytes.iter().position(|byte| *byte == 0)?;
    (bytes.len() >= name + 21).then_some(name + 21)
}

/// The entries of a tree's bytes, in the order in which they stand.
pub fn raw_entries(mut bytes: &[u8]) -> Option<Vec<RawEntry<'_>>> {
    let mut entries = Vec::with_capacity(bytes.len() / 32);
    while !bytes.is_empty() {
        let (entry, rest) = raw_entry(bytes)?;
        entries.push(entry);
        bytes = rest;
    }
    Some(entries)
}

/// The first entry of a tree's bytes, and what follows it.
pub fn raw_entry(bytes: &[u8]) -> Option<(RawEntry<'_>, &[u8])> {
    let space = bytes.iter().position(|byte| *byte == b' ')?;
    let end = space + 1 + bytes[space + 1..].iter().position(|byte| *byte == 0)?;
    let digit = |b: u8| matches!(b, b'0'..=b'7').then(|| u32::from(b - b'0'));
    let mode = bytes[..space].iter().take(8).try_fold(0, |mode, b| Some(mode << 3 | digit(*b)?))?;
    let (id, rest) = bytes[end + 1..].split_first_chunk()?;
    Some((RawEntry { mode, name: &bytes[space + 1..end], id: ObjectId(*id) }, rest))
}
