//! # Jejak dalam lampiran | Traces in attachments
//!
//! ## Apa
//!
//! Peringatan bila sebuah lampiran memuat lebih dari yang terlihat: foto dengan tempat pengambilannya (GPS) atau data alatnya
//! (EXIF), PDF atau gambar dengan nama penulisnya, dan berkas aplikasi perkantoran (docx, xlsx, odt, …), yang menyimpan nama
//! penulis, komentar dan riwayat perubahan.
//!
//! ## Mengapa
//!
//! Lampiran disimpan dan diterbitkan byte demi byte, dan setiap salinan repositori menyimpannya untuk seterusnya. Berkas tidak
//! diubah oleh program; maka yang melampirkan diberi tahu sebelum mendarat. Ini peringatan, bukan larangan: sebuah foto lokasi
//! dapat memang perlu, dan nama penulis dapat nama jabatan. Yang dimampatkan di dalam PDF tidak terlihat dari sini. Berkas
//! aplikasi perkantoran tidak pernah diterbitkan.
//!
//! ## Sah
//!
//! PDF hasil cetak tanpa nama penulis; foto yang sudah dibersihkan, misalnya dengan `exiftool -all= foto.jpg`.
//!
//! ## Melanggar
//!
//! Foto telepon yang masih menyebut tempat pengambilannya.
//!
//! ## What
//!
//! A warning where an attachment holds more than it shows: a picture with the place where it was taken (GPS) or the data of its
//! device (EXIF), a PDF or picture with the name of its author, and files of office programs (docx, xlsx, odt, …), which keep
//! names of authors, comments and tracked changes.
//!
//! ## Why
//!
//! Attachments are kept and published byte for byte, and every clone keeps them for ever. The program changes no file; so
//! whoever attaches one is told before it lands. It is a warning and no ban: a picture of a place may be what is wanted, and the
//! author may be a post. What a PDF keeps compressed cannot be seen from here. Files of office programs are never published.
//!
//! ## Lawful
//!
//! A printed PDF without a name; a picture that was cleaned, for instance by `exiftool -all= foto.jpg`.
//!
//! ## Unlawful
//!
//! A telephone's picture that still says where it was taken.

use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::place::{Span, WorkPath};
use crate::model::say::Say;
use crate::model::traces::{Trace, find};

/// The rule's name.
pub const ID: RuleId = RuleId("attachment-traces");

/// What an attachment tells beside what it shows. What was found is named, never what it says: findings are kept in logs.
pub fn cautions(path: &WorkPath, bytes: &[u8]) -> Vec<Finding> {
    let place = || Span::START.at(path);
    let caution =
        |trace: Trace| Finding::error(ID, place(), message(trace), help(trace)).with_severity(Severity::Warning);
    find(path.file_name(), bytes).into_iter().map(caution).collect()
}

fn message(trace: Trace) -> Say {
    match trace {
        Trace::Location => Say::new(
            "Gambar ini memuat tempat pengambilannya (GPS).",
            "This picture holds the place where it was taken (GPS).",
        ),
        Trace::Device => Say::new(
            "Gambar ini memuat data alat dan waktu pengambilannya (EXIF).",
            "This picture holds data of its device and time (EXIF).",
        ),
        Trace::Author => Say::new("Berkas ini memuat nama penulisnya.", "This file holds the name of its author."),
        Trace::Office => Say::new(
            "Berkas aplikasi perkantoran menyimpan nama penulis, komentar dan riwayat perubahan; di situs tidak diterbitkan.",
            "A file of an office program keeps names, comments and tracked changes; it is not published on the site.",
        ),
    }
}

fn help(trace: Trace) -> Say {
    match trace {
        Trace::Location | Trace::Device => Say::new(
            "Bersihkan sebelum mendarat, misalnya: exiftool -all= <berkas>.",
            "Clean it before it lands, for instance: exiftool -all= <file>.",
        ),
        Trace::Author => Say::new(
            "Bila itu nama orang, hapus dari sifat berkasnya (properties) dan simpan lagi.",
            "If it is a person's name, delete it from the file's properties and save it again.",
        ),
        Trace::Office => Say::new("Simpan sebagai PDF dan lampirkan itu.", "Save it as PDF and attach that."),
    }
}
