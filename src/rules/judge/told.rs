//! Every landing in few bytes, read when somebody asks for it: for who shows all of them, or a few.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Audit, Verdict};
use crate::model::git::ObjectId;
use crate::model::path::RequestFolder;
use crate::register::kept::{Misfit, Reader};
use crate::register::standing::Number;

pub(super) const LAWFUL: u64 = 0;
pub(super) const LAWFUL_POLICY: u64 = 1;
pub(super) const WRONG: u64 = 2;

/// So many landings are passed over, at most, to find one.
const STRIDE: usize = 100;

/// Every landing in its order.
#[derive(Debug, Default)]
pub struct Landings<'a> {
    parts: [Cow<'a, [u8]>; 2],
    /// Where every hundredth begins: in which part, and at which byte.
    marks: Vec<(usize, usize)>,
    wrong: HashMap<ObjectId, &'a Verdict>,
    len: usize,
}

/// A landing, as far as it has to be told.
#[derive(Debug)]
pub struct Told<'a> {
    /// Its commit.
    pub landing: ObjectId,
    /// When it landed; 0 where its commit is missing.
    pub time: i64,
    /// Whether it changes policy.
    pub policy: bool,
    /// The requests that it touches.
    pub requests: Vec<Touched>,
    /// What is against it, where something is.
    pub wrong: Option<&'a Verdict>,
}

/// A request that a landing touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// One that stands, by its number.
    Numbered(Number),
    /// One that did not stand when this was kept, or of a landing that is told whole.
    Folder(RequestFolder),
}

impl Audit {
    /// Every landing.
    pub fn told(&self) -> Result<Landings<'_>, Misfit> {
        let parts = match &self.rest.kept {
            Some(kept) => [kept.landings()?, Cow::Borrowed(&self.rest.fresh[..])],
            None if self.rest.fresh.is_empty() => {
                [Cow::Owned(self.landings_kept().ok_or(Misfit)?), Cow::Borrowed(&[][..])]
            }
            None => [Cow::Borrowed(&self.rest.fresh[..]), Cow::Borrowed(&[][..])],
        };
        let wrong = self.verdicts.iter().filter(|verdict| !verdict.is_lawful());
        let wrong = wrong.map(|verdict| (verdict.landing, verdict)).collect();
        let mut landings = Landings { parts, marks: Vec::new(), wrong, len: 0 };
        let (mut marks, mut len, mut against) = (Vec::new(), 0, 0);
        landings.walk(&mut |told, at| {
            if len % STRIDE == 0 {
                marks.push(at);
            }
            len += 1;
            against += usize::from(told.wrong.is_some());
        })?;
        let fits = len == self.landings() && against == landings.wrong.len();
        (landings.marks, landings.len) = (marks, len);
        fits.then_some(landings).ok_or(Misfit)
    }
}

impl Landings<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// A register has at least its start.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Looks at each in turn.
    pub fn each(&self, see: &mut dyn FnMut(usize, &Told)) -> Result<(), Misfit> {
        let mut n = 0;
        self.walk(&mut |told, _| {
            see(n, told);
            n += 1;
        })
    }

    fn walk(&self, see: &mut dyn FnMut(&Told, (usize, usize))) -> Result<(), Misfit> {
        // One for all, for there are millions.
        let mut told = Told::default();
        for (part, bytes) in self.parts.iter().enumerate() {
            let mut rest = Reader::new(bytes);
            while !rest.is_empty() {
                let at = (part, bytes.len() - rest.left());
                told.read(&mut rest, &self.wrong).ok_or(Misfit)?;
                see(&told, at);
            }
        }
        Ok(())
    }

    /// Those from a place to before another, places counted from 0.
    pub fn between(&self, from: usize, until: usize) -> Vec<Told<'_>> {
        let Some((part, at)) = self.marks.get(from / STRIDE) else { return Vec::new() };
        let rest = Reader::new(self.parts[*part].get(*at..).unwrap_or_default());
        let after = if *part == 0 { &self.parts[1][..] } else { &[] };
        let mut stretches = [rest, Reader::new(after)].into_iter();
        let mut rest = stretches.next();
        let next = || loop {
            let current = rest.as_mut()?;
            if !current.is_empty() {
                let mut told = Told::default();
                return told.read(current, &self.wrong).map(|()| told);
            }
            rest = stretches.next();
        };
        std::iter::from_fn(next).skip(from % STRIDE).take(until.saturating_sub(from)).collect()
    }
}

impl Default for Told<'_> {
    fn default() -> Self {
        Self { landing: ObjectId([0; 20]), time: 0, policy: false, requests: Vec::new(), wrong: None }
    }
}

impl<'a> Told<'a> {
    /// Reads the next landing in place of this one.
    fn read(&mut self, rest: &mut Reader, wrong: &HashMap<ObjectId, &'a Verdict>) -> Option<()> {
        self.landing = rest.id()?;
        self.requests.clear();
        let kind = rest.number()?;
        if kind == WRONG {
            let verdict = *wrong.get(&self.landing)?;
            self.requests.extend(verdict.requests.iter().cloned().map(Touched::Folder));
            (self.time, self.policy, self.wrong) = (verdict.time, verdict.policy, Some(verdict));
            return Some(());
        }
        self.policy = match kind {
            LAWFUL_POLICY => true,
            LAWFUL => false,
            _ => return None,
        };
        (self.time, self.wrong) = (rest.signed()?, None);
        for _ in 0..rest.count()? {
            self.requests.push(match rest.small()? {
                0 => RequestFolder::parse(rest.text()?).map(Touched::Folder)?,
                place => Touched::Numbered(Number { year: i32::try_from(rest.signed()?).ok()?, place }),
            });
        }
        Some(())
    }
}
