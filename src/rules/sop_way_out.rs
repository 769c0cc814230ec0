//! # Dari setiap langkah ada jalan ke akhir | Every step can reach an end
//!
//! ## Apa
//!
//! Dari setiap langkah, akhir (`selesai` atau `ditolak`) dapat dicapai: tidak ada putaran tanpa jalan keluar.
//!
//! ## Mengapa
//!
//! Permohonan yang masuk ke putaran tanpa jalan keluar tidak akan pernah selesai.
//!
//! ## Sah
//!
//! ```yaml
//! - {hasil: sesuai, ke: selesai}
//! - {hasil: belum sesuai, ke: 3}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {hasil: sesuai, ke: 3}
//! - {hasil: belum sesuai, ke: 2}
//! ```
//!
//! ## What
//!
//! From every step an end (`selesai` or `ditolak`) can be reached: no loop is without an exit.
//!
//! ## Why
//!
//! A request that enters a loop without an exit can never be finished.
//!
//! ## Lawful
//!
//! ```yaml
//! - {hasil: sesuai, ke: selesai}
//! - {hasil: belum sesuai, ke: 3}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {hasil: sesuai, ke: 3}
//! - {hasil: belum sesuai, ke: 2}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-way-out");

/// One finding for the whole trap: its steps are guilty together.
pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    if case.flow.is_miswired() {
        return Vec::new();
    }
    let traps = case.flow.traps();
    let Some(first) = traps.first() else { return Vec::new() };
    let numbers: Vec<String> = traps.iter().map(|step| step.number.value.to_string()).collect();
    let numbers = numbers.join(", ");
    let message = Say::new(
        format!("Dari langkah {numbers} akhir tidak dapat dicapai: putaran tanpa jalan keluar."),
        format!("From step {numbers} no end can be reached: a loop without an exit."),
    );
    let help = Say::new(
        "Arahkan salah satu hasil di antara langkah itu ke langkah sesudahnya, `selesai`, atau `ditolak`.",
        "Let one outcome among these steps lead beyond them, to `selesai` or to `ditolak`.",
    );
    vec![Finding::error(ID, case.sop.place(first.number.span), message, help)]
}
