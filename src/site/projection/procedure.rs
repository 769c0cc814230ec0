//! A procedure, as its official form shows it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::address;
use super::super::words::{Two, paper_date, window};
use crate::model::place::At;
use crate::model::sop::{Confidence, Demand, DemandKind, Item, SopDraft, Step, Target};
use crate::model::standard_time::DayKind;
use crate::register::policy::Policy;

/// A revision of a procedure.
#[derive(Debug, Clone, Serialize)]
pub struct Procedure {
    /// Its slug.
    pub slug: String,
    /// Its revision.
    pub revision: u32,
    /// Its page.
    pub url: String,
    /// How to ask under it.
    pub submit_url: String,
    /// Its figures.
    pub statistics_url: String,
    /// Its name.
    pub name: String,
    /// Who made it.
    pub agency: String,
    /// The unit; may be empty.
    pub unit: String,
    /// Its number on paper; empty where the paper has none.
    pub number: String,
    /// When it was finished.
    pub made: Option<Two>,
    /// When it was revised.
    pub revised: Option<Two>,
    /// From when it is in force, and until when.
    pub effective: Option<Two>,
    /// The anomalies that concern the dates.
    pub date_codes: Vec<String>,
    /// The post that approved it.
    pub approval: String,
    /// What a "hari" is.
    pub day_kind: Two,
    /// Whether it is in force at the stated time.
    pub in_force: bool,
    /// The letter under which it is used outside its window.
    pub dispensation: Option<String>,
    /// The boxes of the identity block.
    pub identity: Vec<Box_>,
    /// The columns of the flow table.
    pub lanes: Vec<Lane>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What the paper calls the end.
    pub finished: String,
    /// What the paper calls a rejection.
    pub rejected: String,
    /// Off-page connectors: the row after which the page ends, and the label.
    pub connectors: Vec<(u32, String)>,
    /// What the paper left open, and how it is read.
    pub anomalies: Vec<Term>,
}

/// A box of the identity block.
#[derive(Debug, Clone, Serialize)]
pub struct Box_ {
    /// Its heading.
    pub title: Two,
    /// Its items, with the anomalies that concern them.
    pub items: Vec<Cell>,
}

/// An item with the anomalies that concern it.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The text.
    pub text: Two,
    /// Codes of anomalies.
    pub codes: Vec<String>,
}

/// Something that the paper left open or wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Term {
    /// Its code.
    pub code: String,
    /// What the paper says.
    pub what: String,
    /// How it is read.
    pub reading: String,
    /// How sure that is.
    pub confidence: Two,
}

/// A column of the flow table.
#[derive(Debug, Clone, Serialize)]
pub struct Lane {
    /// Its name in the files.
    pub id: String,
    /// Its name on paper.
    pub name: String,
    /// Only the applicant's agency acts here.
    pub bound: bool,
    /// Without a column on paper.
    pub added: bool,
    /// Codes of anomalies.
    pub codes: Vec<String>,
    /// The page of its queue.
    pub url: String,
}

/// A row of the flow table.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own on the form")]
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Its number.
    pub number: u32,
    /// The activity.
    pub activity: String,
    /// The lanes that perform it, by their places.
    pub actors: Vec<usize>,
    /// The lanes that are told.
    pub recipients: Vec<usize>,
    /// The names of the performing lanes.
    pub actor_names: Vec<String>,
    /// The names of the lanes that are told.
    pub recipient_names: Vec<String>,
    /// Each performing lane gives its own entry.
    pub bilateral: bool,
    /// Passed over once it was done.
    pub once: bool,
    /// For whom and what it waits.
    pub wait: Option<Wait>,
    /// Required documents.
    pub needs: Vec<Cell>,
    /// The standard time as printed; empty where none is set.
    pub time: String,
    /// Produced documents.
    pub yields: Vec<Cell>,
    /// The labelled arrows of a decision; empty for a plain row.
    pub arrows: Vec<Arrow>,
    /// Whether the procedure begins here.
    pub first: bool,
    /// Whether the procedure ends here, without a decision.
    pub last: bool,
    /// Codes of anomalies.
    pub codes: Vec<String>,
}

