//! # Persetujuan para pihak | The consent of the parties
//!
//! ## Apa
//!
//! Pada langkah para pihak setiap entri menyebut `pihak`-nya, sebuah lajur pelaksana; pihak yang berbeda diwakili orang yang
//! berbeda.
//!
//! ## Mengapa
//!
//! Satu orang tidak dapat bersepakat dengan dirinya sendiri.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 6
//!     hasil: sepakat
//!     pihak: tim-it
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 6
//!     hasil: sepakat
//! ```
//!
//! ## What
//!
//! In a step of several parties each entry names its `pihak`, a lane of the step; different parties are different persons.
//!
//! ## Why
//!
//! Nobody can agree with himself.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 6
//!     hasil: sepakat
//!     pihak: tim-it
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 6
//!     hasil: sepakat
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("parties");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let Act::Step { number, party, .. } = &case.entry.act else { return Vec::new() };
    let Some(step) = case.step().filter(|step| step.number == *number) else { return Vec::new() };
    let help = || {
        let lanes: Vec<&str> = step.actors.iter().map(|actor| actor.as_str()).collect();
        let list = lanes.join(", ");
        Say::new(
            format!("Tulis `pihak:` dengan salah satu dari: {list}."),
            format!("Write `pihak:` with one of: {list}."),
        )
    };
    let Some(party) = party else {
        if !step.is_bilateral() {
            return Vec::new();
        }
        let message = Say::new("Pihaknya belum disebut.", "The party is not named.");
        return vec![Finding::error(ID, case.place(number.span), message, help())];
    };
    if !step.actors.contains(party) {
        let message = Say::new(
            format!("`{}` bukan pelaksana langkah ini.", party.value),
            format!("`{}` does not perform this step.", party.value),
        );
        return vec![Finding::error(ID, case.place(party.span), message, help())];
    }
    let actor = case.who.actor.map(|actor| &actor.handle);
    let consents = &case.progress().visit.consents;
    let twice =
        consents.iter().any(|other| other.lane != party.value && other.person.as_ref() == actor && actor.is_some());
    if !twice {
        return Vec::new();
    }
    let message =
        Say::new("Orang yang sama sudah mewakili pihak lain.", "The same person has already spoken for another party.");
    let help = Say::new("Pihak ini diwakili orang lain.", "Another person has to speak for this party.");
    vec![Finding::error(ID, case.place(party.span), message, help)]
}
