//! # Isi sesuai namanya | Content as the name says
//!
//! ## Apa
//!
//! Peringatan bila sebuah dokumen kosong (0 byte), atau isinya bukan yang disebut akhiran namanya: `.pdf` yang bukan PDF, gambar
//! yang bukan gambar, atau hasil pindaian yang bernama `.md`.
//!
//! ## Mengapa
//!
//! Sesudah mendarat dokumen tidak dapat diganti, hanya ditambah dengan nama baru. Unggahan yang terputus dan berkas yang hanya
//! diganti namanya tidak terlihat dari daftar berkas; baru yang membukanya kelak yang tahu. Ini peringatan, bukan larangan:
//! pendaratan tidak menjadi tidak sah karenanya.
//!
//! ## Sah
//!
//! `disposisi.pdf` hasil pindai; `disposisi.md` dengan kepala di antara dua garis `---`.
//!
//! ## Melanggar
//!
//! `disposisi.pdf` dengan 0 byte; dokumen Word yang diberi nama `disposisi.pdf`.
//!
//! ## What
//!
//! A warning where a document is empty (0 bytes), or is not what the ending of its name says: a `.pdf` that is no PDF, a picture
//! that is none, or a scan called `.md`.
//!
//! ## Why
//!
//! Once it has landed a document cannot be exchanged; a new one takes a new name. An upload that broke off, or a file that was
//! only renamed, cannot be told from a list of files; whoever opens it some day finds out. It is a warning and no ban: no landing
//! is unlawful for it.
//!
//! ## Lawful
//!
//! `disposisi.pdf` from a scanner; `disposisi.md` with its head between two lines `---`.
//!
//! ## Unlawful
//!
//! `disposisi.pdf` of 0 bytes; a document of Word that was called `disposisi.pdf`.

use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::place::{Span, WorkPath};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("document-content");

/// How files begin that people take for letters.
const SCANS: [(&[u8], &str); 4] =
    [(b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"), (b"\x89PNG", "png"), (b"\xff\xd8\xff", "jpg")];

/// What is wrong with a file before anybody reads it, and what to do: nothing is in it, or something else than its ending says.
pub fn mistake(ending: &str, bytes: &[u8]) -> Option<(Say, Say)> {
    if bytes.is_empty() {
        return Some((
            Say::new("Berkas ini kosong (0 byte).", "This file is empty (0 bytes)."),
            Say::new("Simpan atau pindai ulang, lalu lampirkan lagi.", "Save or scan it again, then attach it again."),
        ));
    }
    let begins = |starts: &[&[u8]]| starts.iter().any(|start| bytes.starts_with(start));
    let is_right = match ending {
        "md" => return scan(bytes),
        "pdf" => bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-"),
        "png" => begins(&[b"\x89PNG"]),
        "jpg" | "jpeg" => begins(&[b"\xff\xd8\xff"]),
        "docx" | "xlsx" | "pptx" | "odt" | "ods" | "zip" => begins(&[b"PK"]),
        _ => !begins(&[b"MZ", b"\x7fELF"]),
    };
    (!is_right).then(|| {
        (
            Say::new(format!("Isinya bukan berkas .{ending}."), format!("Its content is no .{ending} file.")),
            Say::new(
                "Buka di program asalnya, simpan sebagai PDF (Simpan Sebagai → PDF), lalu lampirkan PDF itu.",
                "Open it where it was made, save it as PDF (Save as → PDF), then attach that PDF.",
            ),
        )
    })
}

/// A scan that is called a letter.
fn scan(bytes: &[u8]) -> Option<(Say, Say)> {
    let (_, real) = SCANS.iter().find(|(start, _)| bytes.starts_with(start))?;
    Some((
        Say::new(
            format!("Ini berkas .{real}, bukan surat Markdown."),
            format!("This is a .{real} file, no Markdown letter."),
        ),
        Say::new(
            format!("Ganti akhiran namanya menjadi .{real}, lalu lampirkan lagi."),
            format!("Rename it so that it ends in .{real}, then attach it again."),
        ),
    ))
}

/// The same as a warning, about a document that is there already.
pub fn caution(path: &WorkPath, bytes: &[u8]) -> Option<Finding> {
    let ending = path.file_name().rsplit_once('.').map_or("", |(_, ending)| ending);
    let (message, help) = mistake(ending, bytes)?;
    Some(Finding::error(ID, Span::START.at(path), message, help).with_severity(Severity::Warning))
}
