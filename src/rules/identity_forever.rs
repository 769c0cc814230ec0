//! # Akun tetap milik orangnya | An account stays with its person
//!
//! ## Apa
//!
//! Alamat atau kunci yang pernah dipakai untuk mencatat tidak berpindah ke orang lain.
//!
//! ## Mengapa
//!
//! Bila akun berpindah, riwayat lama akan tampak sebagai perbuatan orang lain.
//!
//! ## Sah
//!
//! Akun baru untuk petugas baru.
//!
//! ## Melanggar
//!
//! Alamat petugas lama diberikan kepada penggantinya.
//!
//! ## What
//!
//! An address or key by which something was recorded does not pass to another person.
//!
//! ## Why
//!
//! If it did, old history would look like somebody else's doing.
//!
//! ## Lawful
//!
//! A new account for a new officer.
//!
//! ## Unlawful
//!
//! The old officer's address is given to his successor.

use super::landing_case::PolicyCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::Handle;
use crate::model::office::ForgeKey;
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("identity-forever");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let used = &case.ledger.identities;
    let mut findings = Vec::new();
    if let Some((office, forge)) = case.next.office().and_then(|office| Some((office, office.forge.as_ref()?))) {
        for key in &forge.keys {
            let ForgeKey::Ssh(pinned) = &key.value else { continue };
            let owner = case.ledger.keys.get(pinned);
            findings.extend(owner.map(|owner| kept(key.span.at(&office.path), &pinned.fingerprint(), owner)));
        }
    }
    for person in case.next.workspace.people.values() {
        for key in &person.keys {
            let owner = case.ledger.keys.get(&key.value).filter(|owner| **owner != person.handle);
            findings.extend(owner.map(|owner| kept(key.span.at(&person.path), &key.value.fingerprint(), owner)));
        }
        for account in &person.accounts {
            let name = account.value.to_string();
            if let Some(owner) = used.get(&account.value.identity()).filter(|owner| **owner != person.handle) {
                findings.push(kept(account.span.at(&person.path), &name, owner));
            }
        }
    }
    findings
}

fn kept(place: Place, name: &str, owner: &Handle) -> Finding {
    let message = Say::new(
        format!("`{name}` pernah dipakai {owner} dan tetap miliknya."),
        format!("`{name}` was used by {owner} and stays with that person."),
    );
    let help = Say::new("Pakai akun atau kunci lain.", "Use another account or key.");
    Finding::error(ID, place, message, help)
}
