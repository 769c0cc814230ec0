//! # Data pribadi tidak menjadi berkas | What is kept outside is no file
//!
//! ## Apa
//!
//! Dokumen yang menurut SOP disimpan di luar (`wujud: luar`) tidak diserahkan sebagai berkas.
//!
//! ## Mengapa
//!
//! Salinan setiap repositori menyimpan berkas itu untuk seterusnya; data pribadi tidak dapat ditarik kembali.
//!
//! ## Sah
//!
//! Nomor narahubung dicatat dalam register kantor, bukan dalam permohonan.
//!
//! ## Melanggar
//!
//! ```yaml
//!   - langkah: 1
//!     dokumen: {narahubung: narahubung.pdf}
//! ```
//!
//! ## What
//!
//! A document that the SOP keeps outside (`wujud: luar`) is not delivered as a file.
//!
//! ## Why
//!
//! Every clone keeps that file for ever; personal data cannot be taken back.
//!
//! ## Lawful
//!
//! The number of the contact is kept in the office's own register, not in the request.
//!
//! ## Unlawful
//!
//! ```yaml
//!   - langkah: 1
//!     dokumen: {narahubung: narahubung.pdf}
//! ```

use super::landing_case::EntryCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;
use crate::model::sop::Matter;

/// The rule's name.
pub const ID: RuleId = RuleId("kept-outside");

pub(super) fn check(case: &EntryCase) -> Vec<Finding> {
    let outside = case.entry.documents.iter().filter_map(|given| {
        let document = case.sop.document(&given.id).filter(|document| document.matter == Matter::Outside)?;
        Some((given, document))
    });
    let findings = outside.map(|(given, document)| {
        let name = &document.name.value;
        let message = Say::new(
            format!("\"{name}\" berisi data pribadi dan disimpan di luar repositori."),
            format!("\"{name}\" is personal data and kept outside the repository."),
        );
        let help = Say::new(
            "Hapus berkasnya sebelum mendarat; simpan dalam register kantor.",
            "Delete the file before it lands; keep it in the office's own register.",
        );
        let because = Say::new("SOP menyatakannya di sini", "the SOP says so here");
        Finding::error(ID, case.place(given.id.span), message, help).because(case.sop.place(document.id.span), because)
    });
    findings.collect()
}
