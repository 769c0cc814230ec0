//! Everything that stands in a workspace, as it was read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::calendar::{Calendar, WorkCalendar};
use super::name::{CalendarName, FormName, Handle, SopRef, SopSlug};
use super::office::{Answers, Office};
use super::path::RequestFolder;
use super::person::Person;
use super::place::WorkPath;
use super::request::{Letter, Request};
use super::sop::SopDraft;

/// A workspace: policy and requests side by side.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
    /// `jejak.yaml`
    pub office: Option<Office>,
    /// `tanggapan.yaml`
    pub answers: Option<Answers>,
    /// `sops/`
    pub sops: BTreeMap<SopRef, SopDraft>,
    /// `people/`
    pub people: BTreeMap<Handle, Person>,
    /// `calendars/`
    pub calendars: BTreeMap<CalendarName, Calendar>,
    /// `templates/surat/`
    pub forms: BTreeMap<FormName, WorkPath>,
    /// `requests/`
    pub requests: BTreeMap<RequestFolder, Request>,
    /// Requests whose file stands but could not be read at all.
    pub unread: BTreeSet<RequestFolder>,
    /// The documents in the requests' folders, with their front matter where they are letters.
    pub documents: BTreeMap<WorkPath, Option<Letter>>,
}

impl Workspace {
    /// Whether any revision of a procedure stands here.
    pub fn has_slug(&self, slug: &SopSlug) -> bool {
        self.sops.keys().any(|id| id.slug == *slug)
    }

    /// The newest revision of a procedure.
    pub fn newest(&self, slug: &SopSlug) -> Option<&SopDraft> {
        self.sops.iter().rev().find(|(id, _)| id.slug == *slug).map(|(_, sop)| sop)
    }

    /// Whether a revision counts as in force on a day: from `efektif`, else `pembuatan`, until its window ends or a
    /// later revision begins. A paper without dates is in force as soon as it stands.
    pub fn is_in_force(&self, id: &SopRef, day: NaiveDate) -> bool {
        let Some(sop) = self.sops.get(id) else { return false };
        let overtaken = |(later, newer): (&SopRef, &SopDraft)| {
            later.slug == id.slug && later.revision > id.revision && newer.first_day().is_none_or(|from| from <= day)
        };
        let window_open = sop.first_day().is_none_or(|from| from <= day)
            && sop.dates.effective.as_ref().and_then(|window| window.until).is_none_or(|until| day <= until);
        window_open && !self.sops.iter().any(overtaken)
    }

    /// The calendar of that name, laid over those that it follows.
    pub fn work_calendar(&self, name: &CalendarName) -> WorkCalendar {
        WorkCalendar::layered(self.calendar_chain(name))
    }

    /// The calendars that the office uses, laid over one another; the national one where there is no office.
    pub fn office_calendar(&self, fallback: &CalendarName) -> WorkCalendar {
        WorkCalendar::layered(self.office_chain(fallback))
    }

    /// The files of that calendar, the lowest first.
    pub fn office_chain(&self, fallback: &CalendarName) -> Vec<&Calendar> {
        let Some(office) = self.office.as_ref().filter(|office| !office.calendars.is_empty()) else {
            return self.calendar_chain(fallback);
        };
        let mut chain: Vec<&Calendar> = Vec::new();
        for name in &office.calendars {
            for file in self.calendar_chain(name) {
                if !chain.iter().any(|other| other.name == file.name) {
                    chain.push(file);
                }
            }
        }
        chain
    }

    /// A calendar and those that it follows, the lowest first. A circle is cut where it closes.
    fn calendar_chain(&self, name: &CalendarName) -> Vec<&Calendar> {
        let mut chain: Vec<&Calendar> = Vec::new();
        let mut next = self.calendars.get(name);
        while let Some(file) = next.filter(|file| !chain.iter().any(|other| other.name == file.name)) {
            chain.push(file);
            next = file.follows.as_ref().and_then(|below| self.calendars.get(&below.value));
        }
        chain.reverse();
        chain
    }
}
