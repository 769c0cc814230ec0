//! What is kept of a register between two looks at it, so that only what landed since has to be judged. It is a hint and
//! nothing more: whatever does not fit is as if nothing were kept, and the whole history is judged again.
//!
//! One file: a head with a checksum over all that follows; the texts that come again and again; the state that is small;
//! every commit that is known, sorted; every request, sorted by folder; every landing. Requests are read one by one, as they are
//! needed, landings only for who shows all of them.

mod bytes;
mod request;
mod shelf;

use std::collections::BTreeMap;

use bytes::{In, Out, Words};
use rayon::prelude::*;

use super::changes::FileAt;
use super::landings::Chain;
use super::ledger::Ledger;
use super::policy::Policy;
use super::standing::{Number, Standing};
use crate::model::git::{ObjectId, ObjectStore};
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;

pub use bytes::{In as Reader, Lookup, Misfit, Out as Writer, Words as Texts};
pub use shelf::Shelf;

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
    parts: [std::ops::Range<usize>; PARTS],
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
        let parts: [std::ops::Range<usize>; PARTS] = parts.try_into().ok()?;
        let mut state = In::new(&bytes[parts[STATE].clone()]);
        let summary = summary(&mut state)?;
        Some(Self { bytes, parts, summary })
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

    /// Whether a commit is known: on the chain, or brought by a landing, or from before the start.
    pub fn knows(&self, id: ObjectId) -> bool {
        self.find(id).is_some()
    }

    /// Whether a commit is one of the landings.
    pub fn is_landing(&self, id: ObjectId) -> bool {
        self.find(id).is_some_and(|place| place != ASIDE)
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
        let Some(n) = self.place(folder) else { return Ok(None) };
        let words = self.words().ok_or(Misfit)?;
        self.at(n, &words, store, policy).map(Some)
    }

    /// Every request as it stood.
    pub fn all(&self, store: &dyn ObjectStore, policy: &Policy) -> Result<Vec<Standing>, Misfit> {
        let words = self.words().ok_or(Misfit)?;
        (0..self.summary.requests).into_par_iter().map(|n| self.at(n, &words, store, policy)).collect()
    }

    fn at(&self, n: usize, words: &[&str], store: &dyn ObjectStore, policy: &Policy) -> Result<Standing, Misfit> {
        let read = || {
            let mut record = self.record(n)?;
            let folder = RequestFolder::parse(record.text()?)?;
            request::read(folder, record, words, store, &policy.workspace.sops)
        };
        read().ok_or(Misfit)
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

/// The bytes to keep of a register; none where something in it is in doubt. What was not looked at since is taken over
/// from what was kept before.
pub fn keep(
    ledger: &Ledger,
    shelf: &Shelf,
    chain: &Chain,
    before: Option<&Kept>,
    mut summary: Summary,
    landings: Vec<u8>,
    checksum: fn(&[u8]) -> u32,
) -> Option<Vec<u8>> {
    if !ledger.doubt.is_none() {
        return None;
    }
    let mut words = Words::default();
    for known in before.map_or(Some(Vec::new()), Kept::words)? {
        words.place(known);
    }
    // Either somebody looked at a register from its start, and shelved what was finished, or he went on from what was kept.
    for known in &shelf.words.all {
        words.place(known);
    }
    let mut records: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (folder, record) in &shelf.records {
        let mut out = Out::default();
        out.text(folder.as_str());
        out.bytes.extend_from_slice(record);
        records.insert(folder.as_str(), out.bytes);
    }
    for (folder, standing) in &ledger.requests {
        let mut out = Out::default();
        out.text(folder.as_str());
        request::write(standing, &mut out, &mut words);
        records.insert(folder.as_str(), out.bytes);
    }
    if let Some(before) = before {
        for n in 0..before.summary.requests {
            let folder = before.folder(n)?;
            if !records.contains_key(folder) {
                let index = before.part(INDEX);
                let offset = |n: usize| word(index.get(n * 8..n * 8 + 8)?);
                records.insert(folder, before.part(RECORDS).get(offset(n)?..offset(n + 1)?)?.to_vec());
            }
        }
    }
    summary.requests = records.len();
    let mut index = Out::default();
    let mut all = Out::default();
    for record in records.values() {
        index.bytes.extend_from_slice(&(all.bytes.len() as u64).to_le_bytes());
        all.bytes.extend_from_slice(record);
    }
    index.bytes.extend_from_slice(&(all.bytes.len() as u64).to_le_bytes());
    let mut texts = Out::default();
    texts.number(words.all.len() as u64);
    words.all.iter().for_each(|word| texts.text(word));
    let parts = [texts.bytes, state(ledger, &summary), commits(chain, before), index.bytes, all.bytes, landings];
    Some(joined(&parts, checksum))
}

fn state(ledger: &Ledger, summary: &Summary) -> Vec<u8> {
    let mut out = Out::default();
    out.text(&summary.program);
    out.id(summary.start);
    out.number(u64::from(summary.found));
    out.id(summary.head);
    for count in [summary.before, summary.landings, summary.requests, summary.judged.len()] {
        out.number(count as u64);
    }
    out.bytes.extend_from_slice(&summary.judged);
    out.number(ledger.policy.files.len() as u64);
    for (path, file) in &ledger.policy.files {
        out.text(path.as_str());
        out.number(u64::from(file.mode));
        out.id(file.id);
    }
    out.number(ledger.identities.len() as u64);
    for (identity, handle) in &ledger.identities {
        out.text(identity);
        out.text(handle.as_str());
    }
    out.number(ledger.keys.len() as u64);
    for (key, handle) in &ledger.keys {
        out.text(&key.to_string());
        out.text(handle.as_str());
    }
    out.number(ledger.exceptions.len() as u64);
    for (path, file) in &ledger.exceptions {
        out.text(path.as_str());
        out.number(u64::from(file.is_some()));
        if let Some(file) = file {
            out.number(u64::from(file.mode));
            out.id(file.id);
        }
    }
    let numbers: Vec<_> = ledger.numbers().collect();
    out.number(numbers.len() as u64);
    for (year, place) in numbers {
        out.signed(i64::from(year));
        out.number(u64::from(place));
    }
    let (times, from) = ledger.latest_times(TIMES);
    out.number(times.len() as u64);
    for (time, landing) in times {
        out.signed(time);
        out.id(landing);
    }
    out.number(u64::from(from.is_some()));
    if let Some(from) = from {
        out.signed(from);
    }
    let past: Vec<_> = ledger.policy.calendars.past().collect();
    out.number(past.len() as u64);
    for stood in past {
        out.number(stood.files.len() as u64);
        for (path, id) in &stood.files {
            out.text(path.as_str());
            out.id(*id);
        }
    }
    out.bytes
}

/// Every known commit, sorted, with its place.
fn commits(chain: &Chain, before: Option<&Kept>) -> Vec<u8> {
    let mut new: Vec<[u8; KNOWN]> = Vec::new();
    let mut add = |id: ObjectId, place: u32| {
        let mut entry = [0; KNOWN];
        entry[..ID].copy_from_slice(&id.0);
        entry[ID..].copy_from_slice(&place.to_le_bytes());
        new.push(entry);
    };
    for (id, place) in chain.known() {
        add(id, place.and_then(|place| u32::try_from(place).ok()).unwrap_or(ASIDE));
    }
    if let Some(before) = before {
        new.extend(before.part(COMMITS).chunks_exact(KNOWN).filter_map(|entry| <[u8; KNOWN]>::try_from(entry).ok()));
    }
    // Of a commit that is known twice, its place on the chain counts, which sorts first.
    new.sort_unstable();
    new.dedup_by(|later, first| later[..ID] == first[..ID]);
    new.concat()
}

fn joined(parts: &[Vec<u8>; PARTS], checksum: fn(&[u8]) -> u32) -> Vec<u8> {
    let length = HEAD + parts.iter().map(Vec::len).sum::<usize>();
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&(length as u64).to_le_bytes());
    bytes.extend_from_slice(&[0; 4]);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_le_bytes());
    }
    for part in parts {
        bytes.extend_from_slice(part);
    }
    let sum = checksum(&bytes[20..]);
    bytes[16..20].copy_from_slice(&sum.to_le_bytes());
    bytes
}
