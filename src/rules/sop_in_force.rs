//! # SOP sedang berlaku | The SOP is in force
//!
//! ## Apa
//!
//! Permohonan dibuka, atau dipindahkan, hanya ke SOP yang berlaku pada hari pendaratan: sejak efektif (atau pembuatan) sampai
//! masa berlakunya habis atau revisi berikutnya mulai. Dispensasi di `jejak.yaml` menjawab masa yang sudah habis.
//!
//! ## Mengapa
//!
//! Prosedur yang sudah tidak berlaku tidak mengikat siapa pun.
//!
//! ## Sah
//!
//! ```yaml
//! sop: kab-tapin-layanan-splp/1
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! sop: prov-bali-integrasi-sistem-aplikasi/1   # berlaku sampai 31 Desember 2023
//! ```
//!
//! ## What
//!
//! A request is opened under, or moved to, an SOP that is in force on the day of landing: from `efektif` (or `pembuatan`) until
//! its window ends or a later revision begins. A dispensation in `jejak.yaml` answers a closed window.
//!
//! ## Why
//!
//! A procedure that is no longer in force binds nobody.
//!
//! ## Lawful
//!
//! ```yaml
//! sop: kab-tapin-layanan-splp/1
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! sop: prov-bali-integrasi-sistem-aplikasi/1   # in force until 31 December 2023
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::SopRef;
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-in-force");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let sop = match &case.entry.act {
        Act::Migrate { sop, .. } => &sop.value,
        Act::Step { .. } if case.entry.place == 1 => &case.sop.id,
        _ => return Vec::new(),
    };
    let workspace = &case.policy().workspace;
    if workspace.is_in_force(sop, case.day) || has_dispensation(case, sop) {
        return Vec::new();
    }
    let day = case.day;
    let message =
        Say::new(format!("SOP {sop} tidak berlaku pada {day}."), format!("The SOP {sop} is not in force on {day}."));
    let help = Say::new(
        "Pakai revisi yang berlaku, atau minta pengurus mencatat dispensasi di jejak.yaml.",
        "Use the revision that is in force, or ask a steward to record a dispensation in jejak.yaml.",
    );
    let finding = Finding::error(ID, case.here(), message, help);
    let dates = workspace.sops.get(sop).and_then(|sop| Some(sop.place(sop.dates.effective.as_ref()?.span)));
    vec![match dates {
        Some(place) => finding.because(place, Say::new("masa berlakunya", "its window")),
        None => finding,
    }]
}

fn has_dispensation(case: &EntryCase, sop: &SopRef) -> bool {
    let office = case.policy().office();
    office.into_iter().flat_map(|office| &office.dispensations).any(|dispensation| {
        dispensation.sop.value == *sop
            && dispensation.from.value <= case.day
            && dispensation.until.as_ref().is_none_or(|until| case.day <= until.value)
    })
}
