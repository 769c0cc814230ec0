//! What stands behind a commit, and what the rules have against it.

use super::effects::Effects;
use crate::model::finding::Finding;
use crate::model::git::{Commit, ObjectStore, Unreadable};
use crate::model::office::Evidence;
use crate::model::person::Person;
use crate::model::place::Place;
use crate::register::evidence::{Proof, Witness, proof};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::standing::Relay;
use crate::rules::landing_case::{Claim, WitnessCase};
use crate::rules::{Check, ask};

/// The commits of one landing are heard by what stood before it.
pub(super) struct Court<'a> {
    pub(super) store: &'a dyn ObjectStore,
    pub(super) ledger: &'a Ledger,
    pub(super) landing: &'a Landing,
}

impl Court<'_> {
    /// What stands behind a commit, and what is against it.
    pub(super) fn hear(
        &self,
        witness: Witness,
        claim: Claim,
        place: &Place,
    ) -> Result<(Proof, Vec<Finding>), Unreadable> {
        if self.store.is_foreseen(witness.commit.id) {
            return Ok((Proof::Unsigned, Vec::new()));
        }
        let proof = proof(self.ledger, witness)?;
        let is_landing = witness.commit.id == self.landing.commit.id;
        let case = WitnessCase { policy: &self.ledger.policy, witness, proof: &proof, claim, is_landing, place };
        let findings = ask(&case, |check| if let Check::Witness(check) = check { Some(*check) } else { None });
        Ok((proof, findings))
    }

    /// The landing's own author: who reviewed, or who changes policy.
    pub(super) fn lander(
        &self,
        author: Option<&Person>,
        claim: Claim,
        place: &Place,
    ) -> Result<(Proof, Vec<Finding>), Unreadable> {
        self.hear(Witness { commit: &self.landing.commit, author, lands_several: false }, claim, place)
    }

    /// The commit that produced an entry: how sure it is that its author wrote it, and what is against it.
    pub(super) fn entry(
        &self,
        commit: &Commit,
        author: Option<&Person>,
        lands_several: bool,
        place: &Place,
        effects: &mut Effects,
    ) -> Result<(Option<Evidence>, Vec<Finding>), Unreadable> {
        let (proof, findings) = self.hear(Witness { commit, author, lands_several }, Claim::Entry, place)?;
        effects.remember_key(author, &proof);
        Ok((author.map(|_| proof.level()), findings))
    }

    /// Whether another than its author put a commit there.
    pub(super) fn relay(&self, commit: &Commit, author: Option<&Person>) -> Relay {
        if commit.committer.mail == commit.author.mail {
            return Relay::Author;
        }
        match self.ledger.policy.person_of(&commit.committer.mail) {
            Some(person) if author.is_some_and(|author| author.handle == person.handle) => Relay::Author,
            Some(person) => Relay::Person(person.handle.clone()),
            None => Relay::Stranger,
        }
    }

    /// The commits that a change of policy brings: of the first one with a flaw, what is against it. Four eyes rest on
    /// who wrote them; where they do not bind, the steward who lands them answers for them.
    pub(super) fn writers(&self, place: &Place) -> Result<Vec<Finding>, Unreadable> {
        let policy = &self.ledger.policy;
        if !policy.four_eyes() || policy.stewards() < 2 {
            return Ok(Vec::new());
        }
        let mut brought: Vec<_> = self.landing.brought.keys().copied().collect();
        brought.sort_unstable();
        for id in brought {
            let commit: Commit = self.store.commit(id)?;
            let author = policy.person_of(&commit.author.mail);
            let witness = Witness { commit: &commit, author, lands_several: false };
            let (_, findings) = self.hear(witness, Claim::Policy, place)?;
            if !findings.is_empty() {
                return Ok(findings);
            }
        }
        Ok(Vec::new())
    }
}
