//! # Hanya kunci yang dikenal | Known keys only
//!
//! ## Apa
//!
//! Berkas hanya memuat kunci yang dikenal program; daftarnya ada di `jejak schema`.
//!
//! ## Mengapa
//!
//! Kunci yang salah eja akan diam-diam diabaikan, dan isinya hilang tanpa ada yang tahu.
//!
//! ## Sah
//!
//! ```yaml
//! kegiatan: Memeriksa berkas
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! kegiatann: Memeriksa berkas
//! ```
//!
//! ## What
//!
//! A file holds only keys that the program knows; `jejak schema` lists them.
//!
//! ## Why
//!
//! A misspelt key would be passed over in silence, and what it says be lost without anyone knowing.
//!
//! ## Lawful
//!
//! ```yaml
//! kegiatan: Memeriksa berkas
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! kegiatann: Memeriksa berkas
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("unknown-key");

pub(crate) fn fault(place: Place, key: &str, known: &[&str], has_value: bool) -> Finding {
    let list = known.join(", ");
    let help = Say::new(format!("Kunci yang dikenal di sini: {list}."), format!("The keys known here: {list}."));
    // A comma inside `{…}` or `[…]` cuts prose in two; the second half then looks like a key without a value.
    let quote = if has_value {
        Say::new("", "")
    } else {
        Say::new(
            "Bila ini bagian dari teks, apit seluruh teksnya dengan tanda kutip ganda.",
            "If this is part of a text, put the whole text in double quotes.",
        )
    };
    Finding::error(
        ID,
        place,
        Say::new(format!("Kunci `{key}` tidak dikenal."), format!("The key `{key}` is unknown.")),
        did_you_mean(key, known.iter().copied()).and(&help).and(&quote),
    )
}
