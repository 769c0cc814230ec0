//! A register that goes on from what was kept of it: only what landed since is judged.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::audit::{Audit, Strength};
use super::{Ahead, Verdict, judge};
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::git::{ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::path::RequestFolder;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::say::{Lang, Say};
use crate::read::faults::FAULTS;
use crate::read::{cut_request, read_header};
use crate::register::changes::{changes, file_at};
use crate::register::kept::{Checksum, InPieces, Kept, Misfit, Reader, Shelf, Summary, Texts, Writer, keep};
use crate::register::landings::{Chain, Landing};
use crate::register::ledger::Ledger;
use crate::register::reading::{Growth, RequestRead};
use crate::register::standing::{Mark, Number, Standing};
use crate::register::tier::Tier;
use crate::rules::RULES;

/// What was kept and not looked at since.
#[derive(Debug, Default)]
pub struct Rest {
    pub(super) kept: Option<Arc<Kept>>,
    /// Landings that were judged since, as they are kept. Where nothing was kept, all of them, once memory is spared.
    pub(super) fresh: Vec<u8>,
    /// Requests that were put away since.
    pub(super) shelf: Shelf,
    /// Lawful landings that have no verdict here.
    pub(super) lawful: usize,
    /// Requests that were not read.
    pub(super) requests: usize,
    /// What their entries rest on.
    pub(super) strength: Strength,
    /// Of entries of theirs that were marked, whether somebody answered.
    pub(super) settled: HashMap<(RequestFolder, usize), bool>,
}

impl Audit {
    /// Goes on from what was kept; none where it does not fit, or something since cannot be judged.
    pub fn resume(store: &dyn ObjectStore, kept: &Arc<Kept>, head: ObjectId, named: Option<ObjectId>) -> Option<Self> {
        let summary = &kept.summary;
        if named.map_or(!summary.found, |named| named != summary.start) {
            return None;
        }
        let chain = Chain::after(store, head, Arc::clone(kept))?;
        let ledger = kept.ledger(store)?;
        let (verdicts, mut rest) = read_judged(summary)?;
        rest.requests = summary.requests;
        let (start, before) = (summary.start, summary.before);
        rest.kept = Some(Arc::clone(kept));
        let mut audit = Self { head, start, before, verdicts, ledger, chain, rest };
        for n in audit.chain.offset()..audit.chain.len() {
            let landing = audit.chain.landing(store, n).ok()?;
            let ahead = Ahead::read(store, &landing).ok()?;
            audit.load_for(store, &landing, &ahead.reads).ok()?;
            let verdict = judge(store, &mut audit.ledger, &landing, ahead);
            if verdict.unreadable.is_some() || !audit.ledger.is_clock_certain() {
                return None;
            }
            audit.note(&verdict);
            if verdict.is_lawful() {
                audit.rest.lawful += 1;
            } else {
                audit.verdicts.push(verdict);
            }
        }
        // What could not be told was taken for unknown.
        (!kept.is_damaged()).then_some(audit)
    }

    /// The bytes to keep, by which another look goes on from here.
    pub fn keep(&self, program: &str, found: bool, checksum: Checksum) -> Option<InPieces> {
        let judged = self.judged()?;
        let (start, head, before, landings, requests) =
            (self.start, self.head, self.before, self.landings(), self.requests());
        let program = program.to_owned();
        let summary = Summary { program, start, found, head, before, landings, requests, judged };
        keep(
            &self.ledger,
            &self.rest.shelf,
            &self.chain,
            self.rest.kept.as_deref(),
            summary,
            self.landings_kept()?,
            checksum,
        )
    }

    /// Whether something that was asked of what was kept is not as it was written: then no answer since holds.
    pub fn is_damaged(&self) -> bool {
        self.rest.kept.as_ref().is_some_and(|kept| kept.is_damaged())
    }

    /// How many landings were judged since something was kept; all of them, where nothing was.
    pub fn since_kept(&self) -> usize {
        self.chain.len() - self.chain.offset()
    }

    /// Reads the requests that a landing touches, or that those it opens are related to.
    pub(super) fn load_for(
        &mut self,
        store: &dyn ObjectStore,
        landing: &Landing,
        reads: &[RequestRead],
    ) -> Result<(), Misfit> {
        if self.rest.is_empty() {
            return Ok(());
        }
        self.load(store, needed(landing, reads).cloned())
    }

    /// One more landing, judged with what it needs of what was kept.
    pub(super) fn land(&mut self, store: &dyn ObjectStore, landing: &Landing) -> Verdict {
        let gap = Unreadable::Corrupt(landing.commit.id);
        let ahead = Ahead::read(store, landing);
        match ahead.and_then(|ahead| self.load_for(store, landing, &ahead.reads).map(|()| ahead).map_err(|Misfit| gap))
        {
            Ok(ahead) => judge(store, &mut self.ledger, landing, ahead),
            // What cannot be read is told by the judge, who reads it again.
            Err(_) if self.rest.kept.is_none() => judge(store, &mut self.ledger, landing, Ahead::default()),
            Err(gap) => Verdict::unverifiable(landing.commit.id, gap),
        }
    }

    /// Reads requests that were kept, so that they can be looked at.
    pub fn load(
        &mut self,
        store: &dyn ObjectStore,
        folders: impl IntoIterator<Item = RequestFolder>,
    ) -> Result<(), Misfit> {
        if self.rest.is_empty() {
            return Ok(());
        }
        for folder in folders {
            self.rest.load(&mut self.ledger, &folder, store)?;
        }
        Ok(())
    }

    /// Reads the requests that a word may mean: a number, a folder, or a slug.
    pub fn load_named(&mut self, store: &dyn ObjectStore, word: &str) -> Result<(), Misfit> {
        let named = self.rest.kept.as_ref().map_or(Ok(Vec::new()), |kept| kept.named(word))?;
        // Whose number or slug it is, only a look at each tells.
        let shelved = self.rest.shelf.folders();
        self.load(store, named.into_iter().chain(shelved))
    }

    /// The folder of every request.
    pub fn folders(&self) -> Result<Vec<RequestFolder>, Misfit> {
        let mut folders: BTreeSet<RequestFolder> =
            self.ledger.requests.each().map(|standing| standing.folder.clone()).collect();
        folders.extend(self.rest.shelf.folders());
        if let Some(kept) = &self.rest.kept {
            folders.extend(kept.folders().ok_or(Misfit)?);
        }
        Ok(folders.into_iter().collect())
    }

    /// The number and folder of every request that was kept.
    pub fn numbers(&self) -> Option<Vec<(Number, RequestFolder)>> {
        self.rest.kept.as_ref()?.numbers()
    }

    /// A request as it stands. One that is not at hand is read for this once.
    pub fn standing(
        &self,
        store: &dyn ObjectStore,
        folder: &RequestFolder,
    ) -> Result<Option<Cow<'_, Standing>>, Misfit> {
        if let Some(standing) = self.ledger.requests.get(folder) {
            return Ok(Some(Cow::Borrowed(standing)));
        }
        let policy = &self.ledger.policy;
        let found = match (self.rest.shelf.look(folder, store, policy)?, &self.rest.kept) {
            (None, Some(kept)) => kept.request(folder, store, policy)?,
            (shelved, _) => shelved,
        };
        Ok(found.map(Cow::Owned))
    }

    /// Reads every request.
    pub fn load_all(&mut self, store: &dyn ObjectStore) -> Result<(), Misfit> {
        self.load(store, self.rest.shelf.folders())?;
        let Some(kept) = self.rest.kept.clone() else { return Ok(()) };
        for standing in kept.all(store, &self.ledger.policy)? {
            if !self.ledger.requests.has(&standing.folder) {
                self.rest.take(&mut self.ledger, standing);
            }
        }
        Ok(())
    }

    /// Reads what a proposal may touch: in what it would bring, and where its tip differs from the head.
    pub fn load_proposed(&mut self, store: &dyn ObjectStore, tip: ObjectId) -> Result<(), Misfit> {
        if self.rest.is_empty() {
            return Ok(());
        }
        let folders = self.proposed(store, tip).map_err(|_| Misfit)?;
        self.load(store, folders)
    }

    fn proposed(&self, store: &dyn ObjectStore, tip: ObjectId) -> Result<BTreeSet<RequestFolder>, Unreadable> {
        let tree = |id: ObjectId| store.commit(id).map(|commit| commit.tree);
        let mut pairs = vec![(Some(tree(self.head)?), tree(tip)?)];
        for commit in self.chain.brings(store, tip)?.into_values() {
            pairs.push((commit.parents.first().copied().map(tree).transpose()?, commit.tree));
        }
        let mut folders = BTreeSet::new();
        for (before, after) in pairs {
            for change in changes(store, before, Some(after))? {
                let Tier::Request(folder) = change.tier else { continue };
                folders.extend(related(store, after, &folder)?);
                folders.insert(folder);
            }
        }
        Ok(folders)
    }

    /// The landings that have something against them, and what the others rest on.
    fn judged(&self) -> Option<Vec<u8>> {
        let mut words = Texts::default();
        let mut out = Writer::default();
        let wrong: Vec<&Verdict> = self.verdicts.iter().filter(|verdict| !verdict.is_lawful()).collect();
        out.number((self.landings() - wrong.len()) as u64);
        for count in self.strength().counts() {
            out.number(count as u64);
        }
        out.number(wrong.len() as u64);
        for verdict in wrong {
            if verdict.unreadable.is_some() {
                return None;
            }
            self.write_verdict(verdict, &mut out, &mut words);
        }
        let mut whole = Writer::default();
        whole.number(words.all.len() as u64);
        words.all.iter().for_each(|word| whole.text(word));
        whole.bytes.extend_from_slice(&out.bytes);
        Some(whole.bytes)
    }

    fn write_verdict(&self, verdict: &Verdict, out: &mut Writer, words: &mut Texts) {
        out.id(verdict.landing);
        out.signed(verdict.time);
        out.number(u64::from(verdict.policy));
        out.number(u64::from(verdict.others));
        out.number(verdict.requests.len() as u64);
        for folder in &verdict.requests {
            out.word(folder.as_str(), words);
        }
        out.number(verdict.marks.len() as u64);
        for (folder, n) in &verdict.marks {
            out.word(folder.as_str(), words);
            out.number(*n as u64);
            out.number(u64::from(self.is_settled(folder, *n)));
        }
        out.number(verdict.findings.len() as u64);
        for finding in &verdict.findings {
            write_finding(finding, out, words);
        }
    }
}

