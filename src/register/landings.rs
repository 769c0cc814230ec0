//! The landings: the first-parent chain of the published branch, from its start to its head.

use std::collections::HashSet;

use super::changes::{Change, changes, file_at};
use crate::model::git::{Commit, ObjectId, ObjectStore, Unreadable};

/// One commit of the chain.
#[derive(Debug, Clone)]
pub struct Landing {
    /// The commit.
    pub commit: Commit,
    /// What differs from its first parent.
    pub changes: Vec<Change>,
    /// The commits that came with it: reachable from it, not from its first parent, itself not counted.
    pub brought: HashSet<ObjectId>,
}

/// The chain of a branch.
#[derive(Debug)]
pub struct Chain {
    /// Oldest first; the first is the start.
    pub ids: Vec<ObjectId>,
    /// How many commits of the chain precede the start.
    pub before: usize,
    /// The start and everything that precedes it, by any parent.
    known: HashSet<ObjectId>,
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
        let mut ids = vec![head];
        let mut next = store.commit(head)?.parents.first().copied();
        while let Some(id) = next {
            ids.push(id);
            next = store.commit(id)?.parents.first().copied();
        }
        ids.reverse();
        let at = match start {
            Some(start) => ids.iter().position(|id| *id == start).ok_or(NoRegister::NotOnChain(start))?,
            None => Self::first_with_office(store, &ids)?.ok_or(NoRegister::NoOffice)?,
        };
        let before = ids.drain(..at).count();
        let mut known = HashSet::new();
        add_ancestors(store, ids[0], &mut known)?;
        Ok(Self { ids, before, known })
    }

    fn first_with_office(store: &dyn ObjectStore, ids: &[ObjectId]) -> Result<Option<usize>, Unreadable> {
        for (n, id) in ids.iter().enumerate() {
            if file_at(store, store.commit(*id)?.tree, "jejak.yaml")?.is_some() {
                return Ok(Some(n));
            }
        }
        Ok(None)
    }

    /// Reads a landing. They have to be read in order: what came with one is what no earlier one brought.
    pub fn landing(&mut self, store: &dyn ObjectStore, n: usize) -> Result<Landing, Unreadable> {
        let landing = self.upon(store, store.commit(self.ids[n])?)?;
        self.add(&landing);
        Ok(landing)
    }

    /// A landing upon those that were read so far, whether it stands or is only foreseen.
    pub fn upon(&self, store: &dyn ObjectStore, commit: Commit) -> Result<Landing, Unreadable> {
        let mut brought = HashSet::new();
        for parent in commit.parents.iter().skip(1) {
            self.bring(store, *parent, &mut brought)?;
        }
        let before = match commit.parents.first() {
            Some(parent) => Some(store.commit(*parent)?.tree),
            None => None,
        };
        let changes = changes(store, before, Some(commit.tree))?;
        Ok(Landing { commit, changes, brought })
    }

    /// The commits that a tip would bring to what was read so far.
    pub fn brings(&self, store: &dyn ObjectStore, tip: ObjectId) -> Result<HashSet<ObjectId>, Unreadable> {
        let mut brought = HashSet::new();
        self.bring(store, tip, &mut brought)?;
        Ok(brought)
    }

    fn bring(&self, store: &dyn ObjectStore, tip: ObjectId, brought: &mut HashSet<ObjectId>) -> Result<(), Unreadable> {
        let mut open = vec![tip];
        while let Some(id) = open.pop() {
            if !self.known.contains(&id) && brought.insert(id) {
                open.extend(store.commit(id)?.parents);
            }
        }
        Ok(())
    }

    /// A landing was read.
    pub fn add(&mut self, landing: &Landing) {
        self.known.extend(&landing.brought);
        self.known.insert(landing.commit.id);
    }
}

fn add_ancestors(store: &dyn ObjectStore, from: ObjectId, known: &mut HashSet<ObjectId>) -> Result<(), Unreadable> {
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if known.insert(id) {
            open.extend(store.commit(id)?.parents);
        }
    }
    Ok(())
}
