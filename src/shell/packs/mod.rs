//! The packs of a repository, read without a lock between threads.
//!
//! An audit reads every commit, tree and request once, from the oldest to the newest. What each reading thread read lately
//! stays in memory: what one landing left is what the next one began with, and differences are written against neighbours.
//! Only what is in packs is found here; loose objects and whatever is out of the ordinary is left to libgit2.

mod entry;
mod index;
mod memory;

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::git::{ObjectId, ObjectKind};
use entry::{Buffer, Kind, Window, patch};
use index::Index;
use memory::{Kept, LARGE, Shared};

/// How much is remembered of folders, by name and by place: a request's folder is asked for again when it goes on, thousands
/// of landings later, and whoever forgot it goes down the whole chain of differences.
const FOLDERS: usize = 16 << 20;
/// How much is remembered of files: they are asked for again at once or not at all.
const FILES: usize = 2 << 20;
/// A chain of differences that is longer was made by nobody in good faith.
const LONGEST_CHAIN: usize = 5_000;

/// The packs of one repository.
pub(super) struct Packs {
    open: Vec<(Index, File)>,
    readers: Vec<Mutex<Reader>>,
    folders: Lately,
    files: Lately,
}

/// What was read lately of one kind.
struct Lately {
    by_id: Shared<ObjectId>,
    /// What differences are laid over.
    by_place: Shared<(usize, u64)>,
}

/// What belongs to one thread.
struct Reader {
    window: Window,
    /// The differences of a chain, inflated, and what one of them makes.
    buffers: Vec<Buffer>,
    patched: Vec<u8>,
    /// Where they stand.
    places: Vec<u64>,
    /// The pack in which something was found last.
    last: usize,
}

impl Packs {
    /// Opens the packs in `objects/pack`.
    pub(super) fn open(objects: &Path) -> Self {
        let mut packs = Vec::new();
        for path in files(&objects.join("pack"), "idx") {
            if let Ok(Some(index)) = Index::open(&path)
                && let Ok(file) = File::open(path.with_extension("pack"))
            {
                packs.push((index, file));
            }
        }
        let reader = || {
            let (window, buffers, patched, places) = (Window::new(), Vec::new(), Vec::new(), Vec::new());
            Mutex::new(Reader { window, buffers, patched, places, last: 0 })
        };
        // One for each thread that the pool will have, and one for whoever stands outside. The pool itself is not asked: that
        // would start it, and who reads little needs none.
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let readers = (0..=threads).map(|_| reader()).collect();
        let lately = |limit| Lately { by_id: Shared::new(limit), by_place: Shared::new(limit) };
        Self { open: packs, readers, folders: lately(FOLDERS), files: lately(FILES) }
    }

    /// Gets ready for whoever reads everything.
    pub(super) fn gather(&self) {
        self.open.iter().for_each(|(index, _)| index.gather());
    }

    /// Lets go what only whoever reads everything needs.
    pub(super) fn spare_memory(&mut self) {
        self.open.iter_mut().for_each(|(index, _)| index.spare_memory());
    }

    /// An object of a kind, if it was read lately.
    pub(super) fn lately(&self, id: ObjectId, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let (found, bytes) = self.memory(kind)?.by_id.get(&id)?;
        (found == number(kind)).then_some(bytes)
    }

    /// An object of a kind, looked for in the packs alone; none where no pack has it or it cannot be read from one.
    pub(super) fn read(&self, id: ObjectId, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let mut reader = self.reader();
        let place = self.find(&mut reader, id)?;
        self.read_at(reader, place, id, kind)
    }

    /// The size of a file; none where no pack has it or it cannot be read from one.
    pub(super) fn size(&self, id: ObjectId) -> Option<usize> {
        if let Some(bytes) = self.lately(id, ObjectKind::Blob) {
            return Some(bytes.len());
        }
        let mut reader = self.reader();
        let (pack, offset) = self.find(&mut reader, id)?;
        let head = reader.window.head((pack, &self.open[pack].1), offset).ok()?;
        match head.kind {
            Kind::Whole(kind) if head.size >= LARGE => (kind == number(ObjectKind::Blob)).then_some(head.size),
            // Mostly it is read next.
            _ => self.read_at(reader, (pack, offset), id, ObjectKind::Blob).map(|bytes| bytes.len()),
        }
    }

