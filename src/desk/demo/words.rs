//! What people of the sample office write.

use super::applicants::{APPLICANTS, Applicant};
use super::dice::Dice;

/// What a request is about.
pub(super) struct Subject {
    pub(super) applicant: &'static Applicant,
    pub(super) application: &'static str,
    pub(super) title: String,
    pub(super) slug: String,
}

/// A request under an SOP that integrates, or under one that builds.
pub(super) fn subject(dice: &mut Dice, builds: bool, number: u64) -> Subject {
    let applicant = &APPLICANTS[dice.below(APPLICANTS.len())];
    let application = dice.word(applicant.applications);
    let title = if builds {
        match dice.below(3) {
            0 => format!("Pengembangan aplikasi {application}"),
            1 => format!("Pengembangan modul {} pada {application}", dice.word(MODULES)),
            _ => format!("Pembaruan aplikasi {application} versi {}", dice.between(2, 5)),
        }
    } else {
        let data = dice.word(applicant.wants);
        match dice.below(3) {
            0 => format!("Integrasi data {data} ke {application}"),
            1 => format!("Pertukaran data {data} dengan {application}"),
            _ => format!("Pemanfaatan data {data} pada {application}"),
        }
    };
    let slug = format!("{}-{:04}", application.to_ascii_lowercase().replace(' ', "-"), number + 1);
    Subject { applicant, application, title, slug }
}

const MODULES: &[&str] = &["pelaporan", "antrean", "pembayaran", "notifikasi", "arsip digital", "dasbor pimpinan"];

pub(super) const INCOMPLETE: &[&str] = &[
    "Uraian proses bisnis belum lengkap.",
    "Dokumen belum mengikuti format yang berlaku.",
    "Lampiran belum sesuai dengan surat permohonan.",
    "Kebutuhan perlu diperinci menurut layanan.",
];
pub(super) const DISAGREED: &[&str] = &[
    "Elemen data melebihi kebutuhan layanan dan perlu dikurangi.",
    "Frekuensi pertukaran data belum disepakati.",
    "Pemilik data meminta telaah ulang atas elemen yang diminta.",
];
pub(super) const FLAWED: &[&str] = &[
    "Ditemukan celah pada pengaturan akses dan perlu diperbaiki.",
    "Hasil uji belum sesuai dengan skenario yang disepakati.",
    "Validasi masukan belum lengkap pada dua fungsi.",
];
pub(super) const REFUSED: &[&str] = &[
    "Data yang diminta sudah tersedia pada layanan lain yang dapat dipakai.",
    "Aplikasi belum memenuhi syarat keamanan untuk diintegrasikan.",
];
pub(super) const PAUSED: &[&str] = &[
    "Menunggu jadwal pejabat yang berwenang",
    "Menunggu perpanjangan langganan peladen",
    "Masa pemeliharaan jaringan pusat data",
    "Pergantian tim teknis pemohon",
];
pub(super) const RESUMED: &[&str] =
    &["Yang ditunggu sudah diterima", "Kegiatan dapat dilanjutkan", "Hambatan sudah diselesaikan"];
pub(super) const WITHDRAWN: &[&str] =
    &["Kebutuhan sudah dipenuhi aplikasi umum dari kementerian", "Anggaran kegiatan dialihkan oleh instansi pemohon"];
pub(super) const CANCELLED: &[&str] =
    &["Permohonan rangkap dengan permohonan lain", "Instansi pemohon digabung dengan instansi lain"];
pub(super) const CANCEL_NOTE: &[&str] = &["Sudah dikonfirmasi kepada instansi pemohon dengan surat."];
pub(super) const SKIP_NOTE: &[&str] = &["Tim teknis sudah dibentuk dengan keputusan tahun sebelumnya."];
pub(super) const WITHHOLD_NOTE: &[&str] = &["Surat memuat rincian yang tidak perlu dibuka untuk umum."];
pub(super) const MIGRATE_NOTE: &[&str] =
    &["Dilanjutkan menurut revisi yang berlaku, disepakati dengan instansi pemohon."];
pub(super) const STRAIGHT_NOTE: &str =
    "Pendaratan tanpa penggabungan saat peladen dipindahkan; isinya sudah diperiksa dua pengurus.";
pub(super) const RATIFY_NOTE: &[&str] = &["Isi sudah diperiksa ulang dan benar; kekeliruan hanya pada tata cara."];
pub(super) const REVOKE_NOTE: &[&str] = &["Keluaran langkah belum dilampirkan; langkah dicatat ulang dengan lengkap."];
pub(super) const SMALL_NOTES: &[&str] = &[
    "Dibahas bersama pemohon lewat rapat daring.",
    "Berkas asli disimpan di sekretariat.",
    "Sesuai arahan pimpinan.",
    "Dikerjakan bersama tim teknis pemohon.",
];
