//! # YAML sederhana saja | Plain YAML only
//!
//! ## Apa
//!
//! Jangkar (`&`), alias (`*`), tag (`!`), kunci gabung (`<<`), arahan (`%`), dan beberapa dokumen dalam satu berkas tidak
//! dipakai.
//!
//! ## Mengapa
//!
//! Yang tertulis harus sama dengan yang terbaca. Fitur ini menyembunyikan isi di tempat lain atau mengubah arti nilai.
//!
//! ## Sah
//!
//! ```yaml
//! output: [disposisi]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! output: &a [disposisi]
//! kelengkapan: *a
//! ```
//!
//! ## What
//!
//! Anchors (`&`), aliases (`*`), tags (`!`), merge keys (`<<`), directives (`%`) and several documents in a file are not
//! used.
//!
//! ## Why
//!
//! What is written has to be what is read. These features hide content elsewhere or change what a value means.
//!
//! ## Lawful
//!
//! ```yaml
//! output: [disposisi]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! output: &a [disposisi]
//! kelengkapan: *a
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("yaml-feature");

fn fault(place: Place, id: &str, en: &str) -> Finding {
    let message = Say::new(format!("{id} tidak dipakai di sini."), format!("{en} not used here."));
    let help = Say::new(
        "Tulis nilainya langsung. Teks yang diawali `&`, `*`, `!` atau `%` diapit tanda kutip.",
        "Write the value itself. Text that begins with `&`, `*`, `!` or `%` stands in quotes.",
    );
    Finding::error(ID, place, message, help)
}

pub(crate) fn anchor(place: Place) -> Finding {
    fault(place, "Jangkar YAML (`&…`)", "YAML anchors (`&…`) are")
}

pub(crate) fn alias(place: Place) -> Finding {
    fault(place, "Alias YAML (`*…`)", "YAML aliases (`*…`) are")
}

pub(crate) fn tag(place: Place) -> Finding {
    fault(place, "Tag YAML (`!…`)", "YAML tags (`!…`) are")
}

pub(crate) fn merge_key(place: Place) -> Finding {
    fault(place, "Kunci gabung YAML (`<<`)", "The YAML merge key (`<<`) is")
}

pub(crate) fn directive(place: Place) -> Finding {
    fault(place, "Arahan YAML (`%…`)", "YAML directives (`%…`) are")
}

pub(crate) fn several_documents(place: Place) -> Finding {
    fault(
        place,
        "Dokumen kedua dalam satu berkas (`---` atau `...`)",
        "A second document in one file (`---` or `...`) is",
    )
}
