//! What is kept, as bytes.

use std::collections::BTreeMap;

use super::bytes::{Out, Words};
use super::shelf::Shelf;
use super::{ASIDE, COMMITS, HEAD, ID, INDEX, KNOWN, Kept, MAGIC, PARTS, RECORDS, Summary, TIMES, request, word};
use crate::model::git::ObjectId;
use crate::register::landings::Chain;
use crate::register::ledger::Ledger;

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
