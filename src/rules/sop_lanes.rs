//! # Lajur dinyatakan dan dipakai | Lanes are declared and used
//!
//! ## Apa
//!
//! Setiap lajur yang disebut langkah ada di `lajur`, dengan nama yang berbeda-beda, dan setiap lajur disebut sekurangnya
//! sekali sebagai pelaksana, penerima, atau yang ditunggu.
//!
//! ## Mengapa
//!
//! Lajur yang salah eja tidak dipegang siapa pun; langkahnya tidak dapat dikerjakan.
//!
//! ## Sah
//!
//! ```yaml
//! lajur:
//!   - {id: tim-it, nama: Tim IT}
//! langkah:
//!   - pelaksana: [tim-it]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! langkah:
//!   - pelaksana: [tim-ti]
//! ```
//!
//! ## What
//!
//! Every lane that a step names stands in `lajur`, under a name of its own, and every lane is named at least once as
//! actor, recipient or awaited.
//!
//! ## Why
//!
//! A misspelt lane is held by nobody; its step cannot be done.
//!
//! ## Lawful
//!
//! ```yaml
//! lajur:
//!   - {id: tim-it, nama: Tim IT}
//! langkah:
//!   - pelaksana: [tim-it]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! langkah:
//!   - pelaksana: [tim-ti]
//! ```

use std::collections::BTreeSet;

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-lanes");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let mut findings: Vec<Finding> = undeclared(case).collect();
    let used: BTreeSet<_> = case.sop.lane_mentions().map(|lane| &lane.value).collect();
    for (n, lane) in case.sop.lanes.iter().enumerate() {
        let place = case.sop.place(lane.id.span);
        if let Some(first) = case.sop.lanes[..n].iter().find(|other| other.id == lane.id) {
            let message = Say::new(
                format!("Lajur `{}` dinyatakan dua kali.", lane.id.value),
                format!("The lane `{}` is declared twice.", lane.id.value),
            );
            let help = Say::new("Hapus salah satunya.", "Delete one of them.");
            let before = Say::new("sudah dinyatakan di sini", "already declared here");
            findings.push(Finding::error(ID, place, message, help).because(case.sop.place(first.id.span), before));
        } else if !used.contains(&lane.id.value) {
            let message = Say::new(
                format!("Lajur `{}` tidak dipakai langkah mana pun.", lane.id.value),
                format!("No step uses the lane `{}`.", lane.id.value),
            );
            let help = Say::new(
                "Sebut lajur ini sebagai pelaksana atau penerima, atau hapus.",
                "Name it as an actor or recipient, or delete it.",
            );
            findings.push(Finding::error(ID, place, message, help).with_severity(Severity::Warning));
        }
    }
    findings
}

fn undeclared<'a>(case: &'a SopCase) -> impl Iterator<Item = Finding> + 'a {
    case.flow.undeclared_lanes().into_iter().map(|lane| {
        let known = case.sop.lanes.iter().map(|lane| lane.id.as_str());
        let message = Say::new(
            format!("Lajur `{}` tidak ada dalam `lajur`.", lane.value),
            format!("The lane `{}` does not stand in `lajur`.", lane.value),
        );
        let list = known.clone().collect::<Vec<_>>().join(", ");
        let help = Say::new(
            format!("Nyatakan lajur itu dalam `lajur`, atau pakai salah satu dari: {list}."),
            format!("Declare it in `lajur`, or use one of: {list}."),
        );
        Finding::error(ID, case.sop.place(lane.span), message, did_you_mean(lane.as_str(), known).and(&help))
    })
}
