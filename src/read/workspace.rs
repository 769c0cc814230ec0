//! A whole workspace from its files' bytes.

use super::faults::{attachment_traces, attributes, document_content, path as path_fault, unfilled_blank};
use super::{calendar, letter, office, person, request, sop};
use crate::model::calendar::Calendar;
use crate::model::finding::Finding;
use crate::model::name::{CalendarName, FormName, Handle, SopRef};
use crate::model::office::{Answers, Office};
use crate::model::path::{FileKind, RequestFolder};
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::request::{Letter, Request};
use crate::model::silence::heard;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::read::Reading;

/// One file, read as what its path says it is.
#[derive(Debug)]
enum Part {
    Office(Office),
    Answers(Answers),
    Sop(SopRef, Box<SopDraft>),
    Person(Handle, Person),
    Calendar(CalendarName, Box<Calendar>),
    Request(RequestFolder, Option<Request>),
    Document(WorkPath, Option<Letter>),
    Form(FormName, WorkPath),
}

/// Reads files one by one, so that they may come from anywhere and be read in parallel.
#[derive(Debug)]
pub struct WorkspaceReader;

/// What one file brought.
#[derive(Debug)]
pub struct FileReading {
    part: Option<Part>,
    findings: Vec<Finding>,
}

impl WorkspaceReader {
    /// Whether the bytes of a file are read at all.
    pub fn reads(path: &WorkPath) -> bool {
        match FileKind::of(path.as_str()) {
            Ok(FileKind::Outside | FileKind::Dressing | FileKind::LetterForm(_)) | Err(_) => false,
            Ok(_) => true,
        }
    }

    /// Reads one file; its bytes are only asked for where its path gives them a meaning.
    pub fn read<E>(path: &WorkPath, bytes: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<FileReading, E> {
        fn part<T>(reading: Reading<T>, wrap: impl FnOnce(T) -> Part) -> FileReading {
            FileReading { part: reading.value.map(wrap), findings: reading.findings }
        }
        let known = |part| FileReading { part: Some(part), findings: Vec::new() };
        Ok(match FileKind::of(path.as_str()) {
            Err(fault) => FileReading { part: None, findings: vec![path_fault::fault(path, fault)] },
            Ok(FileKind::Attributes) => {
                let findings = attributes::flaws(path, &String::from_utf8_lossy(&bytes()?));
                FileReading { part: None, findings }
            }
            Ok(FileKind::Outside | FileKind::Dressing) => FileReading { part: None, findings: Vec::new() },
            Ok(FileKind::Office) => part(office::read_office(path, &bytes()?), Part::Office),
            Ok(FileKind::Answers) => part(office::read_answers(path, &bytes()?), Part::Answers),
            Ok(FileKind::Sop(id)) => {
                part(sop::read_sop(path, &id, &bytes()?), |sop| Part::Sop(id.clone(), Box::new(sop)))
            }
            Ok(FileKind::Person(handle)) => {
                part(person::read_person(path, &handle, &bytes()?), |person| Part::Person(handle.clone(), person))
            }
            Ok(FileKind::Calendar(name)) => part(calendar::read_calendar(path, &name, &bytes()?), |file| {
                Part::Calendar(name.clone(), Box::new(file))
            }),
            Ok(FileKind::Request(folder)) => {
                let reading = request::read_request(path, &folder, &bytes()?);
                FileReading { part: Some(Part::Request(folder, reading.value)), findings: reading.findings }
            }
            Ok(FileKind::Document(_, name)) if is_letter(&name) => {
                let bytes = bytes()?;
                let mut reading = letter::read_letter(path, &bytes);
                reading.findings.extend(cautions(path, &bytes));
                FileReading { part: Some(Part::Document(path.clone(), reading.value)), findings: reading.findings }
            }
            Ok(FileKind::Document(..)) => {
                let findings = cautions(path, &bytes()?);
                FileReading { part: Some(Part::Document(path.clone(), None)), findings }
            }
            Ok(FileKind::LetterForm(name)) => known(Part::Form(name, path.clone())),
        })
    }

    /// Puts what the files brought together.
    pub fn gather(readings: impl IntoIterator<Item = FileReading>) -> (Workspace, Vec<Finding>) {
        let mut workspace = Workspace::default();
        let mut findings = Vec::new();
        for reading in readings {
            findings.extend(reading.put_into(&mut workspace));
        }
        heard(&mut findings);
        (workspace, findings)
    }

    /// Takes what one file brought out of a workspace again.
    pub fn take_out(workspace: &mut Workspace, path: &WorkPath) {
        match FileKind::of(path.as_str()) {
            Ok(FileKind::Office) => workspace.office = None,
            Ok(FileKind::Answers) => workspace.answers = None,
            Ok(FileKind::Sop(id)) => drop(workspace.sops.remove(&id)),
            Ok(FileKind::Person(handle)) => drop(workspace.people.remove(&handle)),
            Ok(FileKind::Calendar(name)) => drop(workspace.calendars.remove(&name)),
            Ok(FileKind::LetterForm(name)) => drop(workspace.forms.remove(&name)),
            Ok(FileKind::Request(folder)) => {
                workspace.requests.remove(&folder);
                workspace.unread.remove(&folder);
            }
            Ok(FileKind::Document(..)) => drop(workspace.documents.remove(path)),
            Ok(FileKind::Dressing | FileKind::Attributes | FileKind::Outside) | Err(_) => {}
        }
    }
}

impl FileReading {
    /// Puts what the file says into a workspace; what is wrong with it remains.
    pub fn put_into(self, workspace: &mut Workspace) -> Vec<Finding> {
        match self.part {
            None => {}
            Some(Part::Office(office)) => workspace.office = Some(office),
            Some(Part::Answers(answers)) => workspace.answers = Some(answers),
            Some(Part::Sop(id, sop)) => drop(workspace.sops.insert(id, *sop)),
            Some(Part::Person(handle, person)) => drop(workspace.people.insert(handle, person)),
            Some(Part::Calendar(name, file)) => drop(workspace.calendars.insert(name, *file)),
            Some(Part::Request(folder, Some(file))) => drop(workspace.requests.insert(folder, file)),
            Some(Part::Request(folder, None)) => drop(workspace.unread.insert(folder)),
            Some(Part::Document(path, letter)) => drop(workspace.documents.insert(path, letter)),
            Some(Part::Form(name, path)) => drop(workspace.forms.insert(name, path)),
        }
        self.findings
    }
}

/// What somebody should know of a document before it lands. None of it makes a landing unlawful.
pub fn cautions(path: &WorkPath, bytes: &[u8]) -> Vec<Finding> {
    let content = document_content::caution(path, bytes);
    let more = if is_letter(path.file_name()) {
        unfilled_blank::caution(path, bytes).into_iter().collect()
    } else {
        attachment_traces::cautions(path, bytes)
    };
    content.into_iter().chain(more).collect()
}

/// Whether a document is a letter of Markdown; anything else is an attachment.
fn is_letter(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
}

/// Reads a workspace whose files are at hand.
pub fn read_workspace<'a>(files: impl IntoIterator<Item = (WorkPath, &'a [u8])>) -> (Workspace, Vec<Finding>) {
    let readings = files.into_iter().map(|(path, bytes)| {
        let reading = WorkspaceReader::read(&path, || Ok::<_, std::convert::Infallible>(bytes.to_vec()));
        match reading {
            Ok(reading) => reading,
            Err(never) => match never {},
        }
    });
    WorkspaceReader::gather(readings)
}
