//! # Hari kalender tertata | Calendar days in order
//!
//! ## Apa
//!
//! Satu hari tidak ditulis dua kali dengan jenis yang sama, rentang Ramadan tidak terbalik, dan hari libur nasional berada
//! dalam tahun yang tercakup `tahun`.
//!
//! ## Mengapa
//!
//! Hari libur di luar tahun yang tercakup tidak lengkap, dan batas waktu di tahun itu akan tampak pasti padahal tidak.
//!
//! ## Sah
//!
//! ```yaml
//! tahun: [2026]
//! hari:
//!   - {tanggal: 2026-12-25, nama: Natal, jenis: libur, dasar: skb-2026}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! tahun: [2026]
//! hari:
//!   - {tanggal: 2028-12-25, nama: Natal, jenis: libur, dasar: skb-2026}
//! ```
//!
//! ## What
//!
//! No day is written twice as the same kind, no stretch of Ramadan runs backwards, and national holidays lie in the years
//! that `tahun` covers.
//!
//! ## Why
//!
//! Holidays outside the covered years are incomplete, and due dates there would look certain without being so.
//!
//! ## Lawful
//!
//! ```yaml
//! tahun: [2026]
//! hari:
//!   - {tanggal: 2026-12-25, nama: Natal, jenis: libur, dasar: skb-2026}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! tahun: [2026]
//! hari:
//!   - {tanggal: 2028-12-25, nama: Natal, jenis: libur, dasar: skb-2026}
//! ```

use chrono::Datelike;

use super::case::CalendarCase;
use crate::model::calendar::DayOff;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("calendar-days");

pub(super) fn check(case: &CalendarCase) -> Vec<Finding> {
    let file = case.calendar;
    let mut findings = Vec::new();
    for (n, day) in file.days.iter().enumerate() {
        let same = |other: &&crate::model::calendar::CalendarDay| {
            other.date == day.date && other.kind == day.kind && other.name == day.name
        };
        if let Some(first) = file.days[..n].iter().find(same) {
            let message = Say::new("Hari ini ditulis dua kali.", "This day is written twice.");
            let help = Say::new("Hapus salah satunya.", "Delete one of them.");
            let before = Say::new("sudah ditulis di sini", "already written here");
            findings.push(
                Finding::error(ID, case.place(day.date.span), message, help)
                    .because(case.place(first.date.span), before),
            );
        }
        let year = day.date.value.year();
        let national = matches!(day.kind, DayOff::National | DayOff::Joint);
        if national && !file.years.iter().any(|covered| covered.value == year) {
            let message = Say::new(
                format!("Tahun {year} tidak tercakup `tahun`."),
                format!("The year {year} is not covered by `tahun`."),
            );
            let help = Say::new(
                format!("Tambahkan {year} pada `tahun` bila semua hari liburnya sudah ditulis."),
                format!("Add {year} to `tahun` once all its holidays are written."),
            );
            findings.push(Finding::error(ID, case.place(day.date.span), message, help));
        }
    }
    let backwards = file.ramadan.iter().filter(|stretch| stretch.until.value < stretch.from.value).map(|stretch| {
        let message =
            Say::new("Rentang Ramadan berakhir sebelum dimulai.", "This stretch of Ramadan ends before it begins.");
        let help = Say::new("Tukar `dari` dan `sampai`.", "Swap `dari` and `sampai`.");
        Finding::error(ID, case.place(stretch.until.span), message, help)
    });
    findings.extend(backwards);
    findings
}
