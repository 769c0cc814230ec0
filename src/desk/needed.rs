//! The documents that recording a step still asks for. The rule `step-documents` says whether they are there; this says
//! which ones to bring.

use std::collections::BTreeSet;

use crate::model::flow::is_forward;
use crate::model::name::DocumentId;
use crate::model::sop::{Demand, DemandKind, Matter, SopDraft};
use crate::register::progress::{Consent, Progress, chosen, next_row};

/// What the current step asks for, if it is recorded with an outcome, by one party if it has several.
pub fn for_step(sop: &SopDraft, progress: &Progress, outcome: Option<&str>, party: Option<Consent>) -> Vec<DocumentId> {
    let Some(step) = sop.step(progress.step) else { return Vec::new() };
    let chosen = chosen(step, outcome);
    let target = chosen.map_or_else(|| next_row(sop, step), |chosen| chosen.target.value);
    let mut needed = for_resuming(sop, progress);
    if is_forward(step, target) && party.is_none_or(|party| progress.completes(step, party)) {
        needed.extend(lacking(sop, step.needs.iter().flatten(), &progress.delivered));
        needed.extend(lacking(sop, step.yields.iter().flatten(), &progress.visit.delivered));
    }
    needed.extend(lacking(sop, chosen.into_iter().flat_map(|chosen| &chosen.yields), &progress.visit.delivered));
    once(needed)
}

/// What ending the wait asks for.
pub fn for_resuming(sop: &SopDraft, progress: &Progress) -> Vec<DocumentId> {
    let wait = progress.visit.stopped.iter().filter(|stop| stop.is_wait);
    once(lacking(sop, wait.flat_map(|stop| &stop.owed), &progress.visit.delivered))
}

/// The documents that are demanded and not there yet: of several of which one suffices, the first.
fn lacking<'d>(
    sop: &SopDraft,
    demands: impl Iterator<Item = &'d Demand>,
    have: &BTreeSet<DocumentId>,
) -> Vec<DocumentId> {
    let file = |id: &DocumentId| {
        let document = sop.document(id).filter(|document| document.matter == Matter::File)?;
        Some(document.id.value.clone())
    };
    let mut lacking = Vec::new();
    for demand in demands {
        let files: Vec<DocumentId> = demand.documents.iter().filter_map(|id| file(id)).collect();
        let missing = files.iter().filter(|id| !have.contains(*id));
        match demand.kind {
            DemandKind::Allowed => {}
            DemandKind::OneOf if files.iter().any(|id| have.contains(id)) => {}
            DemandKind::OneOf => lacking.extend(missing.take(1).cloned()),
            DemandKind::Printed | DemandKind::Added => lacking.extend(missing.cloned()),
        }
    }
    lacking
}

fn once(mut documents: Vec<DocumentId>) -> Vec<DocumentId> {
    let mut seen = BTreeSet::new();
    documents.retain(|id| seen.insert(id.clone()));
    documents
}
