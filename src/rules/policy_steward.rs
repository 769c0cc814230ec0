//! # Kebijakan didaratkan pengurus | Policy lands by stewards
//!
//! ## Apa
//!
//! Perubahan kebijakan (jejak.yaml, tanggapan.yaml, sops/, people/, calendars/, templates/, site/, berkas atribut dan alur kerja)
//! didaratkan oleh pengurus, dan tidak bersama permohonan. Di bawah `empat_mata` orang lain (atau bot) yang menulisnya.
//!
//! ## Mengapa
//!
//! Siapa yang mengubah aturan menentukan siapa yang boleh melanggarnya.
//!
//! ## Sah
//!
//! Pengurus kedua menggabungkan perubahan people/ yang ditulis pengurus pertama.
//!
//! ## Melanggar
//!
//! Petugas menambahkan perannya sendiri.
//!
//! ## What
//!
//! A change of policy (jejak.yaml, tanggapan.yaml, sops/, people/, calendars/, templates/, site/, attribute and workflow files)
//! lands by a steward, and never with a request. Under `empat_mata` somebody else (or a bot) wrote it.
//!
//! ## Why
//!
//! Whoever changes the rules decides who may break them.
//!
//! ## Lawful
//!
//! A second steward merges a change of people/ that the first one wrote.
//!
//! ## Unlawful
//!
//! An officer adds a role of his own.

use super::landing_case::PolicyCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("policy-steward");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let policy = &case.ledger.policy;
    let mut findings = Vec::new();
    let mut refuse = |message: Say, help: Say| findings.push(Finding::error(ID, case.place(), message, help));
    if case.touches_request {
        refuse(
            Say::new("Kebijakan tidak mendarat bersama permohonan.", "Policy never lands with a request."),
            Say::new("Daratkan tersendiri.", "Land it alone."),
        );
    }
    if case.next.office().is_none() {
        refuse(
            Say::new("Tanpa jejak.yaml tidak ada lagi pengurus.", "Without jejak.yaml there is no steward any more."),
            Say::new("Kembalikan jejak.yaml.", "Restore jejak.yaml."),
        );
    }
    let Some(author) = case.author.filter(|author| policy.is_steward(&author.handle)) else {
        refuse(
            Say::new("Kebijakan hanya didaratkan oleh pengurus.", "Policy lands by stewards only."),
            Say::new("Minta pengurus menggabungkannya.", "Let a steward merge it."),
        );
        return findings;
    };
    let by_another =
        |mail: &Vec<u8>| policy.person_of(mail).is_some_and(|writer| writer.bot || writer.handle != author.handle);
    if policy.four_eyes() && policy.stewards() > 1 && !case.writers.iter().all(by_another) {
        refuse(
            Say::new(
                "Pengurus ini mendaratkan tulisannya sendiri, atau tulisan orang yang tidak dikenal.",
                "This steward lands his own writing, or that of somebody unknown.",
            ),
            Say::new("Minta pengurus lain menggabungkannya.", "Let another steward merge it."),
        );
    }
    findings
}
