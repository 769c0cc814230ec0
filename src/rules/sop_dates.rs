//! # Tanggal SOP berurutan | Dates of an SOP in order
//!
//! ## Apa
//!
//! Tanggal efektif dan tanggal revisi tidak mendahului tanggal pembuatan, dan akhir masa berlaku tidak mendahului awalnya.
//!
//! ## Mengapa
//!
//! Masa berlaku menentukan apakah sebuah permohonan boleh dibuka menurut SOP ini.
//!
//! ## Sah
//!
//! ```yaml
//! tanggal: {pembuatan: 2023-01-09, revisi: null, efektif: 2023-01-09/2023-12-31}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! tanggal: {pembuatan: 2023-01-09, revisi: null, efektif: 2022-01-09}
//! ```
//!
//! ## What
//!
//! The day in force and the day of revision do not come before the day it was made, and the end of its window not before
//! its beginning.
//!
//! ## Why
//!
//! The window decides whether a request may be opened under this SOP.
//!
//! ## Lawful
//!
//! ```yaml
//! tanggal: {pembuatan: 2023-01-09, revisi: null, efektif: 2023-01-09/2023-12-31}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! tanggal: {pembuatan: 2023-01-09, revisi: null, efektif: 2022-01-09}
//! ```

use super::case::SopCase;
use crate::model::day::PaperDate;
use crate::model::finding::{Finding, RuleId};
use crate::model::place::At;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-dates");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let dates = &case.sop.dates;
    let mut findings = Vec::new();
    if let Some(made) = &dates.made {
        let from = dates.effective.as_ref().map(|window| At::new(window.from, window.span));
        for (what, what_en, later) in [("efektif", "in force", &from), ("revisi", "of revision", &dates.revised)] {
            findings.extend(later.as_ref().filter(|later| is_before(later.value, made.value)).map(|later| {
                let message = Say::new(
                    format!("Tanggal {what} {} mendahului tanggal pembuatan.", later.value),
                    format!("The day {what_en}, {}, comes before the day it was made.", later.value),
                );
                let help = Say::new("Betulkan salah satu tanggal.", "Mend one of the dates.");
                let because = Say::new("dibuat pada tanggal ini", "made on this day");
                Finding::error(ID, case.sop.place(later.span), message, help)
                    .because(case.sop.place(made.span), because)
            }));
        }
    }
    if let Some(window) = &dates.effective
        && window.until.is_some_and(|until| until < window.from.first_day())
    {
        let message = Say::new("Masa berlaku berakhir sebelum dimulai.", "The window ends before it begins.");
        let help = Say::new("Tulis awal/akhir: `2023-01-09/2023-12-31`.", "Write begin/end: `2023-01-09/2023-12-31`.");
        findings.push(Finding::error(ID, case.sop.place(window.span), message, help));
    }
    findings
}

/// A month stands for any of its days, so it comes before nothing within it.
fn is_before(later: PaperDate, earlier: PaperDate) -> bool {
    match (later, earlier) {
        (PaperDate::Day(later), PaperDate::Day(earlier)) => later < earlier,
        (later, earlier) => {
            let month = |date: PaperDate| date.first_day().format("%Y-%m").to_string();
            month(later) < month(earlier)
        }
    }
}
