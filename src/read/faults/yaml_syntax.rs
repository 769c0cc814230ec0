//! # YAML yang dapat dibaca | YAML that can be read
//!
//! ## Apa
//!
//! Isi berkas mengikuti tata tulis YAML: lekukan dengan spasi, `kunci: nilai`, daftar dengan `- `.
//!
//! ## Mengapa
//!
//! Berkas yang tidak dapat dibaca tidak dapat diperiksa.
//!
//! ## Sah
//!
//! ```yaml
//! judul: Integrasi data
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! judul: "Integrasi data
//! ```
//!
//! ## What
//!
//! The file follows the syntax of YAML: indented with spaces, `key: value`, lists with `- `.
//!
//! ## Why
//!
//! What cannot be read cannot be checked.
//!
//! ## Lawful
//!
//! ```yaml
//! judul: Integrasi data
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! judul: "Integrasi data
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("yaml-syntax");

/// What is wrong, as far as people who do not know YAML need to tell it apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    Tab,
    Quote,
    Brackets,
    Colon,
    /// In the parser's own words.
    Other(String),
}

/// What the parser found.
pub(crate) fn fault(place: Place, trouble: &Trouble) -> Finding {
    let (message, help) = words(trouble);
    Finding::error(ID, place, message, help)
}

/// Text that was cut off, because ` #` begins a comment.
pub(crate) fn swallowed(place: Place) -> Finding {
    let message = Say::new(
        "Teks sesudah ` #` dibuang: YAML menganggapnya komentar.",
        "The text after ` #` is lost: YAML takes it for a comment.",
    );
    let help = Say::new(
        "Apit seluruh teks dengan tanda kutip ganda; untuk komentar, beri spasi sesudah `#`.",
        "Put the whole text in double quotes; for a comment, put a space after `#`.",
    );
    Finding::error(ID, place, message, help)
}

fn words(trouble: &Trouble) -> (Say, Say) {
    match trouble {
        Trouble::Tab => (
            Say::new("Ada tab; YAML melekukkan baris dengan spasi.", "There is a tab; YAML indents with spaces."),
            Say::new("Ganti tab dengan spasi.", "Replace the tab with spaces."),
        ),
        Trouble::Quote => (
            Say::new("Tanda kutip tidak ditutup dengan benar.", "A quotation mark is not closed properly."),
            Say::new("Tutup kutipan pada baris yang sama.", "Close the quotation on the same line."),
        ),
        Trouble::Brackets => (
            Say::new("Kurung siku atau kurung kurawal tidak berpasangan.", "Brackets or braces are not paired."),
            Say::new(
                "Pasangkan setiap `[` dengan `]` dan `{` dengan `}`; pisahkan isinya dengan koma.",
                "Pair each `[` with `]` and each `{` with `}`; separate what is inside with commas.",
            ),
        ),
        Trouble::Colon => (
            Say::new("Titik dua di tempat yang tidak terduga.", "A colon where none is expected."),
            Say::new(
                "Apit teks yang memuat `: ` dengan tanda kutip ganda lurus (`\"`, bukan “ ” dari Word), dan periksa lekukan \
                 baris sebelumnya.",
                "Put text that contains `: ` in straight double quotes (`\"`, not Word's “ ”), and check the indentation of \
                 the line before.",
            ),
        ),
        Trouble::Other(detail) => {
            let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
            (
                Say::new(
                    format!("YAML tidak dapat dibaca di sini{detail}."),
                    format!("The YAML cannot be read here{detail}."),
                ),
                Say::new(
                    "Periksa baris ini dan baris sebelumnya: lekukan, spasi sesudah titik dua, kurung dan kutipan yang belum \
                     ditutup.",
                    "Check this line and the one before: indentation, a space after the colon, brackets and quotes that are \
                     not closed.",
                ),
            )
        }
    }
}