    /// The object of a name, and of a kind, at a place; it is remembered.
    fn read_at(
        &self,
        mut reader: MutexGuard<Reader>,
        (pack, offset): (usize, u64),
        id: ObjectId,
        kind: ObjectKind,
    ) -> Option<Arc<[u8]>> {
        let lately = self.memory(kind);
        let kept = self.object(&mut reader, lately, pack, offset).ok()?;
        drop(reader);
        if let Some(lately) = lately {
            lately.by_id.put(id, &kept);
        }
        let (found, bytes) = kept;
        (found == number(kind)).then_some(bytes)
    }

    /// A commit is read once, and seldom written as a difference from another.
    fn memory(&self, kind: ObjectKind) -> Option<&Lately> {
        match kind {
            ObjectKind::Commit => None,
            ObjectKind::Tree => Some(&self.folders),
            ObjectKind::Blob => Some(&self.files),
        }
    }

    fn reader(&self) -> MutexGuard<'_, Reader> {
        let own = rayon::current_thread_index().map_or(0, |n| n + 1).min(self.readers.len() - 1);
        self.readers[own].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, reader: &mut Reader, id: ObjectId) -> Option<(usize, u64)> {
        let others = (0..self.open.len()).filter(|n| *n != reader.last);
        let (pack, offset) = std::iter::once(reader.last)
            .chain(others)
            .find_map(|n| self.open.get(n)?.0.offset(id).map(|offset| (n, offset)))?;
        reader.last = pack;
        Some((pack, offset))
    }

    /// The object at an offset: the differences down to something whole, and back up again.
    fn object(&self, reader: &mut Reader, lately: Option<&Lately>, pack: usize, offset: u64) -> io::Result<Kept> {
        let file = (pack, &self.open[pack].1);
        reader.places.clear();
        let mut at = offset;
        let (kind, mut bytes) = loop {
            // What was asked for by its name was looked for by it.
            if at != offset
                && let Some(kept) = lately.and_then(|lately| lately.by_place.get(&(pack, at)))
            {
                break kept;
            }
            if reader.places.len() > LONGEST_CHAIN {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let head = reader.window.head(file, at)?;
            let buffer = reader.buffer(reader.places.len());
            let inflated = reader.window.inflate(file, &head, &mut reader.buffers[buffer]);
            inflated?;
            let base = match head.kind {
                Kind::Whole(kind) => {
                    let kept: Kept = (kind, Arc::from(reader.buffers[buffer].filled()));
                    if let Some(lately) = lately {
                        lately.by_place.put((pack, at), &kept);
                    }
                    break kept;
                }
                Kind::From(base) => base,
                Kind::FromNamed(name) => self.open[pack].0.offset(ObjectId(name)).ok_or(io::ErrorKind::NotFound)?,
            };
            reader.places.push(at);
            at = base;
        };
        while let Some(place) = reader.places.pop() {
            let difference = reader.buffers[reader.places.len()].filled();
            patch(&bytes, difference, &mut reader.patched).ok_or(io::ErrorKind::InvalidData)?;
            bytes = Arc::from(&reader.patched[..]);
            if let Some(lately) = lately {
                lately.by_place.put((pack, place), &(kind, bytes.clone()));
            }
        }
        Ok((kind, bytes))
    }
}

/// The number of a kind in packs.
fn number(kind: ObjectKind) -> u8 {
    match kind {
        ObjectKind::Commit => 1,
        ObjectKind::Tree => 2,
        ObjectKind::Blob => 3,
    }
}

impl Reader {
    /// Room for the n-th difference of a chain; it is kept for the next chain.
    fn buffer(&mut self, n: usize) -> usize {
        if self.buffers.len() <= n {
            self.buffers.push(Buffer::default());
        }
        n
    }
}

/// The files of a folder with an extension, in a fixed order.
fn files(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let listing = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<_> = listing.map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == extension));
    paths.sort();
    paths
}
