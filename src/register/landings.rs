//! The landings: the first-parent chain of the published branch, from its start to its head.

use std::sync::Arc;

use super::changes::{Change, changes, file_at};
use super::commits::Commits;
use super::kept::Kept;
use super::links::{Link, Links};
use crate::model::git::{Commit, IdMap, IdSet, ObjectId, ObjectKind, ObjectStore, Unreadable, tree_and_parent};

/// One commit of the chain.
#[derive(Debug, Clone)]
pub struct Landing {
    /// The commit.
    pub commit: Commit,
    /// What differs from its first parent.
    pub changes: Vec<Change>,
    /// The commits that came with it: reachable from it, not from its first parent, itself not counted.
    pub brought: IdMap<Arc<Commit>>,
}

/// The chain of a branch.
#[derive(Debug)]
pub struct Chain {
    /// What was kept of the chain's beginning.
    kept: Option<Arc<Kept>>,
    /// How many landings that beginning has.
    offset: usize,
    /// The others, oldest first; where nothing was kept, the first is the start.
    links: Vec<Link>,
    /// The commits themselves, as the walk read them, for who reads all of them.
    commits: Commits,
    /// How many commits of the chain precede the start.
    pub before: usize,
    /// Where each of them stands in the chain.
    places: IdMap<usize>,
    /// What precedes the start, by any parent.
    ancestors: IdSet,
    /// What all landings brought.
    brought: IdSet,
}

/// Whether what was read of a landing ahead holds in its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timely {
    /// It does.
    AsRead,
    /// Some of what it seemed to bring an earlier landing had brought.
    ReadAgain,
}

