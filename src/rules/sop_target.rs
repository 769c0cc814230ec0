//! # Cabang menuju langkah yang ada | Arrows lead to steps that exist
//!
//! ## Apa
//!
//! Setiap `ke` menunjuk nomor langkah yang ada, `selesai`, atau `ditolak`.
//!
//! ## Mengapa
//!
//! Cabang yang menuju langkah yang tidak ada membuat permohonan tersesat.
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
//!   - {hasil: lengkap, ke: 40}
//! ```
//!
//! ## What
//!
//! Every `ke` names the number of a step that exists, `selesai` or `ditolak`.
//!
//! ## Why
//!
//! An arrow to a step that does not exist would lose the request.
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
//!   - {hasil: lengkap, ke: 40}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-target");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let last = case.sop.steps.len();
    let unknown = case.flow.unknown_targets().into_iter().map(|outcome| {
        let target = outcome.target.value;
        let label = &outcome.label.value;
        let message = Say::new(
            format!("Hasil \"{label}\" menuju langkah {target}, yang tidak ada."),
            format!("The outcome \"{label}\" leads to step {target}, which does not exist."),
        );
        let help = Say::new(
            format!("Tulis nomor 1 sampai {last}, `selesai`, atau `ditolak`."),
            format!("Write a number from 1 to {last}, `selesai` or `ditolak`."),
        );
        Finding::error(ID, case.sop.place(outcome.target.span), message, help)
    });
    unknown.collect()
}
