//! One request within one landing: its entries are read, attributed, judged and folded, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::effects::Effects;
use super::verdict::Verdict;
use super::witness::Court;
use crate::model::finding::Finding;
use crate::model::git::{Commit, MODE_FILE, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::{AgencyId, DocumentId, Handle, LaneId};
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::request::{Act, Entry, Header, HeaderField};
use crate::model::sop::SopDraft;
use crate::read::{Reading, cut_entries, cut_request, read_entry};
use crate::register::attribution::{Held, producer};
use crate::register::changes::{Change, FileAt, file_at};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::Tier;
use crate::register::progress::{Consent, Life, Progress, Seconds};
use crate::register::standing::{Bound, Effect, Mark, Number, Recorded, Standing};
use crate::rules::landing_case::{EntryCase, Who};
use crate::rules::{Check, ask, growth, step_in_place};

/// One request within one landing.
pub(super) struct Scene<'a> {
    pub(super) store: &'a dyn ObjectStore,
    /// The register before the landing.
    pub(super) ledger: &'a Ledger,
    pub(super) landing: &'a Landing,
    pub(super) tiers: &'a [(Tier, &'a Change)],
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
        let path = WorkPath::new(format!("{folder}/request.yaml"));
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
        Ok(Some(Standing {
            folder: folder.clone(),
            number: Number { year: 0, place: 0 },
            header,
            opener: None,
            file: FileAt { mode: MODE_FILE, id: file.id },
            bytes: Arc::from(&[][..]),
            entries: Vec::new(),
            progress: Progress::opened(sop, self.landing.commit.committer.seconds),
            visits: Vec::new(),
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
                let place = entry.span.at(&WorkPath::new(format!("{}/request.yaml", standing.folder)));
                let several = landing_with > 1 && commit.id == landing.commit.id;
                let (evidence, against) = court.entry(commit, who.author, several, &place, effects)?;
                findings.extend(against);
                evidence
            }
            _ => None,
        };
        let (mut effect, mut lane) = (Effect::None, None);
        if let (Some(entry), Some(sop)) = (&reading.value, policy.workspace.sops.get(&standing.progress.sop)) {
            let delivers: Vec<DocumentId> = self.delivers(standing, entry)?.into_iter().map(|(id, ..)| id).collect();
            let (reviewer, day) = (self.reviewer, self.day());
            let case = EntryCase { ledger, standing, sop, entry, who, reviewer, day, delivers: &delivers };
            if !self.given {
                findings.extend(ask(|check| if let Check::Entry(ask) = check { ask(&case) } else { Vec::new() }));
            }
            lane = acting_lane(&case);
            let is_step = matches!(entry.act, Act::Step { .. });
            let in_place = step_in_place::check(&case).is_empty() && party_is_named(&case);
            if in_place && (is_step || (findings.is_empty() && self.landed.is_empty())) {
                effect = Effect::Had;
            }
        }
        let marked = !self.given && effect == Effect::Had && !(findings.is_empty() && self.landed.is_empty());
        let handle = |person: Option<&Person>| person.map(|person| person.handle.clone());
        standing.entries.push(Recorded {
            entry: reading.value.clone(),
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
            before: Box::new(standing.progress.clone()),
            header_before: Box::new(standing.header.clone()),
            visits_before: standing.visits.len(),
        });
        if marked {
            verdict.marks.push((standing.folder.clone(), standing.entries.len()));
        } else {
            verdict.others |= !findings.is_empty();
        }
        verdict.findings.extend(findings);
        if let Some(entry) = reading.value.filter(|_| effect == Effect::Had) {
            self.apply(standing, &entry, handle(who.actor), lane)?;
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
    fn time(&self) -> Seconds {
        self.landing.commit.committer.seconds
    }

    /// The day on the register's clock, this landing counted in.
    fn day(&self) -> NaiveDate {
        let time = self.time();
        self.ledger.policy.day(self.ledger.clock().map_or(time, |clock| clock.max(time)))
    }

    /// The documents that an entry delivers: names whose files stand, bound already or landed as plain files now.
    fn delivers(&self, standing: &Standing, entry: &Entry) -> Result<Vec<(DocumentId, String, ObjectId)>, Unreadable> {
        let mut delivers = Vec::new();
        for given in &entry.documents {
            let name = &given.file.value;
            if let Some(bound) = standing.bound.get(name) {
                delivers.push((given.id.value.clone(), name.clone(), bound.id));
                continue;
            }
            let path = format!("{}/{name}", standing.folder);
            if let Some(file) =
                file_at(self.store, self.landing.commit.tree, &path)?.filter(|file| file.mode == MODE_FILE)
            {
                delivers.push((given.id.value.clone(), name.clone(), file.id));
            }
        }
        Ok(delivers)
    }

    /// An entry with effect changes the request.
    fn apply(
        &self,
        standing: &mut Standing,
        entry: &Entry,
        actor: Option<Handle>,
        lane: Option<LaneId>,
    ) -> Result<(), Unreadable> {
        let time = self.time();
        let sops = &self.ledger.policy.workspace.sops;
        let delivers = self.delivers(standing, entry)?;
        let n = standing.entries.len();
        for (document, name, id) in &delivers {
            let bound = Bound { id: *id, entry: n, document: document.clone() };
            standing.bound.entry(name.clone()).or_insert(bound);
        }
        let sop = sops.get(&standing.progress.sop);
        let canonical =
            |id: DocumentId| sop.and_then(|sop| sop.document(&id)).map_or(id, |document| document.id.value.clone());
        standing.progress.deliver(delivers.into_iter().map(|(id, ..)| canonical(id)));
        match &entry.act {
            Act::Step { outcome, .. } => {
                let outcome = outcome.as_ref().map(|outcome| outcome.value.as_str());
                let consent = lane.map(|lane| Consent { lane, person: actor, outcome: outcome.map(str::to_owned) });
                if let Some(sop) = sop {
                    standing.visits.extend(standing.progress.record(sop, outcome, consent, time));
                }
            }
            Act::Pause { reason, awaits } => {
                let lanes = awaits.iter().map(|lane| lane.value.clone()).collect();
                standing.progress.pause(lanes, reason.value.clone(), time);
            }
            Act::Resume(_) => standing.progress.resume(time),
            Act::Withdraw(_) => standing.visits.push(standing.progress.end(Life::Withdrawn, time)),
            Act::Cancel(_) => standing.visits.push(standing.progress.end(Life::Cancelled, time)),
            Act::Skip { outcome, .. } => {
                let outcome = outcome.as_ref().map(|outcome| outcome.value.as_str());
                if let Some(sop) = sop {
                    standing.visits.extend(standing.progress.skip(sop, outcome, time));
                }
            }
            Act::Migrate { sop, to } => {
                if let Some(newer) = sops.get(&sop.value) {
                    standing.visits.extend(standing.progress.migrate(newer, to.value, time));
                }
            }
            Act::Amend(fields) => {
                for (field, value) in fields {
                    match field.value {
                        HeaderField::Title => standing.header.title = value.clone(),
                        HeaderField::Application => standing.header.application = Some(value.clone()),
                        HeaderField::Agency => {
                            let agency = value.value.parse().ok();
                            standing.header.agency = agency.map(|id| crate::model::place::At::new(id, value.span));
                        }
                    }
                }
            }
            Act::Withhold(file) => drop(standing.withheld.insert(file.value.clone())),
            Act::Ratify(target) => standing.ratify(target.value),
            Act::Revoke(target) => standing.revoke(target.value),
        }
        Ok(())
    }

    /// Documents that changed although they are bound, or that no entry names.
    fn loose_documents(&self, folder: &RequestFolder, standing: Option<&Standing>, verdict: &mut Verdict) {
        if self.given {
            return;
        }
        for (tier, change) in self.tiers {
            let of_folder = matches!(tier, Tier::Request(other) if other == folder);
            if !of_folder || change.path.file_name() == "request.yaml" {
                continue;
            }
            let bound = standing.and_then(|standing| standing.bound.get(change.path.file_name()));
            if let Some(finding) = growth::document(change, bound) {
                verdict.others = true;
                verdict.findings.push(finding);
            }
        }
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
