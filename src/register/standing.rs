//! A request as it stands: its bytes, its entries with who wrote them, and the state that they fold to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changes::FileAt;
use super::fold;
use super::progress::{ClosedVisit, Progress, Seconds};
use crate::model::git::{MODE_FILE, ObjectId};
use crate::model::name::{AgencyId, DocumentId, Handle, LaneId, SopRef};
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;
use crate::model::request::{Act, Entry, Header};
use crate::model::sop::SopDraft;

/// A registration number: the request's place in landing order within its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The year in which the request was opened, in the office's zone.
    pub year: i32,
    /// Its place in that year, from 1.
    pub place: u32,
}

impl Number {
    /// Before a path first stands.
    pub const NONE: Self = Self { year: 0, place: 0 };

    /// Whether it was given.
    pub fn is_given(self) -> bool {
        self != Self::NONE
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{:04}", self.year, self.place)
    }
}

/// A request as it stands after some landing.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The folder, which is its identity.
    pub folder: RequestFolder,
    /// Its registration number; given when its path first stood.
    pub number: Number,
    /// The header as it was opened.
    pub opened: Arc<Header>,
    /// The header as `ralat` left it.
    pub header: Arc<Header>,
    /// The agency of whoever opened it.
    pub opener: Option<AgencyId>,
    /// The file that stands.
    pub file: FileAt,
    /// Every entry that landed, in order; the n-th stands at n - 1 for ever.
    pub entries: Vec<Recorded>,
    /// Where it stands.
    pub progress: Progress,
    /// Names that are bound to bytes.
    pub bound: BTreeMap<String, Bound>,
    /// Files withheld from the site.
    pub withheld: BTreeSet<String>,
}

/// A document's name, bound to bytes for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The bytes.
    pub id: ObjectId,
    /// The entry that bound it, from 1.
    pub entry: usize,
    /// What it was delivered as.
    pub document: DocumentId,
}

/// An entry that landed, with what git says of it.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The entry; none where it could not be read.
    pub entry: Option<Arc<Entry>>,
    /// The revision under which the request went before it.
    pub sop: SopRef,
    /// The step at which the request stood before it.
    pub step: u32,
    /// The landing that brought it.
    pub landing: ObjectId,
    /// When it landed: its time.
    pub time: Seconds,
    /// The commit that produced it.
    pub commit: ObjectId,
    /// Who wrote that commit, where one person is known by its address.
    pub author: Option<Handle>,
    /// Who acted: the author, or the person for whom a bot wrote.
    pub actor: Option<Handle>,
    /// In which lane.
    pub lane: Option<LaneId>,
    /// How sure it is that the author wrote it (E0 to E2); none where the author is not known.
    pub evidence: Option<Evidence>,
    /// Who put the commit there, where that is not the author: an entry that was rebased or amended by others.
    pub relay: Relay,
    /// Who merged it.
    pub reviewer: Option<Handle>,
    /// How sure it is that the reviewer merged it (A0 to A2).
    pub approval: Option<Evidence>,
    /// Whether it has effect.
    pub effect: Effect,
    /// Whether something was wrong with it.
    pub mark: Mark,
    /// The documents that it delivers, aliases followed.
    pub delivers: Vec<DocumentId>,
    /// The visit that it closed, if any.
    pub closed: Option<ClosedVisit>,
}

/// Whether the author of a commit also put it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relay {
    /// He did.
    Author,
    /// Another person did.
    Person(Handle),
    /// An address did that belongs to nobody here.
    Stranger,
}

/// Whether an entry has effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It changed the state.
    Had,
    /// It never had any: malformed, out of place, or an act with a finding.
    None,
    /// A steward took it back by the entry of that number.
    Revoked(usize),
}

/// Whether something was wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    Clean,
    /// There are findings, and nobody has answered them.
    Marked,
    /// A steward ratified it by the entry of that number.
    Ratified(usize),
}

impl Recorded {
    /// Whether a mark of it, if it ever bore one, was answered.
    pub fn is_settled(&self) -> bool {
        self.mark != Mark::Marked || self.effect != Effect::Had
    }
}

impl Standing {
    /// The entry of that number, from 1.
    pub fn entry(&self, n: u32) -> Option<&Recorded> {
        self.entries.get((n as usize).checked_sub(1)?)
    }

    /// What stands at a path of the request.
    pub fn at(&self, path: &WorkPath) -> Option<FileAt> {
        let name = self.folder.file_of(path)?;
        if name == "request.yaml" {
            return Some(self.file);
        }
        self.bound.get(name).map(|bound| FileAt { mode: MODE_FILE, id: bound.id })
    }

    /// The visits that are over, oldest first: those that an entry in effect has closed.
    pub fn visits(&self) -> impl Iterator<Item = &ClosedVisit> {
        let had = self.entries.iter().filter(|entry| entry.effect == Effect::Had);
        had.filter_map(|entry| entry.closed.as_ref())
    }

    /// Whether an unanswered mark lies on the request's path: then it is shown everywhere as "belum sah".
    pub fn is_doubtful(&self) -> bool {
        self.entries.iter().any(|entry| entry.effect == Effect::Had && entry.mark == Mark::Marked)
    }

    /// How sure it is who approved the entry of that number: by the merge, or by a steward's own signed `sahkan`.
    pub fn approval(&self, n: u32) -> Option<Evidence> {
        let entry = self.entry(n)?;
        let ratified = match entry.mark {
            Mark::Ratified(by) => self.entries.get(by.checked_sub(1)?).and_then(|by| by.evidence),
            Mark::Clean | Mark::Marked => None,
        };
        entry.approval.max(ratified.filter(|evidence| *evidence == Evidence::Signature))
    }

    /// A steward ratifies the entry of that number.
    pub fn ratify(&mut self, n: u32) {
        let by = self.entries.len();
        if let Some(entry) = (n as usize).checked_sub(1).and_then(|at| self.entries.get_mut(at)) {
            entry.mark = Mark::Ratified(by);
        }
    }

    /// A steward takes back the entry of that number and what followed: the state returns to what the entries before it fold to.
    /// Bindings, what `tutup` and `sahkan` did, and the number survive. The entry itself is always struck, so that it
    /// cannot be taken back again and again to no effect.
    pub fn revoke(&mut self, n: u32, sops: &BTreeMap<SopRef, SopDraft>) {
        let by = self.entries.len();
        let Some(from) = (n as usize).checked_sub(1).filter(|from| *from + 1 < by) else { return };
        // Taken back to its beginning, it still began when it was opened.
        let at = self.entries.first().map_or(0, |first| first.time);
        if let Some(before) = fold::replay(&self.opened, at, &self.entries[..from], sops) {
            (self.progress, self.header) = before;
        }
        // The revocation itself stands last, and stays.
        let (earlier, later) = self.entries[..by - 1].split_at_mut(from);
        // What a revocation had struck stands again where that revocation is itself taken back.
        for entry in earlier {
            if matches!(entry.effect, Effect::Revoked(k) if k > from) {
                entry.effect = Effect::Had;
            }
        }
        for (n, entry) in later.iter_mut().enumerate().filter(|(_, entry)| entry.effect == Effect::Had) {
            let act = entry.entry.as_ref().map(|entry| &entry.act);
            if n == 0 || !matches!(act, Some(Act::Withhold(_) | Act::Ratify(_))) {
                entry.effect = Effect::Revoked(by);
            }
        }
    }
}
