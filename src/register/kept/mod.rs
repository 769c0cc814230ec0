//! What is kept of a register between two looks at it, so that only what landed since has to be judged. It is a hint and
//! nothing more: whatever does not fit is as if nothing were kept, and the whole history is judged again.
//!
//! One file: a head; checksums of all that follows, block by block; the texts that come again and again; the state that is
//! small; the policy as it was read; every commit that is known, sorted; every request, sorted by folder; every landing. What is read is what is needed:
//! requests one by one, landings only for who shows all of them.

mod blocks;
mod bytes;
mod form;
mod policy;
mod request;
mod shelf;
mod write;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::OnceLock;

use blocks::Blocks;
use bytes::{In, KeptWords, Out, Words};
use rayon::prelude::*;

use super::changes::FileAt;
use super::ledger::Ledger;
use super::policy::Policy;
use super::standing::{Number, Standing};
use crate::model::git::{ObjectId, ObjectStore};
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;

pub use blocks::{Checksum, Source};
pub use bytes::{In as Reader, Lookup, Misfit, Out as Writer, Words as Texts};
pub use policy::kept_and_read;
pub use shelf::Shelf;
pub use write::{InPieces, keep};

const MAGIC: &[u8; 8] = b"jejakreg";
/// What stands before everything else: the name, the checksum of what follows in the head and of the checksums behind it,
/// and how long each of the parts is.
const HEAD: usize = 8 + 4 + PARTS * 8;
const ID: usize = 20;
/// A commit with its place on the chain.
const KNOWN: usize = ID + 4;
/// The place of a commit that is known and stands not on the chain.
const ASIDE: u32 = u32::MAX;
/// So often the place of a commit is guessed before halves are taken.
const GUESSES: u32 = 6;
/// So many of the latest times are kept. A steward would have to strike as many before another were needed.
const TIMES: usize = 512;

/// What is kept, ready to be asked.
#[derive(Debug)]
pub struct Kept {
    blocks: Blocks,
    parts: [Range<usize>; PARTS],
    /// The state that is small, behind the summary.
    state: Vec<u8>,
    /// The texts; none where they do not fit. Found when first asked for.
    words: OnceLock<Option<KeptWords>>,
    /// Where the history stood.
    pub summary: Summary,
}

/// What a kept register says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The program that judged.
    pub program: String,
    /// The first landing.
    pub start: ObjectId,
    /// Whether the start was found, and not named.
    pub found: bool,
    /// The last landing.
    pub head: ObjectId,
    /// How many commits precede the start.
    pub before: usize,
    /// How many landings there were.
    pub landings: usize,
    /// How many requests stood.
    pub requests: usize,
    /// What the judge keeps besides, in a form of its own.
    pub judged: Vec<u8>,
}

const WORDS: usize = 0;
const STATE: usize = 1;
const POLICY: usize = 2;
const COMMITS: usize = 3;
const INDEX: usize = 4;
const RECORDS: usize = 5;
const LANDINGS: usize = 6;
const PARTS: usize = 7;

impl Kept {
    /// Takes so many bytes that were kept, if they begin as such bytes do.
    pub fn open(source: Source, length: u64, checksum: Checksum) -> Option<Self> {
        let mut head = [0; HEAD];
        if length < HEAD as u64 || !source(0, &mut head) {
            return None;
        }
        let mut rest = In::new(&head);
        let (magic, sum) = (rest.take(8)?, rest.take(4)?);
        let mut at = 0_usize;
        let mut parts = Vec::with_capacity(PARTS);
        for _ in 0..PARTS {
            let end = at.checked_add(word(rest.take(8)?)?)?;
            parts.push(at..end);
            at = end;
        }
        let begins = HEAD.checked_add(blocks::length_of_sums(at))?;
        if magic != MAGIC || begins.checked_add(at)? as u64 != length {
            return None;
        }
        let mut sums = vec![0; begins - HEAD];
        if !source(HEAD as u64, &mut sums) || sum != checksum(&[&head[12..], &sums].concat()).to_le_bytes() {
            return None;
        }
        let blocks = Blocks::new(source, checksum, begins as u64, at, sums);
        let parts: [Range<usize>; PARTS] = parts.try_into().ok()?;
        let mut state = blocks.get(parts[STATE].clone())?.into_owned();
        let mut rest = In::new(&state);
        let summary = summary(&mut rest)?;
        state.drain(..state.len() - rest.left());
        Some(Self { blocks, parts, state, words: OnceLock::new(), summary })
    }

