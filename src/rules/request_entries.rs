//! # Entri sesuai dengan SOP | Entries fit the SOP
//!
//! ## Apa
//!
//! Langkah, hasil, pihak, dan lajur yang disebut entri ada pada SOP permohonan itu; `sahkan` dan `batalkan` menunjuk entri
//! sebelumnya.
//!
//! ## Mengapa
//!
//! Entri yang menunjuk langkah atau hasil yang tidak ada tidak berarti apa-apa.
//!
//! ## Sah
//!
//! ```yaml
//! - langkah: 3
//!   hasil: lengkap
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - langkah: 3
//!   hasil: komplit
//! ```
//!
//! ## What
//!
//! Steps, outcomes, parties and lanes that an entry names stand in the request's SOP; `sahkan` and `batalkan` name an
//! earlier entry.
//!
//! ## Why
//!
//! An entry that names a step or outcome which does not exist means nothing.
//!
//! ## Lawful
//!
//! ```yaml
//! - langkah: 3
//!   hasil: lengkap
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - langkah: 3
//!   hasil: komplit
//! ```

use super::case::RequestCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::flow::fold_label;
use crate::model::name::LaneId;
use crate::model::place::{At, Span};
use crate::model::request::{Act, Entry};
use crate::model::say::{Say, counted};
use crate::model::sop::{SopDraft, Step};
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("request-entries");

pub(super) fn check(case: &RequestCase) -> Vec<Finding> {
    let Some(header_sop) = case.sop else { return Vec::new() };
    let mut sop = header_sop;
    let mut findings = Vec::new();
    for entry in &case.request.entries {
        findings.extend(flaw(case, sop, entry));
        // A request that moved to a newer revision goes on under that one.
        if let Act::Migrate { sop: newer, .. } = &entry.act
            && let Some(newer) = case.workspace.sops.get(&newer.value)
        {
            sop = newer;
        }
    }
    findings
}

fn flaw(case: &RequestCase, sop: &SopDraft, entry: &Entry) -> Option<Finding> {
    match &entry.act {
        Act::Step { number, outcome, party } => {
            let Some(step) = sop.step(number.value) else { return Some(unknown_step(case, sop, number)) };
            wrong_outcome(case, sop, step, number.span, outcome.as_ref())
                .or_else(|| wrong_party(case, sop, step, number.span, party.as_ref()))
        }
        Act::Skip { number, outcome } => {
            let Some(step) = sop.step(number.value) else { return Some(unknown_step(case, sop, number)) };
            wrong_outcome(case, sop, step, number.span, outcome.as_ref())
        }
        Act::Pause { awaits, .. } => {
            awaits.iter().find(|lane| sop.lane(lane).is_none()).map(|lane| unknown_lane(case, sop, lane))
        }
        Act::Migrate { sop: newer, to } => {
            let Some(newer) = case.workspace.sops.get(&newer.value) else {
                let message = Say::new(
                    format!("SOP `{}` tidak ada.", newer.value),
                    format!("There is no SOP `{}`.", newer.value),
                );
                let help = Say::new("Lihat daftarnya dengan `jejak sop list`.", "See them with `jejak sop list`.");
                return Some(Finding::error(ID, case.place(newer.span), message, help));
            };
            newer.step(to.value).is_none().then(|| unknown_step(case, newer, to))
        }
        Act::Ratify(n) | Act::Revoke(n) if n.value as usize >= entry.place => {
            let message = Say::new(
                format!("Entri {} tidak ada sebelum entri ini (entri ke-{}).", n.value, entry.place),
                format!("There is no entry {} before this one (entry {}).", n.value, entry.place),
            );
            let help = Say::new("Sebut nomor entri yang sudah ada.", "Name the number of an earlier entry.");
            Some(Finding::error(ID, case.place(n.span), message, help))
        }
        _ => None,
    }
}

fn unknown_step(case: &RequestCase, sop: &SopDraft, number: &At<u32>) -> Finding {
    let last = sop.steps.len();
    let message = Say::new(
        format!("Langkah {} tidak ada; SOP ini mempunyai {last} langkah.", number.value),
        format!("There is no step {}; this SOP has {}.", number.value, counted(last, "step", "steps")),
    );
    let help = Say::new("Lihat langkahnya dengan `jejak sop show`.", "See the steps with `jejak sop show`.");
    Finding::error(ID, case.place(number.span), message, help)
}

