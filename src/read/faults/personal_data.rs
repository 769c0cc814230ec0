//! # Tanpa data pribadi | No personal data
//!
//! ## Apa
//!
//! Berkas register, nama berkas, pesan commit, nama cabang, dan judul usulan tidak memuat NIK atau nomor KK (16 angka), nomor
//! telepon (08…, +62…), atau alamat surel pribadi. Yang boleh: alamat akun di `people/`, alamat kantor (`.go.id`, `.desa.id`),
//! alamat layanan (`info@`, `layanan@`, … di luar penyedia surel umum), nomor layanan bebas pulsa (0800…), dan kontak kantor yang
//! diterbitkan pengurusnya: di `jejak.yaml`, `site/`, dan templat situs.
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
//! Catatan yang memuat nomor telepon pemohon; cabang bernama `izin-3201…`.
//!
//! ## What
//!
//! Files of the register, their names, commit messages, names of branches and titles of proposals hold no identity numbers (16
//! digits), telephone numbers (08…, +62…) or private e-mail addresses. What may stand: addresses of accounts in `people/`, of
//! offices (`.go.id`, `.desa.id`), of services (`info@`, `layanan@` … but not at a public mail provider), free numbers (0800…), and
//! the contact of an office where its stewards publish it: in `jejak.yaml`, `site/` and the site's templates.
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
//! A note that holds the applicant's telephone number; a branch called `izin-3201…`.

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

/// The name of a branch or another reference holds it.
pub fn in_reference(place: Place, what: Private) -> Finding {
    fault(place, what, "Nama cabang ini", "The name of this branch")
}

/// The title or the text of a proposal holds it.
pub fn in_proposal(place: Place, what: Private) -> Finding {
    fault(place, what, "Judul atau uraian usulan", "The title or text of the proposal")
}

/// A commit's message holds it.
pub fn in_message(place: Place, what: Private) -> Finding {
    fault(place, what, "Pesan commit", "A commit's message")
}
