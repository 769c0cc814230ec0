//! One request within one landing: its entries are read, attributed, judged and folded, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::Changed;
use super::effects::Effects;
use super::verdict::Verdict;
use super::witness::Court;
use crate::model::finding::Finding;
use crate::model::git::{Commit, MODE_FILE, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::{AgencyId, DocumentId, LaneId};
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::request::{Act, Entry, Header};
use crate::model::sop::SopDraft;
use crate::read::{Reading, cut_entries, cut_request, read_entry};
use crate::register::attribution::{Held, producer};
use crate::register::changes::{FileAt, file_at};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::progress::{Progress, Seconds};
use crate::register::standing::{Effect, Mark, Number, Recorded, Standing};
use crate::rules::landing_case::{EntryCase, Who};
use crate::rules::{Check, ask, growth, step_in_place};

/// One request within one landing.
pub(super) struct Scene<'a> {
    pub(super) store: &'a dyn ObjectStore,
    /// The register before the landing.
    pub(super) ledger: &'a Ledger,
    pub(super) landing: &'a Landing,
    pub(super) tiers: &'a [Changed<'a>],
    /// Who wrote the landing commit.
    pub(super) lander: Option<&'a Person>,
    /// The same where entries land by merges, and this is one.
    pub(super) reviewer: Option<&'a Person>,
    /// How sure it is that he merged it.
    pub(super) approval: Option<Evidence>,
    /// The start: everything is taken as given.
    pub(super) given: bool,
    /// Findings about the landing as a whole; they mark each of its entries.
    pub(super) landed: &'a [Finding],
}

/// What a landing does to a request's file.
enum Growth {
    /// It is not touched, or stands again as it stood.
    Same,
    /// Whole entries were added: the new file, the line on which they begin, and each of them.
    Entries(FileAt, u32, Vec<String>),
    /// Anything else.
    Broken(Finding),
}

