//! # Revisi orang selalu naik | Revisions of people rise
//!
//! ## Apa
//!
//! Setiap perubahan berkas `people/` menaikkan `revisi`-nya.
//!
//! ## Mengapa
//!
//! Kunci atau peran yang dicabut tidak boleh hidup lagi lewat pembatalan commit.
//!
//! ## Sah
//!
//! `revisi: 3` menjadi `revisi: 4`.
//!
//! ## Melanggar
//!
//! `git revert` mengembalikan `revisi: 3` sesudah 4.
//!
//! ## What
//!
//! Every change of a file in `people/` raises its `revisi`.
//!
//! ## Why
//!
//! A key or role that was taken away must not come alive again by reverting a commit.
//!
//! ## Lawful
//!
//! `revisi: 3` becomes `revisi: 4`.
//!
//! ## Unlawful
//!
//! `git revert` brings back `revisi: 3` after 4.

use super::landing_case::PolicyCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("revision-rising");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let before = &case.ledger.policy;
    let changed = case.next.workspace.people.values().filter(|person| {
        before.files.get(&person.path).is_some_and(|file| case.next.files.get(&person.path) != Some(file))
    });
    let stale = changed.filter(|person| {
        before.person(&person.handle).is_some_and(|standing| person.revision.value <= standing.revision.value)
    });
    let findings = stale.map(|person| {
        let standing = before.person(&person.handle).map_or(0, |standing| standing.revision.value);
        let message = Say::new(
            format!("Revisi harus lebih dari {standing}."),
            format!("The revision has to be above {standing}."),
        );
        let next = standing + 1;
        let help = Say::new(format!("Tulis `revisi: {next}`."), format!("Write `revisi: {next}`."));
        Finding::error(ID, person.revision.span.at(&person.path), message, help)
    });
    findings.collect()
}
