//! # Berkas permohonan hanya bertambah | A request's file only grows
//!
//! ## Apa
//!
//! Yang mendarat pada `request.yaml` adalah isi yang berdiri, lalu entri-entri utuh. Pembukaan memuat kepala yang terbaca dan
//! entri langkah pertamanya. Dokumen yang sudah disebut tidak berubah lagi, dan setiap berkas disebut sebuah entri.
//!
//! ## Mengapa
//!
//! Riwayat yang dapat ditulis ulang tidak membuktikan apa pun.
//!
//! ## Sah
//!
//! Satu entri ditambahkan di akhir.
//!
//! ## Melanggar
//!
//! Sebuah entri lama diubah, dihapus, atau disisipi.
//!
//! ## What
//!
//! What lands in `request.yaml` is what stands and then whole entries. An opening holds a header that reads and the entry of
//! its first step. A document once named never changes, and every file is named by an entry.
//!
//! ## Why
//!
//! A history that can be rewritten proves nothing.
//!
//! ## Lawful
//!
//! One entry is added at the end.
//!
//! ## Unlawful
//!
//! An old entry is changed, deleted, or something is put before it.

use std::collections::BTreeMap;

use crate::model::finding::{Finding, RuleId};
use crate::model::git::MODE_FILE;
use crate::model::name::SopRef;
use crate::model::place::{Span, WorkPath};
use crate::model::request::{Act, Header};
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::register::changes::Change;
use crate::register::reading::{Grown, Growth};
use crate::register::standing::Bound;

/// The rule's name.
pub const ID: RuleId = RuleId("growth");

/// The file is gone.
pub(super) fn gone(path: &WorkPath) -> Finding {
    let message = Say::new("Berkas permohonan dihapus atau dipindahkan.", "The request's file was deleted or moved.");
    Finding::error(ID, Span::START.at(path), message, restore())
}

/// What stands was altered, or what was added is no whole entry.
pub(super) fn altered(path: &WorkPath, line: u32) -> Finding {
    let message = Say::new(
        "Yang mendarat bukan isi lama ditambah entri utuh.",
        "What landed is not what stands and then whole entries.",
    );
    Finding::error(ID, Span { line, ..Span::START }.at(path), message, restore())
}

fn restore() -> Say {
    Say::new(
        "Kembalikan isi yang berdiri, lalu tambahkan entri di akhir: `  - ` dan tindakannya, lanjutannya empat spasi.",
        "Restore what stands, then add entries at the end: `  - ` and the act, further lines with four spaces.",
    )
}

/// Whether a new file can stand: its header reads, its SOP stands, and its first entry is its first step.
pub(super) fn opening<'s>(
    path: &WorkPath,
    growth: &Growth,
    sops: &'s BTreeMap<SopRef, SopDraft>,
) -> Result<(Header, &'s SopDraft), Vec<Finding>> {
    let refuse = |id: &str, en: &str| {
        let help = Say::new(
            "Pembukaan memuat sop, judul, instansi, `riwayat:` dan entri `  - langkah: 1`.",
            "An opening holds sop, judul, instansi, `riwayat:` and the entry `  - langkah: 1`.",
        );
        vec![Finding::error(ID, Span::START.at(path), Say::new(id, en), help)]
    };
    let grown = if let Growth::Grown(grown) = growth { Some(&**grown) } else { None };
    let Some(Grown { header: Some(header), entries, .. }) = grown else {
        return Err(match growth {
            Growth::NoPlainFile => {
                refuse("Berkas permohonan bukan berkas biasa.", "The request's file is no plain file.")
            }
            _ => refuse("Pembukaan ini tidak dapat dibaca.", "This opening cannot be read."),
        });
    };
    if !header.findings.is_empty() {
        return Err(header.findings.clone());
    }
    let Some((header, sop)) = header.value.as_ref().and_then(|header| {
        let sop = sops.get(&header.sop.as_ref()?.value)?;
        Some((header, sop))
    }) else {
        return Err(refuse("SOP permohonan ini tidak ada.", "This request's SOP does not exist."));
    };
    match entries.first().and_then(|first| first.reading.value.as_ref()).map(|entry| &entry.act) {
        Some(Act::Step { number, .. }) if number.value == 1 => Ok((header.clone(), sop)),
        _ => Err(refuse("Pembukaan harus memuat entri langkah 1.", "An opening has to hold the entry of step 1.")),
    }
}

/// Why a document has no standing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Loose {
    /// No entry names it.
    Unnamed,
    /// Only an entry without effect names it.
    InVain(usize),
    /// It is a link or an executable, whoever names it.
    NoPlainFile,
}

/// What is wrong with a changed document.
pub(super) fn document(change: &Change, bound: Option<&Bound>, why: Loose) -> Option<Finding> {
    let place = Span::START.at(&change.path);
    match (bound, change.new) {
        (Some(bound), Some(file)) if file.id == bound.id && file.mode == MODE_FILE => None,
        (Some(_), _) => {
            let message = Say::new(
                "Dokumen yang sudah diserahkan berubah atau hilang.",
                "A document that was delivered was changed or is gone.",
            );
            let help =
                Say::new("Kembalikan; versi baru memakai nama baru.", "Restore it; a new version takes a new name.");
            Some(Finding::error(ID, place, message, help))
        }
        (None, Some(_)) => {
            let message = match why {
                Loose::Unnamed => Say::new("Tidak ada entri yang menyebut berkas ini.", "No entry names this file."),
                Loose::InVain(n) => Say::new(
                    format!("Berkas ini hanya disebut entri {n}, yang tidak berlaku."),
                    format!("Only entry {n} names this file, and that entry has no effect."),
                ),
                Loose::NoPlainFile => Say::new(
                    "Berkas ini bukan berkas biasa, jadi tidak diterima sebagai dokumen.",
                    "This is no plain file, so it is not taken as a document.",
                ),
            };
            let help = match why {
                Loose::NoPlainFile => {
                    Say::new("Ganti dengan berkas biasa (mode 100644).", "Replace it by a plain file (mode 100644).")
                }
                _ => Say::new(
                    "Sebut pada `dokumen` sebuah entri, atau hapus.",
                    "Name it in the `dokumen` of an entry, or delete it.",
                ),
            };
            Some(Finding::error(ID, place, message, help))
        }
        (None, None) => None,
    }
}
