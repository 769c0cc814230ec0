//! Days, months and time zones, as the files write them.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, FixedOffset, NaiveDate};

/// The years that a file may speak of.
pub const YEARS: std::ops::RangeInclusive<i32> = 1945..=2100;

/// Reads a day written `2026-11-20` and nothing else.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let digits = |range: std::ops::Range<usize>| text[range].bytes().all(|b| b.is_ascii_digit());
    let bytes = text.as_bytes();
    if bytes.len() != 10 || !text.is_ascii() || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    if !(digits(0..4) && digits(5..7) && digits(8..10)) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(text[0..4].parse().ok()?, text[5..7].parse().ok()?, text[8..10].parse().ok()?)?;
    YEARS.contains(&day.year()).then_some(day)
}

/// A date as a paper gives it: a day, or only a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperDate {
    /// `2024-01-08`
    Day(NaiveDate),
    /// `2017-12`: the paper names no day.
    Month(NaiveDate),
}

impl PaperDate {
    /// The first day that it can mean.
    pub fn first_day(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }
}

impl FromStr for PaperDate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(day) = parse_day(text) {
            return Ok(Self::Day(day));
        }
        let month = if text.len() == 7 { parse_day(&format!("{text}-01")) } else { None };
        month.map(Self::Month).ok_or(())
    }
}

impl fmt::Display for PaperDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Month(day) => write!(f, "{}", day.format("%Y-%m")),
        }
    }
}

/// From when, and until when at most, something is in force. Both days are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day (or month).
    pub from: PaperDate,
    /// The last day, where one is given.
    pub until: Option<NaiveDate>,
}

impl FromStr for Window {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (from, until) = match text.split_once('/') {
            None => (text, None),
            Some((from, until)) => (from, Some(parse_day(until).ok_or(())?)),
        };
        Ok(Self { from: from.parse()?, until })
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)?;
        match self.until {
            Some(until) => write!(f, "/{}", until.format("%Y-%m-%d")),
            None => Ok(()),
        }
    }
}

/// One of Indonesia's three zones. None of them knows summer time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// UTC+7
    Wib,
    /// UTC+8
    Wita,
    /// UTC+9
    Wit,
}

impl Zone {
    /// Every name that the files and the command line take for a zone.
    pub const NAMES: [&'static str; 7] =
        ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura", "WIB", "WITA", "WIT"];

    /// The name that people use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The distance from UTC.
    pub fn offset(self) -> FixedOffset {
        let hours = match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        };
        FixedOffset::east_opt(hours * 3600).expect("seven to nine hours are within a day")
    }

    /// The zone that has this distance from UTC.
    pub fn at(offset: FixedOffset) -> Option<Self> {
        [Self::Wib, Self::Wita, Self::Wit].into_iter().find(|zone| zone.offset() == offset)
    }
}

impl FromStr for Zone {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "Asia/Jakarta" | "Asia/Pontianak" | "WIB" => Ok(Self::Wib),
            "Asia/Makassar" | "WITA" => Ok(Self::Wita),
            "Asia/Jayapura" | "WIT" => Ok(Self::Wit),
            _ => Err(()),
        }
    }
}
