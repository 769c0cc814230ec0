//! # Setiap kunci sekali saja | Each key once
//!
//! ## Apa
//!
//! Dalam satu pemetaan, setiap kunci hanya ditulis satu kali.
//!
//! ## Mengapa
//!
//! Program yang berbeda memilih nilai yang berbeda dari kunci ganda.
//!
//! ## Sah
//!
//! ```yaml
//! judul: A
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! judul: A
//! judul: B
//! ```
//!
//! ## What
//!
//! Within one map each key is written once.
//!
//! ## Why
//!
//! Different programs pick different values of a doubled key.
//!
//! ## Lawful
//!
//! ```yaml
//! judul: A
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! judul: A
//! judul: B
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("duplicate-key");

pub(crate) fn fault(place: Place, key: &str, first: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(format!("Kunci `{key}` ditulis dua kali."), format!("The key `{key}` is written twice.")),
        Say::new("Hapus salah satunya.", "Delete one of them."),
    )
    .because(first, Say::new("sudah ditulis di sini", "already written here"))
}
