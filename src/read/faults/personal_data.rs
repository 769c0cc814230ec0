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

/// Where it was found.
#[derive(Debug, Clone, Copy)]
enum Where {
    Text,
    EarlierVersion,
    Name,
    Reference,
    Proposal,
    Message,
}

impl Where {
    fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("Berkas ini", "This file"),
            Self::EarlierVersion => {
                ("Versi berkas ini dalam commit sebelumnya", "An earlier commit's version of this file")
            }
            Self::Name => ("Nama berkas ini", "The name of this file"),
            Self::Reference => ("Nama cabang ini", "The name of this branch"),
            Self::Proposal => ("Judul atau uraian usulan", "The title or text of the proposal"),
            Self::Message => ("Pesan commit", "A commit's message"),
        }
    }

    /// What to do about it; a commit that holds it has to go, for a further one only hides it.
    fn help(self) -> Say {
        let (id, en) = match self {
            Self::Text => (
                "Tulis tanpa itu: orang disebut menurut jabatannya, datanya disimpan dalam register kantor. Bila sudah \
                 masuk sebuah commit, buat commit itu ulang (git commit --amend); commit tambahan tidak menghapusnya.",
                "Write without it: people are called by their posts, their data is kept in the office's own register. Where \
                 a commit holds it already, make that commit anew (git commit --amend); one more commit does not delete it.",
            ),
            Self::EarlierVersion => (
                "Commit itu ikut mendarat, walau sesudahnya dibersihkan. Mulai lagi pada cabang baru dari keadaan sekarang \
                 dengan isi yang bersih, lalu hapus cabang ini.",
                "That commit lands too, even if it was cleaned afterwards. Begin again on a new branch from the present \
                 state with the clean text, then delete this branch.",
            ),
            Self::Name => (
                "Ganti namanya (git mv), lalu buat commit-nya ulang bila sudah ada.",
                "Rename it (git mv), and make its commit anew if there is one already.",
            ),
            Self::Reference => (
                "Beri cabang itu nama lain: git branch -m <nama>.",
                "Give that branch another name: git branch -m <name>.",
            ),
            Self::Proposal => ("Sunting judul dan uraiannya.", "Edit its title and text."),
            Self::Message => (
                "Tulis ulang pesannya: git commit --amend, untuk commit yang lebih lama git rebase -i.",
                "Write the message anew: git commit --amend, for an older commit git rebase -i.",
            ),
        };
        Say::new(id, en)
    }
}

/// The value itself is never repeated: findings are kept in logs.
fn fault(place: Place, what: Private, found: Where) -> Finding {
    let (of_id, of_en) = match what {
        Private::IdentityNumber => ("nomor 16 angka (NIK atau KK)", "a number of 16 digits (NIK or KK)"),
        Private::Telephone => ("nomor telepon", "a telephone number"),
        Private::Mail => ("alamat surel pribadi", "a private e-mail address"),
    };
    let (id, en) = found.said();
    let message = Say::new(format!("{id} memuat {of_id}."), format!("{en} holds {of_en}."));
    Finding::error(ID, place, message, found.help())
}

/// A file holds it.
pub fn in_text(place: Place, what: Private) -> Finding {
    fault(place, what, Where::Text)
}

/// A version of a file holds it that was mended since, in a commit that lands too.
pub fn in_earlier_version(place: Place, what: Private) -> Finding {
    fault(place, what, Where::EarlierVersion)
}

/// A file's name holds it.
pub fn in_name(place: Place, what: Private) -> Finding {
    fault(place, what, Where::Name)
}

/// The name of a branch or another reference holds it.
pub fn in_reference(place: Place, what: Private) -> Finding {
    fault(place, what, Where::Reference)
}

/// The title or the text of a proposal holds it.
pub fn in_proposal(place: Place, what: Private) -> Finding {
    fault(place, what, Where::Proposal)
}

/// A commit's message holds it.
pub fn in_message(place: Place, what: Private) -> Finding {
    fault(place, what, Where::Message)
}
