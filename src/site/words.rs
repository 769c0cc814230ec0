//! Texts that the program itself makes for a page: always in both languages, and each language chosen by the template
//! that is filled.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, Timelike, Utc};
use serde::Serialize;

use crate::model::day::{PaperDate, Window, Zone};
use crate::model::say::Lang;
use crate::register::progress::instant;
use crate::report::dates;

/// One text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Two {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Two {
    /// Indonesian first, then English.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// Made by a function that knows both languages.
    pub fn of(make: impl Fn(Lang) -> String) -> Self {
        Self { id: make(Lang::Id), en: make(Lang::En) }
    }

    /// The same in both.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { id: text.clone(), en: text }
    }

    /// The text in one language.
    pub fn pick(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }
}

/// A moment in the office's zone. Data and templates have it as RFC 3339 with the office's distance from UTC; the words
/// for it are made where a page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Moment(DateTime<FixedOffset>);

impl Moment {
    /// The moment, as the office's clock shows it.
    pub fn new(at: DateTime<Utc>, zone: Zone) -> Self {
        Self(at.with_timezone(&zone.offset()))
    }

    /// A moment given in seconds since 1970.
    pub fn at(seconds: i64, zone: Zone) -> Self {
        Self::new(instant(seconds), zone)
    }

    /// A moment as [`Self::iso`] writes it.
    pub fn parse(iso: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(iso).ok().map(Self)
    }

    /// RFC 3339 with the office's distance from UTC.
    pub fn iso(self) -> String {
        self.0.to_rfc3339()
    }

    /// The office's day.
    pub fn day(self) -> NaiveDate {
        self.0.date_naive()
    }

    /// Seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// "20 November 2026, 09.15 WITA"
    pub fn full(self, lang: Lang) -> String {
        let zone = Zone::at(*self.0.offset()).map_or("", Zone::word);
        format!("{}, {} {zone}", dates::date(self.day(), lang), self.clock(lang))
    }

    /// "20 Nov 2026, 09.15"
    pub fn short(self, lang: Lang) -> String {
        format!("{}, {}", short_day(self.day(), lang), self.clock(lang))
    }

    /// Pages show no seconds.
    fn clock(self, lang: Lang) -> String {
        let time = self.0.time();
        dates::time(time.with_second(0).unwrap_or(time), lang)
    }
}

/// "20 Nov 2026": months cut to three letters, but for those of four.
pub fn short_day(day: NaiveDate, lang: Lang) -> String {
    let full = dates::date(day, lang);
    let month = full.split(' ').nth(1).unwrap_or_default();
    let short = if month.chars().count() <= 4 { month } else { &month[..3] };
    format!("{} {short} {}", day.day(), day.year())
}

/// A date as a paper gives it: a day, or only a month.
pub fn paper_date(date: PaperDate) -> Two {
    match date {
        PaperDate::Day(day) => Two::of(|lang| dates::date(day, lang)),
        PaperDate::Month(day) => Two::of(|lang| {
            let full = dates::date(day, lang);
            full.split_once(' ').map_or(full.clone(), |(_, month)| month.to_owned())
        }),
    }
}

/// From when, and until when at most, something is in force.
pub fn window(window: Window) -> Two {
    let from = paper_date(window.from);
    match window.until {
        None => from,
        Some(until) => Two::of(|lang| format!("{} – {}", from.pick(lang), dates::date(until, lang))),
    }
}

/// How many open minutes an ordinary working day has (Perpres 21/2023: 37 hours 30 minutes in five days).
const DAY_MINUTES: i64 = 450;

/// Office time in words: minutes and hours below a day, working days from then on.
pub fn office_time(length: Duration) -> Two {
    let minutes = length.num_minutes();
    if minutes == 0 {
        return Two::new("seketika", "at once");
    }
    if minutes < DAY_MINUTES {
        return Two::of(|lang| match (minutes / 60, minutes % 60) {
            (0, m) => format!("{m} {}", lang.pick("menit", "min")),
            (h, 0) => format!("{h} {}", lang.pick("jam", "h")),
            (h, m) => format!("{h} {} {m} {}", lang.pick("jam", "h"), lang.pick("mnt", "min")),
        });
    }
    let tenths = (minutes * 10 + DAY_MINUTES / 2) / DAY_MINUTES;
    Two::of(|lang| {
        let number = decimal(tenths, lang);
        format!("{number} {}", lang.pick("hari kerja", if tenths == 10 { "working day" } else { "working days" }))
    })
}

/// Time by the wall clock: hours below two days, days from then on.
pub fn gross_time(length: Duration) -> Two {
    let minutes = length.num_minutes();
    if minutes < 48 * 60 {
        return Two::of(|lang| dates::duration(length, lang));
    }
    Two::of(|lang| format!("{} {}", minutes / (24 * 60), lang.pick("hari", "days")))
}

/// Tenths as a number with one decimal, none where it is whole.
fn decimal(tenths: i64, lang: Lang) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, part) => format!("{whole}{}{part}", lang.pick(",", ".")),
    }
}

/// The shortest word that a narrow column may part.
const LONG_WORD: usize = 9;

/// A text with places at which a narrow column may part its long words: between syllables, as Indonesian spells them,
/// and after a slash.
pub fn partable(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (n, word) in text.split(' ').enumerate() {
        if n > 0 {
            out.push(' ');
        }
        for part in word.split_inclusive(['/', '-']) {
            part_word(part, &mut out);
            if part.ends_with('/') {
                out.push('\u{200b}');
            }
        }
    }
    out
}

/// A syllable begins with the consonant before a vowel, where a vowel or consonant precedes it. `ng`, `ny`, `sy` and `kh`
/// are one consonant.
fn part_word(word: &str, out: &mut String) {
    if word.len() < LONG_WORD {
        return out.push_str(word);
    }
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |c: &char| matches!(c.to_ascii_lowercase(), 'a' | 'i' | 'u' | 'e' | 'o');
    let is_one = |at: usize| {
        let pair = letters.get(at..at + 2).map(|pair| (pair[0].to_ascii_lowercase(), pair[1].to_ascii_lowercase()));
        matches!(pair, Some(('n', 'g' | 'y') | ('s', 'y') | ('k', 'h')))
    };
    for (n, c) in letters.iter().enumerate() {
        // Neither end of a word is left with fewer than three letters.
        let may = letters.len() >= LONG_WORD && n >= 3 && letters.len() - n >= 3;
        let vowel_at = if is_one(n) { n + 2 } else { n + 1 };
        let begins = may && c.is_alphabetic() && !is_vowel(c) && !is_one(n - 1);
        if begins && letters.get(vowel_at).is_some_and(is_vowel) {
            out.push('\u{ad}');
        }
        out.push(*c);
    }
}
