//! What a landing changes: two trees compared by object id, equal subtrees skipped. No rename is ever guessed.

use std::cmp::Ordering;

use crate::model::git::{MODE_TREE, ObjectId, ObjectStore, TreeEntry, Unreadable};
use crate::model::place::WorkPath;

/// A file's mode and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileAt {
    /// Its mode.
    pub mode: u32,
    /// Its bytes.
    pub id: ObjectId,
}

/// A path that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where. Bytes that are no UTF-8 show as U+FFFD, which no lawful path holds.
    pub path: WorkPath,
    /// Before.
    pub old: Option<FileAt>,
    /// After.
    pub new: Option<FileAt>,
}

/// Every path that differs, in git's order. No tree at all is an empty one.
pub fn changes(
    store: &dyn ObjectStore,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
) -> Result<Vec<Change>, Unreadable> {
    let mut found = Vec::new();
    compare(store, old, new, "", &mut found)?;
    Ok(found)
}

fn compare(
    store: &dyn ObjectStore,
    old: Option<ObjectId>,
    new: Option<ObjectId>,
    prefix: &str,
    found: &mut Vec<Change>,
) -> Result<(), Unreadable> {
    if old == new {
        return Ok(());
    }
    // Git orders a folder as if its name ended with a slash; by bare name a file and a folder of one name meet.
    let read = |id: Option<ObjectId>| -> Result<Vec<TreeEntry>, Unreadable> {
        let mut entries = id.map_or(Ok(Vec::new()), |id| store.tree(id))?;
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    };
    let (old, new) = (read(old)?, read(new)?);
    let (mut left, mut right) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => before.name.cmp(&after.name),
        };
        let before = if order == Ordering::Greater { None } else { left.next() };
        let after = if order == Ordering::Less { None } else { right.next() };
        differ(store, before, after, prefix, found)?;
    }
}

fn differ(
    store: &dyn ObjectStore,
    old: Option<&TreeEntry>,
    new: Option<&TreeEntry>,
    prefix: &str,
    found: &mut Vec<Change>,
) -> Result<(), Unreadable> {
    if old == new {
        return Ok(());
    }
    let Some(name) = old.or(new).map(|entry| String::from_utf8_lossy(&entry.name)) else { return Ok(()) };
    let path = format!("{prefix}{name}");
    let folder = |entry: Option<&TreeEntry>| entry.filter(|entry| entry.mode == MODE_TREE).map(|entry| entry.id);
    let file = |entry: Option<&TreeEntry>| {
        entry.filter(|entry| entry.mode != MODE_TREE).map(|entry| FileAt { mode: entry.mode, id: entry.id })
    };
    let (old_file, new_file) = (file(old), file(new));
    if old_file != new_file {
        found.push(Change { path: WorkPath::new(path.as_str()), old: old_file, new: new_file });
    }
    compare(store, folder(old), folder(new), &format!("{path}/"), found)
}

/// The file at a path in a tree, if a plain path leads to one.
pub fn file_at(store: &dyn ObjectStore, tree: ObjectId, path: &str) -> Result<Option<FileAt>, Unreadable> {
    let mut tree = tree;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let Some(entry) = store.tree(tree)?.into_iter().find(|entry| entry.name == part.as_bytes()) else {
            return Ok(None);
        };
        match (parts.peek(), entry.mode == MODE_TREE) {
            (Some(_), true) => tree = entry.id,
            (None, false) => return Ok(Some(FileAt { mode: entry.mode, id: entry.id })),
            _ => return Ok(None),
        }
    }
    Ok(None)
}
