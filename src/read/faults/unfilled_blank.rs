//! # Isian yang masih kosong | A blank left open
//!
//! ## Apa
//!
//! Peringatan bila sebuah surat masih memuat isian formulir, `[isi: …]`. `jejak record` dan `jejak open` menolak melampirkan
//! surat yang demikian, dan menolak menuliskannya bila entri langsung mendarat.
//!
//! ## Mengapa
//!
//! Begitu mendarat, nama berkas terikat pada isinya untuk seterusnya: yang kosong tetap kosong, dan pembetulannya adalah surat
//! lain dengan nama lain. Bagi riwayat yang sudah mendarat ini bukan pelanggaran, karena putusan lama tidak berubah dan
//! hukum register tidak menilai isi surat; maka peringatan, sebelum mendarat.
//!
//! ## Sah
//!
//! `kepada: Kepala Bidang Penyelenggaraan E-Government`
//!
//! ## Melanggar
//!
//! `kepada: "[isi: jabatan penerima disposisi]"`
//!
//! ## What
//!
//! A warning where a letter still holds a form's blank, `[isi: …]`. `jejak record` and `jejak open` refuse to attach such a
//! letter, and to write one where entries land directly.
//!
//! ## Why
//!
//! Once it has landed, the file's name is bound to its bytes for ever: what is empty stays empty, and mending it is another
//! letter under another name. For what has landed it is no offence, since old verdicts do not change and the law of the register
//! does not judge what a letter says; so it is a warning, before the landing.
//!
//! ## Lawful
//!
//! `kepada: Kepala Bidang Penyelenggaraan E-Government`
//!
//! ## Unlawful
//!
//! `kepada: "[isi: jabatan penerima disposisi]"`

use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::place::{Span, WorkPath};
use crate::model::say::{Say, counted};

/// The rule's name.
pub const ID: RuleId = RuleId("unfilled-blank");

/// How a form leaves something open.
const BLANK: &str = "[isi:";

/// How many blanks a letter still holds.
pub fn count(letter: &[u8]) -> usize {
    String::from_utf8_lossy(letter).matches(BLANK).count()
}

/// Whether a finding is that one.
pub fn is_said_by(finding: &Finding) -> bool {
    finding.rule == ID
}

/// One caution for a letter, at its first blank.
pub fn caution(path: &WorkPath, letter: &[u8]) -> Option<Finding> {
    let text = String::from_utf8_lossy(letter);
    let (line, column) =
        text.lines().zip(1..).find_map(|(line, n)| Some((n, line[..line.find(BLANK)?].chars().count() + 1)))?;
    let column = u32::try_from(column).unwrap_or(u32::MAX);
    let many = count(letter);
    let message = Say::new(
        format!("Berkas ini masih memuat {many} isian kosong ([isi: …])."),
        format!("This file still holds {} ([isi: …]).", counted(many, "blank", "blanks")),
    );
    let help = Say::new(
        "Lengkapi sebelum mendarat; sesudahnya berkas ini tidak dapat diubah.",
        "Fill it in before it lands; afterwards this file cannot change.",
    );
    let span = Span { line, column, ..Span::START };
    Some(Finding::error(ID, span.at(path), message, help).with_severity(Severity::Warning))
}
