//! The keys with which some people of the sample office sign their commits, made from the seed.

use ed25519_dalek::{Signer, SigningKey};
use sha2::{Digest, Sha256};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{Algorithm, HashAlg, LineEnding, PublicKey, Signature, SshSig};

/// An SSH key of the common kind.
#[derive(Debug)]
pub(super) struct Pen(SigningKey);

impl Pen {
    /// The key of a person: the same seed and person, the same key. It is no secret, and signs nothing but samples.
    pub(super) fn of(seed: u64, handle: &str) -> Self {
        Self(SigningKey::from_bytes(&Sha256::digest(format!("jejak demo {seed} {handle}")).into()))
    }

    fn data(&self) -> KeyData {
        KeyData::Ed25519(Ed25519PublicKey(self.0.verifying_key().to_bytes()))
    }

    /// The line that stands in people/.
    pub(super) fn line(&self) -> Option<String> {
        PublicKey::from(self.data()).to_openssh().ok()
    }

    /// A commit with its signature, as git writes it.
    pub(super) fn seal(&self, commit: &[u8]) -> Option<Vec<u8>> {
        let signed = SshSig::signed_data("git", HashAlg::Sha512, commit).ok()?;
        let bytes = self.0.sign(&signed).to_bytes().to_vec();
        let signature = Signature::new(Algorithm::Ed25519, bytes).ok()?;
        let armour = SshSig::new(self.data(), "git", HashAlg::Sha512, signature).ok()?.to_pem(LineEnding::LF).ok()?;
        // The header stands last, and a space continues it.
        let at = commit.windows(2).position(|pair| pair == b"\n\n")? + 1;
        let header = format!("gpgsig {}\n", armour.trim_end().replace('\n', "\n "));
        Some([&commit[..at], header.as_bytes(), &commit[at..]].concat())
    }
}
