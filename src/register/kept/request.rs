//! A request as it is kept: what git alone does not say of its entries. What they say is read again from the file that
//! stands, and the state is folded again.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use super::bytes::{In, Lookup, Misfit, Out, Words};
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::name::{AgencyId, Handle, LaneId, SopRef};
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::request::Header;
use crate::model::sop::SopDraft;
use crate::read::{cut_request, read_entry, read_header};
use crate::register::calendars::Era;
use crate::register::changes::FileAt;
use crate::register::fold;
use crate::register::progress::Progress;
use crate::register::standing::{Bound, Effect, Mark, Number, Recorded, Relay, Standing};

/// Writes what is kept of a request, behind its folder and its number.
pub(super) fn write(standing: &Standing, out: &mut Out, words: &mut Words) {
    out.signed(i64::from(standing.number.year));
    out.number(u64::from(standing.number.place));
    out.number(u64::from(standing.file.mode));
    out.id(standing.file.id);
    out.maybe(standing.opener.as_ref().map(AgencyId::as_str), words);
    out.number(standing.bound.len() as u64);
    for (name, bound) in &standing.bound {
        out.word(name, words);
        out.id(bound.id);
        out.number(bound.entry as u64);
        out.word(bound.document.as_str(), words);
    }
    out.number(standing.withheld.len() as u64);
    for name in &standing.withheld {
        out.word(name, words);
    }
    out.number(standing.entries.len() as u64);
    for entry in &standing.entries {
        recorded(entry, out, words);
    }
}

fn recorded(entry: &Recorded, out: &mut Out, words: &mut Words) {
    out.number(u64::from(entry.entry.is_some()));
    out.word(&entry.sop.to_string(), words);
    out.number(u64::from(entry.step));
    out.id(entry.landing);
    out.signed(entry.time);
    out.number(u64::from(entry.commit != entry.landing));
    if entry.commit != entry.landing {
        out.id(entry.commit);
    }
    out.maybe(entry.author.as_ref().map(Handle::as_str), words);
    out.maybe(entry.actor.as_ref().map(Handle::as_str), words);
    out.maybe(entry.lane.as_ref().map(LaneId::as_str), words);
    out.number(level(entry.evidence));
    match &entry.relay {
        Relay::Author => out.number(0),
        Relay::Stranger => out.number(1),
        Relay::Person(handle) => {
            out.number(2);
            out.word(handle.as_str(), words);
        }
    }
    out.maybe(entry.reviewer.as_ref().map(Handle::as_str), words);
    out.number(level(entry.approval));
    match entry.effect {
        Effect::Had => out.number(0),
        Effect::None => out.number(1),
        Effect::Revoked(by) => out.number(by as u64 + 2),
    }
    match entry.mark {
        Mark::Clean => out.number(0),
        Mark::Marked => out.number(1),
        Mark::Ratified(by) => out.number(by as u64 + 2),
    }
    out.number(entry.closed.as_ref().map_or(0, |closed| u64::from(closed.era)));
    out.number(entry.delivers.len() as u64);
    for id in &entry.delivers {
        out.word(id.as_str(), words);
    }
}

fn level(evidence: Option<Evidence>) -> u64 {
    evidence.map_or(0, |evidence| u64::from(evidence.level()) + 1)
}

