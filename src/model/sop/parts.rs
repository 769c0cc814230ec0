//! The parts of an SOP: what stands on the paper, part by part.

use crate::model::day::{PaperDate, Window};
use crate::model::name::{DocumentId, FormName, LaneId};
use crate::model::place::At;
use crate::model::standard_time::StandardTime;

/// `tanggal`
#[derive(Debug, Clone, Default)]
pub struct SopDates {
    /// The day (or month) on which it was finished.
    pub made: Option<At<PaperDate>>,
    /// The day of its revision.
    pub revised: Option<At<PaperDate>>,
    /// From when, and until when, it is in force.
    pub effective: Option<At<Window>>,
    /// Where the dates had to be interpreted.
    pub readings: Vec<At<String>>,
}

/// A line of one of the identity block's boxes.
#[derive(Debug, Clone)]
pub struct Item {
    /// The text.
    pub text: At<String>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// The boxes of the identity block.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// `dasar_hukum`
    pub legal_basis: Vec<Item>,
    /// `kualifikasi`
    pub qualifications: Vec<Item>,
    /// `keterkaitan`
    pub related: Vec<Item>,
    /// `peralatan`
    pub equipment: Vec<Item>,
    /// `peringatan`
    pub warnings: Vec<Item>,
    /// `pencatatan`
    pub records: Vec<Item>,
    /// `pembaruan`
    pub updates: Vec<Item>,
}

impl Identity {
    /// Every box in the order of the official form.
    pub fn boxes(&self) -> [&Vec<Item>; 7] {
        let Self { legal_basis, qualifications, related, equipment, warnings, records, updates } = self;
        [legal_basis, qualifications, related, equipment, warnings, records, updates]
    }
}

/// A column of the flow table.
#[derive(Debug, Clone)]
pub struct Lane {
    /// Its name in the files.
    pub id: At<LaneId>,
    /// Its name on paper.
    pub name: At<String>,
    /// `terikat`: only people of the request's own agency act here.
    pub bound: bool,
    /// `tambahan`: an actor without a column on paper.
    pub added: bool,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// A document that the SOP names.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name in the files.
    pub id: At<DocumentId>,
    /// Its name on paper.
    pub name: At<String>,
    /// The letter form it is written with.
    pub form: Option<At<FormName>>,
    /// Who may read it, where the file says so; see [`Self::class`].
    pub stated_class: Option<At<Class>>,
    /// What it is made of.
    pub matter: Matter,
    /// `sama_dengan`: another printed name of that document.
    pub alias_of: Option<At<DocumentId>>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

impl Document {
    /// Who may read it: limited where nothing is said.
    pub fn class(&self) -> Class {
        self.stated_class.as_ref().map(|class| class.value).unwrap_or_default()
    }
}

/// `sifat`: who may read a document. Only `Open` is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Class {
    /// `biasa`
    Open,
    /// `terbatas`; also where nothing is said.
    #[default]
    Limited,
    /// `rahasia`
    Secret,
}

impl Class {
    /// The word of the files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "biasa",
            Self::Limited => "terbatas",
            Self::Secret => "rahasia",
        }
    }
}

/// `wujud`: what a document is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matter {
    /// A file in the request's folder.
    #[default]
    File,
    /// `artefak`: named by the SOP, no file demanded.
    Artefact,
    /// `luar`: personal data, kept outside the repository.
    Outside,
}

/// One row of the flow table.
#[derive(Debug, Clone)]
pub struct Step {
    /// `nomor`
    pub number: At<u32>,
    /// `kegiatan`
    pub activity: At<String>,
    /// `pelaksana`: who performs.
    pub actors: Vec<At<LaneId>>,
    /// `penerima`: who is told; records nothing.
    pub recipients: Vec<At<LaneId>>,
    /// `para_pihak`: each lane gives its own entry.
    pub parties: Option<At<bool>>,
    /// `sekali`: passed over when a loop comes by again.
    pub once: Option<At<bool>>,
    /// `menunggu`: the step is entered waiting.
    pub wait: Option<Wait>,
    /// `kelengkapan`; none where the paper has no such cell.
    pub needs: Option<Vec<Demand>>,
    /// `waktu`; none where the paper sets none.
    pub time: Option<At<StandardTime>>,
    /// `output`; none where the paper has no such cell.
    pub yields: Option<Vec<Demand>>,
    /// `keputusan`: the labelled arrows of a diamond; empty for a plain step.
    pub outcomes: Vec<Outcome>,
    /// How many arrows are written that could not be read.
    pub lost_outcomes: usize,
    /// The anomalies that concern the row.
    pub readings: Vec<At<String>>,
}

impl Step {
    /// Whether each performing lane gives its own entry.
    pub fn is_bilateral(&self) -> bool {
        self.parties.as_ref().is_some_and(|flag| flag.value)
    }

    /// Whether the step is passed over once it was done.
    pub fn is_once(&self) -> bool {
        self.once.as_ref().is_some_and(|flag| flag.value)
    }

    /// Whether the row is a diamond.
    pub fn is_decision(&self) -> bool {
        !self.outcomes.is_empty()
    }
}

/// `menunggu`: for whom and what a step waits; its clock stands still meanwhile.
#[derive(Debug, Clone)]
pub struct Wait {
    /// The lanes that are awaited.
    pub lanes: Vec<At<LaneId>>,
    /// What for.
    pub matter: At<String>,
    /// What ending the wait must deliver.
    pub yields: Vec<Demand>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// An item of `kelengkapan` or `output`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// How it is meant.
    pub kind: DemandKind,
    /// The documents that it names.
    pub documents: Vec<At<DocumentId>>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// How an item of `kelengkapan` or `output` is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemandKind {
    /// Printed and demanded.
    Printed,
    /// `boleh`: printed, not demanded.
    Allowed,
    /// `salah_satu`: printed, at least one demanded.
    OneOf,
    /// `tambahan`: not printed, demanded.
    Added,
}

/// A labelled arrow out of a diamond.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// `hasil`: its label.
    pub label: At<String>,
    /// `ke`: where it leads.
    pub target: At<Target>,
    /// What it yields besides.
    pub yields: Vec<Demand>,
    /// The target is entered waiting.
    pub wait: Option<Wait>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// Where an arrow leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// To a step, by its number.
    Step(u32),
    /// `selesai`
    Finished,
    /// `ditolak`
    Rejected,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Step(number) => write!(f, "{number}"),
            Self::Finished => f.write_str("selesai"),
            Self::Rejected => f.write_str("ditolak"),
        }
    }
}

/// An off-page connector of the paper.
#[derive(Debug, Clone)]
pub struct Connector {
    /// The step after which the page ends.
    pub after: At<u32>,
    /// Its label; none where the paper has none.
    pub label: Option<At<String>>,
    /// The anomalies that concern it.
    pub readings: Vec<At<String>>,
}

/// Something that the paper left open or wrong, decided here with a reason.
#[derive(Debug, Clone)]
pub struct Anomaly {
    /// Its code within the file.
    pub code: At<String>,
    /// What the paper says.
    pub what: At<String>,
    /// How it is read here, and why.
    pub reading: At<String>,
    /// How sure that is.
    pub confidence: Confidence,
}

/// `keyakinan`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// `tinggi`
    High,
    /// `sedang`
    Medium,
    /// `rendah`
    Low,
}

impl Confidence {
    /// The word of the files.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "tinggi",
            Self::Medium => "sedang",
            Self::Low => "rendah",
        }
    }
}
