//! The clock of the office: when a step is due, and why.
//!
//! Day 0 is the day on which a step is entered; it never counts. A day counts if the office is open on it and the
//! clock runs when it opens. The step is due when the last counted day closes (or, if a pause holds the clock at that
//! moment, when the first day closes on which it runs again). Hours and minutes run inside open hours only.

use chrono::{DateTime, Duration, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::model::calendar::{Special, WorkCalendar};
use crate::model::day::{YEARS, Zone};
use crate::model::standard_time::{DayKind, StandardTime, Unit};

/// A stretch in which the clock stands still: from the first moment on, up to but without the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When it stops.
    pub from: DateTime<Utc>,
    /// When it goes on.
    pub until: DateTime<Utc>,
}

/// A calendar, a zone, and what "hari" means.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    /// The days that count.
    pub calendar: &'a WorkCalendar,
    /// Where the office is.
    pub zone: Zone,
    /// What a "hari" is unless the text says otherwise.
    pub day_kind: DayKind,
}

/// When something is due, and the account of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last moment that is in time.
    pub at: DateTime<FixedOffset>,
    /// Day by day, how it came to that.
    pub account: Vec<Line>,
    /// Rests on days that no decree has fixed yet, or on a year without a calendar.
    pub estimate: bool,
}

/// One day of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day.
    pub day: NaiveDate,
    /// What it was.
    pub what: DayAccount,
}

/// What a day was to the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayAccount {
    /// The day on which the step was entered.
    Entered,
    /// The n-th day that counts.
    Counted(u32),
    /// Open stretches that ran, and how many minutes are left after them.
    Ran {
        /// When the clock ran on that day.
        stretches: Vec<(NaiveTime, NaiveTime)>,
        /// What is left of the standard time.
        left: Duration,
    },
    /// A weekend, or a weekday on which the office never opens.
    Closed,
    /// A holiday.
    Holiday(Vec<Special>),
    /// The clock stood still.
    Paused,
    /// The last counted day was closed, or closed while the clock stood still; this day closes instead of it.
    Carried,
    /// The same day-number some months later: where a standard time in months points.
    Nominal,
}

/// Why there is no due date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The calendar knows no open day.
    #[error("the calendar has no working hours")]
    NeverOpens,
    /// Beyond the years that files may speak of.
    #[error("the due date lies beyond the year {}", YEARS.end())]
    TooFar,
}

