//! # Penulis entri dikenal | The author of an entry is known
//!
//! ## Apa
//!
//! Alamat penulis setiap entri dimiliki satu orang di `people/`. Bot selalu menyebut `atas_nama`; orang tidak.
//!
//! ## Mengapa
//!
//! Entri tanpa penulis yang dikenal tidak membuktikan siapa yang bertindak.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 2
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 2          # oleh alamat yang tidak ada di people/
//! ```
//!
//! ## What
//!
//! The address of every entry's author belongs to one person in `people/`. A bot always names `atas_nama`; a person does
//! not.
//!
//! ## Why
//!
//! An entry without a known author does not prove who acted.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 2
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 2          # by an address that is not in people/
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("author-known");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let refuse = |message: Say, help: Say| vec![Finding::error(ID, case.here(), message, help)];
    let Some(author) = case.who.author else {
        let mail = String::from_utf8_lossy(case.who.mail).into_owned();
        return refuse(
            Say::new(
                format!("Penulis entri ini (<{mail}>) tidak ada di people/."),
                format!("The author of this entry (<{mail}>) does not stand in people/."),
            ),
            Say::new("Minta pengurus menambahkan akunnya.", "Ask a steward to add the account."),
        );
    };
    match (&case.entry.on_behalf, author.bot) {
        (None, false) => Vec::new(),
        (None, true) => refuse(
            Say::new("Bot menulis tanpa `atas_nama`.", "A bot wrote without `atas_nama`."),
            Say::new("Sebut untuk siapa bot mencatat.", "Name the person for whom it records."),
        ),
        (Some(_), false) => refuse(
            Say::new("`atas_nama` hanya ditulis oleh bot.", "Only a bot writes `atas_nama`."),
            Say::new(
                "Hapus `atas_nama`; git sudah mencatat penulisnya.",
                "Delete `atas_nama`; git already says who wrote.",
            ),
        ),
        (Some(handle), true) => match case.policy().person(&handle.value).filter(|person| !person.bot) {
            Some(_) => Vec::new(),
            None => refuse(
                Say::new(
                    format!("`{}` bukan orang di people/.", handle.value),
                    format!("`{}` is no person in people/.", handle.value),
                ),
                Say::new("Sebut nama berkas orangnya di people/.", "Name the person's file in people/."),
            ),
        },
    }
}
