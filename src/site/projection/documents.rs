//! The documents of a request. Only what is `biasa` in every respect is published; of the others, kind, date, class and
//! hash are told.

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::address;
use super::super::words::{Moment, Two};
use crate::model::git::{ObjectId, ObjectKind, ObjectStore};
use crate::model::name::DocumentId;
use crate::model::place::WorkPath;
use crate::model::request::LetterFacts;
use crate::model::sop::{Class, Matter, SopDraft};
use crate::read::read_letter;
use crate::register::policy::Policy;
use crate::register::standing::{Bound, Standing};

/// A document of a request.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// What it is: the SOP's own name of it, or that it is an attachment.
    pub kind: Two,
    /// What it is called: its subject where it is published, its kind otherwise.
    pub title: Two,
    /// The date that it bears, or the day on which it was delivered.
    pub date: NaiveDate,
    /// `biasa`, `terbatas` or `rahasia`.
    pub class: &'static str,
    /// The entry that delivered it.
    pub entry: usize,
    /// SHA-256 of its bytes; empty where they could not be read.
    pub sha256: String,
    /// Its page, from the root of a language; empty where it is not published as a page.
    pub page: String,
    /// Its copy, from the root of the site; empty where it is not published as a file.
    pub file: String,
    /// Its size in words, where it is published as a file.
    pub size: Two,
    /// A steward withheld it.
    pub withheld: bool,
    /// Nothing keeps it from the site but its kind of file.
    pub unpublishable: bool,
    /// The head of a published letter.
    pub letter: Option<Letter>,
}

/// The head of a published letter.
#[derive(Debug, Clone, Serialize)]
pub struct Letter {
    /// `nomor`
    pub number: String,
    /// `hal`
    pub subject: String,
    /// `dari`
    pub from: String,
    /// `kepada`
    pub to: String,
    /// `tanggal`
    pub date: Option<NaiveDate>,
}

/// What is published of a document besides its line.
#[derive(Debug, Clone)]
pub enum Publish {
    /// A letter's text, as Markdown.
    Letter(String),
    /// A file, byte for byte.
    File(std::sync::Arc<[u8]>),
}

/// A document with what is published of it.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its line.
    pub document: Document,
    /// Its content; none where it is not published.
    pub content: Option<Publish>,
}

/// The endings that are published as files, with the bytes that such files begin with.
const PUBLISHED: [(&str, &[u8]); 4] =
    [("pdf", b"%PDF-"), ("png", b"\x89PNG\r\n\x1a\n"), ("jpg", b"\xff\xd8\xff"), ("jpeg", b"\xff\xd8\xff")];

/// Every document of a request, in the order in which they were delivered.
pub(super) fn of(standing: &Standing, policy: &Policy, store: &dyn ObjectStore) -> Vec<Attached> {
    let mut bound: Vec<(&String, &Bound)> = standing.bound.iter().collect();
    bound.sort_by_key(|(name, bound)| (bound.entry, *name));
    bound.into_iter().map(|(name, bound)| one(standing, policy, store, name, bound)).collect()
}

