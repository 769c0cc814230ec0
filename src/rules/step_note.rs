//! # Yang mundur beralasan | What goes back has a reason
//!
//! ## Apa
//!
//! Hasil yang tidak maju (kembali, tetap, atau ditolak) disertai `catatan`.
//!
//! ## Mengapa
//!
//! Pemohon harus tahu apa yang kurang.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: tidak lengkap
//!     catatan: Proses bisnis belum dilampirkan.
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: tidak lengkap
//! ```
//!
//! ## What
//!
//! An outcome that does not lead forward (back, the same step, or a rejection) comes with a `catatan`.
//!
//! ## Why
//!
//! The applicant has to know what is missing.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: tidak lengkap
//!     catatan: Proses bisnis belum dilampirkan.
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: tidak lengkap
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::flow::is_forward;
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("step-note");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let Act::Step { number, outcome, .. } = &case.entry.act else { return Vec::new() };
    let given = outcome.as_ref().map(|outcome| outcome.value.as_str());
    let Some((step, _, target)) = case.target(given) else {
        return Vec::new();
    };
    if is_forward(step, target) || case.entry.note.is_some() {
        return Vec::new();
    }
    let message = Say::new(
        "Hasil ini tidak maju dan belum diberi alasan.",
        "This outcome does not lead forward and has no reason.",
    );
    let help = Say::new("Tambahkan `catatan:` berisi apa yang kurang.", "Add `catatan:` saying what is missing.");
    let span = outcome.as_ref().map_or(number.span, |outcome| outcome.span);
    vec![Finding::error(ID, case.place(span), message, help)]
}
