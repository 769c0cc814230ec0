//! A document that somebody names on the command line: its file, and what a scan has to say about itself.

use std::path::Path;

use super::Failure;
use crate::desk::draft::Delivery;
use crate::model::name::DocumentId;
use crate::model::place::WorkPath;
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::read::faults::unfilled_blank;
use crate::read::suggest::did_you_mean;
use crate::shell::files;

/// What may be said of a file that has no head of its own.
const FACTS: [&str; 4] = ["nomor", "tanggal", "hal", "sifat"];

/// `id=file`, and after it what the file has to say: `,nomor=…`, `,tanggal=…`, `,hal=…`, `,sifat=…`. Any other comma is
/// part of the text.
pub(super) fn named(word: &str, sop: &SopDraft, dir: &Path) -> Result<Delivery, Failure> {
    let Some((id, rest)) = word.split_once('=') else {
        return Err(Failure::new(
            format!("`{word}`: tulis --dokumen id=berkas, misalnya surat-permohonan=surat.pdf."),
            format!("`{word}`: write --dokumen id=file, for instance surat-permohonan=surat.pdf."),
        ));
    };
    let (path, facts) = facts(rest);
    let mut delivery = attached(document_id(id, sop)?, &dir.join(path))?;
    if let Some((key, _)) = facts.first().filter(|_| delivery.ending == "md") {
        return Err(Failure::new(
            format!(
                "{path}: surat Markdown menyebut {key} di kepalanya sendiri; tulis di sana, di antara dua garis ---."
            ),
            format!("{path}: a Markdown letter says {key} in its own head; write it there, between two lines ---."),
        ));
    }
    delivery.facts = facts;
    Ok(delivery)
}

/// The file's path, and what follows it.
fn facts(text: &str) -> (&str, Vec<(&'static str, String)>) {
    let begins = |rest: &str| FACTS.into_iter().find(|key| rest.strip_prefix(*key).is_some_and(|s| s.starts_with('=')));
    let mut places: Vec<(usize, &'static str)> =
        text.match_indices(',').filter_map(|(at, _)| Some((at, begins(&text[at + 1..])?))).collect();
    let path = &text[..places.first().map_or(text.len(), |(at, _)| *at)];
    places.reverse();
    let mut end = text.len();
    let mut facts = Vec::new();
    for (at, key) in places {
        facts.push((key, text[at + key.len() + 2..end].trim().to_owned()));
        end = at;
    }
    facts.reverse();
    (path, facts)
}

/// A document's own file. Letters have a head; everything else is kept byte for byte.
pub(super) fn attached(id: DocumentId, path: &Path) -> Result<Delivery, Failure> {
    let bytes = files::read_any(path)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if ending.is_empty() || !ending.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let shown = path.display();
        return Err(Failure::new(
            format!("{shown}: nama berkas memerlukan akhiran seperti .pdf atau .md."),
            format!("{shown}: the file's name needs an ending such as .pdf or .md."),
        ));
    }
    if ending == "md" {
        let work = WorkPath::new(path.display().to_string());
        let findings = crate::read::read_letter(&work, &bytes).findings;
        if let Some(finding) = findings.into_iter().chain(unfilled_blank::caution(&work, &bytes)).next() {
            return Err(Failure(finding.message.and(&finding.help)));
        }
    }
    Ok(Delivery { id, ending, bytes, facts: Vec::new() })
}

/// The document that a word names: one of the SOP, or an attachment of one's own.
pub(super) fn document_id(word: &str, sop: &SopDraft) -> Result<DocumentId, Failure> {
    let known = sop.documents.iter().map(|document| document.id.as_str());
    word.parse().map_err(|_| {
        let near = did_you_mean(word, known);
        Failure(
            Say::new(
                format!("`{word}` bukan nama dokumen (huruf kecil, angka, tanda hubung)."),
                format!("`{word}` is no document's name (lower-case letters, digits, hyphens)."),
            )
            .and(&near),
        )
    })
}
