//! Markdown letters with front matter.

use schemars::JsonSchema;
use serde::Deserialize;

use super::context::{Context, shapes};
use super::decode::Field;
use super::faults::front_matter;
use super::sop::CLASSES;
use super::{Reading, guard, raw_of, reading};
use crate::model::day::parse_day;
use crate::model::place::{Span, WorkPath};
use crate::model::request::{Letter, LetterFacts};

const FENCE: &str = "---\n";

/// Reads a letter's head and finds where its text begins.
pub fn read_letter(path: &WorkPath, bytes: &[u8]) -> Reading<Letter> {
    reading(path, |cx| {
        let text = guard::text(bytes, 1, cx)?;
        let Some(rest) = text.strip_prefix(FENCE) else {
            cx.report(front_matter::missing(cx.at(Span::START)));
            return None;
        };
        let end = if rest.starts_with(FENCE) { Some(0) } else { rest.find("\n---\n").map(|at| at + 1) };
        let Some(end) = end else {
            cx.report(front_matter::unclosed(cx.at(Span::START)));
            return None;
        };
        let head = &rest[..end];
        if head.trim().is_empty() {
            cx.report(front_matter::empty(cx.at(Span::START)));
            return None;
        }
        if !guard::is_small(head, 2, cx) {
            return None;
        }
        let raw = raw_of::<RawLetter>(head, 2, cx)?;
        Some(Letter { path: path.clone(), facts: raw.facts(cx), body: FENCE.len() + end + FENCE.len() })
    })
}

/// Kepala surat.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Kepala surat")]
pub(super) struct RawLetter {
    /// Nomor surat; null sebelum dinomori.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub nomor: Field<String>,
    /// Tanggal surat.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub tanggal: Field<String>,
    /// Hal surat.
    #[serde(default)]
    pub hal: Field<String>,
    /// Pengirim: jabatan atau instansi.
    #[serde(default)]
    pub dari: Field<String>,
    /// Penerima: jabatan atau instansi.
    #[serde(default)]
    pub kepada: Field<String>,
    /// Siapa yang boleh membaca; tanpa sifat berarti terbatas.
    #[serde(default)]
    #[schemars(extend("enum" = ["biasa", "terbatas", "rahasia"]))]
    pub sifat: Field<String>,
}

impl RawLetter {
    pub(super) fn facts(self, cx: &Context) -> LetterFacts {
        LetterFacts {
            number: self.nomor.optional(),
            date: self.tanggal.optional().and_then(|day| cx.parse_with(&day, &shapes::DAY, parse_day)),
            subject: self.hal.optional(),
            from: self.dari.optional(),
            to: self.kepada.optional(),
            class: self.sifat.optional().and_then(|class| cx.choose(&class, &CLASSES)),
        }
    }
}
