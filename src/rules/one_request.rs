//! # Satu pendaratan, satu permohonan | One landing, one request
//!
//! ## Apa
//!
//! Pendaratan yang mengubah sebuah permohonan hanya mengubah permohonan itu: tidak ada permohonan lain, kebijakan, atau berkas
//! lain di dalamnya.
//!
//! ## Mengapa
//!
//! Pemeriksa menyetujui satu hal; yang menumpang di dalamnya tidak pernah benar-benar diperiksa.
//!
//! ## Sah
//!
//! Penggabungan yang menambah satu entri dan berkasnya.
//!
//! ## Melanggar
//!
//! Penggabungan yang menambah satu entri dan sekaligus mengubah people/.
//!
//! ## What
//!
//! A landing that changes a request changes that request alone: no other request, no policy, no other file.
//!
//! ## Why
//!
//! A reviewer approves one thing; what rides along was never really reviewed.
//!
//! ## Lawful
//!
//! A merge that adds one entry and its file.
//!
//! ## Unlawful
//!
//! A merge that adds an entry and changes people/ along with it.

use super::landing_case::LandingCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;
use crate::register::tier::Tier;

/// The rule's name.
pub const ID: RuleId = RuleId("one-request");

pub(super) fn check(case: &LandingCase) -> Vec<Finding> {
    let folders = case.folders();
    let Some(first) = folders.first() else { return Vec::new() };
    let alien = case.changes.iter().find(|change| !matches!(&change.tier, Tier::Request(folder) if folder == *first));
    let Some(change) = alien else { return Vec::new() };
    let message = Say::new(
        format!("Pendaratan ini mengubah {first} dan juga hal lain."),
        format!("This landing changes {first} and something else too."),
    );
    let help = Say::new("Daratkan masing-masing tersendiri.", "Land each of them alone.");
    vec![Finding::error(ID, crate::model::place::Span::START.at(&change.path), message, help)]
}
