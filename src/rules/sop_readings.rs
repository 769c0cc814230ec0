//! # Tafsir menunjuk anomali | Interpretations name an anomaly
//!
//! ## Apa
//!
//! Setiap kode `tafsir` ada di `anomali`, dan setiap anomali mempunyai kode sendiri. Yang tidak tercetak (`tambahan`) selalu
//! menyebut tafsirnya.
//!
//! ## Mengapa
//!
//! Yang diputuskan di luar kertas harus beralasan, supaya pembaca dapat menilainya.
//!
//! ## Sah
//!
//! ```yaml
//! output: [{boleh: [perintah-tugas], tafsir: T3}]
//! anomali:
//!   - kode: T3
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! output: [{boleh: [perintah-tugas], tafsir: T33}]
//! ```
//!
//! ## What
//!
//! Every `tafsir` code stands in `anomali`, and every anomaly has a code of its own. What is not printed (`tambahan`)
//! always names its interpretation.
//!
//! ## Why
//!
//! What is decided beyond the paper needs a reason, so that a reader can judge it.
//!
//! ## Lawful
//!
//! ```yaml
//! output: [{boleh: [perintah-tugas], tafsir: T3}]
//! anomali:
//!   - kode: T3
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! output: [{boleh: [perintah-tugas], tafsir: T33}]
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;
use crate::model::sop::DemandKind;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-readings");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let sop = case.sop;
    let mut findings = Vec::new();
    for code in sop.readings() {
        if !sop.anomalies.iter().any(|anomaly| anomaly.code.value == code.value) {
            let message = Say::new(
                format!("Anomali `{}` tidak ada.", code.value),
                format!("There is no anomaly `{}`.", code.value),
            );
            let help = Say::new(
                "Jelaskan dalam `anomali`, atau betulkan kodenya.",
                "Explain it in `anomali`, or mend the code.",
            );
            let known = sop.anomalies.iter().map(|anomaly| anomaly.code.value.as_str());
            findings.push(Finding::error(ID, sop.place(code.span), message, did_you_mean(code, known).and(&help)));
        }
    }
    for (n, anomaly) in sop.anomalies.iter().enumerate() {
        if sop.anomalies[..n].iter().any(|other| other.code == anomaly.code) {
            let message = Say::new(
                format!("Kode anomali `{}` dipakai dua kali.", anomaly.code.value),
                format!("The anomaly code `{}` is used twice.", anomaly.code.value),
            );
            let help = Say::new("Beri kode sendiri.", "Give it a code of its own.");
            findings.push(Finding::error(ID, sop.place(anomaly.code.span), message, help));
        }
    }
    for lane in sop.lanes.iter().filter(|lane| lane.added && lane.readings.is_empty()) {
        let message = Say::new(
            format!("Lajur `{}` tidak tercetak tetapi ditambahkan tanpa tafsir.", lane.id.value),
            format!("The lane `{}` is not printed but added without an interpretation.", lane.id.value),
        );
        findings.push(Finding::error(ID, sop.place(lane.id.span), message, explain()));
    }
    for demand in sop.demands().filter(|demand| demand.kind == DemandKind::Added && demand.readings.is_empty()) {
        let Some(first) = demand.documents.first() else { continue };
        let message = Say::new(
            format!("`{}` tidak tercetak tetapi diwajibkan tanpa tafsir.", first.value),
            format!("`{}` is not printed but demanded without an interpretation.", first.value),
        );
        findings.push(Finding::error(ID, sop.place(first.span), message, explain()));
    }
    findings
}

fn explain() -> Say {
    Say::new(
        "Tambahkan `tafsir: KODE` dan jelaskan dalam `anomali`.",
        "Add `tafsir: CODE` and explain it in `anomali`.",
    )
}
