//! # Sahkan dan batalkan mengenai entri yang tepat | Answers hit an entry
//!
//! ## Apa
//!
//! `sahkan` menunjuk entri yang bertanda dan belum dijawab; `batalkan` menunjuk entri yang masih berlaku; `tutup` menunjuk
//! berkas yang terikat.
//!
//! ## Mengapa
//!
//! Jawaban yang tidak mengenai apa pun menyembunyikan bahwa yang sebenarnya belum dijawab.
//!
//! ## Sah
//!
//! ```yaml
//!   - batalkan: 3
//!     catatan: Salah permohonan.
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - batalkan: 99
//!     catatan: Salah permohonan.
//! ```
//!
//! ## What
//!
//! `sahkan` names an entry that is marked and unanswered; `batalkan` one that is in effect; `tutup` a file that is bound.
//!
//! ## Why
//!
//! An answer that hits nothing hides that the real one is still missing.
//!
//! ## Lawful
//!
//! ```yaml
//!   - batalkan: 3
//!     catatan: Salah permohonan.
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - batalkan: 99
//!     catatan: Salah permohonan.
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;
use crate::register::standing::{Effect, Mark};

/// The rule's name.
pub const ID: RuleId = RuleId("answer-target");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let refuse = |message: Say| {
        let help = Say::new(
            "Lihat entri dan berkasnya dengan `jejak status`.",
            "See the entries and files with `jejak status`.",
        );
        vec![Finding::error(ID, case.here(), message, help)]
    };
    match &case.entry.act {
        Act::Ratify(n) => match case.standing.entry(n.value) {
            Some(entry) if entry.mark == Mark::Marked && entry.effect == Effect::Had => Vec::new(),
            _ => refuse(Say::new(
                format!("Entri {} tidak bertanda, atau sudah dijawab.", n.value),
                format!("Entry {} is not marked, or already answered.", n.value),
            )),
        },
        Act::Revoke(n) => match case.standing.entry(n.value) {
            Some(entry) if entry.effect == Effect::Had => Vec::new(),
            _ => refuse(Say::new(
                format!("Entri {} tidak ada atau tidak berlaku.", n.value),
                format!("Entry {} does not exist or has no effect.", n.value),
            )),
        },
        Act::Withhold(file) if !case.standing.bound.contains_key(&file.value) => refuse(Say::new(
            format!("Berkas `{}` tidak diserahkan entri mana pun.", file.value),
            format!("No entry delivered the file `{}`.", file.value),
        )),
        _ => Vec::new(),
    }
}
