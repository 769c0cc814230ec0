//! One request within one landing: its entries are read, attributed, judged and folded, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::effects::Effects;
use super::fold::delivered;
use super::verdict::Verdict;
use super::witness::Court;
use crate::model::finding::Finding;
use crate::model::git::{Commit, Unreadable};
use crate::model::name::{AgencyId, DocumentId, LaneId};
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::request::{Act, Entry};
use crate::read::Reading;
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::progress::{Progress, Seconds};
use crate::register::reading::{Growth, ReadEntry, RequestRead};
use crate::register::standing::{Effect, Mark, Number, Recorded, Standing};
use crate::rules::landing_case::{EntryCase, Who};
use crate::rules::{Check, ask, growth, step_in_place};

/// One request within one landing.
pub(super) struct Scene<'a> {
    pub(super) court: &'a Court<'a>,
    /// The register before the landing.
    pub(super) ledger: &'a Ledger,
    pub(super) landing: &'a Landing,
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

impl Scene<'_> {
    /// Judges one request, entry by entry, and gives it back as it stands then.
    pub(super) fn request(
        &self,
        stands: Option<Box<Standing>>,
        read: RequestRead,
        effects: &mut Effects,
        verdict: &mut Verdict,
    ) -> Result<Option<Box<Standing>>, Unreadable> {
        let path = read.path;
        let unread = read.growth.is_unread();
        let stands = match (stands, &read.growth) {
            (None, Growth::Same | Growth::Gone) => None,
            (None, growth) => self.open(&read.folder, &path, growth, verdict)?,
            (stands, _) => stands,
        };
        let Some(mut standing) = stands else {
            // A file stands there that was not taken for an opening.
            let unread = !matches!(read.growth, Growth::Same | Growth::Gone);
            self.loose_documents(&read.folder, None, unread, verdict);
            return Ok(None);
        };
        match read.growth {
            Growth::Same => {}
            Growth::Gone => verdict.add(growth::gone(&path)),
            Growth::Broken(slip) => verdict.add(growth::broken(&path, slip)),
            Growth::Grown(grown) => {
                let several = grown.entries.len() > 1;
                for entry in grown.entries {
                    self.entry(&mut standing, &path, entry, several, effects, verdict)?;
                }
                standing.file = grown.file;
            }
        }
        self.loose_documents(&read.folder, Some(&standing), unread, verdict);
        Ok(Some(standing))
    }

    /// A request whose path never stood. It stands only if its header reads and its first entry is its first step.
    fn open(
        &self,
        folder: &RequestFolder,
        path: &WorkPath,
        growth: &Growth,
        verdict: &mut Verdict,
    ) -> Result<Option<Box<Standing>>, Unreadable> {
        let opening = growth::opening(path, growth, &self.ledger.policy.workspace.sops);
        let (Ok((header, sop)), Growth::Grown(grown)) = (&opening, growth) else {
            verdict.others = true;
            verdict.findings.extend(opening.err().unwrap_or_default());
            return Ok(None);
        };
        // Whether what it is related to stands may itself be in doubt.
        let mut gaps = header.related.iter().filter_map(|folder| self.ledger.doubt.of_request(folder));
        gaps.next().map_or(Ok(()), Err)?;
        let opened = Arc::new(header.clone());
        Ok(Some(Box::new(Standing {
            folder: folder.clone(),
            number: Number::NONE,
            header: opened.clone(),
            opened,
            opener: None,
            file: grown.file,
            entries: Vec::new(),
            progress: Progress::opened(sop, self.time()),
            bound: BTreeMap::new(),
            withheld: BTreeSet::new(),
        })))
    }

    fn entry(
        &self,
        standing: &mut Standing,
        path: &WorkPath,
        read: ReadEntry,
        several: bool,
        effects: &mut Effects,
        verdict: &mut Verdict,
    ) -> Result<(), Unreadable> {
        let (ledger, landing) = (self.ledger, self.landing);
        let policy = &ledger.policy;
        let commit = read.producer.as_deref().unwrap_or(&landing.commit);
        let reading = read.reading;
        let who = if self.given { Who::nobody() } else { self.who(&reading, commit) };
        let mut findings = reading.findings;
        let court = self.court;
        let evidence = match &reading.value {
            Some(entry) if !self.given => {
                let place = entry.span.at(path);
                let squashed = several && commit.id == landing.commit.id;
                let (evidence, against) = court.entry(commit, who.author, squashed, &place, effects)?;
                findings.extend(against);
                evidence
            }
            _ => None,
        };
        let (mut effect, mut lane) = (Effect::None, None);
        let delivered = delivered(standing, &read.names);
        if let (Some(entry), Some(sop)) = (&reading.value, policy.workspace.sops.get(&standing.progress.sop)) {
            let ids: Vec<DocumentId> = delivered.iter().map(|(named, _)| named.document.clone()).collect();
            let (lander, reviewer, day) = (self.lander, self.reviewer, self.day());
            let case = EntryCase { ledger, standing, sop, entry, who, lander, reviewer, day, delivers: &ids };
            let in_place = step_in_place::check(&case).is_empty();
            if !self.given {
                findings.extend(ask(&case, |check| match check {
                    Check::Entry(check) => Some(*check),
                    Check::Act(check) if in_place => Some(*check),
                    _ => None,
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
        let sop = policy.workspace.sops.get(&standing.progress.sop);
        let canonical = |id: &DocumentId| {
            sop.and_then(|sop| sop.document(id)).map_or_else(|| id.clone(), |document| document.id.value.clone())
        };
        standing.entries.push(Recorded {
            entry: reading.value.map(Arc::new),
            sop: standing.progress.sop.clone(),
            step: standing.progress.step,
            landing: landing.commit.id,
            time: self.time(),
            commit: commit.id,
            author: handle(who.author),
            actor: handle(who.actor),
            lane,
            evidence,
            relay: court.relay(commit, who.author),
            reviewer: handle(self.reviewer),
            approval: self.approval,
            effect,
            mark: if marked { Mark::Marked } else { Mark::Clean },
            delivers: delivered.iter().map(|(named, _)| canonical(&named.document)).collect(),
            closed: None,
        });
        if marked {
            verdict.marks.push((standing.folder.clone(), standing.entries.len()));
        } else {
            verdict.others |= !findings.is_empty();
        }
        verdict.findings.extend(findings);
        if effect == Effect::Had {
            self.apply(standing, &delivered, effects);
        }
        if standing.entries.len() == 1 {
            standing.opener = self.opener(standing, who.actor);
        }
        if let Some(person) = who.author {
            effects.remember(ledger, person, &commit.author.mail);
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
