//! What is kept, as bytes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::blocks::{self, Checksum};
use super::bytes::{In, Out, Words};
use super::shelf::Shelf;
use super::{ASIDE, COMMITS, ID, KNOWN, Kept, MAGIC, PARTS, Summary, TIMES, policy, request};
use crate::model::git::ObjectId;
use crate::register::landings::Chain;
use crate::register::ledger::Ledger;

/// Bytes that stand one behind the other.
pub type InPieces = Vec<Vec<u8>>;

/// The bytes to keep of a register; none where something in it is in doubt. What was not looked at since is taken over
/// from what was kept before.
pub fn keep(
    ledger: &Ledger,
    shelf: &Shelf,
    chain: &Chain,
    before: Option<&Kept>,
    mut summary: Summary,
    landings: Vec<u8>,
    checksum: Checksum,
) -> Option<InPieces> {
    if !ledger.doubt.is_none() {
        return None;
    }
    let mut words = Words::default();
    if let Some(before) = before {
        for known in before.words()?.all() {
            words.place(known);
        }
    }
    // Either somebody looked at a register from its start, and shelved what was finished, or he went on from what was kept.
    for known in &shelf.words.all {
        words.place(known);
    }
    let mut records: BTreeMap<Cow<str>, Cow<[u8]>> = BTreeMap::new();
    for (folder, record) in &shelf.records {
        records.insert(folder.as_str().into(), Cow::Borrowed(record));
    }
    for standing in ledger.requests.all() {
        let mut out = Out::default();
        request::write(standing, &mut out, &mut words);
        records.insert(standing.folder.as_str().into(), Cow::Owned(out.bytes));
    }
    if let Some(before) = before {
        for n in 0..before.summary.requests {
            let record = before.record(n)?;
            let mut rest = In::new(&record);
            let folder = rest.text()?;
            if !records.contains_key(folder) {
                let rest = record[record.len() - rest.left()..].to_vec();
                records.insert(folder.to_owned().into(), Cow::Owned(rest));
            }
        }
    }
    summary.requests = records.len();
    let mut index = Out::default();
    let mut all = Out::default();
    for (folder, record) in &records {
        index.bytes.extend_from_slice(&(all.bytes.len() as u64).to_le_bytes());
        all.text(folder);
        all.bytes.extend_from_slice(record);
    }
    drop(records);
    index.bytes.extend_from_slice(&(all.bytes.len() as u64).to_le_bytes());
    let mut texts = Out::default();
    texts.number(words.all.len() as u64);
    words.all.iter().for_each(|word| texts.text(word));
    let mut policy = Out::default();
    policy::write(&ledger.policy, &mut policy);
    let (state, commits) = (state(ledger, &summary), commits(chain, before)?);
    let parts = [texts.bytes, state, policy.bytes, commits, index.bytes, all.bytes, landings];
    Some(joined(parts, checksum))
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
    out.bytes
}

/// Every known commit, sorted, with its place.
fn commits(chain: &Chain, before: Option<&Kept>) -> Option<Vec<u8>> {
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
        new.extend(before.part(COMMITS)?.chunks_exact(KNOWN).filter_map(|entry| <[u8; KNOWN]>::try_from(entry).ok()));
    }
    // Of a commit that is known twice, its place on the chain counts, which sorts first.
    new.sort_unstable();
    new.dedup_by(|later, first| later[..ID] == first[..ID]);
    Some(new.concat())
}

/// What stands before the parts, and the parts: they are large, and never put together in memory.
fn joined(parts: [Vec<u8>; PARTS], checksum: Checksum) -> InPieces {
    let mut lengths: Vec<u8> = parts.iter().flat_map(|part| (part.len() as u64).to_le_bytes()).collect();
    lengths.extend(blocks::sums(&parts, checksum));
    let head = [&MAGIC[..], &checksum(&lengths).to_le_bytes(), &lengths].concat();
    std::iter::once(head).chain(parts).collect()
}
