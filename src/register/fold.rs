//! What entries fold to: one entry with effect changes the state before it, and nothing else does.
//!
//! No snapshot is kept. What stood before an entry is what the entries before it fold to, and they never change.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::progress::{ClosedVisit, Consent, Life, Progress, Seconds};
use super::standing::{Effect, Recorded};
use crate::model::name::SopRef;
use crate::model::place::At;
use crate::model::request::{Act, Entry, Header, HeaderField};
use crate::model::sop::SopDraft;

/// Where a request stands, and its header as `ralat` left it.
pub type State = (Progress, Arc<Header>);

/// Every procedure, each revision of it frozen.
type Sops = BTreeMap<SopRef, SopDraft>;

/// What the first entries of a request that was opened at some time fold to; none where its SOP does not stand. Entries that were struck since had
/// their effect then.
pub fn replay(opened: &Arc<Header>, at: Seconds, entries: &[Recorded], sops: &Sops) -> Option<State> {
    walk(opened, at, entries, sops, &mut |_, _| {})
}

/// The same for entries that were read again: each also learns which visit it closed.
pub fn rebuild(opened: &Arc<Header>, entries: &mut [Recorded], sops: &Sops) -> Option<State> {
    let mut closed = Vec::new();
    let at = entries.first().map_or(0, |first| first.time);
    let state = walk(opened, at, entries, sops, &mut |at, visit| closed.push((at, visit)))?;
    for (at, visit) in closed {
        entries[at].closed = visit;
    }
    Some(state)
}

fn walk(
    opened: &Arc<Header>,
    at: Seconds,
    entries: &[Recorded],
    sops: &Sops,
    closes: &mut dyn FnMut(usize, Option<ClosedVisit>),
) -> Option<State> {
    let sop = sops.get(&opened.sop.as_ref()?.value)?;
    let mut before = vec![(Progress::opened(sop, at), opened.clone())];
    for (at, recorded) in entries.iter().enumerate() {
        let Some(entry) = recorded.entry.as_ref().filter(|_| recorded.effect != Effect::None) else {
            before.push(before[at].clone());
            continue;
        };
        let from = match entry.act {
            Act::Revoke(ref target) => (target.value as usize).saturating_sub(1).min(at),
            _ => at,
        };
        let mut next = before[from].clone();
        if from == at {
            closes(at, advance(&mut next.0, &mut next.1, recorded, entry, sops));
        }
        before.push(next);
    }
    before.pop()
}

/// An entry with effect moves the request on; gives the visit that it closes. What `tutup`, `sahkan` and `batalkan` do
/// concerns the request as a whole.
pub fn advance(
    progress: &mut Progress,
    header: &mut Arc<Header>,
    recorded: &Recorded,
    entry: &Entry,
    sops: &Sops,
) -> Option<ClosedVisit> {
    let time = recorded.time;
    // Who is done with takes nothing in any more: what an answer to a closed request names is bound and no more.
    if progress.is_open() {
        progress.deliver(recorded.delivers.iter().cloned());
    }
    let text = |outcome: &Option<At<String>>| outcome.as_ref().map(|outcome| outcome.value.clone());
    match &entry.act {
        Act::Step { outcome, .. } => {
            let outcome = text(outcome);
            let (lane, person) = (recorded.lane.clone(), recorded.actor.clone());
            let consent = lane.map(|lane| Consent { lane, person, outcome: outcome.clone() });
            progress.record(sops.get(&progress.sop)?, outcome.as_deref(), consent, time)
        }
        Act::Pause { reason, awaits } => {
            let lanes = awaits.iter().map(|lane| lane.value.clone()).collect();
            progress.pause(lanes, reason.value.clone(), time);
            None
        }
        Act::Resume(_) => {
            progress.resume(time);
            None
        }
        Act::Withdraw(_) => Some(progress.end(Life::Withdrawn, time)),
        Act::Cancel(_) => Some(progress.end(Life::Cancelled, time)),
        Act::Skip { outcome, .. } => progress.skip(sops.get(&progress.sop)?, text(outcome).as_deref(), time),
        Act::Migrate { sop, to } => Some(progress.migrate(sops.get(&sop.value)?, to.value, time)),
        Act::Amend(fields) => {
            amend(Arc::make_mut(header), fields);
            None
        }
        Act::Withhold(_) | Act::Ratify(_) | Act::Revoke(_) => None,
    }
}

fn amend(header: &mut Header, fields: &[(At<HeaderField>, At<String>)]) {
    for (field, value) in fields {
        match field.value {
            HeaderField::Title => header.title = value.clone(),
            HeaderField::Application => header.application = Some(value.clone()),
            HeaderField::Agency => header.agency = value.value.parse().ok().map(|id| At::new(id, value.span)),
        }
    }
}
