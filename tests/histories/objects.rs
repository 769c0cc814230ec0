//! Git objects, byte for byte, kept in memory: thousands of histories would wear out a disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{ObjectType, Oid};
use jejak::model::git::{ObjectId, ObjectKind, ObjectStore, Unreadable};

use super::words::{Blob, Tree};

type Object = (ObjectKind, Arc<[u8]>);

/// Every object that was written.
#[derive(Default)]
pub struct Objects {
    all: Mutex<HashMap<ObjectId, Object>>,
}

impl Objects {
    fn all(&self) -> MutexGuard<'_, HashMap<ObjectId, Object>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, kind: ObjectKind, bytes: Vec<u8>) -> ObjectId {
        let oid = Oid::hash_object(type_of(kind), &bytes).expect("bytes have a hash");
        let mut id = ObjectId([0; 20]);
        id.0.copy_from_slice(oid.as_bytes());
        self.all().entry(id).or_insert_with(|| (kind, bytes.into()));
        id
    }

    /// Writes a commit; author and committer are one.
    pub fn write_commit(&self, files: &Tree, parents: &[ObjectId], mail: &str, seconds: i64) -> ObjectId {
        let all: Vec<(&str, &Blob)> = files.iter().map(|(path, blob)| (path.as_str(), blob)).collect();
        let tree = self.tree(&all);
        let parents: String = parents.iter().map(|id| format!("parent {id}\n")).collect();
        let who = format!("x <{mail}> {seconds} +0800");
        let text = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nx\n");
        self.write(ObjectKind::Commit, text.into_bytes())
    }

    /// Writes a tree of files that are sorted by their path.
    fn tree(&self, files: &[(&str, &Blob)]) -> ObjectId {
        let mut entries: Vec<(String, u32, ObjectId)> = Vec::new();
        let mut rest = files;
        while let Some((path, blob)) = rest.first() {
            let Some((folder, _)) = path.split_once('/') else {
                let id = self.write(ObjectKind::Blob, blob.1.as_bytes().to_vec());
                entries.push(((*path).to_owned(), blob.0, id));
                rest = &rest[1..];
                continue;
            };
            let inside = |path: &str| path.strip_prefix(folder).is_some_and(|path| path.starts_with('/'));
            let many = rest.iter().take_while(|(path, _)| inside(path)).count();
            let below: Vec<(&str, &Blob)> =
                rest[..many].iter().map(|(path, blob)| (&path[folder.len() + 1..], *blob)).collect();
            entries.push((folder.to_owned(), 0o040_000, self.tree(&below)));
            rest = &rest[many..];
        }
        entries.sort_by_key(|(name, mode, _)| if *mode == 0o040_000 { format!("{name}/") } else { name.clone() });
        let mut bytes = Vec::new();
        for (name, mode, id) in entries {
            bytes.extend(format!("{mode:o} {name}\0").into_bytes());
            bytes.extend(id.0);
        }
        self.write(ObjectKind::Tree, bytes)
    }

    /// The name of one object.
    pub fn name(&self, at: usize) -> ObjectId {
        let mut names: Vec<ObjectId> = self.all().keys().copied().collect();
        names.sort_unstable();
        names[at % names.len()]
    }

    /// Copies everything into a repository on disk; git has to find the same names.
    pub fn copy_to(&self, repository: &git2::Repository) {
        let store = repository.odb().expect("an object store");
        for (id, (kind, bytes)) in self.all().iter() {
            let written = store.write(type_of(*kind), bytes).expect("an object is written");
            assert_eq!(written.to_string(), id.to_string());
        }
    }
}

/// The same objects without one of them.
pub struct Lacking<'o> {
    pub objects: &'o Objects,
    pub gone: ObjectId,
}

impl ObjectStore for Lacking<'_> {
    fn read(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        if id == self.gone { Err(Unreadable::Missing(id)) } else { self.objects.read(id, kind) }
    }

    fn some_commits(&self) -> Vec<ObjectId> {
        self.objects.some_commits()
    }

    fn blob_size(&self, id: ObjectId) -> Result<u64, Unreadable> {
        self.read(id, ObjectKind::Blob).map(|bytes| bytes.len() as u64)
    }
}

fn type_of(kind: ObjectKind) -> ObjectType {
    match kind {
        ObjectKind::Commit => ObjectType::Commit,
        ObjectKind::Tree => ObjectType::Tree,
        ObjectKind::Blob => ObjectType::Blob,
    }
}

impl ObjectStore for Objects {
    fn read(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        match self.all().get(&id) {
            None => Err(Unreadable::Missing(id)),
            Some((found, bytes)) if *found == kind => Ok(bytes.clone()),
            Some(_) => Err(Unreadable::Corrupt(id)),
        }
    }

    /// All of them, so that every history is walked from two ends, where the second one is sometimes on a branch.
    fn some_commits(&self) -> Vec<ObjectId> {
        let all = self.all();
        all.iter().filter(|(_, (kind, _))| *kind == ObjectKind::Commit).map(|(id, _)| *id).collect()
    }

    fn blob_size(&self, id: ObjectId) -> Result<u64, Unreadable> {
        self.read(id, ObjectKind::Blob).map(|bytes| bytes.len() as u64)
    }
}
