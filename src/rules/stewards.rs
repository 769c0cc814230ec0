//! # Selalu ada pengurus | There is always a steward
//!
//! ## Apa
//!
//! Sekurangnya ada satu pengurus; setiap pengurus ada di `people/`, bukan bot, dan mempunyai akun (juga kunci, bila kebijakan
//! meminta tanda tangan, atau meminta bukti forge sedangkan kunci forge belum ditulis di `jejak.yaml`).
//!
//! ## Mengapa
//!
//! Tanpa pengurus yang dapat bertindak, kebijakan tidak dapat diubah lagi oleh siapa pun.
//!
//! ## Sah
//!
//! ```yaml
//! kebijakan:
//!   pengurus: [kepala-bidang]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! kebijakan:
//!   pengurus: []
//! ```
//!
//! ## What
//!
//! There is at least one steward; each stands in `people/`, is no bot and has an account (and a key where the policy asks
//! for signatures, or for the forge's word while no key of the forge stands in `jejak.yaml`).
//!
//! ## Why
//!
//! Without a steward who can act nobody could ever change the policy again.
//!
//! ## Lawful
//!
//! ```yaml
//! kebijakan:
//!   pengurus: [kepala-bidang]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! kebijakan:
//!   pengurus: []
//! ```

use std::collections::BTreeSet;

use super::case::OfficeCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::name::Handle;
use crate::model::office::Evidence;
use crate::model::place::{At, Span};
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("stewards");

pub(super) fn check(case: &OfficeCase) -> Vec<Finding> {
    let policy = &case.office.policy;
    let flaws: Vec<Finding> = policy.stewards.iter().filter_map(|steward| flaw(case, steward)).collect();
    let persons: BTreeSet<&Handle> = policy.stewards.iter().map(|steward| &steward.value).collect();
    if flaws.len() == policy.stewards.len() {
        let message = Say::new("Tidak ada pengurus yang dapat bertindak.", "No steward can act.");
        let help = Say::new(
            "Sebut sekurangnya satu nama dari people/ yang mempunyai akun.",
            "Name at least one handle from people/ that has an account.",
        );
        let span = policy.stewards.first().map_or(Span::START, |steward| steward.span);
        let mut findings = vec![Finding::error(ID, case.place(span), message, help)];
        findings.extend(flaws);
        return findings;
    }
    let mut findings = flaws;
    findings.extend(twice(case));
    if policy.four_eyes && persons.len() == 1 {
        let message = Say::new(
            "Hanya satu pengurus: empat mata tidak mengikat kebijakan, dan situs mengatakannya.",
            "Only one steward: four eyes do not bind policy, and the site says so.",
        );
        let help = Say::new("Tambahkan pengurus kedua.", "Add a second steward.");
        findings
            .push(Finding::error(ID, case.place(policy.stewards[0].span), message, help).with_severity(Severity::Hint));
    }
    findings
}

fn twice<'a>(case: &'a OfficeCase) -> impl Iterator<Item = Finding> + 'a {
    let stewards = &case.office.policy.stewards;
    let again = stewards.iter().enumerate().filter(|(n, steward)| stewards[..*n].contains(steward));
    again.map(|(_, steward)| {
        let message = Say::new(
            format!("Pengurus `{}` ditulis dua kali.", steward.value),
            format!("The steward `{}` is written twice.", steward.value),
        );
        let help = Say::new("Hapus salah satunya.", "Delete one of them.");
        Finding::error(ID, case.place(steward.span), message, help)
    })
}

/// Whether a steward without a key of his own could not land anything: no forge vouches for him, or it is not enough.
fn needs_key(case: &OfficeCase) -> bool {
    match case.office.policy.evidence {
        Evidence::Mail => false,
        Evidence::Forge => case.office.forge.as_ref().is_none_or(|forge| forge.keys.is_empty()),
        Evidence::Signature => true,
    }
}

fn flaw(case: &OfficeCase, steward: &At<Handle>) -> Option<Finding> {
    let people = &case.workspace.people;
    let handle = &steward.value;
    let Some(person) = people.get(handle) else {
        let message = Say::new(
            format!("Pengurus `{handle}` tidak ada di people/."),
            format!("The steward `{handle}` does not stand in people/."),
        );
        let help = Say::new(format!("Buat people/{handle}.yaml."), format!("Make people/{handle}.yaml."));
        let near = did_you_mean(handle.as_str(), people.keys().map(Handle::as_str));
        return Some(Finding::error(ID, case.place(steward.span), message, near.and(&help)));
    };
    let lacks = if person.bot {
        Some(("adalah bot", "is a bot"))
    } else if person.accounts.is_empty() {
        Some(("tidak mempunyai akun", "has no account"))
    } else if needs_key(case) && person.keys.is_empty() {
        Some(("tidak mempunyai kunci tanda tangan", "has no signing key"))
    } else {
        None
    };
    lacks.map(|(id, en)| {
        let message = Say::new(format!("Pengurus `{handle}` {id}."), format!("The steward `{handle}` {en}."));
        let help = Say::new(
            format!("Lengkapi people/{handle}.yaml, atau pilih pengurus lain."),
            format!("Complete people/{handle}.yaml, or choose another steward."),
        );
        Finding::error(ID, case.place(steward.span), message, help)
            .because(Span::START.at(&person.path), Say::new("orangnya", "the person"))
    })
}
