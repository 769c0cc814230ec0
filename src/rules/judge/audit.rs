//! A whole register, from its start to its head.

use std::collections::HashSet;

use super::kept::{Rest, needed};
use super::turns::in_turns;
use super::{Ahead, Verdict, judge, start};
use crate::model::git::{IdSet, ObjectId, ObjectStore, Unreadable};
use crate::model::path::RequestFolder;
use crate::register::kept::Misfit;
use crate::register::landings::{Chain, Landing, NoRegister, Timely};
use crate::register::ledger::Ledger;
use crate::register::standing::{Recorded, Standing};

/// Every verdict, and the register at the head.
#[derive(Debug)]
pub struct Audit {
    /// The head that was audited.
    pub head: ObjectId,
    /// The first landing: what a verifier compares.
    pub start: ObjectId,
    /// How many commits of the chain precede the start.
    pub before: usize,
    /// One for each landing, oldest first; of those that were kept, only where something is against them.
    pub verdicts: Vec<Verdict>,
    /// The register after the last landing.
    pub ledger: Ledger,
    /// The chain that was walked, onto which more may land.
    pub chain: Chain,
    /// What was kept and not looked at since.
    pub(super) rest: Rest,
}

/// How many landings there are of each kind. Lawful, unlawful and unverifiable add up to all; answered ones are unlawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Nothing against them.
    pub lawful: usize,
    /// With findings.
    pub unlawful: usize,
    /// Of the unlawful, those whose marks and findings were all answered.
    pub answered: usize,
    /// Data is missing.
    pub unverifiable: usize,
}

/// How many entries have which evidence, E0 to E2, and which approval, A0 to A2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Strength {
    /// Who wrote them.
    pub evidence: [usize; 3],
    /// Who approved them.
    pub approval: [usize; 3],
}

impl Strength {
    /// What the entries of one request rest on.
    pub(super) fn of(standing: &Standing) -> Self {
        let mut strength = Self::default();
        for (entry, n) in standing.entries.iter().zip(1..) {
            if let Some(evidence) = entry.evidence {
                strength.evidence[usize::from(evidence.level())] += 1;
            }
            if let Some(approval) = standing.approval(n) {
                strength.approval[usize::from(approval.level())] += 1;
            }
        }
        strength
    }

    /// The counts of evidence, then those of approval.
    pub(super) fn counts(&self) -> [usize; 6] {
        std::array::from_fn(|n| if n < 3 { self.evidence[n] } else { self.approval[n - 3] })
    }

    pub(super) fn from_counts(counts: [usize; 6]) -> Self {
        Self { evidence: std::array::from_fn(|n| counts[n]), approval: std::array::from_fn(|n| counts[n + 3]) }
    }

    pub(super) fn add(&mut self, other: &Self) {
        let (own, other) = (self.counts(), other.counts());
        *self = Self::from_counts(std::array::from_fn(|n| own[n] + other[n]));
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        let (own, other) = (self.counts(), other.counts());
        *self = Self::from_counts(std::array::from_fn(|n| own[n].saturating_sub(other[n])));
    }
}

impl Audit {
    /// How many landings there are.
    pub fn landings(&self) -> usize {
        self.chain.len()
    }

    /// How many requests stand.
    pub fn requests(&self) -> usize {
        self.ledger.requests.len() + self.rest.requests
    }

    /// Counts the evidence of every entry that landed since the start.
    pub fn strength(&self) -> Strength {
        let mut strength = self.rest.strength;
        self.ledger.requests.each().for_each(|standing| strength.add(&Strength::of(standing)));
        strength
    }

    /// Whether every mark and every other finding of a landing was answered since.
    pub fn is_answered(&self, verdict: &Verdict) -> bool {
        self.is_answered_where(verdict, |landing| self.answered_landings().any(|answered| answered == landing))
    }

    fn is_answered_where(&self, verdict: &Verdict, by_stewards: impl FnOnce(&str) -> bool) -> bool {
        let marks = || verdict.marks.iter().all(|(folder, n)| self.is_settled(folder, *n));
        let others = || !verdict.others || by_stewards(&verdict.landing.to_string());
        !verdict.findings.is_empty() && marks() && others()
    }

    /// The landings that stewards answered in `tanggapan.yaml`.
    fn answered_landings(&self) -> impl Iterator<Item = &str> {
        let answers = self.ledger.policy.workspace.answers.iter().flat_map(|answers| &answers.answers);
        answers.map(|answer| answer.landing.value.as_str())
    }

    /// Whether the mark of an entry was answered.
    pub(super) fn is_settled(&self, folder: &RequestFolder, n: usize) -> bool {
        match self.ledger.requests.get(folder) {
            Some(standing) => standing.entries.get(n - 1).is_some_and(Recorded::is_settled),
            None => self.rest.settled.get(&(folder.clone(), n)).copied().unwrap_or(false),
        }
    }

    /// Counts the verdicts.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally { lawful: self.rest.lawful, ..Tally::default() };
        let answered: HashSet<&str> = self.answered_landings().collect();
        for verdict in &self.verdicts {
            if verdict.unreadable.is_some() {
                tally.unverifiable += 1;
            } else if verdict.is_lawful() {
                tally.lawful += 1;
            } else {
                tally.unlawful += 1;
                tally.answered += usize::from(self.is_answered_where(verdict, |landing| answered.contains(landing)));
            }
        }
        tally
    }
}

