//! Every landing gets exactly one verdict, and the register goes on from it.
//!
//! The register says what happened, the rules say whether it was allowed, and what they say decides what has effect;
//! so the two are joined here, landing by landing. Nothing is ever dropped: what cannot be judged is unverifiable.

mod audit;
mod documents;
mod effects;
mod fold;
mod foresee;
mod policy;
mod scene;
mod verdict;
mod witness;

use std::collections::{BTreeSet, HashSet};

pub use audit::{Audit, Tally, audit};
pub use foresee::{Candidate, Foresight, Prospect, Reviewers, Way, foresee};
pub use verdict::Verdict;

use super::landing_case::{Claim, LandingCase};
use super::{Check, ask, check_workspace};
use crate::model::finding::Severity;
use crate::model::git::{Commit, ObjectKind, ObjectStore, Unreadable};
use crate::model::office::Landing as Rule;
use crate::model::path::RequestFolder;
use crate::model::sop::SopDraft;
use crate::read::{cut_request, read_header};
use crate::register::changes::{Change, changes, file_at};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::{Policy, Tier, tier};
use effects::{Effects, leave_doubt};
use scene::Scene;
use witness::Court;

/// A changed path, and to whom it belongs.
type Changed<'a> = (Tier, &'a Change);

/// The start: its whole tree is taken as given, without marks or authors.
pub fn start(store: &dyn ObjectStore, commit: &Commit) -> Result<(Ledger, Verdict), Unreadable> {
    let given = changes(store, None, Some(commit.tree))?;
    let of_policy = given.iter().filter(|change| tier(change.path.as_str()) == Tier::Policy);
    let files = of_policy.filter_map(|change| Some((change.path.clone(), change.new?))).collect();
    let (policy, mut findings) = Policy::read(store, files)?;
    findings.extend(check_workspace(&policy.workspace));
    let mut ledger = Ledger::start(policy);
    let mut verdict = Verdict::new(commit);
    verdict.policy = true;
    verdict.findings = findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    verdict.others = !verdict.findings.is_empty();
    let landing = Landing { commit: commit.clone(), changes: given, brought: HashSet::new() };
    let tiers = tiers(&landing);
    let mut effects = Effects::default();
    for folder in folders(&tiers) {
        let (ledger, landing, tiers) = (&ledger, &landing, &tiers[..]);
        let scene = Scene {
            store,
            ledger,
            landing,
            tiers,
            lander: None,
            reviewer: None,
            approval: None,
            given: true,
            landed: &[],
        };
        scene.request(&folder, &mut effects, &mut verdict)?;
        verdict.requests.push(folder);
    }
    effects.apply(&mut ledger, &landing, &tiers);
    Ok((ledger, verdict))
}

/// Judges a landing, and takes the register on.
pub fn judge(store: &dyn ObjectStore, ledger: &mut Ledger, landing: &Landing) -> Verdict {
    let tiers = tiers(landing);
    let mut verdict = Verdict::new(&landing.commit);
    if tiers.iter().all(|(tier, _)| *tier == Tier::Outside) {
        return verdict;
    }
    match effects_of(store, ledger, landing, &tiers, &mut verdict) {
        Ok(effects) => effects.apply(ledger, landing, &tiers),
        Err(gap) => {
            verdict.give_up(gap);
            leave_doubt(store, ledger, landing, &tiers, gap);
        }
    }
    verdict
}

