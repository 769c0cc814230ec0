//! # Kepala surat | The head of a letter
//!
//! ## Apa
//!
//! Surat (`.md`) diawali kepala di antara dua baris `---` yang memuat nomor, tanggal, hal, dari, kepada dan sifat.
//!
//! ## Mengapa
//!
//! Tanpa kepala, situs tidak dapat menyebut jenis, tanggal dan sifat dokumen; yang tanpa sifat tidak diterbitkan.
//!
//! ## Sah
//!
//! ```yaml
//! ---
//! nomor: null
//! tanggal: 2026-11-20
//! hal: Permohonan layanan
//! dari: Dinas Kesehatan
//! kepada: Kepala Dinas
//! sifat: biasa
//! ---
//! ```
//!
//! ## Melanggar
//!
//! Surat yang langsung berisi teks tanpa kepala.
//!
//! ## What
//!
//! A letter (`.md`) begins with a head between two lines `---`, with nomor, tanggal, hal, dari, kepada and sifat.
//!
//! ## Why
//!
//! Without a head the site could not tell a document's kind, date and class; without a class it is not published.
//!
//! ## Lawful
//!
//! ```yaml
//! ---
//! nomor: null
//! tanggal: 2026-11-20
//! hal: Permohonan layanan
//! dari: Dinas Kesehatan
//! kepada: Kepala Dinas
//! sifat: biasa
//! ---
//! ```
//!
//! ## Unlawful
//!
//! A letter that begins with its text, without a head.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("front-matter");

pub(crate) fn missing(place: Place) -> Finding {
    fault(place, Say::new("Surat ini tidak diawali kepala surat.", "This letter does not begin with a head."))
}

pub(crate) fn unclosed(place: Place) -> Finding {
    fault(place, Say::new("Kepala surat tidak ditutup dengan `---`.", "The letter's head is not closed with `---`."))
}

pub(crate) fn empty(place: Place) -> Finding {
    fault(place, Say::new("Kepala surat ini kosong.", "This letter's head is empty."))
}

fn fault(place: Place, message: Say) -> Finding {
    let help = Say::new(
        "Awali dengan baris `---`, lalu nomor, tanggal, hal, dari, kepada, sifat, lalu baris `---`.",
        "Begin with a line `---`, then nomor, tanggal, hal, dari, kepada, sifat, then a line `---`.",
    );
    Finding::error(ID, place, message, help)
}
