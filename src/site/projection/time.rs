//! How long a stay took and whether it kept its standard time.

use chrono::{DateTime, Duration, Utc};

use super::super::words::instant;
use crate::model::sop::SopDraft;
use crate::register::clock::{Clock, Pause};
use crate::register::policy::Policy;
use crate::register::progress::{ClosedVisit, Seconds};

/// The clock under which a procedure runs.
pub(super) fn clock<'a>(policy: &'a Policy, sop: &SopDraft) -> Clock<'a> {
    Clock { calendar: &policy.calendar, zone: sop.zone.value, day_kind: sop.day_kind.value }
}

/// Stretches in which the clock stood still.
pub(super) fn pauses(stops: &[(Seconds, Seconds)]) -> Vec<Pause> {
    stops.iter().map(|(from, until)| Pause { from: instant(*from), until: instant(*until) }).collect()
}

/// Open office time between two moments, less the stops.
pub(super) fn net(clock: Clock, since: Seconds, until: DateTime<Utc>, stops: &[(Seconds, Seconds)]) -> Duration {
    clock.open_time(instant(since), until, &pauses(stops))
}

/// Whether a stay that is over outlasted its standard time; none where there is no standard.
pub(super) fn was_late(clock: Clock, sop: &SopDraft, visit: &ClosedVisit) -> Option<bool> {
    let time = sop.step(visit.step)?.time.as_ref()?;
    let due = clock.due(instant(visit.since), time, &pauses(&visit.stops)).ok()?;
    Some(due.at < instant(visit.until))
}
