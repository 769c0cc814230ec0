//! The entries of a request: what was done, in which post, with which evidence.

use serde::Serialize;

use super::super::words::{Moment, Two, gross_time, office_time};
use super::documents::Document;
use super::time;
use crate::model::name::Handle;
use crate::model::request::{Act, HeaderField};
use crate::model::sop::{SopDraft, Target};
use crate::register::policy::Policy;
use crate::register::progress::{chosen, instant, next_row};
use crate::register::standing::{Effect, Mark, Recorded, Standing};

/// One entry.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its place, from 1.
    pub n: usize,
    /// The key of its act in the files; empty where it could not be read.
    pub act: &'static str,
    /// What was done: "Langkah 3", "Ditunda" …
    pub what: Two,
    /// The activity of the step, where it records one.
    pub activity: String,
    /// The outcome of a decision, as written.
    pub outcome: String,
    /// `maju`, `kembali`, `akhir`, `henti` or `lain`: how it moves the request.
    pub way: &'static str,
    /// Where a return leads.
    pub back_to: Option<u32>,
    /// Why, as written.
    pub note: String,
    /// When it landed.
    pub time: Moment,
    /// The post of whoever acted.
    pub post: String,
    /// The agency of whoever acted.
    pub agency: String,
    /// The lane in which he acted.
    pub lane: String,
    /// A bot wrote it for him.
    pub by_bot: bool,
    /// The post of whoever merged it.
    pub reviewer: String,
    /// How sure it is who wrote it.
    pub evidence: Two,
    /// How sure it is who approved it.
    pub approval: Two,
    /// `ada`, `tanpa` or `dibatalkan`.
    pub effect: &'static str,
    /// The entry that took it back.
    pub revoked_by: Option<usize>,
    /// `bertanda` or `disahkan`; empty where nothing was wrong.
    pub mark: &'static str,
    /// The entry that ratified it.
    pub ratified_by: Option<usize>,
    /// The commit that produced it.
    pub commit: String,
    /// The landing that brought it.
    pub landing: String,
    /// Office time that the step took, where the entry ended a stay.
    pub net: Option<Two>,
    /// The same by the wall clock.
    pub gross: Option<Two>,
    /// Whether that was longer than the standard.
    pub late: bool,
    /// The documents that it delivered.
    pub documents: Vec<Document>,
}

/// Every entry of a request, oldest first.
pub(super) fn of(standing: &Standing, policy: &Policy, documents: &[Document]) -> Vec<Entry> {
    let entries = standing.entries.iter().enumerate();
    entries.map(|(at, recorded)| entry(standing, policy, documents, at, recorded)).collect()
}

fn entry(standing: &Standing, policy: &Policy, documents: &[Document], at: usize, recorded: &Recorded) -> Entry {
    let sop = policy.workspace.sops.get(&recorded.sop);
    let act = recorded.entry.as_ref().map(|entry| &entry.act);
    let (net, gross, late) = stay(policy, recorded);
    let (way, back_to) = way(act, recorded, sop);
    let (revoked_by, effect) = match recorded.effect {
        Effect::Had => (None, "ada"),
        Effect::None => (None, "tanpa"),
        Effect::Revoked(by) => (Some(by), "dibatalkan"),
    };
    let (ratified_by, mark) = match recorded.mark {
        Mark::Clean => (None, ""),
        Mark::Marked => (None, "bertanda"),
        Mark::Ratified(by) => (Some(by), "disahkan"),
    };
    let (post, agency) = post(policy, recorded.actor.as_ref());
    let lane = recorded
        .lane
        .as_ref()
        .map(|id| sop.and_then(|sop| sop.lane(id)).map_or_else(|| id.to_string(), |lane| lane.name.value.clone()));
    Entry {
        n: at + 1,
        act: act.map_or("", Act::key),
        what: what(act),
        activity: step_of(act).and_then(|n| sop?.step(n)).map_or_else(String::new, |step| step.activity.value.clone()),
        outcome: outcome_of(act).unwrap_or_default().to_owned(),
        way,
        back_to,
        note: note(recorded, act),
        time: Moment::at(recorded.time, policy.zone()),
        post,
        agency,
        lane: lane.unwrap_or_default(),
        by_bot: recorded.entry.as_ref().is_some_and(|entry| entry.on_behalf.is_some()),
        reviewer: self::post(policy, recorded.reviewer.as_ref()).0,
        evidence: evidence(recorded),
        approval: approval(standing, at),
        effect,
        revoked_by,
        mark,
        ratified_by,
        commit: recorded.commit.to_string(),
        landing: recorded.landing.to_string(),
        net,
        gross,
        late,
        documents: documents.iter().filter(|document| document.entry == at + 1).cloned().collect(),
    }
}

/// A post and its agency: of a person, nothing else is ever told.
pub(super) fn post(policy: &Policy, handle: Option<&Handle>) -> (String, String) {
    let Some(person) = handle.and_then(|handle| policy.person(handle)) else { return Default::default() };
    let agency = person.agency.as_ref().and_then(|id| policy.office()?.agency(&id.value));
    (person.post.value.clone(), agency.map_or_else(String::new, |agency| agency.name.value.clone()))
}

