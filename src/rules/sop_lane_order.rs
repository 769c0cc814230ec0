//! # Lajur urut menurut kegiatan | Lanes in order of activity
//!
//! ## Apa
//!
//! Kolom pelaksana diurutkan menurut urutan kegiatan, sehingga alur dimulai dari kolom paling kiri.
//!
//! ## Mengapa
//!
//! Begitu bentuk resmi SOP-AP; susunan kertas tetap dipertahankan, jadi ini hanya saran.
//!
//! ## Sah
//!
//! ```yaml
//! lajur:
//!   - {id: pemohon}     # melaksanakan langkah 1
//!   - {id: tim-it}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! lajur:
//!   - {id: kepala-dinas}
//!   - {id: pemohon}     # melaksanakan langkah 1
//! ```
//!
//! ## What
//!
//! Columns are ordered by the sequence of activity, so that the flow begins in the leftmost column.
//!
//! ## Why
//!
//! So the official SOP-AP form; the paper's order is kept all the same, so this is only a hint.
//!
//! ## Lawful
//!
//! ```yaml
//! lajur:
//!   - {id: pemohon}     # performs step 1
//!   - {id: tim-it}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! lajur:
//!   - {id: kepala-dinas}
//!   - {id: pemohon}     # performs step 1
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-lane-order");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let (Some(lane), Some(step)) = (case.sop.lanes.first(), case.sop.steps.first()) else { return Vec::new() };
    let first_acts = step.actors.is_empty() || step.actors.iter().any(|actor| actor.value == lane.id.value);
    if first_acts {
        return Vec::new();
    }
    let message =
        Say::new("Alur tidak dimulai dari kolom paling kiri.", "The flow does not begin in the leftmost column.");
    let help = Say::new(
        "Bentuk resmi mengurutkan kolom menurut kegiatan; pertahankan bila kertasnya memang begitu.",
        "The official form orders columns by activity; keep it if the paper is so.",
    );
    vec![Finding::error(ID, case.sop.place(lane.id.span), message, help).with_severity(Severity::Hint)]
}
