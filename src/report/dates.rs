//! Days and times in words, as officials write them.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveTime, Timelike};

use crate::model::day::Zone;
use crate::model::say::Lang;

const DAYS: [(&str, &str); 7] = [
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
];

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// "20 November 2026"
pub fn date(day: NaiveDate, lang: Lang) -> String {
    let (id, en) = MONTHS[day.month0() as usize];
    format!("{} {} {}", day.day(), lang.pick(id, en), day.year())
}

/// "Jumat, 20 November 2026"
pub fn full_date(day: NaiveDate, lang: Lang) -> String {
    let (id, en) = DAYS[day.weekday().num_days_from_monday() as usize];
    format!("{}, {}", lang.pick(id, en), date(day, lang))
}

/// "09.15": officials part hours and minutes with a full stop.
pub fn time(time: NaiveTime, lang: Lang) -> String {
    let dot = lang.pick(".", ":");
    if time.second() == 0 {
        format!("{:02}{dot}{:02}", time.hour(), time.minute())
    } else {
        format!("{:02}{dot}{:02}{dot}{:02}", time.hour(), time.minute(), time.second())
    }
}

/// "Jumat, 20 November 2026 pukul 09.15 WITA"
pub fn moment(at: DateTime<FixedOffset>, zone: Zone, lang: Lang) -> String {
    let local = at.with_timezone(&zone.offset());
    let (day, clock) = (full_date(local.date_naive(), lang), time(local.time(), lang));
    format!("{day}{}{clock} {}", lang.pick(" pukul ", ", "), zone.word())
}

/// "2 jam 30 menit"
pub fn duration(length: Duration, lang: Lang) -> String {
    let minutes = length.num_minutes();
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let hour = lang.pick("jam", "h");
    let minute = lang.pick("menit", "min");
    match (hours, minutes) {
        (0, minutes) => format!("{minutes} {minute}"),
        (hours, 0) => format!("{hours} {hour}"),
        (hours, minutes) => format!("{hours} {hour} {minutes} {minute}"),
    }
}
