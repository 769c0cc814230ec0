//! The signature that a commit bears, judged from the commit's bytes alone: no key ring, no file, no clock. Whose key it
//! is and whether it is in force is asked elsewhere, so this may run on any thread and in any order.
//!
//! What is signed is the commit without its signature header, byte for byte, as git cuts it. The key stands inside an
//! SSH signature, so the bytes say by which key they were signed, or that they were not.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Verifier, VerifyingKey};
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, PublicKey, SshSig};

/// A key that may sign commits: `ssh-ed25519`, `sk-ssh-ed25519` (a token that is touched) or `ecdsa-sha2-nistp256`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(KeyData);

impl Key {
    /// The short name by which people compare keys: `SHA256:…`.
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Only kinds that this program verifies as git does.
    fn of(data: &KeyData) -> Option<Self> {
        let known = [Algorithm::Ed25519, Algorithm::SkEd25519, Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }];
        known.contains(&data.algorithm()).then(|| Self(data.clone()))
    }
}

/// A line as in `~/.ssh/id_ed25519.pub`; the comment at its end does not count.
impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split_ascii_whitespace();
        let (kind, body) = (words.next().ok_or(())?, words.next().ok_or(())?);
        let key = PublicKey::from_openssh(&format!("{kind} {body}")).map_err(|_| ())?;
        let point = match key.key_data() {
            KeyData::Ed25519(point) => Some(point.0),
            KeyData::SkEd25519(token) => Some(token.public_key().0),
            _ => None,
        };
        // Under a weak point everybody's signature is good.
        if point.is_some_and(|point| VerifyingKey::from_bytes(&point).map_or(true, |key| key.is_weak())) {
            return Err(());
        }
        Self::of(key.key_data()).ok_or(())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&PublicKey::from(self.0.clone()).to_openssh().map_err(|_| fmt::Error)?)
    }
}

/// What the bytes of a commit say of its signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    None,
    /// The commit is signed by this key, and nothing in it was changed since.
    By(Key),
    /// There is one of a kind that is not read here: it proves nothing, and refutes nothing.
    Foreign(Foreign),
    /// There is one, and it is wrong.
    Flawed(Flaw),
}

/// A kind of signature that is not read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// OpenPGP, as GitHub's own key makes.
    OpenPgp,
    /// An SSH key of another kind, or X.509.
    Other,
}

/// What is wrong with a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There are several: whoever looks may be shown another than the one that was verified.
    Several,
    /// A header that SHA-256 repositories use, in a repository of another kind.
    Header,
    /// It was made for something else than a commit.
    Namespace,
    /// It cannot be read.
    Form,
    /// The commit is not what was signed.
    Tampered,
}

/// Reads and verifies the signature of a commit.
pub fn verify(commit: &[u8]) -> Signature {
    match cut(commit) {
        Cut { signatures: 0, others: false, .. } => Signature::None,
        Cut { signatures: 1, others: false, armour, payload } => judge(&armour, &payload),
        Cut { signatures: 0, .. } => Signature::Flawed(Flaw::Header),
        _ => Signature::Flawed(Flaw::Several),
    }
}

/// A commit with its signature cut out.
pub struct Cut {
    /// What was signed.
    pub payload: Vec<u8>,
    /// The signature, as it was before it became a header.
    pub armour: Vec<u8>,
    /// How many `gpgsig` headers there are.
    signatures: usize,
    /// Whether there are other headers whose names begin like it.
    others: bool,
}

/// Cuts as git does: the lines of the header go, and one space at the beginning of each that continues it.
pub fn cut(commit: &[u8]) -> Cut {
    let mut cut = Cut { payload: Vec::with_capacity(commit.len()), armour: Vec::new(), signatures: 0, others: false };
    let (mut in_signature, mut in_other) = (false, false);
    let mut rest = commit;
    while !rest.is_empty() && rest[0] != b'\n' {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        if line[0] != b' ' {
            in_signature = line.starts_with(b"gpgsig ");
            in_other = !in_signature && line.starts_with(b"gpgsig");
            cut.signatures += usize::from(in_signature);
            cut.others |= in_other;
        }
        if in_signature {
            cut.armour.extend_from_slice(line.strip_prefix(b"gpgsig ").unwrap_or(&line[1..]));
        } else if !in_other {
            cut.payload.extend_from_slice(line);
        }
    }
    cut.payload.extend_from_slice(rest);
    cut
}

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----\n";
const END: &str = "\n-----END SSH SIGNATURE-----";

fn judge(armour: &[u8], payload: &[u8]) -> Signature {
    let Ok(armour) = std::str::from_utf8(armour) else { return Signature::Flawed(Flaw::Form) };
    if armour.matches("-----BEGIN ").count() > 1 {
        return Signature::Flawed(Flaw::Several);
    }
    if armour.starts_with("-----BEGIN PGP ") {
        return Signature::Foreign(Foreign::OpenPgp);
    }
    if armour.starts_with("-----BEGIN SIGNED MESSAGE-----") {
        return Signature::Foreign(Foreign::Other);
    }
    let Some(signature) = unwrap(armour) else { return Signature::Flawed(Flaw::Form) };
    let Some(key) = Key::of(signature.public_key()) else { return Signature::Foreign(Foreign::Other) };
    if signature.namespace() != "git" {
        return Signature::Flawed(Flaw::Namespace);
    }
    if fits(&key, payload, &signature) { Signature::By(key) } else { Signature::Flawed(Flaw::Tampered) }
}

/// Whether the signature is the key's over the payload.
fn fits(key: &Key, payload: &[u8], signature: &SshSig) -> bool {
    // The common kind goes a way of its own: a key is unpacked once, not for every commit.
    match &key.0 {
        KeyData::Ed25519(point) if signature.reserved().is_empty() && signature.algorithm() == Algorithm::Ed25519 => {
            let Ok(signed) = SshSig::signed_data("git", signature.hash_alg(), payload) else { return false };
            let Ok(signature) = ed25519_dalek::Signature::from_slice(signature.signature_bytes()) else { return false };
            unpacked(point.0).is_some_and(|key| key.verify(&signed, &signature).is_ok())
        }
        data => PublicKey::from(data.clone()).verify("git", payload, signature).is_ok(),
    }
}

/// The point that a key's bytes stand for; none where they stand for none.
fn unpacked(bytes: [u8; 32]) -> Option<VerifyingKey> {
    /// More keys than an office has people; beyond that nothing is kept.
    const KEPT: usize = 1024;
    thread_local! {
        static KEYS: RefCell<HashMap<[u8; 32], Option<VerifyingKey>>> = RefCell::default();
    }
    KEYS.with_borrow_mut(|keys| {
        if let Some(known) = keys.get(&bytes) {
            return *known;
        }
        let key = VerifyingKey::from_bytes(&bytes).ok();
        if keys.len() < KEPT {
            keys.insert(bytes, key);
        }
        key
    })
}

/// Takes off the armour. However its lines are broken, it is the same signature; the reader wants the usual lines.
fn unwrap(armour: &str) -> Option<SshSig> {
    let (body, after) = armour.strip_prefix(BEGIN)?.split_once(END)?;
    if !after.trim_ascii().is_empty() {
        return None;
    }
    let mut usual = String::with_capacity(armour.len() + 16);
    usual.push_str(BEGIN);
    for (n, c) in body.chars().filter(|c| !c.is_ascii_whitespace()).enumerate() {
        if n > 0 && n % 70 == 0 {
            usual.push('\n');
        }
        usual.push(c);
    }
    usual.push_str(END);
    usual.push('\n');
    SshSig::from_pem(usual).ok()
}
