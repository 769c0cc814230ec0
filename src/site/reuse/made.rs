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
    /// The words to which something leads that was made now, each with the first such page.
    pub(super) wanted: HashMap<usize, String>,
    pub(super) pieces: usize,
    pub(super) piece_bytes: Writer,
    /// Every file: its path among the words, for nearly all are linked from somewhere, its size and time, and the place of its
    /// piece among those that were made.
    files: Vec<(usize, u64, i64, usize)>,
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
            files: Vec::new(),
        }
    }

    /// A piece stays.
    pub fn keep(&mut self, at: usize) {
        self.kept[at] = true;
    }

    /// A piece was made. Without a ground it will be made each time.
    pub fn add(&mut self, ground: Option<(String, Ground)>, files: Vec<Written>, book: Book) {
        let mut links = Writer::default();
        for (target, from) in book.outward() {
            let word = self.word(target);
            self.wanted.entry(word).or_insert(from);
            links.number(word as u64);
        }
        let (name, ground) = ground.unwrap_or_default();
        Piece { name: &name, ground: &ground, links: &links.bytes }.write(&mut self.piece_bytes);
        for file in files {
            let word = self.word(file.path);
            self.files.push((word, file.size, file.time, self.pieces));
        }
        self.pieces += 1;
    }

    fn word(&mut self, word: String) -> usize {
        let next = self.words.len();
        *self.words.entry(Cow::Owned(word)).or_insert(next)
    }

    /// Every file in its order.
    pub(super) fn files<'m>(&self, words: &[&'m str]) -> Vec<File<'m>> {
        let file = |(word, size, time, piece): &(usize, u64, i64, usize)| File {
            path: words[*word],
            size: *size,
            time: *time,
            piece: *piece,
        };
        let mut files: Vec<File> = self.files.iter().map(file).collect();
        files.sort_unstable();
        files
    }

    /// Every word in its place.
    pub(super) fn words(&self) -> Vec<&str> {
        let mut words = vec![""; self.words.len()];
        self.words.iter().for_each(|(word, at)| words[*at] = word);
        words
    }
}
