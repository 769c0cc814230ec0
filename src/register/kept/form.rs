//! How the nouns of policy are written as bytes and read back. The fields of each stand here once more, in one list by which
//! they are both written and read; the compiler tells if one is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::bytes::{In, Out};
use crate::model::calendar::{
    Calendar, CalendarDay, DayOff, Decree, OfficeHours, Ramadan, Special, WeekHours, WorkCalendar,
};
use crate::model::day::{PaperDate, Window, Zone};
use crate::model::git::ObjectId;
use crate::model::name::{
    AgencyId, CalendarName, DecreeId, DocumentId, FormName, Handle, LaneId, LaneRef, SopRef, SopSlug,
};
use crate::model::office::{
    Agency, Answer, Answers, Dispensation, Evidence, Forge, ForgeKey, ForgeKind, Landing, Office, Policy,
};
use crate::model::person::{Account, Acting, Person, Role};
use crate::model::place::{At, Span, WorkPath};
use crate::model::say::Lang;
use crate::model::signature::Key;
use crate::model::sop::{
    Anomaly, Class, Confidence, Connector, Demand, DemandKind, Document, Identity, Item, Lane, Matter, Outcome,
    SopDates, SopDraft, Step, Target, Wait,
};
use crate::model::standard_time::{DayKind, StandardTime, Unit};
use crate::register::calendars::Stood;

/// Something with a form in bytes.
pub(super) trait Form: Sized {
    /// Writes it.
    fn write(&self, out: &mut Out);
    /// Reads it back; none where the bytes are no such thing.
    fn read(kept: &mut In) -> Option<Self>;
}

/// Writes how many there are, and each.
pub(super) fn each<'a, T: Form + 'a>(items: impl ExactSizeIterator<Item = &'a T>, out: &mut Out) {
    items.len().write(out);
    for item in items {
        item.write(out);
    }
}

/// Things that are written field by field.
macro_rules! by_fields {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Form for $name {
            fn write(&self, out: &mut Out) {
                let Self { $($field),* } = self;
                $($field.write(out);)*
            }

            fn read(kept: &mut In) -> Option<Self> {
                Some(Self { $($field: Form::read(kept)?),* })
            }
        }
    )*};
}

/// One of several words, written as its place among them.
macro_rules! by_place {
    ($($name:ident { $($word:ident),* })*) => {$(
        impl Form for $name {
            fn write(&self, out: &mut Out) {
                // A word that is forgotten here is one that the compiler misses.
                match self { $(Self::$word)|* => {} }
                let all = [$(Self::$word),*];
                out.number(all.iter().position(|word| word == self).unwrap_or(all.len()) as u64);
            }

            fn read(kept: &mut In) -> Option<Self> {
                [$(Self::$word),*].get(kept.count()?).copied()
            }
        }
    )*};
}

/// Things that are written as people write them.
macro_rules! by_text {
    ($($name:ident)*) => {$(
        impl Form for $name {
            fn write(&self, out: &mut Out) {
                out.text(&self.to_string());
            }

            fn read(kept: &mut In) -> Option<Self> {
                kept.text()?.parse().ok()
            }
        }
    )*};
}

by_text! { AgencyId CalendarName DecreeId DocumentId FormName Handle LaneId LaneRef SopRef SopSlug Key }

by_place! {
    Acting { Plt, Plh }
    Class { Open, Limited, Secret }
    Confidence { High, Medium, Low }
    DayKind { Working, Calendar }
    DayOff { National, Joint, Local, Working }
    DemandKind { Printed, Allowed, OneOf, Added }
    Evidence { Mail, Forge, Signature }
    ForgeKind { GitHub, Forgejo, GitLab, Plain }
    Landing { Merge, Direct }
    Lang { Id, En }
    Matter { File, Artefact, Outside }
    Unit { Minute, Hour, Day, Week, Month }
    Zone { Wib, Wita, Wit }
}

by_fields! {
    Agency { id, name }
    Anomaly { code, what, reading, confidence }
    Answer { landing, note, strikes_time }
    Answers { path, answers }
    Calendar { name, path, title, follows, decrees, hours, ramadan, years, days }
    CalendarDay { date, name, kind, decree, estimate }
    Connector { after, label, readings }
    Decree { id, title, short, confidence, note }
    Demand { kind, documents, readings }
    Dispensation { sop, from, until, letter }
    Document { id, name, form, stated_class, matter, alias_of, readings }
    Forge { kind, repository, keys, compares_pusher }
    Identity { legal_basis, qualifications, related, equipment, warnings, records, updates }
    Item { text, readings }
    Lane { id, name, bound, added, readings }
    Office { path, name, zone, calendars, site, languages, forge, agencies, policy, dispensations }
    OfficeHours { decree, ordinary, ramadan }
    Outcome { label, target, yields, wait, readings }
    Person { handle, path, revision, agency, post, name, accounts, keys, roles, bot }
    Policy { evidence, landing, four_eyes, stewards }
    Ramadan { from, until, decree, estimate }
    Role { lanes, from, until, letter, acts_for, acting }
    SopDates { made, revised, effective, readings }
    SopDraft {
        id, path, whole, name, agency, unit, zone, number, dates, approval, day_kind, identity, lanes, documents, steps, finished,
        rejected, connectors, anomalies
    }
    Span { line, column, length }
    Special { name, kind, decree, estimate }
    StandardTime { printed, min, max, unit, days, about }
    Stood { files, days }
    Step {
        number, activity, actors, recipients, parties, once, wait, needs, time, yields, outcomes, lost_outcomes, readings
    }
    Wait { lanes, matter, yields, readings }
    Window { from, until }
    WorkCalendar { ordinary, ramadan, ramadan_days, years, specials }
}

