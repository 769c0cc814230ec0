//! # Peran yang jelas | Clear appointments
//!
//! ## Apa
//!
//! Setiap peran menunjuk lajur yang ada pada sebuah SOP, tidak berakhir sebelum dimulai, dan menyebut surat bila sebagai
//! Plt. atau Plh. Instansi yang disebut ada di `jejak.yaml`.
//!
//! ## Mengapa
//!
//! Wewenang hanya dapat diperiksa bila lajur, masa, dan dasarnya tertulis benar.
//!
//! ## Sah
//!
//! ```yaml
//! peran:
//!   - {lajur: [kab-tapin-layanan-splp/tim-it], sejak: 2024-01-02, dasar: SK 800/12/2024}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! peran:
//!   - {lajur: [kab-tapin-layanan-splp/tim-ti], sejak: 2024-01-02}
//! ```
//!
//! ## What
//!
//! Every role names a lane that some SOP has, does not end before it begins, and cites a letter where it is held as Plt. or
//! Plh. Agencies that are named stand in `jejak.yaml`.
//!
//! ## Why
//!
//! Authority can only be checked if lane, time and letter are written correctly.
//!
//! ## Lawful
//!
//! ```yaml
//! peran:
//!   - {lajur: [kab-tapin-layanan-splp/tim-it], sejak: 2024-01-02, dasar: SK 800/12/2024}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! peran:
//!   - {lajur: [kab-tapin-layanan-splp/tim-ti], sejak: 2024-01-02}
//! ```

use super::case::PersonCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::{AgencyId, LaneRef};
use crate::model::person::Role;
use crate::model::place::At;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("person-roles");

pub(super) fn check(case: &PersonCase) -> Vec<Finding> {
    let person = case.person;
    let mut findings = Vec::new();
    let named = person.agency.iter().chain(person.roles.iter().filter_map(|role| role.acts_for.as_ref()));
    findings.extend(named.filter_map(|agency| unknown_agency(case, agency)));
    for role in &person.roles {
        findings.extend(role.lanes.iter().filter_map(|lane| unknown_lane(case, lane)));
        findings.extend(times(case, role));
    }
    findings
}

fn unknown_agency(case: &PersonCase, agency: &At<AgencyId>) -> Option<Finding> {
    let office = case.workspace.office.as_ref()?;
    if office.agency(agency).is_some() {
        return None;
    }
    let message = Say::new(
        format!("Instansi `{}` tidak ada di jejak.yaml.", agency.value),
        format!("The agency `{}` does not stand in jejak.yaml.", agency.value),
    );
    let help = Say::new("Tambahkan instansinya, atau betulkan ejaannya.", "Add the agency, or mend its spelling.");
    let near = did_you_mean(agency.as_str(), office.agencies.iter().map(|agency| agency.id.as_str()));
    Some(Finding::error(ID, case.place(agency.span), message, near.and(&help)))
}

fn unknown_lane(case: &PersonCase, lane: &At<LaneRef>) -> Option<Finding> {
    let sops = || case.workspace.sops.values().filter(|sop| sop.id.slug == lane.slug);
    if sops().any(|sop| sop.lane(&lane.lane).is_some()) {
        return None;
    }
    let known: Vec<String> = case
        .workspace
        .sops
        .values()
        .flat_map(|sop| sop.lanes.iter().map(|lane| format!("{}/{}", sop.id.slug, lane.id.value)))
        .collect();
    let message = Say::new(format!("Lajur `{}` tidak ada.", lane.value), format!("There is no lane `{}`.", lane.value));
    let help = Say::new("Lihat lajur dengan `jejak sop show`.", "See the lanes with `jejak sop show`.");
    let near = did_you_mean(&lane.value.to_string(), known.iter().map(String::as_str));
    Some(Finding::error(ID, case.place(lane.span), message, near.and(&help)))
}

fn times(case: &PersonCase, role: &Role) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(until) = role.until.as_ref().filter(|until| until.value < role.from.value) {
        let message = Say::new("Peran berakhir sebelum dimulai.", "The role ends before it begins.");
        let help = Say::new("Tukar `sejak` dan `sampai`.", "Swap `sejak` and `sampai`.");
        findings.push(Finding::error(ID, case.place(until.span), message, help));
    }
    if let Some(acting) = role.acting.as_ref().filter(|_| role.letter.is_none()) {
        let message =
            Say::new("Plt. atau Plh. tanpa surat penunjukan.", "Plt. or Plh. without a letter of appointment.");
        let help = Say::new("Tambahkan `dasar: <nomor surat>`.", "Add `dasar: <number of the letter>`.");
        findings.push(Finding::error(ID, case.place(acting.span), message, help));
    }
    findings
}