/// Why there is no register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoRegister {
    /// No landing holds `jejak.yaml`.
    #[error("no landing holds jejak.yaml")]
    NoOffice,
    /// The start that was named is not on the chain.
    #[error("the start {0} is not on the first-parent chain")]
    NotOnChain(ObjectId),
    /// The chain itself cannot be walked.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl Chain {
    /// Walks from the head to the start: the first landing that holds `jejak.yaml`, or the one that is named.
    pub fn walk(store: &dyn ObjectStore, head: ObjectId, start: Option<ObjectId>) -> Result<Self, NoRegister> {
        let Links { each: mut links, mut commits } = Links::of(store, head)?;
        let at = match start {
            Some(start) => links.iter().position(|link| link.id == start).ok_or(NoRegister::NotOnChain(start))?,
            None => first_with_office(store, &links)?.ok_or(NoRegister::NoOffice)?,
        };
        let before = links.drain(..at).count();
        commits.leave_out(at);
        let mut ancestors = IdSet::default();
        add_ancestors(store, links[0].id, &mut ancestors)?;
        let places = places(&links, 0);
        Ok(Self { kept: None, offset: 0, links, commits, before, places, ancestors, brought: IdSet::default() })
    }

    /// The chain from where something was kept: walks back from the head to there. None where the head does not go on
    /// from it.
    pub fn after(store: &dyn ObjectStore, head: ObjectId, kept: Arc<Kept>) -> Option<Self> {
        let mut links = Vec::new();
        let mut next = head;
        while next != kept.summary.head {
            // What is known already leads to where history stood, or away from it: either way not here.
            if kept.knows(next) {
                return None;
            }
            let bytes = store.read(next, ObjectKind::Commit).ok()?;
            let (tree, parent) = tree_and_parent(&bytes)?;
            links.push(Link { id: next, tree });
            next = parent?;
        }
        links.reverse();
        let offset = kept.summary.landings;
        let places = places(&links, offset);
        let (before, ancestors, brought) = (kept.summary.before, IdSet::default(), IdSet::default());
        let commits = Commits::default();
        Some(Self { kept: Some(kept), offset, links, commits, before, places, ancestors, brought })
    }

    /// How many landings there are.
    pub fn len(&self) -> usize {
        self.offset + self.links.len()
    }

    /// A chain has at least its start.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of the landings were kept.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The landing at a place that was not kept.
    pub fn id(&self, n: usize) -> ObjectId {
        self.links[n - self.offset].id
    }

    /// The place of a landing in the chain.
    pub fn place(&self, id: ObjectId) -> Option<usize> {
        self.places.get(&id).copied().or_else(|| self.kept.as_ref()?.place_of(id))
    }

    /// Whether a commit is one of the landings.
    pub fn has(&self, id: ObjectId) -> bool {
        self.places.contains_key(&id) || self.kept.as_ref().is_some_and(|kept| kept.is_landing(id))
    }

    /// Every commit that is known and was not kept, with its place on the chain.
    pub fn known(&self) -> impl Iterator<Item = (ObjectId, Option<usize>)> {
        let aside = self.ancestors.iter().chain(&self.brought).map(|id| (*id, None));
        self.places.iter().map(|(id, place)| (*id, Some(*place))).chain(aside)
    }

    /// Reads a landing ahead of its turn: what earlier ones brought is not known yet, so it may seem to bring more.
    pub fn ahead(&self, store: &dyn ObjectStore, n: usize) -> Result<Landing, Unreadable> {
        self.read(store, self.commit(store, n)?, &|id| self.stands(id, n))
    }

    fn commit(&self, store: &dyn ObjectStore, n: usize) -> Result<Commit, Unreadable> {
        let id = self.id(n);
        match self.commits.get(n - self.offset) {
            Some(bytes) => Commit::parse(id, bytes).ok_or(Unreadable::Corrupt(id)),
            None => store.commit(id),
        }
    }

    /// A landing in its turn, given what earlier ones brought: as it was read ahead, where that makes no difference.
    pub fn in_turn(
        &self,
        store: &dyn ObjectStore,
        n: usize,
        ahead: Landing,
        brought: &mut IdSet,
    ) -> Result<(Landing, Timely), Unreadable> {
        let (landing, timely) = if ahead.brought.keys().any(|id| brought.contains(id)) {
            let known = |id| self.stands(id, n) || brought.contains(&id);
            (self.read(store, ahead.commit, &known)?, Timely::ReadAgain)
        } else {
            (ahead, Timely::AsRead)
        };
        brought.extend(landing.brought.keys());
        Ok((landing, timely))
    }

    /// Reads a landing, for who reads them one after the other.
    pub fn landing(&mut self, store: &dyn ObjectStore, n: usize) -> Result<Landing, Unreadable> {
        let mut brought = std::mem::take(&mut self.brought);
        let landing = self.ahead(store, n).and_then(|ahead| self.in_turn(store, n, ahead, &mut brought));
        self.brought = brought;
        landing.map(|(landing, _)| landing)
    }

    /// All landings were read; this is what they brought.
    pub fn close(&mut self, brought: IdSet) {
        self.brought = brought;
        self.commits = Commits::default();
    }

    /// A landing upon the whole chain, which is only foreseen.
    pub fn upon(&self, store: &dyn ObjectStore, commit: Commit) -> Result<Landing, Unreadable> {
        self.read(store, commit, &|id| self.knows(id))
    }

    /// A landing upon the whole chain that stands now.
    pub fn add(&mut self, landing: &Landing) {
        self.places.insert(landing.commit.id, self.len());
        self.links.push(Link { id: landing.commit.id, tree: landing.commit.tree });
        self.brought.extend(landing.brought.keys());
    }

    /// The commits that a tip would bring to the whole chain.
    pub fn brings(&self, store: &dyn ObjectStore, tip: ObjectId) -> Result<IdMap<Arc<Commit>>, Unreadable> {
        let mut brought = IdMap::default();
        bring(store, tip, &|id| self.knows(id), &mut brought)?;
        Ok(brought)
    }

    fn read(
        &self,
        store: &dyn ObjectStore,
        commit: Commit,
        known: &dyn Fn(ObjectId) -> bool,
    ) -> Result<Landing, Unreadable> {
        let mut brought = IdMap::default();
        for parent in commit.parents.iter().skip(1) {
            bring(store, *parent, known, &mut brought)?;
        }
        let before = match commit.parents.first() {
            Some(parent) => Some(self.tree_of(store, *parent)?),
            None => None,
        };
        let changes = changes(store, before, Some(commit.tree))?;
        Ok(Landing { commit, changes, brought })
    }

    fn tree_of(&self, store: &dyn ObjectStore, id: ObjectId) -> Result<ObjectId, Unreadable> {
        match self.places.get(&id) {
            Some(place) => Ok(self.links[*place - self.offset].tree),
            None => Ok(store.commit(id)?.tree),
        }
    }

    /// Whether a commit stands on the chain before a place, or precedes the start.
    fn stands(&self, id: ObjectId, n: usize) -> bool {
        self.places.get(&id).is_some_and(|place| *place < n)
            || self.ancestors.contains(&id)
            || self.kept.as_ref().is_some_and(|kept| kept.knows(id))
    }

    fn knows(&self, id: ObjectId) -> bool {
        self.stands(id, self.len()) || self.brought.contains(&id)
    }
}

/// Where each link stands, the first at some place.
fn places(links: &[Link], first: usize) -> IdMap<usize> {
    links.iter().zip(first..).map(|(link, n)| (link.id, n)).collect()
}

fn first_with_office(store: &dyn ObjectStore, links: &[Link]) -> Result<Option<usize>, Unreadable> {
    for (n, link) in links.iter().enumerate() {
        if file_at(store, link.tree, "jejak.yaml")?.is_some() {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

fn bring(
    store: &dyn ObjectStore,
    tip: ObjectId,
    known: &dyn Fn(ObjectId) -> bool,
    brought: &mut IdMap<Arc<Commit>>,
) -> Result<(), Unreadable> {
    let mut open = vec![tip];
    while let Some(id) = open.pop() {
        if !known(id) && !brought.contains_key(&id) {
            let commit = Arc::new(store.commit(id)?);
            open.extend(&commit.parents);
            brought.insert(id, commit);
        }
    }
    Ok(())
}

fn add_ancestors(store: &dyn ObjectStore, from: ObjectId, known: &mut IdSet) -> Result<(), Unreadable> {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if known.insert(id) {
            open.extend(store.commit(id)?.parents);
        }
    }
    Ok(())
}
