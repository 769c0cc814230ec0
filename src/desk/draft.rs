//! From an intent to the bytes to write: an opening or an entry, with its documents. Whether it is lawful is asked of
//! the judge before anything is written.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::entry::{Attached, Deed, NewEntry, Opening};
use super::letter::{BadForm, DocumentFacts, Facts, RequestFacts, SopFacts, StepFacts, fill, long_date};
use crate::model::name::{DocumentId, Handle, is_name};
use crate::model::office::Office;
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::register::standing::Standing;

/// What is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The request.
    pub folder: RequestFolder,
    /// What is appended to its file: the entry, after the header where the request is new.
    pub appended: String,
    /// The files as they shall stand: what stood and what is appended, and the new documents.
    pub files: Vec<Write>,
    /// The message of the commit.
    pub message: String,
}

/// A file that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Where.
    pub path: WorkPath,
    /// The bytes that stand there now; nothing for a new file.
    pub before: Option<Vec<u8>>,
    /// The bytes that shall stand.
    pub bytes: Vec<u8>,
}

/// A document to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Which one.
    pub id: DocumentId,
    /// How the file's name ends, without the dot.
    pub ending: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What a file without front matter has to say about itself.
    pub facts: Vec<(&'static str, String)>,
}

/// What somebody wants to enter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// The deed.
    pub deed: Deed,
    /// `catatan`
    pub note: Option<String>,
    /// The documents.
    pub deliveries: Vec<Delivery>,
    /// `atas_nama`, where a bot writes.
    pub on_behalf: Option<Handle>,
}

/// An entry that is appended to a request as it stands, to the bytes of its file; no document takes a name that is taken.
pub fn append(standing: &Standing, bytes: &[u8], taken: &BTreeSet<String>, intent: Intent) -> Draft {
    let subject = format!("{}: {}", standing.folder.slug(), intent.deed.words());
    let body = intent.note.clone();
    let before = bytes.to_vec();
    let bound: BTreeSet<String> = standing.bound.keys().cloned().chain(taken.iter().cloned()).collect();
    let (entry, documents) = entry(&standing.folder, &bound, intent);
    let appended = entry.text();
    // A file whose last line was left open would swallow the entry; what stands always ends with one.
    let bytes = [&before[..], appended.as_bytes()].concat();
    let file = Write { path: request_file(&standing.folder), before: Some(before), bytes };
    let message = message(&subject, body.as_deref());
    Draft { folder: standing.folder.clone(), appended, files: documents.into_iter().chain([file]).collect(), message }
}

/// A new request with the entry of its first step.
pub fn open(folder: &RequestFolder, opening: &Opening, intent: Intent) -> Draft {
    let message = message(&format!("{}: permohonan baru", folder.slug()), Some(&opening.title));
    let (entry, documents) = entry(folder, &BTreeSet::new(), intent);
    let appended = format!("{}{}", opening.text(), entry.text());
    let file = Write { path: request_file(folder), before: None, bytes: appended.clone().into_bytes() };
    Draft { folder: folder.clone(), appended, files: documents.into_iter().chain([file]).collect(), message }
}

fn request_file(folder: &RequestFolder) -> WorkPath {
    WorkPath::new(format!("{folder}/request.yaml"))
}

fn message(subject: &str, body: Option<&str>) -> String {
    let body = body.map(|body| format!("\n{}\n", body.split_whitespace().collect::<Vec<_>>().join(" ")));
    format!("{subject}\n{}", body.unwrap_or_default())
}

/// The entry and its new documents. A name is bound for ever, so each file takes one that is free.
fn entry(folder: &RequestFolder, taken: &BTreeSet<String>, intent: Intent) -> (NewEntry, Vec<Write>) {
    let mut taken = taken.clone();
    let mut entry = NewEntry { note: intent.note, on_behalf: intent.on_behalf, ..NewEntry::of(intent.deed) };
    let mut files = Vec::new();
    for Delivery { id, ending, bytes, facts } in intent.deliveries {
        let file = free_name(&id, &ending, &taken);
        taken.insert(file.clone());
        files.push(Write { path: WorkPath::new(format!("{folder}/{file}")), before: None, bytes });
        entry.documents.push(Attached { id, file, facts });
    }
    (entry, files)
}

