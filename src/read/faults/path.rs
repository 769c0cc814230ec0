//! # Nama berkas dan folder | Names of files and folders
//!
//! ## Apa
//!
//! Di dalam `sops/`, `requests/`, `people/`, `calendars/`, `templates/` dan `site/`, nama berkas memakai huruf kecil a-z,
//! angka, `-`, `_` dan `.`, di tempat yang ditentukan.
//!
//! ## Mengapa
//!
//! Nama dengan huruf besar, spasi, atau aksara lain hilang atau tertukar pada komputer lain.
//!
//! ## Sah
//!
//! `requests/2026/11/20/e-puskesmas/surat-permohonan.md`
//!
//! ## Melanggar
//!
//! `requests/2026/11/20/E Puskesmas/Surat Permohonan.md`
//!
//! ## What
//!
//! Inside `sops/`, `requests/`, `people/`, `calendars/`, `templates/` and `site/` file names use lower-case a-z, digits,
//! `-`, `_` and `.`, in the places laid down.
//!
//! ## Why
//!
//! Names with capitals, spaces or other scripts get lost or mixed up on other computers.
//!
//! ## Lawful
//!
//! `requests/2026/11/20/e-puskesmas/surat-permohonan.md`
//!
//! ## Unlawful
//!
//! `requests/2026/11/20/E Puskesmas/Surat Permohonan.md`

use crate::model::finding::{Finding, RuleId};
use crate::model::path::{MAX_PATH, PathFault};
use crate::model::place::{Span, WorkPath};
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("path");

/// A path that the register's folders cannot hold.
pub fn fault(path: &WorkPath, fault: PathFault) -> Finding {
    let (message, help) = match fault {
        PathFault::Characters => (
            Say::new(
                "Nama ini memuat huruf besar, spasi, atau tanda yang tidak dipakai.",
                "This name contains capitals, spaces or signs that are not used.",
            ),
            Say::new(
                "Pakai huruf kecil a-z, angka, `-`, `_` dan `.` saja.",
                "Use lower-case a-z, digits, `-`, `_` and `.` only.",
            ),
        ),
        PathFault::TooLong => (
            Say::new("Jalur ini terlalu panjang.", "This path is too long."),
            Say::new(
                format!("Pendekkan menjadi paling banyak {MAX_PATH} karakter."),
                format!("Shorten it to {MAX_PATH} characters at most."),
            ),
        ),
        PathFault::Shape => (
            Say::new("Berkas ini tidak pada tempatnya.", "This file is not in its place."),
            Say::new(
                "Tempatnya: `sops/<slug>/<revisi>.yaml`, `requests/<yyyy>/<mm>/<dd>/<slug>/…`, `people/<nama>.yaml`, \
                 `calendars/<nama>.yaml`.",
                "The places are `sops/<slug>/<revision>.yaml`, `requests/<yyyy>/<mm>/<dd>/<slug>/…`, \
                 `people/<handle>.yaml`, `calendars/<name>.yaml`.",
            ),
        ),
        PathFault::NoEnding => (
            Say::new(
                "Dokumen ini tidak mempunyai akhiran nama, misalnya `.pdf`.",
                "This document's name has no ending, `.pdf` for instance.",
            ),
            Say::new("Ganti namanya.", "Rename it."),
        ),
        PathFault::Reserved => (
            Say::new("Nama ini dicadangkan oleh Windows.", "This name is reserved by Windows."),
            Say::new("Pilih nama lain.", "Choose another name."),
        ),
    };
    Finding::error(ID, Span::START.at(path), message, help)
}

/// Something that is no plain file: a link, or a device.
pub fn not_a_file(path: &WorkPath) -> Finding {
    Finding::error(
        ID,
        Span::START.at(path),
        Say::new("Ini bukan berkas biasa (tautan atau perangkat).", "This is no plain file (a link or a device)."),
        Say::new("Ganti dengan berkas biasa.", "Replace it by a plain file."),
    )
}
