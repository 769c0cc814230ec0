//! Numbers and texts as bytes, and back. Whatever is read back is checked: what does not fit is none.

use std::collections::HashMap;

use crate::model::git::ObjectId;

/// What is kept does not fit: the whole history has to be judged again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Misfit;

/// What stands before a whole file: its name and a checksum.
const FRAME: usize = 12;

/// Bytes that are being written. Texts that come again and again are kept once.
#[derive(Debug, Default)]
pub struct Out {
    /// What was written.
    pub bytes: Vec<u8>,
}

/// The texts of a file, each once.
#[derive(Debug, Default)]
pub struct Words {
    places: HashMap<String, u64>,
    /// In the order in which they came.
    pub all: Vec<String>,
}

impl Words {
    /// The place of a text.
    pub fn place(&mut self, text: &str) -> u64 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.all.len() as u64;
        self.all.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }
}

/// Texts by their places.
pub trait Lookup {
    /// The text at a place.
    fn at(&self, place: usize) -> Option<&str>;
}

impl Lookup for Words {
    fn at(&self, place: usize) -> Option<&str> {
        self.all.get(place).map(String::as_str)
    }
}

/// The texts of a file that was kept.
#[derive(Debug)]
pub struct KeptWords {
    bytes: Vec<u8>,
    places: Vec<std::ops::Range<usize>>,
}

impl KeptWords {
    /// Finds where each begins and ends; none where they are no texts.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let mut rest = In::new(&bytes);
        let mut places = Vec::new();
        for _ in 0..rest.count()? {
            let length = rest.text()?.len();
            let end = bytes.len() - rest.bytes.len();
            places.push(end - length..end);
        }
        Some(Self { bytes, places })
    }

    /// In the order in which they came.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.places.len()).filter_map(|place| self.at(place))
    }
}

impl Lookup for KeptWords {
    fn at(&self, place: usize) -> Option<&str> {
        std::str::from_utf8(self.bytes.get(self.places.get(place)?.clone())?).ok()
    }
}

impl Lookup for [&str] {
    fn at(&self, place: usize) -> Option<&str> {
        self.get(place).copied()
    }
}

impl Out {
    /// A number, small ones in few bytes.
    pub fn number(&mut self, mut number: u64) {
        while number > 127 {
            self.bytes.push(low_bits(number) | 128);
            number >>= 7;
        }
        self.bytes.push(low_bits(number));
    }

    /// A number that may be below nought.
    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Texts, and how many they are.
    pub fn texts<T: AsRef<str>>(&mut self, texts: &[T]) {
        self.number(texts.len() as u64);
        for text in texts {
            self.text(text.as_ref());
        }
    }

    /// The beginning of a whole file: room for what stands before everything else. It is large, so it is never copied.
    pub fn frame() -> Self {
        Self { bytes: vec![0; FRAME] }
    }

    /// What was written since the frame began as a whole file: by which name it goes, a checksum, and the bytes.
    pub fn framed(mut self, magic: &[u8; 8], checksum: fn(&[u8]) -> u32) -> Vec<u8> {
        let sum = checksum(self.bytes.get(FRAME..).unwrap_or_default()).to_le_bytes();
        self.bytes.splice(..FRAME.min(self.bytes.len()), magic.iter().chain(&sum).copied());
        self.bytes
    }

    /// A text that comes again.
    pub fn word(&mut self, text: &str, words: &mut Words) {
        self.number(words.place(text));
    }

    /// A text that may be missing.
    pub fn maybe(&mut self, text: Option<&str>, words: &mut Words) {
        match text {
            None => self.number(0),
            Some(text) => self.number(words.place(text) + 1),
        }
    }

    /// An object's id.
    pub fn id(&mut self, id: ObjectId) {
        self.bytes.extend_from_slice(&id.0);
    }
}

fn low_bits(number: u64) -> u8 {
    u8::try_from(number & 127).unwrap_or_default()
}

/// Bytes that are being read.
#[derive(Debug, Clone, Copy)]
pub struct In<'a> {
    bytes: &'a [u8],
}

impl<'a> In<'a> {
    /// From their beginning.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// From the beginning of a whole file, if it goes by that name and is as it was written.
    pub fn framed(bytes: &'a [u8], magic: &[u8; 8], checksum: fn(&[u8]) -> u32) -> Option<Self> {
        let (sum, rest) = bytes.strip_prefix(magic)?.split_at_checked(4)?;
        (sum == checksum(rest).to_le_bytes()).then(|| Self::new(rest))
    }

    /// Texts, as many as were written.
    pub fn texts(&mut self) -> Option<Vec<&'a str>> {
        (0..self.count()?).map(|_| self.text()).collect()
    }

    /// Some bytes.
    pub fn take(&mut self, many: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(many)?;
        self.bytes = rest;
        Some(taken)
    }

    /// A number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    /// A number of things.
    pub fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// A small number.
    pub fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// A number that may be below nought.
    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A text.
    pub fn text(&mut self) -> Option<&'a str> {
        let many = self.count()?;
        std::str::from_utf8(self.take(many)?).ok()
    }

    /// A text that comes again.
    pub fn word<'w>(&mut self, words: &'w (impl Lookup + ?Sized)) -> Option<&'w str> {
        words.at(self.count()?)
    }

    /// A text that may be missing.
    pub fn maybe<'w>(&mut self, words: &'w (impl Lookup + ?Sized)) -> Result<Option<&'w str>, Misfit> {
        match self.count().ok_or(Misfit)? {
            0 => Ok(None),
            place => words.at(place - 1).map(Some).ok_or(Misfit),
        }
    }

    /// An object's id.
    pub fn id(&mut self) -> Option<ObjectId> {
        Some(ObjectId(self.take(20)?.try_into().ok()?))
    }

    /// How many bytes are left.
    pub fn left(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}
