//! What a forge signs with OpenPGP, as github.com does. Only a build with the feature `openpgp` can read it; any other says
//! so, and whoever judges takes it for missing data, never for evidence.

/// Whether a signature over a payload is by a key, or by a part of it that was made for signing; none where this build
/// cannot tell.
#[cfg(feature = "openpgp")]
pub fn vouches(key: &str, armour: &[u8], payload: &[u8]) -> Option<bool> {
    use pgp::composed::{Deserializable, DetachedSignature, SignedPublicKey};

    let Ok((key, _)) = SignedPublicKey::from_string(key) else { return Some(false) };
    let Ok((signature, _)) = DetachedSignature::from_armor_single(armour) else { return Some(false) };
    let by_part = |part: &pgp::composed::SignedPublicSubKey| {
        let for_signing = part.signatures.iter().any(|binding| binding.key_flags().sign());
        for_signing && part.verify_bindings(&key.primary_key).is_ok() && signature.verify(&part.key, payload).is_ok()
    };
    Some(signature.verify(&key.primary_key, payload).is_ok() || key.public_subkeys.iter().any(by_part))
}

/// This build cannot tell.
#[cfg(not(feature = "openpgp"))]
pub fn vouches(_key: &str, _armour: &[u8], _payload: &[u8]) -> Option<bool> {
    None
}
