//! What an entry with effect does to its request.

use super::effects::Effects;
use super::scene::Scene;
use crate::model::git::{MODE_FILE, ObjectId};
use crate::model::request::Act;
use crate::register::fold;
use crate::register::progress::ClosedVisit;
use crate::register::reading::Named;
use crate::register::standing::{Bound, Standing};

/// A file that an entry delivers, and its bytes.
pub(super) type Delivered<'a> = (&'a Named, ObjectId);

/// The files that an entry delivers: those whose names are bound already, or that landed as plain files now.
pub(super) fn delivered<'n>(standing: &Standing, names: &'n [Named]) -> Vec<Delivered<'n>> {
    let landed = |named: &Named| named.file.filter(|file| file.mode == MODE_FILE).map(|file| file.id);
    let of = |named: &'n Named| {
        let bound = standing.bound.get(&named.name).map(|bound| bound.id);
        Some((named, bound.or_else(|| landed(named))?))
    };
    names.iter().filter_map(of).collect()
}

impl Scene<'_> {
    /// The entry that was just recorded has effect: it binds names and changes the request.
    pub(super) fn apply(&self, standing: &mut Standing, delivered: &[Delivered], effects: &mut Effects) {
        bind(standing, delivered, effects);
        let policy = &self.ledger.policy;
        let sops = &policy.workspace.sops;
        let Standing { progress, header, entries, .. } = standing;
        let Some(recorded) = entries.last_mut() else { return };
        let Some(entry) = recorded.entry.clone() else { return };
        let closed = fold::advance(progress, header, recorded, &entry, sops);
        recorded.closed = closed.map(|visit| ClosedVisit { era: policy.calendars.era(), ..visit });
        match &entry.act {
            Act::Withhold(file) => drop(standing.withheld.insert(file.value.clone())),
            Act::Ratify(target) => standing.ratify(target.value),
            Act::Revoke(target) => standing.revoke(target.value, sops),
            _ => {}
        }
    }
}

/// Names that are not bound yet are bound to the bytes that landed.
fn bind(standing: &mut Standing, delivered: &[Delivered], effects: &mut Effects) {
    let entry = standing.entries.len();
    for (named, id) in delivered {
        if !standing.bound.contains_key(&named.name) {
            effects.bound.push(standing.folder.file(&named.name));
            let bound = Bound { id: *id, entry, document: named.document.clone() };
            standing.bound.insert(named.name.clone(), bound);
        }
    }
}
