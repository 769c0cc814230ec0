//! # Bukti seperti yang diminta kebijakan | Evidence as policy asks
//!
//! ## Apa
//!
//! `bukti` di `jejak.yaml` menyebut bukti terendah bagi setiap entri, penggabungan, dan perubahan kebijakan: `surel` (E0,
//! alamat penulis), `forge` (E1, tanda tangan forge), atau `tanda-tangan` (E2, tanda tangan penulisnya dengan kunci di
//! `people/`). Kunci forge membuktikan penggabungan di forge; suntingan di halaman forge hanya bila `forge` menyebut
//! `pengirim_dicocokkan` (hook lalu mencocokkan penulis dan pengirim di setiap cabang). Satu commit dengan beberapa entri yang hanya ditandatangani forge (squash) tidak membuktikan
//! siapa yang menulis.
//!
//! ## Mengapa
//!
//! Alamat pada commit dapat diketik siapa saja. Kantor yang meminta lebih harus mendapatkannya pada setiap pendaratan.
//!
//! ## Sah
//!
//! ```yaml
//! bukti: tanda-tangan     # penulis: git commit -S, pemeriksa: git merge --no-ff -S
//! ```
//!
//! ## Melanggar
//!
//! ```yaml
//! bukti: tanda-tangan     # lalu digabung dengan squash: tanda tangan penulis hilang
//! ```
//!
//! ## What
//!
//! `bukti` in `jejak.yaml` names the least evidence of every entry, merge and change of policy: `surel` (E0, the author's
//! address), `forge` (E1, the forge's signature) or `tanda-tangan` (E2, the author's own signature with a key in
//! `people/`). The forge's key proves merges made on the forge; edits on its pages only where `forge` says
//! `pengirim_dicocokkan` (the hook then compares author and pusher on every branch). One commit of several entries that only the forge signed (a squash) does not prove who wrote
//! them.
//!
//! ## Why
//!
//! Anyone can type an address into a commit. An office that asks for more has to get it with every landing.
//!
//! ## Lawful
//!
//! ```yaml
//! bukti: tanda-tangan     # the author: git commit -S, the reviewer: git merge --no-ff -S
//! ```
//!
//! ## Unlawful
//!
//! ```yaml
//! bukti: tanda-tangan     # then merged by squash: the author's signature is lost
//! ```

use super::landing_case::{Claim, WitnessCase};
use crate::model::finding::{Finding, RuleId};
use crate::model::office::{Evidence, ForgeKind};
use crate::model::say::{Lang, Say};
use crate::model::signature::Foreign;
use crate::register::evidence::Proof;

/// The rule's name.
pub const ID: RuleId = RuleId("evidence");

pub(super) fn check(case: &WitnessCase) -> Vec<Finding> {
    let (has, asked) = (case.proof.level(), case.policy.evidence());
    // Who is not known at all, and what contradicts itself, is said by other rules.
    let said = matches!(case.proof, Proof::Flawed(_) | Proof::Other(..) | Proof::Withdrawn(_));
    if has >= asked || said || case.witness.author.is_none() {
        return Vec::new();
    }
    let what = match case.claim {
        Claim::Entry => Say::new("Bukti entri ini", "The evidence of this entry is"),
        Claim::Review => Say::new("Bukti penggabungan ini", "The evidence of this merge is"),
        Claim::Policy => Say::new("Bukti perubahan kebijakan ini", "The evidence of this change of policy is"),
    };
    let letter = if case.claim == Claim::Review { 'A' } else { 'E' };
    let level = |evidence: Evidence, lang| format!("{letter}{} ({})", evidence.level(), evidence.word(lang));
    let (why, short) = (why(case), case.witness.commit.id.to_string());
    let short = &short[..12];
    let message = what.and(&Say::new(
        format!(
            "{}; kebijakan meminta {}. Commit {short} {}.",
            level(has, Lang::Id),
            level(asked, Lang::Id),
            why.in_lang(Lang::Id)
        ),
        format!(
            "{}; policy asks for {}. The commit {short} {}.",
            level(has, Lang::En),
            level(asked, Lang::En),
            why.in_lang(Lang::En)
        ),
    ));
    let help = lost_on_the_way(case).and(&how(case, asked));
    vec![Finding::error(ID, case.place.clone(), message, help)]
}

