//! What each piece of a site was made from, so that a piece whose ground did not change is taken over as it was published.
//! It is a hint: whatever does not fit, or was touched since, is made anew.

use std::collections::HashMap;

use crate::register::kept::{Reader, Writer};

const MAGIC: &[u8; 8] = b"jejaksit";

/// What a piece was made from, as one number: equal grounds give equal bytes.
pub type Ground = [u8; 32];

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path, from the root of the site.
    pub path: String,
    /// How long it is.
    pub size: u64,
    /// When it was written, by the disk's clock: whoever touches it changes that.
    pub time: i64,
}

/// A piece of a site as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it was made from.
    pub ground: Ground,
    /// Its files.
    pub files: Vec<Written>,
    /// Where its links lead, outside itself.
    pub links: Vec<String>,
}

/// The pieces of a published site, by their names.
#[derive(Debug, Default)]
pub struct Pieces {
    /// The folder in which they stand.
    pub folder: String,
    /// Each of them.
    pub pieces: HashMap<String, Piece>,
}

impl Pieces {
    /// A piece that was made from the same.
    pub fn same(&self, name: &str, ground: &Ground) -> Option<&Piece> {
        self.pieces.get(name).filter(|piece| piece.ground == *ground)
    }

    /// As bytes. Links to pages that many pieces have are written once.
    pub fn write(&self, checksum: fn(&[u8]) -> u32) -> Vec<u8> {
        let mut out = Writer::default();
        let mut words = crate::register::kept::Texts::default();
        out.text(&self.folder);
        out.number(self.pieces.len() as u64);
        for (name, piece) in &self.pieces {
            out.text(name);
            out.bytes.extend_from_slice(&piece.ground);
            out.number(piece.files.len() as u64);
            for file in &piece.files {
                out.text(&file.path);
                out.number(file.size);
                out.signed(file.time);
            }
            out.number(piece.links.len() as u64);
            for link in &piece.links {
                out.word(link, &mut words);
            }
        }
        let mut whole = Writer::default();
        whole.number(words.all.len() as u64);
        words.all.iter().for_each(|word| whole.text(word));
        whole.bytes.extend_from_slice(&out.bytes);
        let sum = checksum(&whole.bytes).to_le_bytes();
        [&MAGIC[..], &sum, &whole.bytes].concat()
    }

    /// From bytes, if they are whole.
    pub fn read(bytes: &[u8], checksum: fn(&[u8]) -> u32) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (sum, rest) = rest.split_at_checked(4)?;
        if sum != checksum(rest).to_le_bytes() {
            return None;
        }
        let mut rest = Reader::new(rest);
        let words = (0..rest.count()?).map(|_| rest.text()).collect::<Option<Vec<&str>>>()?;
        let mut all = Self { folder: rest.text()?.to_owned(), pieces: HashMap::new() };
        for _ in 0..rest.count()? {
            let (name, piece) = (rest.text()?.to_owned(), read_piece(&mut rest, &words)?);
            all.pieces.insert(name, piece);
        }
        rest.is_empty().then_some(all)
    }
}

fn read_piece(rest: &mut Reader, words: &[&str]) -> Option<Piece> {
    let ground = rest.take(32)?.try_into().ok()?;
    let file =
        |rest: &mut Reader| Some(Written { path: rest.text()?.to_owned(), size: rest.number()?, time: rest.signed()? });
    let files = (0..rest.count()?).map(|_| file(rest)).collect::<Option<_>>()?;
    let links = (0..rest.count()?).map(|_| rest.word(words).map(str::to_owned)).collect::<Option<_>>()?;
    Some(Piece { ground, files, links })
}
