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
    /// Every file with the place of its piece among those that were made.
    pub(super) files: Vec<(Written, usize)>,
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
            let next = self.words.len();
            let word = *self.words.entry(Cow::Owned(target)).or_insert(next);
            self.wanted.entry(word).or_insert(from);
            links.number(word as u64);
        }
        let (name, ground) = ground.unwrap_or_default();
        Piece { name: &name, ground: &ground, links: &links.bytes }.write(&mut self.piece_bytes);
        self.files.extend(files.into_iter().map(|file| (file, self.pieces)));
        self.pieces += 1;
    }

    /// Every word in its place.
    pub(super) fn words(&self) -> Vec<&str> {
        let mut words = vec![""; self.words.len()];
        self.words.iter().for_each(|(word, at)| words[*at] = word);
        words
    }
}
