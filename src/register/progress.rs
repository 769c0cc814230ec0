//! How far a request is: the state that its entries fold to, one step at a time.
//!
//! Everything here is a function of the state before and of one entry; who may write the entry and what it lacks is
//! asked by the rules. A value of this type is also the snapshot that is taken before every entry.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::calendars::Era;
use crate::model::flow::{fold_label, is_forward, reads_alike};
use crate::model::name::{DocumentId, Handle, LaneId, SopRef};
use crate::model::sop::{Demand, SopDraft, Step, Target, Wait};

/// Seconds since 1970, as the landing's committer gave them.
pub type Seconds = i64;

/// The moment that so many seconds mean; what lies beyond any calendar is the year 1970.
pub fn instant(at: Seconds) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

/// Whether a request can still move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Under way.
    Open,
    /// `selesai`
    Finished,
    /// `ditolak`
    Rejected,
    /// `ditarik`: by the applicant.
    Withdrawn,
    /// `batal`: by the office.
    Cancelled,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The revision under which it goes on.
    pub sop: SopRef,
    /// Whether it can still move.
    pub life: Life,
    /// The current step (the last one, once it is closed).
    pub step: u32,
    /// What happened since the step was entered.
    pub visit: Visit,
    /// How often each step was entered.
    pub entered: BTreeMap<u32, u32>,
    /// How often an outcome led back.
    pub loops: u32,
    /// The documents delivered so far.
    pub delivered: BTreeSet<DocumentId>,
    /// The once-only steps that were done.
    pub once: BTreeSet<u32>,
}

/// One stay at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// When it began.
    pub since: Seconds,
    /// The consents given so far, in a step of several parties.
    pub consents: Vec<Consent>,
    /// The documents delivered during it.
    pub delivered: BTreeSet<DocumentId>,
    /// The clock stands still.
    pub stopped: Option<Stop>,
    /// When the clock stood still before.
    pub stops: Vec<(Seconds, Seconds)>,
}

/// The consent of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The lane that gave it.
    pub lane: LaneId,
    /// The person who wrote it, where known.
    pub person: Option<Handle>,
    /// What was agreed on.
    pub outcome: Option<String>,
}

/// Why the clock stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Since when.
    pub since: Seconds,
    /// Whether the SOP asks for it (`menunggu`), or somebody paused (`jeda`).
    pub is_wait: bool,
    /// Who is awaited.
    pub lanes: Vec<LaneId>,
    /// What for.
    pub matter: String,
    /// What ending it must deliver.
    pub owed: Vec<Demand>,
}

impl Stop {
    fn waiting(wait: &Wait, since: Seconds) -> Self {
        Self {
            since,
            is_wait: true,
            lanes: wait.lanes.iter().map(|lane| lane.value.clone()).collect(),
            matter: wait.matter.value.clone(),
            owed: wait.yields.clone(),
        }
    }
}

/// A stay at a step that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedVisit {
    /// The step.
    pub step: u32,
    /// The revision whose step it was.
    pub sop: SopRef,
    /// When it began.
    pub since: Seconds,
    /// When it ended.
    pub until: Seconds,
    /// When the clock stood still.
    pub stops: Vec<(Seconds, Seconds)>,
    /// The calendar that stood when it ended; the first one, until the register says which.
    pub era: Era,
}

/// What recording a step led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Led {
    /// Other parties have still to agree.
    Awaits,
    /// On, back, or to an end.
    To(Target),
}

impl Progress {
    /// A request that was just opened: its first step is entered.
    pub fn opened(sop: &SopDraft, at: Seconds) -> Self {
        let visit =
            Visit { since: at, consents: Vec::new(), delivered: BTreeSet::new(), stopped: None, stops: Vec::new() };
        let mut progress = Self {
            sop: sop.id.clone(),
            life: Life::Open,
            step: 1,
            visit,
            entered: BTreeMap::new(),
            loops: 0,
            delivered: BTreeSet::new(),
            once: BTreeSet::new(),
        };
        progress.enter(sop, 1, None, at);
        progress
    }

    /// Whether the request can still move.
    pub fn is_open(&self) -> bool {
        self.life == Life::Open
    }

    /// Documents come in: they count from now on, and for this visit.
    pub fn deliver(&mut self, documents: impl IntoIterator<Item = DocumentId>) {
        for id in documents {
            self.delivered.insert(id.clone());
            self.visit.delivered.insert(id);
        }
    }

    /// The current step is recorded: with its outcome if it is a decision, by one party if it has several.
    pub fn record(
        &mut self,
        sop: &SopDraft,
        outcome: Option<&str>,
        consent: Option<Consent>,
        at: Seconds,
    ) -> Option<ClosedVisit> {
        let step = sop.step(self.step)?;
        self.resume(at);
        match self.leads(sop, step, outcome, consent) {
            Led::Awaits => None,
            Led::To(target) => {
                let wait = chosen(step, outcome).and_then(|outcome| outcome.wait.as_ref());
                Some(self.go(sop, target, wait, at))
            }
        }
    }

    fn leads(&mut self, sop: &SopDraft, step: &Step, outcome: Option<&str>, consent: Option<Consent>) -> Led {
        let target = match chosen(step, outcome) {
            Some(chosen) => chosen.target.value,
            None => next_row(sop, step),
        };
        if !is_forward(step, target) {
            return Led::To(target);
        }
        if let Some(consent) = consent.filter(|_| step.is_bilateral()) {
            self.visit.consents = self.consents_with(consent);
            if !unsettled(step, &self.visit.consents).is_empty() {
                return Led::Awaits;
            }
        }
        if step.is_once() {
            self.once.insert(step.number.value);
        }
        Led::To(target)
    }

