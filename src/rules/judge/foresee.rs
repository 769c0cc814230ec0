//! What a proposal would do if it landed now: the merged tree is built in memory and judged as the landing that it would
//! be, once for everybody who might land it.

use std::collections::HashSet;

use super::effects::Effects;
use super::objects::Objects;
use super::witness::Court;
use super::{Ahead, Verdict, hear, in_doubt, judge, reads};
use crate::model::finding::Finding;
use crate::model::git::{Commit, MODE_FILE, ObjectId, ObjectKind, ObjectStore, Signer, Unreadable};
use crate::model::name::Handle;
use crate::model::office::Landing as Rule;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::silence::heard;
use crate::model::text::MAX_BYTES;
use crate::read::cautions;
use crate::read::faults::unfilled_blank;
use crate::register::changes::Change;
use crate::register::landings::{Chain, Landing};
use crate::register::ledger::Ledger;
use crate::register::merge::{Merged, bases, merge};
use crate::register::overlay::Overlay;
use crate::register::policy::lane_ref;
use crate::register::progress::Seconds;
use crate::register::standing::Standing;
use crate::register::tier::Tier;
use crate::rules::proposal;

/// How a proposal would come onto the published branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// By the merge of a reviewer, who is not known yet.
    Merge,
    /// As it is: its commits are landings already.
    AsItIs,
}

/// What a proposal would do.
#[derive(Debug)]
pub struct Foresight {
    /// The head on which it would land.
    pub head: ObjectId,
    /// Its tip.
    pub tip: ObjectId,
    /// How it would land.
    pub way: Way,
    /// What is against it, whoever lands it.
    pub findings: Vec<Finding>,
    /// What somebody should know of its documents before it lands; none of it is against it.
    pub cautions: Vec<Finding>,
    /// Data is missing: nothing can be foreseen.
    pub unreadable: Option<Unreadable>,
    /// The commit whose tree shows the files as they would stand.
    pub landed: ObjectId,
    /// What would become of the requests that it changes.
    pub prospects: Vec<Prospect>,
    /// The policy files that it changes.
    pub policy: Vec<WorkPath>,
    /// Files that are no affair of the register.
    pub outside: Vec<WorkPath>,
    /// Merging it changes nothing at all.
    pub is_empty: bool,
    /// Who may merge it; nobody has to be asked where it needs no merge.
    pub reviewers: Option<Reviewers>,
}

/// What would become of one request.
#[derive(Debug)]
pub struct Prospect {
    /// As it stands; none where it would be opened.
    pub before: Option<Box<Standing>>,
    /// As it would stand.
    pub after: Box<Standing>,
}

/// Who may merge a proposal.
#[derive(Debug, Default)]
pub struct Reviewers {
    /// Those who may.
    pub may: Vec<Candidate>,
    /// Those with the authority who may not merge this one.
    pub may_not: Vec<Candidate>,
    /// What is against everybody else.
    pub others: Vec<Finding>,
}

/// Somebody who might merge.
#[derive(Debug)]
pub struct Candidate {
    /// The person.
    pub handle: Handle,
    /// The post.
    pub post: String,
    /// What is against this person as the reviewer.
    pub findings: Vec<Finding>,
}

impl Foresight {
    fn new(head: ObjectId, tip: ObjectId, way: Way) -> Self {
        Self {
            head,
            tip,
            way,
            findings: Vec::new(),
            cautions: Vec::new(),
            unreadable: None,
            landed: tip,
            prospects: Vec::new(),
            policy: Vec::new(),
            outside: Vec::new(),
            is_empty: false,
            reviewers: None,
        }
    }

    /// Whether it can land: nothing is against it, and somebody may merge it.
    pub fn is_lawful(&self) -> bool {
        let somebody = self.reviewers.as_ref().is_none_or(|reviewers| !reviewers.may.is_empty());
        self.unreadable.is_none() && self.findings.is_empty() && somebody
    }

    /// What is against it, and what should be known of it.
    pub fn told(&self) -> Vec<Finding> {
        self.findings.iter().chain(&self.cautions).cloned().collect()
    }

    fn touch(&mut self, store: &dyn ObjectStore, landing: &Landing) -> Result<(), Unreadable> {
        for change in &landing.changes {
            match &change.tier {
                Tier::Policy => self.policy.push(change.path.clone()),
                Tier::Outside => self.outside.push(change.path.clone()),
                Tier::Request(folder) => self.caution(store, folder, change)?,
                Tier::Stray => {}
            }
        }
        Ok(())
    }

