//! What a landing does to the register, once all of it is known.

use std::sync::Arc;

use crate::model::git::{Commit, ObjectId, Unreadable};
use crate::model::name::Handle;
use crate::model::person::{Account, Person};
use crate::model::place::WorkPath;
use crate::model::signature::Key;
use crate::register::evidence::{Proof, Witness, proof};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::Policy;
use crate::register::standing::Standing;
use crate::register::tier::Tier;

/// What a landing does to the register, once all of it is known: nothing is changed before.
#[derive(Default)]
pub(super) struct Effects {
    #[expect(clippy::vec_box, reason = "each comes from the ledger and goes back there without being moved")]
    pub(super) standings: Vec<Box<Standing>>,
    pub(super) remembered: Vec<(String, Handle)>,
    pub(super) keys: Vec<(Key, Handle)>,
    /// Documents that an entry bound: where they lay loose before, they no longer do.
    pub(super) bound: Vec<WorkPath>,
    pub(super) policy: Option<Policy>,
    pub(super) strikes: Vec<ObjectId>,
}

impl Effects {
    pub(super) fn apply(self, ledger: &mut Ledger, landing: &Landing) {
        let time = landing.commit.committer.seconds;
        for mut standing in self.standings {
            if !standing.number.is_given() {
                standing.number = ledger.next_number(time);
            }
            ledger.requests.put(standing);
        }
        for (identity, handle) in self.remembered {
            ledger.identities.entry(identity).or_insert(handle);
        }
        for (key, handle) in self.keys {
            ledger.keys.entry(key).or_insert(handle);
        }
        if let Some(policy) = self.policy {
            ledger.policy = policy;
        }
        for struck in self.strikes {
            ledger.strike(struck);
        }
        for change in &landing.changes {
            match &change.tier {
                Tier::Request(folder) => ledger.settle(change, Some(folder)),
                Tier::Policy | Tier::Stray => ledger.settle(change, None),
                Tier::Outside => {}
            }
        }
        for path in &self.bound {
            ledger.exceptions.remove(path);
        }
        ledger.tick(time, landing.commit.id);
    }

    /// A key by which something was proven belongs to that person for ever.
    pub(super) fn remember_key(&mut self, person: Option<&Person>, proof: &Proof) {
        if let (Some(person), Proof::Own(key)) = (person, proof) {
            self.keys.push((key.clone(), person.handle.clone()));
        }
    }

    /// An address by which something was attributed belongs to that person for ever.
    pub(super) fn remember(&mut self, ledger: &Ledger, person: &Person, mail: &[u8]) {
        let known = std::str::from_utf8(mail).is_ok_and(|mail| ledger.identities.contains_key(mail));
        if known {
            return;
        }
        self.remembered.push((identity_of(mail), person.handle.clone()));
    }
}

fn identity_of(mail: &[u8]) -> String {
    Account::of_mail(&String::from_utf8_lossy(mail)).identity()
}

/// What a landing that cannot be judged leaves behind: its time, which is known, and doubt about what it touched.
pub(super) fn leave_doubt(ledger: &mut Ledger, landing: &Landing, gap: Unreadable) {
    ledger.tick(landing.commit.committer.seconds, landing.commit.id);
    if landing.changes.iter().any(|change| change.tier == Tier::Policy) {
        ledger.doubt.add_everything(gap);
    }
    for change in &landing.changes {
        let Tier::Request(folder) = &change.tier else { continue };
        let opens = !ledger.requests.has(folder) && folder.file_of(&change.path) == Some("request.yaml");
        ledger.doubt.add_request(folder, opens, gap);
    }
    if let Some(person) = ledger.policy.person_of(&landing.commit.author.mail) {
        let (identity, handle) = (identity_of(&landing.commit.author.mail), person.handle.clone());
        ledger.identities.entry(identity).or_insert(handle);
    }
    for commit in landing.brought.values().map(Arc::as_ref).chain([&landing.commit]) {
        if let Err(gap) = doubt_its_author(ledger, commit, gap) {
            ledger.doubt.add_everything(gap);
        }
    }
}

/// A commit may have been attributed by its address, and proven by its key.
fn doubt_its_author(ledger: &mut Ledger, commit: &Commit, gap: Unreadable) -> Result<(), Unreadable> {
    let Some(author) = ledger.policy.person_of(&commit.author.mail) else { return Ok(()) };
    let handle = author.handle.clone();
    let proof = proof(ledger, Witness { commit, author: Some(author), lands_several: false })?;
    ledger.doubt.add_identity(identity_of(&commit.author.mail), handle.clone(), gap);
    if let Proof::Own(key) = proof {
        ledger.doubt.add_key(key, handle, gap);
    }
    Ok(())
}
