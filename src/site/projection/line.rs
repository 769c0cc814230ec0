//! A request in brief: what lists, queues, feeds and the search index tell of it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::address;
use super::super::words::{Moment, Two};
use crate::model::sop::SopDraft;
use crate::register::ledger::Ledger;
use crate::register::policy::Policy;
use crate::register::standing::Standing;
use crate::register::turn::State;

/// A request in brief.
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own in lists and tables")]
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// `2026/0042`
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The requesting agency's id; empty where none is stated.
    pub agency_id: String,
    /// The requesting agency's full name.
    pub agency: String,
    /// The application that it concerns; may be empty.
    pub application: String,
    /// The procedure's slug.
    pub sop: String,
    /// The procedure's revision.
    pub revision: u32,
    /// The procedure's name.
    pub sop_name: String,
    /// The procedure's page.
    pub sop_url: String,
    /// The word of the files: `berjalan`, `selesai` …
    pub state: &'static str,
    /// The same for people.
    pub state_name: Two,
    /// Whether it can still move.
    pub open: bool,
    /// An unanswered mark lies on its path.
    pub doubtful: bool,
    /// What it depends on is missing from the history.
    pub unverified: bool,
    /// The current step (the last one, once it is closed).
    pub step: u32,
    /// How many steps the procedure has.
    pub steps: usize,
    /// The current activity.
    pub activity: String,
    /// Whose turn it is.
    pub turn: Vec<Turn>,
    /// Whether it is the applicant's turn.
    pub awaits_applicant: bool,
    /// When the current step is due.
    pub due: Option<Moment>,
    /// Whether the due date rests on days that no decree has fixed.
    pub due_estimate: bool,
    /// Whether that moment has passed.
    pub late: bool,
    /// How many working days are left until then (or have passed since); none where no moment is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_days: Option<usize>,
    /// Whether it is due within three working days; none where no moment is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<bool>,
    /// How often it was sent back.
    pub loops: u32,
    /// When it was opened.
    pub opened: Moment,
    /// When its current step was entered, or when it was closed.
    pub since: Moment,
    /// When something last happened.
    pub moved: Moment,
    #[serde(skip)]
    pub(in crate::site) since_seconds: i64,
    #[serde(skip)]
    pub(in crate::site) moved_seconds: i64,
    #[serde(skip)]
    pub(in crate::site) due_seconds: i64,
}

/// A lane whose turn it is.
#[derive(Debug, Clone, Serialize)]
pub struct Turn {
    /// `slug/id`
    pub lane: String,
    /// Its name on paper.
    pub name: String,
    /// The page of its queue.
    pub url: String,
}

/// How many requests there are of each kind.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// All of them.
    pub all: usize,
    /// Under way, waiting or paused.
    pub open: usize,
    /// Under way.
    pub running: usize,
    /// Waiting for the applicant or somebody else, or paused.
    pub waiting: usize,
    /// Of the open ones, those past their due time.
    pub late: usize,
    /// Of the open ones, those due within three working days.
    pub near: usize,
    /// Finished.
    pub finished: usize,
    /// Rejected, withdrawn or cancelled.
    pub ended: usize,
    /// With an unanswered mark.
    pub doubtful: usize,
    /// Of which data is missing.
    pub unverified: usize,
}

impl Tally {
    /// Counts requests.
    pub fn of<'l>(lines: impl IntoIterator<Item = &'l Line>) -> Self {
        let mut tally = Self::default();
        for line in lines {
            tally.all += 1;
            tally.open += usize::from(line.open);
            tally.running += usize::from(line.state == "berjalan");
            tally.waiting += usize::from(line.open && line.state != "berjalan");
            tally.late += usize::from(line.late);
            tally.near += usize::from(line.near == Some(true));
            tally.finished += usize::from(line.state == "selesai");
            tally.ended += usize::from(!line.open && line.state != "selesai");
            tally.doubtful += usize::from(line.doubtful);
            tally.unverified += usize::from(line.unverified);
        }
        tally
    }
}

/// How a state is called on a page.
pub(super) fn state_name(state: State, awaits_applicant: bool) -> Two {
    match (state, awaits_applicant) {
        (State::Running, _) => Two::new("Diproses", "In progress"),
        (State::Waiting, true) => Two::new("Menunggu pemohon", "Waiting for the applicant"),
        (State::Waiting, false) => Two::new("Menunggu pihak lain", "Waiting for another party"),
        (State::Paused, _) => Two::new("Ditunda", "On hold"),
        (State::Finished, _) => Two::new("Selesai", "Completed"),
        (State::Rejected, _) => Two::new("Ditolak", "Rejected"),
        (State::Withdrawn, _) => Two::new("Ditarik pemohon", "Withdrawn by the applicant"),
        (State::Cancelled, _) => Two::new("Dibatalkan", "Cancelled"),
    }
}

