//! Keys that are made from a word, and commits that are signed with them: rightly, or wrongly on purpose.

use git2::{ObjectType, Oid};
use sha2::{Digest, Sha256};
use ssh_key::private::{EcdsaKeypair, Ed25519Keypair, KeypairData};
use ssh_key::public::{KeyData, SkEd25519};
use ssh_key::rand_core::{CryptoRng, Error, RngCore};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PrivateKey, PublicKey, Signature, SigningKey, SshSig};

use super::history::History;

/// A key, and how it is used.
#[derive(Clone)]
pub struct Pen {
    key: PenKey,
    /// What its signatures are made for.
    namespace: String,
    /// What is done to the commit once it is signed.
    habit: Habit,
}

#[derive(Clone)]
enum PenKey {
    Plain(Box<PrivateKey>),
    /// A token: an ed25519 key behind the application `ssh:`.
    Token(Box<Ed25519Keypair>),
}

/// What is done to a commit once it is signed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// Nothing.
    Sound,
    /// Its message changes.
    Tampers,
    /// A second signature is put beside the first.
    SignsTwice,
    /// A block of OpenPGP stands before the signature, in one header.
    PgpFirst,
    /// An OpenPGP signature alone.
    Pgp,
    /// The header's name is that of SHA-256 repositories.
    OtherHeader,
    /// Both headers stand there.
    BothHeaders,
    /// The armour's lines are broken elsewhere.
    Rewraps,
}

impl Pen {
    /// The key of that name: `sk:a` is a token's, `p256:a` an ECDSA key, `a` an ed25519 key. The same name, the same key.
    pub fn named(name: &str) -> Self {
        let seed: [u8; 32] = Sha256::digest(name).into();
        let plain = |data: KeypairData| PenKey::Plain(Box::new(PrivateKey::new(data, "").expect("a key pair")));
        let key = match name.split_once(':') {
            Some(("sk", _)) => PenKey::Token(Box::new(Ed25519Keypair::from_seed(&seed))),
            Some(("p256", _)) => {
                let pair = EcdsaKeypair::random(&mut Words(seed), EcdsaCurve::NistP256).expect("a key pair");
                plain(KeypairData::Ecdsa(pair))
            }
            _ => plain(KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed))),
        };
        Self { key, namespace: "git".to_owned(), habit: Habit::Sound }
    }

    /// The same key with a habit.
    pub fn with(mut self, habit: Habit) -> Self {
        self.habit = habit;
        self
    }

    /// The same key, for something else than git.
    pub fn made_for(mut self, namespace: &str) -> Self {
        namespace.clone_into(&mut self.namespace);
        self
    }

    /// The line that stands in people/ and in git's list of allowed signers.
    pub fn public(&self) -> String {
        let data = match &self.key {
            PenKey::Plain(key) => key.public_key().key_data().clone(),
            PenKey::Token(pair) => KeyData::SkEd25519(SkEd25519::new(pair.public, "ssh:")),
        };
        PublicKey::from(data).to_openssh().expect("a key has a line")
    }

    /// The armour over some bytes.
    pub fn sign(&self, payload: &[u8]) -> String {
        let hash = HashAlg::Sha512;
        let signature = match &self.key {
            PenKey::Plain(key) => SshSig::sign(&**key, &self.namespace, hash, payload).expect("a signature"),
            PenKey::Token(pair) => {
                let message = SshSig::signed_data(&self.namespace, hash, payload).expect("data to sign");
                // The token was touched, for the seventh time.
                let flags_and_counter = [1, 0, 0, 0, 7];
                let mut data = Sha256::digest("ssh:").to_vec();
                data.extend(flags_and_counter);
                data.extend(Sha256::digest(&message));
                let key = PrivateKey::from((**pair).clone());
                let mut bytes = raw(&key, &data).as_bytes().to_vec();
                bytes.extend(flags_and_counter);
                let signature = Signature::new(Algorithm::SkEd25519, bytes).expect("a token's signature");
                let public = KeyData::SkEd25519(SkEd25519::new(pair.public, "ssh:"));
                SshSig::new(public, &self.namespace, hash, signature).expect("a signature")
            }
        };
        signature.to_pem(LineEnding::LF).expect("an armour")
    }

    /// A commit with its signature, sound or not.
    pub fn seal(&self, commit: &[u8]) -> Vec<u8> {
        let armour = self.sign(commit);
        match self.habit {
            Habit::Sound => with_header(commit, "gpgsig", &armour),
            Habit::Tampers => {
                let mut sealed = with_header(commit, "gpgsig", &armour);
                sealed.extend(b"and this too");
                sealed
            }
            Habit::SignsTwice => with_header(&with_header(commit, "gpgsig", &armour), "gpgsig", &armour),
            Habit::PgpFirst => with_header(commit, "gpgsig", &format!("{PGP}{armour}")),
            Habit::Pgp => with_header(commit, "gpgsig", PGP),
            Habit::OtherHeader => with_header(commit, "gpgsig-sha256", &armour),
            Habit::BothHeaders => with_header(&with_header(commit, "gpgsig", &armour), "gpgsig-sha256", &armour),
            Habit::Rewraps => with_header(commit, "gpgsig", &rewrapped(&armour)),
        }
    }
}

/// The bare signature over some bytes, without a namespace.
fn raw(key: &impl SigningKey, message: &[u8]) -> Signature {
    key.try_sign(message).expect("a signature")
}

/// What an OpenPGP signature looks like.
pub const PGP: &str = "-----BEGIN PGP SIGNATURE-----\n\niHUEABYKAB0WIQ=\n=abcd\n-----END PGP SIGNATURE-----\n";

/// A commit with one more header at the end of those that it has.
pub fn with_header(commit: &[u8], name: &str, text: &str) -> Vec<u8> {
    let at = commit.windows(2).position(|pair| pair == b"\n\n").expect("a commit has headers") + 1;
    let mut bytes = commit[..at].to_vec();
    bytes.extend(format!("{name} {}\n", text.trim_end().replace('\n', "\n ")).bytes());
    bytes.extend(&commit[at..]);
    bytes
}

/// The same armour with shorter lines.
pub fn rewrapped(armour: &str) -> String {
    let mut lines: Vec<&str> = armour.lines().collect();
    let (first, last) = (lines.remove(0), lines.pop().expect("an armour has an end"));
    let body = lines.concat();
    let body: Vec<&str> =
        body.as_bytes().chunks(53).map(|line| std::str::from_utf8(line).expect("letters and digits")).collect();
    format!("{first}\n{}\n{last}\n", body.join("\n"))
}

impl History {
    /// Writes a commit as it is.
    pub fn put(&self, commit: &[u8]) -> Oid {
        let odb = self.repository.odb().expect("an object store");
        odb.write(ObjectType::Commit, commit).expect("a commit")
    }
}

/// The same words for ever, where a key asks for chance.
struct Words([u8; 32]);

impl RngCore for Words {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            self.0 = Sha256::digest(self.0).into();
            chunk.copy_from_slice(&self.0[..chunk.len()]);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Words {}
