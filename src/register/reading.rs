//! What a landing brings to a request, read once: the pieces that were added, who wrote each of them, and the files that
//! they name. It is a function of git alone, so it is done ahead of judging, by several threads at once.

use std::sync::Arc;

use super::attribution::{Held, producer};
use super::changes::{Change, FileAt, file_at};
use super::landings::Landing;
use super::slip::Slip;
use super::tier::Tier;
use crate::model::git::{Commit, MODE_FILE, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::DocumentId;
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;
use crate::model::request::{Entry, Header};
use crate::read::{Reading, cut_entries, cut_request, read_entry, read_header};

/// A request within a landing.
#[derive(Debug)]
pub struct RequestRead {
    /// The request.
    pub folder: RequestFolder,
    /// Its file.
    pub path: WorkPath,
    /// The file that was taken to stand; what was added is what follows it. None for an opening.
    pub against: Option<FileAt>,
    /// What was added.
    pub growth: Growth,
}

/// What a landing does to a request's file.
#[derive(Debug)]
pub enum Growth {
    /// It is not touched, or stands again as it stood.
    Same,
    /// It is gone.
    Gone,
    /// It is not what stands and then whole entries.
    Broken(Slip),
    /// Whole entries were added.
    Grown(Box<Grown>),
}

impl Growth {
    /// Whether something of it could not be read.
    pub fn is_unread(&self) -> bool {
        match self {
            Self::Same | Self::Gone => false,
            Self::Broken(_) => true,
            Self::Grown(grown) => grown.entries.iter().any(|entry| entry.reading.value.is_none()),
        }
    }
}

/// A request's file that grew, or was opened.
#[derive(Debug)]
pub struct Grown {
    /// The new file.
    pub file: FileAt,
    /// The header, of an opening.
    pub header: Option<Reading<Header>>,
    /// Each piece that was added.
    pub entries: Vec<ReadEntry>,
}

/// A piece that was added to a request's file.
#[derive(Debug)]
pub struct ReadEntry {
    /// What it says.
    pub reading: Reading<Entry>,
    /// The commit that produced it, where that is not the landing itself.
    pub producer: Option<Arc<Commit>>,
    /// The files that it names, as they landed.
    pub names: Vec<Named>,
}

/// A file that an entry names.
#[derive(Debug)]
pub struct Named {
    /// What it is delivered as.
    pub document: DocumentId,
    /// Its name in the request's folder.
    pub name: String,
    /// The file, if there is one.
    pub file: Option<FileAt>,
}

/// Reads what a landing brings to the requests whose files it changes, taking to stand what its first parent holds.
pub fn read_requests(store: &dyn ObjectStore, landing: &Landing) -> Result<Vec<RequestRead>, Unreadable> {
    let mut reads = Vec::new();
    for change in &landing.changes {
        if let Tier::Request(folder) = &change.tier
            && folder.file_of(&change.path) == Some("request.yaml")
        {
            reads.push(read_change(store, landing, (folder, &change.path), Some(change), change.old)?);
        }
    }
    Ok(reads)
}

/// Reads what a landing brings to a request, taking a file to stand.
pub fn read_request(
    store: &dyn ObjectStore,
    landing: &Landing,
    folder: &RequestFolder,
    against: Option<FileAt>,
) -> Result<RequestRead, Unreadable> {
    let path = folder.file("request.yaml");
    let change = landing.changes.iter().find(|change| change.path == path);
    read_change(store, landing, (folder, &path), change, against)
}

fn read_change(
    store: &dyn ObjectStore,
    landing: &Landing,
    (folder, path): (&RequestFolder, &WorkPath),
    change: Option<&Change>,
    against: Option<FileAt>,
) -> Result<RequestRead, Unreadable> {
    let reader = Reader { store, landing, folder, path };
    let growth = match change {
        None => Growth::Same,
        Some(Change { new: None, .. }) => Growth::Gone,
        Some(Change { new: Some(file), .. }) if Some(*file) == against => Growth::Same,
        Some(Change { new: Some(file), .. }) if file.mode != MODE_FILE => Growth::Broken(Slip::NO_PLAIN_FILE),
        Some(Change { new: Some(file), .. }) => reader.growth(*file, against)?,
    };
    Ok(RequestRead { folder: folder.clone(), path: path.clone(), against, growth })
}

struct Reader<'a> {
    store: &'a dyn ObjectStore,
    landing: &'a Landing,
    folder: &'a RequestFolder,
    path: &'a WorkPath,
}

