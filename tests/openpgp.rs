//! What a forge signs with OpenPGP: read by a build with the feature `openpgp`, and taken for missing data by any other.
//!
//! `cargo test --features openpgp --test openpgp` holds the first half, every other run the second. The keys and commits in
//! `tests/openpgp/` were made with `gpg` for this test alone.

mod support;

use jejak::model::git::{Commit, ObjectId, Unreadable};
use jejak::rules::judge::Verdict;
use support::register::{Files, HEAD, Register, TECHNICIAN};
use support::signing::{Habit, Pen};

const READS_OPENPGP: bool = cfg!(feature = "openpgp");

const RSA: (&str, &[u8]) = (include_str!("openpgp/rsa.asc"), include_bytes!("openpgp/rsa.commit"));
const ED25519: (&str, &[u8]) = (include_str!("openpgp/ed25519.asc"), include_bytes!("openpgp/ed25519.commit"));

/// Whether a commit is by a key; none where this build cannot tell.
fn is_by(commit: &[u8], key: &str) -> Option<bool> {
    let commit = Commit::parse(ObjectId([0; 20]), commit).expect("a commit");
    commit.signed.expect("a signature").is_by_openpgp(key)
}

#[test]
fn a_forges_key_is_known_or_the_build_says_that_it_cannot_tell() {
    let told = |answer: bool| READS_OPENPGP.then_some(answer);
    for ((key, commit), (other, _)) in [(RSA, ED25519), (ED25519, RSA)] {
        assert_eq!(is_by(commit, key), told(true), "its own key");
        assert_eq!(is_by(commit, other), told(false), "another key");
        assert_eq!(is_by(commit, "no key at all"), told(false), "no key");
        let mut changed = commit.to_vec();
        changed.extend(b"x");
        assert_eq!(is_by(&changed, key), told(false), "the commit was changed");
    }
}

/// The head of division merges a signed entry under an OpenPGP signature that is not the pinned key's.
fn merged_under_openpgp(asks: &str) -> Verdict {
    let mut register = Register::start(|files| {
        files.asks(asks);
        files.stewards_have_keys();
        let lines = RSA.0.trim_end().replace('\n', "\n      ");
        files.replace(
            "jejak.yaml",
            "forge: {jenis: github, repositori: contoh/register, kunci: []}",
            &format!("forge:\n  jenis: github\n  kunci:\n    - |\n      {lines}"),
        );
    });
    let (author, forge) = (Pen::named("tim-it-a"), Pen::named("forge").with(Habit::Pgp));
    register.change(Files::step_3).merge((TECHNICIAN, Some(&author)), (HEAD, Some(&forge)));
    let audit = register.audit();
    assert_eq!(audit.verdicts[0].findings, [], "the pinned key can be read");
    assert_eq!(audit.ledger.requests.len(), 1, "what cannot be judged takes no request away");
    audit.verdicts[1].clone()
}

#[test]
fn evidence_that_rests_on_openpgp_is_judged_or_unverifiable_never_lawful() {
    let verdict = merged_under_openpgp("forge");
    assert!(!verdict.is_lawful());
    if READS_OPENPGP {
        let rules: Vec<&str> = verdict.findings.iter().map(|finding| finding.rule.0).collect();
        assert_eq!((rules, verdict.unreadable), (vec!["evidence"], None));
    } else {
        assert!(matches!(verdict.unreadable, Some(Unreadable::Unsupported(_))), "{verdict:?}");
    }
}

#[test]
fn where_evidence_does_not_rest_on_it_openpgp_neither_helps_nor_harms() {
    assert!(merged_under_openpgp("surel").is_lawful());
}
