//! What a landing changes: two trees compared by object id, equal subtrees skipped. No rename is ever guessed.

use std::cmp::Ordering;
use std::sync::Arc;

use super::tier::{Tier, tier};
use crate::model::git::{MODE_TREE, ObjectId, ObjectKind, ObjectStore, RawEntry, Unreadable, entry_size, raw_entries};
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
    /// To whom it belongs.
    pub tier: Tier,
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
    let (left, right) = (bytes_of(store, old)?, bytes_of(store, new)?);
    // What both hold alike at the beginning is no change, and nearly everything is.
    let alike = alike(&left, &right).ok_or_else(|| corrupt(old.or(new)))?;
    let (mut left, mut right) = (entries_of(&left[alike..], old)?, entries_of(&right[alike..], new)?);
    let alike = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let (left, right) = (without_end(&mut left, alike), without_end(&mut right, alike));
    // Git orders a folder as if its name ended with a slash; by bare name a file and a folder of one name meet.
    left.sort_by(|a, b| a.name.cmp(b.name));
    right.sort_by(|a, b| a.name.cmp(b.name));
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => before.name.cmp(after.name),
        };
        let before = if order == Ordering::Greater { None } else { left.next() };
        let after = if order == Ordering::Less { None } else { right.next() };
        differ(store, before, after, prefix, found)?;
    }
}

/// How many bytes two trees have alike at their beginning, whole entries alone.
fn alike(left: &[u8], right: &[u8]) -> Option<usize> {
    let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let (mut at, mut rest) = (0, left);
    while at < same {
        let size = entry_size(rest)?;
        if at + size > same {
            break;
        }
        (at, rest) = (at + size, &rest[size..]);
    }
    Some(at)
}

fn without_end<T>(entries: &mut [T], many: usize) -> &mut [T] {
    let end = entries.len() - many;
    &mut entries[..end]
}

fn bytes_of(store: &dyn ObjectStore, tree: Option<ObjectId>) -> Result<Arc<[u8]>, Unreadable> {
    tree.map_or_else(|| Ok(Arc::from(&[][..])), |tree| store.read(tree, ObjectKind::Tree))
}

fn entries_of(bytes: &[u8], tree: Option<ObjectId>) -> Result<Vec<RawEntry<'_>>, Unreadable> {
    raw_entries(bytes).ok_or_else(|| corrupt(tree))
}

fn corrupt(tree: Option<ObjectId>) -> Unreadable {
    Unreadable::Corrupt(tree.unwrap_or(ObjectId([0; 20])))
}

fn differ(
    store: &dyn ObjectStore,
    old: Option<&RawEntry>,
    new: Option<&RawEntry>,
    prefix: &str,
    found: &mut Vec<Change>,
) -> Result<(), Unreadable> {
    if old == new {
        return Ok(());
    }
    let Some(name) = old.or(new).map(|entry| String::from_utf8_lossy(entry.name)) else { return Ok(()) };
    let path = format!("{prefix}{name}");
    let folder = |entry: Option<&RawEntry>| entry.filter(|entry| entry.mode == MODE_TREE).map(|entry| entry.id);
    let file = |entry: Option<&RawEntry>| {
        entry.filter(|entry| entry.mode != MODE_TREE).map(|entry| FileAt { mode: entry.mode, id: entry.id })
    };
    let (old_file, new_file) = (file(old), file(new));
    if old_file != new_file {
        found.push(Change { tier: tier(&path), path: WorkPath::new(path.as_str()), old: old_file, new: new_file });
    }
    match (folder(old), folder(new)) {
        (None, None) => Ok(()),
        (old, new) => compare(store, old, new, &format!("{path}/"), found),
    }
}

/// The file at a path in a tree, if a plain path leads to one.
pub fn file_at(store: &dyn ObjectStore, tree: ObjectId, path: &str) -> Result<Option<FileAt>, Unreadable> {
    let mut tree = tree;
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let bytes = store.read(tree, ObjectKind::Tree)?;
        let entries = entries_of(&bytes, Some(tree))?;
        let Some(entry) = entries.iter().find(|entry| entry.name == part.as_bytes()) else { return Ok(None) };
        match (parts.peek(), entry.mode == MODE_TREE) {
            (Some(_), true) => tree = entry.id,
            (None, false) => return Ok(Some(FileAt { mode: entry.mode, id: entry.id })),
            _ => return Ok(None),
        }
    }
    Ok(None)
}
