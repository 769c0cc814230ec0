//! The links of a chain: the commits that a walk along first parents comes by. In a large repository two threads walk at once,
//! one from the head and one from somewhere halfway, if the first one ever comes there.

use super::commits::Commits;
use crate::model::git::{ObjectId, ObjectKind, ObjectStore, Unreadable, tree_and_parent};

/// One commit of a chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) id: ObjectId,
    pub(super) tree: ObjectId,
}

/// Commits of a chain, one after the other.
#[derive(Debug, Default)]
pub(super) struct Links {
    pub(super) each: Vec<Link>,
    /// Their bytes, as they were read, for who reads all of them.
    pub(super) commits: Commits,
}

impl Links {
    /// All of a chain, oldest first.
    pub(super) fn of(store: &dyn ObjectStore, head: ObjectId) -> Result<Self, Unreadable> {
        let mut links = Self::down(store, head)?;
        links.each.reverse();
        links.commits.reverse();
        Ok(links)
    }

    /// All of a chain, newest first.
    fn down(store: &dyn ObjectStore, head: ObjectId) -> Result<Self, Unreadable> {
        let Some(halfway) = halfway(store, head) else { return Ok(Self::walk(store, head, None)?.0) };
        let (newer, older) =
            rayon::join(|| Self::walk(store, head, Some(halfway)), || Self::walk(store, halfway, None));
        let (mut links, next) = newer?;
        // Where the walk from the head went another way, it went to the end, and the other one was in vain.
        if next.is_some() {
            let (older, _) = older?;
            links.each.extend(older.each);
            links.commits.append(older.commits);
        }
        Ok(links)
    }

    /// From one commit to the first of all or to right before another, newest first, and where it would go on.
    fn walk(
        store: &dyn ObjectStore,
        from: ObjectId,
        until: Option<ObjectId>,
    ) -> Result<(Self, Option<ObjectId>), Unreadable> {
        let mut links = Self::default();
        let mut next = Some(from);
        while let Some(id) = next.filter(|id| until != Some(*id)) {
            let bytes = store.read(id, ObjectKind::Commit)?;
            let (tree, parent) = tree_and_parent(&bytes).ok_or(Unreadable::Corrupt(id))?;
            links.each.push(Link { id, tree });
            links.commits.push(&bytes);
            next = parent;
        }
        Ok((links, next))
    }
}

/// A commit that may stand about halfway on the chain, told by its time among some others; where landings are merges it is
/// one. Nothing depends on its really standing there.
fn halfway(store: &dyn ObjectStore, head: ObjectId) -> Option<ObjectId> {
    let some = store.some_commits();
    if some.is_empty() {
        return None;
    }
    let are_merges = store.commit(head).ok()?.is_merge();
    let commits = some.into_iter().filter_map(|id| store.commit(id).ok());
    let alike = commits.filter(|commit| commit.is_merge() == are_merges);
    let mut by_time: Vec<_> = alike.map(|commit| (commit.committer.seconds, commit.id)).collect();
    by_time.sort_unstable();
    by_time.get(by_time.len() / 2).map(|(_, id)| *id)
}
