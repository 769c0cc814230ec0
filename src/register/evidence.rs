//! How sure it is who made a commit: its signature held against people/ and the forge's pinned keys as they stand when
//! it lands. The date that a commit claims is never asked. Whether the evidence is enough is asked by the rules.

use super::ledger::Ledger;
use super::policy::Policy;
use crate::model::git::{Commit, Signed, Unreadable};
use crate::model::name::Handle;
use crate::model::office::{Evidence, Forge, ForgeKey};
use crate::model::person::Person;
use crate::model::signature::{Flaw, Foreign, Key, Signature};

/// What stands behind the author of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The address alone.
    Unsigned,
    /// The author's own key, in force.
    Own(Key),
    /// The forge's key, where the forge itself knew who acted.
    Forge,
    /// The forge's key over an edit, whose author nobody compared with the pusher.
    ForgeEdit,
    /// The forge's key over one commit made of several people's: a squash.
    ForgeSquash,
    /// A key that belongs to nobody here.
    Unknown(Key),
    /// A signature of a kind that is not read.
    Foreign(Foreign),
    /// A signature that is wrong.
    Flawed(Flaw),
    /// The key of another person.
    Other(Key, Handle),
    /// A key by which the author once signed, and which no longer stands with him.
    Withdrawn(Key),
}

impl Proof {
    /// The level that the site names.
    pub fn level(&self) -> Evidence {
        match self {
            Self::Own(_) => Evidence::Signature,
            Self::Forge => Evidence::Forge,
            _ => Evidence::Mail,
        }
    }
}

/// A commit on whose word something rests.
#[derive(Debug, Clone, Copy)]
pub struct Witness<'a> {
    /// The commit.
    pub commit: &'a Commit,
    /// The person to whom its author's address belongs.
    pub author: Option<&'a Person>,
    /// Whether it lands several entries by itself, as a squash does.
    pub lands_several: bool,
}

/// What stands behind a commit, by what stood before its landing. A commit without signature costs nothing.
pub fn proof(ledger: &Ledger, witness: Witness) -> Result<Proof, Unreadable> {
    let Some(signed) = &witness.commit.signed else { return Ok(Proof::Unsigned) };
    let forge = ledger.policy.office().and_then(|office| office.forge.as_ref());
    Ok(match signed.signature() {
        Signature::None => Proof::Unsigned,
        Signature::Flawed(flaw) => Proof::Flawed(*flaw),
        Signature::By(key) if forge.is_some_and(|forge| pins(forge, key)) => by_forge(forge, witness),
        Signature::By(key) => by_key(ledger, witness.author, key.clone())?,
        Signature::Foreign(Foreign::OpenPgp) => by_openpgp(ledger, forge, signed, witness)?,
        Signature::Foreign(foreign) => Proof::Foreign(*foreign),
    })
}

fn pins(forge: &Forge, key: &Key) -> bool {
    forge.keys.iter().any(|pinned| matches!(&pinned.value, ForgeKey::Ssh(pinned) if pinned == key))
}

/// A forge knows who merges on its pages. Of an edit it writes down whatever author it is told, unless a hook compares.
fn by_forge(forge: Option<&Forge>, witness: Witness) -> Proof {
    if witness.commit.is_merge() {
        Proof::Forge
    } else if witness.lands_several {
        Proof::ForgeSquash
    } else if forge.is_some_and(|forge| forge.compares_pusher) {
        Proof::Forge
    } else {
        Proof::ForgeEdit
    }
}

/// Where evidence rests on a pinned key that this build cannot read, nothing can be said.
fn by_openpgp(ledger: &Ledger, forge: Option<&Forge>, signed: &Signed, witness: Witness) -> Result<Proof, Unreadable> {
    let pinned = forge.iter().flat_map(|forge| &forge.keys).filter_map(|key| match &key.value {
        ForgeKey::OpenPgp(armour) => Some(armour),
        ForgeKey::Ssh(_) => None,
    });
    for key in pinned {
        match signed.is_by_openpgp(key) {
            Some(true) => return Ok(by_forge(forge, witness)),
            None if ledger.policy.evidence() == Evidence::Forge => {
                return Err(Unreadable::Unsupported(witness.commit.id));
            }
            Some(false) | None => {}
        }
    }
    Ok(Proof::Foreign(Foreign::OpenPgp))
}

fn by_key(ledger: &Ledger, author: Option<&Person>, key: Key) -> Result<Proof, Unreadable> {
    // Whether another ever signed by it may be known to a landing that could not be judged.
    let owner = ledger.policy.person_of_key(&key).map(|owner| &owner.handle);
    if let Some(gap) = ledger.doubt.of_key(&key, owner).filter(|_| !ledger.keys.contains_key(&key)) {
        return Err(gap);
    }
    let is_author = |handle: &Handle| author.is_some_and(|author| author.handle == *handle);
    Ok(match (ledger.policy.person_of_key(&key), ledger.keys.get(&key)) {
        // What once proved another's doing never proves this author's.
        (_, Some(owner)) if !is_author(owner) => Proof::Other(key, owner.clone()),
        (Some(owner), _) if is_author(&owner.handle) => Proof::Own(key),
        (Some(owner), _) => Proof::Other(key, owner.handle.clone()),
        (None, Some(_)) => Proof::Withdrawn(key),
        (None, None) => Proof::Unknown(key),
    })
}

impl Policy {
    /// The person who signs by a key; nobody, where two claim it.
    pub fn person_of_key(&self, key: &Key) -> Option<&Person> {
        let holds = |person: &&Person| person.keys.iter().any(|own| own.value == *key);
        let mut owners = self.workspace.people.values().filter(holds);
        owners.next().filter(|_| owners.next().is_none())
    }

    /// The evidence that policy asks of whatever lands.
    pub fn evidence(&self) -> Evidence {
        self.office().map_or(Evidence::Signature, |office| office.policy.evidence)
    }
}
