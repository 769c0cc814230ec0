//! What every reader of one file shares: which file it is, and what was found in it.

use std::cell::RefCell;
use std::str::FromStr;

use super::faults::{bad_value, missing_key, size};
use crate::model::finding::Finding;
use crate::model::place::{At, Place, Span, WorkPath};
use crate::model::say::Say;
use crate::model::silence::is_silent;

/// How many findings one file may bring. A hostile file would otherwise drown everything else.
pub const MAX_FINDINGS: usize = 100;

/// The file that is being read.
pub struct Context<'a> {
    path: &'a WorkPath,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Context<'a> {
    pub fn new(path: &'a WorkPath) -> Self {
        Self { path, findings: RefCell::new(Vec::new()) }
    }

    pub fn path(&self) -> &'a WorkPath {
        self.path
    }

    pub fn at(&self, span: Span) -> Place {
        span.at(self.path)
    }

    pub fn report(&self, finding: Finding) {
        if is_silent(finding.rule) {
            return;
        }
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MAX_FINDINGS {
            findings.push(finding);
        } else if findings.len() == MAX_FINDINGS {
            findings.push(size::too_many_findings(finding.place, MAX_FINDINGS));
        }
    }

    /// Whether so much was found that more is not even put into words.
    pub fn is_full(&self) -> bool {
        self.findings.borrow().len() > MAX_FINDINGS
    }

    /// Whether nothing was found so far.
    pub fn is_clean(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    pub fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    /// Reads a text as something; says what was expected where it is not that.
    pub fn parse<T: FromStr>(&self, text: &At<String>, expected: &Expected) -> Option<At<T>> {
        self.parse_with(text, expected, |text| text.parse().ok())
    }

    /// The same with a reader of its own.
    pub fn parse_with<T>(
        &self,
        text: &At<String>,
        expected: &Expected,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<At<T>> {
        let value = read(&text.value);
        if value.is_none() && !self.is_full() {
            self.report(bad_value::fault(self.at(text.span), &text.value, expected));
        }
        value.map(|value| At::new(value, text.span))
    }

    /// One of a few words.
    pub fn choose<T: Copy>(&self, text: &At<String>, words: &[(&str, T)]) -> Option<At<T>> {
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() && !self.is_full() {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.report(bad_value::not_among(self.at(text.span), &text.value, &words));
        }
        found.map(|(_, value)| At::new(*value, text.span))
    }

    /// A key that has to be there is not.
    pub fn missing(&self, owner: Span, key: &str) {
        if self.is_full() {
            return;
        }
        self.report(missing_key::fault(self.at(owner), key));
    }
}

/// What a text should have been: said in both languages, with an example.
pub struct Expected {
    pub what: (&'static str, &'static str),
    pub example: &'static str,
}

impl Expected {
    pub const fn new(id: &'static str, en: &'static str, example: &'static str) -> Self {
        Self { what: (id, en), example }
    }

    pub fn say(&self) -> Say {
        Say::new(
            format!("Tulis {}, misalnya `{}`.", self.what.0, self.example),
            format!("Write {}, for instance `{}`.", self.what.1, self.example),
        )
    }
}

/// Shapes of text that several kinds of file use.
pub mod shapes {
    use super::Expected;

    pub const NAME: Expected =
        Expected::new("nama pendek berhuruf kecil tanpa spasi", "a short lower-case name without spaces", "tim-it");
    pub const DAY: Expected = Expected::new("tanggal tahun-bulan-hari", "a day as year-month-day", "2026-11-20");
    pub const PAPER_DATE: Expected =
        Expected::new("tanggal atau bulan", "a day or a month", "2024-01-08` atau `2017-12");
    pub const WINDOW: Expected =
        Expected::new("tanggal, atau rentang a/b", "a day, or a window a/b", "2023-01-09/2023-12-31");
    pub const SOP: Expected = Expected::new("SOP dan revisinya", "an SOP and its revision", "kab-tapin-layanan-splp/1");
    pub const LANE: Expected = Expected::new("lajur sebuah SOP", "a lane of an SOP", "kab-tapin-layanan-splp/tim-it");
    pub const TIME: Expected =
        Expected::new("waktu dengan satuannya", "a duration with its unit", "3 hari` / `± 1-2 jam` / `2 bulan");
    pub const TARGET: Expected =
        Expected::new("nomor langkah, `selesai`, atau `ditolak`", "a step's number, `selesai` or `ditolak`", "7");
    pub const FOLDER: Expected =
        Expected::new("folder sebuah permohonan", "the folder of a request", "requests/2026/11/20/e-puskesmas");
}
