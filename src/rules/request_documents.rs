//! # Berkas dan entri saling menunjuk | Files and entries name each other
//!
//! ## Apa
//!
//! Setiap berkas yang disebut entri ada di folder permohonan, dan setiap berkas di folder itu disebut sebuah entri. Dokumen
//! yang menurut SOP disimpan di luar repositori tidak dilampirkan.
//!
//! ## Mengapa
//!
//! Nama tanpa berkas tidak membuktikan apa pun; berkas tanpa entri tidak diserahkan oleh siapa pun.
//!
//! ## Sah
//!
//! ```yaml
//! dokumen: {surat-permohonan: surat-permohonan.md}
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! dokumen: {surat-permohonan: surat-permohoan.md}
//! ```
//!
//! ## What
//!
//! Every file that an entry names stands in the request's folder, and every file there is named by an entry. Documents that
//! the SOP keeps outside the repository are not attached.
//!
//! ## Why
//!
//! A name without a file proves nothing; a file without an entry was delivered by nobody.
//!
//! ## Lawful
//!
//! ```yaml
//! dokumen: {surat-permohonan: surat-permohonan.md}
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! dokumen: {surat-permohonan: surat-permohoan.md}
//! ```

use rayon::prelude::*;

use super::case::RequestCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::path::RequestFolder;
use crate::model::place::{Span, WorkPath};
use crate::model::request::{Act, Given};
use crate::model::say::Say;
use crate::model::sop::Matter;
use crate::model::workspace::Workspace;
use crate::read::suggest::did_you_mean;

/// The rule's name.
pub const ID: RuleId = RuleId("request-documents");

pub(super) fn check(workspace: &Workspace) -> Vec<Finding> {
    let requests: Vec<_> = workspace.requests.values().collect();
    let mut findings: Vec<Finding> =
        requests.par_iter().flat_map_iter(|request| of_request(&RequestCase::of(workspace, request))).collect();
    let has_request = |path: &WorkPath| {
        RequestFolder::parse(path.folder())
            .is_none_or(|folder| workspace.requests.contains_key(&folder) || workspace.unread.contains(&folder))
    };
    findings.extend(workspace.documents.keys().filter(|path| !has_request(path)).map(orphan));
    findings
}

fn of_request(case: &RequestCase) -> Vec<Finding> {
    let given: Vec<&Given> = case.request.entries.iter().flat_map(|entry| &entry.documents).collect();
    let files: Vec<&WorkPath> = case.files();
    let mut findings = Vec::new();
    for document in &given {
        let file = document.file.value.as_str();
        if !files.iter().any(|path| path.file_name() == file) {
            findings.push(no_such_file(case, document.file.span, file, &files));
        }
        findings.extend(kept_outside(case, document));
    }
    for (span, file) in withheld(case) {
        if !files.iter().any(|path| path.file_name() == file) {
            findings.push(no_such_file(case, span, file, &files));
        }
    }
    // With entries that could not be read nobody knows what they name.
    if case.whole {
        let loose =
            files.into_iter().filter(|path| !given.iter().any(|document| document.file.value == path.file_name()));
        findings.extend(loose.map(unnamed));
    }
    findings
}

/// The files that stewards withhold.
fn withheld<'a>(case: &RequestCase<'a>) -> impl Iterator<Item = (Span, &'a str)> {
    case.request.entries.iter().filter_map(|entry| match &entry.act {
        Act::Withhold(file) => Some((file.span, file.value.as_str())),
        _ => None,
    })
}

fn no_such_file(case: &RequestCase, span: Span, file: &str, files: &[&WorkPath]) -> Finding {
    let message = Say::new(
        format!("Berkas `{file}` tidak ada di folder permohonan."),
        format!("The file `{file}` does not stand in the request's folder."),
    );
    let help = Say::new("Tambahkan berkasnya, atau betulkan namanya.", "Add the file, or mend its name.");
    let near = did_you_mean(file, files.iter().map(|path| path.file_name()));
    Finding::error(ID, case.place(span), message, near.and(&help))
}

/// A file in a folder that holds no request at all.
fn orphan(path: &WorkPath) -> Finding {
    let message = Say::new(
        "Folder ini tidak memuat request.yaml, sehingga tidak ada entri yang menyebut berkas ini.",
        "This folder holds no request.yaml, so no entry names this file.",
    );
    let help = Say::new("Tambahkan request.yaml, atau hapus berkasnya.", "Add request.yaml, or delete the file.");
    Finding::error(ID, Span::START.at(path), message, help)
}

fn kept_outside(case: &RequestCase, given: &Given) -> Option<Finding> {
    let sop = case.sop?;
    let document = sop.document(&given.id).filter(|document| document.matter == Matter::Outside)?;
    let name = &document.name.value;
    let message = Say::new(
        format!("\"{name}\" berisi data pribadi dan disimpan di luar repositori."),
        format!("\"{name}\" is personal data and kept outside the repository."),
    );
    let help = Say::new(
        "Hapus berkasnya; simpan dalam register kantor.",
        "Delete the file; keep it in the office's own register.",
    );
    let because = Say::new("SOP menyatakannya di sini", "the SOP says so here");
    Some(Finding::error(ID, case.place(given.id.span), message, help).because(sop.place(document.id.span), because))
}

fn unnamed(path: &WorkPath) -> Finding {
    let message = Say::new("Tidak ada entri yang menyebut berkas ini.", "No entry names this file.");
    let help = Say::new(
        "Sebut pada `dokumen` sebuah entri, atau hapus.",
        "Name it in the `dokumen` of an entry, or delete it.",
    );
    Finding::error(ID, Span::START.at(path), message, help)
}
