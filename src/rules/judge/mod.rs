//! Every landing gets exactly one verdict, and the register goes on from it.
//!
//! The register says what happened, the rules say whether it was allowed, and what they say decides what has effect;
//! so the two are joined here, landing by landing. Nothing is ever dropped: what cannot be judged is unverifiable.

mod audit;
mod documents;
mod door;
mod effects;
mod fold;
mod foresee;
mod kept;
mod kept_landings;
mod objects;
mod policy;
mod scene;
mod told;
mod turns;
mod verdict;
mod witness;

pub use audit::{Audit, Finished, Strength, Tally, audit, audit_by};
pub use door::Push;
pub use foresee::{Candidate, Foresight, Prospect, Reviewers, Way, foresee};
pub use told::{Landings, Told, Touched};
pub use verdict::Verdict;

use super::landing_case::{Claim, LandingCase};
use super::{Check, ask, check_workspace};
use crate::model::finding::Severity;
use crate::model::git::{Commit, IdMap, ObjectStore, Unreadable};
use crate::model::office::{Evidence, Landing as Rule};
use crate::model::path::RequestFolder;
use crate::model::silence::heard;
use crate::model::sop::SopDraft;
use crate::register::changes::{Change, changes};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::Policy;
use crate::register::reading::{Growth, RequestRead, read_request, read_requests};
use crate::register::standing::Standing;
use crate::register::tier::Tier;
use effects::{Effects, leave_doubt};
use objects::Objects;
use scene::Scene;
use witness::Court;

/// The start: its whole tree is taken as given, without marks or authors.
pub fn start(store: &dyn ObjectStore, commit: &Commit) -> Result<(Ledger, Verdict), Unreadable> {
    let given = changes(store, None, Some(commit.tree))?;
    let of_policy = given.iter().filter(|change| change.tier == Tier::Policy);
    let files = of_policy.filter_map(|change| Some((change.path.clone(), change.new?))).collect();
    let (policy, mut findings) = Policy::read(store, files)?;
    findings.extend(check_workspace(&policy.workspace));
    let mut ledger = Ledger::start(policy);
    let mut verdict = Verdict::new(commit);
    verdict.policy = true;
    verdict.findings = findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    verdict.others = !verdict.findings.is_empty();
    let landing = Landing { commit: commit.clone(), changes: given, brought: IdMap::default() };
    verdict.requests = folders(&landing);
    let mut effects = Effects::default();
    for read in reads(store, &ledger, &landing, &verdict.requests, Vec::new())? {
        let (ledger, landing) = (&ledger, &landing);
        let court = &Court { store, ledger, landing };
        let (lander, reviewer, approval) = (None, None, None);
        let scene = Scene { court, ledger, landing, lander, reviewer, approval, given: true, landed: &[] };
        let standing = scene.request(None, read, &mut effects, &mut verdict)?;
        effects.standings.extend(standing);
    }
    effects.apply(&mut ledger, &landing);
    Ok((ledger, verdict))
}

/// What was read of a landing before its turn.
#[derive(Debug, Default)]
pub struct Ahead {
    /// What it brings to its requests.
    reads: Vec<RequestRead>,
    /// What its objects are, where they were looked at.
    objects: Option<Objects>,
}

impl Ahead {
    /// Reads what it can say of itself.
    pub fn read(store: &dyn ObjectStore, landing: &Landing) -> Result<Self, Unreadable> {
        Ok(Self { reads: read_requests(store, landing)?, objects: Some(Objects::look(store, landing)?) })
    }
}

/// Judges a landing, and takes the register on. What was read of it ahead is used where it fits.
pub fn judge(store: &dyn ObjectStore, ledger: &mut Ledger, landing: &Landing, ahead: Ahead) -> Verdict {
    let mut verdict = Verdict::new(&landing.commit);
    if landing.changes.iter().all(|change| change.tier == Tier::Outside) {
        return verdict;
    }
    verdict.touch(landing);
    let Ahead { reads: ahead, objects } = ahead;
    let reads = in_doubt(ledger, landing).and_then(|()| reads(store, ledger, landing, &verdict.requests, ahead));
    let looked = reads.and_then(|reads| Ok((reads, objects.map_or_else(|| Objects::look(store, landing), Ok)?)));
    let effects = looked.and_then(|(reads, objects)| {
        let stands = stands(ledger, &reads, verdict.policy);
        hear(&Court { store, ledger, landing }, reads, objects, stands, &mut verdict)
    });
    heard(&mut verdict.findings);
    match effects {
        Ok(effects) => effects.apply(ledger, landing),
        Err(gap) => {
            verdict.give_up(gap);
            leave_doubt(ledger, landing, gap);
        }
    }
    verdict
}

/// The requests as they stand before a landing, to be changed by it. Once everything is read, only policy, a signature that
/// this build cannot read, or what an earlier gap left in doubt, can still be missing; only then have they to stay as they
/// are beside.
fn stands(ledger: &mut Ledger, reads: &[RequestRead], with_policy: bool) -> Vec<Option<Box<Standing>>> {
    let is_certain = ledger.doubt.is_none() && ledger.policy.evidence() != Evidence::Forge;
    if with_policy || reads.len() > 1 || !is_certain {
        return reads.iter().map(|read| ledger.requests.copy(&read.folder)).collect();
    }
    reads.iter().map(|read| ledger.requests.take(&read.folder)).collect()
}

