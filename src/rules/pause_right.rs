//! # Yang boleh menjeda dan melanjutkan | Who may pause and resume
//!
//! ## Apa
//!
//! `jeda` ditulis pelaksana langkah berjalan atau pengurus. `lanjut` ditulis oleh mereka, atau oleh lajur yang ditunggu dengan
//! menyerahkan yang diminta masa tunggu; hanya bila jam memang berhenti.
//!
//! ## Mengapa
//!
//! Jeda menghentikan jam; siapa pun yang dapat menjeda dapat menyembunyikan keterlambatan.
//!
//! ## Sah
//!
//! ```yaml
//!   - lanjut: Pejabat baru sudah dilantik
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - lanjut: Sudah       # jam tidak sedang berhenti
//! ```
//!
//! ## What
//!
//! `jeda` is written by an actor of the current step or a steward. `lanjut` by them, or by an awaited lane that delivers what
//! the wait demands; only while the clock stands still.
//!
//! ## Why
//!
//! A pause stops the clock; whoever can pause can hide lateness.
//!
//! ## Lawful
//!
//! ```yaml
//!   - lanjut: Pejabat baru sudah dilantik
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - lanjut: Sudah       # the clock is not standing still
//! ```

use super::landing_case::EntryCase;
use super::step_documents;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("pause-right");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    match &case.entry.act {
        Act::Pause { .. } if case.progress().visit.stopped.is_some() => {
            let message =
                Say::new("Jam permohonan ini sudah berhenti.", "This request's clock is standing still already.");
            let help = Say::new("Tulis `lanjut` dahulu, atau hapus `jeda`.", "Write `lanjut` first, or delete `jeda`.");
            vec![Finding::error(ID, case.here(), message, help)]
        }
        Act::Pause { .. } if !is_actor(case) && !case.is_by_steward() => vec![no_right(case)],
        Act::Resume(_) => resume(case),
        _ => Vec::new(),
    }
}

fn resume(case: &EntryCase) -> Vec<Finding> {
    let Some(stop) = &case.progress().visit.stopped else {
        let message =
            Say::new("Jam permohonan ini tidak sedang berhenti.", "This request's clock is not standing still.");
        let help = Say::new("Hapus entri `lanjut`.", "Delete the entry `lanjut`.");
        return vec![Finding::error(ID, case.here(), message, help)];
    };
    let awaited = case.who.actor.is_some_and(|actor| stop.lanes.iter().any(|lane| case.may_act(actor, lane)));
    if !awaited && !is_actor(case) && !case.is_by_steward() {
        return vec![no_right(case)];
    }
    let unpaid = step_documents::owed(case).map(|id| {
        let name = case.sop.declared(id).map_or(id.as_str(), |document| document.name.value.as_str());
        let message = Say::new(
            format!("Yang ditunggu, \"{name}\", belum diserahkan."),
            format!("What is awaited, \"{name}\", is not delivered."),
        );
        let id = &id.value;
        let help = Say::new(
            format!("Lampirkan pada `dokumen: {{{id}: <berkas>}}`."),
            format!("Attach it in `dokumen: {{{id}: <file>}}`."),
        );
        Finding::error(ID, case.here(), message, help)
    });
    unpaid.collect()
}

fn is_actor(case: &EntryCase) -> bool {
    let (Some(actor), Some(step)) = (case.who.actor, case.step()) else { return false };
    step.actors.iter().any(|lane| case.may_act(actor, lane))
}

fn no_right(case: &EntryCase) -> Finding {
    let post = case.who.actor.map_or("?", |actor| actor.post.value.as_str());
    let message = Say::new(
        format!("{post} tidak berwenang menjeda atau melanjutkan langkah ini."),
        format!("{post} has no authority to pause or resume this step."),
    );
    let help = Say::new(
        "Pelaksana langkah ini atau pengurus yang menulisnya.",
        "An actor of this step or a steward has to write it.",
    );
    Finding::error(ID, case.here(), message, help)
}