impl Form for String {
    fn write(&self, out: &mut Out) {
        out.text(self);
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.text().map(str::to_owned)
    }
}

impl Form for WorkPath {
    fn write(&self, out: &mut Out) {
        out.text(self.as_str());
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.text().map(Self::new)
    }
}

impl Form for bool {
    fn write(&self, out: &mut Out) {
        out.number(u64::from(*self));
    }

    fn read(kept: &mut In) -> Option<Self> {
        Some(kept.number()? == 1)
    }
}

impl Form for u32 {
    fn write(&self, out: &mut Out) {
        out.number(u64::from(*self));
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.small()
    }
}

impl Form for u64 {
    fn write(&self, out: &mut Out) {
        out.number(*self);
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.number()
    }
}

impl Form for usize {
    fn write(&self, out: &mut Out) {
        out.number(*self as u64);
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.count()
    }
}

impl Form for i32 {
    fn write(&self, out: &mut Out) {
        out.signed(i64::from(*self));
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.signed()?.try_into().ok()
    }
}

impl Form for NaiveDate {
    fn write(&self, out: &mut Out) {
        self.num_days_from_ce().write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Self::from_num_days_from_ce_opt(i32::read(kept)?)
    }
}

impl Form for NaiveTime {
    fn write(&self, out: &mut Out) {
        self.num_seconds_from_midnight().write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Self::from_num_seconds_from_midnight_opt(kept.small()?, 0)
    }
}

impl<T: Form> Form for Vec<T> {
    fn write(&self, out: &mut Out) {
        each(self.iter(), out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        let many = kept.count()?;
        // Each takes a byte at least: what is said of their number is a claim.
        let mut items = Self::with_capacity(many.min(kept.left()));
        for _ in 0..many {
            items.push(T::read(kept)?);
        }
        Some(items)
    }
}

impl<T: Form> Form for Option<T> {
    fn write(&self, out: &mut Out) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        if bool::read(kept)? { T::read(kept).map(Some) } else { Some(None) }
    }
}

impl Form for ObjectId {
    fn write(&self, out: &mut Out) {
        out.id(*self);
    }

    fn read(kept: &mut In) -> Option<Self> {
        kept.id()
    }
}

impl<K: Form + Ord, V: Form> Form for BTreeMap<K, V> {
    fn write(&self, out: &mut Out) {
        self.len().write(out);
        for (key, value) in self {
            key.write(out);
            value.write(out);
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        // As they were written they stand in order, which is the quick way to make a map.
        Vec::read(kept).map(Self::from_iter)
    }
}

impl<T: Form + Ord> Form for BTreeSet<T> {
    fn write(&self, out: &mut Out) {
        each(self.iter(), out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Vec::read(kept).map(Self::from_iter)
    }
}

impl<A: Form, B: Form> Form for (A, B) {
    fn write(&self, out: &mut Out) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Some((A::read(kept)?, B::read(kept)?))
    }
}

impl<A: Form, B: Form, C: Form> Form for (A, B, C) {
    fn write(&self, out: &mut Out) {
        self.0.write(out);
        self.1.write(out);
        self.2.write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Some((A::read(kept)?, B::read(kept)?, C::read(kept)?))
    }
}

impl<T: Form> Form for At<T> {
    fn write(&self, out: &mut Out) {
        self.value.write(out);
        self.span.write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        Some(Self { value: T::read(kept)?, span: Span::read(kept)? })
    }
}

impl Form for Account {
    fn write(&self, out: &mut Out) {
        match self {
            Self::Mail(mail) => (0_u32, mail.clone()).write(out),
            Self::Forge { forge, id } => (1_u32, (forge.clone(), *id)).write(out),
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        match kept.number()? {
            0 => String::read(kept).map(Self::Mail),
            1 => <(String, u64)>::read(kept).map(|(forge, id)| Self::Forge { forge, id }),
            _ => None,
        }
    }
}

impl Form for ForgeKey {
    fn write(&self, out: &mut Out) {
        match self {
            Self::Ssh(key) => (0_u32, key.to_string()).write(out),
            Self::OpenPgp(armour) => (1_u32, armour.clone()).write(out),
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        match kept.number()? {
            0 => Key::read(kept).map(Self::Ssh),
            1 => String::read(kept).map(Self::OpenPgp),
            _ => None,
        }
    }
}

impl Form for PaperDate {
    fn write(&self, out: &mut Out) {
        matches!(self, Self::Month(_)).write(out);
        self.first_day().write(out);
    }

    fn read(kept: &mut In) -> Option<Self> {
        let is_month = bool::read(kept)?;
        NaiveDate::read(kept).map(if is_month { Self::Month } else { Self::Day })
    }
}

impl Form for Target {
    fn write(&self, out: &mut Out) {
        match self {
            Self::Finished => 0_u64.write(out),
            Self::Rejected => 1_u64.write(out),
            Self::Step(number) => (u64::from(*number) + 2).write(out),
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        Some(match kept.number()? {
            0 => Self::Finished,
            1 => Self::Rejected,
            number => Self::Step(u32::try_from(number - 2).ok()?),
        })
    }
}

const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Form for WeekHours {
    fn write(&self, out: &mut Out) {
        for day in WEEK {
            each(self.on(day).iter(), out);
        }
    }

    fn read(kept: &mut In) -> Option<Self> {
        let mut week = Self::default();
        for day in WEEK {
            week.set(day, Form::read(kept)?);
        }
        Some(week)
    }
}
