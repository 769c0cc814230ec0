//! A sample ledger: a whole office with its history, from a seed. The same seed, size and moment give the same commits
//! on every machine. It is written as it is made, and holds in memory only the requests that are still open.

mod applicants;
mod case;
mod dice;
mod hours;
mod letters;
mod objects;
mod office;
mod pen;
mod staff;
mod stream;
mod turns;
mod words;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fmt::Write as _;
use std::io;

use chrono::NaiveDate;

use crate::desk::defaults;
use crate::model::git::ObjectId;
use crate::model::name::SopRef;
use crate::model::office::Landing;
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::read::read_workspace;
use crate::register::policy::lane_ref;
use crate::register::progress::Seconds;
use case::{Case, Next, Scene};
use dice::Dice;
use hours::{DAY, Hours};
use staff::Staff;
use stream::{File, REACH, Stream};

pub use stream::Out;
use turns::{Fate, Mistake};

/// What a sample ledger is made from.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How many requests.
    pub requests: u64,
    /// Another seed, another ledger.
    pub seed: u64,
    /// The moment at which it ends.
    pub at: Seconds,
    /// How entries land: by merges, or directly on the published branch.
    pub way: Landing,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// All landings, the start among them.
    pub landings: u64,
    /// The requests that were opened.
    pub requests: u64,
    /// The commits that are signed.
    pub signed: u64,
    /// The landings that are meant to be wrong; each was answered.
    pub mistakes: u64,
}

/// The clerk as whom a newcomer begins: post, and address.
pub const CLERK: (&str, &str) = ("Kepala Subbagian Umum Dinas Kesehatan", "dinkes-umum@dinkes.example");

/// The first moment at which a sample ledger may end: by then each of its procedures has been in use.
pub fn earliest() -> NaiveDate {
    staff::day(2024, 6, 1)
}

/// The last day on which a sample ledger may end.
pub fn latest() -> NaiveDate {
    staff::day(2035, 12, 31)
}

/// Writes a sample ledger as `git fast-import` reads it, and what that cannot make as whole objects.
pub fn write(plan: Plan, out: Out) -> io::Result<Made> {
    let carried = &workspace();
    let national = "nasional".parse().map_err(io::Error::other)?;
    let calendar = carried.office_calendar(&national);
    let hours = Hours::new(&calendar, crate::model::day::Zone::Wita, office::first_day(), plan.at);
    let staff = Staff::new(carried, plan.seed);
    let stream = Stream::new(out, hours.offset());
    let dice = Dice::new(plan.seed, u64::MAX);
    let made = Made::default();
    let revision = hours.before(office::revision_begins());
    let (open, due, answers) = (HashMap::new(), BinaryHeap::new(), String::new());
    Ledger { plan, carried, hours, staff, stream, dice, made, open, due, revision, answers }.run()
}

/// What the program carries, and the revision that the sample office makes.
fn workspace() -> Workspace {
    let (path, bytes) = office::revision();
    // Two lists, because what is carried lives for ever and the revision does not.
    let carried: Vec<(WorkPath, &[u8])> = defaults::all().collect();
    read_workspace(carried.into_iter().chain([(path, bytes.as_slice())])).0
}

/// The ledger while it is written.
struct Ledger<'a, 'w> {
    plan: Plan,
    carried: &'a Workspace,
    hours: Hours,
    staff: Staff,
    stream: Stream<'w>,
    dice: Dice,
    made: Made,
    open: HashMap<u64, Case<'a>>,
    /// When something happens to which request.
    due: BinaryHeap<Reverse<(i64, u64)>>,
    /// When the newer revision begins, in office time.
    revision: i64,
    /// `tanggapan.yaml` as it stands.
    answers: String,
}

