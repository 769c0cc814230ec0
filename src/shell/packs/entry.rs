//! One entry of a pack: its head, its compressed bytes, and how a difference is laid over what it differs from.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

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

/// What one thread reads entries with: pieces of packs, and the machine that inflates.
pub(super) struct Window {
    pieces: Vec<Piece>,
    /// Counts the uses of pieces, so that the one that was used longest ago makes room.
    uses: u64,
    inflate: Decompress,
}

/// A piece of a pack that was read lately.
struct Piece {
    pack: usize,
    start: u64,
    /// Room, of which so much is filled.
    bytes: Vec<u8>,
    filled: usize,
    used: u64,
    /// It holds mostly what lies before the entry for which it was read.
    backward: bool,
}

/// Commits, trees and files stand in places of their own, and so do old and new ones.
const PIECES: usize = 8;
/// How much is read where nothing near was read lately: an object or two.
const SMALL: usize = 4 << 10;
/// Where one object after the other is read, each piece is so many times as long as the one before it, up to an end.
const GROWTH: usize = 2;
const LARGE: usize = 64 << 10;
/// The end where one goes backwards. The system does not read ahead there, so a disk is asked for more at once.
const LARGE_BACK: usize = 512 << 10;
/// How far from what was read something is still beside it.
const NEAR: u64 = 8 << 10;
/// So much is inflated before it is known whether there is more.
const MOST_AT_ONCE: usize = 1 << 20;
/// The longest head of an entry: a size, and a name or an offset.
const HEAD: usize = 32;

fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

impl Piece {
    fn read(pack: usize, file: &File, start: u64, many: usize, mut bytes: Vec<u8>) -> io::Result<Self> {
        bytes.resize(many.max(bytes.len()), 0);
        let mut filled = 0;
        while filled < many {
            match file.read_at(&mut bytes[filled..many], start + filled as u64)? {
                0 => break,
                n => filled += n,
            }
        }
        Ok(Self { pack, start, bytes, filled, used: 0, backward: false })
    }

    fn end(&self) -> u64 {
        self.start + self.filled as u64
    }

    /// What it holds from an offset on.
    fn from(&self, offset: u64) -> io::Result<&[u8]> {
        let from = usize::try_from(offset - self.start).map_err(|_| damaged())?;
        self.bytes.get(from..self.filled).ok_or_else(damaged)
    }
}

impl Window {
    pub(super) fn new() -> Self {
        Self { pieces: Vec::new(), uses: 0, inflate: Decompress::new(true) }
    }

    /// The piece that holds so many bytes from an offset on, or all that is left of the pack.
    fn piece(&mut self, (pack, file): (usize, &File), offset: u64, wanted: u64) -> io::Result<usize> {
        self.uses += 1;
        let holds = |piece: &Piece| piece.pack == pack && piece.start <= offset && offset + wanted <= piece.end();
        if let Some(at) = self.pieces.iter().position(holds) {
            self.pieces[at].used = self.uses;
            return Ok(at);
        }
        // Beside a piece more is read at once, in the direction in which one goes. What lies before a piece that grew forwards is
        // an older entry that is wanted once, and the piece is still needed.
        let is_behind = |piece: &Piece| {
            let reach = if piece.backward || piece.filled <= SMALL { NEAR } else { 0 };
            offset < piece.start && piece.start <= offset + reach
        };
        let is_ahead = |piece: &Piece| piece.start <= offset && offset <= piece.end() + NEAR;
        let beside = |piece: &Piece| piece.pack == pack && (is_behind(piece) || is_ahead(piece));
        let longer = |at: usize, end| (self.pieces[at].filled * GROWTH).clamp(2 * SMALL, end);
        let (at, back, many) = match self.pieces.iter().position(beside) {
            Some(at) if is_ahead(&self.pieces[at]) => (Some(at), SMALL, longer(at, LARGE)),
            Some(at) => (Some(at), longer(at, LARGE_BACK) - SMALL, longer(at, LARGE_BACK)),
            None if self.pieces.len() < PIECES => (None, SMALL / 2, SMALL),
            None => (self.spare(), SMALL / 2, SMALL),
        };
        let backward = back > SMALL / 2;
        let spare = at.map(|at| self.pieces.swap_remove(at).bytes).unwrap_or_default();
        let piece = Piece::read(pack, file, offset.saturating_sub(back as u64), many, spare)?;
        self.pieces.push(Piece { used: self.uses, backward, ..piece });
        Ok(self.pieces.len() - 1)
    }

