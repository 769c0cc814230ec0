//! # Berkas berukuran wajar | Files of sensible size
//!
//! ## Apa
//!
//! Satu berkas kebijakan atau satu bagian riwayat paling besar 64 KiB, bersarang paling dalam 16 tingkat, dan berisi
//! paling banyak 10.000 butir.
//!
//! ## Mengapa
//!
//! Berkas raksasa dapat menghentikan pemeriksaan bagi semua orang; batas diperiksa sebelum isi berkas dibaca.
//!
//! ## Sah
//!
//! SOP dengan puluhan langkah, permohonan dengan ratusan entri: jauh di bawah batas.
//!
//! ## Melanggar
//!
//! Berkas berisi ribuan kurung siku bersarang, atau satu entri sebesar buku.
//!
//! ## What
//!
//! One policy file or one piece of a history has at most 64 KiB, nests at most 16 levels deep and holds at most 10,000
//! nodes.
//!
//! ## Why
//!
//! A giant file could stop the check for everybody; the limits are asked before anything is parsed.
//!
//! ## Lawful
//!
//! An SOP with dozens of steps, a request with hundreds of entries: far below the limits.
//!
//! ## Unlawful
//!
//! A file of thousands of nested brackets, or an entry as large as a book.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::{Place, Span, WorkPath};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("size");

fn fault(place: Place, message: Say) -> Finding {
    let help = Say::new(
        "Pendekkan isinya; dokumen panjang disimpan sebagai berkas tersendiri.",
        "Shorten it; long documents are kept as files of their own.",
    );
    Finding::error(ID, place, message, help)
}

pub(crate) fn too_many_bytes(place: Place, bytes: usize, limit: usize) -> Finding {
    fault(
        place,
        Say::new(
            format!("Bagian ini {bytes} bita, lebih dari batas {limit} bita."),
            format!("This piece has {bytes} bytes, over the limit of {limit}."),
        ),
    )
}

/// A file that is not even read.
pub fn file_too_large(path: &WorkPath, bytes: u64, limit: u64) -> Finding {
    fault(
        Span::START.at(path),
        Say::new(
            format!("Berkas ini {bytes} bita, lebih dari batas {limit} bita; isinya tidak dibaca."),
            format!("This file has {bytes} bytes, over the limit of {limit}; it is not read."),
        ),
    )
}

pub(crate) fn too_many_nodes(place: Place, limit: usize) -> Finding {
    fault(place, Say::new(format!("Isinya lebih dari {limit} butir."), format!("It holds more than {limit} nodes.")))
}

pub(crate) fn too_deep(place: Place, limit: usize) -> Finding {
    fault(
        place,
        Say::new(
            format!("Bersarang lebih dalam dari {limit} tingkat."),
            format!("It nests more than {limit} levels deep."),
        ),
    )
}

pub(crate) fn too_many_findings(place: Place, limit: usize) -> Finding {
    fault(
        place,
        Say::new(
            format!("Lebih dari {limit} temuan dalam berkas ini; sisanya tidak ditampilkan."),
            format!("More than {limit} findings in this file; the rest is not shown."),
        ),
    )
}