impl Scene<'_> {
    /// Judges one request, entry by entry.
    pub(super) fn request(
        &self,
        folder: &RequestFolder,
        effects: &mut Effects,
        verdict: &mut Verdict,
    ) -> Result<(), Unreadable> {
        let path = folder.file("request.yaml");
        let landed = file_at(self.store, self.landing.commit.tree, path.as_str())?;
        let is_new = !self.ledger.requests.contains_key(folder);
        let opened = match (self.ledger.requests.get(folder), landed) {
            (Some(standing), _) => Some(standing.clone()),
            (None, Some(file)) if self.touches(&path) => self.open(folder, &path, file, verdict)?,
            (None, _) => None,
        };
        let Some(mut standing) = opened else {
            self.loose_documents(folder, None, verdict);
            return Ok(());
        };
        let growth = if self.touches(&path) { self.growth(&standing, landed, &path, is_new)? } else { Growth::Same };
        match growth {
            Growth::Same => {}
            Growth::Broken(finding) => {
                verdict.others = true;
                verdict.findings.push(finding);
            }
            Growth::Entries(file, line, pieces) => {
                self.entries(&mut standing, &path, file, line, &pieces, effects, verdict)?;
            }
        }
        self.loose_documents(folder, Some(&standing), verdict);
        effects.standings.push(standing);
        Ok(())
    }

    /// Whether the landing changes a path at all.
    fn touches(&self, path: &WorkPath) -> bool {
        self.tiers.iter().any(|(_, change)| change.path == *path)
    }

    /// A request whose path never stood. It stands only if its header reads and its first entry is its first step.
    fn open(
        &self,
        folder: &RequestFolder,
        path: &WorkPath,
        file: FileAt,
        verdict: &mut Verdict,
    ) -> Result<Option<Standing>, Unreadable> {
        let bytes = self.store.read(file.id, ObjectKind::Blob)?;
        let opening = growth::opening(path, &bytes, file.mode, &self.ledger.policy.workspace.sops);
        let (header, sop): (Header, &SopDraft) = match opening {
            Ok(opening) => opening,
            Err(findings) => {
                verdict.others = true;
                verdict.findings.extend(findings);
                return Ok(None);
            }
        };
        // Whether what it is related to stands may itself be in doubt.
        let mut gaps = header.related.iter().filter_map(|folder| self.ledger.doubt.of_request(folder));
        gaps.next().map_or(Ok(()), Err)?;
        Ok(Some(Standing {
            folder: folder.clone(),
            number: Number { year: 0, place: 0 },
            header,
            opener: None,
            file: FileAt { mode: MODE_FILE, id: file.id },
            bytes: Arc::from(&[][..]),
            entries: Vec::new(),
            progress: Progress::opened(sop, self.landing.commit.committer.seconds),
            bound: BTreeMap::new(),
            withheld: BTreeSet::new(),
        }))
    }

    fn growth(
        &self,
        standing: &Standing,
        landed: Option<FileAt>,
        path: &WorkPath,
        is_new: bool,
    ) -> Result<Growth, Unreadable> {
        let Some(file) = landed else { return Ok(Growth::Broken(growth::gone(path))) };
        if !is_new && file == standing.file {
            return Ok(Growth::Same);
        }
        if file.mode != MODE_FILE {
            return Ok(Growth::Broken(growth::altered(path, 1)));
        }
        let bytes = self.store.read(file.id, ObjectKind::Blob)?;
        let header = if is_new { cut_request(&bytes).map_or(0, |cut| cut.header.len()) } else { standing.bytes.len() };
        let stands = if is_new { bytes.get(..header) } else { Some(&standing.bytes[..]) };
        let Some(appended) = stands.and_then(|stands| bytes.strip_prefix(stands)) else {
            return Ok(Growth::Broken(growth::altered(path, growth::first_difference(&standing.bytes, &bytes))));
        };
        let line = growth::line_of(&bytes[..header]);
        let cut = std::str::from_utf8(appended).ok().and_then(|text| cut_entries(text, line));
        Ok(match cut {
            Some(pieces) if !pieces.is_empty() => {
                Growth::Entries(file, line, pieces.into_iter().map(|(_, piece)| piece.to_owned()).collect())
            }
            _ => Growth::Broken(growth::altered(path, line)),
        })
    }

    #[expect(clippy::too_many_arguments, reason = "the file with its entries, and where what they do is gathered")]
    fn entries(
        &self,
        standing: &mut Standing,
        path: &WorkPath,
        file: FileAt,
        first_line: u32,
        pieces: &[String],
        effects: &mut Effects,
        verdict: &mut Verdict,
    ) -> Result<(), Unreadable> {
        let whole = self.store.read(file.id, ObjectKind::Blob)?;
        let mut end = whole.len() - pieces.iter().map(String::len).sum::<usize>();
        let mut line = first_line;
        let mut documents: Vec<(String, ObjectId)> = Vec::new();
        for piece in pieces {
            end += piece.len();
            let reading = read_entry(path, piece, standing.entries.len() + 1, line);
            for given in reading.value.iter().flat_map(|entry| &entry.documents) {
                let path = format!("{}/{}", standing.folder, given.file.value);
                let file = file_at(self.store, self.landing.commit.tree, &path)?;
                documents.extend(file.map(|file| (path, file.id)));
            }
            let held = Held { path: path.as_str(), bytes: &whole[..end], documents: &documents };
            let commit = producer(self.store, self.landing, &held)?;
            self.entry(standing, reading, (&commit, pieces.len()), effects, verdict)?;
            line += u32::try_from(piece.matches('\n').count()).unwrap_or(0);
        }
        (standing.bytes, standing.file) = (whole, file);
        Ok(())
    }

    fn entry(
        &self,
        standing: &mut Standing,
        reading: Reading<Entry>,
        (commit, landing_with): (&Commit, usize),
        effects: &mut Effects,
        verdict: &mut Verdict,
    ) -> Result<(), Unreadable> {
        let (store, ledger, landing) = (self.store, self.ledger, self.landing);
        let policy = &ledger.policy;
        let who = if self.given { Who::nobody() } else { self.who(&reading, commit) };
        let mut findings = reading.findings;
        let court = Court { store, ledger, landing };
        let evidence = match &reading.value {
            Some(entry) if !self.given => {
                let place = entry.span.at(&standing.folder.file("request.yaml"));
                let several = landing_with > 1 && commit.id == landing.commit.id;
                let (evidence, against) = court.entry(commit, who.author, several, &place, effects)?;
                findings.extend(against);
                evidence
            }
            _ => None,
        };
        let (mut effect, mut lane, mut delivers) = (Effect::None, None, Vec::new());
        if let (Some(entry), Some(sop)) = (&reading.value, policy.workspace.sops.get(&standing.progress.sop)) {
            delivers = self.delivers(standing, entry)?;
            let ids: Vec<DocumentId> = delivers.iter().map(|(id, ..)| id.clone()).collect();
            let (lander, reviewer, day) = (self.lander, self.reviewer, self.day());
            let case = EntryCase { ledger, standing, sop, entry, who, lander, reviewer, day, delivers: &ids };
            let in_place = step_in_place::check(&case).is_empty();
            if !self.given {
                findings.extend(ask(|check| match check {
                    Check::Entry(ask) => ask(&case),
                    Check::Act(ask) if in_place => ask(&case),
                    _ => Vec::new(),
                }));
            }
            lane = acting_lane(&case);
            let is_step = matches!(entry.act, Act::Step { .. });
            if in_place && party_is_named(&case) && (is_step || (findings.is_empty() && self.landed.is_empty())) {
                effect = Effect::Had;
            }
        }
        let marked = !self.given && effect == Effect::Had && !(findings.is_empty() && self.landed.is_empty());
        let handle = |person: Option<&Person>| person.map(|person| person.handle.clone());
        standing.entries.push(Recorded {
            entry: reading.value.clone().map(Arc::new),
            landing: self.landing.commit.id,
            time: self.time(),
            commit: commit.id,
            author: handle(who.author),
            actor: handle(who.actor),
            lane: lane.clone(),
            evidence,
            relay: court.relay(commit, who.author),
            reviewer: handle(self.reviewer),
            approval: self.approval,
            effect,
            mark: if marked { Mark::Marked } else { Mark::Clean },
            before: Arc::new(standing.progress.clone()),
            header_before: Arc::new(standing.header.clone()),
            closed: None,
        });
        if marked {
            verdict.marks.push((standing.folder.clone(), standing.entries.len()));
        } else {
            verdict.others |= !findings.is_empty();
        }
        verdict.findings.extend(findings);
        if let Some(entry) = reading.value.filter(|_| effect == Effect::Had) {
            self.apply(standing, &entry, delivers, handle(who.actor), lane, effects);
        }
        if standing.entries.len() == 1 {
            standing.opener = self.opener(standing, who.actor);
        }
        if let Some(person) = who.author {
            effects.remember(person, &commit.author.mail);
        }
        Ok(())
    }

    /// The agency that opened a request: the request's own where its lane is bound to it, else the actor's.
    fn opener(&self, standing: &Standing, actor: Option<&Person>) -> Option<AgencyId> {
        let own = standing.header.agency.as_ref().map(|agency| agency.value.clone());
        let sop = self.ledger.policy.workspace.sops.get(&standing.progress.sop);
        let lane = standing.entries.first().and_then(|first| first.lane.as_ref());
        let bound = lane.and_then(|lane| sop?.lane(lane)).is_some_and(|lane| lane.bound);
        let of_actor = actor.and_then(|actor| actor.agencies_on(self.day()).next().cloned());
        if bound { own } else { of_actor.or(own) }
    }

    /// Who wrote an entry, and who acted: the author, or the person for whom a bot wrote.
    fn who<'c>(&'c self, reading: &Reading<Entry>, commit: &'c Commit) -> Who<'c> {
        let policy = &self.ledger.policy;
        let author = policy.person_of(&commit.author.mail);
        let on_behalf = reading.value.as_ref().and_then(|entry| entry.on_behalf.as_ref());
        let actor = match on_behalf {
            Some(handle) if author.is_some_and(|author| author.bot) => policy.person(&handle.value),
            _ => author,
        };
        Who { mail: &commit.author.mail, author, actor }
    }

    /// An entry's time is its landing's.
    pub(super) fn time(&self) -> Seconds {
        self.landing.commit.committer.seconds
    }

    /// The day on the register's clock, this landing counted in.
    fn day(&self) -> NaiveDate {
        let time = self.time();
        self.ledger.policy.day(self.ledger.clock().map_or(time, |clock| clock.max(time)))
    }
}

/// The lane in which an entry's actor acted.
fn acting_lane(case: &EntryCase) -> Option<LaneId> {
    let step = case.step()?;
    if let Act::Step { party: Some(party), .. } = &case.entry.act {
        return Some(party.value.clone());
    }
    let actor = case.who.actor?;
    step.actors.iter().find(|lane| case.may_act(actor, lane)).map(|lane| lane.value.clone())
}

/// In a step of several parties, whether the entry says which one speaks.
fn party_is_named(case: &EntryCase) -> bool {
    let (Some(step), Act::Step { party, .. }) = (case.step(), &case.entry.act) else { return true };
    match party {
        Some(party) => step.actors.iter().any(|lane| lane.value == party.value),
        None => !step.is_bilateral(),
    }
}
