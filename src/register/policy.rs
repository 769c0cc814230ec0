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
use crate::model::git::{MODE_FILE, ObjectKind, ObjectStore, Unreadable};
use crate::model::name::{AgencyId, Handle, LaneId, LaneRef};
use crate::model::office::{Landing as Way, Office};
use crate::model::person::{Account, Person, Role};
use crate::model::place::WorkPath;
use crate::model::silence::heard;
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
    /// What is wrong with its files, if only a little.
    flaws: Flaws,
}

/// What is wrong with files; those with which nothing is wrong are left out.
type Flaws = BTreeMap<WorkPath, Vec<Finding>>;

/// Policy files that were read, by which others need not be read again.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The files.
    pub(super) files: BTreeMap<WorkPath, FileAt>,
    /// What they say.
    pub(super) workspace: Arc<Workspace>,
    /// What is wrong with them.
    flaws: Flaws,
}

impl Known {
    /// Files with which nothing is wrong.
    pub(super) fn sound(files: BTreeMap<WorkPath, FileAt>, workspace: Workspace) -> Self {
        Self { files, workspace: Arc::new(workspace), flaws: Flaws::new() }
    }
}

impl Policy {
    /// Reads policy files; also says what is wrong with them.
    pub fn read(
        store: &dyn ObjectStore,
        files: BTreeMap<WorkPath, FileAt>,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        Self::read_after(store, files, Known::default())
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
        let (workspace, flaws) = (self.workspace.clone(), self.flaws.clone());
        Self::read_after(store, files, Known { files: self.files.clone(), workspace, flaws })
    }

    /// Reads policy files of which some are known.
    pub(super) fn read_after(
        store: &dyn ObjectStore,
        files: BTreeMap<WorkPath, FileAt>,
        known: Known,
    ) -> Result<(Self, Vec<Finding>), Unreadable> {
        let Known { files: before, mut workspace, mut flaws } = known;
        let is_same = |path: &WorkPath| files.get(path) == before.get(path);
        for path in before.keys().filter(|path| !is_same(path)) {
            WorkspaceReader::take_out(Arc::make_mut(&mut workspace), path);
            flaws.remove(path);
        }
        let plain = files.iter().filter(|(path, file)| file.mode == MODE_FILE && !is_same(path));
        for (path, reading) in read_all(store, &plain.collect::<Vec<_>>())? {
            let wrong = reading.put_into(Arc::make_mut(&mut workspace));
            if !wrong.is_empty() {
                flaws.insert(path, wrong);
            }
        }
        let mut findings = flaws.values().flatten().cloned().collect();
        heard(&mut findings);
        let calendars = Calendars::start(&workspace, &files);
        let owners = Arc::new(owners(&workspace));
        Ok((Self { files, workspace, calendars, owners, flaws }, findings))
    }

    /// The policy as it is without the files with which something is wrong, to be kept.
    pub(super) fn sound(&self) -> Known {
        let mut known = Known::sound(self.files.clone(), Workspace::clone(&self.workspace));
        for path in self.flaws.keys() {
            WorkspaceReader::take_out(Arc::make_mut(&mut known.workspace), path);
            known.files.remove(path);
        }
        known
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
        let meant = Account::of_noreply(mail).and_then(|forge| self.owners.get(&forge));
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

/// Reads files. A whole office is read by all threads; the file or two that a landing changes need no company. Of what cannot be
/// read the first is told, whoever came upon it.
fn read_all(
    store: &dyn ObjectStore,
    files: &[(&WorkPath, &FileAt)],
) -> Result<Vec<(WorkPath, FileReading)>, Unreadable> {
    let read = |(path, file): &(&WorkPath, &FileAt)| {
        let bytes = || store.read(file.id, ObjectKind::Blob).map(|bytes| bytes.to_vec());
        Ok(((*path).clone(), WorkspaceReader::read(path, bytes)?))
    };
    let read: Vec<Result<_, Unreadable>> = match files {
        [] | [_] | [_, _] => files.iter().map(read).collect(),
        many => many.par_iter().map(read).collect(),
    };
    read.into_iter().collect()
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
