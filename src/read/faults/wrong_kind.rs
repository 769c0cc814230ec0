//! # Bentuk nilai yang benar | Values of the right kind
//!
//! ## Apa
//!
//! Teks, daftar, pemetaan, bilangan, dan `true`/`false` masing-masing di tempatnya.
//!
//! ## Mengapa
//!
//! Nilai yang bentuknya lain tidak punya arti yang pasti.
//!
//! ## Sah
//!
//! ```yaml
//! pelaksana: [tim-it]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! pelaksana: tim-it
//! ```
//!
//! ## What
//!
//! Text, list, map, number and `true`/`false`, each in its place.
//!
//! ## Why
//!
//! A value of another kind has no certain meaning.
//!
//! ## Lawful
//!
//! ```yaml
//! pelaksana: [tim-it]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! pelaksana: tim-it
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;
use crate::read::tree::{Node, Value};

/// The rule's name.
pub const ID: RuleId = RuleId("wrong-kind");

/// The kinds of value that the files know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Flag,
    Number,
    List,
    Map,
}

impl Kind {
    pub(crate) fn of(node: &Node) -> Self {
        match node.value {
            Value::Scalar { .. } => Self::Text,
            Value::List(_) => Self::List,
            Value::Map(_) => Self::Map,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("teks", "text"),
            Self::Flag => ("`true` atau `false`", "`true` or `false`"),
            Self::Number => ("bilangan bulat mulai 1", "a whole number from 1"),
            Self::List => ("daftar", "a list"),
            Self::Map => ("pasangan `kunci: nilai`", "`key: value` pairs"),
        }
    }

    fn help(self) -> Say {
        match self {
            Self::Text => Say::new("Tulis satu teks.", "Write one text."),
            Self::Flag => Say::new("Tulis `true` atau `false`.", "Write `true` or `false`."),
            Self::Number => {
                Say::new("Tulis angka saja, tanpa nol di depan.", "Write digits only, without a leading zero.")
            }
            Self::List => Say::new(
                "Tulis `[a, b]`, atau satu baris berawalan `- ` untuk setiap butir.",
                "Write `[a, b]`, or one line beginning with `- ` for each item.",
            ),
            Self::Map => Say::new("Tulis satu `kunci: nilai` per baris.", "Write one `key: value` per line."),
        }
    }
}

pub(crate) fn fault(place: Place, expected: Kind, found: Kind) -> Finding {
    let (want_id, want_en) = expected.words();
    let (got_id, got_en) = found.words();
    let message = if expected == Kind::Number || expected == Kind::Flag {
        Say::new(format!("Di sini seharusnya {want_id}."), format!("Here should be {want_en}."))
    } else {
        Say::new(
            format!("Di sini seharusnya {want_id}, bukan {got_id}."),
            format!("Here should be {want_en}, not {got_en}."),
        )
    };
    Finding::error(ID, place, message, expected.help())
}

pub(crate) fn key(place: Place) -> Finding {
    let message = Say::new("Kunci harus berupa teks.", "A key has to be text.");
    Finding::error(ID, place, message, Kind::Map.help())
}

pub(crate) fn other(place: Place, detail: &str) -> Finding {
    let message =
        Say::new(format!("Nilai ini tidak dapat dibaca ({detail})."), format!("This value cannot be read ({detail})."));
    let help = Say::new("Bandingkan dengan `jejak schema`.", "Compare it with `jejak schema`.");
    Finding::error(ID, place, message, help)
}

/// A file without anything in it.
pub(crate) fn empty(place: Place) -> Finding {
    let message = Say::new("Berkas ini kosong.", "This file is empty.");
    Finding::error(ID, place, message, Say::new("Bandingkan dengan `jejak schema`.", "Compare it with `jejak schema`."))
}