impl Reader<'_> {
    fn growth(&self, file: FileAt, against: Option<FileAt>) -> Result<Growth, Unreadable> {
        let bytes = self.store.read_new(file.id, ObjectKind::Blob)?;
        let Some(against) = against else { return self.opening(file, &bytes) };
        let read;
        let standing = if let Some(standing) = grown_from(&bytes, against.id) {
            standing
        } else {
            read = self.store.read(against.id, ObjectKind::Blob)?;
            &read
        };
        let appended = bytes.strip_prefix(standing).and_then(|rest| std::str::from_utf8(rest).ok());
        let cut = appended.and_then(|text| cut_entries(text, line_of(standing))).filter(|cut| !cut.is_empty());
        let Some(cut) = cut else { return Ok(Growth::Broken(Slip::find(Some(standing), &bytes))) };
        let entries = self.entries(&bytes, standing.len(), entries_in(standing), &cut)?;
        Ok(Growth::Grown(Box::new(Grown { file, header: None, entries })))
    }

    fn opening(&self, file: FileAt, bytes: &[u8]) -> Result<Growth, Unreadable> {
        let Some(cut) = cut_request(bytes) else { return Ok(Growth::Broken(Slip::find(None, bytes))) };
        let header = read_header(self.path, cut.header);
        let entries = self.entries(bytes, cut.header.len(), 0, &cut.entries)?;
        Ok(Growth::Grown(Box::new(Grown { file, header: Some(header), entries })))
    }

    fn entries(
        &self,
        whole: &[u8],
        standing: usize,
        places: usize,
        pieces: &[(u32, &str)],
    ) -> Result<Vec<ReadEntry>, Unreadable> {
        let (mut end, mut documents, mut entries) = (standing, Vec::new(), Vec::with_capacity(pieces.len()));
        for (place, (line, piece)) in (places + 1..).zip(pieces) {
            end += piece.len();
            let reading = read_entry(self.path, piece, place, *line);
            let names = self.names(reading.value.as_ref(), &mut documents)?;
            let held = Held { path: self.path.as_str(), bytes: &whole[..end], documents: &documents };
            let producer = producer(self.store, self.landing, &held)?;
            // Verified here, where several threads are at work.
            if let Some(signed) = &producer.as_deref().unwrap_or(&self.landing.commit).signed {
                signed.signature();
            }
            entries.push(ReadEntry { reading, producer, names });
        }
        Ok(entries)
    }

    fn names(
        &self,
        entry: Option<&Entry>,
        documents: &mut Vec<(WorkPath, ObjectId)>,
    ) -> Result<Vec<Named>, Unreadable> {
        let mut names = Vec::new();
        for given in entry.iter().flat_map(|entry| &entry.documents) {
            let name = given.file.value.clone();
            let path = self.folder.file(&name);
            let file = match self.landing.changes.iter().find(|change| change.path == path) {
                Some(change) => change.new,
                None => file_at(self.store, self.landing.commit.tree, path.as_str())?,
            };
            documents.extend(file.map(|file| (path, file.id)));
            names.push(Named { document: given.id.value.clone(), name, file });
        }
        Ok(names)
    }
}

/// How many entries a landing brings to a request at most, mostly.
const MOSTLY: usize = 2;

/// What a file grew from, told by its name alone: the bytes before its last entry, or before the two last, bear it. Whoever
/// knows this need not read what stood.
fn grown_from(bytes: &[u8], name: ObjectId) -> Option<&[u8]> {
    let entries = memchr::memmem::rfind_iter(bytes, b"\n  - ").map(|at| &bytes[..=at]);
    entries.take(MOSTLY).find(|before| ObjectId::of(ObjectKind::Blob, before) == name)
}

/// How many entries a file that stands holds.
fn entries_in(standing: &[u8]) -> usize {
    let at = memchr::memmem::find(standing, b"\nriwayat:\n");
    let history = at.map_or(&[][..], |at| &standing[at..]);
    memchr::memmem::find_iter(history, b"\n  - ").count()
}

/// The line that some bytes end on.
pub(crate) fn line_of(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count() + 1).unwrap_or(u32::MAX)
}
