//! What is kept of a published site.

use std::collections::HashMap;

use super::way::{Way, Ways};
use super::{Ground, Stands};
use crate::register::kept::{Reader, Writer};

const MAGIC: &[u8; 8] = b"jejaksi3";

/// A published site: its pieces and its files.
#[derive(Debug)]
pub struct Listing<'a> {
    /// Every folder that holds a part of it, its own first.
    pub(super) homes: Vec<&'a str>,
    /// When each of them was published, where that is known: of its own nobody knew when this was written.
    pub(super) published: Vec<Option<i64>>,
    /// Up to which path was looked whether somebody touched it.
    pub(super) looked: &'a str,
    /// Where links of pieces lead, outside themselves.
    pub(super) words: Vec<&'a str>,
    pub(super) pieces: Vec<Piece<'a>>,
    /// The pieces that may be taken over, by their names.
    named: HashMap<&'a str, usize>,
    files: Reader<'a>,
    /// How many files there are.
    pub(super) count: usize,
    /// How long all of it is.
    pub(super) length: usize,
}

/// A piece of a published site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    /// Empty for one that is made each time.
    pub(super) name: &'a str,
    pub(super) ground: &'a [u8],
    /// Where its links lead, outside itself: places of words.
    pub(super) links: &'a [u8],
}

impl<'a> Listing<'a> {
    /// From bytes, if they are whole.
    pub fn read(bytes: &'a [u8], checksum: fn(&[u8]) -> u32) -> Option<Self> {
        let mut rest = Reader::framed(bytes, MAGIC, checksum)?;
        let words = rest.texts()?;
        let many = rest.count()?;
        let mut pieces = Vec::with_capacity(many.min(bytes.len()));
        for _ in 0..many {
            pieces.push(Piece::read(&mut rest)?);
        }
        let named = pieces.iter().enumerate().filter(|(_, piece)| !piece.name.is_empty());
        let named = named.map(|(at, piece)| (piece.name, at)).collect();
        let (count, length) = (rest.count()?, rest.count()?);
        let files = Reader::new(rest.take(length)?);
        let (homes, looked) = (rest.texts()?, rest.text()?);
        let time = |rest: &mut Reader| rest.signed().map(|time| (time != 0).then_some(time));
        let published = homes.iter().map(|_| time(&mut rest)).collect::<Option<Vec<_>>>()?;
        let length = bytes.len();
        rest.is_empty().then_some(Self { homes, published, looked, words, pieces, named, files, count, length })
    }

    /// The name of the folder in which it was published.
    pub fn folder(&self) -> &'a str {
        self.homes.first().copied().unwrap_or_default()
    }

    /// A piece that was made from the same, by its place.
    pub fn same(&self, name: &str, ground: &Ground) -> Option<usize> {
        self.named.get(name).copied().filter(|at| self.pieces[*at].ground == ground)
    }

    /// How many pieces there are.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }

    /// What it needs of sites that were published before.
    pub fn stands(&self) -> Stands {
        let mut stands = Stands::new();
        let mut walk = self.walk();
        while let Some(way) = walk.next() {
            for at in way.shared..way.folders.len() {
                let around = at.checked_sub(1).map_or(0, |around| way.folders[around].home);
                let folder = way.folders[at];
                if folder.home != around {
                    let path = way.path[..folder.end - 1].to_owned();
                    stands.entry(self.homes[folder.home].to_owned()).or_default().insert(path);
                }
            }
        }
        stands
    }

    /// A walk along its files in their order.
    pub(super) fn walk(&self) -> Walk<'a> {
        Walk { rest: self.files, left: self.count, way: Way::default() }
    }
}

impl<'a> Piece<'a> {
    fn read(rest: &mut Reader<'a>) -> Option<Self> {
        let (name, ground, many) = (rest.text()?, rest.take(size_of::<Ground>())?, rest.count()?);
        Some(Self { name, ground, links: rest.take(many)? })
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.text(self.name);
        out.bytes.extend_from_slice(self.ground);
        out.number(self.links.len() as u64);
        out.bytes.extend_from_slice(self.links);
    }

    /// Where its links lead.
    pub(super) fn words(&self) -> impl Iterator<Item = usize> {
        let mut rest = Reader::new(self.links);
        std::iter::from_fn(move || rest.count())
    }
}

/// A walk along files in their order.
pub(super) struct Walk<'a> {
    rest: Reader<'a>,
    left: usize,
    way: Way,
}

impl Walk<'_> {
    /// The next file. The walk also ends where something does not fit; `is_whole` tells.
    pub(super) fn next(&mut self) -> Option<&Way> {
        if self.left == 0 {
            return None;
        }
        self.way.read(&mut self.rest)?;
        self.left -= 1;
        Some(&self.way)
    }

    /// Whether it came to the end.
    pub(super) fn is_whole(&self) -> bool {
        self.left == 0 && self.rest.is_empty()
    }
}

/// The parts of a listing.
pub(super) struct Parts<'p> {
    pub(super) words: &'p [&'p str],
    /// How many pieces there are.
    pub(super) pieces: usize,
    /// Those that were made, as they are written.
    pub(super) made: &'p [u8],
    pub(super) files: &'p Ways,
    pub(super) homes: &'p [&'p str],
    pub(super) published: &'p [Option<i64>],
    pub(super) looked: &'p str,
    /// How long the listing before was: it was about as long.
    pub(super) length: usize,
}

/// Puts the parts of a listing together with the pieces that stay.
pub(super) fn write<'p>(
    parts: &Parts,
    kept: impl Iterator<Item = &'p Piece<'p>>,
    checksum: fn(&[u8]) -> u32,
) -> Vec<u8> {
    let mut whole = Writer::frame();
    whole.bytes.reserve(parts.length + parts.made.len() + parts.length / 64);
    whole.texts(parts.words);
    whole.number(parts.pieces as u64);
    kept.for_each(|piece| piece.write(&mut whole));
    whole.bytes.extend_from_slice(parts.made);
    whole.number(parts.files.count as u64);
    whole.number(parts.files.out.bytes.len() as u64);
    whole.bytes.extend_from_slice(&parts.files.out.bytes);
    whole.texts(parts.homes);
    whole.text(parts.looked);
    parts.published.iter().for_each(|time| whole.signed(time.unwrap_or_default()));
    whole.framed(MAGIC, checksum)
}
