//! The names that git will give to what is written: whoever signs a commit, or answers one, has to know them beforehand.

use std::collections::BTreeMap;

use crate::model::git::{MODE_FILE, MODE_TREE, ObjectId, ObjectKind};

/// An object that git has to be given as it is.
pub(super) type Made = (ObjectKind, Vec<u8>);

/// A folder as it stands.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// By their names, a folder's with a slash: so git orders them.
    entries: BTreeMap<String, Entry>,
    /// None while something in it has changed since it was last named.
    name: Option<ObjectId>,
}

#[derive(Debug)]
enum Entry {
    File(ObjectId),
    Folder(Folder),
}

impl Folder {
    /// Puts a file into the folder, or takes it out; gives what stood there.
    pub(super) fn set(&mut self, path: &str, file: Option<ObjectId>) -> Option<ObjectId> {
        self.name = None;
        let Some((first, rest)) = path.split_once('/') else {
            let old = match file {
                Some(file) => self.entries.insert(path.to_owned(), Entry::File(file)),
                None => self.entries.remove(path),
            };
            return old.and_then(|old| if let Entry::File(old) = old { Some(old) } else { None });
        };
        let key = format!("{first}/");
        let below = self.entries.entry(key).or_insert_with(|| Entry::Folder(Self::default()));
        let Entry::Folder(below) = below else { return None };
        let old = below.set(rest, file);
        if below.entries.is_empty() {
            self.entries.remove(&format!("{first}/"));
        }
        old
    }

    /// The folder's name; what had none yet is handed over.
    pub(super) fn name(&mut self, made: &mut dyn FnMut(ObjectKind, &[u8])) -> ObjectId {
        if let Some(name) = self.name {
            return name;
        }
        let mut bytes = Vec::with_capacity(self.entries.len() * 40);
        for (key, entry) in &mut self.entries {
            let (mode, id) = match entry {
                Entry::File(id) => (MODE_FILE, *id),
                Entry::Folder(below) => (MODE_TREE, below.name(made)),
            };
            bytes.extend(if mode == MODE_TREE { &b"40000 "[..] } else { b"100644 " });
            bytes.extend(key.trim_end_matches('/').as_bytes());
            bytes.push(0);
            bytes.extend(id.0);
        }
        made(ObjectKind::Tree, &bytes);
        let name = ObjectId::of(ObjectKind::Tree, &bytes);
        self.name = Some(name);
        name
    }
}
