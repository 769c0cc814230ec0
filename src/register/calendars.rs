//! The calendars of the office, in the order in which they stood: what is over is counted by the one that stood then.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::changes::FileAt;
use crate::model::calendar::WorkCalendar;
use crate::model::git::ObjectId;
use crate::model::place::WorkPath;
use crate::model::workspace::Workspace;

/// The place of a calendar among those that stood, from 0. It never changes: later ones only follow.
pub type Era = u32;

/// The office's calendar as it stood for a while.
#[derive(Debug)]
pub struct Stood {
    /// The files that are laid over one another, the lowest first, each with its bytes. They are all that it depends on.
    pub files: Vec<(WorkPath, ObjectId)>,
    /// The days that count.
    pub days: WorkCalendar,
}

/// Every calendar that stood, the last one still standing.
#[derive(Debug, Clone)]
pub struct Calendars {
    /// Those that went.
    past: Arc<Vec<Arc<Stood>>>,
    /// The one that stands.
    now: Arc<Stood>,
}

impl Calendars {
    /// The calendars of a workspace at its start.
    pub fn start(workspace: &Workspace, files: &BTreeMap<WorkPath, FileAt>) -> Self {
        let national = "nasional".parse().expect("a plain name");
        let chain = workspace.office_chain(&national);
        let bytes = |path: &WorkPath| Some((path.clone(), files.get(path)?.id));
        let files = chain.iter().filter_map(|file| bytes(&file.path)).collect();
        let now = Arc::new(Stood { files, days: WorkCalendar::layered(chain) });
        Self { past: Arc::default(), now }
    }

    /// The same after those that stood before. Files that did not change make no new calendar.
    #[must_use]
    pub fn after(self, before: &Self) -> Self {
        if self.now.files == before.now.files {
            return before.clone();
        }
        let past = before.past.iter().chain([&before.now]).cloned().collect();
        Self { past: Arc::new(past), now: self.now }
    }

    /// Those that went, the oldest first.
    pub fn past(&self) -> impl ExactSizeIterator<Item = &Stood> {
        self.past.iter().map(AsRef::as_ref)
    }

    /// The calendars of a workspace, after those that went.
    pub fn going_on(past: Vec<Stood>, now: Self) -> Self {
        Self { past: Arc::new(past.into_iter().map(Arc::new).collect()), now: now.now }
    }

    /// The days that count now.
    pub fn now(&self) -> &WorkCalendar {
        &self.now.days
    }

    /// Which one stands now.
    pub fn era(&self) -> Era {
        Era::try_from(self.past.len()).unwrap_or(Era::MAX)
    }

    /// The days that counted then.
    pub fn of(&self, era: Era) -> &WorkCalendar {
        self.past.get(era as usize).map_or(&self.now.days, |stood| &stood.days)
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Stood> {
        self.past.iter().chain([&self.now]).map(AsRef::as_ref)
    }
}