/// Judges a landing against the register and the requests as they stand before it.
fn hear(
    court: &Court,
    reads: Vec<RequestRead>,
    objects: Objects,
    stands: Vec<Option<Box<Standing>>>,
    verdict: &mut Verdict,
) -> Result<Effects, Unreadable> {
    let (ledger, landing) = (court.ledger, court.landing);
    let mut effects = Effects::default();
    let author = ledger.policy.person_of(&landing.commit.author.mail);
    let time = landing.commit.committer.seconds;
    let day = ledger.policy.day(ledger.clock().map_or(time, |clock| clock.max(time)));
    let pairs = || reads.iter().zip(&stands);
    // Landing again what stands is a lawful restoration by anyone.
    let standing = |folder: &RequestFolder| {
        pairs().find(|(read, _)| read.folder == *folder).and_then(|(_, stands)| stands.as_ref())
    };
    let restores = |change: &Change| match &change.tier {
        Tier::Request(folder) => {
            ledger.exceptions.contains_key(&change.path)
                && standing(folder).and_then(|standing| standing.at(&change.path)) == change.new
        }
        Tier::Stray => change.new.is_none(),
        Tier::Policy | Tier::Outside => false,
    };
    let judged: Vec<&Change> = landing.changes.iter().filter(|change| !restores(change)).collect();
    let changes = |folder| judged.iter().any(|change| change.tier.request() == Some(folder));
    let changed = pairs().filter(|(read, _)| changes(&read.folder));
    let sops: Vec<&SopDraft> = changed.filter_map(|(read, stands)| sop_of(ledger, read, stands.as_deref())).collect();
    let case = LandingCase { ledger, landing, changes: &judged, author, sops: &sops, day };
    if landing.changes.iter().any(|change| change.tier.is_of_requests()) {
        let mut landed = ask(&case, |check| if let Check::Landing(check) = check { Some(*check) } else { None });
        let reviewer = author.filter(|_| landing.commit.is_merge() && ledger.policy.way() == Rule::Merge);
        let mut approval = None;
        if landing.commit.is_merge() && case.changes_requests() {
            let (proof, against) = court.lander(author, Claim::Review, &case.place())?;
            landed.extend(against);
            approval = reviewer.map(|_| proof.level());
            effects.remember_key(author, &proof);
        }
        let lander = author;
        let scene = Scene { court, ledger, landing, lander, reviewer, approval, given: false, landed: &landed };
        for (read, stands) in reads.into_iter().zip(stands) {
            let standing = scene.request(stands, read, &mut effects, verdict)?;
            effects.standings.extend(standing);
        }
        verdict.others |= verdict.marks.is_empty() && !landed.is_empty();
        verdict.findings.extend(landed);
    }
    let flaws = objects.flaws(&ledger.policy, &case.place());
    let policy: Vec<&Change> = landing.changes.iter().filter(|change| change.tier == Tier::Policy).collect();
    if verdict.policy {
        policy::judge_policy(&case, &policy, &flaws, court, &mut effects, verdict)?;
    }
    verdict.others |= !flaws.is_empty();
    verdict.findings.extend(flaws);
    if let Some(person) = author {
        effects.remember(ledger, person, &landing.commit.author.mail);
    }
    Ok(effects)
}

/// What a landing brings to each of its requests: as it was read ahead, if what was taken to stand really does.
fn reads(
    store: &dyn ObjectStore,
    ledger: &Ledger,
    landing: &Landing,
    folders: &[RequestFolder],
    mut ahead: Vec<RequestRead>,
) -> Result<Vec<RequestRead>, Unreadable> {
    let mut reads = Vec::with_capacity(folders.len());
    for folder in folders {
        let stands = ledger.requests.get(folder).map(|standing| standing.file);
        let fits = |read: &RequestRead| read.folder == *folder && read.against == stands;
        reads.push(match ahead.iter().position(fits) {
            Some(at) => ahead.swap_remove(at),
            None => read_request(store, landing, folder, stands)?,
        });
    }
    Ok(reads)
}

/// What a landing depends on must itself be certain.
fn in_doubt(ledger: &Ledger, landing: &Landing) -> Result<(), Unreadable> {
    if ledger.doubt.is_none() {
        return Ok(());
    }
    let gap = landing.changes.iter().find_map(|change| {
        let Tier::Request(folder) = &change.tier else { return ledger.doubt.of_everything() };
        let opens = !ledger.requests.has(folder) && folder.file_of(&change.path) == Some("request.yaml");
        let number = ledger.doubt.of_numbers().filter(|_| opens);
        number.or_else(|| ledger.doubt.of_request(folder))
    });
    gap.map_or(Ok(()), Err)
}

/// The requests that a landing touches, each once.
fn folders(landing: &Landing) -> Vec<RequestFolder> {
    let mut each: Vec<_> = landing.changes.iter().filter_map(|change| change.tier.request()).collect();
    each.sort_unstable();
    each.dedup();
    each.into_iter().cloned().collect()
}

/// The SOP under which a request goes, or would go once it is opened.
fn sop_of<'a>(ledger: &'a Ledger, read: &RequestRead, stands: Option<&Standing>) -> Option<&'a SopDraft> {
    let sops = &ledger.policy.workspace.sops;
    match (stands, &read.growth) {
        (Some(standing), _) => sops.get(&standing.progress.sop),
        (None, Growth::Grown(grown)) => {
            let header = grown.header.as_ref()?.value.as_ref()?;
            sops.get(&header.sop.as_ref()?.value)
        }
        (None, _) => None,
    }
}
