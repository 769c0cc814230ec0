//! # Tanpa tanda konflik | No conflict markers
//!
//! ## Apa
//!
//! Tidak ada baris yang diawali `<<<<<<<`, `|||||||` atau `>>>>>>>`.
//!
//! ## Mengapa
//!
//! Tanda itu berarti dua versi belum dipilih; yang membaca tidak tahu mana yang berlaku.
//!
//! ## Sah
//!
//! Surat yang memuat satu versi.
//!
//! ## Melanggar
//!
//! Surat dengan `<<<<<<< HEAD` di dalamnya.
//!
//! ## What
//!
//! No line begins with `<<<<<<<`, `|||||||` or `>>>>>>>`.
//!
//! ## Why
//!
//! Such a mark means that nobody chose between two versions; a reader cannot tell which one holds.
//!
//! ## Lawful
//!
//! A letter that holds one version.
//!
//! ## Unlawful
//!
//! A letter with `<<<<<<< HEAD` in it.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("conflict-marker");

/// The byte at which the first mark stands, if there is one.
pub(crate) fn find(text: &str) -> Option<usize> {
    let marks = ["<<<<<<< ", "||||||| ", ">>>>>>> "];
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'<', b'|', b'>', bytes).find(|at| {
        let begins_line = *at == 0 || bytes[at - 1] == b'\n';
        begins_line && marks.iter().any(|mark| bytes[*at..].starts_with(mark.as_bytes()))
    })
}

pub(crate) fn fault(place: Place) -> Finding {
    let message = Say::new("Tanda konflik git masih ada di sini.", "A conflict marker of git still stands here.");
    let help =
        Say::new("Pilih satu versi, lalu hapus ketiga tandanya.", "Choose one version, then delete the three marks.");
    Finding::error(ID, place, message, help)
}
