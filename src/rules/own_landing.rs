//! # Petugas mendaratkan entrinya sendiri | Whoever lands wrote it
//!
//! ## Apa
//!
//! Di bawah `pendaratan: langsung` setiap petugas mendaratkan entrinya sendiri: penulis pendaratan adalah penulis entrinya.
//!
//! ## Mengapa
//!
//! Tanpa pemeriksa, yang mendaratkan tulisan orang lain tidak diawasi siapa pun.
//!
//! ## Sah
//!
//! Petugas tim-it mencatat langkahnya dan mendaratkannya sendiri.
//!
//! ## Melanggar
//!
//! Petugas tim-it mendaratkan entri yang ditulis pemohon.
//!
//! ## What
//!
//! Under `pendaratan: langsung` each officer lands his own entries: the author of the landing wrote what it brings.
//!
//! ## Why
//!
//! Without a reviewer nobody watches over whoever lands another's writing.
//!
//! ## Lawful
//!
//! An officer of tim-it records his step and lands it himself.
//!
//! ## Unlawful
//!
//! An officer of tim-it lands an entry that the applicant wrote.

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::office::Landing as Way;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("own-landing");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    // Whose the entry is must be known; that it is not has its own rule.
    let Some(author) = case.who.author.filter(|_| case.policy().way() == Way::Direct) else { return Vec::new() };
    if case.lander.is_some_and(|lander| lander.handle == author.handle) {
        return Vec::new();
    }
    let post = &author.post.value;
    let message = Say::new(
        format!("Entri {post} didaratkan orang lain."),
        format!("An entry of {post} was landed by somebody else."),
    );
    let help = Say::new(
        "Pendaratan kantor ini `langsung`: penulis entri mendaratkannya sendiri.",
        "This office lands `langsung`: whoever wrote the entry lands it himself.",
    );
    vec![Finding::error(ID, case.here(), message, help)]
}
