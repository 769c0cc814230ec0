//! # Langkah pada gilirannya | A step in its turn
//!
//! ## Apa
//!
//! Entri `langkah` mencatat langkah yang sedang berjalan dengan hasil yang dikenal; `lewati` juga. Permohonan yang sudah
//! tutup hanya menerima `sahkan`, `batalkan`, dan `tutup`.
//!
//! ## Mengapa
//!
//! Langkah yang dicatat di luar gilirannya tidak mengubah apa pun, supaya riwayat tetap satu jalan.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: lengkap      # permohonan sedang di langkah 3
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 5          # permohonan sedang di langkah 3
//! ```
//!
//! ## What
//!
//! An entry `langkah` records the current step with a known outcome; so does `lewati`. A closed request takes only `sahkan`,
//! `batalkan` and `tutup`.
//!
//! ## Why
//!
//! A step recorded out of turn changes nothing, so that the history stays one way.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: lengkap      # the request stands at step 3
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 5          # the request stands at step 3
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("step-in-place");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let act = &case.entry.act;
    if !case.progress().is_open() {
        if matches!(act, Act::Ratify(_) | Act::Revoke(_) | Act::Withhold(_)) {
            return Vec::new();
        }
        let message = Say::new("Permohonan ini sudah tutup.", "This request is closed.");
        let help = Say::new(
            "Ajukan permohonan baru; penutupan yang keliru diambil kembali pengurus dengan `batalkan`.",
            "Open a new request; a steward takes a closing back that was wrong, with `batalkan`.",
        );
        return vec![Finding::error(ID, case.here(), message, help)];
    }
    let (Act::Step { number, outcome, .. } | Act::Skip { number, outcome }) = act else { return Vec::new() };
    let current = case.progress().step;
    if number.value != current {
        let message = Say::new(
            format!("Permohonan ini di langkah {current}, bukan {}.", number.value),
            format!("This request stands at step {current}, not {}.", number.value),
        );
        let help = if number.value < current {
            Say::new(
                format!(
                    "Langkah itu sudah dicatat: catat langkah {current}, atau minta pengurus mengambilnya kembali dengan `batalkan`."
                ),
                format!(
                    "That step is recorded already: record step {current}, or ask a steward to take it back with `batalkan`."
                ),
            )
        } else {
            Say::new(
                format!("Catat dahulu langkah {current}; yang boleh melewatinya hanya pengurus, dengan `lewati`."),
                format!("First record step {current}; only a steward may pass it over, with `lewati`."),
            )
        };
        let step = case.step().map(|step| case.sop.place(step.number.span));
        let finding = Finding::error(ID, case.place(number.span), message, help);
        let says = Say::new("langkah sekarang menurut SOP", "the current step in the SOP");
        return vec![match step {
            Some(place) => finding.because(place, says),
            None => finding,
        }];
    }
    let Some(step) = case.step() else { return Vec::new() };
    let given = outcome.as_ref().map(|outcome| outcome.value.as_str());
    if step.is_decision() == given.is_some() && case.target(given).is_some() {
        return Vec::new();
    }
    let labels: Vec<&str> = step.outcomes.iter().map(|outcome| outcome.label.value.as_str()).collect();
    let list = labels.join(", ");
    let message = Say::new(
        format!("Hasil langkah {current} tidak dikenal."),
        format!("The outcome of step {current} is unknown."),
    );
    let help = if labels.is_empty() {
        Say::new("Langkah ini bukan keputusan; hapus `hasil`.", "This step is no decision; delete `hasil`.")
    } else {
        Say::new(format!("Pilih salah satu dari: {list}."), format!("Choose one of: {list}."))
    };
    vec![Finding::error(ID, case.place(number.span), message, help)]
}
