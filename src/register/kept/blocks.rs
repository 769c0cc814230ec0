//! The bytes of what is kept, cut into blocks that are read as they are needed. Each block has a checksum: one that is not
//! as it was written is as if nothing were kept, and what nobody asks for need not be read at all.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

/// Fills a buffer with what stands from some byte on; whether all of it could be had.
pub type Source = Box<dyn Fn(u64, &mut [u8]) -> bool + Send + Sync>;
/// A checksum that no flipped byte passes.
pub type Checksum = fn(&[u8]) -> u32;

const BLOCK: usize = 16 << 10;
const SUM: usize = 4;
/// So many blocks are looked at in one piece by whoever looks at all of them.
const STRETCH: usize = 64;

/// Blocks, one behind the other.
pub(super) struct Blocks {
    source: Source,
    checksum: Checksum,
    /// Where the first begins.
    at: u64,
    /// How long all of them are.
    length: usize,
    /// The checksum of each.
    sums: Vec<u8>,
    /// Those that were read.
    read: Vec<OnceLock<Option<Box<[u8]>>>>,
    is_damaged: AtomicBool,
}

impl std::fmt::Debug for Blocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blocks").field("length", &self.length).finish_non_exhaustive()
    }
}

/// The checksums of bytes that stand in pieces, block by block.
pub(super) fn sums(pieces: &[impl AsRef<[u8]>], checksum: Checksum) -> Vec<u8> {
    let mut sums = Vec::new();
    let mut block = Vec::with_capacity(BLOCK);
    for mut rest in pieces.iter().map(AsRef::as_ref) {
        while !rest.is_empty() {
            if let Some((whole, further)) = rest.split_at_checked(BLOCK).filter(|_| block.is_empty()) {
                sums.extend(checksum(whole).to_le_bytes());
                rest = further;
                continue;
            }
            let (taken, further) = rest.split_at(rest.len().min(BLOCK - block.len()));
            block.extend_from_slice(taken);
            rest = further;
            if block.len() == BLOCK {
                sums.extend(checksum(&block).to_le_bytes());
                block.clear();
            }
        }
    }
    if !block.is_empty() {
        sums.extend(checksum(&block).to_le_bytes());
    }
    sums
}

/// How long the checksums of so many bytes are.
pub(super) fn length_of_sums(length: usize) -> usize {
    length.div_ceil(BLOCK) * SUM
}

impl Blocks {
    /// So many bytes from some place on, with their checksums.
    pub(super) fn new(source: Source, checksum: Checksum, at: u64, length: usize, sums: Vec<u8>) -> Self {
        let read = (0..length.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect();
        Self { source, checksum, at, length, sums, read, is_damaged: AtomicBool::new(false) }
    }

    /// Some of the bytes; none where they are not as they were written.
    pub(super) fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        if range.start > range.end || range.end > self.length {
            return None;
        }
        let (first, offset) = (range.start / BLOCK, range.start % BLOCK);
        if range.is_empty() {
            return Some(Cow::Borrowed(&[]));
        }
        if range.end <= (first + 1) * BLOCK {
            return self.block(first)?.get(offset..offset + range.len()).map(Cow::Borrowed);
        }
        let last = (range.end - 1) / BLOCK;
        let mut bytes = Vec::new();
        if self.read[first..=last].iter().all(|block| block.get().is_none()) {
            // Nobody looked at any of them: they are read in one piece, and not laid aside.
            bytes = self.read_all(first..last + 1)?;
            bytes.truncate(range.end - first * BLOCK);
            bytes.drain(..offset);
            return Some(Cow::Owned(bytes));
        }
        bytes.reserve(range.len());
        for n in first..=last {
            let (from, to) = (range.start.max(n * BLOCK), range.end.min((n + 1) * BLOCK));
            bytes.extend_from_slice(self.block(n)?.get(from - n * BLOCK..to - n * BLOCK)?);
        }
        Some(Cow::Owned(bytes))
    }

    /// Whether all of them are as they were written. None is laid aside: most of them nobody will ask for.
    pub(super) fn are_whole(&self) -> bool {
        let is_whole =
            |bytes: &mut Vec<u8>, n: usize| self.fill(bytes, n * STRETCH..((n + 1) * STRETCH).min(self.read.len()));
        (0..self.read.len().div_ceil(STRETCH)).into_par_iter().map_init(Vec::new, is_whole).all(|is_whole| is_whole)
    }

    /// Whether something was asked for that is not as it was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    fn block(&self, n: usize) -> Option<&[u8]> {
        self.read.get(n)?.get_or_init(|| self.load(n)).as_deref()
    }

    fn load(&self, n: usize) -> Option<Box<[u8]>> {
        self.read_all(n..n + 1).map(Vec::into_boxed_slice)
    }

    /// Some blocks, in one piece.
    fn read_all(&self, blocks: Range<usize>) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        self.fill(&mut bytes, blocks).then_some(bytes)
    }

    /// Reads some blocks; whether they are as they were written.
    fn fill(&self, bytes: &mut Vec<u8>, blocks: Range<usize>) -> bool {
        let from = blocks.start * BLOCK;
        bytes.resize(self.length.min(blocks.end * BLOCK) - from, 0);
        let is_read = (self.source)(self.at + from as u64, bytes);
        let sums = self.sums.get(blocks.start * SUM..blocks.end * SUM);
        let is_whole = is_read && sums.is_some_and(|sums| sums == self::sums(&[&bytes], self.checksum));
        if !is_whole {
            self.is_damaged.store(true, Ordering::Relaxed);
        }
        is_whole
    }
}
