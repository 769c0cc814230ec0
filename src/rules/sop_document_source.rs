//! # Kelengkapan ada sumbernya | Required documents come from somewhere
//!
//! ## Apa
//!
//! Dokumen yang diwajibkan sebuah langkah sudah dihasilkan pada setiap jalan menuju langkah itu, atau dibawa pemohon:
//! pelaksana langkah 1 dan lajur terikat boleh membawa dokumen apa pun.
//!
//! ## Mengapa
//!
//! Tanpa sumber, petugas diminta menyerahkan sesuatu yang tidak pernah dibuat siapa pun, dan permohonan berhenti di situ.
//!
//! ## Sah
//!
//! ```yaml
//! - {nomor: 1, output: [disposisi]}
//! - {nomor: 2, kelengkapan: [disposisi]}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {nomor: 1, output: [surat-permohonan]}
//! - {nomor: 2, kelengkapan: [laporan]}   # siapa yang membuatnya?
//! ```
//!
//! ## What
//!
//! A document that a step requires has been produced on every way to that step, or the applicant brings it: actors of
//! step 1 and bound lanes may bring any document.
//!
//! ## Why
//!
//! Without a source an officer is asked for something that nobody ever made, and the request stops there.
//!
//! ## Lawful
//!
//! ```yaml
//! - {nomor: 1, output: [disposisi]}
//! - {nomor: 2, kelengkapan: [disposisi]}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {nomor: 1, output: [surat-permohonan]}
//! - {nomor: 2, kelengkapan: [laporan]}   # who makes it?
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-document-source");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let unsourced = case.flow.unsourced().into_iter().map(|unsourced| {
        let number = unsourced.step.number.value;
        let document = &unsourced.document.value;
        let way: Vec<String> = unsourced.way.iter().map(ToString::to_string).collect();
        let way = way.join(" → ");
        let message = Say::new(
            format!("Langkah {number} mewajibkan `{document}`, yang pada jalan {way} belum dihasilkan siapa pun."),
            format!("Step {number} requires `{document}`, which nobody has produced on the way {way}."),
        );
        let help = Say::new(
            "Tambahkan dokumen itu pada `output` langkah sebelumnya; atau tulis `{boleh: [...], tafsir: KODE}` bila kertas \
             memintanya tanpa sumber.",
            "Add it to the `output` of an earlier step; or write `{boleh: [...], tafsir: CODE}` where the paper asks for it \
             without a source.",
        );
        Finding::error(ID, case.sop.place(unsourced.document.span), message, help)
    });
    unsourced.collect()
}
