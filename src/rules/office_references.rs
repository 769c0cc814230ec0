//! # Kantor menunjuk yang ada | The office names what exists
//!
//! ## Apa
//!
//! `jejak.yaml` menunjuk kalender dan SOP yang ada; setiap instansi dinyatakan sekali; dispensasi tidak berakhir sebelum
//! dimulai.
//!
//! ## Mengapa
//!
//! Kalender yang salah eja membuat semua batas waktu keliru tanpa ada yang tahu.
//!
//! ## Sah
//!
//! ```yaml
//! kalender: [nasional]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! kalender: [nasonal]
//! ```
//!
//! ## What
//!
//! `jejak.yaml` names calendars and SOPs that exist; each agency is declared once; a dispensation does not end before it
//! begins.
//!
//! ## Why
//!
//! With a misspelt calendar every due date would be wrong without anyone knowing.
//!
//! ## Lawful
//!
//! ```yaml
//! kalender: [nasional]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! kalender: [nasonal]
//! ```

use super::case::OfficeCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::CalendarName;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("office-references");

pub(super) fn check(case: &OfficeCase) -> Vec<Finding> {
    let mut findings: Vec<Finding> = calendars(case).collect();
    findings.extend(agencies(case));
    findings.extend(dispensations(case));
    findings
}

fn calendars<'a>(case: &'a OfficeCase) -> impl Iterator<Item = Finding> + 'a {
    let all = &case.workspace.calendars;
    case.office.calendars.iter().filter(|name| !all.contains_key(&name.value)).map(|name| {
        let message = Say::new(
            format!("Kalender `{}` tidak ada.", name.value),
            format!("There is no calendar `{}`.", name.value),
        );
        let help = Say::new(
            format!("Buat calendars/{}.yaml, atau betulkan ejaannya.", name.value),
            format!("Make calendars/{}.yaml, or mend its spelling.", name.value),
        );
        let near = did_you_mean(name.as_str(), all.keys().map(CalendarName::as_str));
        Finding::error(ID, case.place(name.span), message, near.and(&help))
    })
}

fn agencies<'a>(case: &'a OfficeCase) -> impl Iterator<Item = Finding> + 'a {
    let agencies = &case.office.agencies;
    agencies.iter().enumerate().filter_map(|(n, agency)| {
        let first = agencies[..n].iter().find(|other| other.id == agency.id)?;
        let message = Say::new(
            format!("Instansi `{}` dinyatakan dua kali.", agency.id.value),
            format!("The agency `{}` is declared twice.", agency.id.value),
        );
        let help = Say::new("Hapus salah satunya.", "Delete one of them.");
        let before = Say::new("sudah dinyatakan di sini", "already declared here");
        Some(Finding::error(ID, case.place(agency.id.span), message, help).because(case.place(first.id.span), before))
    })
}

fn dispensations<'a>(case: &'a OfficeCase) -> impl Iterator<Item = Finding> + 'a {
    case.office.dispensations.iter().filter_map(|dispensation| {
        let sop = &dispensation.sop;
        if !case.workspace.sops.contains_key(&sop.value) {
            let message =
                Say::new(format!("SOP `{}` tidak ada.", sop.value), format!("There is no SOP `{}`.", sop.value));
            let help = Say::new("Tulis slug/revisi SOP yang ada.", "Write slug/revision of an SOP that exists.");
            return Some(Finding::error(ID, case.place(sop.span), message, help));
        }
        let until = dispensation.until.as_ref().filter(|until| until.value < dispensation.from.value)?;
        let message = Say::new("Dispensasi berakhir sebelum dimulai.", "The dispensation ends before it begins.");
        let help = Say::new("Tukar `sejak` dan `sampai`.", "Swap `sejak` and `sampai`.");
        Some(Finding::error(ID, case.place(until.span), message, help))
    })
}
