//! The policy that stands: what a landing is judged by, never by what it brings.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::calendars::{Calendars, Era};
use super::changes::{Change, FileAt};
use super::clock::Clock;
use super::progress::{Seconds, instant};
use crate::model::day::Zone;
use crate::model::finding::Finding;
use crate::model::git::{MODE_FILE, ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::{AgencyId, Handle, LaneId, LaneRef};
use crate::model::office::{Landing as Way, Office};
use crate::model::person::{Account, Person, Role};
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::read::{FileReading, WorkspaceReader};

/// The policy after some landing.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Every policy file, as it stands.
    pub files: BTreeMap<WorkPath, FileAt>,
    /// What they say.
    pub workspace: Arc<Workspace>,
    /// The calendar of the office, and those that stood before it.
    pub calendars: Calendars,
    /// Whose each account is; nobody's, where several list it.
    owners: Arc<HashMap<Account, Option<Handle>>>,
    /// Its files as they were read.
    readings: Readings,
}

/// Files as they were read, each with its bytes' name.
type Readings = BTreeMap<WorkPath, (ObjectId, Arc<FileReading>)>;

impl Policy {
    /// Reads policy files; also says what is wrong with them.
    pub fn read(
        store: &dyn ObjectStore,
        files: BTreeMap<WorkPath, FileAt>,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        Self::read_after(store, files, &Readings::new())
    }

    /// The policy as it would stand with some changes; what does not change is not read again.
    pub fn with<'c>(
        &self,
        store: &dyn ObjectStore,
        changes: impl IntoIterator<Item = &'c Change>,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        let mut files = self.files.clone();
        for change in changes {
            match change.new {
                Some(file) => drop(files.insert(change.path.clone(), file)),
                None => drop(files.remove(&change.path)),
            }
        }
        Self::read_after(store, files, &self.readings)
    }

    fn read_after(
        store: &dyn ObjectStore,
        files: BTreeMap<WorkPath, FileAt>,
        before: &Readings,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        let (known, new): (Vec<_>, Vec<_>) = files
            .iter()
            .filter(|(_, file)| file.mode == MODE_FILE)
            .partition(|(path, file)| before.get(*path).is_some_and(|(id, _)| *id == file.id));
        let read = |(path, file): &(&WorkPath, &FileAt)| {
            let bytes = || store.read(file.id, ObjectKind::Blob).map(|bytes| bytes.to_vec());
            Ok(((*path).clone(), (file.id, Arc::new(WorkspaceReader::read(path, bytes)?))))
        };
        // A whole office is read by all threads; the file or two that a landing changes need no company. Of what cannot be read
        // the first is told, whoever came upon it.
        let read: Vec<Result<_, Unreadable>> = match &new[..] {
            [] | [_] | [_, _] => new.iter().map(read).collect(),
            many => many.par_iter().map(read).collect(),
        };
        let mut readings = read.into_iter().collect::<Result<Readings, _>>()?;
        readings.extend(known.into_iter().filter_map(|(path, _)| Some((path.clone(), before.get(path)?.clone()))));
        let gathered = readings.values().map(|(_, reading)| FileReading::clone(reading));
        let (workspace, findings) = WorkspaceReader::gather(gathered);
        let calendars = Calendars::start(&workspace, &files);
        let owners = Arc::new(owners(&workspace));
        Ok((Self { files, workspace: Arc::new(workspace), calendars, owners, readings }, findings))
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
        let written = self.owners.get(&Account::Mail(mail.to_owned()));
        let meant = match Account::of_mail(mail) {
            Account::Mail(_) => None,
            forge @ Account::Forge { .. } => self.owners.get(&forge),
        };
        let owner = match (written, meant) {
            (Some(written), Some(meant)) if written != meant => None,
            (Some(owner), _) | (None, Some(owner)) => owner.as_ref(),
            (None, None) => None,
        };
        self.person(owner?)
    }

    /// The person of that handle.
    pub fn person(&self, handle: &Handle) -> Option<&Person> {
        self.workspace.people.get(handle)
    }
}

fn owners(workspace: &Workspace) -> HashMap<Account, Option<Handle>> {
    let mut owners = HashMap::new();
    for person in workspace.people.values() {
        for account in &person.accounts {
            let own = Some(person.handle.clone());
            let owner = owners.entry(account.value.clone()).or_insert_with(|| own.clone());
            if *owner != own {
                *owner = None;
            }
        }
    }
    owners
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
