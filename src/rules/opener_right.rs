//! # Yang boleh menarik dan meralat | Who may withdraw and amend
//!
//! ## Apa
//!
//! `tarik`, dan `ralat` atas judul dan aplikasi, ditulis oleh orang dari instansi yang membuka permohonan; `ralat` atas
//! `instansi` oleh pengurus.
//!
//! ## Mengapa
//!
//! Permohonan milik instansi yang mengajukannya.
//!
//! ## Sah
//!
//! ```yaml
//!   - tarik: Anggaran dialihkan
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - tarik: Tidak perlu   # oleh instansi lain
//! ```
//!
//! ## What
//!
//! `tarik`, and `ralat` of title and application, are written by people of the agency that opened the request; `ralat` of
//! `instansi` by a steward.
//!
//! ## Why
//!
//! A request belongs to the agency that made it.
//!
//! ## Lawful
//!
//! ```yaml
//!   - tarik: Anggaran dialihkan
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - tarik: Tidak perlu   # by another agency
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::request::{Act, HeaderField};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("opener-right");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let (opener, steward) = match &case.entry.act {
        Act::Withdraw(_) => (true, false),
        Act::Amend(fields) => {
            let of_agency = |field: &&(crate::model::place::At<HeaderField>, _)| field.0.value == HeaderField::Agency;
            (fields.iter().any(|field| !of_agency(&field)), fields.iter().any(|field| of_agency(&field)))
        }
        _ => return Vec::new(),
    };
    let mut findings = Vec::new();
    let from_opener = case.who.actor.is_some_and(|actor| {
        let own = case.standing.opener.as_ref();
        own.is_some() && actor.agencies_on(case.day).any(|agency| Some(agency) == own)
    });
    if opener && !from_opener {
        let message = Say::new(
            "Hanya instansi pembuka permohonan yang boleh menulis ini.",
            "Only the agency that opened the request may write this.",
        );
        let help = Say::new("Minta instansi pemohon menulisnya.", "Let the applicant's agency write it.");
        findings.push(Finding::error(ID, case.here(), message, help));
    }
    if steward && !case.is_by_steward() {
        let message = Say::new("Instansi hanya diralat oleh pengurus.", "Only a steward amends the agency.");
        let help = Say::new("Minta pengurus menulisnya.", "Let a steward write it.");
        findings.push(Finding::error(ID, case.here(), message, help));
    }
    findings
}
