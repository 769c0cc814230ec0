//! Figures of a procedure: how long its steps take against their standard, where it is sent back, where it piles up.

use std::collections::BTreeMap;

use chrono::{Datelike, Duration, Months, NaiveDate};
use serde::Serialize;

use super::super::words::{Two, office_time};
use super::{Line, Procedure, Public, Tally, time};
use crate::model::say::Lang;
use crate::register::progress::instant;
use crate::register::standing::Standing;
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
    lengths: Vec<Duration>,
    kept: usize,
    timed: usize,
    returned: usize,
}

impl Public<'_> {
    /// The figures of every procedure.
    pub fn figures(&self) -> Vec<ProcedureFigures> {
        self.newest().into_iter().map(|procedure| self.figures_of(procedure)).collect()
    }

    fn figures_of(&self, procedure: &Procedure) -> ProcedureFigures {
        let own: Vec<(&Line, &Standing)> = self
            .lines
            .iter()
            .zip(self.standings.iter().copied())
            .filter(|(line, _)| line.sop == procedure.slug)
            .collect();
        let stays = self.stays(procedure, &own);
        let steps = steps(procedure, &stays, &own);
        let (mut kept, mut timed) = sums(&stays);
        let mut earlier = Vec::new();
        let of_slug = self.procedures.values().filter(|other| other.slug == procedure.slug);
        for other in of_slug.filter(|other| other.revision < procedure.revision) {
            let stays = self.stays(other, &own);
            (kept, timed) = (kept + sums(&stays).0, timed + sums(&stays).1);
            let steps = self::steps(other, &stays, &own);
            if steps.iter().any(|step| step.count + step.open > 0) {
                earlier.push(EarlierFigures { revision: other.revision, url: other.url.clone(), steps });
            }
        }
        earlier.sort_by_key(|figures| std::cmp::Reverse(figures.revision));
        let best = |key: fn(&StepFigures) -> i64| {
            steps.iter().filter(|step| key(step) > 0).max_by_key(|step| (key(step), std::cmp::Reverse(step.number)))
        };
        let whole: Vec<Duration> =
            own.iter().filter(|(line, _)| line.state == "selesai").map(|(_, standing)| self.whole(standing)).collect();
        let whole = middle(&whole);
        ProcedureFigures {
            slug: procedure.slug.clone(),
            revision: procedure.revision,
            name: procedure.name.clone(),
            url: procedure.url.clone(),
            statistics_url: procedure.statistics_url.clone(),
            tally: Tally::of(own.iter().map(|(line, _)| *line)),
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

    fn stays(&self, procedure: &Procedure, own: &[(&Line, &Standing)]) -> BTreeMap<u32, Stays> {
        use rayon::prelude::*;
        let policy = self.policy();
        let sops = &policy.workspace.sops;
        let gathered = own.par_iter().map(|(_, standing)| {
            let mut stays: BTreeMap<u32, Stays> = BTreeMap::new();
            let visits = standing.visits().filter(|visit| visit.sop.revision == procedure.revision);
            let visits: Vec<_> = visits.collect();
            for (n, visit) in visits.iter().enumerate() {
                let Some(sop) = sops.get(&visit.sop) else { continue };
                let clock = policy.clock_then(sop, visit.era);
                let stay = stays.entry(visit.step).or_default();
                stay.lengths.push(time::net(clock, visit.since, instant(visit.until), &visit.stops));
                let late = time::was_late(clock, sop, visit);
                stay.timed += usize::from(late.is_some());
                stay.kept += usize::from(late == Some(false));
                let next = visits.get(n + 1).map(|next| next.step);
                let next = next.or_else(|| standing.progress.is_open().then_some(standing.progress.step));
                stay.returned += usize::from(next.is_some_and(|next| next <= visit.step));
            }
            stays
        });
        gathered.reduce(BTreeMap::new, |mut all, some| {
            for (step, more) in some {
                let stay = all.entry(step).or_default();
                stay.lengths.extend(more.lengths);
                stay.kept += more.kept;
                stay.timed += more.timed;
                stay.returned += more.returned;
            }
            all
        })
    }

    fn whole(&self, standing: &Standing) -> Duration {
        let policy = self.policy();
        let each = standing.visits().filter_map(|visit| {
            let sop = policy.workspace.sops.get(&visit.sop)?;
            Some(time::net(policy.clock_then(sop, visit.era), visit.since, instant(visit.until), &visit.stops))
        });
        each.fold(Duration::zero(), |sum, length| sum + length)
    }

    fn months(&self, own: &[(&Line, &Standing)]) -> Vec<Month> {
        let policy = self.policy();
        let today = policy.day(self.at.timestamp());
        let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
        let this = first(today);
        let mut counts: BTreeMap<NaiveDate, (usize, usize)> = BTreeMap::new();
        for (line, standing) in own {
            let opened = standing.entries.first().map_or(0, |entry| entry.time);
            counts.entry(first(policy.day(opened))).or_default().0 += 1;
            if !line.open {
                counts.entry(first(policy.day(line.since_seconds))).or_default().1 += 1;
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

/// The figures of a revision, row by row.
fn steps(procedure: &Procedure, stays: &BTreeMap<u32, Stays>, own: &[(&Line, &Standing)]) -> Vec<StepFigures> {
    let empty = Stays::default();
    let figures = |row: &super::procedure::Row| {
        let stay = stays.get(&row.number).unwrap_or(&empty);
        let (median, longest) = (middle(&stay.lengths), stay.lengths.iter().max().copied());
        let stands = |line: &Line| line.open && line.step == row.number && line.revision == procedure.revision;
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
            open: own.iter().filter(|(line, _)| stands(line)).count(),
        }
    };
    procedure.rows.iter().map(figures).collect()
}

/// The stays that kept their standard time, and those that have one.
fn sums(stays: &BTreeMap<u32, Stays>) -> (usize, usize) {
    stays.values().fold((0, 0), |sum, stay| (sum.0 + stay.kept, sum.1 + stay.timed))
}

fn middle(lengths: &[Duration]) -> Option<Duration> {
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

fn minutes(length: Option<Duration>) -> i64 {
    length.map_or(0, |length| length.num_minutes())
}

fn percent(part: usize, whole: usize) -> Option<usize> {
    (whole > 0).then(|| (part * 100 + whole / 2) / whole)
}
