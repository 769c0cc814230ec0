//! # Kegiatan ditulis tanpa pelaku | An activity names no actor
//!
//! ## Apa
//!
//! Kegiatan diawali kata kerja, bukan nama pelaku; pelaku sudah tampak pada kolomnya.
//!
//! ## Mengapa
//!
//! Bentuk resmi SOP-AP menulis kegiatan sebagai kata kerja dan objek (PermenPAN-RB 35/2012).
//!
//! ## Sah
//!
//! ```yaml
//! kegiatan: Memeriksa kelengkapan surat permohonan
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! kegiatan: Tim IT Kominfo memeriksa kelengkapan surat
//! ```
//!
//! ## What
//!
//! An activity begins with a verb, not with an actor; the actor shows in the column.
//!
//! ## Why
//!
//! The official SOP-AP form writes an activity as verb and object (PermenPAN-RB 35/2012).
//!
//! ## Lawful
//!
//! ```yaml
//! kegiatan: Memeriksa kelengkapan surat permohonan
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! kegiatan: Tim IT Kominfo memeriksa kelengkapan surat
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-activity-form");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let lanes: Vec<String> = case.sop.lanes.iter().map(|lane| lane.name.to_lowercase()).collect();
    let with_subject = case.sop.steps.iter().filter(|step| {
        let activity = step.activity.to_lowercase();
        lanes.iter().any(|lane| {
            !lane.is_empty() && activity.strip_prefix(lane.as_str()).is_some_and(|rest| rest.starts_with(' '))
        })
    });
    let hints = with_subject.map(|step| {
        let message = Say::new("Kegiatan ini diawali nama pelaku.", "This activity begins with its actor.");
        let help = Say::new("Awali dengan kata kerja: \"Memeriksa …\".", "Begin with the verb: \"Memeriksa …\".");
        Finding::error(ID, case.sop.place(step.activity.span), message, help).with_severity(Severity::Hint)
    });
    hints.collect()
}
