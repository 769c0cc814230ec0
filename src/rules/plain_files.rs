//! # Berkas biasa saja | Plain files only
//!
//! ## Apa
//!
//! Di dalam register setiap berkas bermode 100644 dengan nama yang sah: tanpa tautan, submodul, atau hak eksekusi.
//!
//! ## Mengapa
//!
//! Tautan dapat membawa berkas server ke situs; mode yang berubah tidak tampak pada isi.
//!
//! ## Sah
//!
//! `requests/2026/11/20/e-puskesmas/surat-permohonan.md`
//!
//! ## Melanggar
//!
//! Tautan simbolik bernama `surat.md` ke `/etc/passwd`.
//!
//! ## What
//!
//! Inside the register every file has mode 100644 and a lawful name: no links, submodules or executables.
//!
//! ## Why
//!
//! A link could carry a server's file onto the site; a changed mode does not show in the content.
//!
//! ## Lawful
//!
//! `requests/2026/11/20/e-puskesmas/surat-permohonan.md`
//!
//! ## Unlawful
//!
//! A symbolic link named `surat.md` to `/etc/passwd`.

use super::landing_case::LandingCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::git::MODE_FILE;
use crate::model::path::FileKind;
use crate::model::place::Span;
use crate::model::say::Say;
use crate::read::faults::path as path_fault;
use crate::register::changes::Change;
use crate::register::tier::Tier;

/// The rule's name.
pub const ID: RuleId = RuleId("plain-files");

pub(super) fn check(case: &LandingCase) -> Vec<Finding> {
    case.changes.iter().filter(|change| change.tier != Tier::Outside).filter_map(|change| flaw(change)).collect()
}

/// What is wrong with a file of the register as such.
pub(super) fn flaw(change: &Change) -> Option<Finding> {
    let file = change.new?;
    let place = Span::START.at(&change.path);
    let fault = match &change.tier {
        Tier::Request(folder) => folder.fault(&change.path),
        _ => FileKind::of(change.path.as_str()).err(),
    };
    if let Some(fault) = fault {
        let said = path_fault::fault(&change.path, fault);
        return Some(Finding::error(ID, place, said.message, said.help));
    }
    (file.mode != MODE_FILE).then(|| {
        let message = Say::new(
            format!("Mode berkas ini {:o}, bukan 100644.", file.mode),
            format!("This file has mode {:o}, not 100644.", file.mode),
        );
        let help = Say::new(
            "Ganti dengan berkas biasa tanpa hak eksekusi (git update-index --chmod=-x).",
            "Replace it by a plain file without the executable bit (git update-index --chmod=-x).",
        );
        Finding::error(ID, place, message, help)
    })
}
