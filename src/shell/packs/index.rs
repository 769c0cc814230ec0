//! Where each object of a pack begins: git's index file, version 2.
//!
//! A few lookups read the few bytes they need; whoever asks for many gets the names into memory, a shelf for each first byte.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::model::git::ObjectId;

const FANOUT_AT: u64 = 8;
const IDS_AT: u64 = FANOUT_AT + 256 * 4;
/// So many lookups are few.
const MANY: u32 = 2_000;
/// So many names are read at once where one is looked up.
const AT_ONCE: usize = 128;

/// The index of one pack.
pub(super) struct Index {
    file: File,
    fanout: Vec<u32>,
    asked: AtomicU32,
    /// After so many lookups the names are worth their memory.
    many: u32,
    /// The names by their first byte; none where they could not be read.
    shelves: Vec<OnceLock<Option<Shelf>>>,
}

/// The names that share their first byte, each with where its object begins.
///
/// Names are spread evenly, so each stands about where its next bytes say among so many places, or soon behind: a look at one
/// place mostly finds it, which matters because none of them is near at hand.
struct Shelf {
    /// In order, with room between them. Room has no offset: no object begins where a pack does.
    rows: Vec<u8>,
    places: u64,
}

/// A name and an offset.
const ROW: usize = 24;

impl Index {
    /// Opens an index; none where it is of another version or damaged.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        let file = File::open(path)?;
        let mut head = vec![0; usize::try_from(IDS_AT).unwrap_or(0)];
        file.read_exact_at(&mut head, 0)?;
        if head[..8] != [0xff, b't', b'O', b'c', 0, 0, 0, 2] {
            return Ok(None);
        }
        let fanout: Vec<u32> = head[8..].chunks_exact(4).map(big_endian).collect();
        let rises = fanout.windows(2).all(|pair| pair[0] <= pair[1]);
        // As much memory is taken as there are names, so the file must be as long as it says.
        let holds_all = file.metadata()?.len() >= IDS_AT + u64::from(fanout[255]) * ROW as u64;
        let fits = rises && holds_all;
        Ok(fits.then(|| Self { file, fanout, asked: AtomicU32::new(0), many: MANY, shelves: empty() }))
    }

    /// Lets the names go. From now on every lookup reads the few bytes that it needs, however many there are.
    pub(super) fn spare_memory(&mut self) {
        (self.many, self.shelves) = (u32::MAX, empty());
    }

    /// Many lookups are to come: names are gotten into memory from the first one on.
    pub(super) fn expect_many(&self) {
        self.asked.store(MANY + 1, Ordering::Relaxed);
    }

    /// Whether names are looked for in memory.
    pub(super) fn holds_names(&self) -> bool {
        self.asked.load(Ordering::Relaxed) > self.many
    }

    /// How many names there are.
    pub(super) fn count(&self) -> u32 {
        self.fanout[255]
    }

    /// Some objects, and where they begin: as many as are asked for at most. Names being what they are, the first ones are as
    /// good as any.
    pub(super) fn sample(&self, many: u32) -> Vec<(ObjectId, u64)> {
        let many = many.min(self.count());
        let rows = self.rows(0, many).unwrap_or_default();
        let object =
            |(id, offset): (&[u8], &[u8])| Some((ObjectId(id.try_into().ok()?), self.large(big_endian(offset))?));
        rows.iter().filter_map(object).collect()
    }

    /// Where an object begins in the pack.
    pub(super) fn offset(&self, id: ObjectId) -> Option<u64> {
        let first = usize::from(id.0[0]);
        if self.holds_names()
            && let Some(shelf) = self.shelves[first].get_or_init(|| self.shelf(first).ok())
        {
            return self.large(shelf.offset(id)?);
        }
        let (low, high) = self.range(first);
        if low == high {
            return None;
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let n = self.search(id, (low as usize, high as usize))?;
        let mut offset = [0; 4];
        self.file.read_exact_at(&mut offset, self.offsets_at() + n as u64 * 4).ok()?;
        self.large(u32::from_be_bytes(offset))
    }

    /// Between which places the names stand that begin with a byte.
    fn range(&self, first: usize) -> (u32, u32) {
        let low = if first == 0 { 0 } else { self.fanout[first - 1] };
        (low, self.fanout[first])
    }

    /// The place of a name, which is between two.
    fn search(&self, id: ObjectId, (mut low, mut high): (usize, usize)) -> Option<usize> {
        // Names are spread evenly, so where one stands among its neighbours can be guessed, but for a few places; halving bounds
        // bad luck.
        let (wanted, mut guesses) = (key(&id.0), 4);
        let (mut below, mut above) = (u64::from(id.0[0]) << 56, (u64::from(id.0[0]) << 56) | (u64::MAX >> 8));
        let mut names = [0; AT_ONCE * 20];
        while low < high {
            let at = if guesses > 0 && above > below {
                let share = u128::from(wanted.saturating_sub(below)) * (high - low) as u128 / u128::from(above - below);
                guesses -= 1;
                low + usize::try_from(share).unwrap_or(0).min(high - low - 1)
            } else {
                low.midpoint(high)
            };
            let from = at.saturating_sub(AT_ONCE / 2).max(low);
            let read = names.get_mut(..AT_ONCE.min(high - from) * 20)?;
            self.file.read_exact_at(read, IDS_AT + from as u64 * 20).ok()?;
            let (names, _) = read.as_chunks::<20>();
            let (first, last) = (names.first()?, names.last()?);
            if id.0 < *first {
                (high, above) = (from, key(first));
            } else if id.0 > *last {
                (low, below) = (from + names.len(), key(last));
            } else {
                return names.binary_search(&id.0).ok().map(|n| from + n);
            }
        }
        None
    }

    fn offsets_at(&self) -> u64 {
        IDS_AT + u64::from(self.count()) * 24
    }

    /// Offsets beyond two gigabytes stand in a table of their own.
    fn large(&self, offset: u32) -> Option<u64> {
        if offset & 0x8000_0000 == 0 {
            return Some(u64::from(offset));
        }
        let n = u64::from(offset & 0x7fff_ffff);
        let mut wide = [0; 8];
        self.file.read_exact_at(&mut wide, self.offsets_at() + u64::from(self.count()) * 4 + n * 8).ok()?;
        Some(u64::from_be_bytes(wide))
    }

    fn shelf(&self, first: usize) -> io::Result<Shelf> {
        let (low, high) = self.range(first);
        let rows = self.rows(low, high)?;
        Ok(Shelf::new((high - low) as usize, rows.iter()))
    }

    /// The names between two places, with their offsets.
    fn rows(&self, low: u32, high: u32) -> io::Result<Rows> {
        let many = (high - low) as usize;
        let mut rows = Rows { ids: vec![0; many * 20], offsets: vec![0; many * 4] };
        self.file.read_exact_at(&mut rows.ids, IDS_AT + u64::from(low) * 20)?;
        self.file.read_exact_at(&mut rows.offsets, self.offsets_at() + u64::from(low) * 4)?;
        Ok(rows)
    }
}

