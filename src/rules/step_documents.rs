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

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::flow::is_forward;
use crate::model::name::DocumentId;
use crate::model::place::At;
use crate::model::request::Act;
use crate::model::say::Say;
use crate::model::sop::{Demand, DemandKind, Matter, Target};
use crate::register::progress::Consent;

/// The rule's name.
pub const ID: RuleId = RuleId("step-documents");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    match &case.entry.act {
        Act::Step { outcome, party, .. } => {
            let outcome = outcome.as_ref().map(|outcome| outcome.value.clone());
            let consent = party.as_ref().map(|party| Consent {
                lane: party.value.clone(),
                person: case.who.actor.map(|actor| actor.handle.clone()),
                outcome: outcome.clone(),
            });
            of_step(case, outcome.as_deref(), consent)
        }
        // A step that is passed over yields nothing; what ends a request has to be said all the same.
        Act::Skip { outcome, .. } => match case.target(outcome.as_ref().map(|outcome| outcome.value.as_str())) {
            Some((_, Some(chosen), Target::Rejected | Target::Finished)) => {
                chosen.yields.iter().filter_map(|demand| missing_output(case, demand)).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn of_step(case: &EntryCase, outcome: Option<&str>, consent: Option<Consent>) -> Vec<Finding> {
    let Some((step, chosen, target)) = case.target(outcome) else { return Vec::new() };
    let mut findings = Vec::new();
    if is_forward(step, target) && consent.is_none_or(|consent| case.progress().completes(step, consent)) {
        let ever = |id: &DocumentId| case.progress().delivered.contains(id) || in_this_visit(case, id);
        let needed = step.needs.iter().flatten().filter_map(|demand| lacking(case, demand, &ever));
        findings.extend(needed.map(|document| missing(case, document, "kelengkapan", "required document")));
        findings.extend(step.yields.iter().flatten().filter_map(|demand| missing_output(case, demand)));
    }
    let own = chosen.into_iter().flat_map(|outcome| &outcome.yields);
    findings.extend(own.filter_map(|demand| missing_output(case, demand)));
    let unpaid = owed(case).map(|document| missing(case, document, "dokumen yang ditunggu", "awaited document"));
    findings.extend(unpaid);
    findings
}

/// Whether a document was delivered during this visit, this entry counted in.
fn in_this_visit(case: &EntryCase, id: &DocumentId) -> bool {
    case.progress().visit.delivered.contains(id) || case.delivers.iter().any(|now| real(case, now) == id)
}

/// What the wait that ends here demands and nobody delivered.
pub(super) fn owed<'a>(case: &'a EntryCase) -> impl Iterator<Item = &'a At<DocumentId>> {
    let wait = case.progress().visit.stopped.iter().filter(|stop| stop.is_wait);
    wait.flat_map(|stop| &stop.owed).filter_map(|demand| lacking(case, demand, &|id| in_this_visit(case, id)))
}

/// The document that a demand lacks: `boleh` demands nothing, of `salah_satu` any one suffices, an alias is followed.
fn lacking<'d>(case: &EntryCase, demand: &'d Demand, have: &dyn Fn(&DocumentId) -> bool) -> Option<&'d At<DocumentId>> {
    let mut files = demand.documents.iter().filter(|id| is_file(case, id));
    let has = |id: &&At<DocumentId>| have(real(case, id));
    match demand.kind {
        DemandKind::Allowed => None,
        DemandKind::OneOf if files.clone().any(|id| has(&id)) => None,
        DemandKind::OneOf => files.next(),
        DemandKind::Printed | DemandKind::Added => files.find(|id| !has(id)),
    }
}

fn missing_output(case: &EntryCase, demand: &Demand) -> Option<Finding> {
    lacking(case, demand, &|id| in_this_visit(case, id)).map(|document| missing(case, document, "output", "output"))
}

fn missing(case: &EntryCase, document: &At<DocumentId>, id: &str, en: &str) -> Finding {
    let name = case.sop.declared(document).map_or(document.as_str(), |document| document.name.value.as_str());
    let message = Say::new(format!("{id} \"{name}\" belum ada."), format!("The {en} \"{name}\" is missing."));
    let document_id = &document.value;
    let help = Say::new(
        format!("Lampirkan pada `dokumen: {{{document_id}: <berkas>}}`."),
        format!("Attach it in `dokumen: {{{document_id}: <file>}}`."),
    );
    let says = Say::new("diminta di sini", "demanded here");
    Finding::error(ID, case.here(), message, help).because(case.sop.place(document.span), says)
}

fn is_file(case: &EntryCase, id: &DocumentId) -> bool {
    case.sop.document(id).is_some_and(|document| document.matter == Matter::File)
}

/// The document that a name means: an alias is followed.
fn real<'a>(case: &'a EntryCase, id: &'a DocumentId) -> &'a DocumentId {
    case.sop.document(id).map_or(id, |document| &document.id.value)
}
