//! # Tanda tangan tidak membantah penulisnya | A signature does not contradict its author
//!
//! ## Apa
//!
//! Commit boleh tanpa tanda tangan bila kebijakan tidak memintanya. Bila ada, tanda tangan itu tepat satu, utuh, dibuat untuk
//! git, dan bukan dengan kunci orang lain atau kunci yang sudah dicabut.
//!
//! ## Mengapa
//!
//! Git menyebut tanda tangan "baik" walaupun penandatangan dan penulisnya berbeda orang, atau kuncinya sudah dicabut dan
//! tanggal commit dimundurkan.
//!
//! ## Sah
//!
//! Commit Tim IT ditandatangani dengan kunci Tim IT yang ada di `people/`.
//!
//! ## Melanggar
//!
//! Commit atas nama camat ditandatangani dengan kunci orang lain.
//!
//! ## What
//!
//! A commit may go unsigned where policy asks for no signature. Where there is one it is exactly one, whole, made for git, and
//! not by the key of another person or by one that was withdrawn.
//!
//! ## Why
//!
//! Git calls a signature "good" although signer and author are different people, or although the key was withdrawn and the
//! commit's date was set back.
//!
//! ## Lawful
//!
//! Tim IT's commit is signed with Tim IT's key that stands in `people/`.
//!
//! ## Unlawful
//!
//! A commit in the camat's name is signed with somebody else's key.

use super::landing_case::WitnessCase;
use crate::model::finding::{Finding, RuleId};
use crate::model::say::Say;
use crate::model::signature::Flaw;
use crate::register::evidence::Proof;

/// The rule's name.
pub const ID: RuleId = RuleId("signature");

pub(super) fn check(case: &WitnessCase) -> Vec<Finding> {
    if matches!(case.proof, Proof::Unsigned | Proof::Own(_) | Proof::Forge) {
        return Vec::new();
    }
    let short: String = case.witness.commit.id.to_string().chars().take(12).collect();
    let (message, help) = match case.proof {
        Proof::Flawed(flaw) => (wrong(*flaw, &short), sign_again()),
        Proof::Other(key, owner) => {
            let key = key.fingerprint();
            let author = match case.witness.author {
                Some(author) => author.handle.to_string(),
                None => format!("<{}>", String::from_utf8_lossy(&case.witness.commit.author.mail)),
            };
            let message = Say::new(
                format!("Commit {short} ditulis {author}, tetapi ditandatangani dengan kunci {owner} ({key})."),
                format!("The commit {short} is by {author}, but signed with the key of {owner} ({key})."),
            );
            let help = Say::new(
                "Penulisnya sendiri yang menandatangani. Rebase dan amend atas commit orang lain mengganti tanda tangannya; \
                 gabungkan dengan git merge --no-ff.",
                "Its author has to sign it himself. Rebasing or amending another's commit replaces the signature; merge it \
                 with git merge --no-ff.",
            );
            (message, help)
        }
        Proof::Withdrawn(key) => {
            let key = key.fingerprint();
            let message = Say::new(
                format!("Commit {short} ditandatangani dengan kunci yang sudah dicabut dari people/ ({key})."),
                format!("The commit {short} is signed with a key that was withdrawn from people/ ({key})."),
            );
            let help = Say::new(
                "Tandatangani dengan kunci yang berlaku. Bila kunci lama dicuri, pengurus memeriksa entri ini.",
                "Sign it with a key in force. If the old key was stolen, a steward has to look into this entry.",
            );
            (message, help)
        }
        _ => return Vec::new(),
    };
    vec![Finding::error(ID, case.place.clone(), message, help)]
}

fn sign_again() -> Say {
    Say::new(
        "Tandatangani sekali lagi dengan git sendiri: git commit --amend --no-edit -S.",
        "Sign it once more with git itself: git commit --amend --no-edit -S.",
    )
}

fn wrong(flaw: Flaw, short: &str) -> Say {
    match flaw {
        Flaw::Several => Say::new(
            format!("Commit {short} mempunyai lebih dari satu tanda tangan."),
            format!("The commit {short} bears more than one signature."),
        ),
        Flaw::Header => Say::new(
            format!("Tanda tangan commit {short} bukan untuk repositori jenis ini (gpgsig-sha256)."),
            format!("The signature of the commit {short} is not for a repository of this kind (gpgsig-sha256)."),
        ),
        Flaw::Namespace => Say::new(
            format!("Tanda tangan commit {short} dibuat untuk hal lain, bukan untuk git."),
            format!("The signature of the commit {short} was made for something else than git."),
        ),
        Flaw::Form => Say::new(
            format!("Tanda tangan commit {short} tidak dapat dibaca."),
            format!("The signature of the commit {short} cannot be read."),
        ),
        Flaw::Tampered => Say::new(
            format!("Tanda tangan commit {short} tidak cocok dengan isinya: commit diubah setelah ditandatangani."),
            format!("The signature of the commit {short} does not fit: the commit was changed after it was signed."),
        ),
    }
}
