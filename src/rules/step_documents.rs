//! # Dokumen langkah lengkap | The documents of a step are complete
//!
//! ## Apa
//!
//! Hasil yang maju memerlukan semua kelengkapan langkah itu (sudah diserahkan sebelumnya atau sekarang) dan semua output-nya
//! (dalam kunjungan ini). Hasil lain memerlukan output-nya sendiri. Mencatat langkah menyerahkan pula yang diminta masa tunggu.
//!
//! ## Mengapa
//!
//! Langkah tanpa dokumennya tidak membuktikan bahwa pekerjaannya dilakukan.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 2
//!     dokumen: {disposisi: disposisi.md}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 2          # output disposisi belum ada
//! ```
//!
//! ## What
//!
//! A forward outcome needs all documents that the step requires (delivered earlier or now) and all its outputs (in this
//! visit). Another outcome needs its own output. Recording a step also delivers what a wait demands.
//!
//! ## Why
//!
//! A step without its documents does not prove that its work was done.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 2
//!     dokumen: {disposisi: disposisi.md}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 2          # the output disposisi is missing
//! ```

use std::collections::BTreeSet;

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::flow::is_forward;
use crate::model::name::DocumentId;
use crate::model::request::Act;
use crate::model::say::Say;
use crate::model::sop::{Demand, DemandKind, Matter, Step};

/// The rule's name.
pub const ID: RuleId = RuleId("step-documents");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let Act::Step { number, outcome, party } = &case.entry.act else { return Vec::new() };
    let given = outcome.as_ref().map(|outcome| outcome.value.as_str());
    let Some((step, chosen, target)) = case.target(given).filter(|(step, ..)| step.number == *number) else {
        return Vec::new();
    };
    let now: BTreeSet<DocumentId> = case.delivers.iter().map(|id| real(case, id)).collect();
    let visit: BTreeSet<DocumentId> =
        case.progress().visit.delivered.iter().cloned().chain(now.iter().cloned()).collect();
    let ever: BTreeSet<DocumentId> = case.progress().delivered.iter().cloned().chain(now).collect();
    let mut findings = Vec::new();
    if is_forward(step, target) && completes(case, step, party.as_ref().map(|party| &party.value)) {
        findings.extend(
            step.needs
                .iter()
                .flatten()
                .filter_map(|demand| lacking(case, demand, &ever, "kelengkapan", "required document")),
        );
        findings.extend(
            step.yields.iter().flatten().filter_map(|demand| lacking(case, demand, &visit, "output", "output")),
        );
    }
    let own = chosen.into_iter().flat_map(|outcome| &outcome.yields);
    findings.extend(own.filter_map(|demand| lacking(case, demand, &visit, "output", "output")));
    let owed = case.progress().visit.stopped.iter().filter(|stop| stop.is_wait).flat_map(|stop| &stop.owed);
    let unpaid = owed.filter(|id| is_file(case, id) && !visit.contains(&real(case, id)));
    findings.extend(unpaid.map(|id| missing(case, id, "dokumen yang ditunggu", "awaited document", step.number.span)));
    findings
}

/// Whether this entry is the one that completes a step of several parties.
fn completes(case: &EntryCase, step: &Step, party: Option<&crate::model::name::LaneId>) -> bool {
    let consents = &case.progress().visit.consents;
    !step.is_bilateral()
        || step
            .actors
            .iter()
            .all(|actor| Some(&actor.value) == party || consents.iter().any(|other| other.lane == actor.value))
}

fn lacking(case: &EntryCase, demand: &Demand, have: &BTreeSet<DocumentId>, id: &str, en: &str) -> Option<Finding> {
    let mut files = demand.documents.iter().filter(|id| is_file(case, id));
    let lacks = match demand.kind {
        DemandKind::Allowed => None,
        DemandKind::OneOf if files.clone().any(|id| have.contains(&real(case, id))) => None,
        DemandKind::OneOf => files.next(),
        DemandKind::Printed | DemandKind::Added => files.find(|id| !have.contains(&real(case, id))),
    };
    lacks.map(|document| missing(case, document, id, en, document.span))
}

fn missing(case: &EntryCase, document: &DocumentId, id: &str, en: &str, span: crate::model::place::Span) -> Finding {
    let name = case.sop.declared(document).map_or(document.as_str(), |document| document.name.value.as_str());
    let message = Say::new(format!("{id} \"{name}\" belum ada."), format!("The {en} \"{name}\" is missing."));
    let help = Say::new(
        format!("Lampirkan pada `dokumen: {{{document}: <berkas>}}`."),
        format!("Attach it in `dokumen: {{{document}: <file>}}`."),
    );
    let says = Say::new("diminta di sini", "demanded here");
    Finding::error(ID, case.here(), message, help).because(case.sop.place(span), says)
}

fn is_file(case: &EntryCase, id: &DocumentId) -> bool {
    case.sop.document(id).is_some_and(|document| document.matter == Matter::File)
}

/// The document that a name means: an alias is followed.
fn real(case: &EntryCase, id: &DocumentId) -> DocumentId {
    case.sop.document(id).map_or_else(|| id.clone(), |document| document.id.value.clone())
}
