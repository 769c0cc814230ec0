//! `calendars/<name>.yaml`

use chrono::{NaiveTime, Weekday};
use schemars::JsonSchema;
use serde::Deserialize;

use super::context::{Context, Expected, shapes};
use super::decode::{Field, Pairs};
use super::sop::CONFIDENCES;
use super::{Reading, file, reading};
use crate::model::calendar::{Calendar, CalendarDay, DayOff, Decree, OfficeHours, OpenRange, Ramadan, WeekHours};
use crate::model::day::{YEARS, parse_day};
use crate::model::name::{CalendarName, DecreeId, count};
use crate::model::place::{At, Span, WorkPath};

/// Reads a calendar.
pub(super) fn read_calendar(path: &WorkPath, name: &CalendarName, bytes: &[u8]) -> Reading<Calendar> {
    reading(path, |cx| file(bytes, cx, |raw: RawCalendar, cx| Some(raw.into_calendar(name.clone(), cx))))
}

const KINDS: [(&str, DayOff); 4] = [
    ("libur", DayOff::National),
    ("cuti-bersama", DayOff::Joint),
    ("libur-lokal", DayOff::Local),
    ("masuk", DayOff::Working),
];
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("senin", Weekday::Mon),
    ("selasa", Weekday::Tue),
    ("rabu", Weekday::Wed),
    ("kamis", Weekday::Thu),
    ("jumat", Weekday::Fri),
    ("sabtu", Weekday::Sat),
    ("minggu", Weekday::Sun),
];
const OPEN: Expected = Expected::new("jam buka", "open hours", "07.30-12.00");
const YEAR: Expected = Expected::new("tahun", "a year", "2026");

/// Kalender kerja: jam kantor, Ramadan, dan hari yang bukan seperti biasanya.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Kalender")]
pub(super) struct RawCalendar {
    /// Nama kalender.
    nama: Field<String>,
    /// Uraian bagi pembaca.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file; the program shows the days")]
    uraian: Field<String>,
    /// Kalender lain yang menjadi dasarnya.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    mengikuti: Field<String>,
    /// Keputusan yang dirujuk hari-hari di bawah.
    #[serde(default)]
    keputusan: Field<Vec<Field<RawDecree>>>,
    /// Jam kerja; tanpa ini jam kerja kalender dasar yang berlaku.
    #[serde(default)]
    jam_kerja: Field<RawHours>,
    /// Rentang hari dengan jam kerja Ramadan.
    #[serde(default)]
    ramadan: Field<Vec<Field<RawRamadan>>>,
    /// Tahun yang tercakup; tahun lain hanya mengenal akhir pekan.
    #[serde(default)]
    tahun: Field<Vec<Field<String>>>,
    /// Hari libur, cuti bersama, libur lokal, dan hari masuk.
    #[serde(default)]
    hari: Field<Vec<Field<RawDay>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Keputusan")]
struct RawDecree {
    /// Nama pendek keputusan.
    id: Field<String>,
    /// Judul lengkap.
    nama: Field<String>,
    /// Sebutan pendek, untuk tempat yang sempit.
    #[serde(default)]
    singkat: Field<String>,
    /// Seberapa yakin akan nomor dan isinya.
    #[schemars(extend("enum" = ["tinggi", "sedang", "rendah"]))]
    keyakinan: Field<String>,
    /// Catatan sumber.
    #[serde(default)]
    catatan: Field<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "JamKerja")]