fn free_name(id: &DocumentId, ending: &str, taken: &BTreeSet<String>) -> String {
    let stem_is_free = |stem: &str| !taken.iter().any(|name| name.split('.').next() == Some(stem));
    let mut stems = std::iter::once(id.to_string()).chain((2..).map(|n: u32| format!("{id}-{n}")));
    let stem = stems.find(|stem| stem_is_free(stem)).unwrap_or_else(|| id.to_string());
    format!("{stem}.{ending}")
}

/// A folder of its own for a new request, named after the day and a word.
pub fn new_folder<'f>(
    day: NaiveDate,
    word: &str,
    used: impl Iterator<Item = &'f RequestFolder>,
) -> Option<RequestFolder> {
    let word = Some(slug(word)).filter(|slug| is_name(slug)).unwrap_or_else(|| "permohonan".to_owned());
    let used: BTreeSet<&str> = used.map(RequestFolder::slug).collect();
    let mut slugs = std::iter::once(word.clone()).chain((2..).map(|n: u32| format!("{word}-{n}")));
    let slug = slugs.find(|slug| !used.contains(slug.as_str()))?;
    RequestFolder::parse(&format!("requests/{}/{slug}", day.format("%Y/%m/%d")))
}

/// The longest slug that is made from a name.
const MAX_SLUG: usize = 48;

/// A text as a plain name: letters without marks, digits, hyphens.
pub fn slug(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
    let mut slug = String::new();
    for word in plain.collect::<String>().split_whitespace() {
        if slug.len() + word.len() >= MAX_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// What the letters of an entry speak of.
#[derive(Debug, Clone)]
pub struct Matter<'a> {
    /// The SOP.
    pub sop: &'a SopDraft,
    /// The office, which knows the agencies by their full names.
    pub office: Option<&'a Office>,
    /// The request.
    pub opening: Opening,
    /// Its registration number, once it has one.
    pub number: Option<String>,
    /// The step.
    pub step: u32,
    /// The outcome that is recorded.
    pub outcome: Option<String>,
    /// The note that is written.
    pub note: Option<String>,
    /// The day.
    pub day: NaiveDate,
}

impl Matter<'_> {
    /// A letter from its form.
    pub fn letter(&self, form: &str, document: &DocumentId) -> Result<Vec<u8>, BadForm> {
        Ok(fill(form, &self.facts(document))?.into_bytes())
    }

    fn facts(&self, id: &DocumentId) -> Facts {
        let Opening { title, application, agency, .. } = &self.opening;
        let agency_name = self.office.and_then(|office| office.agency(agency)).map(|agency| agency.name.value.clone());
        let step = self.sop.step(self.step);
        let document = self.sop.document(id);
        Facts {
            tanggal_iso: self.day.to_string(),
            tanggal: long_date(self.day),
            permohonan: RequestFacts {
                judul: title.clone(),
                aplikasi: application.clone().unwrap_or_default(),
                instansi: agency_name.unwrap_or_else(|| agency.to_string()),
                nomor: self.number.clone().unwrap_or_default(),
            },
            sop: SopFacts {
                nama: self.sop.name.value.clone(),
                nomor: self.sop.number.as_ref().map(|number| number.value.clone()).unwrap_or_default(),
                instansi: self.sop.agency.value.clone(),
                unit: self.sop.unit.as_ref().map(|unit| unit.value.clone()).unwrap_or_default(),
                pengesahan: self.sop.approval.value.clone(),
            },
            langkah: StepFacts {
                nomor: self.step,
                kegiatan: step.map(|step| step.activity.value.clone()).unwrap_or_default(),
                hasil: self.outcome.clone().unwrap_or_default(),
            },
            dokumen: DocumentFacts {
                nama: document.map(|document| document.name.value.clone()).unwrap_or_default(),
                sifat: document.map(|document| document.class().word().to_owned()).unwrap_or_default(),
            },
            catatan: self.note.clone().unwrap_or_default(),
        }
    }
}
