//! What was read lately: two generations, so that forgetting is one move and nothing has to be counted.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Things by name; about `limit` bytes of them are kept.
struct Memory<K> {
    young: HashMap<K, Kept, BuildHasherDefault<NameHasher>>,
    old: HashMap<K, Kept, BuildHasherDefault<NameHasher>>,
    weight: usize,
    limit: usize,
}

/// What an object is, by its number in packs, and its bytes.
pub(super) type Kept = (u8, Arc<[u8]>);

/// Objects that any thread read lately, for all of them.
pub(super) struct Shared<K> {
    shelves: Vec<Mutex<Memory<K>>>,
}

/// What is as large is not worth remembering.
pub(super) const LARGE: usize = 64 << 10;
/// Threads seldom meet on one of so many.
const SHELVES: usize = 32;

impl<K: Hash + Eq> Shared<K> {
    pub(super) fn new(limit: usize) -> Self {
        Self { shelves: (0..SHELVES).map(|_| Mutex::new(Memory::new(limit / SHELVES))).collect() }
    }

    fn shelf(&self, name: &K) -> MutexGuard<'_, Memory<K>> {
        let mut hasher = NameHasher::default();
        name.hash(&mut hasher);
        // Other bits than those that the tables go by.
        let at = usize::from(hasher.0.to_le_bytes()[5]) % SHELVES;
        self.shelves[at].lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, name: &K) -> Option<Kept> {
        self.shelf(name).get(name)
    }

    pub(super) fn put(&self, name: K, kept: &Kept) {
        if kept.1.len() < LARGE {
            self.shelf(&name).put(name, kept.clone());
        }
    }
}

/// What an entry costs beside its bytes.
const OVERHEAD: usize = 64;

impl<K: Hash + Eq> Memory<K> {
    fn new(limit: usize) -> Self {
        Self { young: HashMap::default(), old: HashMap::default(), weight: 0, limit }
    }

    fn get(&mut self, name: &K) -> Option<Kept> {
        if let Some(kept) = self.young.get(name) {
            return Some(kept.clone());
        }
        let (name, kept) = self.old.remove_entry(name)?;
        self.put(name, kept.clone());
        Some(kept)
    }

    fn put(&mut self, name: K, kept: Kept) {
        self.weight += kept.1.len() + OVERHEAD;
        self.young.insert(name, kept);
        if self.weight > self.limit / 2 {
            std::mem::swap(&mut self.old, &mut self.young);
            // Its room stays: a table that had to grow anew would cost more than what it holds.
            self.young.clear();
            self.weight = 0;
        }
    }
}

/// Object ids are hashes already, and offsets are spread by one multiplication.
#[derive(Default)]
pub(super) struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        // Eight bytes of a hash are hash enough.
        let mut word = [0; 8];
        let taken = bytes.len().min(8);
        word[..taken].copy_from_slice(&bytes[..taken]);
        self.write_u64(u64::from_le_bytes(word));
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
