//! # Satu entri, satu tindakan | One entry, one act
//!
//! ## Apa
//!
//! Sebuah entri memuat tepat satu tindakan, ditulis paling awal, dengan keterangan yang memang miliknya. Pelaku dan waktu
//! tidak ditulis: keduanya diambil dari git.
//!
//! ## Mengapa
//!
//! Dengan satu tindakan per entri, setiap baris riwayat menjawab satu pertanyaan: apa yang dilakukan.
//!
//! ## Sah
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: lengkap
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//!   - hasil: lengkap
//!     langkah: 3
//!     pelaku: kepala-bidang
//! ```
//!
//! ## What
//!
//! An entry holds exactly one act, written first, with what belongs to it. Neither actor nor time is written: git says
//! both.
//!
//! ## Why
//!
//! With one act per entry each line of the history answers one question: what was done.
//!
//! ## Lawful
//!
//! ```yaml
//!   - langkah: 3
//!     hasil: lengkap
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//!   - hasil: lengkap
//!     langkah: 3
//!     pelaku: kepala-bidang
//! ```

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::request::Act;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("entry-form");

pub(crate) fn no_act(place: Place) -> Finding {
    let acts = Act::KEYS.join(", ");
    Finding::error(
        ID,
        place,
        Say::new("Entri ini tidak menyebut tindakan.", "This entry names no act."),
        Say::new(format!("Awali dengan salah satu dari: {acts}."), format!("Begin with one of: {acts}.")),
    )
}

pub(crate) fn several_acts(place: Place, first: &str, second: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(
            format!("Entri ini memuat dua tindakan: `{first}` dan `{second}`."),
            format!("This entry holds two acts: `{first}` and `{second}`."),
        ),
        Say::new("Tulis dua entri.", "Write two entries."),
    )
}

pub(crate) fn act_not_first(place: Place, act: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(
            format!("Tindakan `{act}` harus ditulis paling awal dalam entri."),
            format!("The act `{act}` has to stand first in its entry."),
        ),
        Say::new(format!("Pindahkan ke awal: `  - {act}: …`."), format!("Move it to the front: `  - {act}: …`.")),
    )
}

pub(crate) fn not_with(place: Place, key: &str, act: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(
            format!("`{key}` tidak dipakai bersama `{act}`."),
            format!("`{key}` is not used together with `{act}`."),
        ),
        Say::new(format!("Hapus `{key}`."), format!("Delete `{key}`.")),
    )
}

pub(crate) fn note_required(place: Place, act: &str) -> Finding {
    Finding::error(
        ID,
        place,
        Say::new(format!("`{act}` memerlukan `catatan`."), format!("`{act}` needs a `catatan`.")),
        Say::new("Tulis alasannya dalam `catatan`.", "Write the reason in `catatan`."),
    )
}
