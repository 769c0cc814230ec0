//! The policy that stands, as it is kept: as it was read, so that it need not be read again.

use super::bytes::{In, Out};
use super::form::{Form, each};
use crate::model::calendar::Calendar;
use crate::model::git::ObjectStore;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::register::calendars::{Calendars, Stood};
use crate::register::changes::FileAt;
use crate::register::policy::{Known, Policy};

/// Writes the names of all policy files, and what those say with which nothing is wrong.
pub(super) fn write(policy: &Policy, out: &mut Out) {
    let known = policy.sound();
    out.number(policy.files.len() as u64);
    for (path, file) in &policy.files {
        path.write(out);
        out.number(u64::from(file.mode));
        out.id(file.id);
        known.files.contains_key(path).write(out);
    }
    let Workspace { office, answers, sops, people, calendars, forms, .. } = &*known.workspace;
    office.write(out);
    answers.write(out);
    each(sops.values(), out);
    each(people.values(), out);
    each(calendars.values(), out);
    forms.write(out);
    each(policy.calendars.past(), out);
}

/// Reads the policy back. Of files with which something is wrong git is asked.
pub(super) fn read(mut kept: In, store: &dyn ObjectStore) -> Option<Policy> {
    let (mut files, mut sound) = (Vec::new(), Vec::new());
    for _ in 0..kept.count()? {
        let path = WorkPath::read(&mut kept)?;
        let file = FileAt { mode: kept.small()?, id: kept.id()? };
        if bool::read(&mut kept)? {
            sound.push((path.clone(), file));
        }
        files.push((path, file));
    }
    let mut workspace =
        Workspace { office: Form::read(&mut kept)?, answers: Form::read(&mut kept)?, ..Workspace::default() };
    let named = |sop: SopDraft| (sop.id.clone(), sop);
    workspace.sops = Vec::read(&mut kept)?.into_iter().map(named).collect();
    let named = |person: Person| (person.handle.clone(), person);
    workspace.people = Vec::read(&mut kept)?.into_iter().map(named).collect();
    let named = |calendar: Calendar| (calendar.name.clone(), calendar);
    workspace.calendars = Vec::read(&mut kept)?.into_iter().map(named).collect();
    workspace.forms = Form::read(&mut kept)?;
    let past: Vec<Stood> = Form::read(&mut kept)?;
    let known = Known::sound(sound.into_iter().collect(), workspace);
    let (mut policy, _) = Policy::read_after(store, files.into_iter().collect(), known).ok()?;
    policy.calendars = Calendars::going_on(past, policy.calendars);
    kept.is_empty().then_some(policy)
}

/// The policy as it would be kept, and read back.
pub fn kept_and_read(policy: &Policy, store: &dyn ObjectStore) -> Option<Policy> {
    let mut out = Out::default();
    write(policy, &mut out);
    read(In::new(&out.bytes), store)
}
