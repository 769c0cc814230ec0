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
    // Counted and not sought: most texts have none of these anywhere, and so one quick look at each is enough.
    if text.bytes().filter(|byte| matches!(byte, b'<' | b'|' | b'>')).count() == 0 {
        return None;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        // Nearly every line is told by its first byte.
        if line.starts_with(['<', '|', '>']) && marks.iter().any(|mark| line.starts_with(mark)) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

pub(crate) fn fault(place: Place) -> Finding {
    let message = Say::new("Tanda konflik git masih ada di sini.", "A conflict marker of git still stands here.");
    let help =
        Say::new("Pilih satu versi, lalu hapus ketiga tandanya.", "Choose one version, then delete the three marks.");
    Finding::error(ID, place, message, help)
}
