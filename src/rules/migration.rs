//! # Pindah hanya maju | Moving only forward
//!
//! ## Apa
//!
//! `pindah` menunjuk SOP yang sama dengan revisi yang lebih tinggi, dan langkah yang ada di sana.
//!
//! ## Mengapa
//!
//! Revisi lama tidak dipakai lagi sesudah ditinggalkan.
//!
//! ## Sah
//!
//! ```yaml
//!   - pindah: contoh/2
//!     ke: 3
//!     catatan: Revisi 2 berlaku.
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - pindah: contoh/1
//!     ke: 3
//!     catatan: Kembali.
//! ```
//!
//! ## What
//!
//! `pindah` names the same SOP in a higher revision, and a step that exists there.
//!
//! ## Why
//!
//! An old revision is not used again once it was left.
//!
//! ## Lawful
//!
//! ```yaml
//!   - pindah: contoh/2
//!     ke: 3
//!     catatan: Revisi 2 berlaku.
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - pindah: contoh/1
//!     ke: 3
//!     catatan: Kembali.
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("migration");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let Act::Migrate { sop, to } = &case.entry.act else { return Vec::new() };
    let newer = case.policy().workspace.sops.get(&sop.value);
    let higher = sop.slug == case.sop.id.slug && sop.revision > case.sop.id.revision;
    if higher && newer.is_some_and(|newer| newer.step(to.value).is_some()) {
        return Vec::new();
    }
    let (from, target) = (&case.sop.id, &sop.value);
    let message = Say::new(
        format!("Tidak dapat pindah dari {from} ke {target} langkah {}.", to.value),
        format!("Cannot move from {from} to {target}, step {}.", to.value),
    );
    let help = Say::new(
        "Pindah hanya ke revisi lebih tinggi dari SOP yang sama, pada langkah yang ada di sana.",
        "Move only to a higher revision of the same SOP, at a step that exists there.",
    );
    vec![Finding::error(ID, case.place(sop.span), message, help)]
}