struct RawHours {
    /// Keputusan yang mengaturnya.
    #[serde(default)]
    dasar: Field<String>,
    /// Bagaimana keputusan itu dibaca.
    #[serde(default)]
    #[allow(dead_code, reason = "for readers of the file")]
    tafsir: Field<String>,
    /// Minggu biasa: hari → daftar jam buka.
    biasa: Field<Pairs<Vec<Field<String>>>>,
    /// Minggu dalam bulan Ramadan.
    ramadan: Field<Pairs<Vec<Field<String>>>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Ramadan")]
struct RawRamadan {
    /// Hari pertama.
    dari: Field<String>,
    /// Hari terakhir.
    sampai: Field<String>,
    /// Keputusan.
    #[serde(default)]
    dasar: Field<String>,
    /// Tidak ditetapkan oleh keputusan.
    #[serde(default)]
    perkiraan: Field<bool>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Hari")]
struct RawDay {
    /// Tanggal.
    tanggal: Field<String>,
    /// Nama hari itu.
    nama: Field<String>,
    /// Jenisnya.
    #[schemars(extend("enum" = ["libur", "cuti-bersama", "libur-lokal", "masuk"]))]
    jenis: Field<String>,
    /// Keputusan.
    #[serde(default)]
    dasar: Field<String>,
    /// Tanggalnya belum ditetapkan oleh keputusan.
    #[serde(default)]
    perkiraan: Field<bool>,
}

impl RawCalendar {
    fn into_calendar(self, name: CalendarName, cx: &Context) -> Calendar {
        let top = Span::START;
        let year = |text: At<String>| {
            cx.parse_with(&text, &YEAR, |text| {
                let year = count(text).and_then(|year| i32::try_from(year).ok());
                year.filter(|year| YEARS.contains(year))
            })
        };
        Calendar {
            name,
            path: cx.path().clone(),
            title: self.nama.need(cx, top, "nama").unwrap_or_else(|| At::new(String::new(), top)),
            follows: self.mengikuti.optional().and_then(|other| cx.parse(&other, &shapes::NAME)),
            decrees: self.keputusan.items().into_iter().filter_map(|raw| raw.value.decree(raw.span, cx)).collect(),
            hours: self.jam_kerja.optional().map(|raw| raw.value.hours(raw.span, cx)),
            ramadan: self.ramadan.items().into_iter().filter_map(|raw| raw.value.ramadan(raw.span, cx)).collect(),
            years: self.tahun.items().into_iter().filter_map(year).collect(),
            days: self.hari.items().into_iter().filter_map(|raw| raw.value.day(raw.span, cx)).collect(),
        }
    }
}

fn decree_id(field: Field<String>, cx: &Context) -> Option<At<DecreeId>> {
    field.optional().and_then(|id| cx.parse(&id, &shapes::NAME))
}

fn day(field: Field<String>, cx: &Context, owner: Span, key: &str) -> Option<At<chrono::NaiveDate>> {
    field.need(cx, owner, key).and_then(|text| cx.parse_with(&text, &shapes::DAY, parse_day))
}

impl RawDecree {
    fn decree(self, owner: Span, cx: &Context) -> Option<Decree> {
        let id = self.id.need(cx, owner, "id").and_then(|id| cx.parse(&id, &shapes::NAME));
        let title = self.nama.need(cx, owner, "nama");
        let confidence = self.keyakinan.need(cx, owner, "keyakinan").and_then(|word| cx.choose(&word, &CONFIDENCES));
        Some(Decree {
            id: id?,
            title: title?,
            confidence: confidence?.value,
            short: self.singkat.optional(),
            note: self.catatan.optional(),
        })
    }
}

impl RawHours {
    fn hours(self, owner: Span, cx: &Context) -> OfficeHours {
        let week = |field: Field<Pairs<Vec<Field<String>>>>, key| {
            field.need(cx, owner, key).map(|pairs| week_hours(pairs.value, cx)).unwrap_or_default()
        };
        OfficeHours {
            decree: decree_id(self.dasar, cx),
            ordinary: week(self.biasa, "biasa"),
            ramadan: week(self.ramadan, "ramadan"),
        }
    }
}

fn week_hours(pairs: Pairs<Vec<Field<String>>>, cx: &Context) -> WeekHours {
    let mut week = WeekHours::default();
    for (key, ranges) in pairs.0 {
        let Some(weekday) = cx.choose(&key, &WEEKDAYS) else { continue };
        let mut open: Vec<OpenRange> = Vec::new();
        for text in ranges.items() {
            let after = open.last().map(|range| range.1);
            let range =
                cx.parse_with(&text, &OPEN, |text| open_range(text).filter(|range| after.is_none_or(|t| t <= range.0)));
            open.extend(range.map(|range| range.value));
        }
        week.set(weekday.value, open);
    }
    week
}

fn open_range(text: &str) -> Option<OpenRange> {
    let (from, until) = text.split_once('-')?;
    let time = |text: &str| {
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        let (hour, minute) = text.split_once('.').filter(|(hour, minute)| two_digits(hour) && two_digits(minute))?;
        NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
    };
    let range = (time(from)?, time(until)?);
    (range.0 < range.1).then_some(range)
}

impl RawRamadan {
    fn ramadan(self, owner: Span, cx: &Context) -> Option<Ramadan> {
        let from = day(self.dari, cx, owner, "dari");
        let until = day(self.sampai, cx, owner, "sampai");
        let decree = decree_id(self.dasar, cx);
        let estimate = self.perkiraan.optional().is_some_and(|flag| flag.value);
        Some(Ramadan { from: from?, until: until?, decree, estimate })
    }
}

impl RawDay {
    fn day(self, owner: Span, cx: &Context) -> Option<CalendarDay> {
        let date = day(self.tanggal, cx, owner, "tanggal");
        let name = self.nama.need(cx, owner, "nama");
        let kind = self.jenis.need(cx, owner, "jenis").and_then(|word| cx.choose(&word, &KINDS));
        let decree = decree_id(self.dasar, cx);
        let estimate = self.perkiraan.optional().is_some_and(|flag| flag.value);
        Some(CalendarDay { date: date?, name: name?, kind: kind?.value, decree, estimate })
    }
}
