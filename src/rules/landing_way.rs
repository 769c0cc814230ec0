//! # Mendarat lewat jalan yang ditentukan | Landing by the way laid down
//!
//! ## Apa
//!
//! Di bawah `pendaratan: gabung` hanya penggabungan yang mengubah permohonan; di bawah `langsung` setiap petugas mendaratkan
//! entrinya sendiri.
//!
//! ## Mengapa
//!
//! Penggabungan adalah jejak pemeriksaan; tanpa itu tidak ada yang memeriksa.
//!
//! ## Sah
//!
//! Pemeriksa menggabungkan usulan.
//!
//! ## Melanggar
//!
//! Commit langsung ke cabang utama.
//!
//! ## What
//!
//! Under `pendaratan: gabung` only merges change a request; under `langsung` each officer lands his own entries.
//!
//! ## Why
//!
//! The merge is the trace of a review; without it nobody reviewed.
//!
//! ## Lawful
//!
//! A reviewer merges a proposal.
//!
//! ## Unlawful
//!
//! A commit straight onto the main branch.

use super::landing_case::LandingCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::office::Landing as Way;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("landing-way");

pub(super) fn check(case: &LandingCase) -> Vec<Finding> {
    let is_merge = case.landing.commit.is_merge();
    if case.ledger.policy.way() != Way::Merge || is_merge || !case.changes_requests() {
        return Vec::new();
    }
    let message = Say::new(
        "Permohonan hanya berubah lewat penggabungan; ini commit langsung.",
        "A request changes by merges only; this is a direct commit.",
    );
    let help = Say::new(
        "Ajukan sebagai usulan dan minta pemeriksa menggabungkannya (git merge --no-ff).",
        "Propose it and let a reviewer merge it (git merge --no-ff).",
    );
    vec![Finding::error(ID, case.place(), message, help)]
}
