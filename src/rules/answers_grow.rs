//! # Tanggapan hanya bertambah | Answers only grow
//!
//! ## Apa
//!
//! `tanggapan.yaml` hanya bertambah di akhir, dan setiap tanggapan menunjuk pendaratan yang ada.
//!
//! ## Mengapa
//!
//! Jawaban yang pernah diberikan adalah bagian dari catatan.
//!
//! ## Sah
//!
//! Satu tanggapan ditambahkan di akhir.
//!
//! ## Melanggar
//!
//! Sebuah tanggapan lama dihapus.
//!
//! ## What
//!
//! `tanggapan.yaml` grows at its end only.
//!
//! ## Why
//!
//! An answer once given is part of the record.
//!
//! ## Lawful
//!
//! An answer is added at the end.
//!
//! ## Unlawful
//!
//! An old answer is deleted.

use super::landing_case::PolicyCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::place::Span;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("answers-grow");

pub(super) fn check(case: &PolicyCase) -> Vec<Finding> {
    let answers = |policy: &crate::register::policy::Policy| {
        let all = policy.workspace.answers.as_ref().map(|answers| answers.answers.clone());
        all.unwrap_or_default()
            .into_iter()
            .map(|answer| (answer.landing.value, answer.note.value, answer.strikes_time))
            .collect::<Vec<_>>()
    };
    let (before, after) = (answers(&case.ledger.policy), answers(case.next));
    if after.starts_with(&before) {
        return Vec::new();
    }
    let changed = case.changes.iter().find(|change| change.path.as_str() == "tanggapan.yaml");
    let place = changed.map_or_else(|| case.place(), |change| Span::START.at(&change.path));
    let message =
        Say::new("Tanggapan yang sudah berdiri berubah atau hilang.", "An answer that stood was changed or is gone.");
    let help =
        Say::new("Kembalikan, lalu tambahkan yang baru di akhir.", "Restore it, then add the new one at the end.");
    vec![Finding::error(ID, place, message, help)]
}