impl Rest {
    fn is_empty(&self) -> bool {
        self.requests == 0
    }

    /// Reads a request, if it is not looked at yet.
    pub(super) fn load(
        &mut self,
        ledger: &mut Ledger,
        folder: &RequestFolder,
        store: &dyn ObjectStore,
    ) -> Result<(), Misfit> {
        if ledger.requests.has(folder) {
            return Ok(());
        }
        let shelved = self.shelf.take(folder, store, &ledger.policy)?;
        let found = match (&self.kept, shelved) {
            (Some(kept), None) => kept.request(folder, store, &ledger.policy)?,
            (_, shelved) => shelved,
        };
        if let Some(standing) = found {
            self.take(ledger, standing);
        }
        Ok(())
    }

    fn take(&mut self, ledger: &mut Ledger, standing: Standing) {
        self.requests -= 1;
        self.strength.subtract(&Strength::of(&standing));
        ledger.requests.put(Box::new(standing));
    }

    /// Puts a request away, if it is finished.
    pub(super) fn shelve(&mut self, ledger: &mut Ledger, folder: &RequestFolder) {
        let is_finished = |standing: &Standing| !standing.progress.is_open();
        let Some(standing) = ledger.requests.get(folder).filter(|standing| is_finished(standing)) else { return };
        self.shelf.put(standing);
        self.requests += 1;
        self.strength.add(&Strength::of(standing));
        for (n, entry) in (1..).zip(&standing.entries) {
            if entry.mark != Mark::Clean {
                self.settled.insert((folder.clone(), n), entry.is_settled());
            }
        }
        ledger.requests.take(folder);
    }
}

