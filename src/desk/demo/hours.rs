//! Office time: the seconds in which the office was open, counted through. What is planned in it falls on working days
//! and in office hours by itself.

use chrono::{Days, NaiveDate, NaiveDateTime};

use crate::model::calendar::WorkCalendar;
use crate::model::day::Zone;
use crate::register::progress::{Seconds, instant};

/// A working day of seven and a half hours.
pub(super) const DAY: i64 = 27_000;

/// The open stretches from one day until a moment.
#[derive(Debug)]
pub(super) struct Hours {
    zone: Zone,
    /// When each begins, and how much office time lies before it.
    stretches: Vec<(Seconds, i64)>,
    total: i64,
}

impl Hours {
    pub(super) fn new(calendar: &WorkCalendar, zone: Zone, from: NaiveDate, until: Seconds) -> Self {
        let mut hours = Self { zone, stretches: Vec::new(), total: 0 };
        let mut day = from;
        while hours.seconds(day.and_time(chrono::NaiveTime::MIN)) < until {
            for (opens, closes) in calendar.open(day).iter().map(|range| (range.0, range.1)) {
                let begin = hours.seconds(day.and_time(opens));
                let end = hours.seconds(day.and_time(closes)).min(until);
                if begin < end {
                    hours.stretches.push((begin, hours.total));
                    hours.total += end - begin;
                }
            }
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            day = next;
        }
        hours
    }

    fn seconds(&self, local: NaiveDateTime) -> Seconds {
        local.and_utc().timestamp() - i64::from(self.zone.offset().local_minus_utc())
    }

    /// All the office time there is.
    pub(super) fn total(&self) -> i64 {
        self.total
    }

    /// The moment at which so much office time has gone by.
    pub(super) fn moment(&self, at: i64) -> Seconds {
        let stretch = self.stretches.partition_point(|(_, before)| *before <= at).saturating_sub(1);
        self.stretches.get(stretch).map_or(0, |(begin, before)| begin + (at - before))
    }

    /// How much office time has gone by when a day begins.
    pub(super) fn before(&self, day: NaiveDate) -> i64 {
        let midnight = self.seconds(day.and_time(chrono::NaiveTime::MIN));
        let stretch = self.stretches.partition_point(|(begin, _)| *begin < midnight);
        self.stretches.get(stretch).map_or(self.total, |(_, before)| *before)
    }

    /// The day of a moment in the office's zone.
    pub(super) fn day(&self, at: Seconds) -> NaiveDate {
        let moment = instant(at);
        moment.with_timezone(&self.zone.offset()).date_naive()
    }

    /// The office's offset as git writes it.
    pub(super) fn offset(&self) -> String {
        let minutes = self.zone.offset().local_minus_utc() / 60;
        format!("+{:02}{:02}", minutes / 60, minutes % 60)
    }
}
