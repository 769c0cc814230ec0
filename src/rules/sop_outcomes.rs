//! # Keputusan benar-benar memilih | A decision decides
//!
//! ## Apa
//!
//! Keputusan mempunyai sekurangnya dua hasil dengan label yang berbeda; huruf besar dan spasi tidak membedakan.
//!
//! ## Mengapa
//!
//! Hasil dengan label yang sama tidak dapat dibedakan pada riwayat; keputusan dengan satu hasil bukan keputusan.
//!
//! ## Sah
//!
//! ```yaml
//! keputusan:
//!   - {hasil: lengkap, ke: 4}
//!   - {hasil: tidak lengkap, ke: 1}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! keputusan:
//!   - {hasil: lengkap, ke: 4}
//!   - {hasil: Lengkap, ke: 1}
//! ```
//!
//! ## What
//!
//! A decision has at least two outcomes with different labels; capitals and spaces make no difference.
//!
//! ## Why
//!
//! Outcomes with one label cannot be told apart in the history; a decision with one outcome decides nothing.
//!
//! ## Lawful
//!
//! ```yaml
//! keputusan:
//!   - {hasil: lengkap, ke: 4}
//!   - {hasil: tidak lengkap, ke: 1}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! keputusan:
//!   - {hasil: lengkap, ke: 4}
//!   - {hasil: Lengkap, ke: 1}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-outcomes");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let weak = case.flow.weak_decisions().into_iter().map(|(step, twin)| {
        let number = step.number.value;
        match twin {
            None => Finding::error(
                ID,
                case.sop.place(step.outcomes.first().map_or(step.number.span, |outcome| outcome.label.span)),
                Say::new(
                    format!("Keputusan langkah {number} hanya mempunyai satu hasil."),
                    format!("The decision of step {number} has only one outcome."),
                ),
                Say::new(
                    "Tambahkan hasil yang lain, atau hapus `keputusan`.",
                    "Add the other outcome, or delete `keputusan`.",
                ),
            ),
            Some(outcome) => Finding::error(
                ID,
                case.sop.place(outcome.label.span),
                Say::new(
                    format!("Dua hasil langkah {number} berlabel sama: \"{}\".", outcome.label.value),
                    format!("Two outcomes of step {number} have the same label: \"{}\".", outcome.label.value),
                ),
                Say::new("Beri label yang berbeda.", "Give them different labels."),
            ),
        }
    });
    weak.collect()
}
