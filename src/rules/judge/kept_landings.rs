//! The verdicts of every landing as they are kept. Of a lawful one little has to be told, and no later landing changes it; so
//! what was kept is only added to. The others are kept whole beside.

use std::collections::HashMap;

use super::{Audit, Verdict};
use crate::model::git::ObjectId;
use crate::model::path::RequestFolder;
use crate::register::kept::{Misfit, Reader, Writer};
use crate::register::standing::Number;

const LAWFUL: u64 = 0;
const LAWFUL_POLICY: u64 = 1;
const WRONG: u64 = 2;

impl Audit {
    /// Every landing, for keeping.
    pub(super) fn landings_kept(&self) -> Vec<u8> {
        if let Some(kept) = &self.rest.kept {
            return [kept.landings(), &self.rest.fresh].concat();
        }
        let mut out = Writer::default();
        for verdict in &self.verdicts {
            write(verdict, &|folder| self.number(folder), &mut out);
        }
        out.bytes
    }

    /// Notes a landing that was judged since something was kept.
    pub(super) fn note(&mut self, verdict: &Verdict) {
        let mut out = Writer { bytes: std::mem::take(&mut self.rest.fresh) };
        write(verdict, &|folder| self.number(folder), &mut out);
        self.rest.fresh = out.bytes;
    }

    fn number(&self, folder: &RequestFolder) -> Option<Number> {
        let at_hand = self.ledger.requests.get(folder).map(|standing| standing.number);
        at_hand.or_else(|| self.rest.shelf.number(folder))
    }

    /// Reads the verdict of every landing, once every request was read.
    pub fn load_verdicts(&mut self) -> Result<(), Misfit> {
        let Some(kept) = self.rest.kept.clone() else { return Ok(()) };
        let folders = self.ledger.requests.values().map(|standing| (standing.number, standing.folder.clone()));
        let folders: HashMap<Number, RequestFolder> = folders.collect();
        let wrong = std::mem::take(&mut self.verdicts);
        let mut wrong: HashMap<ObjectId, Verdict> =
            wrong.into_iter().map(|verdict| (verdict.landing, verdict)).collect();
        let mut verdicts = Vec::with_capacity(self.landings());
        for bytes in [kept.landings(), &self.rest.fresh] {
            let mut rest = Reader::new(bytes);
            while !rest.is_empty() {
                verdicts.push(read(&mut rest, &folders, &mut wrong).ok_or(Misfit)?);
            }
        }
        if verdicts.len() != self.landings() || !wrong.is_empty() {
            return Err(Misfit);
        }
        self.verdicts = verdicts;
        self.rest.lawful = 0;
        Ok(())
    }
}

fn write(verdict: &Verdict, number: &dyn Fn(&RequestFolder) -> Option<Number>, out: &mut Writer) {
    out.id(verdict.landing);
    if !verdict.is_lawful() {
        out.number(WRONG);
        return;
    }
    out.number(if verdict.policy { LAWFUL_POLICY } else { LAWFUL });
    out.signed(verdict.time);
    out.number(verdict.requests.len() as u64);
    for folder in &verdict.requests {
        let number = number(folder).unwrap_or(Number::NONE);
        out.number(u64::from(number.place));
        if number.is_given() {
            out.signed(i64::from(number.year));
        } else {
            // What never stood may still be cleared away, lawfully.
            out.text(folder.as_str());
        }
    }
}

fn read(
    rest: &mut Reader,
    folders: &HashMap<Number, RequestFolder>,
    wrong: &mut HashMap<ObjectId, Verdict>,
) -> Option<Verdict> {
    let landing = rest.id()?;
    let policy = match rest.number()? {
        WRONG => return wrong.remove(&landing),
        LAWFUL_POLICY => true,
        LAWFUL => false,
        _ => return None,
    };
    let time = rest.signed()?;
    let folder = |rest: &mut Reader| match rest.small()? {
        0 => RequestFolder::parse(rest.text()?),
        place => folders.get(&Number { year: i32::try_from(rest.signed()?).ok()?, place }).cloned(),
    };
    let requests = (0..rest.count()?).map(|_| folder(rest)).collect::<Option<_>>()?;
    let (findings, marks, others, unreadable) = (Vec::new(), Vec::new(), false, None);
    Some(Verdict { landing, time, requests, policy, findings, marks, others, unreadable })
}
