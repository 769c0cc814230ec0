//! # Usulan dapat mendarat | A proposal can land
//!
//! ## Apa
//!
//! Yang diusulkan masih dapat digabungkan ke ujung yang sekarang, dan penggabungannya mengubah sesuatu. Berkas yang sudah
//! berubah di kedua sisi tidak digabungkan baris demi baris.
//!
//! ## Mengapa
//!
//! Dua usulan yang memajukan permohonan yang sama tidak dapat keduanya mendarat: yang kedua tidak lagi menyambung yang
//! pertama.
//!
//! ## Sah
//!
//! Usulan yang dibuat kemarin, sementara permohonan lain sudah maju.
//!
//! ## Melanggar
//!
//! Usulan langkah 2 sesudah orang lain mendaratkan langkah 2.
//!
//! ## What
//!
//! What is proposed can still be merged into the present head, and merging it changes something. A file that changed on
//! both sides is not merged line by line.
//!
//! ## Why
//!
//! Two proposals that advance the same request cannot both land: the second no longer extends the first.
//!
//! ## Lawful
//!
//! A proposal of yesterday, while other requests have moved on.
//!
//! ## Unlawful
//!
//! A proposal of step 2 after somebody else landed step 2.

use crate::model::finding::{Finding, RuleId};
use crate::model::path::RequestFolder;
use crate::model::place::{Span, WorkPath};
use crate::model::privacy::{self, Private};
use crate::model::say::Say;
use crate::read::faults::personal_data;
use crate::register::ledger::Ledger;
use crate::register::merge::Clash;
use crate::register::tier::{Tier, tier};

/// The rule's name.
pub const ID: RuleId = RuleId("proposal");

/// Files that changed on both sides, each in its own way.
pub(super) fn conflicts(clashes: &[Clash], ledger: &Ledger) -> Vec<Finding> {
    let requests: Vec<&str> =
        clashes.iter().filter(|clash| is_request(clash)).map(|clash| clash.path.folder()).collect();
    // Where the request itself has to begin again, so do its documents.
    let told = clashes.iter().filter(|clash| is_request(clash) || !requests.contains(&clash.path.folder()));
    told.map(|clash| conflict(clash, ledger)).collect()
}

fn is_request(clash: &Clash) -> bool {
    clash.path.file_name() == "request.yaml"
}

fn conflict(clash: &Clash, ledger: &Ledger) -> Finding {
    let path = &clash.path;
    let (message, help) = match tier(path.as_str()) {
        Tier::Request(folder) if is_request(clash) && clash.is_new => (taken(folder.slug()), other_slug()),
        Tier::Request(folder) if is_request(clash) => (moved_on(&folder, ledger), begin_again()),
        Tier::Request(_) => (
            Say::new(
                "Nama dokumen ini sudah dipakai untuk isi lain sejak usulan ini dibuat.",
                "This document's name was taken by other content since this proposal was made.",
            ),
            Say::new(
                "Mulai lagi dari keadaan sekarang, dan pakai nama baru untuk dokumennya.",
                "Begin again from the present state, and give the document a new name.",
            ),
        ),
        _ => (
            Say::new(
                "Berkas ini sudah berubah sejak usulan ini dibuat.",
                "This file has changed since this proposal was made.",
            ),
            begin_again(),
        ),
    };
    Finding::error(ID, Span::START.at(path), message, help)
}

fn moved_on(folder: &RequestFolder, ledger: &Ledger) -> Say {
    let slug = folder.slug();
    let step = ledger.requests.get(folder).map(|standing| standing.progress.step);
    let (id, en) = step.map_or((String::new(), String::new()), |step| {
        (format!("; sekarang di langkah {step}"), format!("; it now stands at step {step}"))
    });
    Say::new(
        format!("{slug} sudah berubah sejak usulan ini dibuat{id}."),
        format!("{slug} has changed since this proposal was made{en}."),
    )
}

fn taken(slug: &str) -> Say {
    Say::new(
        format!("Nama permohonan `{slug}` sudah dipakai permohonan lain pada hari itu."),
        format!("The request name `{slug}` was taken by another request of that day."),
    )
}

fn other_slug() -> Say {
    Say::new("Pilih nama (slug) lain untuk permohonan ini.", "Choose another name (slug) for this request.")
}

fn begin_again() -> Say {
    Say::new(
        "Mulai lagi dari keadaan sekarang: ambil ujung yang baru (git fetch), buat cabang baru, dan ulangi tindakannya bila \
         masih perlu.",
        "Begin again from the present state: fetch the new head (git fetch), make a new branch, and repeat the act if it is \
         still needed.",
    )
}

/// Personal data in what a proposal is called: its branch, its title, its text. The value is not repeated.
pub fn spoken(branch: Option<&str>, texts: &[String], is_account: impl Fn(&str) -> bool) -> Vec<Finding> {
    let at = |place: &str| Span::START.at(&WorkPath::new(place));
    let of_branch = branch.and_then(privacy::find_in_name);
    let known = |what: Private, text: &str| what == Private::Mail && is_account(text);
    let of_texts = texts.iter().find_map(|text| privacy::find(text, known)).map(|(_, what)| what);
    let of_branch = of_branch.map(|what| personal_data::in_reference(at("refs/heads/"), what));
    of_branch.into_iter().chain(of_texts.map(|what| personal_data::in_proposal(at("requests"), what))).collect()
}

/// A merge that changes nothing.
pub(super) fn changes_nothing(has_landed: bool) -> Finding {
    let (message, help) = if has_landed {
        (
            Say::new("Usulan ini sudah mendarat seluruhnya.", "All of this proposal has landed already."),
            Say::new("Tidak ada yang perlu digabungkan.", "There is nothing to merge."),
        )
    } else {
        (
            Say::new("Penggabungan ini tidak mengubah apa pun.", "This merge changes nothing."),
            Say::new(
                "Tambahkan entri pada request.yaml, atau tutup usulan ini.",
                "Add an entry to request.yaml, or close this proposal.",
            ),
        )
    };
    Finding::error(ID, Span::START.at(&WorkPath::new("requests")), message, help)
}
