//! A procedure: the identity block, the lanes, the documents and the numbered steps of an official SOP.
//!
//! A [`SopDraft`] is what a file says; a [`Sop`] is a draft whose flow is proven sound. Whatever folds requests or
//! draws pages takes a `Sop`, so an unsound procedure can only be reported, never run.

mod parts;

pub use parts::{
    Anomaly, Class, Confidence, Connector, Demand, DemandKind, Document, Identity, Item, Lane, Matter, Outcome,
    SopDates, Step, Target, Wait,
};

use super::day::{PaperDate, Zone};
use super::flow::Flow;
use super::name::{DocumentId, LaneId, SopRef};
use super::place::{At, Place, Span, WorkPath};
use super::standard_time::DayKind;

/// What an SOP file says, sound or not.
#[derive(Debug, Clone)]
pub struct SopDraft {
    /// Slug and revision, from the path.
    pub id: SopRef,
    /// The file.
    pub path: WorkPath,
    /// Whether the file was read without an error.
    pub whole: bool,
    /// `nama`
    pub name: At<String>,
    /// `instansi`
    pub agency: At<String>,
    /// `unit`
    pub unit: Option<At<String>>,
    /// `zona`
    pub zone: At<Zone>,
    /// `nomor`: none where the paper has none.
    pub number: Option<At<String>>,
    /// `tanggal`
    pub dates: SopDates,
    /// `pengesahan`: the post that approved it, never a person.
    pub approval: At<String>,
    /// `satuan_hari`
    pub day_kind: At<DayKind>,
    /// The boxes of the identity block.
    pub identity: Identity,
    /// `lajur`, in the paper's order.
    pub lanes: Vec<Lane>,
    /// `dokumen`
    pub documents: Vec<Document>,
    /// `langkah`
    pub steps: Vec<Step>,
    /// `akhir.selesai`: what the paper calls the end.
    pub finished: Option<At<String>>,
    /// `akhir.ditolak`: what the paper calls a rejection.
    pub rejected: Option<At<String>>,
    /// `konektor`
    pub connectors: Vec<Connector>,
    /// `anomali`
    pub anomalies: Vec<Anomaly>,
}

impl SopDraft {
    /// A place in this file.
    pub fn place(&self, span: Span) -> Place {
        span.at(&self.path)
    }

    /// The first day on which it counts as in force, where the paper gives one.
    pub fn first_day(&self) -> Option<chrono::NaiveDate> {
        let dates = &self.dates;
        let from = dates.effective.as_ref().map(|window| window.from).or(dates.made.as_ref().map(|made| made.value));
        from.map(PaperDate::first_day)
    }

    /// The lane of that name.
    pub fn lane(&self, id: &LaneId) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.id.value == *id)
    }

    /// The document of that name, as declared (an alias is not followed).
    pub fn declared(&self, id: &DocumentId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id.value == *id)
    }

    /// The document that a name means: an alias is followed once.
    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        let document = self.declared(id)?;
        match &document.alias_of {
            None => Some(document),
            Some(real) => self.declared(real),
        }
    }

    /// The step of that number.
    pub fn step(&self, number: u32) -> Option<&Step> {
        self.steps.iter().find(|step| step.number.value == number)
    }

    /// Where a step leads when it is done: its outcomes, or the next row, or the end.
    pub fn targets(&self, row: usize) -> Vec<Target> {
        let step = &self.steps[row];
        if step.is_decision() {
            return step.outcomes.iter().map(|outcome| outcome.target.value).collect();
        }
        vec![self.steps.get(row + 1).map_or(Target::Finished, |next| Target::Step(next.number.value))]
    }

    /// Every mention of a lane, with its place.
    pub fn lane_mentions(&self) -> impl Iterator<Item = &At<LaneId>> {
        self.steps.iter().flat_map(|step| {
            let outcomes = step.outcomes.iter().filter_map(|outcome| outcome.wait.as_ref());
            let waits = step.wait.iter().chain(outcomes).flat_map(|wait| &wait.lanes);
            step.actors.iter().chain(&step.recipients).chain(waits)
        })
    }

    /// Every list of demanded or allowed documents.
    pub fn demands(&self) -> impl Iterator<Item = &Demand> {
        self.steps.iter().flat_map(|step| {
            let own = step.needs.iter().chain(&step.yields).flatten();
            let waits = step.wait.iter().chain(step.outcomes.iter().filter_map(|outcome| outcome.wait.as_ref()));
            own.chain(step.outcomes.iter().flat_map(|outcome| &outcome.yields))
                .chain(waits.flat_map(|wait| &wait.yields))
        })
    }

    /// Every mention of an anomaly's code, with its place.
    pub fn readings(&self) -> Vec<&At<String>> {
        let mut all: Vec<&At<String>> = self.dates.readings.iter().collect();
        all.extend(self.identity.boxes().into_iter().flatten().flat_map(|item| &item.readings));
        all.extend(self.lanes.iter().flat_map(|lane| &lane.readings));
        all.extend(self.documents.iter().flat_map(|document| &document.readings));
        all.extend(self.connectors.iter().flat_map(|connector| &connector.readings));
        all.extend(self.demands().flat_map(|demand| &demand.readings));
        for step in &self.steps {
            all.extend(&step.readings);
            all.extend(step.wait.iter().flat_map(|wait| &wait.readings));
            for outcome in &step.outcomes {
                all.extend(&outcome.readings);
                all.extend(outcome.wait.iter().flat_map(|wait| &wait.readings));
            }
        }
        all
    }

    /// Whether a step is performed by the applicant: a lane that may open the request, or one bound to its agency.
    /// The applicant may bring any document along.
    pub fn is_applicant_step(&self, step: &Step) -> bool {
        let first = self.steps.first().map_or(&[][..], |first| &first.actors[..]);
        step.actors.iter().any(|actor| first.contains(actor) || self.lane(actor).is_some_and(|lane| lane.bound))
    }
}

/// A procedure whose flow is proven: read without error, every reference known, the graph sound.
#[derive(Debug, Clone)]
pub struct Sop(SopDraft);

impl Sop {
    /// Takes a draft only if there is nothing against it.
    pub fn prove(draft: SopDraft) -> Result<Self, Box<SopDraft>> {
        if draft.whole && Flow::of(&draft).is_sound() { Ok(Self(draft)) } else { Err(Box::new(draft)) }
    }
}

impl std::ops::Deref for Sop {
    type Target = SopDraft;

    fn deref(&self) -> &SopDraft {
        &self.0
    }
}
