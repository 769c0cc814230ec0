//! What a landing does to the register, once all of it is known.

use crate::model::git::ObjectId;
use crate::model::name::Handle;
use crate::model::person::Person;
use crate::model::signature::Key;
use crate::register::changes::Change;
use crate::register::evidence::Proof;
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::{Policy, Tier, stands_for};
use crate::register::standing::Standing;

/// What a landing does to the register, once all of it is known: nothing is changed before.
#[derive(Default)]
pub(super) struct Effects {
    pub(super) standings: Vec<Standing>,
    pub(super) remembered: Vec<(String, Handle)>,
    pub(super) keys: Vec<(Key, Handle)>,
    pub(super) policy: Option<Policy>,
    pub(super) strikes: Vec<ObjectId>,
}

impl Effects {
    pub(super) fn apply(self, ledger: &mut Ledger, landing: &Landing, tiers: &[(Tier, &Change)]) {
        let time = landing.commit.committer.seconds;
        for mut standing in self.standings {
            if !ledger.requests.contains_key(&standing.folder) {
                standing.number = ledger.next_number(time);
            }
            ledger.requests.insert(standing.folder.clone(), standing);
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
        for (tier, change) in tiers {
            match tier {
                Tier::Request(folder) => ledger.settle(change, Some(folder)),
                Tier::Policy => ledger.settle(change, None),
                Tier::Stray | Tier::Outside => {}
            }
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
    pub(super) fn remember(&mut self, person: &Person, mail: &[u8]) {
        let mail = String::from_utf8_lossy(mail).into_owned();
        let known = person.accounts.iter().map(|account| &account.value);
        let used = known.filter(|account| stands_for(account, &mail)).map(ToString::to_string);
        let names: Vec<String> = used.chain([mail.clone()]).collect();
        self.remembered.extend(names.into_iter().map(|name| (name, person.handle.clone())));
    }
}
