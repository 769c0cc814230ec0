//! What a rule is asked about.

use crate::model::calendar::Calendar;
use crate::model::flow::Flow;
use crate::model::office::Office;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::request::Request;
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::read::suggest::did_you_mean;

/// An SOP in its workspace.
#[derive(Debug)]
pub struct SopCase<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The SOP.
    pub sop: &'a SopDraft,
    /// Its flow.
    pub flow: Flow<'a>,
}

impl SopCase<'_> {
    /// The beginning of the file.
    pub(super) fn start(&self) -> Place {
        self.sop.place(Span::START)
    }
}

/// A calendar in its workspace.
#[derive(Debug)]
pub struct CalendarCase<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The calendar.
    pub calendar: &'a Calendar,
}

impl CalendarCase<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        span.at(&self.calendar.path)
    }
}

/// The office in its workspace.
#[derive(Debug)]
pub struct OfficeCase<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The office.
    pub office: &'a Office,
}

impl OfficeCase<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        span.at(&self.office.path)
    }
}

/// A person in the workspace.
#[derive(Debug)]
pub struct PersonCase<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The person.
    pub person: &'a Person,
}

impl PersonCase<'_> {
    pub(super) fn place(&self, span: Span) -> Place {
        span.at(&self.person.path)
    }
}

/// A request in its workspace.
#[derive(Debug)]
pub struct RequestCase<'a> {
    /// The workspace.
    pub workspace: &'a Workspace,
    /// The request.
    pub request: &'a Request,
    /// The SOP that its header names, if it stands.
    pub sop: Option<&'a SopDraft>,
    /// Whether its file was read without an error.
    pub whole: bool,
}

impl<'a> RequestCase<'a> {
    /// A request as it stands.
    pub fn of(workspace: &'a Workspace, request: &'a Request) -> Self {
        let sop = request.header.sop.as_ref().and_then(|sop| workspace.sops.get(&sop.value));
        Self { workspace, request, sop, whole: request.whole }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        span.at(&self.request.path)
    }

    /// The documents in the request's folder.
    pub(super) fn files(&self) -> Vec<&'a WorkPath> {
        let folder = self.request.folder.as_str();
        // Paths are ordered, so a folder's files stand together; `0` follows `/`.
        let from = WorkPath::new(format!("{folder}/"));
        let until = WorkPath::new(format!("{folder}0"));
        self.workspace.documents.range(from..until).map(|(path, _)| path).collect()
    }
}

/// What is said of an agency that the office does not list; nothing of one that it does.
pub(super) fn no_such_agency(office: &Office, agency: &str) -> Option<(Say, Say)> {
    let known = || office.agencies.iter().map(|agency| agency.id.as_str());
    if known().any(|known| known == agency) {
        return None;
    }
    let message = Say::new(
        format!("Instansi `{agency}` tidak ada di jejak.yaml."),
        format!("The agency `{agency}` does not stand in jejak.yaml."),
    );
    let help = Say::new(
        "Minta pengurus menambahkan instansinya, atau betulkan ejaannya.",
        "Ask a steward to add it, or mend its spelling.",
    );
    Some((message, did_you_mean(agency, known()).and(&help)))
}

/// What is said of a request that does not stand.
pub(super) fn no_such_request(folder: &RequestFolder) -> (Say, Say) {
    let message = Say::new(format!("Permohonan `{folder}` tidak ada."), format!("There is no request `{folder}`."));
    (message, Say::new("Betulkan foldernya, atau hapus.", "Mend the folder, or delete it."))
}
