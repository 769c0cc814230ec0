//! What an entry with effect does to its request.

use super::effects::Effects;
use super::scene::Scene;
use crate::model::git::{MODE_FILE, ObjectId, Unreadable};
use crate::model::name::{DocumentId, Handle, LaneId};
use crate::model::place::At;
use crate::model::request::{Act, Entry, HeaderField};
use crate::register::changes::file_at;
use crate::register::progress::{ClosedVisit, Consent, Life};
use crate::register::standing::{Bound, Standing};

/// A document that an entry delivers: what it is, its name, its bytes.
pub(super) type Delivered = (DocumentId, String, ObjectId);

impl Scene<'_> {
    /// The documents that an entry delivers: names whose files stand, bound already or landed as plain files now.
    pub(super) fn delivers(&self, standing: &Standing, entry: &Entry) -> Result<Vec<Delivered>, Unreadable> {
        let mut delivers = Vec::new();
        for given in &entry.documents {
            let name = &given.file.value;
            if let Some(bound) = standing.bound.get(name) {
                delivers.push((given.id.value.clone(), name.clone(), bound.id));
                continue;
            }
            let path = standing.folder.file(name);
            if let Some(file) =
                file_at(self.store, self.landing.commit.tree, path.as_str())?.filter(|file| file.mode == MODE_FILE)
            {
                delivers.push((given.id.value.clone(), name.clone(), file.id));
            }
        }
        Ok(delivers)
    }

    /// An entry with effect changes the request.
    pub(super) fn apply(
        &self,
        standing: &mut Standing,
        entry: &Entry,
        delivers: Vec<Delivered>,
        actor: Option<Handle>,
        lane: Option<LaneId>,
        effects: &mut Effects,
    ) {
        bind(standing, &delivers, effects);
        // Who is done with takes nothing in any more: what an answer to a closed request names is bound and no more.
        if standing.progress.is_open() {
            let sop = self.ledger.policy.workspace.sops.get(&standing.progress.sop);
            let canonical =
                |id: DocumentId| sop.and_then(|sop| sop.document(&id)).map_or(id, |document| document.id.value.clone());
            standing.progress.deliver(delivers.into_iter().map(|(id, ..)| canonical(id)));
        }
        let closed = self.move_on(standing, entry, actor, lane);
        if let Some(recorded) = standing.entries.last_mut() {
            recorded.closed = closed;
        }
        match &entry.act {
            Act::Amend(fields) => amend(standing, fields),
            Act::Withhold(file) => drop(standing.withheld.insert(file.value.clone())),
            Act::Ratify(target) => standing.ratify(target.value),
            Act::Revoke(target) => standing.revoke(target.value),
            _ => {}
        }
    }

    /// What the act does to where the request stands; gives the visit that it closes.
    fn move_on(
        &self,
        standing: &mut Standing,
        entry: &Entry,
        actor: Option<Handle>,
        lane: Option<LaneId>,
    ) -> Option<ClosedVisit> {
        let time = self.time();
        let sops = &self.ledger.policy.workspace.sops;
        let progress = &mut standing.progress;
        let text = |outcome: &Option<At<String>>| outcome.as_ref().map(|outcome| outcome.value.clone());
        match &entry.act {
            Act::Step { outcome, .. } => {
                let outcome = text(outcome);
                let consent = lane.map(|lane| Consent { lane, person: actor, outcome: outcome.clone() });
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
            Act::Amend(_) | Act::Withhold(_) | Act::Ratify(_) | Act::Revoke(_) => None,
        }
    }
}

/// Names that are not bound yet are bound to the bytes that landed.
fn bind(standing: &mut Standing, delivers: &[Delivered], effects: &mut Effects) {
    let entry = standing.entries.len();
    for (document, name, id) in delivers {
        if !standing.bound.contains_key(name) {
            effects.bound.push(standing.folder.file(name));
            standing.bound.insert(name.clone(), Bound { id: *id, entry, document: document.clone() });
        }
    }
}

fn amend(standing: &mut Standing, fields: &[(At<HeaderField>, At<String>)]) {
    for (field, value) in fields {
        match field.value {
            HeaderField::Title => standing.header.title = value.clone(),
            HeaderField::Application => standing.header.application = Some(value.clone()),
            HeaderField::Agency => {
                standing.header.agency = value.value.parse().ok().map(|id| At::new(id, value.span));
            }
        }
    }
}
