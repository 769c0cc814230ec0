//! # Dokumen dinyatakan sekali | Documents are declared once
//!
//! ## Apa
//!
//! Setiap dokumen yang disebut langkah ada di `dokumen`, dengan nama yang berbeda-beda. `sama_dengan` menunjuk dokumen
//! yang bukan sebutan lain pula, dan sebutan lain tidak mempunyai bentuk atau sifat sendiri. Yang disimpan di luar tidak
//! pernah `biasa` (peringatan), dan yang dinyatakan disebut suatu langkah (saran).
//!
//! ## Mengapa
//!
//! Dokumen yang salah eja tidak akan pernah dapat diserahkan.
//!
//! ## Sah
//!
//! ```yaml
//! dokumen:
//!   - {id: edr, nama: Element database request, sifat: terbatas}
//!   - {id: edr-2, nama: Element database, sama_dengan: edr}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! output: [surat-balsan]
//! ```
//!
//! ## What
//!
//! Every document that a step names stands in `dokumen`, under a name of its own. `sama_dengan` names a document that is
//! no alias itself, and an alias has no form or class of its own. What is kept outside is never `biasa` (a warning),
//! and what is declared is named by some step (a hint).
//!
//! ## Why
//!
//! A misspelt document could never be delivered.
//!
//! ## Lawful
//!
//! ```yaml
//! dokumen:
//!   - {id: edr, nama: Element database request, sifat: terbatas}
//!   - {id: edr-2, nama: Element database, sama_dengan: edr}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! output: [surat-balsan]
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::name::DocumentId;
use crate::model::place::At;
use crate::model::say::Say;
use crate::model::sop::{Class, Document, Matter};
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-documents");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let mut findings: Vec<Finding> = case.flow.undeclared_documents().into_iter().map(|id| unknown(case, id)).collect();
    for (n, document) in case.sop.documents.iter().enumerate() {
        if let Some(first) = case.sop.documents[..n].iter().find(|other| other.id == document.id) {
            let message = Say::new(
                format!("Dokumen `{}` dinyatakan dua kali.", document.id.value),
                format!("The document `{}` is declared twice.", document.id.value),
            );
            let before = Say::new("sudah dinyatakan di sini", "already declared here");
            let help = Say::new("Hapus salah satunya.", "Delete one of them.");
            let finding = Finding::error(ID, case.sop.place(document.id.span), message, help);
            findings.push(finding.because(case.sop.place(first.id.span), before));
        }
        findings.extend(public_outside(case, document));
        findings.extend(unused(case, document));
        findings.extend(document.alias_of.as_ref().and_then(|real| bad_alias(case, document, real)));
    }
    findings
}

/// A document that no step names is never asked of anybody. Of a file that could not be read whole nothing is said.
fn unused(case: &SopCase, document: &Document) -> Option<Finding> {
    let is_asked = case.sop.demands().flat_map(|demand| &demand.documents).any(|id| id.value == document.id.value);
    let is_another_name = case.sop.documents.iter().any(|other| other.alias_of.as_ref() == Some(&document.id));
    (case.sop.whole && !is_asked && !is_another_name).then(|| {
        let message = Say::new(
            format!("Tidak ada langkah yang menyebut dokumen `{}`.", document.id.value),
            format!("No step names the document `{}`.", document.id.value),
        );
        let help = Say::new(
            "Sebut pada `kelengkapan` atau `output`, atau hapus pada revisi berikutnya.",
            "Name it in `kelengkapan` or `output`, or delete it in the next revision.",
        );
        Finding::error(ID, case.sop.place(document.id.span), message, help).with_severity(Severity::Hint)
    })
}

/// Personal data that is kept outside is published by nobody, so it cannot be for everybody either.
fn public_outside(case: &SopCase, document: &Document) -> Option<Finding> {
    let class = document.stated_class.as_ref().filter(|class| class.value == Class::Open)?;
    (document.matter == Matter::Outside).then(|| {
        let message = Say::new(
            format!("`{}` disimpan di luar register, tetapi bersifat biasa.", document.id.value),
            format!("`{}` is kept outside the register, but its class is biasa.", document.id.value),
        );
        let help = Say::new(
            "Hapus `sifat: biasa`; yang di luar tidak pernah dipublikasikan.",
            "Delete `sifat: biasa`; what is outside is never published.",
        );
        Finding::error(ID, case.sop.place(class.span), message, help).with_severity(Severity::Warning)
    })
}

fn unknown(case: &SopCase, id: &At<DocumentId>) -> Finding {
    let known = case.sop.documents.iter().map(|document| document.id.as_str());
    let message = Say::new(
        format!("Dokumen `{}` tidak ada dalam `dokumen`.", id.value),
        format!("The document `{}` does not stand in `dokumen`.", id.value),
    );
    let help = Say::new(
        "Nyatakan dokumen itu dalam `dokumen`, atau betulkan ejaannya.",
        "Declare it in `dokumen`, or mend its spelling.",
    );
    Finding::error(ID, case.sop.place(id.span), message, did_you_mean(id.as_str(), known).and(&help))
}

fn bad_alias(case: &SopCase, document: &Document, real: &At<DocumentId>) -> Option<Finding> {
    let Some(target) = case.sop.declared(real) else { return Some(unknown(case, real)) };
    if target.alias_of.is_some() {
        let message = Say::new(
            format!("`{}` sendiri hanya sebutan lain.", real.value),
            format!("`{}` is itself only another name.", real.value),
        );
        let help = Say::new("Tunjuk dokumen aslinya.", "Name the real document.");
        return Some(Finding::error(ID, case.sop.place(real.span), message, help));
    }
    let own_life = document.form.is_some() || document.stated_class.is_some() || document.matter != Matter::File;
    own_life.then(|| {
        let message = Say::new(
            format!("Sebutan lain `{}` tidak mempunyai `templat`, `sifat` atau `wujud` sendiri.", document.id.value),
            format!("The alias `{}` has no `templat`, `sifat` or `wujud` of its own.", document.id.value),
        );
        let help =
            Say::new("Hapus kunci itu; dokumen asli yang menentukan.", "Delete that key; the real document decides.");
        Finding::error(ID, case.sop.place(document.id.span), message, help)
    })
}