    /// The piece that makes room for one that is read alone. Down a chain of differences one goes from place to place all over
    /// the pack: that must not drive out the pieces that grew, to which one comes back at its end.
    fn spare(&self) -> Option<usize> {
        let alone = |at: &usize| self.pieces[*at].filled <= SMALL;
        let many = (0..self.pieces.len()).filter(alone).count();
        let candidates = (0..self.pieces.len()).filter(|at| alone(at) == (many >= PIECES / 2));
        candidates.min_by_key(|at| self.pieces[*at].used)
    }

    /// The head of the entry at an offset.
    pub(super) fn head(&mut self, file: (usize, &File), offset: u64) -> io::Result<Head> {
        let at = self.piece(file, offset, HEAD as u64)?;
        let bytes = self.pieces[at].from(offset)?;
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
    pub(super) fn inflate(&mut self, file: (usize, &File), head: &Head, out: &mut Buffer) -> io::Result<()> {
        self.inflate.reset(true);
        out.filled = 0;
        loop {
            // What an entry says of its size is a claim: memory is taken as bytes really come. Who says too little is found out by
            // one byte more.
            let room = (head.size + 1).min(out.filled + MOST_AT_ONCE);
            out.make_room(room);
            let read = self.inflate.total_in();
            let at = self.piece(file, head.data + read, 1)?;
            let bytes = self.pieces[at].from(head.data + read)?;
            let (before, free) = (self.inflate.total_out(), &mut out.bytes[out.filled..room]);
            let status = self.inflate.decompress(bytes, free, FlushDecompress::None).map_err(|_| damaged())?;
            let came = usize::try_from(self.inflate.total_out() - before).map_err(|_| damaged())?;
            out.filled += came;
            let stuck = self.inflate.total_in() == read && came == 0;
            match status {
                Status::StreamEnd if out.filled == head.size => return Ok(()),
                Status::StreamEnd => return Err(damaged()),
                _ if out.filled > head.size || stuck => return Err(damaged()),
                _ => {}
            }
        }
    }
}

/// Room for the bytes of one entry after the other. Once taken it is never cleared: what stands behind what was filled last is
/// nobody's.
#[derive(Default)]
pub(super) struct Buffer {
    bytes: Vec<u8>,
    filled: usize,
}

impl Buffer {
    fn make_room(&mut self, many: usize) {
        if self.bytes.len() < many {
            self.bytes.resize(many, 0);
        }
    }

    /// What was filled last.
    pub(super) fn filled(&self) -> &[u8] {
        &self.bytes[..self.filled]
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

#[cfg(test)]
mod tests {
    use super::{LARGE, Window};

    #[test]
    fn whoever_goes_one_way_reads_longer_and_longer_pieces() {
        const STEP: u64 = 2_500;
        const STEPS: u64 = 400;
        let pack = tempfile::tempfile().expect("a file");
        pack.set_len(STEPS * STEP).expect("a length");
        let forwards: Vec<u64> = (0..STEPS).map(|n| n * STEP).collect();
        let backwards = forwards.iter().rev().copied().collect();
        for offsets in [forwards, backwards] {
            let mut window = Window::new();
            let mut pieces = Vec::new();
            for offset in offsets {
                let at = window.piece((0, &pack), offset, 32).expect("a piece");
                pieces.push((window.pieces[at].start, window.pieces[at].filled));
            }
            pieces.dedup();
            // The first pieces are short, and then each is as long as they become, but for the last.
            assert!(pieces.len() as u64 <= STEPS * STEP / LARGE as u64 + 8, "{pieces:?}");
        }
    }

    #[test]
    fn whoever_looks_aside_goes_on_in_the_same_piece() {
        const STEP: u64 = 2_500;
        const STEPS: u64 = 400;
        const ASIDE: u64 = 12;
        let pack = tempfile::tempfile().expect("a file");
        pack.set_len(STEPS * STEP + ((STEPS * ASIDE) << 16)).expect("a length");
        let mut window = Window::new();
        let mut pieces = Vec::new();
        for n in 0..STEPS {
            let at = window.piece((0, &pack), n * STEP, 32).expect("a piece");
            pieces.push((window.pieces[at].start, window.pieces[at].filled));
            // What is read first is as short as what is read aside, so it has to grow before.
            let asides = if n < STEPS / 4 { 0 } else { ASIDE };
            for aside in n * ASIDE..n * ASIDE + asides {
                window.piece((0, &pack), STEPS * STEP + (aside << 16), 32).expect("a piece");
            }
        }
        pieces.dedup();
        assert!(pieces.len() as u64 <= STEPS * STEP / LARGE as u64 + 8, "{pieces:?}");
    }
}