impl Clock<'_> {
    /// When a step entered at some moment is due. Of a range the upper bound is the deadline; "±" gives no grace.
    pub fn due(&self, entered: DateTime<Utc>, time: &StandardTime, pauses: &[Pause]) -> Result<Due, ClockError> {
        if !self.calendar.ever_opens() {
            return Err(ClockError::NeverOpens);
        }
        let entered = entered.with_timezone(&self.zone.offset()).naive_local();
        let pauses = self.local(pauses);
        let count = i64::from(time.max);
        let days = time.days.unwrap_or(self.day_kind);
        let mut run = Run { clock: self, pauses: &pauses, account: Vec::new(), estimate: false };
        let at = match (time.unit, days) {
            (Unit::Minute, _) => run.hours(entered, Duration::minutes(count))?,
            (Unit::Hour, _) => run.hours(entered, Duration::hours(count))?,
            (Unit::Day, DayKind::Working) => run.working_days(entered.date(), time.max, true)?,
            (Unit::Day, DayKind::Calendar) => run.calendar_days(entered.date(), time.max)?,
            (Unit::Week, _) => run.working_days(entered.date(), time.max.saturating_mul(5), true)?,
            (Unit::Month, _) => run.months(entered.date(), time.max)?,
        };
        let (account, estimate) = (run.account, run.estimate);
        Ok(Due { at: self.zoned(at), account, estimate })
    }

    /// How long the office was open between two moments, less the pauses.
    pub fn open_time(&self, from: DateTime<Utc>, until: DateTime<Utc>, pauses: &[Pause]) -> Duration {
        let local = |moment: DateTime<Utc>| moment.with_timezone(&self.zone.offset()).naive_local();
        let (from, until, pauses) = (local(from), local(until), self.local(pauses));
        let mut total = Duration::zero();
        let mut day = from.date();
        while day <= until.date() {
            for stretch in self.running(day, &pauses) {
                let (start, end) = (stretch.0.max(from), stretch.1.min(until));
                total += (end - start).max(Duration::zero());
            }
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        total
    }

    /// How many working days lie after the day of the first moment, up to the day of the second.
    pub fn working_days(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> usize {
        let local = |moment: DateTime<Utc>| moment.with_timezone(&self.zone.offset()).date_naive();
        let until = local(until);
        local(from)
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= until)
            .filter(|day| self.calendar.is_working(*day))
            .count()
    }

    fn local(&self, pauses: &[Pause]) -> Vec<(NaiveDateTime, NaiveDateTime)> {
        let offset = self.zone.offset();
        let local = |moment: DateTime<Utc>| moment.with_timezone(&offset).naive_local();
        let mut local: Vec<_> =
            pauses.iter().map(|pause| (local(pause.from), local(pause.until))).filter(|(a, b)| a < b).collect();
        local.sort_unstable();
        // Pauses that touch are one: the clock does not run between them.
        let mut merged: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
        for (from, until) in local {
            match merged.last_mut().filter(|last| from <= last.1) {
                Some(last) => last.1 = last.1.max(until),
                None => merged.push((from, until)),
            }
        }
        merged
    }

    fn zoned(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(self.zone.offset()).single().expect("a fixed offset has each local time once")
    }

    /// The open stretches of a day less the pauses.
    fn running(
        &self,
        day: NaiveDate,
        pauses: &[(NaiveDateTime, NaiveDateTime)],
    ) -> Vec<(NaiveDateTime, NaiveDateTime)> {
        let mut stretches: Vec<_> =
            self.calendar.open(day).iter().map(|range| (day.and_time(range.0), day.and_time(range.1))).collect();
        for (from, until) in pauses {
            stretches = stretches
                .into_iter()
                .flat_map(|(start, end)| [(start, end.min(*from)), (start.max(*until), end)])
                .filter(|(start, end)| start < end)
                .collect();
        }
        stretches
    }
}

/// One computation of a due date.
struct Run<'a> {
    clock: &'a Clock<'a>,
    pauses: &'a [(NaiveDateTime, NaiveDateTime)],
    account: Vec<Line>,
    estimate: bool,
}