/// The requests that have to be at hand for a landing to be judged: those that it touches, and those that what it opens is
/// related to.
pub(super) fn needed<'a>(landing: &'a Landing, reads: &'a [RequestRead]) -> impl Iterator<Item = &'a RequestFolder> {
    let of_one = landing.changes.chunk_by(|one, other| one.tier == other.tier);
    let touched = of_one.filter_map(|changes| changes.first()?.tier.request());
    let headers = reads.iter().filter_map(|read| match &read.growth {
        Growth::Grown(grown) => grown.header.as_ref()?.value.as_ref(),
        _ => None,
    });
    touched.chain(headers.flat_map(|header| &header.related).map(|folder| &folder.value))
}

/// The requests that a request's header names, in some tree.
fn related(store: &dyn ObjectStore, tree: ObjectId, folder: &RequestFolder) -> Result<Vec<RequestFolder>, Unreadable> {
    let path = folder.file("request.yaml");
    let Some(file) = file_at(store, tree, path.as_str())? else { return Ok(Vec::new()) };
    let bytes = store.read(file.id, ObjectKind::Blob)?;
    let header = cut_request(&bytes).and_then(|cut| read_header(&path, cut.header).value);
    Ok(header.into_iter().flat_map(|header| header.related).map(|folder| folder.value).collect())
}

