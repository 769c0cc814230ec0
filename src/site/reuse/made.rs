//! What was made now, and which pieces stay as they are.

use std::borrow::Cow;
use std::collections::HashMap;

use super::listing::{Listing, Piece};
use super::{Ground, Written};
use crate::register::kept::Writer;
use crate::site::Book;

/// The pieces of a site that is being made.
#[derive(Debug)]
pub struct Made<'a> {
    pub(super) before: Option<&'a Listing<'a>>,
    /// Which pieces stay, by their places in the listing.
    pub(super) kept: Vec<bool>,
    words: HashMap<Cow<'a, str>, usize>,
    /// The words to which something leads that was made now, each with the first such page, by its place among the files.
    wanted: HashMap<usize, usize>,
    pub(super) pieces: usize,
    pub(super) piece_bytes: Writer,
    /// The paths of all files, one behind the other: each by itself would take twice the memory.
    paths: String,
    files: Vec<Entry>,
}

/// A file that was made, as it is noted.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where its path ends, which begins where that of the one before it ends.
    end: usize,
    size: u64,
    time: i64,
    piece: usize,
}

/// A file that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct File<'m> {
    pub(super) path: &'m str,
    pub(super) size: u64,
    pub(super) time: i64,
    /// The place of its piece among those that were made.
    pub(super) piece: usize,
}

/// A piece that was made, ready to be added to the others.
#[derive(Debug)]
pub struct Fresh {
    name: String,
    ground: Ground,
    files: Vec<Written>,
    /// Where its links lead outside itself, each with the first page that has such a link.
    outward: Vec<(String, String)>,
}

impl Fresh {
    /// A piece with its files, and their links. Without a ground it will be made each time.
    pub fn new(ground: Option<(String, Ground)>, files: Vec<Written>, book: Book) -> Self {
        let (name, ground) = ground.unwrap_or_default();
        Self { name, ground, files, outward: book.outward() }
    }
}

impl<'a> Made<'a> {
    /// Nothing yet, beside what is published.
    pub fn new(before: Option<&'a Listing<'a>>) -> Self {
        let words = before.map(|before| before.words.as_slice()).unwrap_or_default();
        Self {
            before,
            kept: vec![false; before.map_or(0, Listing::pieces)],
            words: words.iter().enumerate().map(|(at, word)| (Cow::Borrowed(*word), at)).collect(),
            wanted: HashMap::new(),
            pieces: 0,
            piece_bytes: Writer::default(),
            paths: String::new(),
            files: Vec::new(),
        }
    }

    /// A piece stays.
    pub fn keep(&mut self, at: usize) {
        self.kept[at] = true;
    }

    /// A piece was made.
    pub fn add(&mut self, fresh: Fresh) {
        let Fresh { name, ground, files, outward } = fresh;
        let mut links = Writer::default();
        for (target, from) in outward {
            let word = self.word(target);
            let first = self.files.len();
            let from = || first + files.iter().position(|file| file.path == from).unwrap_or_default();
            self.wanted.entry(word).or_insert_with(from);
            links.number(word as u64);
        }
        Piece { name: &name, ground: &ground, links: &links.bytes }.write(&mut self.piece_bytes);
        for Written { path, size, time } in files {
            self.paths.push_str(&path);
            self.files.push(Entry { end: self.paths.len(), size, time, piece: self.pieces });
        }
        self.pieces += 1;
    }

    fn word(&mut self, word: String) -> usize {
        let next = self.words.len();
        *self.words.entry(Cow::Owned(word)).or_insert(next)
    }

    /// Every file in its order.
    pub(super) fn files(&self) -> Vec<File<'_>> {
        let file = |(at, entry): (usize, &Entry)| {
            let Entry { size, time, piece, .. } = *entry;
            File { path: self.path(at), size, time, piece }
        };
        let mut files: Vec<File> = self.files.iter().enumerate().map(file).collect();
        files.sort_unstable();
        files
    }

    fn path(&self, at: usize) -> &str {
        let end = |at: usize| self.files.get(at).map_or(0, |entry| entry.end);
        self.paths.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
    }

    /// Where links lead that were made now, each with the first page that has such a link, in order.
    pub(super) fn wanted<'m>(&'m self, words: &[&'m str]) -> Vec<(&'m str, &'m str)> {
        let mut wanted: Vec<_> = self.wanted.iter().map(|(word, from)| (words[*word], self.path(*from))).collect();
        wanted.sort_unstable();
        wanted
    }

    /// Every word in its place.
    pub(super) fn words(&self) -> Vec<&str> {
        let mut words = vec![""; self.words.len()];
        self.words.iter().for_each(|(word, at)| words[*at] = word);
        words
    }
}