/// Why the commit proves no more.
fn why(case: &WitnessCase) -> Say {
    match case.proof {
        Proof::Forge => Say::new("hanya ditandatangani forge", "is signed by the forge alone"),
        Proof::ForgeEdit => Say::new(
            "adalah suntingan yang ditandatangani forge tanpa mencocokkan penulis dengan pengirimnya",
            "is an edit that the forge signed, and nobody compared author and pusher",
        ),
        Proof::ForgeSquash => Say::new(
            "memuat beberapa entri dan hanya ditandatangani forge, seperti hasil squash",
            "holds several entries and is signed by the forge alone, as a squash is",
        ),
        Proof::Unknown(key) => Say::new(
            format!("ditandatangani dengan kunci yang tidak ada di people/ ({})", key.fingerprint()),
            format!("is signed with a key that does not stand in people/ ({})", key.fingerprint()),
        ),
        Proof::Foreign(Foreign::OpenPgp) => Say::new(
            "ditandatangani dengan OpenPGP, bukan dengan kunci yang ditulis di sini",
            "is signed with OpenPGP, not with a key that is written here",
        ),
        Proof::Foreign(Foreign::Other) => Say::new(
            "ditandatangani dengan jenis kunci yang tidak dikenal di sini",
            "is signed with a kind of key that is not known here",
        ),
        _ => Say::new("tidak bertanda tangan", "is not signed"),
    }
}

/// Which way of merging cannot leave the evidence, and which setting of the repository to change.
fn lost_on_the_way(case: &WitnessCase) -> Say {
    let commit = case.witness.commit;
    if case.is_landing && !commit.is_merge() {
        let forge = case.policy.office().and_then(|office| office.forge.as_ref());
        return Say::new(
            "Squash dan rebase tidak menyisakan tanda tangan penulis.",
            "Squash and rebase leave no signature of the author.",
        )
        .and(&setting(forge.map_or(ForgeKind::Plain, |forge| forge.kind)));
    }
    if matches!(case.proof, Proof::Unsigned) && commit.committer.mail != commit.author.mail {
        return Say::new(
            "Commit ini ditulis ulang oleh orang lain daripada penulisnya (rebase atau amend), dan tanda tangannya hilang.",
            "This commit was written anew by another than its author (rebase or amend), and its signature is lost.",
        );
    }
    Say::new("", "")
}

fn setting(kind: ForgeKind) -> Say {
    match kind {
        ForgeKind::GitHub => Say::new(
            "Di GitHub: Settings › General › Pull Requests, sisakan hanya \"Allow merge commits\".",
            "On GitHub: Settings › General › Pull Requests, leave only \"Allow merge commits\".",
        ),
        ForgeKind::Forgejo => Say::new(
            "Di Forgejo: Settings › Pull requests, sisakan hanya \"Create merge commit\".",
            "On Forgejo: Settings › Pull requests, leave only \"Create merge commit\".",
        ),
        ForgeKind::GitLab => Say::new(
            "Di GitLab: Settings › Merge requests, pilih \"Merge commit\" dan squash \"Do not allow\".",
            "On GitLab: Settings › Merge requests, choose \"Merge commit\" and squash \"Do not allow\".",
        ),
        ForgeKind::Plain => Say::new("Gabungkan dengan git merge --no-ff.", "Merge with git merge --no-ff."),
    }
}

/// What to do.
fn how(case: &WitnessCase, asked: Evidence) -> Say {
    let author = case.witness.author.map_or("…", |author| author.handle.as_str());
    let merge = case.witness.commit.is_merge();
    match case.proof {
        Proof::Unknown(_) => Say::new(
            format!("Minta pengurus menambahkan kunci itu ke people/{author}.yaml lebih dahulu, lalu daratkan."),
            format!("Ask a steward to add that key to people/{author}.yaml first, then land it."),
        ),
        _ if merge && asked == Evidence::Forge => Say::new(
            "Gabungkan di halaman forge (Create a merge commit), atau tandatangani sendiri: git merge --no-ff -S.",
            "Merge on the forge's page (Create a merge commit), or sign it yourself: git merge --no-ff -S.",
        ),
        _ if merge => Say::new(
            "Tombol gabung di forge tidak menandatangani dengan kunci Anda: gabungkan di komputer sendiri, git merge --no-ff -S.",
            "The forge's merge button does not sign with your key: merge on your own computer, git merge --no-ff -S.",
        ),
        Proof::Forge | Proof::ForgeEdit | Proof::ForgeSquash => Say::new(
            "Tulis di komputer sendiri dan tandatangani dengan kunci Anda: git commit -S.",
            "Write it on your own computer and sign it with your key: git commit -S.",
        ),
        Proof::Foreign(_) => Say::new(
            "Tandatangani dengan kunci SSH: git config gpg.format ssh, lalu git commit --amend --no-edit -S.",
            "Sign with an SSH key: git config gpg.format ssh, then git commit --amend --no-edit -S.",
        ),
        _ => Say::new(
            "Penulisnya menandatangani: git commit --amend --no-edit -S, lalu dorong lagi.",
            "Its author signs it: git commit --amend --no-edit -S, then pushes again.",
        ),
    }
}