fn read_judged(summary: &Summary) -> Option<(Vec<Verdict>, Rest)> {
    let mut judged = Reader::new(&summary.judged);
    let words = (0..judged.count()?).map(|_| judged.text()).collect::<Option<Vec<&str>>>()?;
    let lawful = judged.count()?;
    let mut counts = [0; 6];
    for count in &mut counts {
        *count = judged.count()?;
    }
    let mut rest = Rest { lawful, strength: Strength::from_counts(counts), ..Rest::default() };
    let many = judged.count()?;
    let verdicts = (0..many).map(|_| read_verdict(&mut judged, &words, &mut rest)).collect::<Option<Vec<_>>>()?;
    (judged.is_empty() && lawful + many == summary.landings).then_some((verdicts, rest))
}

fn read_verdict(judged: &mut Reader, words: &[&str], rest: &mut Rest) -> Option<Verdict> {
    let (landing, time) = (judged.id()?, judged.signed()?);
    let (policy, others) = (judged.number()? == 1, judged.number()? == 1);
    let requests =
        (0..judged.count()?).map(|_| RequestFolder::parse(judged.word(words)?)).collect::<Option<Vec<_>>>()?;
    let mut marks = Vec::new();
    for _ in 0..judged.count()? {
        let mark = (RequestFolder::parse(judged.word(words)?)?, judged.count()?);
        rest.settled.insert(mark.clone(), judged.number()? == 1);
        marks.push(mark);
    }
    let findings = (0..judged.count()?).map(|_| read_finding(judged, words)).collect::<Option<Vec<_>>>()?;
    Some(Verdict { landing, time, requests, policy, findings, marks, others, unreadable: None })
}

fn write_finding(finding: &Finding, out: &mut Writer, words: &mut Texts) {
    out.word(finding.rule.0, words);
    out.number(match finding.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Hint => 2,
    });
    write_place(&finding.place, out, words);
    write_say(&finding.message, out, words);
    write_say(&finding.help, out, words);
    out.number(u64::from(finding.because.is_some()));
    if let Some((place, says)) = &finding.because {
        write_place(place, out, words);
        write_say(says, out, words);
    }
}

fn write_place(place: &Place, out: &mut Writer, words: &mut Texts) {
    out.word(place.path.as_str(), words);
    for number in [place.span.line, place.span.column, place.span.length] {
        out.number(u64::from(number));
    }
}

fn write_say(say: &Say, out: &mut Writer, words: &mut Texts) {
    out.word(say.in_lang(Lang::Id), words);
    out.word(say.in_lang(Lang::En), words);
}

fn read_finding(judged: &mut Reader, words: &[&str]) -> Option<Finding> {
    let name = judged.word(words)?;
    let mut rules = RULES.iter().map(|rule| rule.id).chain(FAULTS.iter().map(|(id, _)| *id));
    let rule: RuleId = rules.find(|rule| rule.0 == name)?;
    let severity = match judged.number()? {
        0 => Severity::Error,
        1 => Severity::Warning,
        2 => Severity::Hint,
        _ => return None,
    };
    let place = read_place(judged, words)?;
    let (message, help) = (read_say(judged, words)?, read_say(judged, words)?);
    let because = match judged.number()? {
        0 => None,
        _ => Some((read_place(judged, words)?, read_say(judged, words)?)),
    };
    Some(Finding { rule, severity, place, message, help, because })
}

fn read_place(judged: &mut Reader, words: &[&str]) -> Option<Place> {
    let path = WorkPath::new(judged.word(words)?);
    Some(Place { path, span: Span { line: judged.small()?, column: judged.small()?, length: judged.small()? } })
}

fn read_say(judged: &mut Reader, words: &[&str]) -> Option<Say> {
    Some(Say::new(judged.word(words)?, judged.word(words)?))
}
