//! # SOP yang berdiri tidak diubah | A standing SOP is frozen
//!
//! ## Apa
//!
//! Berkas revisi SOP yang sudah berdiri tidak diubah dan tidak dihapus; perubahan adalah nomor berikutnya.
//!
//! ## Mengapa
//!
//! Permohonan berjalan di bawah revisi yang disebutnya; mengubahnya mengubah yang sudah terjadi.
//!
//! ## Sah
//!
//! `sops/contoh/2.yaml` ditambahkan.
//!
//! ## Melanggar
//!
//! `sops/contoh/1.yaml` diubah.
//!
//! ## What
//!
//! The file of an SOP revision that stands is neither changed nor deleted; a change is the next number.
//!
//! ## Why
//!
//! Requests run under the revision that they name; changing it would change what has happened.
//!
//! ## Lawful
//!
//! `sops/contoh/2.yaml` is added.
//!
//! ## Unlawful
//!
//! `sops/contoh/1.yaml` is changed.

use super::landing_case::PolicyCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::path::FileKind;
use crate::model::place::Span;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-frozen");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let standing = &case.ledger.policy.files;
    let frozen = case.changes.iter().filter(|change| {
        matches!(FileKind::of(change.path.as_str()), Ok(FileKind::Sop(_))) && standing.contains_key(&change.path)
    });
    let findings = frozen.map(|change| {
        let message = Say::new(
            "Revisi SOP ini sudah berdiri dan tidak dapat diubah.",
            "This SOP revision stands and cannot be changed.",
        );
        let help = Say::new("Kembalikan, lalu tulis nomor berikutnya.", "Restore it, then write the next number.");
        Finding::error(ID, Span::START.at(&change.path), message, help)
    });
    findings.collect()
}
