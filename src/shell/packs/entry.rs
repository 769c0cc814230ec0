//! One entry of a pack: its head, its compressed bytes, and how a difference is laid over what it differs from.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use flate2::{Decompress, FlushDecompress, Status};

/// What an entry says of itself.
pub(super) struct Head {
    pub(super) kind: Kind,
    /// How many bytes it holds once inflated.
    pub(super) size: usize,
    /// Where its compressed bytes begin.
    pub(super) data: u64,
}

/// What an entry holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A whole object: 1 a commit, 2 a tree, 3 a blob, 4 a tag.
    Whole(u8),
    /// What differs from the entry at that offset.
    From(u64),
    /// What differs from the object of that name.
    FromNamed([u8; 20]),
}

/// What one thread reads entries with: a piece of a pack, and the machine that inflates.
pub(super) struct Window {
    piece: Piece,
    inflate: Decompress,
}

/// The file of a pack. Who reads much of one that is small enough gets it into memory once, and no call is needed any more.
pub(super) struct PackFile {
    file: File,
    asked: AtomicU32,
    whole: OnceLock<Option<Vec<u8>>>,
}

/// The largest pack that is taken into memory.
const SMALL: u64 = 192 << 20;
/// After so many reads it is worth it.
const MANY: u32 = 2_000;

impl PackFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::open(path)?, asked: AtomicU32::new(0), whole: OnceLock::new() })
    }

    fn whole(&self) -> Option<&[u8]> {
        if self.asked.load(Ordering::Relaxed) < MANY {
            self.asked.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let load = || {
            let size = self.file.metadata().ok().map(|data| data.len()).filter(|size| *size <= SMALL)?;
            let mut bytes = vec![0; usize::try_from(size).ok()?];
            self.file.read_exact_at(&mut bytes, 0).ok()?;
            Some(bytes)
        };
        self.whole.get_or_init(load).as_deref()
    }
}

/// A piece of a pack that was read lately.
struct Piece {
    pack: Option<usize>,
    start: u64,
    bytes: Vec<u8>,
}

/// How much is read at once: a few small objects.
const PIECE: usize = 8 << 10;
/// The longest head of an entry: a size, and a name or an offset.
const HEAD: usize = 32;

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

impl Piece {
    /// At least so many bytes, or what is left of the pack, from an offset on.
    fn at<'p>(&'p mut self, (number, pack): (usize, &'p PackFile), offset: u64, wanted: usize) -> io::Result<&'p [u8]> {
        if let Some(whole) = pack.whole() {
            return whole.get(usize::try_from(offset).map_err(|_| damaged())?..).ok_or_else(damaged);
        }
        let end = self.start + self.bytes.len() as u64;
        if self.pack != Some(number) || offset < self.start || offset + wanted as u64 > end {
            self.bytes.resize(PIECE, 0);
            let mut filled = 0;
            while filled < PIECE {
                match pack.file.read_at(&mut self.bytes[filled..], offset + filled as u64)? {
                    0 => break,
                    n => filled += n,
                }
            }
            self.bytes.truncate(filled);
            (self.pack, self.start) = (Some(number), offset);
        }
        let from = usize::try_from(offset - self.start).map_err(|_| damaged())?;
        self.bytes.get(from..).ok_or_else(damaged)
    }
}

impl Window {
    pub(super) fn new() -> Self {
        let piece = Piece { pack: None, start: 0, bytes: Vec::new() };
        Self { piece, inflate: Decompress::new(true) }
    }

    /// The head of the entry at an offset.
    pub(super) fn head(&mut self, file: (usize, &PackFile), offset: u64) -> io::Result<Head> {
        let bytes = self.piece.at(file, offset, HEAD)?;
        let mut rest = bytes.iter().copied();
        let mut next = || rest.next().ok_or_else(damaged);
        let first = next()?;
        let (mut size, mut shift, mut byte, mut read) = (u64::from(first & 0x0f), 4, first, 1);
        while byte & 0x80 != 0 {
            byte = next()?;
            size |= u64::from(byte & 0x7f).checked_shl(shift).ok_or_else(damaged)?;
            (shift, read) = (shift + 7, read + 1);
        }
        let kind = match first >> 4 & 7 {
            kind @ 1..=4 => Kind::Whole(kind),
            6 => {
                let mut byte = next()?;
                let mut back = u64::from(byte & 0x7f);
                read += 1;
                while byte & 0x80 != 0 {
                    byte = next()?;
                    back = (back + 1).checked_mul(128).ok_or_else(damaged)? | u64::from(byte & 0x7f);
                    read += 1;
                }
                Kind::From(offset.checked_sub(back).filter(|_| back > 0).ok_or_else(damaged)?)
            }
            7 => {
                let mut name = [0; 20];
                for byte in &mut name {
                    *byte = next()?;
                }
                read += 20;
                Kind::FromNamed(name)
            }
            _ => return Err(damaged()),
        };
        Ok(Head { kind, size: usize::try_from(size).map_err(|_| damaged())?, data: offset + read })
    }

    /// The bytes of an entry, written over what stood in a buffer.
    pub(super) fn inflate(&mut self, file: (usize, &PackFile), head: &Head, out: &mut Vec<u8>) -> io::Result<()> {
        // What an entry says of its size is a claim: memory is taken as bytes really come.
        out.clear();
        out.reserve((head.size + 1).min(1 << 20));
        self.inflate.reset(true);
        loop {
            if out.len() == out.capacity() {
                out.reserve(1 << 20);
            }
            let read = self.inflate.total_in();
            let bytes = self.piece.at(file, head.data + read, 1)?;
            let status = self.inflate.decompress_vec(bytes, out, FlushDecompress::None).map_err(|_| damaged())?;
            let stuck = self.inflate.total_in() == read && out.len() < out.capacity();
            match status {
                Status::StreamEnd if out.len() == head.size => return Ok(()),
                Status::StreamEnd => return Err(damaged()),
                _ if out.len() > head.size || stuck => return Err(damaged()),
                _ => {}
            }
        }
    }
}

/// Lays a difference over what it differs from.
pub(super) fn patch(base: &[u8], delta: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let mut rest = delta;
    let (from, to) = (length(&mut rest)?, length(&mut rest)?);
    if from != base.len() {
        return None;
    }
    out.clear();
    out.reserve(to.min(1 << 24));
    while let Some((&op, more)) = rest.split_first() {
        rest = more;
        if op & 0x80 == 0 {
            let (new, more) = rest.split_at_checked(usize::from(op)).filter(|_| op != 0)?;
            out.extend_from_slice(new);
            rest = more;
        } else {
            let offset = number(&mut rest, op, 4)?;
            let size = match number(&mut rest, op >> 4, 3)? {
                0 => 0x1_0000,
                size => size,
            };
            out.extend_from_slice(base.get(offset..offset + size)?);
        }
    }
    (out.len() == to).then_some(())
}

fn length(rest: &mut &[u8]) -> Option<usize> {
    let (mut value, mut shift) = (0_usize, 0);
    loop {
        let (&byte, more) = rest.split_first()?;
        *rest = more;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}

/// A number of which only the bytes whose bit is set are written.
fn number(rest: &mut &[u8], bits: u8, bytes: u8) -> Option<usize> {
    let mut value = 0;
    for n in 0..bytes {
        if bits >> n & 1 == 1 {
            let (&byte, more) = rest.split_first()?;
            *rest = more;
            value |= usize::from(byte) << (8 * n);
        }
    }
    Some(value)
}