impl Run<'_> {
    fn note(&mut self, day: NaiveDate, what: DayAccount) {
        self.account.push(Line { day, what });
    }

    fn next(day: NaiveDate) -> Result<NaiveDate, ClockError> {
        day.succ_opt().filter(|next| YEARS.contains(&chrono::Datelike::year(next))).ok_or(ClockError::TooFar)
    }

    fn is_paused(&self, moment: NaiveDateTime) -> bool {
        self.pauses.iter().any(|(from, until)| (*from..*until).contains(&moment))
    }

    /// Whether the office closes while the clock stands still. A pause that begins at closing takes nothing away.
    fn closes_paused(&self, closing: NaiveDateTime) -> bool {
        self.pauses.iter().any(|(from, until)| *from < closing && closing < *until)
    }

    /// Whether the office is open on a day; if not, the account says why.
    fn opens(&mut self, day: NaiveDate) -> bool {
        let calendar = self.clock.calendar;
        if !calendar.covers(chrono::Datelike::year(&day)) {
            self.estimate = true;
        }
        if calendar.is_working(day) {
            return true;
        }
        let specials = calendar.specials(day);
        // A holiday on a day that is closed anyway changes nothing, so its doubt does not either.
        let weekday_open = !calendar.open_on_ordinary(day).is_empty();
        if specials.is_empty() {
            self.note(day, DayAccount::Closed);
        } else {
            self.estimate |= weekday_open && specials.iter().any(|special| special.estimate);
            self.note(day, DayAccount::Holiday(specials.to_vec()));
        }
        false
    }

    fn opening(&self, day: NaiveDate) -> NaiveDateTime {
        day.and_time(self.clock.calendar.open(day).first().map_or(NaiveTime::MIN, |range| range.0))
    }

    fn closing(&self, day: NaiveDate) -> NaiveDateTime {
        day.and_time(self.clock.calendar.open(day).last().map_or(NaiveTime::MIN, |range| range.1))
    }

    /// Ramadan hours whose days no decree has fixed make the moment uncertain.
    fn doubt_ramadan(&mut self, day: NaiveDate) {
        self.estimate |= self.clock.calendar.ramadan_on(day) == Some(true);
    }

    /// The closing of the n-th working day after day 0 on which the clock runs at opening.
    fn working_days(&mut self, day0: NaiveDate, days: u32, enter: bool) -> Result<NaiveDateTime, ClockError> {
        if enter {
            self.note(day0, DayAccount::Entered);
        }
        let mut day = day0;
        let mut counted = 0;
        loop {
            day = Self::next(day)?;
            if !self.opens(day) {
                continue;
            }
            if counted < days && !self.is_paused(self.opening(day)) {
                counted += 1;
                self.note(day, DayAccount::Counted(counted));
            } else if counted == days && !self.closes_paused(self.closing(day)) {
                self.note(day, DayAccount::Carried);
            } else {
                self.note(day, DayAccount::Paused);
            }
            let closing = self.closing(day);
            if counted == days && !self.closes_paused(closing) {
                self.doubt_ramadan(day);
                return Ok(closing);
            }
        }
    }

    /// Every day counts on which the clock runs at midnight; then on to the next open day.
    fn calendar_days(&mut self, day0: NaiveDate, days: u32) -> Result<NaiveDateTime, ClockError> {
        self.note(day0, DayAccount::Entered);
        let mut day = day0;
        let mut counted = 0;
        while counted < days {
            day = Self::next(day)?;
            if self.is_paused(day.and_time(NaiveTime::MIN)) {
                self.note(day, DayAccount::Paused);
            } else {
                counted += 1;
                self.note(day, DayAccount::Counted(counted));
            }
        }
        let last = day;
        loop {
            if self.opens(day) {
                let closing = self.closing(day);
                if !self.closes_paused(closing) {
                    if day != last {
                        self.note(day, DayAccount::Carried);
                    }
                    self.doubt_ramadan(day);
                    return Ok(closing);
                }
                self.note(day, DayAccount::Paused);
            }
            day = Self::next(day)?;
        }
    }

    /// The same day-number some months later, then on to the next open day. So many working days as that takes are
    /// what the step has: pauses push it on by whole working days, as they do elsewhere.
    fn months(&mut self, day0: NaiveDate, months: u32) -> Result<NaiveDateTime, ClockError> {
        self.note(day0, DayAccount::Entered);
        let nominal = day0.checked_add_months(Months::new(months)).ok_or(ClockError::TooFar)?;
        let mut end = nominal;
        while !self.clock.calendar.is_working(end) {
            end = Self::next(end)?;
        }
        let calendar = self.clock.calendar;
        let days =
            day0.iter_days().skip(1).take_while(|day| *day <= end).filter(|day| calendar.is_working(*day)).count();
        let due = self.working_days(day0, u32::try_from(days).map_err(|_| ClockError::TooFar)?, false)?;
        let row = self.account.iter().position(|line| line.day >= nominal).unwrap_or(self.account.len());
        self.account.insert(row, Line { day: nominal, what: DayAccount::Nominal });
        Ok(due)
    }

    /// Open time consumed stretch by stretch.
    fn hours(&mut self, entered: NaiveDateTime, mut left: Duration) -> Result<NaiveDateTime, ClockError> {
        // Seconds below the second would only make due times that nobody can read.
        let entered = entered.with_nanosecond(0).unwrap_or(entered);
        let mut day = entered.date();
        loop {
            if self.opens(day) {
                self.doubt_ramadan(day);
                let mut stretches = Vec::new();
                for (start, end) in self.clock.running(day, self.pauses) {
                    let start = start.max(entered);
                    if start >= end {
                        continue;
                    }
                    let end = if end - start >= left { start + left } else { end };
                    left -= end - start;
                    stretches.push((start.time(), end.time()));
                    if left.is_zero() {
                        self.note(day, DayAccount::Ran { stretches, left });
                        return Ok(end);
                    }
                }
                let what = if stretches.is_empty() && day != entered.date() {
                    DayAccount::Paused
                } else {
                    DayAccount::Ran { stretches, left }
                };
                self.note(day, what);
            }
            day = Self::next(day)?;
        }
    }
}
