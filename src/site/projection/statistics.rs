//! Figures of a procedure: how long its steps take against their standard, where it is sent back, where it piles up.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, Months, NaiveDate};
use rayon::prelude::*;
use serde::Serialize;

use super::super::words::{Two, office_time};
use super::{Brief, Procedure, Public, Tally};
use crate::model::say::Lang;
use crate::register::turn::State;
use crate::report::dates;

/// The figures of a procedure: step by step at its newest revision, and at each earlier one under which something happened.
#[derive(Debug, Clone, Serialize)]
pub struct ProcedureFigures {
    /// The procedure's slug.
    pub slug: String,
    /// Its revision.
    pub revision: u32,
    /// Its name.
    pub name: String,
    /// Its page.
    pub url: String,
    /// The page of these figures.
    pub statistics_url: String,
    /// Its requests, whatever their revision.
    pub tally: Tally,
    /// Step by step, at the newest revision.
    pub steps: Vec<StepFigures>,
    /// The same at earlier revisions, the latest first.
    pub earlier: Vec<EarlierFigures>,
    /// The step at which most open requests stand.
    pub crowded: Option<u32>,
    /// The step whose median stay is longest.
    pub slowest: Option<u32>,
    /// The last twelve months.
    pub months: Vec<Month>,
    /// Median office time from opening to completion.
    pub whole: Option<Two>,
    /// The same in minutes.
    pub whole_minutes: i64,
    /// Of the stays with a standard time, the share that kept it, in percent.
    pub on_time: Option<usize>,
}

/// The figures of an earlier revision: its numbers mean other steps than those of the newest.
#[derive(Debug, Clone, Serialize)]
pub struct EarlierFigures {
    /// Which one.
    pub revision: u32,
    /// Its page.
    pub url: String,
    /// Step by step.
    pub steps: Vec<StepFigures>,
}

/// The figures of a step.
#[derive(Debug, Clone, Serialize)]
pub struct StepFigures {
    /// Its number.
    pub number: u32,
    /// Its activity.
    pub activity: String,
    /// The standard time as printed; empty where none is set.
    pub standard: String,
    /// How many stays are over.
    pub count: usize,
    /// The median of their office time.
    pub median: Option<Two>,
    /// The same in minutes.
    pub median_minutes: i64,
    /// The longest.
    pub longest: Option<Two>,
    /// The same in minutes.
    pub longest_minutes: i64,
    /// Of those with a standard, the share that kept it, in percent.
    pub on_time: Option<usize>,
    /// How often it was left backwards.
    pub returned: usize,
    /// How many open requests stand there now.
    pub open: usize,
}

/// A month.
#[derive(Debug, Clone, Serialize)]
pub struct Month {
    /// `2026-11`
    pub month: String,
    /// "Nov 2026"
    pub name: Two,
    /// How many requests were opened.
    pub opened: usize,
    /// How many reached an end.
    pub closed: usize,
}

/// The stays at one step.
#[derive(Default)]
struct Stays {
    /// Office times in seconds, in ascending order once all are gathered.
    lengths: Vec<i64>,
    kept: usize,
    timed: usize,
    returned: usize,
}

