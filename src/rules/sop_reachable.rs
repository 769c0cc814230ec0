//! # Setiap langkah dapat dicapai | Every step can be reached
//!
//! ## Apa
//!
//! Dari langkah 1 ada jalan ke setiap langkah lain.
//!
//! ## Mengapa
//!
//! Langkah yang tidak dapat dicapai tidak akan pernah dikerjakan; biasanya ada cabang yang salah tujuan.
//!
//! ## Sah
//!
//! ```yaml
//! - nomor: 2
//!   keputusan:
//!     - {hasil: ya, ke: 3}
//!     - {hasil: tidak, ke: 1}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - nomor: 2
//!   keputusan:        # langkah 3 tidak dituju siapa pun
//!     - {hasil: ya, ke: 4}
//!     - {hasil: tidak, ke: 1}
//! ```
//!
//! ## What
//!
//! From step 1 there is a way to every other step.
//!
//! ## Why
//!
//! A step that cannot be reached will never be done; usually an arrow leads to the wrong place.
//!
//! ## Lawful
//!
//! ```yaml
//! - nomor: 2
//!   keputusan:
//!     - {hasil: ya, ke: 3}
//!     - {hasil: tidak, ke: 1}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - nomor: 2
//!   keputusan:        # nobody leads to step 3
//!     - {hasil: ya, ke: 4}
//!     - {hasil: tidak, ke: 1}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-reachable");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    if case.flow.is_miswired() {
        return Vec::new();
    }
    let unreachable = case.flow.unreachable().into_iter().map(|step| {
        let number = step.number.value;
        let message = Say::new(
            format!("Tidak ada jalan dari langkah 1 ke langkah {number}."),
            format!("No way leads from step 1 to step {number}."),
        );
        let help = Say::new(
            "Arahkan sebuah hasil (`ke`) ke langkah ini, atau hapus langkahnya.",
            "Let an outcome (`ke`) lead to this step, or delete it.",
        );
        Finding::error(ID, case.sop.place(step.number.span), message, help)
    });
    unreachable.collect()
}
