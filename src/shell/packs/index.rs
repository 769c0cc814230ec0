//! Where each object of a pack begins: git's index file, version 2.
//!
//! A few lookups read the few bytes they need; whoever asks for many gets the whole table into memory once.

use std::cmp::Ordering as Order;
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

/// The index of one pack.
pub(super) struct Index {
    file: File,
    fanout: Vec<u32>,
    asked: AtomicU32,
    /// After so many lookups the whole table is worth its memory.
    many: u32,
    table: OnceLock<Option<Table>>,
}

/// All names in order, each with where its object begins, and where the names begin that share their first bits.
struct Table {
    rows: Vec<u8>,
    first: Vec<u32>,
    /// How many bits of a name are left out of `first`.
    shift: u32,
}

/// A name and an offset.
const ROW: usize = 24;
/// So many bits fewer than would tell all names apart: the few that share the others stand side by side, and where they
/// begin stays near at hand.
const FEW: u32 = 2;
/// How many rows are read at once.
const AT_ONCE: usize = 1 << 14;

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
        Ok(rises.then(|| Self { file, fanout, asked: AtomicU32::new(0), many: MANY, table: OnceLock::new() }))
    }

    /// Lets the table go. From now on every lookup reads the few bytes that it needs, however many there are.
    pub(super) fn spare_memory(&mut self) {
        (self.many, self.table) = (u32::MAX, OnceLock::new());
    }

    fn count(&self) -> u32 {
        self.fanout[255]
    }

    /// Where an object begins in the pack.
    pub(super) fn offset(&self, id: ObjectId) -> Option<u64> {
        let first = usize::from(id.0[0]);
        let low = if first == 0 { 0 } else { self.fanout[first - 1] };
        let high = self.fanout[first];
        if low == high {
            return None;
        }
        if self.asked.load(Ordering::Relaxed) > self.many
            && let Some(table) = self.table.get_or_init(|| self.load().ok())
        {
            return self.large(table.offset(id)?);
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let read_id = |n: usize| {
            let mut id = [0; 20];
            self.file.read_exact_at(&mut id, IDS_AT + n as u64 * 20).ok().map(|()| ObjectId(id))
        };
        let n = self.search(id, low, high, read_id)?;
        let mut offset = [0; 4];
        self.file.read_exact_at(&mut offset, self.offsets_at() + n as u64 * 4).ok()?;
        self.large(u32::from_be_bytes(offset))
    }

    fn search(&self, id: ObjectId, low: u32, high: u32, read: impl Fn(usize) -> Option<ObjectId>) -> Option<usize> {
        let (mut low, mut high) = (low as usize, high.min(self.count()) as usize);
        // Names are spread evenly, so where one stands among its neighbours can be guessed; halving bounds bad luck.
        let (wanted, mut guesses) = (key(&id.0), 4);
        let (mut below, mut above) = (u64::from(id.0[0]) << 56, (u64::from(id.0[0]) << 56) | (u64::MAX >> 8));
        while low < high {
            let at = if guesses > 0 && above > below {
                let share = u128::from(wanted.saturating_sub(below)) * (high - low) as u128 / u128::from(above - below);
                guesses -= 1;
                low + usize::try_from(share).unwrap_or(0).min(high - low - 1)
            } else {
                low.midpoint(high)
            };
            let found = read(at)?;
            match found.0.cmp(&id.0) {
                Order::Less => (low, below) = (at + 1, key(&found.0)),
                Order::Greater => (high, above) = (at, key(&found.0)),
                Order::Equal => return Some(at),
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

    fn load(&self) -> io::Result<Table> {
        let count = self.count() as usize;
        let mut table = Table::with_room_for(count);
        let (mut ids, mut offsets) = (Vec::new(), Vec::new());
        for from in (0..count).step_by(AT_ONCE) {
            let many = AT_ONCE.min(count - from);
            ids.resize(many * 20, 0);
            offsets.resize(many * 4, 0);
            self.file.read_exact_at(&mut ids, IDS_AT + from as u64 * 20)?;
            self.file.read_exact_at(&mut offsets, self.offsets_at() + from as u64 * 4)?;
            ids.chunks_exact(20).zip(offsets.chunks_exact(4)).for_each(|(id, offset)| table.push(id, offset));
        }
        Ok(table.closed())
    }
}

impl Table {
    fn with_room_for(names: usize) -> Self {
        let bits = names.max(1).ilog2().saturating_sub(FEW).clamp(8, 24);
        let (rows, first) = (Vec::with_capacity(names * ROW), Vec::with_capacity((1 << bits) + 1));
        Self { rows, first, shift: 64 - bits }
    }

    /// The next name in order.
    fn push(&mut self, id: &[u8], offset: &[u8]) {
        let bucket = key(id) >> self.shift;
        while self.first.len() as u64 <= bucket {
            self.first.push(self.count());
        }
        self.rows.extend_from_slice(id);
        self.rows.extend_from_slice(offset);
    }

    fn closed(mut self) -> Self {
        let all = self.count();
        self.first.resize((1 << (64 - self.shift)) + 1, all);
        self
    }

    fn count(&self) -> u32 {
        u32::try_from(self.rows.len() / ROW).unwrap_or(u32::MAX)
    }

    fn offset(&self, id: ObjectId) -> Option<u32> {
        let bucket = usize::try_from(key(&id.0) >> self.shift).ok()?;
        let (from, to) = (*self.first.get(bucket)? as usize, *self.first.get(bucket + 1)? as usize);
        let rows = self.rows.get(from * ROW..to * ROW)?;
        let row = rows.chunks_exact(ROW).find(|row| row[..20] == id.0)?;
        Some(big_endian(&row[20..]))
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
