//! # Riwayat hanya bertambah di akhir | A history that grows at its end
//!
//! ## Apa
//!
//! `riwayat:` berdiri sendiri di baris terakhir kepala berkas. Setiap entri diawali dua spasi, tanda hubung, spasi, lalu
//! tindakannya; baris lanjutannya kosong atau diawali empat spasi.
//!
//! ## Mengapa
//!
//! Karena bentuknya pasti, entri baru selalu berupa baris tambahan di akhir, dan potongan riwayat terbaca sama dengan
//! keseluruhannya.
//!
//! ## Sah
//!
//! ```yaml
//! riwayat:
//!   - langkah: 1
//!     catatan: Berkas lengkap.
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! riwayat:
//! - langkah: 1
//!   catatan: Berkas lengkap.
//! ```
//!
//! ## What
//!
//! `riwayat:` stands alone on the last line of the header. Each entry begins with two spaces, a hyphen, a space and its
//! act; its further lines are empty or begin with four spaces.
//!
//! ## Why
//!
//! Because the form is fixed, a new entry is always lines added at the end, and a piece of the history reads the same as
//! the whole.
//!
//! ## Lawful
//!
//! ```yaml
//! riwayat:
//!   - langkah: 1
//!     catatan: Berkas lengkap.
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! riwayat:
//! - langkah: 1
//!   catatan: Berkas lengkap.
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("history-form");

pub(crate) fn no_history(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new("Baris `riwayat:` tidak ada.", "The line `riwayat:` is missing."),
        Say::new(
            "Akhiri kepala berkas dengan baris `riwayat:` saja, lalu entri pertama di bawahnya.",
            "End the header with the line `riwayat:` alone, then the first entry below it.",
        ),
    )
}

pub(crate) fn not_alone(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new("`riwayat:` harus berdiri sendiri di barisnya.", "`riwayat:` has to stand alone on its line."),
        Say::new("Pindahkan isinya ke baris berikutnya.", "Move what follows to the next line."),
    )
}

pub(crate) fn no_entry(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new("Riwayat belum memuat entri.", "The history holds no entry."),
        Say::new(
            "Tambahkan entri langkah pertama: `  - langkah: 1`.",
            "Add the entry of the first step: `  - langkah: 1`.",
        ),
    )
}

pub(crate) fn bad_line(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(
            "Baris ini bukan awal entri dan bukan lanjutannya.",
            "This line neither begins an entry nor continues one.",
        ),
        Say::new(
            "Awali entri dengan `  - ` (dua spasi) dan lanjutannya dengan empat spasi.",
            "Begin an entry with `  - ` (two spaces) and its further lines with four spaces.",
        ),
    )
}

pub(crate) fn empty_end(place: Place) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new("Entri ini berakhir dengan baris kosong.", "This entry ends with an empty line."),
        Say::new("Hapus baris kosong sesudahnya.", "Delete the empty line after it."),
    )
}
