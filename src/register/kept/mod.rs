//! What is kept of a register between two looks at it, so that only what landed since has to be judged. It is a hint and
//! nothing more: whatever does not fit is as if nothing were kept, and the whole history is judged again.
//!
//! One file: a head with a checksum over all that follows; the texts that come again and again; the state that is small;
//! every commit that is known, sorted; every request, sorted by folder; every landing. Requests are read one by one, as they are
//! needed, landings only for who shows all of them.

mod bytes;
mod request;
mod shelf;
mod write;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use bytes::{In, Out, Words};
use rayon::prelude::*;

use super::changes::FileAt;
use super::ledger::Ledger;
use super::policy::Policy;
use super::standing::{Number, Standing};
use crate::model::git::{ObjectId, ObjectStore};
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;

pub use bytes::{In as Reader, Lookup, Misfit, Out as Writer, Words as Texts};
pub use shelf::Shelf;
pub use write::keep;

const MAGIC: &[u8; 8] = b"jejakreg";
/// What stands before everything else: the name, the length, the checksum, and how long each of the parts is.
const HEAD: usize = 8 + 8 + 4 + PARTS * 8;
const ID: usize = 20;
/// A commit with its place on the chain.
const KNOWN: usize = ID + 4;
/// The place of a commit that is known and stands not on the chain.
const ASIDE: u32 = u32::MAX;
/// So many of the latest times are kept. A steward would have to strike as many before another were needed.
const TIMES: usize = 4096;

/// What is kept, ready to be asked.
#[derive(Debug)]
pub struct Kept {
    bytes: Vec<u8>,
    parts: [Range<usize>; PARTS],
    /// Where each text stands among the bytes; none where they do not fit. Found when first asked for.
    words: OnceLock<Option<Vec<Range<usize>>>>,
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
const COMMITS: usize = 2;
const INDEX: usize = 3;
const RECORDS: usize = 4;
const LANDINGS: usize = 5;
const PARTS: usize = 6;

impl Kept {
    /// Takes bytes that were kept, if they are whole.
    pub fn open(bytes: Vec<u8>, checksum: fn(&[u8]) -> u32) -> Option<Self> {
        let mut head = In::new(bytes.get(..HEAD)?);
        let whole = head.take(8)? == MAGIC
            && word(head.take(8)?)? == bytes.len()
            && head.take(4)? == checksum(&bytes[20..]).to_le_bytes();
        if !whole {
            return None;
        }
        let mut at = HEAD;
        let mut parts = Vec::with_capacity(PARTS);
        for _ in 0..PARTS {
            let end = at.checked_add(word(head.take(8)?)?)?;
            parts.push(at..end);
            at = end;
        }
        if at != bytes.len() {
            return None;
        }
        let parts: [Range<usize>; PARTS] = parts.try_into().ok()?;
        let mut state = In::new(&bytes[parts[STATE].clone()]);
        let summary = summary(&mut state)?;
        Some(Self { bytes, parts, words: OnceLock::new(), summary })
    }

    fn part(&self, n: usize) -> &[u8] {
        &self.bytes[self.parts[n].clone()]
    }

    /// Every landing in its order, in the form of whoever judged.
    pub fn landings(&self) -> &[u8] {
        self.part(LANDINGS)
    }

    fn words(&self) -> Option<Vec<&str>> {
        let mut words = In::new(self.part(WORDS));
        (0..words.count()?).map(|_| words.text()).collect()
    }