/// A labelled arrow out of a decision.
#[derive(Debug, Clone, Serialize)]
pub struct Arrow {
    /// Its label.
    pub label: String,
    /// The row it leads to; none for an end.
    pub to: Option<u32>,
    /// It leads back.
    pub back: bool,
    /// What the end is called, where it leads to one.
    pub end: Option<Two>,
    /// Codes of anomalies.
    pub codes: Vec<String>,
}

/// For whom and what a step waits.
#[derive(Debug, Clone, Serialize)]
pub struct Wait {
    /// The lanes.
    pub lanes: Vec<String>,
    /// What for.
    pub matter: String,
}

fn codes(readings: &[At<String>]) -> Vec<String> {
    readings.iter().map(|code| code.value.clone()).collect()
}

impl Procedure {
    /// A procedure with everything that its form shows.
    pub(super) fn of(sop: &SopDraft, policy: &Policy, at: DateTime<Utc>) -> Self {
        let day = policy.day(at.timestamp());
        let slug = sop.id.slug.to_string();
        let dispensation = policy.office().and_then(|office| {
            let open = |one: &&crate::model::office::Dispensation| {
                one.sop.value == sop.id
                    && one.from.value <= day
                    && one.until.as_ref().is_none_or(|until| day <= until.value)
            };
            office.dispensations.iter().find(open).map(|one| one.letter.value.clone())
        });
        Self {
            revision: sop.id.revision,
            url: address::sop(&sop.id),
            submit_url: address::submit(&slug),
            statistics_url: address::statistics(&slug),
            name: sop.name.value.clone(),
            agency: sop.agency.value.clone(),
            unit: sop.unit.as_ref().map_or_else(String::new, |unit| unit.value.clone()),
            number: sop.number.as_ref().map_or_else(String::new, |number| number.value.clone()),
            made: sop.dates.made.as_ref().map(|date| paper_date(date.value)),
            revised: sop.dates.revised.as_ref().map(|date| paper_date(date.value)),
            effective: sop.dates.effective.as_ref().map(|dates| window(dates.value)),
            date_codes: codes(&sop.dates.readings),
            approval: sop.approval.value.clone(),
            day_kind: match sop.day_kind.value {
                DayKind::Working => Two::new("hari kerja", "working days"),
                DayKind::Calendar => Two::new("hari kalender", "calendar days"),
            },
            in_force: policy.workspace.is_in_force(&sop.id, day),
            dispensation,
            identity: identity(sop),
            lanes: sop
                .lanes
                .iter()
                .map(|lane| Lane {
                    id: lane.id.value.to_string(),
                    name: lane.name.value.clone(),
                    bound: lane.bound,
                    added: lane.added,
                    codes: codes(&lane.readings),
                    url: address::lane(&sop.id.slug, &lane.id.value),
                })
                .collect(),
            rows: (0..sop.steps.len()).map(|row| self::row(sop, row)).collect(),
            finished: sop.finished.as_ref().map_or_else(|| "Selesai".to_owned(), |end| end.value.clone()),
            rejected: sop.rejected.as_ref().map_or_else(|| "Ditolak".to_owned(), |end| end.value.clone()),
            connectors: sop
                .connectors
                .iter()
                .map(|one| (one.after.value, one.label.as_ref().map_or_else(String::new, |label| label.value.clone())))
                .collect(),
            anomalies: sop
                .anomalies
                .iter()
                .map(|anomaly| Term {
                    code: anomaly.code.value.clone(),
                    what: anomaly.what.value.clone(),
                    reading: anomaly.reading.value.clone(),
                    confidence: match anomaly.confidence {
                        Confidence::High => Two::new("tinggi", "high"),
                        Confidence::Medium => Two::new("sedang", "medium"),
                        Confidence::Low => Two::new("rendah", "low"),
                    },
                })
                .collect(),
            slug,
        }
    }
}

