//! # Sekurangnya dua pelaku | At least two actors
//!
//! ## Apa
//!
//! Setiap langkah mempunyai pelaksana, dan seluruh SOP sekurangnya dua pelaksana yang berbeda.
//!
//! ## Mengapa
//!
//! SOP administrasi pemerintahan mengatur kerja lebih dari satu pelaku (PermenPAN-RB 35/2012); langkah tanpa pelaksana
//! tidak menjadi giliran siapa pun.
//!
//! ## Sah
//!
//! ```yaml
//! - {nomor: 1, pelaksana: [skpd]}
//! - {nomor: 2, pelaksana: [tim-it]}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {nomor: 1, pelaksana: []}
//! ```
//!
//! ## What
//!
//! Every step has an actor, and the whole SOP at least two different ones.
//!
//! ## Why
//!
//! An administrative SOP orders the work of more than one actor (PermenPAN-RB 35/2012); a step without one is nobody's
//! turn.
//!
//! ## Lawful
//!
//! ```yaml
//! - {nomor: 1, pelaksana: [skpd]}
//! - {nomor: 2, pelaksana: [tim-it]}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {nomor: 1, pelaksana: []}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-actors");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let idle = case.sop.steps.iter().filter(|step| step.actors.is_empty()).map(|step| {
        let number = step.number.value;
        let message =
            Say::new(format!("Langkah {number} tidak mempunyai pelaksana."), format!("Step {number} has no actor."));
        let help = Say::new("Isi `pelaksana` dengan sebuah lajur.", "Name a lane in `pelaksana`.");
        Finding::error(ID, case.sop.place(step.number.span), message, help)
    });
    let mut findings: Vec<Finding> = idle.collect();
    if findings.is_empty() && !case.sop.steps.is_empty() && case.flow.actors().len() < 2 {
        let message = Say::new("SOP ini hanya mempunyai satu pelaksana.", "This SOP has only one actor.");
        let help = Say::new(
            "SOP administrasi mengatur sekurangnya dua pelaku; periksa lajur setiap langkah.",
            "An administrative SOP orders at least two actors; check the lane of each step.",
        );
        findings.push(Finding::error(ID, case.start(), message, help));
    }
    findings
}
