//! Working calendars: which days count, and when the office is open on them.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::name::{CalendarName, DecreeId};
use super::place::{At, WorkPath};
use super::sop::Confidence;

/// One calendar file.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// From the path.
    pub name: CalendarName,
    /// The file.
    pub path: WorkPath,
    /// `nama`
    pub title: At<String>,
    /// `mengikuti`: the calendar that this one builds on.
    pub follows: Option<At<CalendarName>>,
    /// `keputusan`
    pub decrees: Vec<Decree>,
    /// `jam_kerja`; none where it is inherited.
    pub hours: Option<OfficeHours>,
    /// `ramadan`
    pub ramadan: Vec<Ramadan>,
    /// `tahun`: the years that it covers.
    pub years: Vec<At<i32>>,
    /// `hari`
    pub days: Vec<CalendarDay>,
}

/// A decree that the days cite.
#[derive(Debug, Clone)]
pub struct Decree {
    /// Its name within the file.
    pub id: At<DecreeId>,
    /// Its full title.
    pub title: At<String>,
    /// `singkat`: how it is called where room is short.
    pub short: Option<At<String>>,
    /// How sure number and content are.
    pub confidence: Confidence,
    /// `catatan`
    pub note: Option<At<String>>,
}

/// An open stretch of a day, from the first time to the second.
pub type OpenRange = (NaiveTime, NaiveTime);

/// The open stretches of each weekday; a day without any is no working day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WeekHours {
    days: [Vec<OpenRange>; 7],
}

impl WeekHours {
    /// Sets the open stretches of one weekday.
    pub fn set(&mut self, day: Weekday, ranges: Vec<OpenRange>) {
        self.days[day.num_days_from_monday() as usize] = ranges;
    }

    /// The open stretches of one weekday.
    pub fn on(&self, day: Weekday) -> &[OpenRange] {
        &self.days[day.num_days_from_monday() as usize]
    }

    /// The first working day's hours: for a holiday that is declared a working day.
    fn first_open(&self) -> &[OpenRange] {
        self.days.iter().find(|ranges| !ranges.is_empty()).map_or(&[], Vec::as_slice)
    }
}

/// `jam_kerja`
#[derive(Debug, Clone, Default)]
pub struct OfficeHours {
    /// The decree.
    pub decree: Option<At<DecreeId>>,
    /// Ordinary weeks.
    pub ordinary: WeekHours,
    /// Weeks in Ramadan.
    pub ramadan: WeekHours,
}

/// A stretch of days in which Ramadan hours hold.
#[derive(Debug, Clone)]
pub struct Ramadan {
    /// The first day.
    pub from: At<NaiveDate>,
    /// The last day.
    pub until: At<NaiveDate>,
    /// The decree.
    pub decree: Option<At<DecreeId>>,
    /// Not fixed by a decree.
    pub estimate: bool,
}

/// A day that is not what the week says.
#[derive(Debug, Clone)]
pub struct CalendarDay {
    /// The day.
    pub date: At<NaiveDate>,
    /// What it is called.
    pub name: At<String>,
    /// What it is.
    pub kind: DayOff,
    /// The decree.
    pub decree: Option<At<DecreeId>>,
    /// Not fixed by a decree.
    pub estimate: bool,
}

/// `jenis`: what a special day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff {
    /// `libur`: a national holiday.
    National,
    /// `cuti-bersama`: joint leave.
    Joint,
    /// `libur-lokal`
    Local,
    /// `masuk`: a working day although the week or another calendar says otherwise.
    Working,
}

impl DayOff {
    /// The word of the files.
    pub fn word(self) -> &'static str {
        match self {
            Self::National => "libur",
            Self::Joint => "cuti-bersama",
            Self::Local => "libur-lokal",
            Self::Working => "masuk",
        }
    }
}

/// Why a day does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Special {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: DayOff,
    /// The decree, by its short name where it has one.
    pub decree: Option<String>,
    /// Not fixed by a decree.
    pub estimate: bool,
}

/// Several calendar files laid over one another: what the clock runs on.
#[derive(Debug, Clone, Default)]
pub struct WorkCalendar {
    pub(crate) ordinary: WeekHours,
    pub(crate) ramadan: WeekHours,
    pub(crate) ramadan_days: Vec<(NaiveDate, NaiveDate, bool)>,
    pub(crate) years: std::collections::BTreeSet<i32>,
    pub(crate) specials: BTreeMap<NaiveDate, Vec<Special>>,
}

impl WorkCalendar {
    /// Lays calendars over one another, the first one lowest.
    pub fn layered<'a>(files: impl IntoIterator<Item = &'a Calendar>) -> Self {
        let mut all = Self::default();
        for file in files {
            if let Some(hours) = &file.hours {
                all.ordinary = hours.ordinary.clone();
                all.ramadan = hours.ramadan.clone();
            }
            all.ramadan_days.extend(file.ramadan.iter().map(|r| (r.from.value, r.until.value, r.estimate)));
            all.years.extend(file.years.iter().map(|year| year.value));
            for day in &file.days {
                all.add(file, day);
            }
        }
        all
    }

    fn add(&mut self, file: &Calendar, day: &CalendarDay) {
        let decree = day.decree.as_ref().and_then(|id| file.decrees.iter().find(|decree| decree.id == *id));
        let special = Special {
            name: day.name.value.clone(),
            kind: day.kind,
            decree: decree.map(|decree| decree.short.as_ref().unwrap_or(&decree.title).value.clone()),
            estimate: day.estimate,
        };
        let specials = self.specials.entry(day.date.value).or_default();
        // A working day declared above takes away what stood below, and the other way round.
        if day.kind == DayOff::Working || specials.iter().any(|other| other.kind == DayOff::Working) {
            specials.clear();
        }
        specials.push(special);
    }

    /// What makes a day special, if anything does.
    pub fn specials(&self, day: NaiveDate) -> &[Special] {
        self.specials.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Every special day, in order.
    pub fn all_specials(&self) -> impl Iterator<Item = (NaiveDate, &Special)> {
        self.specials.iter().flat_map(|(day, specials)| specials.iter().map(|special| (*day, special)))
    }

    /// Whether a year's holidays are known; otherwise only weekends are.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether Ramadan hours hold, and whether that is an estimate.
    pub fn ramadan_on(&self, day: NaiveDate) -> Option<bool> {
        self.ramadan_days.iter().find(|(from, until, _)| (*from..=*until).contains(&day)).map(|(_, _, guess)| *guess)
    }

    /// The open stretches of a day; none on a day that does not count.
    pub fn open(&self, day: NaiveDate) -> &[OpenRange] {
        let week = if self.ramadan_on(day).is_some() { &self.ramadan } else { &self.ordinary };
        let ranges = week.on(day.weekday());
        match self.specials(day).first() {
            None => ranges,
            Some(special) if special.kind == DayOff::Working && ranges.is_empty() => week.first_open(),
            Some(special) if special.kind == DayOff::Working => ranges,
            Some(_) => &[],
        }
    }

    /// The open stretches that the week alone gives a day, holidays left aside.
    pub fn open_on_ordinary(&self, day: NaiveDate) -> &[OpenRange] {
        self.ordinary.on(day.weekday())
    }

    /// Whether a day counts.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        !self.open(day).is_empty()
    }

    /// Whether any weekday is open at all; without that no clock can run.
    pub fn ever_opens(&self) -> bool {
        !self.ordinary.first_open().is_empty() && !self.ramadan.first_open().is_empty()
    }
}
