//! What is kept of a published site.

use std::collections::HashMap;

use super::way::{Way, Ways};
use super::{Ground, Stands};
use crate::register::kept::{Reader, Writer};

const MAGIC: &[u8; 8] = b"jejaksi2";

/// A published site: its pieces and its files.
#[derive(Debug)]
pub struct Listing<'a> {
    /// Every folder that holds a part of it, its own first.
    pub(super) homes: Vec<&'a str>,
    /// Up to which path was looked whether somebody touched it.
    pub(super) looked: &'a str,
    /// Where links lead that are written by their places here.
    pub(super) words: Vec<&'a str>,
    pub(super) pieces: Vec<Piece<'a>>,
    /// The pieces that may be taken over, by their names.
    named: HashMap<&'a str, usize>,
    files: Reader<'a>,
    /// How many files there are.
    pub(super) count: usize,
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
        let (homes, looked, words) = (rest.texts()?, rest.text()?, rest.texts()?);
        let pieces = (0..rest.count()?).map(|_| Piece::read(&mut rest)).collect::<Option<Vec<Piece>>>()?;
        let named = pieces.iter().enumerate().filter(|(_, piece)| !piece.name.is_empty());
        let named = named.map(|(at, piece)| (piece.name, at)).collect();
        let count = rest.count()?;
        Some(Self { homes, looked, words, pieces, named, files: rest, count })
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
    pub(super) homes: Vec<&'p str>,
    pub(super) looked: &'p str,
    pub(super) words: Vec<&'p str>,
    /// How many there are, and their bytes.
    pub(super) pieces: (usize, Writer),
    pub(super) files: Ways,
}

/// Puts the parts of a listing together.
pub(super) fn write(parts: &Parts, checksum: fn(&[u8]) -> u32) -> Vec<u8> {
    let mut whole = Writer::default();
    whole.texts(&parts.homes);
    whole.text(parts.looked);
    whole.texts(&parts.words);
    for (count, bytes) in [(parts.pieces.0, &parts.pieces.1), (parts.files.count, &parts.files.out)] {
        whole.number(count as u64);
        whole.bytes.extend_from_slice(&bytes.bytes);
    }
    whole.framed(MAGIC, checksum)
}