    /// Whether a consent would be the last one that a step of several parties needs.
    pub fn completes(&self, step: &Step, consent: Consent) -> bool {
        !step.is_bilateral() || unsettled(step, &self.consents_with(consent)).is_empty()
    }

    /// The consents of this visit with a new one: a lane that speaks again takes back what it said.
    fn consents_with(&self, consent: Consent) -> Vec<Consent> {
        let others = self.visit.consents.iter().filter(|other| other.lane != consent.lane);
        let mut consents: Vec<Consent> = others.cloned().collect();
        consents.push(consent);
        consents
    }

    /// The lanes that have still to speak in the current step.
    pub fn unsettled(&self, step: &Step) -> Vec<LaneId> {
        unsettled(step, &self.visit.consents)
    }

    /// A steward passes a step over.
    pub fn skip(&mut self, sop: &SopDraft, outcome: Option<&str>, at: Seconds) -> Option<ClosedVisit> {
        let step = sop.step(self.step)?;
        self.resume(at);
        let chosen = chosen(step, outcome);
        let target = chosen.map_or_else(|| next_row(sop, step), |chosen| chosen.target.value);
        Some(self.go(sop, target, chosen.and_then(|chosen| chosen.wait.as_ref()), at))
    }

    /// The request goes on under a newer revision, at one of its steps. Documents carry; numbers of the old revision's
    /// steps mean nothing in the new one.
    pub fn migrate(&mut self, newer: &SopDraft, to: u32, at: Seconds) -> ClosedVisit {
        self.resume(at);
        let closed = self.close(at);
        self.sop = newer.id.clone();
        self.once.clear();
        self.entered.clear();
        self.enter(newer, to, None, at);
        closed
    }

    /// The clock stops.
    pub fn pause(&mut self, lanes: Vec<LaneId>, matter: String, at: Seconds) {
        self.resume(at);
        self.visit.stopped = Some(Stop { since: at, is_wait: false, lanes, matter, owed: Vec::new() });
    }

    /// The clock goes on.
    pub fn resume(&mut self, at: Seconds) {
        if let Some(stop) = self.visit.stopped.take().filter(|stop| stop.since < at) {
            self.visit.stops.push((stop.since, at));
        }
    }

    /// The request ends without reaching an end of its procedure.
    pub fn end(&mut self, life: Life, at: Seconds) -> ClosedVisit {
        self.resume(at);
        self.life = life;
        self.close(at)
    }

    fn go(&mut self, sop: &SopDraft, target: Target, wait: Option<&Wait>, at: Seconds) -> ClosedVisit {
        let closed = self.close(at);
        match target {
            Target::Finished => self.life = Life::Finished,
            Target::Rejected => self.life = Life::Rejected,
            Target::Step(number) => {
                if number <= self.step {
                    self.loops += 1;
                }
                self.enter(sop, number, wait, at);
            }
        }
        closed
    }

    fn close(&mut self, at: Seconds) -> ClosedVisit {
        let (step, sop, since) = (self.step, self.sop.clone(), self.visit.since);
        ClosedVisit { step, sop, since, until: at, stops: std::mem::take(&mut self.visit.stops), era: 0 }
    }

    /// Arrives at a step; once-only steps that were done are passed over.
    fn enter(&mut self, sop: &SopDraft, number: u32, wait: Option<&Wait>, at: Seconds) {
        let Some(step) = sop.step(number) else { return };
        if step.is_once() && self.once.contains(&number) {
            match next_row(sop, step) {
                Target::Step(next) => return self.enter(sop, next, None, at),
                Target::Finished | Target::Rejected => {
                    self.life = Life::Finished;
                    return;
                }
            }
        }
        self.step = number;
        *self.entered.entry(number).or_default() += 1;
        let stopped = wait.or(step.wait.as_ref()).map(|wait| Stop::waiting(wait, at));
        let (consents, delivered, stops) = (Vec::new(), BTreeSet::new(), Vec::new());
        self.visit = Visit { since: at, consents, delivered, stopped, stops };
    }
}

/// The lanes of a step that do not agree yet. What was said last is what the others have to say too, and each lane
/// speaks through a person of its own; so whoever disagrees, or spoke for two, has somebody's turn to answer for it.
fn unsettled(step: &Step, consents: &[Consent]) -> Vec<LaneId> {
    let label = |consent: &Consent| consent.outcome.as_deref().map(fold_label);
    let proposed = consents.last().map(label);
    let mut agreeing: Vec<&Consent> = Vec::new();
    for consent in consents.iter().filter(|consent| Some(label(consent)) == proposed) {
        let spoke = |other: &&Consent| other.person.is_some() && other.person == consent.person;
        if !agreeing.iter().any(spoke) {
            agreeing.push(consent);
        }
    }
    let lanes = step.actors.iter().map(|actor| actor.value.clone());
    lanes.filter(|lane| !agreeing.iter().any(|consent| consent.lane == *lane)).collect()
}

/// The outcome of that label.
pub fn chosen<'a>(step: &'a Step, label: Option<&str>) -> Option<&'a crate::model::sop::Outcome> {
    let label = label?;
    step.outcomes.iter().find(|outcome| reads_alike(&outcome.label, label))
}

/// Where a plain step leads.
pub fn next_row(sop: &SopDraft, step: &Step) -> Target {
    let number = step.number.value + 1;
    if sop.step(number).is_some() { Target::Step(number) } else { Target::Finished }
}
