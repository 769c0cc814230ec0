//! # Mutu baku lengkap | Quality standard complete
//!
//! ## Apa
//!
//! Setiap langkah sebaiknya mempunyai kelengkapan, waktu, dan output.
//!
//! ## Mengapa
//!
//! Mutu baku adalah kendali yang menghubungkan SOP dengan standar pelayanan; tanpa waktu, langkah tidak pernah terlambat.
//!
//! ## Sah
//!
//! ```yaml
//! - {nomor: 1, kelengkapan: [surat], waktu: 1 hari, output: [disposisi]}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {nomor: 1, waktu: null}
//! ```
//!
//! ## What
//!
//! Every step had better have required documents, a time and an output.
//!
//! ## Why
//!
//! The quality standard ties an SOP to the service standard; without a time a step is never late.
//!
//! ## Lawful
//!
//! ```yaml
//! - {nomor: 1, kelengkapan: [surat], waktu: 1 hari, output: [disposisi]}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {nomor: 1, waktu: null}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-mutu-baku");

/// One hint for the whole SOP: on paper whole columns are missing, and a hint per cell would drown the rest.
pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let mut gaps: Vec<(&str, Vec<String>)> = vec![("kelengkapan", vec![]), ("waktu", vec![]), ("output", vec![])];
    for step in &case.sop.steps {
        let missing = [
            step.needs.as_ref().is_none_or(Vec::is_empty),
            step.time.is_none(),
            step.yields.as_ref().is_none_or(Vec::is_empty),
        ];
        for ((_, steps), missing) in gaps.iter_mut().zip(missing) {
            if missing {
                steps.push(step.number.value.to_string());
            }
        }
    }
    let gaps: Vec<String> = gaps
        .into_iter()
        .filter(|(_, steps)| !steps.is_empty())
        .map(|(what, steps)| format!("{what} ({})", steps.join(", ")))
        .collect();
    let Some(first) = case.sop.steps.first().filter(|_| !gaps.is_empty()) else { return Vec::new() };
    let gaps = gaps.join("; ");
    let message = Say::new(
        format!("Mutu baku belum lengkap, menurut langkah: {gaps}."),
        format!("The quality standard has gaps, by step: {gaps}."),
    );
    let help = Say::new(
        "Lengkapi pada revisi berikutnya; yang kosong pada kertas jangan dikarang.",
        "Complete it in the next revision; do not invent what the paper leaves open.",
    );
    vec![Finding::error(ID, case.sop.place(first.number.span), message, help).with_severity(Severity::Hint)]
}