    /// Where each text stands.
    fn find_words(&self) -> Option<Vec<Range<usize>>> {
        let end = self.parts[WORDS].end;
        let mut words = In::new(self.part(WORDS));
        let place = |words: &mut In| {
            let length = words.text()?.len();
            let until = end - words.left();
            Some(until - length..until)
        };
        (0..words.count()?).map(|_| place(&mut words)).collect()
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
        let known = self.part(COMMITS);
        let at = |n: usize| &known[n * KNOWN..(n + 1) * KNOWN];
        let (mut low, mut high) = (0, known.len() / KNOWN);
        while low < high {
            let middle = usize::midpoint(low, high);
            match at(middle)[..ID].cmp(&id.0) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(u32::from_le_bytes(at(middle)[ID..].try_into().ok()?)),
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
        self.place(folder).map(|n| self.at(n, store, policy)).transpose()
    }

    /// Every request as it stood.
    pub fn all(&self, store: &dyn ObjectStore, policy: &Policy) -> Result<Vec<Standing>, Misfit> {
        (0..self.summary.requests).into_par_iter().map(|n| self.at(n, store, policy)).collect()
    }

    fn at(&self, n: usize, store: &dyn ObjectStore, policy: &Policy) -> Result<Standing, Misfit> {
        let read = || {
            let mut record = self.record(n)?;
            let folder = RequestFolder::parse(record.text()?)?;
            request::read(folder, record, self, store, &policy.workspace.sops)
        };
        read().ok_or(Misfit)
    }

    /// The folder of every request, in their order.
    pub fn folders(&self) -> Option<Vec<RequestFolder>> {
        (0..self.summary.requests).map(|n| RequestFolder::parse(self.folder(n)?)).collect()
    }

    /// The folder and number of every request.
    pub fn numbers(&self) -> Option<Vec<(Number, RequestFolder)>> {
        let one = |n: usize| {
            let mut record = self.record(n)?;
            let folder = RequestFolder::parse(record.text()?)?;
            Some((request::number(&mut record)?, folder))
        };
        (0..self.summary.requests).map(one).collect()
    }

    fn record(&self, n: usize) -> Option<In<'_>> {
        let index = self.part(INDEX);
        let offset = |n: usize| word(index.get(n * 8..n * 8 + 8)?);
        Some(In::new(self.part(RECORDS).get(offset(n)?..offset(n + 1)?)?))
    }

    fn folder(&self, n: usize) -> Option<&str> {
        self.record(n)?.text()
    }

    fn place(&self, folder: &RequestFolder) -> Option<usize> {
        let (mut low, mut high) = (0, self.summary.requests);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.folder(middle)?.cmp(folder.as_str()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }

    /// The folders of the requests that a word may mean: a number, a folder, or a slug.
    pub fn named(&self, word: &str) -> Vec<RequestFolder> {
        let meant = |n: usize| {
            let mut record = self.record(n)?;
            let folder = RequestFolder::parse(record.text()?)?;
            let number: Number = request::number(&mut record)?;
            (folder.as_str() == word || folder.slug() == word || number.to_string() == word).then_some(folder)
        };
        (0..self.summary.requests).filter_map(meant).collect()
    }

    /// The register as it stood, without its requests.
    pub fn ledger(&self, store: &dyn ObjectStore) -> Option<Ledger> {
        let mut state = In::new(self.part(STATE));
        summary(&mut state)?;
        let mut files = BTreeMap::new();
        for _ in 0..state.count()? {
            files.insert(WorkPath::new(state.text()?), FileAt { mode: state.small()?, id: state.id()? });
        }
        let (policy, _) = Policy::read(store, files).ok()?;
        let mut ledger = Ledger::start(policy);
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
        for _ in 0..state.count()? {
            let time = state.signed()?;
            ledger.tick(time, state.id()?);
        }
        ledger.set_times_from(match state.number()? {
            0 => None,
            _ => Some(state.signed()?),
        });
        for _ in 0..state.count()? {
            let files = (0..state.count()?).map(|_| Some((WorkPath::new(state.text()?), state.id()?)));
            let files = files.collect::<Option<Vec<_>>>()?;
            ledger.policy.calendars.stood_before(store, files)?;
        }
        state.is_empty().then_some(ledger)
    }
}

impl Lookup for Kept {
    fn at(&self, place: usize) -> Option<&str> {
        let words = self.words.get_or_init(|| self.find_words()).as_ref()?;
        std::str::from_utf8(self.bytes.get(words.get(place)?.clone())?).ok()
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
