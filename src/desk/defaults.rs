//! What the program carries inside itself: the five SOPs, the calendars, the letter forms, and what a forge needs.

use crate::model::place::WorkPath;

macro_rules! carried {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// Every file that is carried, by its path in a workspace.
pub const FILES: &[(&str, &[u8])] = carried![
    "calendars/kab-tapin.yaml",
    "calendars/nasional.yaml",
    "calendars/prov-bali.yaml",
    "sops/kab-bogor-integrasi-aplikasi/1.yaml",
    "sops/kab-ciamis-interoperabilitas-sigodam/1.yaml",
    "sops/kab-tapin-layanan-splp/1.yaml",
    "sops/kota-bogor-pengembangan-aplikasi/1.yaml",
    "sops/prov-bali-integrasi-sistem-aplikasi/1.yaml",
    "templates/forge/actions/lingkungan.yml",
    "templates/forge/actions/periksa.yml",
    "templates/forge/actions/permohonan.yml",
    "templates/forge/actions/sapuan.yml",
    "templates/forge/actions/siapkan.yml",
    "templates/forge/actions/situs-pages.yml",
    "templates/forge/actions/situs-rsync.yml",
    "templates/forge/gitlab/gitlab-ci.yml",
    "templates/forge/kirim.py",
    "templates/forge/usulan.md",
    "templates/surat/bahan-presentasi.md.tera",
    "templates/surat/berita-acara.md.tera",
    "templates/surat/disposisi.md.tera",
    "templates/surat/dokumen-pengujian.md.tera",
    "templates/surat/dokumen-teknis.md.tera",
    "templates/surat/element-database.md.tera",
    "templates/surat/keputusan.md.tera",
    "templates/surat/kerangka-acuan-kerja.md.tera",
    "templates/surat/laporan.md.tera",
    "templates/surat/nota-dinas.md.tera",
    "templates/surat/notula.md.tera",
    "templates/surat/surat-balasan.md.tera",
    "templates/surat/surat-pemberitahuan.md.tera",
    "templates/surat/surat-permohonan.md.tera",
    "templates/surat/surat-tugas.md.tera",
    "templates/surat/surat-undangan.md.tera",
];

/// The files below a folder.
pub fn below(folder: &str) -> impl Iterator<Item = (WorkPath, &'static [u8])> + '_ {
    FILES.iter().filter(move |(path, _)| path.starts_with(folder)).map(|(path, bytes)| (WorkPath::new(*path), *bytes))
}

/// All that a workspace holds as it is; what a forge needs is made from its templates.
pub fn all() -> impl Iterator<Item = (WorkPath, &'static [u8])> {
    below("").filter(|(path, _)| !path.as_str().starts_with("templates/forge/"))
}
