//! What a landing changes: two trees compared by object id, equal subtrees skipped. No rename is ever guessed.

use std::cmp::Ordering;
use std::sync::Arc;

use super::tier::{Tier, tier};
use crate::model::git::{
    MODE_TREE, ObjectId, ObjectKind, ObjectStore, RawEntry, Unreadable, entry_size, raw_entries, raw_entry,
};
use crate::model::place::WorkPath;

/// A file's mode and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileAt {
    /// Its mode.
    pub mode: u32,
    /// Its bytes.
    pub id: ObjectId,
}

/// A path that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where. Bytes that are no UTF-8 show as U+FFFD, which no lawful path holds.
    pub path: WorkPath,
    /// To whom it belongs.
    pub tier: Tier,
    /// Before.
    pub old: Option<FileAt>,
    /// After.
    pub new: Option<FileAt>,
}

/// Every path that differs, in git's order. No tree at all is an empty one.
pub fn changes(
    store: &dyn ObjectStore,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Vec<Change>, Unreadable> {
    let mut comparison = Comparison { store, path: String::with_capacity(MOSTLY), found: Vec::new() };
    comparison.trees(old, new)?;
    Ok(comparison.found)
}

/// So long are paths mostly, at most.
const MOSTLY: usize = 120;

/// Two trees that are being compared, folder by folder.
struct Comparison<'a> {
    store: &'a dyn ObjectStore,
    /// The folder that is looked at, with a slash at its end.
    path: String,
    found: Vec<Change>,
}

impl Comparison<'_> {
    fn trees(&mut self, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<(), Unreadable> {
        if old == new {
            return Ok(());
        }
        // What lands is new, and it is compared with what landed before it.
        let left = old.map_or_else(|| Ok(nothing()), |old| self.store.read(old, ObjectKind::Tree))?;
        let right = new.map_or_else(|| Ok(nothing()), |new| self.store.read_new(new, ObjectKind::Tree))?;
        // What both hold alike at the beginning is no change, and nearly everything is.
        let alike = alike(&left, &right).ok_or_else(|| corrupt(old.or(new)))?;
        let (left, right) = (&left[alike..], &right[alike..]);
        match only_difference(left, right) {
            Some((before, after)) => self.differ(before.as_ref(), after.as_ref()),
            None => self.all(entries_of(left, old)?, entries_of(right, new)?),
        }
    }

    fn all(&mut self, mut left: Vec<RawEntry>, mut right: Vec<RawEntry>) -> Result<(), Unreadable> {
        let alike = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
        let (left, right) = (without_end(&mut left, alike), without_end(&mut right, alike));
        // Git orders a folder as if its name ended with a slash; by bare name a file and a folder of one name meet.
        left.sort_by(|a, b| a.name.cmp(b.name));
        right.sort_by(|a, b| a.name.cmp(b.name));
        let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => before.name.cmp(after.name),
            };
            let before = if order == Ordering::Greater { None } else { left.next() };
            let after = if order == Ordering::Less { None } else { right.next() };
            self.differ(before, after)?;
        }
    }

    fn differ(&mut self, old: Option<&RawEntry>, new: Option<&RawEntry>) -> Result<(), Unreadable> {
        if old == new {
            return Ok(());
        }
        let Some(entry) = old.or(new) else { return Ok(()) };
        let above = self.path.len();
        self.path.push_str(&String::from_utf8_lossy(entry.name));
        let folder = |entry: Option<&RawEntry>| entry.filter(|entry| entry.mode == MODE_TREE).map(|entry| entry.id);
        let file = |entry: Option<&RawEntry>| {
            entry.filter(|entry| entry.mode != MODE_TREE).map(|entry| FileAt { mode: entry.mode, id: entry.id })
        };
        let (old_file, new_file) = (file(old), file(new));
        if old_file != new_file {
            let (path, tier) = (WorkPath::new(self.path.as_str()), self.tier());
            self.found.push(Change { tier, path, old: old_file, new: new_file });
        }
        let (old, new) = (folder(old), folder(new));
        if old.is_some() || new.is_some() {
            self.path.push('/');
            self.trees(old, new)?;
        }
        self.path.truncate(above);
        Ok(())
    }

    /// To whom the path that is looked at belongs. Mostly it lies where the last one did.
    fn tier(&self) -> Tier {
        let last = self.found.last().and_then(|change| change.tier.request());
        let same =
            last.filter(|folder| self.path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')));
        same.map_or_else(|| tier(&self.path), |folder| Tier::Request(folder.clone()))
    }
}

