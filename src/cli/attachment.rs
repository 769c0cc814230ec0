//! A document that somebody names on the command line: its file, and what a scan has to say about itself.

use std::path::Path;

use chrono::NaiveDate;

use super::Failure;
use crate::desk::draft::Delivery;
use crate::model::day::parse_day;
use crate::model::name::DocumentId;
use crate::model::place::WorkPath;
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::read::faults::{document_content, unfilled_blank};
use crate::read::read_letter;
use crate::read::suggest::{did_you_mean, nearest};
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

/// A document's own file. Letters have a head, and line ends that every register has; everything else is kept byte for byte.
pub(super) fn attached(id: DocumentId, path: &Path) -> Result<Delivery, Failure> {
    let mut bytes = files::read_any(path)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if ending.is_empty() || !ending.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let shown = path.display();
        return Err(Failure::new(
            format!("{shown}: nama berkas memerlukan akhiran seperti .pdf atau .md."),
            format!("{shown}: the file's name needs an ending such as .pdf or .md."),
        ));
    }
    if let Some((mistake, help)) = document_content::mistake(&ending, &bytes) {
        let shown = Say::new(format!("{}:", path.display()), format!("{}:", path.display()));
        return Err(Failure(shown.and(&mistake).and(&help)));
    }
    if ending == "md" {
        bytes = of_windows(bytes);
        let work = WorkPath::new(path.display().to_string());
        let findings = read_letter(&work, &bytes).findings;
        if let Some(finding) = findings.into_iter().chain(unfilled_blank::caution(&work, &bytes)).next() {
            let place = format!("{}:{}:", path.display(), finding.place.span.line);
            return Err(Failure(Say::new(place.clone(), place).and(&finding.message).and(&finding.help)));
        }
    }
    Ok(Delivery { id, ending, bytes, facts: Vec::new() })
}

/// A letter as an editor on Windows saves it, with the line ends of the register. It is nobody's word yet.
pub(super) fn of_windows(bytes: Vec<u8>) -> Vec<u8> {
    match std::str::from_utf8(&bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').replace("\r\n", "\n").into_bytes(),
        Err(_) => bytes,
    }
}

/// A document that is dated after the day on which it is handed in: nobody can mend that once it has landed.
pub(super) fn dated_ahead(delivery: &Delivery, day: NaiveDate) -> Option<Failure> {
    let id = &delivery.id;
    let said = delivery.facts.iter().find(|(key, _)| *key == "tanggal").and_then(|(_, date)| parse_day(date));
    let of_head = || read_letter(&WorkPath::new(id.as_str()), &delivery.bytes).value?.facts.date.map(|date| date.value);
    let date = said.or_else(|| if delivery.ending == "md" { of_head() } else { None }).filter(|date| *date > day)?;
    Some(Failure::new(
        format!("{id}: tanggal surat {date} belum tiba (hari ini {day}). Betulkan tanggalnya."),
        format!("{id}: the letter's date {date} has not come yet (today is {day}). Correct it."),
    ))
}

/// The document that a word names: one of the SOP, or an attachment of one's own. What is nearly one of the SOP is a
/// misspelling; a further copy of one (`edr-2`) is not.
pub(super) fn document_id(word: &str, sop: &SopDraft) -> Result<DocumentId, Failure> {
    let known = || sop.documents.iter().map(|document| document.id.as_str());
    let near = did_you_mean(word, known());
    let id: DocumentId = word.parse().map_err(|_| {
        Failure(
            Say::new(
                format!("`{word}` bukan nama dokumen (huruf kecil, angka, tanda hubung)."),
                format!("`{word}` is no document's name (lower-case letters, digits, hyphens)."),
            )
            .and(&near),
        )
    })?;
    let is_copy = |of: &str| word.strip_prefix(of).is_some_and(|rest| rest.starts_with('-'));
    match nearest(word, known()) {
        Some(of) if of != word && !is_copy(of) => Err(Failure(
            Say::new(
                format!("SOP ini tidak mengenal dokumen `{word}`."),
                format!("this SOP knows no document `{word}`."),
            )
            .and(&near)
            .and(&Say::new(
                "Untuk lampiran lain pakai nama yang lebih berbeda.",
                "For another attachment take a name that differs more.",
            )),
        )),
        _ => Ok(id),
    }
}
