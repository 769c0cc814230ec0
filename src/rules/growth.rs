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
use crate::register::slip::{Slip, What};
use crate::register::standing::Bound;

/// The rule's name.
pub const ID: RuleId = RuleId("growth");

/// The file is gone.
pub(super) fn gone(path: &WorkPath) -> Finding {
    let message = Say::new("Berkas permohonan dihapus atau dipindahkan.", "The request's file was deleted or moved.");
    let help = Say::new(
        "Kembalikan berkas itu ke tempatnya. Folder permohonan tidak pernah dipindahkan atau diganti namanya; permohonan \
         yang tidak dilanjutkan ditutup dengan entri `tarik` atau `batal`.",
        "Put that file back. A request's folder is never moved or renamed; a request that does not go on is closed by an \
         entry `tarik` or `batal`.",
    );
    Finding::error(ID, Span::START.at(path), message, help)
}

/// What stands was altered, or what was added is no whole entry.
pub(super) fn broken(path: &WorkPath, slip: Slip) -> Finding {
    let (message, help) = told(slip.what);
    Finding::error(ID, Span { line: slip.line, ..Span::START }.at(path), message, help)
}

fn restore() -> Say {
    Say::new(
        "Kembalikan isi yang berdiri persis seperti semula, lalu tambahkan entri hanya di akhir. Entri lama tidak pernah \
         diubah: kepala permohonan diperbaiki dengan entri `ralat`, langkah yang keliru diambil kembali oleh pengurus dengan \
         `batalkan`.",
        "Restore what stands exactly as it was, then add entries only at the end. An old entry is never changed: the header \
         is amended by an entry `ralat`, a wrong step is taken back by a steward with `batalkan`.",
    )
}

fn form() -> Say {
    Say::new(
        "Awali entri dengan dua spasi, `- ` dan tindakannya, lanjutannya dengan empat spasi (bukan tab); tanpa baris kosong \
         di antara entri.",
        "Begin an entry with two spaces, `- ` and its act, its further lines with four spaces (no tabs); no empty lines \
         between entries.",
    )
}

/// What went wrong in words, and what to do.
fn told(what: What) -> (Say, Say) {
    let or_begin_again = Say::new(
        "Atau mulai lagi dari berkas yang berdiri dan tempelkan entri di akhirnya.",
        "Or begin again from the file as it stands and paste the entry at its end.",
    );
    match what {
        What::NoPlainFile => (
            Say::new("Berkas permohonan bukan berkas biasa.", "The request's file is no plain file."),
            Say::new("Ganti dengan berkas biasa (mode 100644).", "Replace it by a plain file (mode 100644)."),
        ),
        What::NotUtf8 => (
            Say::new("Berkas ini bukan teks UTF-8.", "This file is not UTF-8 text."),
            Say::new("Simpan lagi sebagai UTF-8.", "Save it again as UTF-8.").and(&or_begin_again),
        ),
        What::ByteOrderMark => (
            Say::new(
                "Berkas ini diawali BOM; isinya sendiri baik.",
                "A byte order mark stands before this file; its text is fine.",
            ),
            Say::new("Simpan lagi sebagai UTF-8 tanpa BOM.", "Save it again as UTF-8 without BOM."),
        ),
        What::LineEnds => (
            Say::new(
                "Akhir baris berkas ini CRLF (Windows), bukan LF; isinya sendiri baik.",
                "The line ends of this file are CRLF (Windows), not LF; its text is fine.",
            ),
            Say::new(
                "Ubah akhir baris menjadi LF (Unix) di penyunting, lalu simpan.",
                "Change the line ends to LF (Unix) in the editor, then save.",
            )
            .and(&or_begin_again),
        ),
        What::NoLastLineEnd => (
            Say::new("Baris terakhir tidak diakhiri ganti baris.", "The last line does not end with a line break."),
            Say::new(
                "Tekan Enter sekali di akhir baris terakhir, lalu simpan.",
                "Press Enter once at the end of the last line, then save.",
            ),
        ),
        What::TrailingBlanks => (
            Say::new(
                "Spasi di ujung baris bertambah atau hilang; selebihnya baik.",
                "Blanks at the ends of lines came or went; the rest is fine.",
            ),
            Say::new(
                "Matikan pemangkasan spasi otomatis di penyunting.",
                "Switch off the trimming of blanks in the editor.",
            )
            .and(&or_begin_again),
        ),
        What::EmptyLines => (
            Say::new("Baris kosong bertambah atau hilang di sini.", "Empty lines came or went here."),
            Say::new("Hapus baris kosong sesudah entri.", "Delete the empty lines after entries.").and(&or_begin_again),
        ),
        What::Indentation => (
            Say::new("Indentasi baris ini bukan yang seharusnya.", "This line is not indented as it has to be."),
            form(),
        ),
        What::ConflictMarks => (
            Say::new("Tanda konflik git masih ada di sini.", "A conflict marker of git still stands here."),
            Say::new(
                "Mulai lagi dari berkas yang berdiri dan tempelkan entri di akhirnya.",
                "Begin again from the file as it stands and paste the entry at its end.",
            ),
        ),
        What::CutOff => {
            (Say::new("Akhir berkas yang berdiri hilang.", "The end of what stands is missing."), restore())
        }
        What::Altered => (
            Say::new(
                "Isi yang berdiri diubah, dihapus, atau disisipi mulai baris ini.",
                "From this line on what stands was changed, deleted, or something was put between.",
            ),
            restore(),
        ),
        What::NoEntry => (Say::new("Yang ditambahkan bukan entri utuh.", "What was added is no whole entry."), form()),
    }
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
    let grown = match growth {
        Growth::Grown(grown) => Some(&**grown),
        Growth::Broken(slip) if slip.what != What::NoEntry => return Err(vec![broken(path, *slip)]),
        _ => None,
    };
    let Some(Grown { header: Some(header), entries, .. }) = grown else {
        return Err(refuse("Pembukaan ini tidak dapat dibaca.", "This opening cannot be read."));
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

/// Whether a finding is of this rule.
pub(crate) fn is_said_by(finding: &Finding) -> bool {
    finding.rule == ID
}

/// Why a document has no standing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Loose {
    /// No entry names it.
    Unnamed,
    /// No entry that can be read names it, and there is something that cannot.
    Unread,
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
                Loose::Unread => Say::new(
                    "Tidak ada entri terbaca yang menyebut berkas ini.",
                    "No entry that can be read names this file.",
                ),
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
                Loose::Unread => Say::new(
                    "Betulkan dahulu yang salah pada request.yaml di folder ini.",
                    "First mend what is wrong with request.yaml in this folder.",
                ),
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
