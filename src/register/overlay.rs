//! Objects that exist only in memory, laid over those that stand: what a landing would look like is asked of it without
//! writing anything into the repository.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::model::git::{MODE_FILE, MODE_TREE, ObjectId, ObjectKind, ObjectStore, Signer, TreeEntry, Unreadable};

/// What is kept at most of one object that was read, so that judging once more costs no second reading.
const KEPT: usize = 1 << 20;

type Held = (ObjectKind, Arc<[u8]>);

/// A store in memory over another.
pub struct Overlay<'a> {
    below: &'a dyn ObjectStore,
    held: Mutex<HashMap<ObjectId, Held>>,
    made: Mutex<HashSet<ObjectId>>,
}

impl<'a> Overlay<'a> {
    /// Lays nothing over a store yet.
    pub fn over(below: &'a dyn ObjectStore) -> Self {
        Self { below, held: Mutex::default(), made: Mutex::default() }
    }

    /// A folder of these entries.
    pub fn add_tree(&self, mut entries: Vec<TreeEntry>) -> ObjectId {
        // Git orders a folder as if its name ended with a slash.
        let key = |entry: &TreeEntry| {
            let slash = if entry.mode == MODE_TREE { &b"/"[..] } else { b"" };
            [&entry.name[..], slash].concat()
        };
        entries.sort_by_key(key);
        let mut bytes = Vec::new();
        for entry in entries {
            bytes.extend(format!("{:o} ", entry.mode).into_bytes());
            bytes.extend(&entry.name);
            bytes.push(0);
            bytes.extend(entry.id.0);
        }
        self.add(ObjectKind::Tree, bytes)
    }

    /// A file's bytes.
    pub fn add_blob(&self, bytes: &[u8]) -> ObjectId {
        self.add(ObjectKind::Blob, bytes.to_vec())
    }

    /// A folder with plain files put into it, by their paths from there.
    pub fn with_files(&self, tree: ObjectId, files: &[(&str, &[u8])]) -> Result<ObjectId, Unreadable> {
        files.iter().try_fold(tree, |tree, (path, bytes)| self.with_file(Some(tree), path, bytes))
    }

    fn with_file(&self, tree: Option<ObjectId>, path: &str, bytes: &[u8]) -> Result<ObjectId, Unreadable> {
        let mut entries = tree.map_or(Ok(Vec::new()), |tree| self.tree(tree))?;
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let old = entries.iter().position(|entry| entry.name == name.as_bytes()).map(|at| entries.remove(at));
        let below = old.filter(|entry| entry.mode == MODE_TREE).map(|entry| entry.id);
        let (mode, id) = match rest {
            Some(rest) => (MODE_TREE, self.with_file(below, rest, bytes)?),
            None => (MODE_FILE, self.add_blob(bytes)),
        };
        entries.push(TreeEntry { mode, name: name.as_bytes().to_vec(), id });
        Ok(self.add_tree(entries))
    }

    /// The same folder without a file; folders that hold nothing else go with it.
    pub fn without_file(&self, tree: ObjectId, path: &str) -> Result<ObjectId, Unreadable> {
        Ok(self.without(tree, path)?.unwrap_or_else(|| self.add_tree(Vec::new())))
    }

    fn without(&self, tree: ObjectId, path: &str) -> Result<Option<ObjectId>, Unreadable> {
        let mut entries = self.tree(tree)?;
        let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let Some(at) = entries.iter().position(|entry| entry.name == name.as_bytes()) else { return Ok(Some(tree)) };
        let old = entries.remove(at);
        let below = match rest {
            Some(rest) if old.mode == MODE_TREE => self.without(old.id, rest)?,
            Some(_) => return Ok(Some(tree)),
            None => None,
        };
        entries.extend(below.map(|id| TreeEntry { id, ..old }));
        Ok((!entries.is_empty()).then(|| self.add_tree(entries)))
    }

    /// A commit by one person, who is both author and committer.
    pub fn add_commit(&self, tree: ObjectId, parents: &[ObjectId], by: &Signer) -> ObjectId {
        let mut bytes = format!("tree {tree}\n").into_bytes();
        for parent in parents {
            bytes.extend(format!("parent {parent}\n").into_bytes());
        }
        let minutes = by.offset.unwrap_or(0);
        let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
        for role in ["author", "committer"] {
            bytes.extend(format!("{role} - <").into_bytes());
            bytes.extend(&by.mail);
            bytes.extend(format!("> {} {sign}{:02}{:02}\n", by.seconds, minutes / 60, minutes % 60).into_bytes());
        }
        bytes.push(b'\n');
        self.add(ObjectKind::Commit, bytes)
    }

    /// Its name never leaves memory, so it need not be the one that git would give; no object of git has it.
    fn add(&self, kind: ObjectKind, bytes: Vec<u8>) -> ObjectId {
        let mut digest = Sha256::new();
        digest.update(format!("{kind:?}\0"));
        digest.update(&bytes);
        let mut id = [0; 20];
        id.copy_from_slice(&digest.finalize()[..20]);
        let id = ObjectId(id);
        self.hold(id, kind, Arc::from(bytes));
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
        id
    }

    fn hold(&self, id: ObjectId, kind: ObjectKind, bytes: Arc<[u8]>) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).insert(id, (kind, bytes));
    }

    fn held(&self, id: ObjectId) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }
}

impl ObjectStore for Overlay<'_> {
    fn read(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        match self.held(id) {
            Some((held, bytes)) if held == kind => return Ok(bytes),
            Some(_) => return Err(Unreadable::Corrupt(id)),
            None => {}
        }
        let bytes = self.below.read(id, kind)?;
        if bytes.len() <= KEPT {
            self.hold(id, kind, bytes.clone());
        }
        Ok(bytes)
    }

    fn blob_size(&self, id: ObjectId) -> Result<u64, Unreadable> {
        match self.held(id) {
            Some((ObjectKind::Blob, bytes)) => Ok(bytes.len() as u64),
            _ => self.below.blob_size(id),
        }
    }

    fn is_foreseen(&self, id: ObjectId) -> bool {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}
