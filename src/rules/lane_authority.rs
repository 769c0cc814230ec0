//! # Yang mencatat memegang lajurnya | Whoever records holds the lane
//!
//! ## Apa
//!
//! Entri `langkah` ditulis oleh pemegang salah satu lajur pelaksana pada hari pendaratan; pada lajur terikat hanya oleh orang
//! dari instansi permohonan. Bot juga harus memegang lajur itu.
//!
//! ## Mengapa
//!
//! Wewenang dibaca menurut urutan pendaratan, bukan menurut tanggal yang tertulis pada commit.
//!
//! ## Sah
//!
//! Pemegang lajur tim-it mencatat langkah tim-it.
//!
//! ## Melanggar
//!
//! Petugas dinas lain mencatat langkah pemohon.
//!
//! ## What
//!
//! An entry `langkah` is written by a holder of one of the step's lanes on the day of landing; in a bound lane only by people
//! of the request's agency. A bot must hold the lane too.
//!
//! ## Why
//!
//! Authority is read by landing order, not by the date that a commit claims.
//!
//! ## Lawful
//!
//! A holder of lane tim-it records a step of tim-it.
//!
//! ## Unlawful
//!
//! An officer of another agency records the applicant's step.

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("lane-authority");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let Act::Step { number, party, .. } = &case.entry.act else { return Vec::new() };
    let step = case.step().filter(|step| step.number == *number);
    let (Some(step), Some(actor)) = (step, case.who.actor) else { return Vec::new() };
    if party.as_ref().is_some_and(|party| !step.actors.contains(party)) {
        return Vec::new();
    }
    let lanes: Vec<_> = match party {
        Some(party) => step.actors.iter().filter(|actor| actor.value == party.value).collect(),
        None => step.actors.iter().collect(),
    };
    if lanes.iter().any(|lane| case.may_act(actor, lane)) {
        return Vec::new();
    }
    let names: Vec<&str> =
        step.actors.iter().filter_map(|actor| Some(case.sop.lane(actor)?.name.value.as_str())).collect();
    let (names, post, number) = (names.join(", "), &actor.post.value, step.number.value);
    let message = Say::new(
        format!("{post} tidak memegang lajur langkah {number} ({names}) pada hari itu."),
        format!("{post} did not hold the lane of step {number} ({names}) on that day."),
    );
    let help = Say::new(
        "Pemegang lajur itu yang mencatat; penunjukan baru ditambahkan pengurus di people/ lebih dahulu.",
        "A holder of that lane has to record it; a steward first adds a new appointment in people/.",
    );
    let says = Say::new("pelaksananya menurut SOP", "its actors in the SOP");
    let span = step.actors.first().map_or(step.number.span, |actor| actor.span);
    vec![Finding::error(ID, case.here(), message, help).because(case.sop.place(span), says)]
}