fn unknown_lane(case: &RequestCase, sop: &SopDraft, lane: &At<LaneId>) -> Finding {
    let message = Say::new(
        format!("Lajur `{}` tidak ada pada SOP ini.", lane.value),
        format!("This SOP has no lane `{}`.", lane.value),
    );
    let help = Say::new("Lihat lajurnya dengan `jejak sop show`.", "See the lanes with `jejak sop show`.");
    let near = did_you_mean(lane.as_str(), sop.lanes.iter().map(|lane| lane.id.as_str()));
    Finding::error(ID, case.place(lane.span), message, near.and(&help))
}

fn wrong_outcome(
    case: &RequestCase,
    sop: &SopDraft,
    step: &Step,
    owner: Span,
    outcome: Option<&At<String>>,
) -> Option<Finding> {
    let number = step.number.value;
    let labels: Vec<&str> = step.outcomes.iter().map(|outcome| outcome.label.value.as_str()).collect();
    let list = labels.join(", ");
    let (span, message, help) = match outcome {
        None if !step.is_decision() => return None,
        None => (
            owner,
            Say::new(
                format!("Langkah {number} adalah keputusan; hasilnya belum ditulis."),
                format!("Step {number} is a decision; its outcome is not written."),
            ),
            Say::new(
                format!("Tambahkan `hasil:` dengan salah satu dari: {list}."),
                format!("Add `hasil:` with one of: {list}."),
            ),
        ),
        Some(given) if !step.is_decision() => (
            given.span,
            Say::new(
                format!("Langkah {number} bukan keputusan dan tidak mempunyai hasil."),
                format!("Step {number} is no decision and has no outcome."),
            ),
            Say::new("Hapus `hasil`.", "Delete `hasil`."),
        ),
        Some(given) if labels.iter().any(|label| fold_label(label) == fold_label(given)) => return None,
        Some(given) => (
            given.span,
            Say::new(
                format!("\"{}\" bukan hasil langkah {number}.", given.value),
                format!("\"{}\" is no outcome of step {number}.", given.value),
            ),
            did_you_mean(given, labels.iter().copied())
                .and(&Say::new(format!("Pilih salah satu dari: {list}."), format!("Choose one of: {list}."))),
        ),
    };
    let because = Say::new("langkahnya menurut SOP", "the step in the SOP");
    Some(Finding::error(ID, case.place(span), message, help).because(sop.place(step.number.span), because))
}

fn wrong_party(
    case: &RequestCase,
    sop: &SopDraft,
    step: &Step,
    owner: Span,
    party: Option<&At<LaneId>>,
) -> Option<Finding> {
    let number = step.number.value;
    let lanes: Vec<&str> = step.actors.iter().map(|actor| actor.as_str()).collect();
    let list = lanes.join(", ");
    let (span, message, help) = match party {
        None if !step.is_bilateral() => return None,
        None => (
            owner,
            Say::new(
                format!("Langkah {number} memerlukan persetujuan para pihak; pihaknya belum ditulis."),
                format!("Step {number} needs the consent of its parties; the party is not written."),
            ),
            Say::new(
                format!("Tambahkan `pihak:` dengan salah satu dari: {list}."),
                format!("Add `pihak:` with one of: {list}."),
            ),
        ),
        Some(lane) if step.actors.iter().any(|actor| actor.value == lane.value) => return None,
        Some(lane) => (
            lane.span,
            Say::new(
                format!("Lajur `{}` bukan pelaksana langkah {number}.", lane.value),
                format!("The lane `{}` does not perform step {number}.", lane.value),
            ),
            did_you_mean(lane.as_str(), lanes.iter().copied())
                .and(&Say::new(format!("Pelaksananya: {list}."), format!("Its actors: {list}."))),
        ),
    };
    let because = Say::new("langkahnya menurut SOP", "the step in the SOP");
    Some(Finding::error(ID, case.place(span), message, help).because(sop.place(step.number.span), because))
}