    /// Documents are kept byte for byte: what is in them beside what they show is told before they land. Blanks that what is
    /// added leaves open are told in either.
    fn caution(&mut self, store: &dyn ObjectStore, folder: &RequestFolder, change: &Change) -> Result<(), Unreadable> {
        let Some(name) = folder.file_of(&change.path) else { return Ok(()) };
        let Some(file) = change.new.filter(|file| file.mode == MODE_FILE) else { return Ok(()) };
        if store.blob_size(file.id)? > MAX_BYTES {
            return Ok(());
        }
        let bytes = store.read(file.id, ObjectKind::Blob)?;
        if name != "request.yaml" {
            self.cautions.extend(cautions(&change.path, &bytes));
            return Ok(());
        }
        let before = change.old.map(|old| store.read(old.id, ObjectKind::Blob)).transpose()?;
        let added = bytes.strip_prefix(before.as_deref().unwrap_or_default()).unwrap_or_default();
        if unfilled_blank::count(added) > 0 {
            self.cautions.extend(unfilled_blank::caution(&change.path, &bytes));
        }
        Ok(())
    }
}

/// Foresees the landing of a tip on a register. Nothing is written; the register stays as it is.
pub fn foresee(
    store: &Overlay,
    ledger: &Ledger,
    chain: &Chain,
    head: ObjectId,
    tip: ObjectId,
    now: Seconds,
) -> Foresight {
    let told = match ready(store, ledger, head, tip) {
        Ok(Some(landings)) => as_it_is(store, ledger, chain, head, &landings),
        Ok(None) => by_merge(store, ledger, chain, head, tip, now),
        Err(gap) => Err(gap),
    };
    let mut told =
        told.unwrap_or_else(|gap| Foresight { unreadable: Some(gap), ..Foresight::new(head, tip, Way::Merge) });
    heard(&mut told.findings);
    told
}

/// The commits of a proposal as landings, oldest first, where they are ones: a push of the tip would only move the branch
/// along its own chain. Where requests change by merges, a line of plain commits is a branch that waits for its merge.
fn ready(store: &Overlay, ledger: &Ledger, head: ObjectId, tip: ObjectId) -> Result<Option<Vec<Commit>>, Unreadable> {
    let direct = ledger.policy.way() == Rule::Direct;
    let mut landings = Vec::new();
    let mut at = tip;
    while at != head {
        let commit = store.commit(at)?;
        let Some(parent) = commit.parents.first().copied().filter(|_| direct || commit.is_merge()) else {
            return Ok(None);
        };
        at = parent;
        landings.push(commit);
    }
    landings.reverse();
    Ok(Some(landings).filter(|landings| !landings.is_empty()))
}

fn as_it_is(
    store: &Overlay,
    ledger: &Ledger,
    chain: &Chain,
    head: ObjectId,
    commits: &[Commit],
) -> Result<Foresight, Unreadable> {
    let tip = commits.last().map_or(head, |commit| commit.id);
    let mut foresight = Foresight::new(head, tip, Way::AsItIs);
    let mut brought = HashSet::new();
    let mut after: Option<Ledger> = None;
    for commit in commits {
        let mut landing = chain.upon(store, commit.clone())?;
        landing.brought.retain(|id, _| !brought.contains(id));
        brought.extend(landing.brought.keys().copied().chain([commit.id]));
        let verdict = judge(store, after.get_or_insert_with(|| ledger.clone()), &landing, Ahead::default());
        foresight.touch(store, &landing)?;
        foresight.unreadable = foresight.unreadable.or(verdict.unreadable);
        foresight.findings.extend(verdict.findings);
        for folder in verdict.requests {
            foresight.prospects.retain(|prospect| prospect.after.folder != folder);
            let standing = after.as_ref().and_then(|after| after.requests.copy(&folder));
            foresight.prospects.extend(standing.map(|standing| prospect(ledger, standing)));
        }
    }
    Ok(foresight)
}

fn prospect(ledger: &Ledger, after: Box<Standing>) -> Prospect {
    Prospect { before: ledger.requests.copy(&after.folder), after }
}

fn by_merge(
    store: &Overlay,
    ledger: &Ledger,
    chain: &Chain,
    head: ObjectId,
    tip: ObjectId,
    now: Seconds,
) -> Result<Foresight, Unreadable> {
    let mut foresight = Foresight::new(head, tip, Way::Merge);
    let brought = chain.brings(store, tip)?;
    let tree = |id: ObjectId| store.commit(id).map(|commit| commit.tree);
    let bases = bases(store, tip, &brought)?.into_iter().map(tree).collect::<Result<Vec<_>, _>>()?;
    let merged = match merge(store, &bases, tree(head)?, tree(tip)?)? {
        Merged::Tree(merged) => merged,
        Merged::Conflict(clashes) => {
            foresight.findings = proposal::conflicts(&clashes, ledger);
            return Ok(foresight);
        }
    };
    let draft = Draft { store, ledger, chain, head, tip, merged, now };
    let landing = draft.landing(b"")?;
    foresight.landed = landing.commit.id;
    foresight.touch(store, &landing)?;
    if landing.changes.is_empty() {
        foresight.is_empty = true;
        foresight.findings = vec![proposal::changes_nothing(brought.is_empty())];
        return Ok(foresight);
    }
    let touches = |is: fn(&Tier) -> bool| landing.changes.iter().any(|change| is(&change.tier));
    if touches(|tier| *tier != Tier::Outside) {
        let by_steward = touches(|tier| *tier == Tier::Policy);
        draft.ask(by_steward, &mut foresight)?;
    }
    Ok(foresight)
}

