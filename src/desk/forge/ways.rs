//! The ways on from where a request stands: each lawful outcome with what it needs and the lines that record it.

use crate::desk::entry::{Attached, Deed, NewEntry};
use crate::desk::needed;
use crate::model::flow::is_forward;
use crate::model::name::{DocumentId, LaneId};
use crate::model::sop::SopDraft;
use crate::register::policy::Policy;
use crate::register::progress::{Consent, chosen};
use crate::register::standing::Standing;

/// A blank, so that whoever forgets the reason is told as with a letter.
const REASON: &str = "[isi: alasannya]";

/// The ways on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ways {
    /// Each of them.
    pub all: Vec<Way>,
}

/// One way on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The command that records it in a comment.
    pub command: String,
    /// The documents that it needs: what each is called, and its file.
    pub needs: Vec<(String, String)>,
    /// The lines to append to the request's file; where they lead back, with a blank for the reason.
    pub lines: String,
    /// Whether it leads back, and so needs a reason.
    pub reason: bool,
}

/// The ways on from where a request stands; none once it is closed.
pub fn ways(standing: &Standing, policy: &Policy) -> Ways {
    let progress = &standing.progress;
    let open = policy.workspace.sops.get(&progress.sop).filter(|_| progress.is_open());
    let Some((sop, step)) = open.and_then(|sop| Some((sop, sop.step(progress.step)?))) else { return Ways::default() };
    let outcomes: Vec<Option<String>> = if step.outcomes.is_empty() {
        vec![None]
    } else {
        step.outcomes.iter().map(|outcome| Some(outcome.label.value.clone())).collect()
    };
    let parties: Vec<Option<LaneId>> =
        if step.is_bilateral() { progress.unsettled(step).into_iter().map(Some).collect() } else { vec![None] };
    let mut all = Vec::new();
    for outcome in &outcomes {
        for party in &parties {
            all.push(way(standing, sop, outcome.as_deref(), party.as_ref()));
        }
    }
    Ways { all }
}

fn way(standing: &Standing, sop: &SopDraft, outcome: Option<&str>, party: Option<&LaneId>) -> Way {
    let progress = &standing.progress;
    let consent = party.map(|lane| Consent { lane: lane.clone(), person: None, outcome: outcome.map(str::to_owned) });
    let needed = needed::for_step(sop, progress, outcome, consent);
    let documents: Vec<(DocumentId, String)> =
        needed.into_iter().map(|id| (id.clone(), free_name(standing, &id))).collect();
    let name = |id: &DocumentId| sop.document(id).map_or_else(|| id.to_string(), |known| known.name.value.clone());
    let number = progress.step;
    let mut entry = NewEntry::of(Deed::Step { number, outcome: outcome.map(str::to_owned), party: party.cloned() });
    entry.documents =
        documents.iter().map(|(id, file)| Attached { id: id.clone(), file: file.clone(), facts: Vec::new() }).collect();
    let step = sop.step(number);
    let target = step.and_then(|step| Some((step, chosen(step, outcome)?.target.value)));
    let reason = target.is_some_and(|(step, target)| !is_forward(step, target));
    entry.note = reason.then(|| REASON.to_owned());
    let words = [outcome.map(str::to_owned), party.map(|lane| format!("pihak {lane}"))];
    let words: String = words.into_iter().flatten().map(|word| format!(" {word}")).collect();
    Way {
        command: format!("/langkah {number}{words}"),
        needs: documents.iter().map(|(id, file)| (name(id), file.clone())).collect(),
        lines: entry.text(),
        reason,
    }
}

/// A name for a document that no file has yet.
fn free_name(standing: &Standing, id: &DocumentId) -> String {
    let mut names = std::iter::once(format!("{id}.md")).chain((2..).map(|n: u32| format!("{id}-{n}.md")));
    names.find(|name| !standing.bound.contains_key(name)).unwrap_or_default()
}
