//! # Kunci wajib ada | Required keys are there
//!
//! ## Apa
//!
//! Kunci yang wajib ditulis dan diisi. Yang memang kosong pada SOP kertas ditulis `null`.
//!
//! ## Mengapa
//!
//! Diam dapat berarti lupa atau memang kosong; yang tertulis tidak dapat disalahartikan.
//!
//! ## Sah
//!
//! ```yaml
//! waktu: null
//! ```
//!
//! ## Melanggar
//!
//! Langkah tanpa `waktu`.
//!
//! ## What
//!
//! Required keys are written and have a value. What is empty on the paper SOP is written as `null`.
//!
//! ## Why
//!
//! Silence may mean forgotten or empty; what is written cannot be misread.
//!
//! ## Lawful
//!
//! ```yaml
//! waktu: null
//! ```
//!
//! ## Unlawful
//!
//! A step without `waktu`.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("missing-key");

pub(crate) fn fault(place: Place, key: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(format!("Kunci `{key}` tidak ada."), format!("The key `{key}` is missing.")),
        Say::new(format!("Tambahkan `{key}:` di bagian ini."), format!("Add `{key}:` to this part.")),
    )
}

pub(crate) fn empty_item(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new("Butir daftar ini kosong.", "This item of the list is empty."),
        Say::new("Isi butirnya, atau hapus.", "Fill it in, or delete it."),
    )
}

pub(crate) fn empty(place: Place, key: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(format!("Kunci `{key}` belum diisi."), format!("The key `{key}` has no value.")),
        Say::new(
            "Tulis nilainya sesudah titik dua; bila memang tidak ada, tulis `null` atau hapus kuncinya.",
            "Write its value after the colon; where there is none, write `null` or delete the key.",
        ),
    )
}
