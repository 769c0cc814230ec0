//! # Permohonan menunjuk yang ada | A request names what exists
//!
//! ## Apa
//!
//! `sop` menunjuk SOP yang ada, `instansi` ada di `jejak.yaml`, dan permohonan `terkait` benar-benar ada.
//!
//! ## Mengapa
//!
//! Permohonan yang menunjuk SOP yang tidak ada tidak dapat dijalankan.
//!
//! ## Sah
//!
//! ```yaml
//! sop: kab-tapin-layanan-splp/1
//! instansi: dinkes
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! sop: kab-tapin-layanan-spl/1
//! instansi: dinkes
//! ```
//!
//! ## What
//!
//! `sop` names an SOP that exists, `instansi` stands in `jejak.yaml`, and related requests (`terkait`) exist.
//!
//! ## Why
//!
//! A request that names an SOP which does not exist cannot be run.
//!
//! ## Lawful
//!
//! ```yaml
//! sop: kab-tapin-layanan-splp/1
//! instansi: dinkes
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! sop: kab-tapin-layanan-spl/1
//! instansi: dinkes
//! ```

use super::case::RequestCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("request-references");
use crate::read::suggest::did_you_mean;

pub(super) fn check(case: &RequestCase) -> Vec<Finding> {
    let header = &case.request.header;
    let workspace = case.workspace;
    let mut findings = Vec::new();
    if let Some(sop) = header.sop.as_ref().filter(|sop| !workspace.sops.contains_key(&sop.value)) {
        let known: Vec<String> = workspace.sops.keys().map(ToString::to_string).collect();
        let message = Say::new(format!("SOP `{}` tidak ada.", sop.value), format!("There is no SOP `{}`.", sop.value));
        let help = Say::new("Lihat daftarnya dengan `jejak sop list`.", "See them with `jejak sop list`.");
        let near = did_you_mean(&sop.value.to_string(), known.iter().map(String::as_str));
        findings.push(Finding::error(ID, case.place(sop.span), message, near.and(&help)));
    }
    if let (Some(agency), Some(office)) = (&header.agency, &workspace.office)
        && office.agency(agency).is_none()
    {
        let message = Say::new(
            format!("Instansi `{}` tidak ada di jejak.yaml.", agency.value),
            format!("The agency `{}` does not stand in jejak.yaml.", agency.value),
        );
        let help = Say::new(
            "Minta pengurus menambahkan instansinya, atau betulkan ejaannya.",
            "Ask a steward to add it, or mend its spelling.",
        );
        let near = did_you_mean(agency.as_str(), office.agencies.iter().map(|agency| agency.id.as_str()));
        findings.push(Finding::error(ID, case.place(agency.span), message, near.and(&help)));
    }
    let missing =
        header.related.iter().filter(|folder| !workspace.requests.contains_key(&folder.value)).map(|folder| {
            let message = Say::new(
                format!("Permohonan `{}` tidak ada.", folder.value),
                format!("There is no request `{}`.", folder.value),
            );
            let help = Say::new("Betulkan foldernya, atau hapus.", "Mend the folder, or delete it.");
            Finding::error(ID, case.place(folder.span), message, help)
        });
    findings.extend(missing);
    findings
}
