//! A request with everything that its page tells.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, Utc};
use serde::Serialize;

use super::super::address;
use super::super::words::{Moment, Two, gross_time, office_time};
use super::documents::{self, Attached, Document};
use super::history::{self, Entry};
use super::line::Line;
use super::{Brief, Public, time};
use crate::model::git::ObjectStore;
use crate::model::say::Lang;
use crate::model::sop::SopDraft;
use crate::register::kept::Misfit;
use crate::register::policy::Policy;
use crate::register::progress::{ClosedVisit, instant};
use crate::register::standing::Standing;
use crate::report::account;

/// A request.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// What lists tell of it.
    pub line: Line,
    /// Its receipt's page.
    pub receipt_url: String,
    /// The history, oldest first.
    pub entries: Vec<Entry>,
    /// The documents, in the order in which they came.
    pub documents: Vec<Document>,
    /// What happened at each step of the procedure.
    pub steps: Vec<StepFacts>,
    /// How the due date came about.
    pub account: Option<Account>,
    /// Why there is none, where the clock stands still.
    pub halted: Option<Halt>,
    /// The last return: from which step, to which, and why.
    pub returned: Option<Returned>,
    /// Related requests.
    pub related: Vec<Related>,
    /// Office time from the opening to the end, pauses and waits left out; none while it is open.
    pub net: Option<Two>,
    /// The same by the wall clock.
    pub gross: Option<Two>,
    /// The landing that last changed it.
    pub last_landing: String,
    /// How often each way from one step to another was walked.
    #[serde(skip)]
    pub walked: BTreeMap<(u32, u32), u32>,
}

/// What happened at a step.
#[derive(Debug, Clone, Serialize)]
pub struct StepFacts {
    /// Its number.
    pub number: u32,
    /// `lalu`, `kini` or `nanti`.
    pub state: &'static str,
    /// How often it was entered.
    pub times: u32,
    /// Office time spent on it, over all stays that are over.
    pub net: Option<Two>,
    /// Whether a stay outlasted the standard.
    pub late: bool,
    /// Each stay.
    pub stays: Vec<Stay>,
}

/// A stay at a step.
#[derive(Debug, Clone, Serialize)]
pub struct Stay {
    /// When it began.
    pub since: Moment,
    /// When it ended; none while it lasts.
    pub until: Option<Moment>,
    /// Office time that it took; none while it lasts.
    pub net: Option<Two>,
    /// Whether it outlasted the standard.
    pub late: bool,
}

/// How a due date came about.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    /// When the step was entered.
    pub entered: Moment,
    /// The standard time, and how it is read.
    pub standard: Two,
    /// When it is due.
    pub due: Moment,
    /// Some of its days are not fixed yet.
    pub estimate: bool,
    /// Day by day.
    pub days: Vec<Day>,
}

/// One day of the account.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// What it was to the clock.
    pub what: Two,
    /// Whether it counts.
    pub counts: bool,
}

/// The clock stands still.
#[derive(Debug, Clone, Serialize)]
pub struct Halt {
    /// Since when.
    pub since: Moment,
    /// What for, as written.
    pub matter: String,
    /// The procedure asks for it; otherwise somebody paused.
    pub is_wait: bool,
}

/// A return to an earlier step.
#[derive(Debug, Clone, Serialize)]
pub struct Returned {
    /// From which step.
    pub from: u32,
    /// To which.
    pub to: u32,
    /// The outcome, as written.
    pub outcome: String,
    /// Why, as written.
    pub note: String,
}

/// A related request.
#[derive(Debug, Clone, Serialize)]
pub struct Related {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
}

impl Public<'_> {
    /// A request with everything that its page tells, and what is published of its documents.
    pub fn request(&self, at: usize, store: &dyn ObjectStore) -> Result<(Request, Vec<Attached>), Misfit> {
        let brief = &self.briefs()[at];
        let line = self.timeless_line(brief);
        let standing: &Standing = &*self.audit.standing(store, &brief.folder)?.ok_or(Misfit)?;
        let policy = self.policy();
        let attached = documents::of(standing, policy, store);
        let lines: Vec<Document> = attached.iter().map(|one| one.document.clone()).collect();
        let entries = history::of(standing, policy, &lines);
        let sop = policy.workspace.sops.get(&standing.progress.sop);
        let stays = sop.map_or_else(Vec::new, |sop| steps(standing, policy, sop, line.late));
        let (net, gross) = sop.and_then(|sop| total(standing, policy, sop)).unzip();
        let request = Request {
            receipt_url: address::receipt(&standing.folder),
            returned: returned(standing, &entries),
            account: sop.and_then(|sop| due_account(standing, policy, sop)),
            halted: standing.progress.visit.stopped.as_ref().filter(|_| line.open).map(|stop| Halt {
                since: Moment::at(stop.since, policy.zone()),
                matter: stop.matter.clone(),
                is_wait: stop.is_wait,
            }),
            related: self.related(brief),
            last_landing: standing.entries.last().map_or_else(String::new, |entry| entry.landing.to_string()),
            walked: walked(standing),
            documents: lines,
            steps: stays,
            entries,
            net,
            gross,
            line,
        };
        Ok((request, attached))
    }

    pub(super) fn related(&self, brief: &Brief) -> Vec<Related> {
        brief.related.iter().filter_map(|folder| self.requests.find(folder)).map(Related::of).collect()
    }
}

