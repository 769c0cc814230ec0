//! Whose turn it is, and until when.

use super::clock::{ClockError, Due, Pause};
use super::policy::Policy;
use super::progress::{Seconds, instant};
use super::standing::Standing;
use crate::model::name::LaneId;
use crate::model::say::Lang;

/// What an open request waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// `berjalan`
    Running,
    /// `menunggu`: the SOP makes the step wait for somebody.
    Waiting,
    /// `jeda`: somebody stopped the clock.
    Paused,
    /// `selesai`
    Finished,
    /// `ditolak`
    Rejected,
    /// `ditarik`
    Withdrawn,
    /// `batal`
    Cancelled,
}

impl State {
    /// The word of whatever programs read, and of labels on a forge.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "berjalan",
            Self::Waiting => "menunggu",
            Self::Paused => "jeda",
            Self::Finished => "selesai",
            Self::Rejected => "ditolak",
            Self::Withdrawn => "ditarik",
            Self::Cancelled => "batal",
        }
    }

    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        let en = match self {
            Self::Running => "in progress",
            Self::Waiting => "waiting",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Cancelled => "cancelled",
        };
        lang.pick(self.word(), en)
    }
}

impl Standing {
    /// The state in a word.
    pub fn state(&self) -> State {
        use super::progress::Life;
        match (self.progress.life, &self.progress.visit.stopped) {
            (Life::Open, None) => State::Running,
            (Life::Open, Some(stop)) if stop.is_wait => State::Waiting,
            (Life::Open, Some(_)) => State::Paused,
            (Life::Finished, _) => State::Finished,
            (Life::Rejected, _) => State::Rejected,
            (Life::Withdrawn, _) => State::Withdrawn,
            (Life::Cancelled, _) => State::Cancelled,
        }
    }

    /// The lanes that have to act: those awaited, else the actors of the step that do not agree yet.
    pub fn turn(&self, policy: &Policy) -> Vec<LaneId> {
        let progress = &self.progress;
        let Some(sop) = policy.workspace.sops.get(&progress.sop).filter(|_| progress.is_open()) else {
            return Vec::new();
        };
        if let Some(stop) = progress.visit.stopped.as_ref().filter(|stop| !stop.lanes.is_empty()) {
            return stop.lanes.clone();
        }
        sop.step(progress.step).map_or_else(Vec::new, |step| progress.unsettled(step))
    }

    /// When the current step is due; none where the SOP sets no time, or while the clock stands still.
    pub fn due(&self, policy: &Policy) -> Option<Result<Due, ClockError>> {
        let progress = &self.progress;
        let sop = policy.workspace.sops.get(&progress.sop).filter(|_| progress.is_open())?;
        let time = sop.step(progress.step)?.time.as_ref()?;
        if progress.visit.stopped.is_some() {
            return None;
        }
        let visit = &progress.visit;
        Some(policy.clock(sop).due(instant(visit.since), time, &pauses(&visit.stops)))
    }
}

/// Stretches in which the clock stood still.
pub fn pauses(stops: &[(Seconds, Seconds)]) -> Vec<Pause> {
    stops.iter().map(|(from, until)| Pause { from: instant(*from), until: instant(*until) }).collect()
}