/// Names in their order, each with an offset, as an index holds them.
#[derive(Default)]
struct Rows {
    ids: Vec<u8>,
    offsets: Vec<u8>,
}

impl Rows {
    fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.ids.chunks_exact(20).zip(self.offsets.chunks_exact(4))
    }
}

fn empty() -> Vec<OnceLock<Option<Shelf>>> {
    (0..256).map(|_| OnceLock::new()).collect()
}

impl Shelf {
    /// So many names, in their order.
    fn new<'n>(many: usize, names: impl Iterator<Item = (&'n [u8], &'n [u8])>) -> Self {
        let places = many + many / 3 + 1;
        let mut shelf = Self { rows: Vec::with_capacity((places + 8) * ROW), places: places as u64 };
        for (id, offset) in names {
            shelf.rows.resize(shelf.rows.len().max(shelf.place(id) * ROW), 0);
            shelf.rows.extend_from_slice(id);
            shelf.rows.extend_from_slice(offset);
        }
        shelf
    }

    /// Where a name would stand if no other did.
    fn place(&self, id: &[u8]) -> usize {
        usize::try_from((u64::from(big_endian(&id[1..5])) * self.places) >> 32).unwrap_or(0)
    }

    fn offset(&self, id: ObjectId) -> Option<u32> {
        let rows = self.rows.get(self.place(&id.0) * ROW..)?;
        for row in rows.chunks_exact(ROW) {
            let offset = big_endian(&row[20..]);
            if offset == 0 {
                return None;
            }
            if row[..20] == id.0 {
                return Some(offset);
            }
        }
        None
    }
}

/// The first eight bytes of a name, as a number.
fn key(id: &[u8]) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&id[..8]);
    u64::from_be_bytes(word)
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}
