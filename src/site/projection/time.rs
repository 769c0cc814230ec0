//! How long a stay took and whether it kept its standard time.

use chrono::{DateTime, Duration, Utc};

use crate::model::sop::SopDraft;
use crate::register::clock::Clock;
use crate::register::progress::{ClosedVisit, Seconds, instant};
use crate::register::turn::pauses;

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
