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

use super::case::{RequestCase, no_such_agency, no_such_request};
use crate::model::finding::{Finding, RuleId};
use crate::model::place::Span;
use crate::model::request::{Act, HeaderField};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("request-references");

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
    let amended = case.request.entries.iter().flat_map(|entry| amended_agency(&entry.act));
    let agencies = header.agency.as_ref().map(|agency| (agency.span, agency.as_str())).into_iter().chain(amended);
    findings.extend(agencies.filter_map(|(span, agency)| unknown_agency(case, span, agency)));
    let missing =
        header.related.iter().filter(|folder| !workspace.requests.contains_key(&folder.value)).map(|folder| {
            let (message, help) = no_such_request(&folder.value);
            Finding::error(ID, case.place(folder.span), message, help)
        });
    findings.extend(missing);
    findings
}

/// The agencies to which an entry corrects the header.
fn amended_agency(act: &Act) -> Vec<(Span, &str)> {
    let Act::Amend(fields) = act else { return Vec::new() };
    let agencies = fields.iter().filter(|(field, _)| field.value == HeaderField::Agency);
    agencies.map(|(_, value)| (value.span, value.value.as_str())).collect()
}

fn unknown_agency(case: &RequestCase, span: Span, agency: &str) -> Option<Finding> {
    let (message, help) = no_such_agency(case.workspace.office.as_ref()?, agency)?;
    Some(Finding::error(ID, case.place(span), message, help))
}
