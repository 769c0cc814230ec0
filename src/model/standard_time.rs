//! How long a step may take, as the paper prints it.

use std::str::FromStr;

/// What a standard time is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Minutes of office time.
    Minute,
    /// Hours of office time.
    Hour,
    /// Days: working days, unless the SOP or the text says calendar days.
    Day,
    /// Weeks of five working days.
    Week,
    /// Calendar months.
    Month,
}

impl Unit {
    /// The Indonesian word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Minute => "menit",
            Self::Hour => "jam",
            Self::Day => "hari",
            Self::Week => "minggu",
            Self::Month => "bulan",
        }
    }

    /// The English word, for more than one.
    pub fn english(self) -> &'static str {
        match self {
            Self::Minute => "minutes",
            Self::Hour => "hours",
            Self::Day => "days",
            Self::Week => "weeks",
            Self::Month => "months",
        }
    }
}

/// Which days count as days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Monday to Friday less holidays, or as the calendar says.
    Working,
    /// Every day.
    Calendar,
}

/// A standard time: what is printed, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardTime {
    /// Exactly as printed.
    pub printed: String,
    /// The lower bound; the same as `max` where the paper gives one number.
    pub min: u32,
    /// The upper bound: the deadline.
    pub max: u32,
    /// The unit of both.
    pub unit: Unit,
    /// Said in the text itself ("hari kerja", "hari kalender"); otherwise the SOP's own unit of days holds.
    pub days: Option<DayKind>,
    /// Printed with "±"; it gives no grace.
    pub about: bool,
}

/// The greatest number that a standard time may state: ten years of working hours fit.
const MAX_NUMBER: u32 = 20_000;

/// Why a text is no standard time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a standard time")]
pub struct NotATime;

impl FromStr for StandardTime {
    type Err = NotATime;

    fn from_str(printed: &str) -> Result<Self, NotATime> {
        let text = printed.trim();
        let (about, rest) = match text.strip_prefix('±') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let letters = rest.find(|c: char| c.is_ascii_alphabetic()).ok_or(NotATime)?;
        let (numbers, words) = rest.split_at(letters);
        let mut bounds = numbers.split(['-', '–']).map(|part| number(part.trim()));
        let min = bounds.next().flatten().ok_or(NotATime)?;
        let max = match bounds.next() {
            None => min,
            Some(max) => max.ok_or(NotATime)?,
        };
        if bounds.next().is_some() || max < min {
            return Err(NotATime);
        }
        let (unit, days) = unit(words)?;
        Ok(Self { printed: printed.to_owned(), min, max, unit, days, about })
    }
}

fn number(text: &str) -> Option<u32> {
    super::name::count(text).filter(|number| *number <= MAX_NUMBER)
}

fn unit(words: &str) -> Result<(Unit, Option<DayKind>), NotATime> {
    let mut words = words.split_whitespace().map(str::to_ascii_lowercase);
    let unit = match words.next().as_deref() {
        Some("menit") => Unit::Minute,
        Some("jam") => Unit::Hour,
        Some("hari") => Unit::Day,
        Some("minggu") => Unit::Week,
        Some("bulan") => Unit::Month,
        _ => return Err(NotATime),
    };
    let days = match (unit, words.next().as_deref()) {
        (_, None) => None,
        (Unit::Day | Unit::Hour | Unit::Minute, Some("kerja")) => Some(DayKind::Working),
        (Unit::Day, Some("kalender")) => Some(DayKind::Calendar),
        _ => return Err(NotATime),
    };
    if words.next().is_some() { Err(NotATime) } else { Ok((unit, days)) }
}
