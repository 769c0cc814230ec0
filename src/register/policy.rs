//! The policy that stands: what a landing is judged by, never by what it brings.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::calendars::{Calendars, Era};
use super::changes::{Change, FileAt};
use super::clock::Clock;
use super::progress::{Seconds, instant};
use crate::model::day::Zone;
use crate::model::finding::Finding;
use crate::model::git::{MODE_FILE, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::{AgencyId, Handle, LaneId, LaneRef};
use crate::model::office::{Landing as Way, Office};
use crate::model::path::{self, RequestFolder};
use crate::model::person::{Account, Person, Role};
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::read::WorkspaceReader;

/// To whom a path belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// A request's folder.
    Request(RequestFolder),
    /// Below `requests/`, but in no request's folder.
    Stray,
    /// Policy: lands by stewards.
    Policy,
    /// Neither; lawful and outside the register.
    Outside,
}

/// Tells to whom a path belongs.
pub fn tier(path: &str) -> Tier {
    const FOLDERS: [&str; 9] =
        ["sops", "people", "calendars", "templates", "site", ".github", ".forgejo", ".gitea", ".gitlab"];
    const NAMES: [&str; 5] = [".gitattributes", ".gitmodules", ".mailmap", "CODEOWNERS", ".gitlab-ci.yml"];
    let (top, rest) = path.split_once('/').unwrap_or((path, ""));
    if top == "requests" {
        if rest == "README.md" {
            return Tier::Outside;
        }
        let folder = path.match_indices('/').nth(4).map(|(at, _)| &path[..at]);
        return folder.and_then(RequestFolder::parse).map_or(Tier::Stray, Tier::Request);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    // On a machine that ignores case such a folder falls into the register's own.
    let is_twin = path::is_twin(top);
    let is_policy =
        is_twin || matches!(path, "jejak.yaml" | "tanggapan.yaml") || FOLDERS.contains(&top) || NAMES.contains(&name);
    if is_policy { Tier::Policy } else { Tier::Outside }
}

/// The policy after some landing.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Every policy file, as it stands.
    pub files: BTreeMap<WorkPath, FileAt>,
    /// What they say.
    pub workspace: Arc<Workspace>,
    /// The calendar of the office, and those that stood before it.
    pub calendars: Calendars,
}

impl Policy {
    /// Reads policy files; also says what is wrong with them.
    pub fn read(
        store: &dyn ObjectStore,
        files: BTreeMap<WorkPath, FileAt>,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        let mut readings = Vec::new();
        for (path, file) in files.iter().filter(|(_, file)| file.mode == MODE_FILE) {
            readings.push(WorkspaceReader::read(path, || store.read(file.id, ObjectKind::Blob).map(|b| b.to_vec()))?);
        }
        let (workspace, findings) = WorkspaceReader::gather(readings);
        let calendars = Calendars::start(&workspace, &files);
        Ok((Self { files, workspace: Arc::new(workspace), calendars }, findings))
    }

    /// The files as they would stand with some changes.
    pub fn with<'c>(&self, changes: impl IntoIterator<Item = &'c Change>) -> BTreeMap<WorkPath, FileAt> {
        let mut files = self.files.clone();
        for change in changes {
            match change.new {
                Some(file) => drop(files.insert(change.path.clone(), file)),
                None => drop(files.remove(&change.path)),
            }
        }
        files
    }

    /// The office; a register without one never gets past its start.
    pub fn office(&self) -> Option<&Office> {
        self.workspace.office.as_ref()
    }

    /// The office's zone.
    pub fn zone(&self) -> Zone {
        self.office().map_or(Zone::Wib, |office| office.zone.value)
    }

    /// The day of a moment in the office's zone.
    pub fn day(&self, at: Seconds) -> NaiveDate {
        instant(at).with_timezone(&self.zone().offset()).date_naive()
    }

    /// This policy takes the place of another: what stood under that one's calendars stays counted by them.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        self.calendars = self.calendars.after(&before.calendars);
        self
    }

    /// The clock under which a procedure runs now.
    pub fn clock(&self, sop: &SopDraft) -> Clock<'_> {
        Clock { calendar: self.calendars.now(), zone: sop.zone.value, day_kind: sop.day_kind.value }
    }

    /// The clock under which it ran then: what is over keeps the calendar that stood when it ended.
    pub fn clock_then(&self, sop: &SopDraft, era: Era) -> Clock<'_> {
        Clock { calendar: self.calendars.of(era), ..self.clock(sop) }
    }

    /// How entries land.
    pub fn way(&self) -> Way {
        self.office().map_or(Way::Merge, |office| office.policy.landing)
    }

    /// Whether whoever checks must be another than whoever wrote.
    pub fn four_eyes(&self) -> bool {
        self.office().is_none_or(|office| office.policy.four_eyes)
    }

    /// Whether a person is a steward.
    pub fn is_steward(&self, handle: &Handle) -> bool {
        self.office().is_some_and(|office| office.policy.stewards.iter().any(|steward| steward.value == *handle))
    }

    /// How many stewards stand.
    pub fn stewards(&self) -> usize {
        self.office().map_or(0, |office| office.policy.stewards.len())
    }

    /// The person to whom an address belongs, compared byte by byte.
    pub fn person_of(&self, mail: &[u8]) -> Option<&Person> {
        let mail = std::str::from_utf8(mail).ok()?;
        let forge = Account::of_mail(mail);
        let owns = |person: &&Person| {
            let mut accounts = person.accounts.iter();
            accounts
                .any(|account| account.value == forge || matches!(&account.value, Account::Mail(own) if own == mail))
        };
        let mut owners = self.workspace.people.values().filter(owns);
        owners.next().filter(|_| owners.next().is_none())
    }

    /// The person of that handle.
    pub fn person(&self, handle: &Handle) -> Option<&Person> {
        self.workspace.people.get(handle)
    }
}

impl Person {
    /// The roles in force on a day.
    pub fn roles_on(&self, day: NaiveDate) -> impl Iterator<Item = &Role> {
        self.roles
            .iter()
            .filter(move |role| role.from.value <= day && role.until.as_ref().is_none_or(|until| day <= until.value))
    }

    /// Whether a role in force on a day opens a lane to this person; a bound lane only for the agency it acts for.
    pub fn holds(&self, lane: &LaneRef, bound_to: Option<&AgencyId>, day: NaiveDate) -> bool {
        self.roles_on(day).any(|role| {
            let acts_for = role.acts_for.as_ref().or(self.agency.as_ref()).map(|agency| &agency.value);
            role.lanes.iter().any(|own| own.value == *lane) && bound_to.is_none_or(|agency| acts_for == Some(agency))
        })
    }

    /// The agencies for which this person acts on a day.
    pub fn agencies_on(&self, day: NaiveDate) -> impl Iterator<Item = &AgencyId> {
        let own = self.agency.as_ref().map(|agency| &agency.value);
        own.into_iter().chain(self.roles_on(day).filter_map(|role| role.acts_for.as_ref().map(|agency| &agency.value)))
    }
}

/// A lane of the SOP under which a request goes.
pub fn lane_ref(sop: &SopDraft, lane: &LaneId) -> LaneRef {
    LaneRef { slug: sop.id.slug.clone(), lane: lane.clone() }
}
