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

use granit_parser::ErrorKind;

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("yaml-syntax");

/// What the parser found, in words for people who do not know YAML.
pub(crate) fn fault(place: Place, kind: &ErrorKind, detail: &str, max_depth: usize) -> Finding {
    if matches!(kind, ErrorKind::RecursionLimitExceeded) {
        return super::size::too_deep(place, max_depth);
    }
    let (message, help) = words(kind, detail);
    Finding::error(ID, place, message, help)
}

fn words(kind: &ErrorKind, detail: &str) -> (Say, Say) {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => (
            Say::new("Ada tab; YAML melekukkan baris dengan spasi.", "There is a tab; YAML indents with spaces."),
            Say::new("Ganti tab dengan spasi.", "Replace the tab with spaces."),
        ),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidTrailingSingleQuotedScalar
        | ErrorKind::InvalidTrailingDoubleQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent => (
            Say::new("Tanda kutip tidak ditutup dengan benar.", "A quotation mark is not closed properly."),
            Say::new("Tutup kutipan pada baris yang sama.", "Close the quotation on the same line."),
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. } => (
            Say::new("Kurung siku atau kurung kurawal tidak berpasangan.", "Brackets or braces are not paired."),
            Say::new(
                "Pasangkan setiap `[` dengan `]` dan `{` dengan `}`; pisahkan isinya dengan koma.",
                "Pair each `[` with `]` and each `{` with `}`; separate what is inside with commas.",
            ),
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement | ErrorKind::MappingKeyNotAllowed => (
            Say::new("Titik dua di tempat yang tidak terduga.", "A colon where none is expected."),
            Say::new(
                "Apit teks yang memuat `: ` dengan tanda kutip ganda, dan periksa lekukan baris sebelumnya.",
                "Put text that contains `: ` in double quotes, and check the indentation of the line before.",
            ),
        ),
        _ => (
            Say::new(
                format!("YAML tidak dapat dibaca di sini (pengurai: {detail})."),
                format!("The YAML cannot be read here (the parser says: {detail})."),
            ),
            Say::new(
                "Periksa lekukan dan tanda baca pada baris ini dan baris sebelumnya.",
                "Check indentation and punctuation on this line and the one before.",
            ),
        ),
    }
}