/// How many bytes two trees have alike at their beginning, whole entries alone.
fn alike(left: &[u8], right: &[u8]) -> Option<usize> {
    let same = common(left, right);
    let (mut at, mut rest) = (0, left);
    while at < same {
        let size = entry_size(rest)?;
        if at + size > same {
            break;
        }
        (at, rest) = (at + size, &rest[size..]);
    }
    Some(at)
}

/// The one entry that was changed, added or taken away, where all that follows it is alike; anything else is told by looking
/// at every entry.
fn only_difference<'t>(left: &'t [u8], right: &'t [u8]) -> Option<(Option<RawEntry<'t>>, Option<RawEntry<'t>>)> {
    let (before, after) = (raw_entry(left), raw_entry(right));
    let (rest, found) = match (before, after) {
        (Some((before, left)), Some((after, right))) if left == right && before.name == after.name => {
            (left, (Some(before), Some(after)))
        }
        (_, Some((after, right))) if right == left => (right, (None, Some(after))),
        (Some((before, left)), _) if left == right => (left, (Some(before), None)),
        _ => return None,
    };
    are_entries(rest).then_some(found)
}

fn are_entries(mut rest: &[u8]) -> bool {
    while !rest.is_empty() {
        let Some((_, further)) = raw_entry(rest) else { return false };
        rest = further;
    }
    true
}

/// How many bytes are alike at the beginning.
pub(crate) fn common(left: &[u8], right: &[u8]) -> usize {
    const WIDTH: usize = 32;
    let (lefts, _) = left.as_chunks::<WIDTH>();
    let (rights, _) = right.as_chunks::<WIDTH>();
    let whole = lefts.iter().zip(rights).take_while(|(a, b)| a == b).count() * WIDTH;
    whole + left[whole..].iter().zip(&right[whole..]).take_while(|(a, b)| a == b).count()
}

fn without_end<T>(entries: &mut [T], many: usize) -> &mut [T] {
    let end = entries.len() - many;
    &mut entries[..end]
}

fn nothing() -> Arc<[u8]> {
    Arc::from(&[][..])
}

fn entries_of(bytes: &[u8], tree: Option<ObjectId>) -> Result<Vec<RawEntry<'_>>, Unreadable> {
    raw_entries(bytes).ok_or_else(|| corrupt(tree))
}

fn corrupt(tree: Option<ObjectId>) -> Unreadable {
    Unreadable::Corrupt(tree.unwrap_or(ObjectId([0; 20])))
}

/// The file at a path in a tree, if a plain path leads to one.
pub fn file_at(store: &dyn ObjectStore, tree: ObjectId, path: &str) -> Result<Option<FileAt>, Unreadable> {
    let mut tree = tree;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let bytes = store.read(tree, ObjectKind::Tree)?;
        let found = entry_named(&bytes, part).map_err(|Broken| corrupt(Some(tree)))?;
        let Some(entry) = found else { return Ok(None) };
        match (parts.peek(), entry.mode == MODE_TREE) {
            (Some(_), true) => tree = entry.id,
            (None, false) => return Ok(Some(FileAt { mode: entry.mode, id: entry.id })),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// The bytes are no tree's.
struct Broken;

/// The first entry of that name, once all of them are known to be entries.
fn entry_named<'t>(bytes: &'t [u8], name: &str) -> Result<Option<RawEntry<'t>>, Broken> {
    let (mut rest, mut found) = (bytes, None);
    while !rest.is_empty() {
        let (entry, further) = raw_entry(rest).ok_or(Broken)?;
        found = found.or((entry.name == name.as_bytes()).then_some(entry));
        rest = further;
    }
    Ok(found)
}
