//! The verdicts of every landing as they are kept. Of a lawful one little has to be told, and no later landing changes it; so
//! what was kept is only added to. The others are kept whole beside.

use std::collections::HashMap;

use super::told::{LAWFUL, LAWFUL_POLICY, Told, Touched, WRONG};
use super::{Audit, Verdict};
use crate::model::path::RequestFolder;
use crate::register::kept::{Misfit, Writer};
use crate::register::standing::Number;

impl Audit {
    /// Every landing, for keeping.
    pub(super) fn landings_kept(&self) -> Option<Vec<u8>> {
        if let Some(kept) = &self.rest.kept {
            return Some([&kept.landings().ok()?, &self.rest.fresh[..]].concat());
        }
        if !self.rest.fresh.is_empty() {
            return Some(self.rest.fresh.clone());
        }
        let mut out = Writer::default();
        for verdict in &self.verdicts {
            write(verdict, &|folder| self.number(folder), &mut out);
        }
        Some(out.bytes)
    }

    /// Holds the verdicts of lawful landings as they are kept, in a tenth of the memory: for whoever asks for each no more.
    pub fn spare_memory(&mut self) {
        if self.rest.kept.is_some() {
            return;
        }
        let Some(fresh) = self.landings_kept() else { return };
        self.rest.fresh = fresh;
        let all = self.verdicts.len();
        self.verdicts.retain(|verdict| !verdict.is_lawful());
        self.verdicts.shrink_to_fit();
        self.rest.lawful += all - self.verdicts.len();
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

    /// Reads the verdict of every landing.
    pub fn load_verdicts(&mut self) -> Result<(), Misfit> {
        let Some(kept) = self.rest.kept.clone() else { return Ok(()) };
        let mut folders: HashMap<Number, RequestFolder> = kept.numbers().ok_or(Misfit)?.into_iter().collect();
        folders.extend(self.ledger.requests.each().map(|standing| (standing.number, standing.folder.clone())));
        let mut verdicts = Vec::with_capacity(self.landings());
        let mut fits = true;
        self.told()?.each(&mut |_, told| match whole(told, &folders) {
            Some(verdict) => verdicts.push(verdict),
            None => fits = false,
        })?;
        if !fits {
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

/// The verdict of a landing that was told.
fn whole(told: &Told, folders: &HashMap<Number, RequestFolder>) -> Option<Verdict> {
    if let Some(verdict) = told.wrong {
        return Some(verdict.clone());
    }
    let folder = |touched: &Touched| match touched {
        Touched::Folder(folder) => Some(folder.clone()),
        Touched::Numbered(number) => folders.get(number).cloned(),
    };
    let requests = told.requests.iter().map(folder).collect::<Option<_>>()?;
    let (landing, time, policy) = (told.landing, told.time, told.policy);
    let (findings, marks, others, unreadable) = (Vec::new(), Vec::new(), false, None);
    Some(Verdict { landing, time, requests, policy, findings, marks, others, unreadable })
}
