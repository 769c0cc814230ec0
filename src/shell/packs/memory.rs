//! What was read lately: two generations, so that forgetting is one move and nothing has to be counted.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The pack in which an object stands, and where it begins there.
pub(super) type Spot = (usize, u64);

type Table = HashMap<Spot, Kept, BuildHasherDefault<SpotHasher>>;

/// Objects by where they stand; about `limit` bytes of them are kept.
struct Memory {
    young: Table,
    old: Table,
    weight: usize,
    limit: usize,
}

/// What an object is, by its number in packs, and its bytes.
pub(super) type Kept = (u8, Arc<[u8]>);

/// Objects that any thread read lately, for all of them.
pub(super) struct Shared {
    shelves: Vec<Mutex<Memory>>,
}

/// What is as large is not worth remembering.
pub(super) const LARGE: usize = 64 << 10;
/// Threads seldom meet on one of so many.
const SHELVES: usize = 32;

impl Shared {
    pub(super) fn new(limit: usize) -> Self {
        Self { shelves: (0..SHELVES).map(|_| Mutex::new(Memory::new(limit / SHELVES))).collect() }
    }

    fn shelf(&self, spot: Spot) -> MutexGuard<'_, Memory> {
        let mut hasher = SpotHasher::default();
        spot.hash(&mut hasher);
        // Other bits than those that the tables go by.
        let at = usize::from(hasher.0.to_le_bytes()[5]) % SHELVES;
        self.shelves[at].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, spot: Spot) -> Option<Kept> {
        self.shelf(spot).get(spot)
    }

    pub(super) fn put(&self, spot: Spot, kept: &Kept) {
        if kept.1.len() < LARGE {
            self.shelf(spot).put(spot, kept.clone());
        }
    }
}

/// What an entry costs beside its bytes.
const OVERHEAD: usize = 64;

impl Memory {
    fn new(limit: usize) -> Self {
        Self { young: HashMap::default(), old: HashMap::default(), weight: 0, limit }
    }

    fn get(&mut self, spot: Spot) -> Option<Kept> {
        if let Some(kept) = self.young.get(&spot) {
            return Some(kept.clone());
        }
        let kept = self.old.remove(&spot)?;
        self.put(spot, kept.clone());
        Some(kept)
    }

    fn put(&mut self, spot: Spot, kept: Kept) {
        self.weight += kept.1.len() + OVERHEAD;
        self.young.insert(spot, kept);
        if self.weight > self.limit / 2 {
            std::mem::swap(&mut self.old, &mut self.young);
            // Its room stays: a table that had to grow anew would cost more than what it holds.
            self.young.clear();
            self.weight = 0;
        }
    }
}

/// Offsets are spread by one multiplication.
#[derive(Default)]
struct SpotHasher(u64);

impl Hasher for SpotHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
