//! Who wrote an entry: git says it, from the landing backwards.
//!
//! A commit *holds* an entry if its file begins with the landed bytes up to the entry's end, then ends or begins another
//! entry, and each document that it or an earlier entry of the landing names has there the landed bytes. From the
//! landing one goes to the first parent that came with it and holds the entry, until none does: that commit produced it.

use std::sync::Arc;

use super::changes::file_at;
use super::landings::Landing;
use crate::model::git::{Commit, MODE_FILE, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::place::WorkPath;

/// What makes an entry: the bytes that have to stand, and where.
#[derive(Debug)]
pub struct Held<'a> {
    /// The request's file.
    pub path: &'a str,
    /// Its landed bytes up to the end of the entry.
    pub bytes: &'a [u8],
    /// The documents that this or an earlier entry of the landing names, with their landed bytes.
    pub documents: &'a [(WorkPath, ObjectId)],
}

/// The commit that produced an entry of a landing, where that is not the landing itself.
pub fn producer(store: &dyn ObjectStore, landing: &Landing, held: &Held) -> Result<Option<Arc<Commit>>, Unreadable> {
    let mut found: Option<Arc<Commit>> = None;
    'back: loop {
        let parents = &found.as_deref().unwrap_or(&landing.commit).parents;
        for parent in parents.iter().filter_map(|parent| landing.brought.get(parent)) {
            // What has the landing's tree holds all that landed.
            if parent.tree == landing.commit.tree || holds(store, parent, held)? {
                found = Some(Arc::clone(parent));
                continue 'back;
            }
        }
        return Ok(found);
    }
}

fn holds(store: &dyn ObjectStore, commit: &Commit, held: &Held) -> Result<bool, Unreadable> {
    let Some(file) = file_at(store, commit.tree, held.path)?.filter(|file| file.mode == MODE_FILE) else {
        return Ok(false);
    };
    let bytes = store.read(file.id, ObjectKind::Blob)?;
    let Some(rest) = bytes.strip_prefix(held.bytes) else { return Ok(false) };
    if !rest.is_empty() && !rest.starts_with(b"  - ") {
        return Ok(false);
    }
    for (path, id) in held.documents {
        if file_at(store, commit.tree, path.as_str())?.is_none_or(|file| file.id != *id) {
            return Ok(false);
        }
    }
    Ok(true)
}
