//! # Teks polos UTF-8 | Plain UTF-8 text
//!
//! ## Apa
//!
//! Berkas ditulis dalam UTF-8 dengan akhir baris LF, tanpa BOM, dan tanpa karakter kendali, karakter tak tampak, atau
//! pengatur arah tulisan.
//!
//! ## Mengapa
//!
//! Karakter yang tidak tampak membuat orang dan program membaca hal yang berbeda dari berkas yang sama.
//!
//! ## Sah
//!
//! Berkas yang disimpan sebagai "UTF-8" dengan akhir baris "LF" (Unix).
//!
//! ## Melanggar
//!
//! Berkas dari Notepad lama: akhir baris CRLF, BOM di awal, atau UTF-16.
//!
//! ## What
//!
//! A file is UTF-8 with LF line ends, without a BOM, control characters, invisible characters or direction marks.
//!
//! ## Why
//!
//! Characters that cannot be seen let people and programs read different things in the same file.
//!
//! ## Lawful
//!
//! A file saved as "UTF-8" with "LF" (Unix) line ends.
//!
//! ## Unlawful
//!
//! A file from an old Notepad: CRLF line ends, a BOM at its beginning, or UTF-16.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::{Say, counted};

/// The rule's name.
pub const ID: RuleId = RuleId("encoding");

fn fault(place: Place, message: Say, help: Say) -> Finding {
    Finding::error(ID, place, message, help)
}

fn save_again() -> Say {
    Say::new(
        "Simpan ulang berkas ini sebagai UTF-8 tanpa BOM dengan akhir baris LF.",
        "Save this file again as UTF-8 without BOM, with LF line ends.",
    )
}

pub(crate) fn not_utf8(place: Place) -> Finding {
    fault(place, Say::new("Berkas ini bukan teks UTF-8.", "This file is not UTF-8 text."), save_again())
}

pub(crate) fn byte_order_mark(place: Place) -> Finding {
    fault(place, Say::new("Berkas diawali BOM.", "The file begins with a byte order mark."), save_again())
}

pub(crate) fn carriage_return(place: Place, lines: usize) -> Finding {
    let message = Say::new(
        format!("Akhir baris bukan LF (CR pada {lines} baris)."),
        format!("Line ends are not LF (CR on {}).", counted(lines, "line", "lines")),
    );
    fault(place, message, save_again())
}

pub(crate) fn no_final_newline(place: Place) -> Finding {
    let message =
        Say::new("Baris terakhir tidak diakhiri ganti baris.", "The last line does not end with a line break.");
    fault(
        place,
        message,
        Say::new("Tambahkan ganti baris di akhir berkas.", "Add a line break at the end of the file."),
    )
}

pub(crate) fn character(place: Place, character: char) -> Finding {
    let code = u32::from(character);
    let message = Say::new(
        format!("Karakter tak tampak atau karakter kendali U+{code:04X} tidak boleh ada di sini."),
        format!("The invisible or control character U+{code:04X} may not stand here."),
    );
    fault(
        place,
        message,
        Say::new("Hapus karakter itu, lalu ketik ulang bagiannya.", "Delete it and type that part again."),
    )
}
