//! The files beside a request's own: bound ones that changed, and ones that have no standing.

use super::scene::Scene;
use super::verdict::Verdict;
use crate::model::git::MODE_FILE;
use crate::model::path::RequestFolder;
use crate::register::standing::{Effect, Standing};
use crate::register::tier::Tier;
use crate::rules::growth::{self, Loose};

impl Scene<'_> {
    /// Documents that changed although they are bound, or that no entry in effect names; `unread` where not everything that
    /// lands in the request's own file could be read.
    pub(super) fn loose_documents(
        &self,
        folder: &RequestFolder,
        standing: Option<&Standing>,
        unread: bool,
        verdict: &mut Verdict,
    ) {
        if self.given {
            return;
        }
        for change in &self.landing.changes {
            let name = match &change.tier {
                Tier::Request(other) if other == folder => folder.file_of(&change.path),
                _ => None,
            };
            // What lies deeper is no document; that it is out of its place is said already.
            let Some(name) = name.filter(|name| *name != "request.yaml") else { continue };
            let bound = standing.and_then(|standing| standing.bound.get(name));
            let why = match change.new {
                Some(file) if file.mode != MODE_FILE => Loose::NoPlainFile,
                _ => match standing.and_then(|standing| named_in_vain(standing, name)) {
                    Some(n) => Loose::InVain(n),
                    None if unread => Loose::Unread,
                    None => Loose::Unnamed,
                },
            };
            if let Some(finding) = growth::document(change, bound, why) {
                verdict.others = true;
                verdict.findings.push(finding);
            }
        }
    }
}

/// The last entry that names a file and has no effect, from 1.
fn named_in_vain(standing: &Standing, name: &str) -> Option<usize> {
    let names = |entry: &crate::model::request::Entry| entry.documents.iter().any(|given| given.file.value == name);
    let found = standing.entries.iter().rposition(|recorded| {
        recorded.effect == Effect::None && recorded.entry.as_ref().is_some_and(|entry| names(entry))
    });
    found.map(|at| at + 1)
}
