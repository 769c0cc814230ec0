//! # Penghubung halaman berpasangan | Connectors pair up
//!
//! ## Apa
//!
//! `setelah` menunjuk langkah yang ada dan bukan yang terakhir, setiap langkah sekali saja, dan label tidak dipakai dua kali.
//!
//! ## Mengapa
//!
//! Penghubung menggandengkan dua halaman; label yang sama dua kali menggandengkan halaman yang salah.
//!
//! ## Sah
//!
//! ```yaml
//! konektor: [{setelah: 5, label: A}]
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! konektor: [{setelah: 99, label: A}]
//! ```
//!
//! ## What
//!
//! `setelah` names a step that exists and is not the last, each step once, and no label is used twice.
//!
//! ## Why
//!
//! A connector joins two pages; one label used twice would join the wrong ones.
//!
//! ## Lawful
//!
//! ```yaml
//! konektor: [{setelah: 5, label: A}]
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! konektor: [{setelah: 99, label: A}]
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-connectors");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let last = case.sop.steps.last().map_or(0, |step| step.number.value);
    let mut findings = Vec::new();
    for (n, connector) in case.sop.connectors.iter().enumerate() {
        let after = connector.after.value;
        let earlier = &case.sop.connectors[..n];
        if case.sop.step(after).is_none() || after == last {
            let message = Say::new(
                format!("Tidak ada halaman sesudah langkah {after}."),
                format!("No page follows step {after}."),
            );
            let help = Say::new("Tunjuk langkah terakhir pada halamannya.", "Name the last step on its page.");
            findings.push(Finding::error(ID, case.sop.place(connector.after.span), message, help));
        }
        if earlier.iter().any(|other| other.after == connector.after) {
            let message = Say::new(
                format!("Sesudah langkah {after} sudah ada penghubung."),
                format!("There is already a connector after step {after}."),
            );
            let help = Say::new("Hapus salah satunya.", "Delete one of them.");
            findings.push(Finding::error(ID, case.sop.place(connector.after.span), message, help));
        }
        if let Some(label) = &connector.label
            && earlier.iter().any(|other| other.label.as_ref() == Some(label))
        {
            let message = Say::new(
                format!("Label `{}` dipakai dua kali.", label.value),
                format!("The label `{}` is used twice.", label.value),
            );
            let help = Say::new("Beri label yang berbeda.", "Give it a label of its own.");
            findings.push(Finding::error(ID, case.sop.place(label.span), message, help));
        }
    }
    findings
}
