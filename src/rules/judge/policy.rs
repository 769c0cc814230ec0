//! A landing that changes policy.

use super::effects::Effects;
use super::verdict::Verdict;
use super::witness::Court;
use crate::model::finding::{Finding, Severity};
use crate::model::git::{Commit, ObjectId, ObjectStore, Unreadable};
use crate::model::office::ForgeKey;
use crate::register::changes::{Change, file_at};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::Policy;
use crate::rules::landing_case::{Claim, LandingCase, PolicyCase};
use crate::rules::{Check, ask, check_workspace, plain_files};

/// Judges a change of policy; it takes effect whole or not at all.
pub(super) fn judge_policy(
    landing: &LandingCase,
    policy: &[&Change],
    flaws: &[Finding],
    court: &Court,
    effects: &mut Effects,
    verdict: &mut Verdict,
) -> Result<(), Unreadable> {
    let before = landing.ledger;
    let stands = |change: &&&Change| before.policy.files.get(&change.path).copied() == change.new;
    let changes: Vec<&Change> = policy.iter().filter(|change| !stands(change)).copied().collect();
    if changes.is_empty() {
        return Ok(());
    }
    let (next, mut findings) = before.policy.with(court.store, changes.iter().copied())?;
    // A file that does not change is no fault of this landing: a newer program must not lock an office out.
    findings.retain(|finding| changes.iter().any(|change| change.path == finding.place.path));
    findings.extend(check_workspace(&next.workspace));
    findings.retain(|finding| finding.severity == Severity::Error);
    if !findings.is_empty() {
        let standing = check_workspace(&before.policy.workspace);
        findings.retain(|finding| !standing.contains(finding));
    }
    findings.extend(changes.iter().filter_map(|change| plain_files::flaw(change)));
    in_doubt(before, &next)?;
    let writers = writers(court.store, landing.landing, &changes)?;
    let touches_request = landing.changes_requests();
    let (landing, author) = (landing.landing, landing.author);
    let case = PolicyCase {
        ledger: before,
        landing,
        changes: &changes,
        author,
        writers: &writers,
        touches_request,
        next: &next,
    };
    findings.extend(ask(&case, |check| if let Check::Policy(check) = check { Some(*check) } else { None }));
    let (proof, against) = court.lander(author, Claim::Policy, &case.place())?;
    findings.extend(against);
    findings.extend(court.writers(&case.place())?);
    effects.remember_key(author, &proof);
    if !findings.is_empty() || !flaws.is_empty() {
        verdict.others = true;
        verdict.findings.extend(findings);
        return Ok(());
    }
    let answers = next.workspace.answers.iter().flat_map(|answers| &answers.answers);
    effects.strikes.extend(
        answers.filter(|answer| answer.strikes_time).filter_map(|answer| answer.landing.value.parse::<ObjectId>().ok()),
    );
    effects.policy = Some(next.after(&before.policy));
    Ok(())
}

/// The addresses of whoever wrote what a landing brings: of its commits, and its own where it brings bytes that none of
/// them wrote.
fn writers(store: &dyn ObjectStore, landing: &Landing, changes: &[&Change]) -> Result<Vec<Vec<u8>>, Unreadable> {
    let mut writers: Vec<Vec<u8>> = landing.brought.values().map(|commit| commit.author.mail.clone()).collect();
    for change in changes {
        if !comes_from_a_branch(store, landing, change)? {
            writers.push(landing.commit.author.mail.clone());
            break;
        }
    }
    Ok(writers)
}

/// Whether a commit of the landing wrote what stands at a path now. From the landing one goes to the first parent that
/// came with it and has the same there; the commit where that ends wrote it, unless it found it on the published branch
/// as it was before: then the merge itself turned back what was changed there since.
fn comes_from_a_branch(store: &dyn ObjectStore, landing: &Landing, change: &Change) -> Result<bool, Unreadable> {
    let same = |commit: &Commit| Ok(file_at(store, commit.tree, change.path.as_str())? == change.new);
    let mut commit = landing.commit.clone();
    'back: loop {
        for parent in commit.parents.iter().filter(|parent| landing.brought.contains_key(*parent)) {
            let parent = store.commit(*parent)?;
            if same(&parent)? {
                commit = parent;
                continue 'back;
            }
        }
        break;
    }
    if commit.id == landing.commit.id {
        return Ok(false);
    }
    for parent in commit.parents.iter().filter(|parent| !landing.brought.contains_key(*parent)) {
        if same(&store.commit(*parent)?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an account that may belong to somebody else for ever is given to a person: what knows that is missing.
fn in_doubt(ledger: &Ledger, next: &Policy) -> Result<(), Unreadable> {
    let doubt = &ledger.doubt;
    let people = next.workspace.people.values();
    let of_people = people.flat_map(|person| {
        let accounts = person.accounts.iter();
        let accounts = accounts.filter_map(|account| doubt.of_identity(&account.value.identity(), &person.handle));
        accounts.chain(person.keys.iter().filter_map(|key| doubt.of_key(&key.value, Some(&person.handle))))
    });
    let pinned = next.office().and_then(|office| office.forge.as_ref()).into_iter().flat_map(|forge| &forge.keys);
    let of_forge = pinned.filter_map(|key| match &key.value {
        ForgeKey::Ssh(key) => doubt.of_key(key, None),
        ForgeKey::OpenPgp(_) => None,
    });
    of_people.chain(of_forge).next().map_or(Ok(()), Err)
}
