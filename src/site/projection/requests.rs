//! Every request in brief, gathered from the register: anew, or going on from what was known of an earlier head.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::known::Known;
use super::{Brief, Line, Office};
use crate::model::git::ObjectStore;
use crate::model::path::RequestFolder;
use crate::register::kept::Misfit;
use crate::register::standing::Number;
use crate::rules::judge::{Audit, Landings, Touched};
use crate::site::exports::search::words_of;

/// The requests of a site.
#[derive(Debug, Default)]
pub(in crate::site) struct Requests {
    /// Each in brief, the oldest number first.
    pub briefs: Vec<Brief>,
    /// Their places, by folder.
    by_folder: Vec<usize>,
    /// The places of those that can still move: few of all that ever were.
    pub open: Vec<usize>,
    /// The words by which they are found.
    pub words: Vec<String>,
    /// How many had to be read from the register.
    pub read: usize,
}

/// What requests are gathered from.
pub(super) struct Source<'a> {
    pub audit: &'a Audit,
    pub store: &'a dyn ObjectStore,
    pub office: &'a Office,
    pub landings: &'a Landings<'a>,
    pub at: DateTime<Utc>,
}

impl Requests {
    /// Reads those that changed since; all, where nothing is known or what is known does not fit.
    pub(super) fn gather(from: &Source, known: Option<Known>) -> Result<Self, Misfit> {
        if let Some(known) = known
            && let Some(touched) = touched(from, &known)
        {
            let all = Self::of(from, touched, known)?;
            if all.briefs.len() == from.audit.requests() {
                return Ok(all);
            }
        }
        Self::of(from, from.audit.folders()?, Known::default())
    }

    fn of(from: &Source, touched: Vec<RequestFolder>, known: Known) -> Result<Self, Misfit> {
        let policy = &from.audit.ledger.policy;
        let read = |folder: &RequestFolder| {
            let Some(standing) = from.audit.standing(from.store, folder)? else { return Ok(None) };
            let mut brief = Brief::of(&standing, policy);
            brief.now = brief.at(policy, from.at, from.audit.ledger.doubt.of_request(folder).is_some());
            let words = words_of(&Line::of(&brief, policy, from.office));
            Ok(Some((brief, words)))
        };
        // Requests are read again a few at a time, so that memory does not grow with all that ever was.
        let fresh: Vec<_> = touched.par_iter().map(read).collect::<Result<_, _>>()?;
        let anew: BTreeSet<RequestFolder> = touched.into_iter().collect();
        let Known { briefs, words, .. } = known;
        let mut all = Self { briefs, words, read: anew.len(), ..Self::default() };
        all.briefs.retain(|brief| anew.is_empty() || !anew.contains(&brief.folder));
        all.briefs.par_iter_mut().for_each(|brief| brief.now = brief.at(policy, from.at, false));
        let mut places = all.known_places(fresh.iter().flatten().flat_map(|(_, words)| words));
        for (mut brief, words) in fresh.into_iter().flatten() {
            brief.words = words.into_iter().map(|word| all.place(word, &mut places)).collect();
            all.briefs.push(brief);
        }
        all.briefs.sort_by_key(|brief| brief.number);
        all.by_folder = (0..all.briefs.len()).collect();
        all.by_folder.sort_by(|a, b| all.briefs[*a].folder.cmp(&all.briefs[*b].folder));
        all.open = all.briefs.iter().enumerate().filter(|(_, brief)| brief.is_open()).map(|(at, _)| at).collect();
        Ok(all)
    }

    /// The places of those of some words that are known already. There are as many words as requests, so only these are noted.
    fn known_places<'w>(&self, some: impl Iterator<Item = &'w String>) -> HashMap<String, u32> {
        if self.words.is_empty() {
            return HashMap::new();
        }
        let some: HashSet<&String> = some.collect();
        let known = self.words.iter().zip(0..).filter(|(word, _)| some.contains(word));
        known.map(|(word, place)| (word.clone(), place)).collect()
    }

    fn place(&mut self, word: String, places: &mut HashMap<String, u32>) -> u32 {
        if let Some(place) = places.get(&word) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(word.clone());
        places.insert(word, place);
        place
    }

    /// The request of a number.
    pub(super) fn numbered(&self, number: Number) -> Option<&Brief> {
        let at = self.briefs.binary_search_by_key(&number, |brief| brief.number).ok()?;
        self.briefs.get(at)
    }

    /// The request that stands in a folder.
    pub(super) fn find(&self, folder: &RequestFolder) -> Option<&Brief> {
        let at = self.by_folder.binary_search_by(|at| self.briefs[*at].folder.cmp(folder)).ok()?;
        self.briefs.get(self.by_folder[at])
    }
}

/// The requests that were touched since something was known of all of them; none where the register does not go on from
/// there, or where something in it is in doubt.
fn touched(from: &Source, known: &Known) -> Option<Vec<RequestFolder>> {
    let audit = from.audit;
    if known.start != audit.start || !audit.ledger.doubt.is_none() {
        return None;
    }
    let place = audit.chain.place(known.head)?;
    let later = from.landings.between(place + 1, from.landings.len());
    let at_hand = audit.ledger.requests.each().map(|standing| (standing.number, standing.folder.clone()));
    let mut folders: BTreeMap<Number, RequestFolder> = at_hand.collect();
    let (mut touched, mut unknown) = (BTreeSet::new(), Vec::new());
    for one in later.into_iter().flat_map(|told| told.requests) {
        match one {
            Touched::Folder(folder) => drop(touched.insert(folder)),
            Touched::Numbered(number) => match folders.get(&number) {
                Some(folder) => drop(touched.insert(folder.clone())),
                None => unknown.push(number),
            },
        }
    }
    if !unknown.is_empty() {
        folders.extend(audit.numbers()?);
        for number in unknown {
            touched.insert(folders.get(&number)?.clone());
        }
    }
    Some(touched.into_iter().collect())
}
