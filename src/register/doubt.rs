//! What landings that could not be judged leave in doubt.
//!
//! Whatever is judged with an object missing is judged as it would be with the object, or it is unverifiable. So the
//! register remembers what the lost landing may have changed: its requests, the numbers that follow where it may have
//! opened one, and to whom the addresses of its commits may have been bound. Policy in doubt leaves nothing certain.

use std::collections::BTreeMap;

use crate::model::git::Unreadable;
use crate::model::name::Handle;
use crate::model::path::RequestFolder;
use crate::model::signature::Key;

/// What is in doubt. Normally nothing is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doubt {
    everything: Option<Unreadable>,
    requests: BTreeMap<RequestFolder, Unreadable>,
    numbers: Option<Unreadable>,
    identities: BTreeMap<String, (Handle, Unreadable)>,
    keys: BTreeMap<Key, (Handle, Unreadable)>,
}

impl Doubt {
    /// Whether all is certain.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The gap after which nothing is certain any more.
    pub fn of_everything(&self) -> Option<Unreadable> {
        self.everything
    }

    /// The gap that a request's state depends on.
    pub fn of_request(&self, folder: &RequestFolder) -> Option<Unreadable> {
        self.everything.or_else(|| self.requests.get(folder).copied())
    }

    /// The gap that the number of a new request depends on.
    pub fn of_numbers(&self) -> Option<Unreadable> {
        self.everything.or(self.numbers)
    }

    /// The gap on which it depends whether an address belongs to somebody else for ever.
    pub fn of_identity(&self, identity: &str, handle: &Handle) -> Option<Unreadable> {
        self.identities.get(identity).filter(|(owner, _)| owner != handle).map(|(_, gap)| *gap)
    }

    /// The same of a key; of nobody, it is in doubt as soon as anybody may have signed by it.
    pub fn of_key(&self, key: &Key, handle: Option<&Handle>) -> Option<Unreadable> {
        self.keys.get(key).filter(|(owner, _)| Some(owner) != handle).map(|(_, gap)| *gap)
    }

    /// A landing may have changed anything.
    pub fn add_everything(&mut self, gap: Unreadable) {
        self.everything.get_or_insert(gap);
    }

    /// A landing changed a request nobody knows how; `opens` if it may have opened it.
    pub fn add_request(&mut self, folder: &RequestFolder, opens: bool, gap: Unreadable) {
        self.requests.entry(folder.clone()).or_insert(gap);
        if opens {
            self.numbers.get_or_insert(gap);
        }
    }

    /// A landing may have been attributed by an address of some person.
    pub fn add_identity(&mut self, identity: String, handle: Handle, gap: Unreadable) {
        self.identities.entry(identity).or_insert((handle, gap));
    }

    /// A landing may have been proven by a key of some person.
    pub fn add_key(&mut self, key: Key, handle: Handle, gap: Unreadable) {
        self.keys.entry(key).or_insert((handle, gap));
    }
}