impl Public<'_> {
    /// The figures of every procedure.
    pub fn figures(&self) -> Vec<ProcedureFigures> {
        self.newest().into_par_iter().map(|procedure| self.figures_of(procedure)).collect()
    }

    fn figures_of(&self, procedure: &Procedure) -> ProcedureFigures {
        let own: Vec<&Brief> = self.briefs().iter().filter(|brief| brief.sop.slug.as_str() == procedure.slug).collect();
        let mut stays = stays(&own);
        let mut figures_of = |revision: &Procedure| {
            let stays = stays.remove(&revision.revision).unwrap_or_default();
            (steps(revision, &stays, &own), sums(&stays))
        };
        let (steps, (mut kept, mut timed)) = figures_of(procedure);
        let mut earlier = Vec::new();
        let of_slug = self.procedures.values().filter(|other| other.slug == procedure.slug);
        for other in of_slug.filter(|other| other.revision < procedure.revision) {
            let (steps, sums) = figures_of(other);
            (kept, timed) = (kept + sums.0, timed + sums.1);
            if steps.iter().any(|step| step.count + step.open > 0) {
                earlier.push(EarlierFigures { revision: other.revision, url: other.url.clone(), steps });
            }
        }
        earlier.sort_by_key(|figures| std::cmp::Reverse(figures.revision));
        let best = |key: fn(&StepFigures) -> i64| {
            steps.iter().filter(|step| key(step) > 0).max_by_key(|step| (key(step), std::cmp::Reverse(step.number)))
        };
        let finished = own.iter().filter(|brief| brief.state == State::Finished);
        let mut whole: Vec<i64> = finished.map(|brief| brief.whole()).collect();
        whole.sort_unstable();
        let whole = middle(&whole);
        ProcedureFigures {
            slug: procedure.slug.clone(),
            revision: procedure.revision,
            name: procedure.name.clone(),
            url: procedure.url.clone(),
            statistics_url: procedure.statistics_url.clone(),
            tally: Tally::of(own.iter().copied()),
            crowded: best(|step| i64::try_from(step.open).unwrap_or(0)).map(|step| step.number),
            slowest: best(|step| step.median_minutes).map(|step| step.number),
            months: self.months(&own),
            whole: whole.map(office_time),
            whole_minutes: minutes(whole),
            on_time: percent(kept, timed),
            steps,
            earlier,
        }
    }

    fn months(&self, own: &[&Brief]) -> Vec<Month> {
        let policy = self.policy();
        let today = policy.day(self.at.timestamp());
        let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
        let this = first(today);
        let mut counts: BTreeMap<NaiveDate, (usize, usize)> = BTreeMap::new();
        for brief in own {
            counts.entry(first(policy.day(brief.opened))).or_default().0 += 1;
            if !brief.is_open() {
                counts.entry(first(policy.day(brief.since))).or_default().1 += 1;
            }
        }
        let months = (0..12).rev().filter_map(|back| this.checked_sub_months(Months::new(back)));
        months
            .map(|month| {
                let (opened, closed) = counts.get(&month).copied().unwrap_or_default();
                let name = |lang: Lang| {
                    let full = dates::date(month, lang);
                    full.split(' ').nth(1).map_or(String::new(), |name| name.chars().take(3).collect())
                };
                let name = Two::of(|lang| format!("{} {}", name(lang), month.year()));
                Month { month: month.format("%Y-%m").to_string(), name, opened, closed }
            })
            .collect()
    }
}

/// The stays that are over, by revision and step.
fn stays(own: &[&Brief]) -> BTreeMap<u32, BTreeMap<u32, Stays>> {
    let mut stays: BTreeMap<u32, BTreeMap<u32, Stays>> = BTreeMap::new();
    for stay in own.iter().flat_map(|brief| &brief.stays) {
        let all = stays.entry(stay.revision).or_default().entry(stay.step).or_default();
        all.lengths.push(stay.net);
        all.timed += usize::from(stay.late.is_some());
        all.kept += usize::from(stay.late == Some(false));
        all.returned += usize::from(stay.returned);
    }
    stays.values_mut().flat_map(BTreeMap::values_mut).for_each(|stays| stays.lengths.sort_unstable());
    stays
}

/// The figures of a revision, row by row.
fn steps(procedure: &Procedure, stays: &BTreeMap<u32, Stays>, own: &[&Brief]) -> Vec<StepFigures> {
    let empty = Stays::default();
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    for brief in own.iter().filter(|brief| brief.is_open() && brief.sop.revision == procedure.revision) {
        *open.entry(brief.step).or_default() += 1;
    }
    let figures = |row: &super::procedure::Row| {
        let stay = stays.get(&row.number).unwrap_or(&empty);
        let (median, longest) = (middle(&stay.lengths), stay.lengths.last().copied().map(Duration::seconds));
        StepFigures {
            number: row.number,
            activity: row.activity.clone(),
            standard: row.time.clone(),
            count: stay.lengths.len(),
            median: median.map(office_time),
            median_minutes: minutes(median),
            longest: longest.map(office_time),
            longest_minutes: minutes(longest),
            on_time: percent(stay.kept, stay.timed),
            returned: stay.returned,
            open: open.get(&row.number).copied().unwrap_or_default(),
        }
    };
    procedure.rows.iter().map(figures).collect()
}

/// The stays that kept their standard time, and those that have one.
fn sums(stays: &BTreeMap<u32, Stays>) -> (usize, usize) {
    stays.values().fold((0, 0), |sum, stay| (sum.0 + stay.kept, sum.1 + stay.timed))
}

/// The middle of what stands in ascending order.
fn middle(sorted: &[i64]) -> Option<Duration> {
    sorted.get(sorted.len() / 2).copied().map(Duration::seconds)
}

fn minutes(length: Option<Duration>) -> i64 {
    length.map_or(0, |length| length.num_minutes())
}

fn percent(part: usize, whole: usize) -> Option<usize> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}
