//! What the whole site needs of a request: enough for lists, queues, feeds, tables, search and figures, and no more. So not
//! every request has to be at hand as it stands, with each of its entries, for a site to be made.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::ground::part;
use super::time;
use crate::model::name::{LaneId, SopRef};
use crate::model::path::RequestFolder;
use crate::register::kept::record;
use crate::register::policy::Policy;
use crate::register::progress::{Seconds, instant};
use crate::register::standing::{Number, Standing};
use crate::register::turn::State;

/// A request in brief. But for the last field, nothing here depends on the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::site) struct Brief {
    pub folder: RequestFolder,
    pub number: Number,
    pub title: String,
    /// It had another title when it was opened.
    pub retitled: bool,
    /// The requesting agency; empty where none is stated.
    pub agency: String,
    pub application: String,
    pub sop: SopRef,
    pub state: State,
    /// An unanswered mark lies on its path.
    pub doubtful: bool,
    pub step: u32,
    pub turn: Vec<LaneId>,
    /// When the current step is due, and whether that rests on days that no decree has fixed.
    pub due: Option<(Seconds, bool)>,
    pub loops: u32,
    pub opened: Seconds,
    pub since: Seconds,
    pub moved: Seconds,
    pub related: Vec<RequestFolder>,
    pub stays: Vec<Stay>,
    /// Where it stands and all that the register knows of it, as one number.
    pub ground: [u8; 32],
    /// The words by which it is found, by their places among those of all requests.
    pub words: Vec<u32>,
    pub now: Now,
}

/// A stay that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::site) struct Stay {
    pub revision: u32,
    pub step: u32,
    /// Its office time.
    pub net: Seconds,
    /// Whether it outlasted the standard; none where there is no standard.
    pub late: Option<bool>,
    /// Whether it was left backwards.
    pub returned: bool,
}

/// What the moment makes of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::site) struct Now {
    /// The due time has passed.
    pub late: bool,
    /// How many working days are left until then, or have passed since.
    pub working_days: usize,
    /// It is due within three working days.
    pub near: bool,
    /// What it depends on is missing from the history.
    pub unverified: bool,
}

impl Brief {
    pub(super) fn of(standing: &Standing, policy: &Policy) -> Self {
        let progress = &standing.progress;
        let header = &standing.header;
        let due = standing.due(policy).and_then(Result::ok);
        let moved = standing.entries.last().map_or(0, |entry| entry.time);
        let closed = standing.visits().last().map_or(moved, |visit| visit.until);
        let since = if progress.is_open() { progress.visit.since } else { closed };
        Self {
            folder: standing.folder.clone(),
            number: standing.number,
            title: header.title.value.clone(),
            retitled: header.title.value != standing.opened.title.value,
            agency: header.agency.as_ref().map_or_else(String::new, |agency| agency.value.to_string()),
            application: header.application.as_ref().map_or_else(String::new, |text| text.value.clone()),
            sop: progress.sop.clone(),
            state: standing.state(),
            doubtful: standing.is_doubtful(),
            step: progress.step,
            turn: standing.turn(policy),
            due: due.map(|due| (due.at.timestamp(), due.estimate)),
            loops: progress.loops,
            opened: standing.entries.first().map_or(since, |entry| entry.time),
            since,
            moved,
            related: header.related.iter().map(|folder| folder.value.clone()).collect(),
            stays: stays(standing, policy),
            ground: ground(standing),
            words: Vec::new(),
            now: Now::default(),
        }
    }

    /// Whether it can still move.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Running | State::Waiting | State::Paused)
    }

    /// What a moment makes of it.
    pub(super) fn at(&self, policy: &Policy, at: DateTime<Utc>, unverified: bool) -> Now {
        let Some((due, _)) = self.due else { return Now { unverified, ..Now::default() } };
        let due = instant(due);
        let late = due < at;
        let sop = policy.workspace.sops.get(&self.sop);
        let working_days = sop.map_or(0, |sop| policy.clock(sop).working_days(due.min(at), due.max(at)));
        Now { late, working_days, near: !late && working_days <= 3, unverified }
    }

    /// Office time from the opening to the end.
    pub(super) fn whole(&self) -> Seconds {
        self.stays.iter().map(|stay| stay.net).sum()
    }
}

fn ground(standing: &Standing) -> [u8; 32] {
    let mut sum = Sha256::new();
    part(&mut sum, standing.folder.as_str().as_bytes());
    part(&mut sum, &record(standing));
    sum.finalize().into()
}

fn stays(standing: &Standing, policy: &Policy) -> Vec<Stay> {
    let visits: Vec<_> = standing.visits().collect();
    let open_at = standing.progress.is_open().then_some(standing.progress.step);
    let stay = |(n, visit): (usize, &&crate::register::progress::ClosedVisit)| {
        let sop = policy.workspace.sops.get(&visit.sop)?;
        let clock = policy.clock_then(sop, visit.era);
        // What follows under another revision says nothing: its numbers mean other steps.
        let next = visits[n + 1..].iter().find(|next| next.sop.revision == visit.sop.revision);
        let next = next.map(|next| next.step).or(open_at);
        Some(Stay {
            revision: visit.sop.revision,
            step: visit.step,
            net: time::net(clock, visit.since, instant(visit.until), &visit.stops).num_seconds(),
            late: time::was_late(clock, sop, visit),
            returned: next.is_some_and(|next| next <= visit.step),
        })
    };
    visits.iter().enumerate().filter_map(stay).collect()
}
