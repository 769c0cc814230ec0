//! # Yang disebut entri memang ada | What an entry names exists
//!
//! ## Apa
//!
//! Pembukaan menyebut instansi yang ada di jejak.yaml dan permohonan terkait yang berdiri. `ralat` menyebut instansi yang ada,
//! `menunggu` pada `jeda` menyebut lajur SOP permohonan itu.
//!
//! ## Mengapa
//!
//! Lajur terikat dibaca dari instansi permohonan; nama yang tidak ada membuat giliran tidak dimiliki siapa pun.
//!
//! ## Sah
//!
//! ```yaml
//!   - jeda: Menunggu berkas asli
//!     menunggu: [skpd]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - jeda: Menunggu berkas asli
//!     menunggu: [camat]
//! ```
//!
//! ## What
//!
//! An opening names an agency of jejak.yaml and related requests that stand. `ralat` names an agency that exists, `menunggu`
//! of a `jeda` names lanes of the request's SOP.
//!
//! ## Why
//!
//! Bound lanes are read from the request's agency; with a name that does not exist the turn would be nobody's.
//!
//! ## Lawful
//!
//! ```yaml
//!   - jeda: Menunggu berkas asli
//!     menunggu: [skpd]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - jeda: Menunggu berkas asli
//!     menunggu: [camat]
//! ```

use super::case::{no_such_agency, no_such_request};
use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::place::Span;
use crate::model::request::{Act, HeaderField};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("entry-references");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let mut findings = if case.entry.place == 1 { header(case) } else { Vec::new() };
    match &case.entry.act {
        Act::Amend(fields) => {
            let agencies = fields.iter().filter(|(field, _)| field.value == HeaderField::Agency);
            findings.extend(agencies.filter_map(|(_, agency)| unknown_agency(case, agency.span, &agency.value)));
        }
        Act::Pause { awaits, .. } => {
            let unknown = awaits.iter().filter(|lane| case.sop.lane(lane).is_none());
            findings.extend(unknown.map(|lane| unknown_lane(case, lane.span, lane.as_str())));
        }
        _ => {}
    }
    findings
}

/// The header stands with the first entry.
fn header(case: &EntryCase) -> Vec<Finding> {
    let header = &case.standing.header;
    let agency = header.agency.as_ref().and_then(|agency| unknown_agency(case, agency.span, agency.as_str()));
    let unknown = header.related.iter().filter(|folder| !case.ledger.requests.has(&folder.value));
    let related = unknown.map(|folder| {
        let (message, help) = no_such_request(&folder.value);
        Finding::error(ID, case.place(folder.span), message, help)
    });
    agency.into_iter().chain(related).collect()
}

fn unknown_agency(case: &EntryCase, span: Span, agency: &str) -> Option<Finding> {
    let (message, help) = no_such_agency(case.policy().office()?, agency)?;
    Some(Finding::error(ID, case.place(span), message, help))
}

fn unknown_lane(case: &EntryCase, span: Span, lane: &str) -> Finding {
    let message =
        Say::new(format!("Lajur `{lane}` tidak ada pada SOP ini."), format!("This SOP has no lane `{lane}`."));
    let help = Say::new("Lihat lajurnya dengan `jejak sop show`.", "See the lanes with `jejak sop show`.");
    let near = did_you_mean(lane, case.sop.lanes.iter().map(|lane| lane.id.as_str()));
    Finding::error(ID, case.place(span), message, near.and(&help))
}