fn effects_of(
    store: &dyn ObjectStore,
    ledger: &Ledger,
    landing: &Landing,
    tiers: &[Changed],
    verdict: &mut Verdict,
) -> Result<Effects, Unreadable> {
    verdict.requests = folders(tiers);
    verdict.policy = tiers.iter().any(|(tier, _)| *tier == Tier::Policy);
    in_doubt(ledger, tiers)?;
    let mut effects = Effects::default();
    let court = Court { store, ledger, landing };
    let author = ledger.policy.person_of(&landing.commit.author.mail);
    let time = landing.commit.committer.seconds;
    let day = ledger.policy.day(ledger.clock().map_or(time, |clock| clock.max(time)));
    let sops = verdict.requests.iter().map(|folder| sop_of(store, ledger, landing, folder));
    let sops: Vec<&SopDraft> = sops.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    // Landing again what stands is a lawful restoration by anyone.
    let restores = |tier: &Tier, change: &Change| match tier {
        Tier::Request(folder) => {
            ledger.exceptions.contains_key(&change.path) && ledger.standing_at(&change.path, Some(folder)) == change.new
        }
        _ => false,
    };
    let judged: Vec<Changed> = tiers.iter().filter(|(tier, change)| !restores(tier, change)).cloned().collect();
    let case = LandingCase { ledger, landing, tiers: &judged, author, sops: &sops, day };
    if tiers.iter().any(|(tier, _)| matches!(tier, Tier::Request(_) | Tier::Stray)) {
        let mut landed = ask(|check| if let Check::Landing(ask) = check { ask(&case) } else { Vec::new() });
        let reviewer = author.filter(|_| landing.commit.is_merge() && ledger.policy.way() == Rule::Merge);
        let mut approval = None;
        if landing.commit.is_merge() && case.changes_requests() {
            let (proof, against) = court.lander(author, Claim::Review, &case.place())?;
            landed.extend(against);
            approval = reviewer.map(|_| proof.level());
            effects.remember_key(author, &proof);
        }
        let lander = author;
        let scene = Scene { store, ledger, landing, tiers, lander, reviewer, approval, given: false, landed: &landed };
        for folder in verdict.requests.clone() {
            scene.request(&folder, &mut effects, verdict)?;
        }
        verdict.others |= verdict.marks.is_empty() && !landed.is_empty();
        verdict.findings.extend(landed);
    }
    let of_policy = tiers.iter().filter(|(tier, _)| *tier == Tier::Policy);
    let policy: Vec<&Change> = of_policy.map(|(_, change)| *change).collect();
    if verdict.policy {
        policy::judge_policy(&case, &policy, &court, &mut effects, verdict)?;
    }
    if let Some(person) = author {
        effects.remember(person, &landing.commit.author.mail);
    }
    Ok(effects)
}

/// To whom each change of a landing belongs.
fn tiers(landing: &Landing) -> Vec<Changed<'_>> {
    landing.changes.iter().map(|change| (tier(change.path.as_str()), change)).collect()
}

/// What a landing depends on must itself be certain.
fn in_doubt(ledger: &Ledger, tiers: &[Changed]) -> Result<(), Unreadable> {
    let gap = tiers.iter().find_map(|(tier, change)| {
        let Tier::Request(folder) = tier else { return ledger.doubt.of_everything() };
        let opens = !ledger.requests.contains_key(folder) && folder.file_of(&change.path) == Some("request.yaml");
        let number = ledger.doubt.of_numbers().filter(|_| opens);
        number.or_else(|| ledger.doubt.of_request(folder))
    });
    gap.map_or(Ok(()), Err)
}

/// The requests that a landing touches, each once.
fn folders(tiers: &[Changed]) -> Vec<RequestFolder> {
    let each = tiers.iter().filter_map(|(tier, _)| if let Tier::Request(folder) = tier { Some(folder) } else { None });
    each.collect::<BTreeSet<_>>().into_iter().cloned().collect()
}

/// The SOP under which a request goes, or would go once it is opened.
fn sop_of<'a>(
    store: &dyn ObjectStore,
    ledger: &'a Ledger,
    landing: &Landing,
    folder: &RequestFolder,
) -> Result<Option<&'a SopDraft>, Unreadable> {
    let sops = &ledger.policy.workspace.sops;
    if let Some(standing) = ledger.requests.get(folder) {
        return Ok(sops.get(&standing.progress.sop));
    }
    let path = folder.file("request.yaml");
    let Some(file) = file_at(store, landing.commit.tree, path.as_str())? else { return Ok(None) };
    let bytes = store.read(file.id, ObjectKind::Blob)?;
    let header = cut_request(&bytes).and_then(|cut| read_header(&path, cut.header).value);
    Ok(header.and_then(|header| sops.get(&header.sop?.value)))
}
