//! # Kalender bertumpu pada jam kerja | A calendar rests on office hours
//!
//! ## Apa
//!
//! Kalender yang `mengikuti` kalender lain menunjuk yang ada dan tidak berputar; kalender paling dasar mempunyai `jam_kerja`
//! dengan sekurangnya satu hari buka.
//!
//! ## Mengapa
//!
//! Tanpa jam kerja, tidak ada batas waktu yang dapat dihitung.
//!
//! ## Sah
//!
//! ```yaml
//! mengikuti: nasional
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! mengikuti: nasonal
//! ```
//!
//! ## What
//!
//! A calendar that follows another (`mengikuti`) names one that exists, without going in a circle; the lowest one has
//! `jam_kerja` with at least one open day.
//!
//! ## Why
//!
//! Without office hours no due date can be computed.
//!
//! ## Lawful
//!
//! ```yaml
//! mengikuti: nasional
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! mengikuti: nasonal
//! ```

use super::case::CalendarCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::CalendarName;
use crate::model::place::Span;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("calendar-base");

pub(super) fn check(case: &CalendarCase) -> Vec<Finding> {
    let file = case.calendar;
    let all = &case.workspace.calendars;
    if let Some(base) = &file.follows {
        if !all.contains_key(&base.value) {
            let message = Say::new(
                format!("Kalender `{}` tidak ada.", base.value),
                format!("There is no calendar `{}`.", base.value),
            );
            let help = Say::new(
                "Betulkan namanya, atau tulis `mengikuti: null`.",
                "Mend its name, or write `mengikuti: null`.",
            );
            let near = did_you_mean(base.as_str(), all.keys().map(CalendarName::as_str));
            return vec![Finding::error(ID, case.place(base.span), message, near.and(&help))];
        }
        if goes_in_a_circle(case) {
            let message =
                Say::new("Kalender ini akhirnya mengikuti dirinya sendiri.", "This calendar ends up following itself.");
            let help = Say::new("Putuskan lingkarannya.", "Break the circle.");
            return vec![Finding::error(ID, case.place(base.span), message, help)];
        }
    }
    if case.workspace.work_calendar(&file.name).ever_opens() {
        return Vec::new();
    }
    let message = Say::new("Kalender ini tidak mempunyai jam kerja.", "This calendar has no office hours.");
    let help =
        Say::new("Tulis `jam_kerja`, atau `mengikuti: nasional`.", "Write `jam_kerja`, or `mengikuti: nasional`.");
    vec![Finding::error(ID, case.place(Span::START), message, help)]
}

fn goes_in_a_circle(case: &CalendarCase) -> bool {
    let mut next = case.calendar.follows.as_ref();
    for _ in 0..=case.workspace.calendars.len() {
        let Some(name) = next else { return false };
        next = case.workspace.calendars.get(&name.value).and_then(|file| file.follows.as_ref());
    }
    true
}
