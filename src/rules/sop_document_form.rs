//! # Bentuk surat ada | The letter form exists
//!
//! ## Apa
//!
//! `templat` menunjuk bentuk surat yang ada di `templates/surat/`.
//!
//! ## Mengapa
//!
//! Dengan bentuk yang tidak ada, surat tidak dapat disiapkan bagi petugas.
//!
//! ## Sah
//!
//! ```yaml
//! - {id: surat-permohonan, nama: Surat Permohonan, templat: surat-permohonan, sifat: biasa}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! - {id: surat-permohonan, nama: Surat Permohonan, templat: surat-pemohonan}
//! ```
//!
//! ## What
//!
//! `templat` names a letter form that stands in `templates/surat/`.
//!
//! ## Why
//!
//! With a form that does not exist no letter can be prepared for the officer.
//!
//! ## Lawful
//!
//! ```yaml
//! - {id: surat-permohonan, nama: Surat Permohonan, templat: surat-permohonan, sifat: biasa}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! - {id: surat-permohonan, nama: Surat Permohonan, templat: surat-pemohonan}
//! ```

use super::case::SopCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::name::FormName;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("sop-document-form");

pub(super) fn check(case: &SopCase) -> Vec<Finding> {
    let forms = &case.workspace.forms;
    let named = case.sop.documents.iter().filter_map(|document| document.form.as_ref());
    let unknown = named.filter(|form| !forms.contains_key(&form.value)).map(|form| {
        let message = Say::new(
            format!("Bentuk surat `{}` tidak ada di templates/surat/.", form.value),
            format!("The letter form `{}` does not stand in templates/surat/.", form.value),
        );
        let help = Say::new(
            format!("Buat templates/surat/{}.md.tera, atau betulkan ejaannya.", form.value),
            format!("Make templates/surat/{}.md.tera, or mend its spelling.", form.value),
        );
        let near = did_you_mean(form.as_str(), forms.keys().map(FormName::as_str));
        Finding::error(ID, case.sop.place(form.span), message, near.and(&help))
    });
    unknown.collect()
}
