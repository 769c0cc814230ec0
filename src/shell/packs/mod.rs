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

use crate::model::git::{IdMap, ObjectId, ObjectKind};
use entry::{Buffer, Kind, Window, patch};
use index::Index;
use memory::{Kept, LARGE, Shared, Spot};

/// How much is remembered of folders: a request's folder is asked for again when it goes on, thousands of landings later, and
/// whoever forgot it goes down the whole chain of differences. Where more happens in a day, there are more landings between,
/// and the folder of a day is longer: so much for each object that there is, between two ends.
const FOLDERS: std::ops::RangeInclusive<usize> = 16 << 20..=96 << 20;
const FOLDERS_OF_ONE: usize = 12;
/// How much is remembered of files: they are asked for again at once or not at all.
const FILES: usize = 2 << 20;
/// In a pack with so many objects a walk takes long enough to be shared.
const WORTH_SPLITTING: u32 = 20_000;
/// So many objects are looked at to find some commits: about one in eight is one.
const SAMPLE: u32 = 400;
/// So many objects are found again without reading a file.
const FOUND: usize = 4_000;
/// So many folders that were read last are at hand by name. What lands is compared with what landed before it, so nearly all
/// but the innermost folders of it are.
const AT_HAND: usize = 32;
/// A chain of differences that is longer was made by nobody in good faith.
const LONGEST_CHAIN: usize = 5_000;

/// The packs of one repository.
pub(super) struct Packs {
    open: Vec<(Index, File)>,
    readers: Vec<Mutex<Reader>>,
    folders: Shared,
    files: Shared,
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
    /// Where objects were found, as long as each lookup reads a file.
    found: IdMap<Spot>,
    /// Folders that were read last.
    at_hand: [Option<(ObjectId, Arc<[u8]>)>; AT_HAND],
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
            let (found, at_hand) = (IdMap::default(), [const { None }; AT_HAND]);
            Mutex::new(Reader { window, buffers, patched, places, last: 0, found, at_hand })
        };
        // One for each thread that the pool will have, and one for whoever stands outside. The pool itself is not asked: that
        // would start it, and who reads little needs none.
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let readers = (0..=threads).map(|_| reader()).collect();
        let objects: usize = packs.iter().map(|(index, _)| index.count() as usize).sum();
        let folders = (objects * FOLDERS_OF_ONE).clamp(*FOLDERS.start(), *FOLDERS.end());
        Self { open: packs, readers, folders: Shared::new(folders), files: Shared::new(FILES) }
    }

    /// Gets ready for whoever reads everything.
    pub(super) fn expect_all(&self) {
        self.open.iter().for_each(|(index, _)| index.expect_many());
    }

    /// Some commits from all over the largest pack, if it is large.
    pub(super) fn some_commits(&self) -> Vec<ObjectId> {
        let Some(pack) = (0..self.open.len()).max_by_key(|pack| self.open[*pack].0.count()) else { return Vec::new() };
        let (index, file) = &self.open[pack];
        if index.count() < WORTH_SPLITTING {
            return Vec::new();
        }
        let mut reader = self.reader();
        let mut is_commit = |offset| {
            let head = reader.window.head((pack, file), offset);
            head.is_ok_and(|head| matches!(head.kind, Kind::Whole(kind) if kind == number(ObjectKind::Commit)))
        };
        index.sample(SAMPLE).into_iter().filter(|(_, offset)| is_commit(*offset)).map(|(id, _)| id).collect()
    }

    /// Lets go what only whoever reads everything needs.
    pub(super) fn spare_memory(&mut self) {
        self.open.iter_mut().for_each(|(index, _)| index.spare_memory());
    }

    /// An object of a kind; none where no pack has it or it cannot be read from one.
    pub(super) fn read(&self, id: ObjectId, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let mut reader = self.reader();
        if kind == ObjectKind::Tree
            && let Some((_, bytes)) = reader.at_hand[place_at_hand(id)].as_ref().filter(|(found, _)| *found == id)
        {
            return Some(bytes.clone());
        }
        let spot = self.find(&mut reader, id)?;
        self.lately(spot, kind).or_else(|| self.read_at(&mut reader, spot, kind))
    }

    /// The same, of an object that was hardly read lately.
    pub(super) fn read_new(&self, id: ObjectId, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let mut reader = self.reader();
        let spot = self.find(&mut reader, id)?;
        let bytes = self.read_at(&mut reader, spot, kind)?;
        if kind == ObjectKind::Tree {
            reader.at_hand[place_at_hand(id)] = Some((id, bytes.clone()));
        }
        Some(bytes)
    }

    /// The size of a file; none where no pack has it or it cannot be read from one.
    pub(super) fn size(&self, id: ObjectId) -> Option<usize> {
        let mut reader = self.reader();
        let (pack, offset) = self.find(&mut reader, id)?;
        if let Some(bytes) = self.lately((pack, offset), ObjectKind::Blob) {
            return Some(bytes.len());
        }
        let head = reader.window.head((pack, &self.open[pack].1), offset).ok()?;
        match head.kind {
            Kind::Whole(kind) if head.size >= LARGE => (kind == number(ObjectKind::Blob)).then_some(head.size),
            // Mostly it is read next.
            _ => self.read_at(&mut reader, (pack, offset), ObjectKind::Blob).map(|bytes| bytes.len()),
        }
    }

    /// The object of a kind at a spot, if it was read lately.
    fn lately(&self, spot: Spot, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let (found, bytes) = self.memory(kind)?.get(spot)?;
        (found == number(kind)).then_some(bytes)
    }

    /// The object of a kind at a spot; it is remembered.
    fn read_at(&self, reader: &mut Reader, (pack, offset): Spot, kind: ObjectKind) -> Option<Arc<[u8]>> {
        let (found, bytes) = self.object(reader, self.memory(kind), pack, offset).ok()?;
        (found == number(kind)).then_some(bytes)
    }

    /// A commit is read once, and seldom written as a difference from another.
    fn memory(&self, kind: ObjectKind) -> Option<&Shared> {
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

    fn find(&self, reader: &mut Reader, id: ObjectId) -> Option<Spot> {
        if let Some(spot) = reader.found.get(&id) {
            return Some(*spot);
        }
        let others = (0..self.open.len()).filter(|n| *n != reader.last);
        let spot = std::iter::once(reader.last)
            .chain(others)
            .find_map(|n| self.open.get(n)?.0.offset(id).map(|offset| (n, offset)))?;
        reader.last = spot.0;
        if reader.found.len() < FOUND && !self.open[spot.0].0.holds_names() {
            reader.found.insert(id, spot);
        }
        Some(spot)
    }

    /// The object at an offset: the differences down to something whole, and back up again.
    fn object(&self, reader: &mut Reader, lately: Option<&Shared>, pack: usize, offset: u64) -> io::Result<Kept> {
        let file = (pack, &self.open[pack].1);
        reader.places.clear();
        let mut at = offset;
        let (kind, mut bytes) = loop {
            // What was asked for was looked for.
            if at != offset
                && let Some(kept) = lately.and_then(|lately| lately.get((pack, at)))
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
                        lately.put((pack, at), &kept);
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
                lately.put((pack, place), &(kind, bytes.clone()));
            }
        }
        Ok((kind, bytes))
    }
}

/// The one place where a folder is at hand, if it is.
fn place_at_hand(id: ObjectId) -> usize {
    usize::from(id.0[1]) % AT_HAND
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