fn identity(sop: &SopDraft) -> Vec<Box_> {
    let titles = [
        Two::new("Dasar hukum", "Legal basis"),
        Two::new("Kualifikasi pelaksana", "Qualifications of the performers"),
        Two::new("Keterkaitan", "Related procedures"),
        Two::new("Peralatan/perlengkapan", "Equipment"),
        Two::new("Peringatan", "Warnings"),
        Two::new("Pencatatan dan pendataan", "Records and data"),
        Two::new("Pembaruan", "Updates"),
    ];
    let item = |item: &Item| Cell { text: Two::same(item.text.value.clone()), codes: codes(&item.readings) };
    let boxes = titles.into_iter().zip(sop.identity.boxes());
    boxes.map(|(title, items)| Box_ { title, items: items.iter().map(item).collect() }).collect()
}

fn row(sop: &SopDraft, at: usize) -> Row {
    let step = &sop.steps[at];
    let place = |id: &At<crate::model::name::LaneId>| sop.lanes.iter().position(|lane| lane.id.value == id.value);
    let name = |id: &At<crate::model::name::LaneId>| {
        sop.lane(&id.value).map_or_else(|| id.value.to_string(), |lane| lane.name.value.clone())
    };
    Row {
        number: step.number.value,
        activity: step.activity.value.clone(),
        actors: step.actors.iter().filter_map(place).collect(),
        recipients: step.recipients.iter().filter_map(place).collect(),
        actor_names: step.actors.iter().map(name).collect(),
        recipient_names: step.recipients.iter().map(name).collect(),
        bilateral: step.is_bilateral(),
        once: step.is_once(),
        wait: step
            .wait
            .as_ref()
            .map(|wait| Wait { lanes: wait.lanes.iter().map(name).collect(), matter: wait.matter.value.clone() }),
        needs: cells(sop, step.needs.as_deref()),
        time: step.time.as_ref().map_or_else(String::new, |time| time.value.printed.clone()),
        yields: cells(sop, step.yields.as_deref()),
        arrows: arrows(sop, step),
        first: at == 0,
        last: !step.is_decision() && sop.targets(at).contains(&Target::Finished),
        codes: codes(&step.readings),
    }
}

fn arrows(sop: &SopDraft, step: &Step) -> Vec<Arrow> {
    let end = |stated: Option<&At<String>>, id: &str, en: &str| {
        Some(stated.map_or_else(|| Two::new(id, en), |text| Two::same(text.value.clone())))
    };
    let each = step.outcomes.iter().map(|outcome| {
        let (to, end) = match outcome.target.value {
            Target::Step(number) => (Some(number), None),
            Target::Finished => (None, end(sop.finished.as_ref(), "Selesai", "Finished")),
            Target::Rejected => (None, end(sop.rejected.as_ref(), "Ditolak", "Rejected")),
        };
        let back = to.is_some_and(|to| to <= step.number.value);
        Arrow { label: outcome.label.value.clone(), to, back, end, codes: codes(&outcome.readings) }
    });
    each.collect()
}

fn cells(sop: &SopDraft, demands: Option<&[Demand]>) -> Vec<Cell> {
    let one = |demand: &Demand| {
        let names = demand.documents.iter().map(|id| {
            sop.declared(&id.value).map_or_else(|| id.value.to_string(), |document| document.name.value.clone())
        });
        let names = names.collect::<Vec<_>>().join(", ");
        let text = match demand.kind {
            DemandKind::Printed => Two::same(names),
            DemandKind::Allowed => Two::new(format!("{names} (tidak wajib)"), format!("{names} (optional)")),
            DemandKind::OneOf => Two::new(format!("{names} (salah satu)"), format!("{names} (any one)")),
            DemandKind::Added => Two::new(format!("{names} (tambahan)"), format!("{names} (added)")),
        };
        Cell { text, codes: codes(&demand.readings) }
    };
    demands.unwrap_or_default().iter().map(one).collect()
}
