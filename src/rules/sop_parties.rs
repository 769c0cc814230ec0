//! # Para pihak dan sekali | Parties and once-only steps
//!
//! ## Apa
//!
//! `para_pihak` memerlukan sekurangnya dua pelaksana; `sekali` tidak dipakai pada keputusan.
//!
//! ## Mengapa
//!
//! Persetujuan dua pihak memerlukan dua pihak; keputusan yang dilewati tidak memilih apa pun.
//!
//! ## Sah
//!
//! ```yaml
//! pelaksana: [opd, subkoor]
//! para_pihak: true
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! pelaksana: [opd]
//! para_pihak: true
//! ```
//!
//! ## What
//!
//! `para_pihak` needs at least two actors; `sekali` is not used on a decision.
//!
//! ## Why
//!
//! The consent of two parties needs two parties; a decision that is passed over chooses nothing.
//!
//! ## Lawful
//!
//! ```yaml
//! pelaksana: [opd, subkoor]
//! para_pihak: true
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! pelaksana: [opd]
//! para_pihak: true
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-parties");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let flawed = case.flow.false_parties().into_iter().map(|step| {
        let number = step.number.value;
        if step.is_bilateral() && step.actors.len() < 2 {
            let span = step.parties.as_ref().map_or(step.number.span, |flag| flag.span);
            let message = Say::new(
                format!("Langkah {number} memakai `para_pihak` tetapi pelaksananya kurang dari dua."),
                format!("Step {number} has `para_pihak` but fewer than two actors."),
            );
            let help =
                Say::new("Tambahkan pelaksana, atau hapus `para_pihak`.", "Add an actor, or delete `para_pihak`.");
            Finding::error(ID, case.sop.place(span), message, help)
        } else {
            let span = step.once.as_ref().map_or(step.number.span, |flag| flag.span);
            let message = Say::new(
                format!(
                    "Langkah {number} adalah keputusan dan tidak dapat `sekali`, atau pelaksananya tertulis dua kali."
                ),
                format!("Step {number} is a decision and cannot be `sekali`, or names one actor twice."),
            );
            let help = Say::new(
                "Hapus `sekali`; tulis setiap pelaksana satu kali.",
                "Delete `sekali`; write each actor once.",
            );
            Finding::error(ID, case.sop.place(span), message, help)
        }
    });
    flawed.collect()
}