/// A merge that nobody has made yet.
struct Draft<'a> {
    store: &'a Overlay<'a>,
    ledger: &'a Ledger,
    chain: &'a Chain,
    head: ObjectId,
    tip: ObjectId,
    merged: ObjectId,
    now: Seconds,
}

impl Draft<'_> {
    fn landing(&self, mail: &[u8]) -> Result<Landing, Unreadable> {
        let offset = self.ledger.policy.zone().offset().local_minus_utc() / 60;
        let by = Signer { mail: mail.to_vec(), seconds: self.now, offset: Some(offset) };
        let id = self.store.add_commit(self.merged, &[self.head, self.tip], &by);
        self.chain.upon(self.store, self.store.commit(id)?)
    }

    /// The verdict if the owner of an address merged, and what it would do.
    fn judged(&self, mail: &[u8]) -> Result<(Verdict, Effects), Unreadable> {
        let landing = self.landing(mail)?;
        let mut verdict = Verdict::new(&landing.commit);
        verdict.touch(&landing);
        in_doubt(self.ledger, &landing)?;
        let reads = reads(self.store, self.ledger, &landing, &verdict.requests, Vec::new())?;
        let stands = reads.iter().map(|read| self.ledger.requests.copy(&read.folder)).collect();
        let court = Court { store: self.store, ledger: self.ledger, landing: &landing };
        let objects = Objects::look(self.store, &landing)?;
        let effects = hear(&court, reads, objects, stands, &mut verdict)?;
        Ok((verdict, effects))
    }

    /// Judges the merge once for everybody who might make it. What is said of all is against the proposal itself; what is
    /// said of some is against them as its reviewers.
    fn ask(&self, by_steward: bool, foresight: &mut Foresight) -> Result<(), Unreadable> {
        let (nobody, _) = self.judged(b"")?;
        let mut judged = Vec::new();
        for (person, mail) in self.candidates(&nobody.requests, by_steward) {
            let (verdict, effects) = self.judged(mail.as_bytes())?;
            judged.push((person, verdict.findings, effects));
        }
        // The one with the least against him shows what the proposal does.
        judged.sort_by_key(|(person, findings, _)| (findings.len(), person.handle.clone()));
        let everybody = |finding: &Finding| judged.iter().all(|(_, findings, _)| findings.contains(finding));
        let (common, others): (Vec<_>, Vec<_>) = nobody.findings.into_iter().partition(|f| everybody(f));
        // Where nobody could be asked, only what is against everybody remains.
        let (common, others) = if judged.is_empty() { others_without_reviewers(common) } else { (common, others) };
        let effects = match judged.first_mut() {
            Some((.., effects)) => std::mem::take(effects),
            None => self.judged(b"")?.1,
        };
        foresight.prospects = effects.standings.into_iter().map(|after| prospect(self.ledger, after)).collect();
        let mut reviewers = Reviewers { others, ..Reviewers::default() };
        for (person, mut findings, _) in judged {
            findings.retain(|finding| !common.contains(finding));
            let list = if findings.is_empty() { &mut reviewers.may } else { &mut reviewers.may_not };
            list.push(Candidate { handle: person.handle.clone(), post: person.post.value.clone(), findings });
        }
        foresight.findings = common;
        foresight.reviewers = Some(reviewers);
        Ok(())
    }

    /// Those whom the rules would let merge, as far as it can be told without the proposal, with an address of each.
    fn candidates(&self, requests: &[RequestFolder], by_steward: bool) -> Vec<(&Person, String)> {
        let policy = &self.ledger.policy;
        let day = policy.day(self.now);
        let slugs: HashSet<_> = requests
            .iter()
            .filter_map(|folder| self.ledger.requests.get(folder))
            .map(|standing| standing.progress.sop.slug.clone())
            .collect();
        let sops = || policy.workspace.sops.values().filter(|sop| slugs.is_empty() || slugs.contains(&sop.id.slug));
        let holds = |person: &Person| {
            sops().any(|sop| {
                let mut unbound = sop.lanes.iter().filter(|lane| !lane.bound);
                unbound.any(|lane| person.holds(&lane_ref(sop, &lane.id), None, day))
            })
        };
        let might =
            |person: &&Person| !person.bot && (policy.is_steward(&person.handle) || !by_steward && holds(person));
        let people = policy.workspace.people.values().filter(might);
        people
            .filter_map(|person| Some((person, person.accounts.iter().find_map(|own| own.value.address())?)))
            .collect()
    }
}

/// Without anybody who might merge, what the rules say of an unknown reviewer is said of the reviewer, not the proposal.
fn others_without_reviewers(findings: Vec<Finding>) -> (Vec<Finding>, Vec<Finding>) {
    let of_reviewer = ["reviewer", "policy-steward"];
    findings.into_iter().partition(|finding| !of_reviewer.contains(&finding.rule.0))
}
