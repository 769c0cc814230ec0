//! Every object that a landing brings, and every message: a clone keeps them all, whatever the last version says.

use std::collections::BTreeSet;

use super::witness::Court;
use crate::model::finding::Finding;
use crate::model::git::{Commit, ObjectId, ObjectKind, Unreadable};
use crate::model::path::FileKind;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::privacy;
use crate::model::text::MAX_BYTES;
use crate::read::faults::{personal_data, size};
use crate::read::text_flaws;
use crate::register::changes::{Change, FileAt, changes, file_at};
use crate::register::policy::{Tier, tier};

/// Permissions aside, a plain file.
const PLAIN: u32 = 0o100_000;

/// What is wrong with the objects, names and messages of a landing. What its files say is judged where they are read.
pub(super) fn flaws(court: &Court, place: &Place) -> Result<Vec<Finding>, Unreadable> {
    let landing = court.landing;
    let mut brought: Vec<ObjectId> = landing.brought.iter().copied().collect();
    brought.sort_unstable();
    let brought = brought.into_iter().map(|id| court.store.commit(id)).collect::<Result<Vec<_>, _>>()?;
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for change in &landing.changes {
        findings.extend(object(court, change, true, &mut seen)?);
    }
    for commit in &brought {
        for change in own_changes(court, commit)? {
            findings.extend(object(court, &change, false, &mut seen)?);
        }
    }
    let is_account = |what: privacy::Private, text: &str| {
        what == privacy::Private::Mail && court.ledger.policy.person_of(text.as_bytes()).is_some()
    };
    for commit in brought.iter().chain([&landing.commit]) {
        let message = String::from_utf8_lossy(&commit.message);
        let found = privacy::find(&message, is_account);
        findings.extend(found.map(|(_, what)| personal_data::in_message(place.clone(), what)));
    }
    Ok(findings)
}

/// What a commit of a branch itself changed. Mostly that is what lands, and is looked at there.
fn own_changes(court: &Court, commit: &Commit) -> Result<Vec<Change>, Unreadable> {
    let landed = &court.landing.commit;
    if commit.tree == landed.tree && commit.parents.first() == landed.parents.first() {
        return Ok(Vec::new());
    }
    let trees = commit.parents.iter().map(|id| court.store.commit(*id).map(|commit| commit.tree));
    let trees = trees.collect::<Result<Vec<_>, _>>()?;
    let mut own = changes(court.store, trees.first().copied(), Some(commit.tree))?;
    for tree in trees.iter().skip(1) {
        let mut kept = Vec::new();
        for change in own {
            if file_at(court.store, *tree, change.path.as_str())? != change.new {
                kept.push(change);
            }
        }
        own = kept;
    }
    Ok(own)
}

/// One version of one file.
fn object(
    court: &Court,
    change: &Change,
    lands: bool,
    seen: &mut BTreeSet<(WorkPath, ObjectId)>,
) -> Result<Vec<Finding>, Unreadable> {
    let Some(file) = change.new.filter(|file| file.mode & !0o777 == PLAIN) else { return Ok(Vec::new()) };
    if tier(change.path.as_str()) == Tier::Outside || !seen.insert((change.path.clone(), file.id)) {
        return Ok(Vec::new());
    }
    let mut findings = Vec::new();
    let mut parts = change.path.as_str().split('/');
    if let Some(what) = parts.find_map(privacy::find_in_name) {
        findings.push(personal_data::in_name(Span::START.at(&change.path), what));
    }
    let bytes = court.store.blob_size(file.id)?;
    if bytes > MAX_BYTES {
        findings.push(size::file_too_large(&change.path, bytes, MAX_BYTES));
        return Ok(findings);
    }
    if !(lands && is_read(&change.path)) {
        findings.extend(text(court, change, file, lands)?);
    }
    Ok(findings)
}

/// Whether what lands in a file is read, and judged, as what it is.
fn is_read(path: &WorkPath) -> bool {
    let kind = FileKind::of(path.as_str());
    kind.is_ok_and(|kind| !matches!(kind, FileKind::Document(..) | FileKind::Dressing | FileKind::LetterForm(_)))
}

/// What is wrong with the text that a version adds to the one before it. Attachments that are no text are not searched.
fn text(court: &Court, change: &Change, file: FileAt, lands: bool) -> Result<Vec<Finding>, Unreadable> {
    let bytes = court.store.read(file.id, ObjectKind::Blob)?;
    let Some(text) = std::str::from_utf8(&bytes).ok().filter(|text| !text.contains('\0')) else {
        return Ok(Vec::new());
    };
    let before = match change.old.filter(|old| old.mode & !0o777 == PLAIN) {
        Some(old) => court.store.read(old.id, ObjectKind::Blob)?,
        None => [].into(),
    };
    let same = before.iter().zip(text.as_bytes()).take_while(|(old, new)| old == new).count();
    let from = text.as_bytes()[..same].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = text[..from].matches('\n').count();
    let line = u32::try_from(line + 1).unwrap_or(u32::MAX);
    Ok(text_flaws(&change.path, &text[from..], line, !lands))
}
