//! The tree that a merge would make, path by path: what one side left alone is taken from the other. No text is merged,
//! no rename guessed, no attribute asked: where both sides changed a file, somebody has to begin again.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::overlay::Overlay;
use crate::model::git::{Commit, IdMap, MODE_TREE, ObjectId, ObjectStore, TreeEntry, Unreadable};
use crate::model::place::WorkPath;

/// What merging two trees gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// One tree.
    Tree(ObjectId),
    /// What both sides changed, each in its own way.
    Conflict(Vec<Clash>),
}

/// A path that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Where.
    pub path: WorkPath,
    /// Whether nothing stood there before: both sides put something of their own.
    pub is_new: bool,
}

/// The commits at which a proposal left the register's history: those that it builds on and that stand already. One that
/// another of them builds on says nothing.
pub fn bases(
    store: &dyn ObjectStore,
    tip: ObjectId,
    brought: &IdMap<Arc<Commit>>,
) -> Result<Vec<ObjectId>, Unreadable> {
    if !brought.contains_key(&tip) {
        return Ok(vec![tip]);
    }
    let mut found = Vec::new();
    for commit in brought.values() {
        found.extend(commit.parents.iter().filter(|parent| !brought.contains_key(*parent)));
    }
    found.sort_unstable();
    found.dedup();
    if found.len() < 2 {
        return Ok(found);
    }
    let mut needed = Vec::new();
    for id in &found {
        let others = found.iter().copied().filter(|other| other != id).collect();
        if !reaches(store, others, *id, FAR)? {
            needed.push(*id);
        }
    }
    Ok(needed)
}

/// How far back is looked for one base behind another. Beyond it both are kept, which can only ask for a fresh start.
const FAR: usize = 20_000;

/// Whether a commit is among some others or what precedes them, as far as so many commits show.
pub fn reaches(
    store: &dyn ObjectStore,
    mut open: Vec<ObjectId>,
    target: ObjectId,
    far: usize,
) -> Result<bool, Unreadable> {
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if id == target {
            return Ok(true);
        }
        if seen.len() < far && seen.insert(id) {
            open.extend(store.commit(id)?.parents);
        }
    }
    Ok(false)
}

/// Merges two trees that went apart at some others.
pub fn merge(overlay: &Overlay, bases: &[ObjectId], ours: ObjectId, theirs: ObjectId) -> Result<Merged, Unreadable> {
    let folder = |id| Some(TreeEntry { mode: MODE_TREE, name: Vec::new(), id });
    let bases: Vec<_> = bases.iter().map(|id| folder(*id)).collect();
    let mut conflicts = Vec::new();
    let merged = entry(overlay, &bases, folder(ours), folder(theirs), "", &mut conflicts)?;
    if !conflicts.is_empty() {
        return Ok(Merged::Conflict(conflicts));
    }
    Ok(Merged::Tree(merged.map_or_else(|| overlay.add_tree(Vec::new()), |merged| merged.id)))
}

type Side = Option<TreeEntry>;

fn entry(
    overlay: &Overlay,
    bases: &[Side],
    ours: Side,
    theirs: Side,
    path: &str,
    conflicts: &mut Vec<Clash>,
) -> Result<Side, Unreadable> {
    if ours == theirs {
        return Ok(ours);
    }
    let untouched = |side: &Side| if bases.is_empty() { side.is_none() } else { bases.contains(side) };
    match (untouched(&ours), untouched(&theirs)) {
        (true, false) => return Ok(theirs),
        (false, true) => return Ok(ours),
        _ => {}
    }
    let is_folder = |side: &Side| side.as_ref().is_none_or(|entry| entry.mode == MODE_TREE);
    let some_folder = [&ours, &theirs].into_iter().flatten().any(|entry| entry.mode == MODE_TREE);
    if !is_folder(&ours) || !is_folder(&theirs) || !some_folder {
        conflicts.push(Clash { path: WorkPath::new(path), is_new: bases.iter().all(Option::is_none) });
        return Ok(ours);
    }
    let children = |side: &Side| -> Result<BTreeMap<Vec<u8>, TreeEntry>, Unreadable> {
        let id = side.as_ref().filter(|entry| entry.mode == MODE_TREE).map(|entry| entry.id);
        let entries = id.map_or(Ok(Vec::new()), |id| overlay.tree(id))?;
        Ok(entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect())
    };
    let before = bases.iter().map(children).collect::<Result<Vec<_>, _>>()?;
    let (left, right) = (children(&ours)?, children(&theirs)?);
    let names: std::collections::BTreeSet<&Vec<u8>> = left.keys().chain(right.keys()).collect();
    let mut kept = Vec::new();
    for name in names {
        let below: Vec<Side> = before.iter().map(|tree| tree.get(name).cloned()).collect();
        let shown = String::from_utf8_lossy(name);
        let path = if path.is_empty() { shown.into_owned() } else { format!("{path}/{shown}") };
        let (one, other) = (left.get(name).cloned(), right.get(name).cloned());
        kept.extend(entry(overlay, &below, one, other, &path, conflicts)?);
    }
    if kept.is_empty() {
        return Ok(None);
    }
    let name = ours.or(theirs).map(|entry| entry.name).unwrap_or_default();
    Ok(Some(TreeEntry { mode: MODE_TREE, name, id: overlay.add_tree(kept) }))
}
