//! Paths in their order. A path is written as what it does not share with the one before it, and so are its folders: each
//! is told where it begins, with the place where it really stands.

use crate::register::kept::{Reader, Writer};

/// A folder on the way to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folder {
    /// Where its name ends in the path, after the slash.
    pub(super) end: usize,
    /// In which site's folder it really stands, by its place in the listing.
    pub(super) home: usize,
}

/// A file in its order.
#[derive(Debug, Default)]
pub(super) struct Way {
    pub(super) path: String,
    /// The folders on the way, the outermost first. The root is none of them.
    pub(super) folders: Vec<Folder>,
    /// How many of them it shares with the file before it.
    pub(super) shared: usize,
    /// How many bytes of its path it shares with that.
    pub(super) common: usize,
    /// To which piece it belongs, by its place in the listing.
    pub(super) piece: usize,
    pub(super) size: u64,
    pub(super) time: i64,
}

impl Way {
    /// Goes on to the next file.
    pub(super) fn read(&mut self, rest: &mut Reader) -> Option<()> {
        let shared = rest.count()?;
        if !self.path.is_char_boundary(shared) {
            return None;
        }
        self.path.truncate(shared);
        let own = rest.text()?;
        self.path.push_str(own);
        let stays = self.folders.iter().take_while(|folder| folder.end <= shared).count();
        self.folders.truncate(stays);
        (self.shared, self.common) = (stays, shared);
        for at in slashes(own) {
            self.folders.push(Folder { end: shared + at + 1, home: rest.count()? });
        }
        self.piece = rest.count()?;
        self.size = rest.number()?;
        self.time = self.time.wrapping_add(rest.signed()?);
        Some(())
    }
}

/// Files that are being written in their order.
#[derive(Debug, Default)]
pub(super) struct Ways {
    pub(super) out: Writer,
    pub(super) count: usize,
    last: String,
    time: i64,
}

impl Ways {
    /// Writes the next file. `home` tells of each folder that was not yet told of, by where its name ends.
    pub(super) fn put(
        &mut self,
        path: &str,
        piece: usize,
        stamp: (u64, i64),
        home: impl FnMut(usize) -> usize,
    ) -> Option<()> {
        self.put_after(common(&self.last, path), path, piece, stamp, home)
    }

    /// The same, of a file of which somebody knows how many bytes of its path it shares with the one that was put last.
    pub(super) fn put_after(
        &mut self,
        shared: usize,
        path: &str,
        piece: usize,
        stamp: (u64, i64),
        mut home: impl FnMut(usize) -> usize,
    ) -> Option<()> {
        let own = path.get(shared..)?;
        self.out.number(shared as u64);
        self.out.text(own);
        for at in slashes(own) {
            self.out.number(home(shared + at + 1) as u64);
        }
        self.out.number(piece as u64);
        self.out.number(stamp.0);
        self.out.signed(stamp.1.wrapping_sub(self.time));
        self.time = stamp.1;
        self.last.truncate(shared);
        self.last.push_str(own);
        self.count += 1;
        Some(())
    }
}

/// How many bytes two paths share from their beginning, in whole characters.
fn common(a: &str, b: &str) -> usize {
    let mut same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(same) {
        same -= 1;
    }
    same
}

/// Where the slashes of a text stand. It is short, so no search is worth preparing.
fn slashes(text: &str) -> impl Iterator<Item = usize> {
    text.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(at, _)| at)
}

/// The folders of a path, the outermost first.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
