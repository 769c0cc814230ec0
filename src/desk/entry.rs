//! The bytes of a request's file: its opening, and the entries that are appended to it. What is written here reads back
//! as the same deed; nothing that stands is ever touched.

use std::fmt::Write as _;

use super::scalar::scalar;
use crate::model::name::{AgencyId, DocumentId, Handle, LaneId, SopRef};
use crate::model::request::HeaderField;

/// What stands above the entries.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The SOP's revision.
    pub sop: SopRef,
    /// `judul`
    pub title: String,
    /// `instansi`
    pub agency: AgencyId,
    /// `aplikasi`
    pub application: Option<String>,
}

impl Opening {
    /// The file up to its first entry.
    pub fn text(&self) -> String {
        let mut text = String::from(SCHEMA);
        let _ = writeln!(text, "sop: {}", self.sop);
        let _ = writeln!(text, "judul: {}", scalar(&self.title));
        let _ = writeln!(text, "instansi: {}", self.agency);
        if let Some(application) = &self.application {
            let _ = writeln!(text, "aplikasi: {}", scalar(application));
        }
        text.push_str("riwayat:\n");
        text
    }
}

const SCHEMA: &str = "# yaml-language-server: $schema=../../../../../site/schema/request.schema.json\n";

/// The one thing that an entry does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// `langkah`
    Step {
        /// Which one.
        number: u32,
        /// `hasil`
        outcome: Option<String>,
        /// `pihak`
        party: Option<LaneId>,
    },
    /// `jeda`
    Pause {
        /// Why.
        reason: String,
        /// `menunggu`
        awaits: Vec<LaneId>,
    },
    /// `lanjut`
    Resume(String),
    /// `tarik`
    Withdraw(String),
    /// `ralat`
    Amend(Vec<(HeaderField, String)>),
    /// `batal`
    Cancel(String),
    /// `lewati`
    Skip {
        /// Which step.
        number: u32,
        /// `hasil`
        outcome: Option<String>,
    },
    /// `pindah`
    Migrate {
        /// The newer revision.
        sop: SopRef,
        /// The step at which it goes on.
        to: u32,
    },
    /// `tutup`
    Withhold(String),
    /// `sahkan`
    Ratify(u32),
    /// `batalkan`
    Revoke(u32),
}

/// A document that an entry delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attached {
    /// Which document of the SOP, or an attachment's own name.
    pub id: DocumentId,
    /// Its file in the request's folder.
    pub file: String,
    /// What a file without front matter has to say about itself: keys and their texts.
    pub facts: Vec<(&'static str, String)>,
}

/// An entry that is to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// What it does.
    pub deed: Deed,
    /// `catatan`
    pub note: Option<String>,
    /// `dokumen`
    pub documents: Vec<Attached>,
    /// `atas_nama`, where a bot writes.
    pub on_behalf: Option<Handle>,
}

impl NewEntry {
    /// A deed alone.
    pub fn of(deed: Deed) -> Self {
        Self { deed, note: None, documents: Vec::new(), on_behalf: None }
    }

    /// The bytes to append.
    pub fn text(&self) -> String {
        let mut lines = self.deed.lines();
        if let Some(note) = &self.note {
            lines.push(format!("catatan: {}", scalar(note)));
        }
        if !self.documents.is_empty() {
            let each: Vec<String> = self.documents.iter().map(Attached::text).collect();
            lines.push(format!("dokumen: {{{}}}", each.join(", ")));
        }
        if let Some(handle) = &self.on_behalf {
            lines.push(format!("atas_nama: {handle}"));
        }
        let mut text = String::new();
        for (n, line) in lines.iter().enumerate() {
            let indent = if n == 0 { "  - " } else { "    " };
            let _ = writeln!(text, "{indent}{line}");
        }
        text
    }
}

impl Deed {
    fn lines(&self) -> Vec<String> {
        let outcome =
            |outcome: &Option<String>| outcome.iter().map(|hasil| format!("hasil: {}", scalar(hasil))).collect();
        let (act, more): (String, Vec<String>) = match self {
            Self::Step { number, outcome: given, party } => {
                let mut more: Vec<String> = outcome(given);
                more.extend(party.iter().map(|lane| format!("pihak: {lane}")));
                (format!("langkah: {number}"), more)
            }
            Self::Pause { reason, awaits } => {
                let lanes: Vec<&str> = awaits.iter().map(LaneId::as_str).collect();
                let wait = format!("menunggu: [{}]", lanes.join(", "));
                (format!("jeda: {}", scalar(reason)), if lanes.is_empty() { Vec::new() } else { vec![wait] })
            }
            Self::Resume(reason) => (format!("lanjut: {}", scalar(reason)), Vec::new()),
            Self::Withdraw(reason) => (format!("tarik: {}", scalar(reason)), Vec::new()),
            Self::Amend(fields) => {
                let each: Vec<String> =
                    fields.iter().map(|(field, value)| format!("{}: {}", word(*field), scalar(value))).collect();
                (format!("ralat: {{{}}}", each.join(", ")), Vec::new())
            }
            Self::Cancel(reason) => (format!("batal: {}", scalar(reason)), Vec::new()),
            Self::Skip { number, outcome: given } => (format!("lewati: {number}"), outcome(given)),
            Self::Migrate { sop, to } => (format!("pindah: {sop}"), vec![format!("ke: {to}")]),
            Self::Withhold(file) => (format!("tutup: {file}"), Vec::new()),
            Self::Ratify(n) => (format!("sahkan: {n}"), Vec::new()),
            Self::Revoke(n) => (format!("batalkan: {n}"), Vec::new()),
        };
        std::iter::once(act).chain(more).collect()
    }

    /// The deed in a few words, as the subject of a commit.
    pub fn words(&self) -> String {
        match self {
            Self::Step { number, outcome: Some(outcome), .. } => format!("langkah {number}, {outcome}"),
            Self::Step { number, .. } => format!("langkah {number}"),
            Self::Pause { .. } => "jeda".to_owned(),
            Self::Resume(_) => "lanjut".to_owned(),
            Self::Withdraw(_) => "ditarik".to_owned(),
            Self::Amend(_) => "ralat".to_owned(),
            Self::Cancel(_) => "dibatalkan".to_owned(),
            Self::Skip { number, .. } => format!("lewati langkah {number}"),
            Self::Migrate { sop, to } => format!("pindah ke {sop} langkah {to}"),
            Self::Withhold(file) => format!("tutup {file}"),
            Self::Ratify(n) => format!("sahkan entri {n}"),
            Self::Revoke(n) => format!("batalkan entri {n}"),
        }
    }
}

fn word(field: HeaderField) -> &'static str {
    match field {
        HeaderField::Title => "judul",
        HeaderField::Application => "aplikasi",
        HeaderField::Agency => "instansi",
    }
}

impl Attached {
    fn text(&self) -> String {
        if self.facts.is_empty() {
            return format!("{}: {}", self.id, self.file);
        }
        let facts: Vec<String> = self.facts.iter().map(|(key, value)| format!("{key}: {}", scalar(value))).collect();
        format!("{}: {{berkas: {}, {}}}", self.id, self.file, facts.join(", "))
    }
}
