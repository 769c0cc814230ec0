//! The register after some landing: the requests that stand, the policy in force, identities, the clock, exceptions.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Change, FileAt};
use super::doubt::Doubt;
use super::policy::Policy;
use super::progress::Seconds;
use super::requests::Requests;
use super::standing::Number;
use crate::model::git::ObjectId;
use crate::model::name::Handle;
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;
use crate::model::signature::Key;

/// Everything that later landings are judged by.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The policy in force.
    pub policy: Policy,
    /// Every request that stands.
    pub requests: Requests,
    /// Paths where the tree differs from what stands, with what stands. Normally there are none.
    pub exceptions: BTreeMap<WorkPath, Option<FileAt>>,
    /// Addresses by which landings were attributed, and to whom: each belongs to one person for ever.
    pub identities: BTreeMap<String, Handle>,
    /// The same of keys.
    pub keys: BTreeMap<Key, Handle>,
    /// What landings that could not be judged leave in doubt.
    pub doubt: Doubt,
    /// The times of the landings of requests and policy, less those that were struck.
    times: BTreeSet<(Seconds, ObjectId)>,
    /// From when on these are all; earlier ones are not known where the register goes on from what was kept.
    times_from: Option<Seconds>,
    /// How many requests were numbered in each year.
    numbers: BTreeMap<i32, u32>,
}

impl Ledger {
    /// A register at its start: the policy as given, nothing landed yet.
    pub fn start(policy: Policy) -> Self {
        Self {
            policy,
            requests: Requests::default(),
            exceptions: BTreeMap::new(),
            identities: BTreeMap::new(),
            keys: BTreeMap::new(),
            doubt: Doubt::default(),
            times: BTreeSet::new(),
            times_from: None,
            numbers: BTreeMap::new(),
        }
    }

    /// The register's clock: the greatest time of the landings so far that were not struck.
    pub fn clock(&self) -> Option<Seconds> {
        self.times.last().map(|(time, _)| *time)
    }

    /// A landing moves the clock.
    pub fn tick(&mut self, time: Seconds, landing: ObjectId) {
        self.times.insert((time, landing));
    }

    /// A steward strikes a landing's time.
    pub fn strike(&mut self, landing: ObjectId) {
        self.times.retain(|(_, other)| *other != landing);
    }

    /// The latest times, and from when on they are all, if there were others before.
    pub fn latest_times(&self, many: usize) -> (Vec<(Seconds, ObjectId)>, Option<Seconds>) {
        let known = self.times.iter().rev().filter(|(time, _)| self.times_from.is_none_or(|from| *time >= from));
        let latest: Vec<_> = known.take(many).copied().collect();
        let cut = self.times.len() > latest.len() || self.times_from.is_some();
        let from = latest.last().map(|(time, _)| *time).filter(|_| cut).or(self.times_from);
        (latest, from)
    }

    /// These times alone are known, and if there were others before, from when on they are all.
    pub fn set_times(&mut self, times: BTreeSet<(Seconds, ObjectId)>, from: Option<Seconds>) {
        (self.times, self.times_from) = (times, from);
    }

    /// Whether the clock is certain: not so many times were struck that an unknown one counts.
    pub fn is_clock_certain(&self) -> bool {
        self.times_from.is_none_or(|from| self.clock().is_some_and(|clock| clock >= from))
    }

    /// How many requests were numbered in each year.
    pub fn numbers(&self) -> impl Iterator<Item = (i32, u32)> {
        self.numbers.iter().map(|(year, place)| (*year, *place))
    }

    /// So many requests were numbered in a year before this register was looked at.
    pub fn set_numbers(&mut self, year: i32, place: u32) {
        self.numbers.insert(year, place);
    }

    /// The next registration number of the year of a moment.
    pub fn next_number(&mut self, at: Seconds) -> Number {
        let year = chrono::Datelike::year(&self.policy.day(at));
        let place = self.numbers.entry(year).or_default();
        *place += 1;
        Number { year, place: *place }
    }

    /// What stands at a path of a request or of policy.
    pub fn standing_at(&self, path: &WorkPath, folder: Option<&RequestFolder>) -> Option<FileAt> {
        let Some(folder) = folder else { return self.policy.files.get(path).copied() };
        self.requests.get(folder)?.at(path)
    }

    /// A change leaves a path as it stands, or makes an exception of it.
    pub fn settle(&mut self, change: &Change, folder: Option<&RequestFolder>) {
        let stands = self.standing_at(&change.path, folder);
        if stands == change.new {
            self.exceptions.remove(&change.path);
        } else {
            self.exceptions.insert(change.path.clone(), stands);
        }
    }
}