impl Related {
    pub(super) fn of(brief: &Brief) -> Self {
        Self { number: brief.number.to_string(), title: brief.title.clone(), url: address::request(&brief.folder) }
    }
}

/// The stays that belong to the revision under which the request goes now.
fn own_visits(standing: &Standing) -> impl Iterator<Item = &ClosedVisit> {
    standing.visits().filter(|visit| visit.sop == standing.progress.sop)
}

fn steps(standing: &Standing, policy: &Policy, sop: &SopDraft, late: bool) -> Vec<StepFacts> {
    let each = sop.steps.iter().map(|step| step_facts(standing, policy, sop, step.number.value, late));
    each.collect()
}

fn step_facts(standing: &Standing, policy: &Policy, sop: &SopDraft, number: u32, late: bool) -> StepFacts {
    let (progress, zone) = (&standing.progress, policy.zone());
    let mut total = Duration::zero();
    let mut stays = Vec::new();
    for visit in own_visits(standing).filter(|visit| visit.step == number) {
        let clock = policy.clock_then(sop, visit.era);
        let net = time::net(clock, visit.since, instant(visit.until), &visit.stops);
        total += net;
        stays.push(Stay {
            since: Moment::at(visit.since, zone),
            until: Some(Moment::at(visit.until, zone)),
            net: Some(office_time(net)),
            late: time::was_late(clock, sop, visit).unwrap_or(false),
        });
    }
    let is_now = progress.is_open() && progress.step == number;
    if is_now {
        stays.push(Stay { since: Moment::at(progress.visit.since, zone), until: None, net: None, late });
    }
    StepFacts {
        number,
        state: match (is_now, stays.is_empty()) {
            (true, _) => "kini",
            (false, false) => "lalu",
            (false, true) => "nanti",
        },
        times: u32::try_from(stays.len()).unwrap_or(u32::MAX),
        net: stays.iter().any(|stay| stay.net.is_some()).then(|| office_time(total)),
        late: stays.iter().any(|stay| stay.late),
        stays,
    }
}

/// From which step to which the request went, and how often. An end is step 0.
fn walked(standing: &Standing) -> BTreeMap<(u32, u32), u32> {
    let progress = &standing.progress;
    let mut stops: Vec<u32> = own_visits(standing).map(|visit| visit.step).collect();
    stops.push(if progress.is_open() { progress.step } else { 0 });
    let mut walked = BTreeMap::new();
    for pair in stops.windows(2) {
        *walked.entry((pair[0], pair[1])).or_default() += 1;
    }
    walked
}

/// Office time and time by the wall clock from the opening to the end, over every stay whatever its revision.
fn total(standing: &Standing, policy: &Policy, sop: &SopDraft) -> Option<(Two, Two)> {
    if standing.progress.is_open() {
        return None;
    }
    let each = standing
        .visits()
        .map(|visit| time::net(policy.clock_then(sop, visit.era), visit.since, instant(visit.until), &visit.stops));
    let net = each.fold(Duration::zero(), |sum, stay| sum + stay);
    let (start, end) = (standing.entries.first()?.time, standing.visits().last()?.until);
    Some((office_time(net), gross_time((instant(end) - instant(start)).max(Duration::zero()))))
}

fn returned(standing: &Standing, entries: &[Entry]) -> Option<Returned> {
    let last = entries.iter().rev().find(|entry| entry.way == "kembali" && entry.effect == "ada")?;
    let from = standing.entries.get(last.n - 1)?.step;
    Some(Returned { from, to: last.back_to?, outcome: last.outcome.clone(), note: last.note.clone() })
}

fn due_account(standing: &Standing, policy: &Policy, sop: &SopDraft) -> Option<Account> {
    let due = standing.due(policy)?.ok()?;
    let time = &sop.step(standing.progress.step)?.time.as_ref()?.value;
    let zone = policy.zone();
    let entered = instant(standing.progress.visit.since);
    let question =
        account::Question { entered: entered.with_timezone(&zone.offset()), time, zone, day_kind: sop.day_kind.value };
    let days = due.account.iter().map(|line| Day {
        date: line.day,
        what: Two::of(|lang: Lang| account::what(line, lang)),
        counts: account::counts(line),
    });
    Some(Account {
        entered: Moment::new(entered, zone),
        standard: Two::of(|lang| account::reading(&question, lang)),
        due: Moment::new(due.at.with_timezone(&Utc), zone),
        estimate: due.estimate,
        days: days.collect(),
    })
}
