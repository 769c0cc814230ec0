//! Every object that a landing brings, and every message: a clone keeps them all, whatever the last version says.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::finding::Finding;
use crate::model::git::{Commit, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::path::FileKind;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::privacy;
use crate::model::text::MAX_BYTES;
use crate::read::faults::{personal_data, size};
use crate::read::text_flaws;
use crate::register::changes::{Change, FileAt, changes, common, file_at};
use crate::register::landings::Landing;
use crate::register::policy::Policy;
use crate::register::reading::line_of;
use crate::register::tier::Tier;

/// Whether it is, permissions aside, a plain file.
fn is_plain(file: &FileAt) -> bool {
    file.mode & !0o777 == 0o100_000
}

/// What git alone says of the objects, names and messages of a landing: it is looked at ahead, by several threads.
#[derive(Debug, Default)]
pub(super) struct Objects {
    findings: Vec<Finding>,
    /// Messages that hold what may be private: whose addresses are public, only the register tells.
    doubtful: Vec<String>,
}

impl Objects {
    /// Looks at every object that a landing brings. What its files say is judged where they are read.
    pub(super) fn look(store: &dyn ObjectStore, landing: &Landing) -> Result<Self, Unreadable> {
        let mut brought: Vec<&Commit> = landing.brought.values().map(Arc::as_ref).collect();
        brought.sort_unstable_by_key(|commit| commit.id);
        let mut look = Look { store, findings: Vec::new() };
        for change in &landing.changes {
            look.at(change, true)?;
        }
        let mut seen: BTreeSet<(WorkPath, ObjectId)> = BTreeSet::new();
        for commit in &brought {
            for change in own_changes(store, landing, commit)? {
                let Some(file) = change.new.filter(is_plain) else { continue };
                let same = |own: FileAt| own.id == file.id && is_plain(&own);
                let lands = landing.changes.iter().any(|own| own.path == change.path && own.new.is_some_and(same));
                if !lands && seen.insert((change.path.clone(), file.id)) {
                    look.at(&change, false)?;
                }
            }
        }
        let messages =
            brought.into_iter().chain([&landing.commit]).map(|commit| String::from_utf8_lossy(&commit.message));
        let doubtful = messages.filter(|message| privacy::find(message, |_, _| false).is_some());
        Ok(Self { doubtful: doubtful.map(Cow::into_owned).collect(), findings: look.findings })
    }

    /// What is wrong with them, given whose addresses are public.
    pub(super) fn flaws(self, policy: &Policy, place: &Place) -> Vec<Finding> {
        let is_account = |what: privacy::Private, text: &str| {
            what == privacy::Private::Mail && policy.person_of(text.as_bytes()).is_some()
        };
        let found = self.doubtful.iter().filter_map(|message| privacy::find(message, is_account));
        let of_messages = found.map(|(_, what)| personal_data::in_message(place.clone(), what));
        self.findings.into_iter().chain(of_messages).collect()
    }
}

/// What a commit of a branch itself changed. Mostly that is what lands, and is looked at there.
fn own_changes(store: &dyn ObjectStore, landing: &Landing, commit: &Commit) -> Result<Vec<Change>, Unreadable> {
    let landed = &landing.commit;
    if commit.tree == landed.tree && commit.parents.first() == landed.parents.first() {
        return Ok(Vec::new());
    }
    let trees = commit.parents.iter().map(|id| store.commit(*id).map(|commit| commit.tree));
    let trees = trees.collect::<Result<Vec<_>, _>>()?;
    let mut own = changes(store, trees.first().copied(), Some(commit.tree))?;
    for tree in trees.iter().skip(1) {
        let mut kept = Vec::new();
        for change in own {
            if file_at(store, *tree, change.path.as_str())? != change.new {
                kept.push(change);
            }
        }
        own = kept;
    }
    Ok(own)
}

/// A look at each version of each file.
struct Look<'a> {
    store: &'a dyn ObjectStore,
    findings: Vec<Finding>,
}

impl Look<'_> {
    fn at(&mut self, change: &Change, lands: bool) -> Result<(), Unreadable> {
        let Some(file) = change.new.filter(is_plain) else { return Ok(()) };
        if change.tier == Tier::Outside {
            return Ok(());
        }
        if let Some(what) = privacy::find_in_path(change.path.as_str()) {
            self.findings.push(personal_data::in_name(Span::START.at(&change.path), what));
        }
        let bytes = self.store.blob_size(file.id)?;
        if bytes > MAX_BYTES {
            self.findings.push(size::file_too_large(&change.path, bytes, MAX_BYTES));
        } else if !(lands && is_read(change)) {
            self.findings.extend(text(self.store, change, file, lands)?);
        }
        Ok(())
    }
}

/// Whether what lands in a file is read, and judged, as what it is.
fn is_read(change: &Change) -> bool {
    if let Tier::Request(folder) = &change.tier {
        return folder.file_of(&change.path) == Some("request.yaml");
    }
    let kind = FileKind::of(change.path.as_str());
    kind.is_ok_and(|kind| !matches!(kind, FileKind::Document(..) | FileKind::Dressing | FileKind::LetterForm(_)))
}

/// What is wrong with the text that a version adds to the one before it. Attachments that are no text are not searched.
fn text(store: &dyn ObjectStore, change: &Change, file: FileAt, lands: bool) -> Result<Vec<Finding>, Unreadable> {
    let bytes = store.read(file.id, ObjectKind::Blob)?;
    let Some(text) = std::str::from_utf8(&bytes).ok().filter(|_| !bytes.contains(&0)) else {
        return Ok(Vec::new());
    };
    let before = match change.old.filter(is_plain) {
        Some(old) => store.read(old.id, ObjectKind::Blob)?,
        None => [].into(),
    };
    let same = common(&before, text.as_bytes());
    let from = text.as_bytes()[..same].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    Ok(text_flaws(&change.path, &text[from..], line_of(&text.as_bytes()[..from]), !lands))
}
