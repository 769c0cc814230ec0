//! The policy of the sample office, and the days on which it changes.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::applicants::{APPLICANTS, OFFICE};
use super::staff::{Staff, TAPIN, day, key_day};
use crate::desk::{defaults, init};
use crate::model::name::SopRef;
use crate::model::office::Landing;
use crate::model::place::WorkPath;

/// The register's first day.
pub(super) fn first_day() -> NaiveDate {
    day(2023, 1, 2)
}

/// A procedure that was used outside its window, and the letter that allowed it.
struct Dispensation {
    sop: &'static str,
    lands: NaiveDate,
    from: NaiveDate,
    until: NaiveDate,
    letter: &'static str,
}

fn dispensations() -> [Dispensation; 2] {
    let sop = BALI;
    [
        Dispensation {
            sop,
            lands: day(2024, 2, 26),
            from: day(2024, 3, 1),
            until: day(2024, 12, 31),
            letter: "000.8.3/112/KOMINFO/2024",
        },
        Dispensation {
            sop,
            lands: day(2025, 8, 26),
            from: day(2025, 9, 1),
            until: day(2026, 12, 31),
            letter: "000.8.3/341/KOMINFO/2025",
        },
    ]
}

const BALI: &str = "prov-bali-integrasi-sistem-aplikasi/1";

/// Whether a dispensation lets a procedure be used on a day.
pub(super) fn is_dispensed(sop: &str, on: NaiveDate) -> bool {
    dispensations().iter().any(|each| each.sop == sop && each.lands < on && each.from <= on && on <= each.until)
}

/// The days after the first on which policy lands, with what is said of it.
pub(super) fn changes() -> [(NaiveDate, &'static str); 6] {
    [
        (day(2024, 1, 8), "Berlakukan SOP Layanan SPLP beserta pelaksananya"),
        (day(2024, 2, 26), "Catat dispensasi pemakaian SOP Permintaan Integrasi tahun 2024"),
        (key_day(), "Daftarkan kunci tanda tangan"),
        (day(2025, 7, 1), "Catat pelaksana tugas Kepala Bidang"),
        (day(2025, 8, 26), "Catat dispensasi pemakaian SOP Permintaan Integrasi tahun 2025 dan 2026"),
        (revision_day(), "Tetapkan revisi kedua SOP Layanan SPLP"),
    ]
}

/// Whether a procedure stands on a day.
pub(super) fn stands(sop: &SopRef, on: NaiveDate) -> bool {
    let lands = if sop.revision > 1 { revision_day() } else { day(2024, 1, 8) };
    sop.slug.as_str() != TAPIN || on > lands
}

/// The day on which the second revision of a procedure lands, a week before it begins.
fn revision_day() -> NaiveDate {
    day(2026, 1, 26)
}

/// Its first day.
pub(super) fn revision_begins() -> NaiveDate {
    day(2026, 2, 2)
}

/// The second revision: the first one with some standard times. It is invented, and says so.
pub(super) fn revision() -> (WorkPath, Vec<u8>) {
    let folder = format!("sops/{TAPIN}/");
    let first = defaults::below(&folder).map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned());
    let mut text = first.collect::<String>();
    for (old, new) in [
        ("schema.json\n", "schema.json\n# Revisi rekaan untuk contoh; naskah aslinya hanya revisi 1.\n"),
        ("nomor: 000.8.3.3/011.I/DISKOMINFO/I/2024", "nomor: null"),
        ("revisi: null, efektif: null, tafsir: T12", "revisi: 2026-01-26, efektif: 2026-02-02"),
        ("waktu: 2 Hari", "waktu: 1 Hari"),
        ("waktu: null", "waktu: 3 Hari"),
    ] {
        text = text.replacen(old, new, 1);
    }
    // What was open about the dates is settled.
    if let (Some(from), Some(to)) = (text.find("  - kode: T12\n"), text.find("  - kode: T13\n")) {
        text.replace_range(from..to, "");
    }
    (WorkPath::new(format!("{folder}2.yaml")), text.into_bytes())
}

/// Everything that stands on the first day.
pub(super) fn start(staff: &Staff, way: Landing) -> Vec<(String, Vec<u8>)> {
    let on = first_day();
    let later = format!("sops/{TAPIN}/");
    let carried = defaults::all().filter(|(path, _)| !path.as_str().starts_with(&later));
    let mut files: Vec<(String, Vec<u8>)> =
        carried.map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec())).collect();
    files.extend(init::schema_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)));
    files.extend(init::house_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)));
    files.push(("jejak.yaml".to_owned(), office(staff, way, on).into_bytes()));
    files.extend((0..staff.officers.len()).filter_map(|n| staff.file(n, on)));
    files
}

/// What a later day changes.
pub(super) fn change(staff: &Staff, way: Landing, on: NaiveDate) -> Vec<(String, Vec<u8>)> {
    let mut files = staff.changed(on);
    if on == day(2024, 1, 8) {
        let folder = format!("sops/{TAPIN}/");
        files.extend(defaults::below(&folder).map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec())));
    }
    if on == revision_day() {
        let (path, bytes) = revision();
        files.push((path.as_str().to_owned(), bytes));
    }
    let (before, after) = (office(staff, way, on.pred_opt().unwrap_or(on)), office(staff, way, on));
    if before != after {
        files.push(("jejak.yaml".to_owned(), after.into_bytes()));
    }
    files
}

/// `jejak.yaml` as it stands on a day.
fn office(staff: &Staff, way: Landing, on: NaiveDate) -> String {
    let (way, four_eyes) = match way {
        Landing::Merge => ("gabung", true),
        Landing::Direct => ("langsung", false),
    };
    let stewards: Vec<&str> = staff.stewards().iter().map(|n| staff.officers[*n].handle.as_str()).collect();
    let mut text = format!(
        "\
# yaml-language-server: $schema=site/schema/office.schema.json
# Contoh yang dibuat oleh jejak demo: kantor, orang, dan permohonannya rekaan.
nama: Lacak Permohonan Kabupaten Contoh
zona: Asia/Makassar
kalender: [nasional]
situs: {{bahasa: [id, en]}}
instansi:
  - {{id: {}, nama: {}}}
",
        OFFICE.0, OFFICE.1
    );
    for applicant in APPLICANTS {
        let _ = writeln!(text, "  - {{id: {}, nama: {}}}", applicant.id, applicant.name);
    }
    let _ = write!(
        text,
        "\
kebijakan:
  bukti: surel
  pendaratan: {way}
  empat_mata: {four_eyes}
  pengurus: [{}]
",
        stewards.join(", ")
    );
    let granted: Vec<Dispensation> = dispensations().into_iter().filter(|each| each.lands <= on).collect();
    if !granted.is_empty() {
        text.push_str("dispensasi:\n");
    }
    for Dispensation { sop, from, until, letter, .. } in granted {
        let _ = writeln!(text, "  - {{sop: {sop}, sejak: {from}, sampai: {until}, surat: {letter}}}");
    }
    text
}