/// Reads a request again; none where what is kept does not fit what git holds.
pub(super) fn read(
    folder: RequestFolder,
    mut kept: In,
    words: &(impl Lookup + ?Sized),
    store: &dyn ObjectStore,
    sops: &BTreeMap<SopRef, SopDraft>,
) -> Option<Standing> {
    let number = number(&mut kept)?;
    let file = FileAt { mode: kept.small()?, id: kept.id()? };
    let opener = name(kept.maybe(words)).ok()?;
    let mut bound = BTreeMap::new();
    for _ in 0..kept.count()? {
        let name = kept.word(words)?.to_owned();
        let (id, entry) = (kept.id()?, kept.count()?);
        bound.insert(name, Bound { id, entry, document: kept.word(words)?.parse().ok()? });
    }
    let withheld = (0..kept.count()?).map(|_| kept.word(words).map(str::to_owned)).collect::<Option<_>>()?;
    let many = kept.count()?;
    let bytes = store.read(file.id, ObjectKind::Blob).ok()?;
    let cut = cut_request(&bytes).filter(|cut| cut.entries.len() == many)?;
    let path = folder.file("request.yaml");
    let opened: Arc<Header> = Arc::new(read_header(&path, cut.header).value?);
    let (mut entries, mut eras) = (Vec::with_capacity(many), Vec::with_capacity(many));
    for (place, (line, piece)) in (1..).zip(&cut.entries) {
        let (is_read, mut entry, era) = read_recorded(&mut kept, words)?;
        if is_read {
            entry.entry = Some(Arc::new(read_entry(&path, piece, place, *line).value?));
        }
        entries.push(entry);
        eras.push(era);
    }
    if !kept.is_empty() {
        return None;
    }
    let (progress, header): (Progress, _) = fold::rebuild(&opened, &mut entries, sops)?;
    for (entry, era) in entries.iter_mut().zip(eras) {
        entry.closed.iter_mut().for_each(|closed| closed.era = era);
    }
    Some(Standing { folder, number, opened, header, opener, file, entries, progress, bound, withheld })
}

/// The number alone, which stands first.
pub(super) fn number(kept: &mut In) -> Option<Number> {
    Some(Number { year: i32::try_from(kept.signed()?).ok()?, place: kept.small()? })
}

fn read_recorded(kept: &mut In, words: &(impl Lookup + ?Sized)) -> Option<(bool, Recorded, Era)> {
    let is_read = kept.number()? == 1;
    let (sop, step, landing, time) = (kept.word(words)?.parse().ok()?, kept.small()?, kept.id()?, kept.signed()?);
    let commit = if kept.number()? == 1 { kept.id()? } else { landing };
    let (author, actor, lane) =
        (name(kept.maybe(words)).ok()?, name(kept.maybe(words)).ok()?, name(kept.maybe(words)).ok()?);
    let evidence = evidence(kept.number()?).ok()?;
    let relay = match kept.number()? {
        0 => Relay::Author,
        1 => Relay::Stranger,
        _ => Relay::Person(kept.word(words)?.parse().ok()?),
    };
    let reviewer = name(kept.maybe(words)).ok()?;
    let approval = self::evidence(kept.number()?).ok()?;
    let effect = match kept.count()? {
        0 => Effect::Had,
        1 => Effect::None,
        by => Effect::Revoked(by - 2),
    };
    let mark = match kept.count()? {
        0 => Mark::Clean,
        1 => Mark::Marked,
        by => Mark::Ratified(by - 2),
    };
    let era = kept.small()?;
    let delivers = (0..kept.count()?).map(|_| kept.word(words)?.parse().ok()).collect::<Option<_>>()?;
    let entry = None;
    let closed = None;
    let recorded = Recorded {
        entry,
        sop,
        step,
        landing,
        time,
        commit,
        author,
        actor,
        lane,
        evidence,
        relay,
        reviewer,
        approval,
        effect,
        mark,
        delivers,
        closed,
    };
    Some((is_read, recorded, era))
}

fn evidence(level: u64) -> Result<Option<Evidence>, Misfit> {
    Ok(match level {
        0 => None,
        1 => Some(Evidence::Mail),
        2 => Some(Evidence::Forge),
        3 => Some(Evidence::Signature),
        _ => return Err(Misfit),
    })
}

/// A name that may be missing; one that is no name makes the whole unreadable.
fn name<T: FromStr>(text: Result<Option<&str>, Misfit>) -> Result<Option<T>, Misfit> {
    text?.map(str::parse).transpose().map_err(|_| Misfit)
}
