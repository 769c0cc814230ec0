//! Requests that are finished, put away while the rest of a history is judged: most never come back, and all of them at
//! once would fill the memory. They are written as they are kept between two looks, and read again if anybody asks.

use std::collections::BTreeMap;

use super::bytes::{In, Misfit, Out, Words};
use super::request;
use crate::model::git::ObjectStore;
use crate::model::path::RequestFolder;
use crate::register::policy::Policy;
use crate::register::standing::{Number, Standing};

/// Requests that were put away.
#[derive(Debug, Default)]
pub struct Shelf {
    pub(super) words: Words,
    pub(super) records: BTreeMap<RequestFolder, Box<[u8]>>,
}

impl Shelf {
    /// Puts a request away.
    pub fn put(&mut self, standing: &Standing) {
        let mut out = Out::default();
        request::write(standing, &mut out, &mut self.words);
        self.records.insert(standing.folder.clone(), out.bytes.into_boxed_slice());
    }

    /// Whether nothing was put away.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The number of a request that was put away.
    pub fn number(&self, folder: &RequestFolder) -> Option<Number> {
        request::number(&mut In::new(self.records.get(folder)?))
    }

    /// Takes a request out again, if it was put away; `Err` where git no longer holds what it was read from.
    pub fn take(
        &mut self,
        folder: &RequestFolder,
        store: &dyn ObjectStore,
        policy: &Policy,
    ) -> Result<Option<Standing>, Misfit> {
        let found = self.look(folder, store, policy)?;
        self.records.remove(folder);
        Ok(found)
    }

    /// A request that was put away, which stays where it is.
    pub fn look(
        &self,
        folder: &RequestFolder,
        store: &dyn ObjectStore,
        policy: &Policy,
    ) -> Result<Option<Standing>, Misfit> {
        let Some(record) = self.records.get(folder) else { return Ok(None) };
        let read = request::read(folder.clone(), In::new(record), &self.words, store, &policy.workspace.sops);
        read.map(Some).ok_or(Misfit)
    }

    /// Every request that was put away.
    pub fn folders(&self) -> Vec<RequestFolder> {
        self.records.keys().cloned().collect()
    }
}