impl<'a> Ledger<'a, '_> {
    fn run(mut self) -> io::Result<Made> {
        self.policy(0, "Awal register", &office::start(&self.staff, self.plan.way))?;
        let changes = office::changes().map(|(on, words)| (self.hours.before(on), on, words));
        let mut changes = changes.into_iter().peekable();
        let mut openings = 0;
        loop {
            let opening = if openings < self.plan.requests { self.opening(openings) } else { i64::MAX };
            let due = self.due.peek().map_or(i64::MAX, |Reverse((at, _))| *at);
            let change = changes.peek().map_or(i64::MAX, |(at, ..)| *at);
            let at = opening.min(due).min(change);
            if at >= self.hours.total() {
                break;
            }
            if change == at {
                if let Some((at, on, words)) = changes.next() {
                    self.policy(at, words, &office::change(&self.staff, self.plan.way, on))?;
                }
            } else if due == at {
                let Some(Reverse((at, n))) = self.due.pop() else { break };
                self.go_on(at, n)?;
            } else {
                self.open(at, openings)?;
                openings += 1;
            }
        }
        self.stream.end()?;
        self.made.landings = self.stream.landings();
        self.made.signed = self.stream.signed();
        Ok(self.made)
    }

    /// The stories that every sample tells, however small it is; a large one tells each of them often.
    fn fate(&self, n: u64) -> Fate {
        let own_review = match self.plan.way {
            Landing::Merge => Mistake::OwnReview,
            Landing::Direct => Mistake::ForeignLane,
        };
        let wrong = n < 24 || (n / 24).is_multiple_of(4);
        let left = self.plan.requests - n;
        if left == self.plan.requests / 16 + 1 || left < self.plan.requests / 10 && n.is_multiple_of(9) {
            return Fate::Forgotten;
        }
        match n % 24 {
            1 => Fate::Rejected,
            2 if wrong => Fate::Ratified(own_review),
            4 => Fate::Withdrawn,
            5 if wrong => Fate::Revoked,
            6 => Fate::Cancelled,
            8 => Fate::Withheld,
            11 if wrong => Fate::Ratified(Mistake::ForeignLane),
            13 => Fate::Amended,
            15 if wrong && self.plan.way == Landing::Merge => Fate::Ratified(Mistake::Straight),
            _ => Fate::Usual,
        }
    }

    /// When a request is opened: the office is asked more often from year to year.
    fn opening(&self, n: u64) -> i64 {
        let (first, span) = (2 * DAY, i128::from(self.hours.total() - 3 * DAY).max(1));
        let share = (u128::from(n) << 40) / u128::from(self.plan.requests.max(1));
        let root = (share << 40).isqrt();
        let bent = i128::try_from(u128::midpoint(share, root)).unwrap_or(0);
        first + i64::try_from((span * bent) >> 40).unwrap_or(0)
    }

    fn open(&mut self, at: i64, n: u64) -> io::Result<()> {
        let mut dice = Dice::new(self.plan.seed, n);
        let moment = self.hours.moment(at);
        let on = self.hours.day(moment);
        let mut fate = self.fate(n);
        let usable: Vec<&'a SopDraft> = self.carried.sops.values().filter(|sop| self.is_usable(&sop.id, on)).collect();
        let last = self.opening(n + 1) >= self.revision;
        let first = |sop: &&SopDraft| sop.id.slug.as_str() == staff::TAPIN && sop.id.revision == 1;
        let moving = usable.iter().copied().find(first).filter(|_| last && at < self.revision);
        if moving.is_some() {
            fate = Fate::Migrated;
        }
        let rejecting = |sop: &&&SopDraft| {
            let outcomes = sop.steps.iter().flat_map(|step| &step.outcomes);
            outcomes.into_iter().any(|outcome| outcome.target.value == crate::model::sop::Target::Rejected)
        };
        let rejecting = usable.iter().find(rejecting).copied().filter(|_| fate == Fate::Rejected);
        if fate == Fate::Rejected && rejecting.is_none() {
            fate = Fate::Usual;
        }
        let picked = dice.pick(&usable).copied();
        let Some(sop) = moving.or(rejecting).or(picked) else { return Ok(()) };
        let newer = self.carried.sops.values().find(|newer| newer.id.slug == sop.id.slug && newer.id > sop.id);
        // Who asks just before a newer revision begins is moved to it.
        if fate == Fate::Usual && newer.is_some() && at < self.revision && self.revision < at + 15 * DAY {
            fate = Fate::Migrated;
        }
        let builds = sop.id.slug.as_str() == "kota-bogor-pengembangan-aplikasi";
        let subject = words::subject(&mut dice, builds, n);
        let (left, until_revision) = (self.hours.total() - at, self.revision - at);
        let scene = Scene { staff: &self.staff, on, at: moment, left, until_revision };
        let Some((case, next)) = Case::new((sop, newer), subject, fate, dice, &scene) else { return Ok(()) };
        self.made.requests += 1;
        self.land(at, n, case, &next)
    }

    fn is_usable(&self, sop: &SopRef, on: NaiveDate) -> bool {
        let in_force = self.carried.is_in_force(sop, on) || office::is_dispensed(&sop.to_string(), on);
        in_force && office::stands(sop, on)
    }

    fn go_on(&mut self, at: i64, n: u64) -> io::Result<()> {
        let Some(mut case) = self.open.remove(&n) else { return Ok(()) };
        let moment = self.hours.moment(at);
        if let Some(landing) = case.wrong.as_mut().and_then(|wrong| wrong.landing.take()) {
            self.answer(at, landing)?;
        }
        let (left, until_revision) = (self.hours.total() - at, self.revision - at);
        let scene = Scene { staff: &self.staff, on: self.hours.day(moment), at: moment, left, until_revision };
        match case.next(&scene) {
            Some(next) => self.land(at, n, case, &next),
            None => Ok(()),
        }
    }

    fn land(&mut self, at: i64, n: u64, mut case: Case<'a>, next: &Next) -> io::Result<()> {
        let moment = self.hours.moment(at);
        if next.straight || self.plan.way == Landing::Direct {
            let signs = self.signs(moment);
            let hand = self.staff.hand(next.author, moment, signs);
            self.stream.direct(hand, &next.message, &next.files)?;
            if let Some(landing) = self.stream.head().filter(|_| next.straight) {
                case.landed_straight(landing);
            }
        } else {
            self.merge(at, &mut case, next)?;
        }
        self.made.mistakes += u64::from(next.mistake);
        case.landed = self.stream.landings();
        if let Some(after) = next.after {
            self.due.push(Reverse((at + after, n)));
            self.open.insert(n, case);
        }
        Ok(())
    }

    /// The officer writes on a branch, and a reviewer merges it after a while.
    fn merge(&mut self, at: i64, case: &mut Case, next: &Next) -> io::Result<()> {
        let moment = self.hours.moment(at);
        let on = self.hours.day(moment);
        let written = self.hours.moment((at - self.dice.between(300, DAY / 2)).max(0));
        let reviewer = if next.own_review { next.author } else { self.reviewer(case.sop, next.author, on) };
        // Some branches began before what others landed in the meantime.
        let back = if self.dice.chance(6) { self.dice.below(REACH + 1) } else { 0 };
        let since = self.stream.landings() - case.landed.max(1);
        let back = back.min(usize::try_from(since).unwrap_or(back));
        case.reviewed(reviewer);
        let (signs, approves) = (self.signs(moment), self.signs(moment));
        let author = self.staff.hand(next.author, written, signs);
        let reviewer = self.staff.hand(reviewer, moment, approves);
        self.stream.merge((author, &next.message), reviewer, back, &next.files)
    }

    /// Two stewards answer a landing that went wrong.
    fn answer(&mut self, at: i64, landing: ObjectId) -> io::Result<()> {
        let _ = write!(self.answers, "- pendaratan: {landing}\n  catatan: {}\n", words::STRAIGHT_NOTE);
        let file = ("tanggapan.yaml".to_owned(), self.answers.clone().into_bytes());
        self.policy(at, "Tanggapi pendaratan tanpa penggabungan", &[file])
    }

    /// Whether a person with a key signs now. About as many commits are signed in a large sample as in a small one, so
    /// that signing costs little.
    fn signs(&mut self, at: Seconds) -> bool {
        let often = usize::try_from(self.plan.requests / 60).unwrap_or(usize::MAX).max(3);
        self.hours.day(at) > staff::key_day() && self.dice.below(often) == 0
    }

    /// Whoever may review under an SOP: a steward, or a holder of one of its unbound lanes.
    fn reviewer(&mut self, sop: &SopDraft, author: usize, on: NaiveDate) -> usize {
        let unbound = sop.lanes.iter().filter(|lane| !lane.bound);
        let holders = unbound.flat_map(|lane| self.staff.holding(&lane_ref(sop, &lane.id), None, on));
        let mut all: Vec<usize> = holders.chain(self.staff.stewards().iter().copied()).collect();
        all.retain(|other| *other != author);
        all.sort_unstable();
        all.dedup();
        self.dice.pick(&all).copied().unwrap_or(0)
    }

    /// Policy lands: one steward writes, another merges.
    fn policy(&mut self, at: i64, message: &str, files: &[File]) -> io::Result<()> {
        let moment = self.hours.moment(at);
        let stewards = self.staff.stewards().to_vec();
        let writer = self.dice.below(stewards.len());
        let other = (writer + 1) % stewards.len();
        let (writer, other) = (stewards[writer], stewards[other]);
        let (signs, approves) = (self.signs(moment), self.signs(moment));
        let (writer, other) = (self.staff.hand(writer, moment, signs), self.staff.hand(other, moment, approves));
        if self.stream.landings() == 0 || self.plan.way == Landing::Direct {
            return self.stream.direct(writer, message, files);
        }
        self.stream.merge((writer, message), other, 0, files)
    }
}
