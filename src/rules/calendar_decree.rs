//! # Setiap hari menyebut keputusannya | Every day cites its decree
//!
//! ## Apa
//!
//! Setiap hari dan setiap rentang Ramadan menunjuk keputusan yang ada dalam `keputusan`, atau ditandai `perkiraan: true`.
//!
//! ## Mengapa
//!
//! Batas waktu harus dapat dijelaskan sampai ke keputusan yang menetapkan hari liburnya.
//!
//! ## Sah
//!
//! ```yaml
//! - {tanggal: 2026-08-17, nama: Proklamasi Kemerdekaan, jenis: libur, dasar: skb-2026}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {tanggal: 2026-08-17, nama: Proklamasi Kemerdekaan, jenis: libur}
//! ```
//!
//! ## What
//!
//! Every day and every stretch of Ramadan names a decree that stands in `keputusan`, or is marked `perkiraan: true`.
//!
//! ## Why
//!
//! A due date must be explained down to the decree that fixed its holidays.
//!
//! ## Lawful
//!
//! ```yaml
//! - {tanggal: 2026-08-17, nama: Proklamasi Kemerdekaan, jenis: libur, dasar: skb-2026}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {tanggal: 2026-08-17, nama: Proklamasi Kemerdekaan, jenis: libur}
//! ```

use super::case::CalendarCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::DecreeId;
use crate::model::place::{At, Span};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("calendar-decree");

pub(super) fn check(case: &CalendarCase) -> Vec<Finding> {
    let file = case.calendar;
    let days = file.days.iter().map(|day| (day.date.span, &day.decree, day.estimate));
    let ramadan = file.ramadan.iter().map(|stretch| (stretch.from.span, &stretch.decree, stretch.estimate));
    let hours = file.hours.iter().map(|hours| (Span::START, &hours.decree, true));
    let flawed = days.chain(ramadan).chain(hours).filter_map(|(span, decree, estimate)| match decree {
        Some(id) => unknown(case, id),
        None if estimate => None,
        None => Some(uncited(case, span)),
    });
    flawed.collect()
}

fn unknown(case: &CalendarCase, id: &At<DecreeId>) -> Option<Finding> {
    let decrees = &case.calendar.decrees;
    if decrees.iter().any(|decree| decree.id == *id) {
        return None;
    }
    let message = Say::new(
        format!("Keputusan `{}` tidak ada dalam `keputusan`.", id.value),
        format!("The decree `{}` does not stand in `keputusan`.", id.value),
    );
    let help = Say::new("Tambahkan keputusannya, atau betulkan ejaannya.", "Add the decree, or mend its spelling.");
    let near = did_you_mean(id.as_str(), decrees.iter().map(|decree| decree.id.as_str()));
    Some(Finding::error(ID, case.place(id.span), message, near.and(&help)))
}

fn uncited(case: &CalendarCase, span: Span) -> Finding {
    let message = Say::new("Hari ini tidak menyebut keputusan.", "This day cites no decree.");
    let help = Say::new(
        "Tambahkan `dasar: <keputusan>`; bila belum ditetapkan, `perkiraan: true`.",
        "Add `dasar: <decree>`; where none exists yet, `perkiraan: true`.",
    );
    Finding::error(ID, case.place(span), message, help)
}