/// How many landings one thread reads in a row: what one landing left is what the next one began with.
const STRETCH: usize = 64;

/// What becomes of requests that are finished while the rest is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// They stay at hand, for who wants to look at all of them.
    Stay,
    /// They are put away, so that memory does not grow with all that ever was.
    Shelved,
}

/// Judges every landing of a branch. All threads read, each a stretch of it; judging is one walk, landing by landing, that
/// goes from one thread to the next.
pub fn audit(
    store: &dyn ObjectStore,
    head: ObjectId,
    named: Option<ObjectId>,
    finished: Finished,
) -> Result<Audit, NoRegister> {
    audit_by(store, head, named, finished, STRETCH)
}

/// The same, with stretches of so many landings.
pub fn audit_by(
    store: &dyn ObjectStore,
    head: ObjectId,
    named: Option<ObjectId>,
    finished: Finished,
    stretch: usize,
) -> Result<Audit, NoRegister> {
    store.expect_all();
    let mut chain = Chain::walk(store, head, named)?;
    match judged(store, &chain, finished, stretch) {
        Ok(Judged { ledger, verdicts, brought, rest }) => {
            chain.close(brought);
            Ok(Audit { head, start: chain.id(0), before: chain.before, verdicts, ledger, chain, rest })
        }
        Err(Stop::Unreadable(gap)) => Err(gap.into()),
        // What was put away cannot be had again: then everything stays.
        Err(Stop::Misfit) => audit_by(store, head, named, Finished::Stay, stretch),
    }
}

/// What came of a walk.
struct Judged {
    ledger: Ledger,
    verdicts: Vec<Verdict>,
    brought: IdSet,
    rest: Rest,
}

/// Why a walk ends early.
enum Stop {
    Unreadable(Unreadable),
    Misfit,
}

fn judged(store: &dyn ObjectStore, chain: &Chain, finished: Finished, stretch: usize) -> Result<Judged, Stop> {
    let first = store.commit(chain.id(0)).map_err(Stop::Unreadable)?;
    let (ledger, verdict) = start(store, &first).map_err(Stop::Unreadable)?;
    let all = chain.len();
    let (verdicts, brought, rest) = (Vec::with_capacity(all), IdSet::default(), Rest::default());
    let mut walk = Walk { store, chain, ledger, verdicts, brought, rest, shelved: 0 };
    walk.verdicts.push(verdict);
    let places = |piece: usize| piece * stretch + 1..((piece + 1) * stretch + 1).min(all);
    let read = |piece| places(piece).map(|n| read_ahead(store, chain, n)).collect();
    let judge = |walk: &mut Walk, read: Vec<Read>| {
        read.into_iter().try_for_each(|read| walk.judge(read)).map_err(|Misfit| Stop::Misfit)?;
        if finished == Finished::Shelved {
            walk.shelve();
        }
        Ok(())
    };
    let Walk { ledger, verdicts, brought, rest, .. } = in_turns((all - 1).div_ceil(stretch), walk, read, judge)?;
    Ok(Judged { ledger, verdicts, brought, rest })
}

/// A landing with what was read of it before its turn.
type Read = Result<(Landing, Ahead), Unreadable>;

fn read_ahead(store: &dyn ObjectStore, chain: &Chain, n: usize) -> Read {
    let landing = chain.ahead(store, n)?;
    let ahead = Ahead::read(store, &landing)?;
    Ok((landing, ahead))
}

/// The walk over the landings, oldest first.
struct Walk<'a> {
    store: &'a dyn ObjectStore,
    chain: &'a Chain,
    ledger: Ledger,
    verdicts: Vec<Verdict>,
    brought: IdSet,
    rest: Rest,
    /// How many landings were judged when finished requests were put away last.
    shelved: usize,
}

impl Walk<'_> {
    fn judge(&mut self, read: Read) -> Result<(), Misfit> {
        let n = self.verdicts.len();
        let landed = match self.ledger.doubt.of_everything() {
            Some(gap) => Err(gap),
            None => self.in_turn(n, read),
        };
        let verdict = match landed {
            Ok((landing, ahead)) => {
                if !self.rest.shelf.is_empty() {
                    for folder in needed(&landing, &ahead.reads) {
                        self.rest.load(&mut self.ledger, folder, self.store)?;
                    }
                }
                judge(self.store, &mut self.ledger, &landing, ahead)
            }
            Err(gap) => {
                self.ledger.doubt.add_everything(gap);
                Verdict::unverifiable(self.chain.id(n), gap)
            }
        };
        self.verdicts.push(verdict);
        Ok(())
    }

    /// Puts away what was finished by the landings since this was done last.
    fn shelve(&mut self) {
        for verdict in &self.verdicts[self.shelved..] {
            for folder in &verdict.requests {
                self.rest.shelve(&mut self.ledger, folder);
            }
        }
        self.shelved = self.verdicts.len();
    }

    /// What could not be read ahead is tried again, apart: of a request whose file is missing all the rest is known.
    fn in_turn(&mut self, n: usize, read: Read) -> Read {
        let (landing, ahead) = match read {
            Ok(read) => read,
            Err(_) => (self.chain.ahead(self.store, n)?, Ahead::default()),
        };
        let (landing, timely) = self.chain.in_turn(self.store, n, landing, &mut self.brought)?;
        Ok((landing, if timely == Timely::AsRead { ahead } else { Ahead::default() }))
    }
}