impl Line {
    /// Its state for people, with what keeps it from being certain: wherever the state is told, that is told too.
    pub(in crate::site) fn told(&self) -> Two {
        let doubt = match (self.unverified, self.doubtful) {
            (true, _) => (" (tidak dapat diverifikasi)", " (unverifiable)"),
            (false, true) => (" (belum sah)", " (not yet lawful)"),
            (false, false) => ("", ""),
        };
        Two::new(format!("{}{}", self.state_name.id, doubt.0), format!("{}{}", self.state_name.en, doubt.1))
    }

    /// The same for a page that names no moment: it changes when something happens, or when it becomes late.
    pub(super) fn timeless(&self) -> Self {
        Self { working_days: None, near: None, ..self.clone() }
    }

    /// What may be told of a request in brief.
    pub(super) fn of(standing: &Standing, ledger: &Ledger, at: DateTime<Utc>) -> Self {
        let (progress, policy) = (&standing.progress, &ledger.policy);
        let zone = policy.zone();
        let sop = policy.workspace.sops.get(&progress.sop);
        let (turn, awaits_applicant) = turn(standing, policy, sop);
        let due = standing.due(policy).and_then(Result::ok);
        let due_at = due.as_ref().map(|due| due.at.with_timezone(&Utc));
        let late = due_at.is_some_and(|due| due < at);
        let working_days = match (due_at, sop) {
            (Some(due), Some(sop)) => policy.clock(sop).working_days(due.min(at), due.max(at)),
            _ => 0,
        };
        let agency = standing.header.agency.as_ref().map(|id| &id.value);
        let state = standing.state();
        let moved = standing.entries.last().map_or(0, |entry| entry.time);
        let closed = standing.visits().last().map_or(moved, |visit| visit.until);
        let since = if progress.is_open() { progress.visit.since } else { closed };
        let opened = standing.entries.first().map_or(since, |entry| entry.time);
        Self {
            number: standing.number.to_string(),
            title: standing.header.title.value.clone(),
            url: address::request(&standing.folder),
            agency_id: agency.map_or_else(String::new, ToString::to_string),
            agency: agency
                .and_then(|id| policy.office()?.agency(id))
                .map_or_else(String::new, |agency| agency.name.value.clone()),
            application: standing.header.application.as_ref().map_or_else(String::new, |text| text.value.clone()),
            sop: progress.sop.slug.to_string(),
            revision: progress.sop.revision,
            sop_name: sop.map_or_else(|| progress.sop.to_string(), |sop| sop.name.value.clone()),
            sop_url: address::sop(&progress.sop),
            state: state.word(),
            state_name: state_name(state, awaits_applicant),
            open: progress.is_open(),
            doubtful: standing.is_doubtful(),
            unverified: ledger.doubt.of_request(&standing.folder).is_some(),
            step: progress.step,
            steps: sop.map_or(0, |sop| sop.steps.len()),
            activity: sop
                .and_then(|sop| sop.step(progress.step))
                .map_or_else(String::new, |step| step.activity.value.clone()),
            turn,
            awaits_applicant,
            due: due_at.map(|due| Moment::new(due, zone)),
            due_estimate: due.as_ref().is_some_and(|due| due.estimate),
            late,
            working_days: Some(working_days),
            near: Some(due_at.is_some() && !late && working_days <= 3),
            loops: progress.loops,
            opened: Moment::at(opened, zone),
            since: Moment::at(since, zone),
            moved: Moment::at(moved, zone),
            since_seconds: since,
            moved_seconds: moved,
            due_seconds: due_at.map_or(i64::MAX, |due| due.timestamp()),
        }
    }
}

fn turn(standing: &Standing, policy: &Policy, sop: Option<&SopDraft>) -> (Vec<Turn>, bool) {
    let lanes = standing.turn(policy);
    let slug = &standing.progress.sop.slug;
    let bound = |id| sop.and_then(|sop| sop.lane(id)).is_some_and(|lane| lane.bound);
    let applicant = !lanes.is_empty() && lanes.iter().all(bound);
    let turn = lanes.iter().map(|id| Turn {
        lane: format!("{slug}/{id}"),
        name: sop.and_then(|sop| sop.lane(id)).map_or_else(|| id.to_string(), |lane| lane.name.value.clone()),
        url: address::lane(slug, id),
    });
    (turn.collect(), applicant)
}
