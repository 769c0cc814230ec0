//! The account of a due date, line by line: which days counted, which did not, and by which decree.

use std::fmt::Write;

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::dates;
use crate::model::calendar::{DayOff, Special};
use crate::model::day::Zone;
use crate::model::say::Lang;
use crate::model::standard_time::{DayKind, StandardTime};
use crate::register::clock::{DayAccount, Due, Line};

/// What was asked of the clock.
#[derive(Debug)]
pub struct Question<'a> {
    /// When the step was entered.
    pub entered: DateTime<FixedOffset>,
    /// The standard time.
    pub time: &'a StandardTime,
    /// Where the office is.
    pub zone: Zone,
    /// What a "hari" is.
    pub day_kind: DayKind,
}

/// The account in words.
pub fn text(question: &Question, due: &Due, lang: Lang) -> String {
    let mut out = String::new();
    let mut put = |label: &str, value: &str| {
        let _ = writeln!(out, "{label:<14}{value}");
    };
    put(lang.pick("Dimasuki", "Entered"), &dates::moment(question.entered, question.zone, lang));
    put(lang.pick("Waktu baku", "Standard time"), &reading(question, lang));
    put(lang.pick("Batas waktu", "Due"), &dates::moment(due.at, question.zone, lang));
    if due.estimate {
        put(
            "",
            lang.pick(
                "(perkiraan: sebagian harinya belum ditetapkan)",
                "(estimate: some of its days are not fixed yet)",
            ),
        );
    }
    out.push('\n');
    let days: Vec<(String, String)> =
        due.account.iter().map(|line| (dates::full_date(line.day, lang), what(line, lang))).collect();
    let width = days.iter().map(|(day, _)| day.chars().count()).max().unwrap_or(0);
    for (day, what) in days {
        let _ = writeln!(out, "  {day:<width$}  {what}");
    }
    out
}

/// The account as JSON.
pub fn json(question: &Question, due: &Due, lang: Lang) -> String {
    let lines: Vec<Value> = due.account.iter().map(|line| json_line(line, lang)).collect();
    let value = json!({
        "from": question.entered.with_timezone(&question.zone.offset()).to_rfc3339(),
        "duration": question.time.printed,
        "zone": question.zone.word(),
        "due": due.at.to_rfc3339(),
        "estimate": due.estimate,
        "account": lines,
    });
    format!("{value:#}\n")
}

/// How a standard time is read: the upper bound of a range, and what its days are.
pub fn reading(question: &Question, lang: Lang) -> String {
    let time = question.time;
    let mut notes = Vec::new();
    if time.min != time.max {
        notes.push(format!("{} {}", lang.pick("batas atas", "upper bound"), time.max));
    }
    if time.about {
        notes.push(lang.pick("\"±\" tidak menambah waktu", "\"±\" adds no time").to_owned());
    }
    let unit = match (time.unit, time.days.unwrap_or(question.day_kind)) {
        (crate::model::standard_time::Unit::Day, DayKind::Working) => lang.pick("hari kerja", "working days"),
        (crate::model::standard_time::Unit::Day, DayKind::Calendar) => lang.pick("hari kalender", "calendar days"),
        (crate::model::standard_time::Unit::Week, _) => {
            lang.pick("minggu berisi lima hari kerja", "weeks of five working days")
        }
        (crate::model::standard_time::Unit::Month, _) => lang.pick("bulan kalender", "calendar months"),
        _ => lang.pick("dalam jam kantor", "within office hours"),
    };
    notes.push(unit.to_owned());
    format!("{} ({})", time.printed, notes.join("; "))
}

/// What a day was to the clock, in words.
pub fn what(line: &Line, lang: Lang) -> String {
    match &line.what {
        DayAccount::Entered => lang.pick("hari ke-0, tidak dihitung", "day 0, does not count").to_owned(),
        DayAccount::Counted(n) => format!("{} {n}", lang.pick("hari ke-", "day")).replace("- ", "-"),
        DayAccount::Ran { stretches, left } if stretches.is_empty() => {
            format!("{}; {}", lang.pick("di luar jam kantor", "outside office hours"), remaining(*left, lang))
        }
        DayAccount::Ran { stretches, left } => {
            let stretches = stretches
                .iter()
                .map(|(from, until)| format!("{}–{}", dates::time(*from, lang), dates::time(*until, lang)));
            format!("{}; {}", stretches.collect::<Vec<_>>().join(", "), remaining(*left, lang))
        }
        DayAccount::Closed => lang.pick("– akhir pekan", "– weekend").to_owned(),
        DayAccount::Holiday(specials) => {
            let each = specials.iter().map(|special| holiday(special, lang));
            format!("– {}", each.collect::<Vec<_>>().join("; "))
        }
        DayAccount::Paused => lang.pick("– jam dijeda", "– clock paused").to_owned(),
        DayAccount::Carried => {
            lang.pick("batas waktu berpindah ke hari ini", "the due time moves to this day").to_owned()
        }
        DayAccount::Nominal => lang
            .pick(
                "tanggal yang sama sesudah genap bulannya; bila tutup, hari buka berikutnya",
                "the same day-number once the months are full; where closed, the next open day",
            )
            .to_owned(),
    }
}

/// Whether a day counts, or the clock ran on it.
pub fn counts(line: &Line) -> bool {
    match &line.what {
        DayAccount::Counted(_) => true,
        DayAccount::Ran { stretches, .. } => !stretches.is_empty(),
        _ => false,
    }
}

fn remaining(left: chrono::Duration, lang: Lang) -> String {
    if left.is_zero() {
        lang.pick("habis", "used up").to_owned()
    } else {
        format!("{} {}", lang.pick("sisa", "left:"), dates::duration(left, lang))
    }
}

fn holiday(special: &Special, lang: Lang) -> String {
    let kind = match special.kind {
        DayOff::National => lang.pick("libur nasional", "national holiday"),
        DayOff::Joint => lang.pick("cuti bersama", "joint leave"),
        DayOff::Local => lang.pick("libur lokal", "local holiday"),
        DayOff::Working => lang.pick("hari masuk", "working day"),
    };
    let decree = special.decree.as_ref().map(|decree| format!("; {decree}")).unwrap_or_default();
    let guess = if special.estimate { lang.pick("; perkiraan", "; estimate") } else { "" };
    format!("{} ({kind}{decree}{guess})", special.name)
}

fn json_line(line: &Line, lang: Lang) -> Value {
    let (kind, number) = match &line.what {
        DayAccount::Entered => ("entered", Some(0)),
        DayAccount::Counted(n) => ("counted", Some(*n)),
        DayAccount::Ran { .. } => ("ran", None),
        DayAccount::Closed => ("closed", None),
        DayAccount::Holiday(_) => ("holiday", None),
        DayAccount::Paused => ("paused", None),
        DayAccount::Carried => ("carried", None),
        DayAccount::Nominal => ("nominal", None),
    };
    json!({"day": line.day.to_string(), "kind": kind, "n": number, "note": what(line, lang)})
}