    /// Whether all of it is as it was written: then no answer will be missing.
    pub fn is_whole(&self) -> bool {
        self.blocks.are_whole()
    }

    /// Whether anything was asked for until now that is not as it was written: then no answer since holds.
    pub fn is_damaged(&self) -> bool {
        self.blocks.is_damaged()
    }

    fn part(&self, n: usize) -> Option<Cow<'_, [u8]>> {
        self.blocks.get(self.parts[n].clone())
    }

    /// Some bytes of a part.
    fn of_part(&self, n: usize, from: usize, many: usize) -> Option<Cow<'_, [u8]>> {
        let part = &self.parts[n];
        let start = part.start.checked_add(from)?;
        let end = start.checked_add(many).filter(|end| *end <= part.end)?;
        self.blocks.get(start..end)
    }

    /// Every landing in its order, in the form of whoever judged.
    pub fn landings(&self) -> Result<Cow<'_, [u8]>, Misfit> {
        self.part(LANDINGS).ok_or(Misfit)
    }

    fn words(&self) -> Option<&KeptWords> {
        self.words.get_or_init(|| KeptWords::read(self.part(WORDS)?.into_owned())).as_ref()
    }

    /// Whether a commit is known: on the chain, or brought by a landing, or from before the start.
    pub fn knows(&self, id: ObjectId) -> bool {
        self.find(id).is_some()
    }

    /// Whether a commit is one of the landings.
    pub fn is_landing(&self, id: ObjectId) -> bool {
        self.place_of(id).is_some()
    }

    /// The place of a landing in the chain.
    pub fn place_of(&self, id: ObjectId) -> Option<usize> {
        self.find(id).filter(|place| *place != ASIDE).and_then(|place| usize::try_from(place).ok())
    }

    fn find(&self, id: ObjectId) -> Option<u32> {
        let (mut low, mut high) = (0, self.parts[COMMITS].len() / KNOWN);
        // Names are spread evenly, so where one stands can be guessed, and less of the table is read than by halving; but halving
        // bounds bad luck.
        let (wanted, mut guesses) = (id.leading(), GUESSES);
        let (mut below, mut above) = (0, u64::MAX);
        while low < high {
            let at = if guesses > 0 && above > below {
                guesses -= 1;
                let share = u128::from(wanted.saturating_sub(below)) * (high - low) as u128 / u128::from(above - below);
                low + usize::try_from(share).unwrap_or(0).min(high - low - 1)
            } else {
                usize::midpoint(low, high)
            };
            let row = self.of_part(COMMITS, at * KNOWN, KNOWN)?;
            let found = ObjectId(row[..ID].try_into().ok()?);
            match found.cmp(&id) {
                Ordering::Less => (low, below) = (at + 1, found.leading()),
                Ordering::Greater => (high, above) = (at, found.leading()),
                Ordering::Equal => return Some(u32::from_le_bytes(row[ID..].try_into().ok()?)),
            }
        }
        None
    }

    /// A request as it stood; `Err` where what is kept does not fit.
    pub fn request(
        &self,
        folder: &RequestFolder,
        store: &dyn ObjectStore,
        policy: &Policy,
    ) -> Result<Option<Standing>, Misfit> {
        self.place(folder)?.map(|n| self.at(n, store, policy)).transpose()
    }

    /// Every request as it stood.
    pub fn all(&self, store: &dyn ObjectStore, policy: &Policy) -> Result<Vec<Standing>, Misfit> {
        (0..self.summary.requests).into_par_iter().map(|n| self.at(n, store, policy)).collect()
    }

    fn at(&self, n: usize, store: &dyn ObjectStore, policy: &Policy) -> Result<Standing, Misfit> {
        let read = || {
            let record = self.record(n)?;
            let mut record = In::new(&record);
            let folder = RequestFolder::parse(record.text()?)?;
            request::read(folder, record, self, store, &policy.workspace.sops)
        };
        read().ok_or(Misfit)
    }

    /// The folder of every request, in their order.
    pub fn folders(&self) -> Option<Vec<RequestFolder>> {
        let folder = |n: usize| RequestFolder::parse(In::new(&self.record(n)?).text()?);
        (0..self.summary.requests).map(folder).collect()
    }

    /// The folder and number of every request.
    pub fn numbers(&self) -> Option<Vec<(Number, RequestFolder)>> {
        let one = |n: usize| {
            let record = self.record(n)?;
            let mut record = In::new(&record);
            let folder = RequestFolder::parse(record.text()?)?;
            Some((request::number(&mut record)?, folder))
        };
        (0..self.summary.requests).map(one).collect()
    }

    fn record(&self, n: usize) -> Option<Cow<'_, [u8]>> {
        let index = self.of_part(INDEX, n * 8, 16)?;
        let (from, to) = (word(&index[..8])?, word(&index[8..])?);
        self.of_part(RECORDS, from, to.checked_sub(from)?)
    }

    fn place(&self, folder: &RequestFolder) -> Result<Option<usize>, Misfit> {
        let (mut low, mut high) = (0, self.summary.requests);
        while low < high {
            let middle = usize::midpoint(low, high);
            let record = self.record(middle).ok_or(Misfit)?;
            match In::new(&record).text().ok_or(Misfit)?.cmp(folder.as_str()) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return Ok(Some(middle)),
            }
        }
        Ok(None)
    }

    /// The folders of the requests that a word may mean: a number, a folder, or a slug.
    pub fn named(&self, word: &str) -> Result<Vec<RequestFolder>, Misfit> {
        let means = |(number, folder): &(Number, RequestFolder)| {
            folder.as_str() == word || folder.slug() == word || number.to_string() == word
        };
        let numbers = self.numbers().ok_or(Misfit)?.into_iter();
        Ok(numbers.filter(means).map(|(_, folder)| folder).collect())
    }

    /// The register as it stood, without its requests.
    pub fn ledger(&self, store: &dyn ObjectStore) -> Option<Ledger> {
        let mut state = In::new(&self.state);
        let mut ledger = Ledger::start(policy::read(In::new(&self.part(POLICY)?), store)?);
        for _ in 0..state.count()? {
            ledger.identities.insert(state.text()?.to_owned(), state.text()?.parse().ok()?);
        }
        for _ in 0..state.count()? {
            ledger.keys.insert(state.text()?.parse().ok()?, state.text()?.parse().ok()?);
        }
        for _ in 0..state.count()? {
            let path = WorkPath::new(state.text()?);
            let file = match state.number()? {
                0 => None,
                _ => Some(FileAt { mode: state.small()?, id: state.id()? }),
            };
            ledger.exceptions.insert(path, file);
        }
        for _ in 0..state.count()? {
            let year = i32::try_from(state.signed()?).ok()?;
            ledger.set_numbers(year, state.small()?);
        }
        let times = (0..state.count()?).map(|_| Some((state.signed()?, state.id()?))).collect::<Option<_>>()?;
        let from = match state.number()? {
            0 => None,
            _ => Some(state.signed()?),
        };
        ledger.set_times(times, from);
        state.is_empty().then_some(ledger)
    }
}

impl Lookup for Kept {
    fn at(&self, place: usize) -> Option<&str> {
        self.words()?.at(place)
    }
}

/// Everything that the register knows of a request, in bytes: equal for requests that stand alike.
pub fn record(standing: &Standing) -> Vec<u8> {
    let (mut out, mut words) = (Out::default(), Words::default());
    request::write(standing, &mut out, &mut words);
    words.all.iter().for_each(|word| out.text(word));
    out.bytes
}

fn word(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok()
}

fn summary(state: &mut In) -> Option<Summary> {
    let program = state.text()?.to_owned();
    let (start, found, head) = (state.id()?, state.number()? == 1, state.id()?);
    let (before, landings, requests) = (state.count()?, state.count()?, state.count()?);
    let many = state.count()?;
    let judged = state.take(many)?.to_vec();
    Some(Summary { program, start, found, head, before, landings, requests, judged })
}
