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
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("identity-forever");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let used = &case.ledger.identities;
    let mut findings = Vec::new();
    for person in case.next.workspace.people.values() {
        for account in &person.accounts {
            let name = account.value.to_string();
            if let Some(owner) = used.get(&name).filter(|owner| **owner != person.handle) {
                let message = Say::new(
                    format!("`{name}` pernah dipakai {owner} dan tetap miliknya."),
                    format!("`{name}` was used by {owner} and stays with that person."),
                );
                let help = Say::new("Pakai akun lain.", "Use another account.");
                findings.push(Finding::error(ID, account.span.at(&person.path), message, help));
            }
        }
    }
    findings
}
