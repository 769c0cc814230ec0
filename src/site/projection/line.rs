//! A request in brief: what lists, queues, feeds and the search index tell of it.

use serde::Serialize;

use super::super::address;
use super::super::words::{Moment, Two};
use super::{Brief, Office, Public};
use crate::model::sop::SopDraft;
use crate::register::policy::Policy;
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
    pub(in crate::site) fn of<'b>(briefs: impl IntoIterator<Item = &'b Brief>) -> Self {
        let mut tally = Self::default();
        for brief in briefs {
            let (open, running, finished) =
                (brief.is_open(), brief.state == State::Running, brief.state == State::Finished);
            tally.all += 1;
            tally.open += usize::from(open);
            tally.running += usize::from(running);
            tally.waiting += usize::from(open && !running);
            tally.late += usize::from(brief.now.late);
            tally.near += usize::from(brief.now.near);
            tally.finished += usize::from(finished);
            tally.ended += usize::from(!open && !finished);
            tally.doubtful += usize::from(brief.doubtful);
            tally.unverified += usize::from(brief.now.unverified);
        }
        tally
    }
}

/// How a state is called on a page.
fn state_name(state: State, awaits_applicant: bool) -> Two {
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
}

impl Line {
    /// What may be told of a request in brief.
    pub(super) fn of(brief: &Brief, policy: &Policy, office: &Office) -> Self {
        let zone = policy.zone();
        let sop = policy.workspace.sops.get(&brief.sop);
        let (turn, awaits_applicant) = turn(brief, sop);
        let agency = office.agency(&brief.agency);
        Self {
            number: brief.number.to_string(),
            title: brief.title.clone(),
            url: address::request(&brief.folder),
            agency_id: brief.agency.clone(),
            agency: agency.map_or_else(String::new, |agency| agency.name.clone()),
            application: brief.application.clone(),
            sop: brief.sop.slug.to_string(),
            revision: brief.sop.revision,
            sop_name: sop.map_or_else(|| brief.sop.to_string(), |sop| sop.name.value.clone()),
            sop_url: address::sop(&brief.sop),
            state: brief.state.word(),
            state_name: state_name(brief.state, awaits_applicant),
            open: brief.is_open(),
            doubtful: brief.doubtful,
            unverified: brief.now.unverified,
            step: brief.step,
            steps: sop.map_or(0, |sop| sop.steps.len()),
            activity: sop
                .and_then(|sop| sop.step(brief.step))
                .map_or_else(String::new, |step| step.activity.value.clone()),
            turn,
            awaits_applicant,
            due: brief.due.map(|(due, _)| Moment::at(due, zone)),
            due_estimate: brief.due.is_some_and(|(_, estimate)| estimate),
            late: brief.now.late,
            working_days: Some(brief.now.working_days),
            near: Some(brief.now.near),
            loops: brief.loops,
            opened: Moment::at(brief.opened, zone),
            since: Moment::at(brief.since, zone),
            moved: Moment::at(brief.moved, zone),
        }
    }
}

impl Public<'_> {
    /// What may be told of a request in brief.
    pub(in crate::site) fn line(&self, brief: &Brief) -> Line {
        Line::of(brief, self.policy(), &self.office)
    }

    /// The same for a page that names no moment: it changes when something happens, or when it becomes late.
    pub(in crate::site) fn timeless_line(&self, brief: &Brief) -> Line {
        Line { working_days: None, near: None, ..self.line(brief) }
    }
}

fn turn(brief: &Brief, sop: Option<&SopDraft>) -> (Vec<Turn>, bool) {
    let slug = &brief.sop.slug;
    let bound = |id| sop.and_then(|sop| sop.lane(id)).is_some_and(|lane| lane.bound);
    let applicant = !brief.turn.is_empty() && brief.turn.iter().all(bound);
    let turn = brief.turn.iter().map(|id| Turn {
        lane: format!("{slug}/{id}"),
        name: sop.and_then(|sop| sop.lane(id)).map_or_else(|| id.to_string(), |lane| lane.name.value.clone()),
        url: address::lane(slug, id),
    });
    (turn.collect(), applicant)
}
