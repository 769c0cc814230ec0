//! # Nilai yang dapat dipahami | Values that can be understood
//!
//! ## Apa
//!
//! Tanggal, nama pendek, waktu baku, dan pilihan kata ditulis dalam bentuk yang ditentukan.
//!
//! ## Mengapa
//!
//! Nilai yang bentuknya bebas dibaca berbeda oleh orang yang berbeda.
//!
//! ## Sah
//!
//! ```yaml
//! tanggal: 2026-11-20
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! tanggal: 20/11/2026
//! ```
//!
//! ## What
//!
//! Dates, short names, standard times and words of a choice are written in the form laid down for them.
//!
//! ## Why
//!
//! Values of free form are read differently by different people.
//!
//! ## Lawful
//!
//! ```yaml
//! tanggal: 2026-11-20
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! tanggal: 20/11/2026
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;
use crate::read::context::Expected;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("bad-value");

pub(crate) fn fault(place: Place, text: &str, expected: &Expected) -> Finding {
    let shown = shorten(text);
    let message =
        Say::new(format!("`{shown}` bukan {}.", expected.what.0), format!("`{shown}` is not {}.", expected.what.1));
    Finding::error(ID, place, message, expected.say())
}

pub(crate) fn not_among(place: Place, text: &str, words: &[&str]) -> Finding {
    let list = words.join(", ");
    let shown = shorten(text);
    let message =
        Say::new(format!("`{shown}` bukan salah satu dari: {list}."), format!("`{shown}` is none of: {list}."));
    let help = Say::new("Pilih salah satu kata itu.", "Choose one of these words.");
    Finding::error(ID, place, message, did_you_mean(text, words.iter().copied()).and(&help))
}

fn shorten(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Of several keys exactly one has to be written.
pub(crate) fn one_of_keys(place: Place, keys: &[&str]) -> Finding {
    let list = keys.join(", ");
    Finding::error(
        ID,
        place,
        Say::new(format!("Di sini tepat satu dari: {list}."), format!("Here exactly one of: {list}.")),
        Say::new("Pilih salah satu kunci itu.", "Choose one of these keys."),
    )
}