fn one(standing: &Standing, policy: &Policy, store: &dyn ObjectStore, name: &str, bound: &Bound) -> Attached {
    let bytes = read(store, bound.id);
    let recorded = standing.entry(u32::try_from(bound.entry).unwrap_or(u32::MAX));
    let given = recorded
        .and_then(|recorded| recorded.entry.as_ref())
        .and_then(|entry| entry.documents.iter().find(|given| given.file.value == *name));
    // The procedure under which it was delivered says what it is.
    let sop = recorded.and_then(|recorded| policy.workspace.sops.get(&recorded.sop));
    let letter = name.strip_suffix(".md").and_then(|_| letter_of(name, bytes.as_deref()));
    let facts = letter.as_ref().map_or_else(|| given.map(|given| &given.facts), |(facts, _)| Some(facts));
    let withheld = standing.withheld.contains(name);
    let class = class(sop, &bound.document, facts);
    let open = class == Class::Open && !withheld;
    let content = if open { content(name, bytes.as_ref(), letter.as_ref()) } else { None };
    let date = facts.and_then(|facts| facts.date.as_ref()).map(|day| day.value);
    let delivered = Moment::at(recorded.map_or(0, |recorded| recorded.time), policy.zone()).day();
    let kind = kind(sop, &bound.document);
    let is_file = matches!(content, Some(Publish::File(_)));
    let is_letter = matches!(content, Some(Publish::Letter(_)));
    let subject = facts.and_then(|facts| facts.subject.as_ref()).map(|text| text.value.clone());
    let document = Document {
        title: subject.filter(|_| content.is_some()).map_or_else(|| kind.clone(), Two::same),
        // Of a document that is not published, the day on which it came is what everybody may know.
        date: date.filter(|_| content.is_some()).unwrap_or(delivered),
        class: class.word(),
        entry: bound.entry,
        sha256: bytes.as_deref().map(sha256).unwrap_or_default(),
        page: if is_letter { address::letter(&standing.folder, name) } else { String::new() },
        file: if is_file { address::attached(&standing.folder, name) } else { String::new() },
        size: if is_file { size(bytes.as_deref().map_or(0, <[u8]>::len)) } else { Two::default() },
        withheld,
        unpublishable: open && content.is_none(),
        letter: letter.filter(|_| is_letter).map(|(facts, _)| head(&facts)),
        kind,
    };
    Attached { document, content }
}

/// A document that cannot be read is listed all the same; the audit says what is missing.
fn read(store: &dyn ObjectStore, id: ObjectId) -> Option<std::sync::Arc<[u8]>> {
    store.read(id, ObjectKind::Blob).ok()
}

fn letter_of(name: &str, bytes: Option<&[u8]>) -> Option<(LetterFacts, String)> {
    let bytes = bytes?;
    let letter = read_letter(&WorkPath::new(name), bytes).value?;
    let body = std::str::from_utf8(bytes.get(letter.body..)?).ok()?.to_owned();
    Some((letter.facts, body))
}

/// The strictest of what the procedure says and what the document says of itself; limited where it says nothing.
fn class(sop: Option<&SopDraft>, id: &DocumentId, facts: Option<&LetterFacts>) -> Class {
    let declared = sop.and_then(|sop| sop.document(id));
    let own = facts.and_then(|facts| facts.class.as_ref()).map(|class| class.value).unwrap_or_default();
    let weight = |class: &Class| match class {
        Class::Open => 0,
        Class::Limited => 1,
        Class::Secret => 2,
    };
    let of_sop = match declared {
        Some(document) if document.matter == Matter::Outside => Class::Secret,
        Some(document) => document.class(),
        None => own,
    };
    [own, of_sop].into_iter().max_by_key(weight).unwrap_or_default()
}

fn kind(sop: Option<&SopDraft>, id: &DocumentId) -> Two {
    match sop.and_then(|sop| sop.document(id)) {
        Some(document) => Two::same(document.name.value.clone()),
        None => Two::new("Lampiran", "Attachment"),
    }
}

fn content(
    name: &str,
    bytes: Option<&std::sync::Arc<[u8]>>,
    letter: Option<&(LetterFacts, String)>,
) -> Option<Publish> {
    if let Some((_, body)) = letter {
        return Some(Publish::Letter(body.clone()));
    }
    let bytes = bytes?;
    let (_, ending) = name.rsplit_once('.')?;
    let (_, magic) = PUBLISHED.iter().find(|(published, _)| *published == ending)?;
    bytes.starts_with(magic).then(|| Publish::File(bytes.clone()))
}

fn head(facts: &LetterFacts) -> Letter {
    let text = |field: &Option<crate::model::place::At<String>>| {
        field.as_ref().map_or_else(String::new, |at| at.value.clone())
    };
    Letter {
        number: text(&facts.number),
        subject: text(&facts.subject),
        from: text(&facts.from),
        to: text(&facts.to),
        date: facts.date.as_ref().map(|day| day.value),
    }
}

fn size(bytes: usize) -> Two {
    match bytes {
        0..1024 => Two::same(format!("{bytes} B")),
        1024..1_048_576 => Two::same(format!("{} KB", bytes.div_ceil(1024))),
        _ => {
            let tenths = bytes * 10 / 1_048_576;
            Two::new(format!("{},{} MB", tenths / 10, tenths % 10), format!("{}.{} MB", tenths / 10, tenths % 10))
        }
    }
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}
