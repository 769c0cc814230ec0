//! The requests of a register. Every landing asks for its own several times, so each is found at one look.

use std::collections::HashMap;
use std::fmt;

use super::standing::Standing;
use crate::model::path::RequestFolder;

/// The requests that stand, by their folders. They stay where they are in memory, whatever comes and goes around them.
#[derive(Clone, Default)]
pub struct Requests(HashMap<RequestFolder, Box<Standing>>);

impl Requests {
    /// The request of a folder.
    pub fn get(&self, folder: &RequestFolder) -> Option<&Standing> {
        self.0.get(folder).map(Box::as_ref)
    }

    /// The request of a folder once more, to be changed apart.
    pub fn copy(&self, folder: &RequestFolder) -> Option<Box<Standing>> {
        self.0.get(folder).cloned()
    }

    /// Whether there is a request in a folder.
    pub fn has(&self, folder: &RequestFolder) -> bool {
        self.0.contains_key(folder)
    }

    /// Puts a request into its folder, in place of what stood there.
    pub fn put(&mut self, standing: Box<Standing>) {
        self.0.insert(standing.folder.clone(), standing);
    }

    /// Takes a request out.
    pub fn take(&mut self, folder: &RequestFolder) -> Option<Box<Standing>> {
        self.0.remove(folder)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in no order that anybody could rely on.
    pub fn each(&self) -> impl Iterator<Item = &Standing> {
        self.0.values().map(Box::as_ref)
    }

    /// All of them, in the order of their folders.
    pub fn all(&self) -> impl Iterator<Item = &Standing> {
        let mut all: Vec<&Standing> = self.each().collect();
        all.sort_unstable_by(|one, other| one.folder.cmp(&other.folder));
        all.into_iter()
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all()).finish()
    }
}
