//! # Empat mata | Four eyes
//!
//! ## Apa
//!
//! Di bawah `empat_mata`, pemeriksa bukan penulis entri yang mendarat dan bukan orang yang dicatatkan bot. Yang dibandingkan
//! adalah orang, bukan alamat.
//!
//! ## Mengapa
//!
//! Orang yang memeriksa pekerjaannya sendiri tidak memeriksa.
//!
//! ## Sah
//!
//! Tim IT menulis, kepala bidang menggabungkan.
//!
//! ## Melanggar
//!
//! Tim IT menulis dan menggabungkan dengan alamat keduanya.
//!
//! ## What
//!
//! Under `empat_mata` the reviewer is no author of an entry that lands, nor the person for whom a bot wrote. Persons are
//! compared, not addresses.
//!
//! ## Why
//!
//! Whoever reviews his own work does not review.
//!
//! ## Lawful
//!
//! Tim IT writes, the head of division merges.
//!
//! ## Unlawful
//!
//! Tim IT writes and merges under a second address.

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("four-eyes");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    // While one steward stands there is nobody else to answer.
    let answers = matches!(case.entry.act, Act::Ratify(_) | Act::Revoke(_));
    if answers && case.policy().stewards() < 2 {
        return Vec::new();
    }
    let Some(reviewer) = case.reviewer.filter(|_| case.policy().four_eyes()) else { return Vec::new() };
    let same = [case.who.author, case.who.actor].into_iter().flatten().any(|person| person.handle == reviewer.handle);
    if !same {
        return Vec::new();
    }
    let post = &reviewer.post.value;
    let message = Say::new(format!("{post} memeriksa entrinya sendiri."), format!("{post} reviewed his own entry."));
    let help = Say::new("Minta orang lain menggabungkannya.", "Let another person merge it.");
    vec![Finding::error(ID, case.here(), message, help)]
}