fn evidence(recorded: &Recorded) -> Two {
    match recorded.evidence {
        Some(evidence) => Two::of(|lang| format!("E{} {}", evidence.level(), evidence.word(lang))),
        None => Two::new("penulis tidak terbukti", "author not proven"),
    }
}

fn approval(standing: &Standing, at: usize) -> Two {
    match standing.approval(u32::try_from(at + 1).unwrap_or(u32::MAX)) {
        Some(evidence) => Two::of(|lang| format!("A{} {}", evidence.level(), evidence.word(lang))),
        None => Two::default(),
    }
}

/// The stay that the entry ended, if it ended one.
fn stay(policy: &Policy, recorded: &Recorded) -> (Option<Two>, Option<Two>, bool) {
    let ended = recorded.closed.as_ref().filter(|_| recorded.effect == Effect::Had);
    let Some(visit) = ended else { return (None, None, false) };
    let Some(sop) = policy.workspace.sops.get(&visit.sop) else { return (None, None, false) };
    let clock = policy.clock_then(sop, visit.era);
    let net = time::net(clock, visit.since, instant(visit.until), &visit.stops);
    let gross = instant(visit.until) - instant(visit.since);
    let late = time::was_late(clock, sop, visit).unwrap_or(false);
    (Some(office_time(net)), Some(gross_time(gross)), late)
}

fn step_of(act: Option<&Act>) -> Option<u32> {
    match act? {
        Act::Step { number, .. } | Act::Skip { number, .. } => Some(number.value),
        _ => None,
    }
}

fn outcome_of(act: Option<&Act>) -> Option<&str> {
    match act? {
        Act::Step { outcome, .. } | Act::Skip { outcome, .. } => outcome.as_ref().map(|text| text.value.as_str()),
        _ => None,
    }
}

fn what(act: Option<&Act>) -> Two {
    let Some(act) = act else { return Two::new("Entri tidak terbaca", "Unreadable entry") };
    match act {
        Act::Step { number, .. } => Two::new(format!("Langkah {}", number.value), format!("Step {}", number.value)),
        Act::Skip { number, .. } => {
            Two::new(format!("Langkah {} dilewati", number.value), format!("Step {} passed over", number.value))
        }
        Act::Pause { .. } => Two::new("Ditunda", "Put on hold"),
        Act::Resume(_) => Two::new("Dilanjutkan", "Resumed"),
        Act::Withdraw(_) => Two::new("Ditarik oleh pemohon", "Withdrawn by the applicant"),
        Act::Amend(fields) => {
            let names = |lang: crate::model::say::Lang| {
                let each = fields.iter().map(|(field, _)| match field.value {
                    HeaderField::Title => lang.pick("judul", "title"),
                    HeaderField::Application => lang.pick("aplikasi", "application"),
                    HeaderField::Agency => lang.pick("instansi", "agency"),
                });
                each.collect::<Vec<_>>().join(", ")
            };
            let (id, en) = (names(crate::model::say::Lang::Id), names(crate::model::say::Lang::En));
            Two::new(format!("Ralat {id}"), format!("Correction of {en}"))
        }
        Act::Cancel(_) => Two::new("Dibatalkan oleh kantor", "Cancelled by the office"),
        Act::Migrate { sop, to } => Two::new(
            format!("Pindah ke revisi {}, langkah {}", sop.value.revision, to.value),
            format!("Moved to revision {}, step {}", sop.value.revision, to.value),
        ),
        Act::Withhold(_) => Two::new("Sebuah dokumen ditutup", "A document withheld"),
        Act::Ratify(n) => Two::new(format!("Entri {} disahkan", n.value), format!("Entry {} ratified", n.value)),
        Act::Revoke(n) => Two::new(
            format!("Entri {} dan sesudahnya dibatalkan", n.value),
            format!("Entry {} and later ones revoked", n.value),
        ),
    }
}

/// The reason as written, wherever the act keeps it.
fn note(recorded: &Recorded, act: Option<&Act>) -> String {
    let reason = match act {
        Some(Act::Pause { reason, .. } | Act::Resume(reason) | Act::Withdraw(reason) | Act::Cancel(reason)) => {
            Some(reason.value.as_str())
        }
        _ => None,
    };
    let note = recorded.entry.as_ref().and_then(|entry| entry.note.as_ref()).map(|note| note.value.as_str());
    [reason, note].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How an entry moves the request, and where a return leads.
fn way(act: Option<&Act>, recorded: &Recorded, sop: Option<&SopDraft>) -> (&'static str, Option<u32>) {
    let target = || {
        let sop = sop?;
        let step = sop.step(step_of(act)?)?;
        Some(match chosen(step, outcome_of(act)) {
            Some(outcome) => outcome.target.value,
            None => next_row(sop, step),
        })
    };
    match act {
        Some(Act::Step { .. } | Act::Skip { .. }) => match target() {
            Some(Target::Finished) => ("akhir", None),
            Some(Target::Rejected) => ("tolak", None),
            Some(Target::Step(to)) if to <= recorded.step => ("kembali", Some(to)),
            _ => ("maju", None),
        },
        Some(Act::Pause { .. }) => ("henti", None),
        Some(Act::Withdraw(_) | Act::Cancel(_)) => ("tolak", None),
        _ => ("lain", None),
    }
}
