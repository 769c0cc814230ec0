//! # Tanpa data pribadi | No personal data
//!
//! ## Apa
//!
//! Berkas register, nama berkas, dan pesan commit tidak memuat NIK atau nomor KK (16 angka), nomor telepon (08…, +62…), atau
//! alamat surel pribadi. Alamat akun di `people/` dan alamat kantor (`.go.id`, `.desa.id`) boleh.
//!
//! ## Mengapa
//!
//! Setiap salinan repositori menyimpannya untuk seterusnya, juga sesudah berkasnya dihapus.
//!
//! ## Sah
//!
//! Pemohon disebut menurut jabatan dan instansinya.
//!
//! ## Melanggar
//!
//! Catatan yang memuat nomor telepon pemohon.
//!
//! ## What
//!
//! Files of the register, their names and commit messages hold no identity numbers (16 digits), telephone numbers (08…, +62…)
//! or private e-mail addresses. Addresses of accounts in `people/` and of offices (`.go.id`, `.desa.id`) may stand.
//!
//! ## Why
//!
//! Every clone keeps them for ever, even after the file is deleted.
//!
//! ## Lawful
//!
//! The applicant is called by post and agency.
//!
//! ## Unlawful
//!
//! A note that holds the applicant's telephone number.

use crate::model::finding::{Finding, RuleId};
use crate::model::place::Place;
use crate::model::privacy::Private;
use crate::model::say::Say;

/// The rule's name.
pub const ID: RuleId = RuleId("personal-data");

/// The value itself is never repeated: findings are kept in logs.
fn fault(place: Place, what: Private, id: &str, en: &str) -> Finding {
    let (of_id, of_en) = match what {
        Private::IdentityNumber => ("nomor 16 angka (NIK atau KK)", "a number of 16 digits (NIK or KK)"),
        Private::Telephone => ("nomor telepon", "a telephone number"),
        Private::Mail => ("alamat surel pribadi", "a private e-mail address"),
    };
    let message = Say::new(format!("{id} memuat {of_id}."), format!("{en} holds {of_en}."));
    let help = Say::new(
        "Hapus sebelum mendarat, juga dari commit sebelumnya; simpan dalam register kantor.",
        "Delete it before it lands, from the commits before too; keep it in the office's own register.",
    );
    Finding::error(ID, place, message, help)
}

/// A file holds it.
pub fn in_text(place: Place, what: Private) -> Finding {
    fault(place, what, "Berkas ini", "This file")
}

/// A file's name holds it.
pub fn in_name(place: Place, what: Private) -> Finding {
    fault(place, what, "Nama berkas ini", "The name of this file")
}

/// A commit's message holds it.
pub fn in_message(place: Place, what: Private) -> Finding {
    fault(place, what, "Pesan commit", "A commit's message")
}
