//! # Atribut git yang tidak mengubah apa pun | Attributes of git that change nothing
//!
//! ## Apa
//!
//! `.gitattributes` hanya memuat `text`, `-text`, `text=auto`, atau `whitespace`.
//!
//! ## Mengapa
//!
//! Atribut merge, diff, filter, ident, eol, encoding dan export membuat yang tampak berbeda dari yang tersimpan.
//!
//! ## Sah
//!
//! ```text
//! * -text
//! ```
//!
//! ## Melanggar
//!
//! ```text
//! *.yaml merge=union
//! ```
//!
//! ## What
//!
//! `.gitattributes` holds `text`, `-text`, `text=auto` or `whitespace` only.
//!
//! ## Why
//!
//! The attributes merge, diff, filter, ident, eol, encoding and export make what shows differ from what is kept.
//!
//! ## Lawful
//!
//! ```text
//! * -text
//! ```
//!
//! ## Unlawful
//!
//! ```text
//! *.yaml merge=union
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::{Place, Span, WorkPath};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("attributes");

/// What is wrong with each line of `.gitattributes`.
pub(crate) fn flaws(path: &WorkPath, text: &str) -> Vec<Finding> {
    let harmless = |word: &&str| matches!(*word, "text" | "-text" | "text=auto") || word.starts_with("whitespace");
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let flaws = lines.filter_map(|(number, line)| {
        let word = line.split_whitespace().skip(1).find(|word| !harmless(word));
        let is_macro = line.starts_with("[attr]");
        let word = if is_macro { Some("[attr]") } else { word };
        word.map(|word| fault(Span { line: number, ..Span::START }.at(path), word))
    });
    flaws.collect()
}

fn fault(place: Place, word: &str) -> Finding {
    let message = Say::new(
        format!("Atribut `{word}` mengubah cara git menampilkan atau menggabungkan berkas."),
        format!("The attribute `{word}` changes how git shows or merges files."),
    );
    let help = Say::new("Hapus; cukup `* -text`.", "Delete it; `* -text` is enough.");
    Finding::error(ID, place, message, help)
}
