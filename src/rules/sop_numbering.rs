//! # Langkah bernomor urut | Steps are numbered in order
//!
//! ## Apa
//!
//! Langkah bernomor 1, 2, 3 dan seterusnya menurut urutannya; sekurangnya ada satu. Langkah 1 adalah satu-satunya awal.
//!
//! ## Mengapa
//!
//! Nomor langkah dipakai pada permohonan, surat, dan percakapan; nomor yang meloncat menunjuk langkah yang salah.
//!
//! ## Sah
//!
//! ```yaml
//! langkah:
//!   - nomor: 1
//!   - nomor: 2
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! langkah:
//!   - nomor: 1
//!   - nomor: 3
//! ```
//!
//! ## What
//!
//! Steps are numbered 1, 2, 3 and so on in their order; there is at least one. Step 1 is the only start.
//!
//! ## Why
//!
//! The numbers are used in requests, letters and conversations; a number that jumps points at the wrong step.
//!
//! ## Lawful
//!
//! ```yaml
//! langkah:
//!   - nomor: 1
//!   - nomor: 2
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! langkah:
//!   - nomor: 1
//!   - nomor: 3
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-numbering");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    if case.sop.steps.is_empty() {
        let message = Say::new("SOP ini tidak memuat langkah.", "This SOP has no steps.");
        let help = Say::new("Tambahkan `langkah:` beserta isinya.", "Add `langkah:` with its rows.");
        return vec![Finding::error(ID, case.start(), message, help)];
    }
    let misnumbered = case.flow.misnumbered().into_iter().map(|(step, expected)| {
        let number = step.number.value;
        let message = Say::new(
            format!("Langkah ini bernomor {number}, seharusnya {expected}."),
            format!("This step has number {number}; it should be {expected}."),
        );
        let help = Say::new(format!("Tulis `nomor: {expected}`."), format!("Write `nomor: {expected}`."));
        Finding::error(ID, case.sop.place(step.number.span), message, help)
    });
    misnumbered.collect()
}
