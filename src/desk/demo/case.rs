//! One request of the sample office on its way: what happens to it next, by whom, and with which documents. Every
//! choice follows the SOP's own flow, so what happens is lawful by construction, but for the few mistakes that belong
//! to the sample.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::applicants::OFFICE;
use super::dice::Dice;
use super::hours::DAY;
use super::letters::Letter;
use super::staff::Staff;
use super::stream::File;
use super::turns::Fate;
use super::words::{self, Subject};
use crate::desk::entry::{Attached, Deed, NewEntry, Opening};
use crate::desk::needed;
use crate::model::flow::is_forward;
use crate::model::git::ObjectId;
use crate::model::name::{AgencyId, DocumentId, LaneId, SopRef};
use crate::model::sop::{Outcome, SopDraft, Step, Target};
use crate::model::standard_time::Unit;
use crate::register::policy::lane_ref;
use crate::register::progress::{Consent, Life, Progress, Seconds, next_row};

/// A request that is still open.
pub(super) struct Case<'a> {
    pub(super) sop: &'a SopDraft,
    pub(super) subject: Subject,
    pub(super) dice: Dice,
    pub(super) folder: String,
    /// The landing that last changed it.
    pub(super) landed: u64,
    pub(super) number: u64,
    agency: AgencyId,
    pub(super) opener: AgencyId,
    pub(super) progress: Progress,
    text: String,
    pub(super) entries: u32,
    versions: BTreeMap<DocumentId, u32>,
    pub(super) first_file: Option<String>,
    pub(super) fate: Fate,
    /// The next revision of its SOP.
    newer: Option<&'a SopDraft>,
    /// What was done wrong and has to be answered.
    pub(super) wrong: Option<Wrong>,
}

/// An entry that has to be answered.
pub(super) struct Wrong {
    pub(super) entry: u32,
    /// The state before it, where it is taken back.
    pub(super) before: Option<Box<Progress>>,
    /// Who wrote and who merged it: neither answers it.
    pub(super) hands: Vec<usize>,
    /// The landing as a whole was wrong, not only what it says.
    pub(super) landing: Option<ObjectId>,
}

/// What lands next.
pub(super) struct Next {
    /// Who writes it.
    pub(super) author: usize,
    pub(super) message: String,
    pub(super) files: Vec<File>,
    /// Whether this landing is one of the mistakes.
    pub(super) mistake: bool,
    /// Who wrote merges it himself.
    pub(super) own_review: bool,
    /// It lands without a merge.
    pub(super) straight: bool,
    /// After how much office time something happens again; none once the request is closed.
    pub(super) after: Option<i64>,
}

/// When and where something happens.
pub(super) struct Scene<'a> {
    pub(super) staff: &'a Staff,
    pub(super) on: NaiveDate,
    pub(super) at: Seconds,
    /// How much office time is left: a mistake that could not be answered is not made.
    pub(super) left: i64,
    /// … and how much until a newer revision begins.
    pub(super) until_revision: i64,
}

/// An entry in the making.
pub(super) struct Doing {
    pub(super) author: usize,
    pub(super) deed: Deed,
    note: Option<&'static str>,
    pub(super) demands: Vec<DocumentId>,
    lane: Option<LaneId>,
}

impl Doing {
    pub(super) fn of(author: usize, deed: Deed) -> Self {
        Self { author, deed, note: None, demands: Vec::new(), lane: None }
    }

    pub(super) fn noted(author: usize, deed: Deed, note: &'static str) -> Self {
        Self { note: Some(note), ..Self::of(author, deed) }
    }
}

impl<'a> Case<'a> {
    /// A request that is about to be opened.
    pub(super) fn new(
        (sop, newer): (&'a SopDraft, Option<&'a SopDraft>),
        subject: Subject,
        fate: Fate,
        mut dice: Dice,
        scene: &Scene,
    ) -> Option<(Self, Next)> {
        let agency: AgencyId = subject.applicant.id.parse().ok()?;
        let folder = format!("requests/{}/{}", scene.on.format("%Y/%m/%d"), subject.slug);
        let opening = Opening {
            sop: sop.id.clone(),
            title: subject.title.clone(),
            agency: agency.clone(),
            application: Some(subject.application.to_owned()),
        };
        let bound = sop.steps.first()?.actors.iter().any(|lane| sop.lane(lane).is_some_and(|lane| lane.bound));
        let opener = if bound { agency.clone() } else { OFFICE.0.parse().ok()? };
        let number = 1 + dice.below(900) as u64;
        let mut case = Self {
            sop,
            subject,
            dice,
            folder,
            landed: 0,
            number,
            agency,
            opener,
            progress: Progress::opened(sop, scene.at),
            text: opening.text(),
            entries: 0,
            versions: BTreeMap::new(),
            first_file: None,
            fate,
            newer,
            wrong: None,
        };
        let doing = case.step(scene)?;
        let mut next = case.land(doing, scene)?;
        next.message = format!("{}: permohonan baru", case.subject.slug);
        Some((case, next))
    }

    /// What happens next.
    pub(super) fn next(&mut self, scene: &Scene) -> Option<Next> {
        let n = self.entries + 1;
        if let Some(wrong) = self.wrong.take() {
            return self.answered(wrong, scene);
        }
        if self.progress.visit.stopped.is_none() {
            if let Some(doing) = self.fated(scene) {
                return self.land(doing, scene);
            }
            if let Some(next) = self.mistaken(n, scene) {
                return Some(next);
            }
        }
        let doing = match &self.progress.visit.stopped {
            Some(_) => self.resumed(scene)?,
            None if self.entries > 1 && self.dice.chance(4) => self.paused(scene)?,
            None => self.step(scene)?,
        };
        self.land(doing, scene)
    }

    /// The newer revision, if it is in force on a day.
    pub(super) fn newer_on(&self, on: NaiveDate) -> Option<&SopRef> {
        self.newer.filter(|newer| newer.first_day().is_some_and(|from| from <= on)).map(|newer| &newer.id)
    }

    pub(super) fn holders(&self, lane: &LaneId, scene: &Scene) -> Vec<usize> {
        let bound = self.sop.lane(lane).is_some_and(|lane| lane.bound);
        scene.staff.holding(&lane_ref(self.sop, lane), bound.then_some(&self.agency), scene.on)
    }

    fn holder(&mut self, lanes: &[LaneId], scene: &Scene) -> Option<usize> {
        let all: Vec<usize> = lanes.iter().flat_map(|lane| self.holders(lane, scene)).collect();
        self.dice.pick(&all).copied()
    }

    fn paused(&mut self, scene: &Scene) -> Option<Doing> {
        let step = self.sop.step(self.progress.step)?;
        let lanes: Vec<LaneId> = step.actors.iter().map(|lane| lane.value.clone()).collect();
        let author = self.holder(&lanes, scene)?;
        let bound = self.sop.lanes.iter().find(|lane| lane.bound).map(|lane| lane.id.value.clone());
        let awaits = bound.filter(|_| self.dice.chance(50)).into_iter().collect();
        Some(Doing::of(author, Deed::Pause { reason: self.dice.word(words::PAUSED).to_owned(), awaits }))
    }

    fn resumed(&mut self, scene: &Scene) -> Option<Doing> {
        let stop = self.progress.visit.stopped.clone()?;
        let step = self.sop.step(self.progress.step)?;
        let actors: Vec<LaneId> = step.actors.iter().map(|lane| lane.value.clone()).collect();
        let author = self.holder(if stop.lanes.is_empty() { &actors } else { &stop.lanes }, scene)?;
        let mut doing = Doing::of(author, Deed::Resume(self.dice.word(words::RESUMED).to_owned()));
        doing.demands = needed::for_resuming(self.sop, &self.progress);
        Some(doing)
    }

    /// The current step is recorded, by the first party that has not spoken yet.
    pub(super) fn step(&mut self, scene: &Scene) -> Option<Doing> {
        let step = self.sop.step(self.progress.step)?;
        let open: Vec<LaneId> = if step.is_bilateral() {
            self.progress.unsettled(step)
        } else {
            step.actors.iter().map(|lane| lane.value.clone()).collect()
        };
        let lanes = if step.is_bilateral() { open.get(..1)? } else { &open[..] };
        let author = self.holder(lanes, scene)?;
        let chosen = self.choose(step);
        let target = chosen.map_or_else(|| next_row(self.sop, step), |chosen| chosen.target.value);
        let is_forward = is_forward(step, target);
        let party = lanes.first().filter(|_| step.is_bilateral()).cloned();
        let outcome = chosen.map(|chosen| chosen.label.value.clone());
        let note = if is_forward {
            self.dice.chance(12).then(|| self.dice.word(words::SMALL_NOTES))
        } else {
            Some(self.dice.word(reasons(step, target)))
        };
        let person = scene.staff.officers[author].handle.parse().ok();
        let consent = party.clone().map(|lane| Consent { lane, person, outcome: outcome.clone() });
        let demands = needed::for_step(self.sop, &self.progress, outcome.as_deref(), consent);
        let lane = party.clone();
        Some(Doing { author, deed: Deed::Step { number: step.number.value, outcome, party }, note, demands, lane })
    }

    /// An outcome of a decision: mostly on, sometimes back, and never back for ever. Parties agree.
    fn choose(&mut self, step: &'a Step) -> Option<&'a Outcome> {
        if let Some(consent) = self.progress.visit.consents.first() {
            return crate::register::progress::chosen(step, consent.outcome.as_deref());
        }
        let (onward, other): (Vec<&Outcome>, Vec<&Outcome>) =
            step.outcomes.iter().partition(|outcome| is_forward(step, outcome.target.value));
        let rejection = other.iter().find(|outcome| outcome.target.value == Target::Rejected).copied();
        if let Some(rejection) = rejection.filter(|_| self.fate == Fate::Rejected) {
            return Some(rejection);
        }
        let often = self.progress.entered.get(&step.number.value).copied().unwrap_or(0) > 2;
        if !other.is_empty() && !often && self.dice.chance(18) {
            return self.dice.pick(&other).copied();
        }
        self.dice.pick(&onward).copied()
    }

    fn real(&self, id: &DocumentId) -> DocumentId {
        self.sop.document(id).map_or_else(|| id.clone(), |document| document.id.value.clone())
    }

    /// The entry is written, its documents with it, and the state moves on.
    pub(super) fn land(&mut self, doing: Doing, scene: &Scene) -> Option<Next> {
        let Doing { author, deed, note, demands, lane } = doing;
        let mut entry = NewEntry { note: note.map(str::to_owned), ..NewEntry::of(deed) };
        let mut files = Vec::new();
        for id in &demands {
            let (attached, bytes) = self.document(id, author, &entry, scene)?;
            self.first_file.get_or_insert_with(|| attached.file.clone());
            files.push((format!("{}/{}", self.folder, attached.file), bytes));
            entry.documents.push(attached);
        }
        let message = format!("{}: {}", self.subject.slug, entry.deed.words());
        self.text.push_str(&entry.text());
        self.entries += 1;
        files.push((format!("{}/request.yaml", self.folder), self.text.clone().into_bytes()));
        self.fold(&entry.deed, &demands, lane, author, scene);
        let after = self.progress.is_open().then(|| {
            if self.is_forgotten() {
                scene.left
            } else if self.fate == Fate::Migrated && self.entries > 1 && scene.until_revision > 0 {
                scene.until_revision + self.dice.between(DAY / 4, 3 * DAY)
            } else {
                self.pace()
            }
        });
        Some(Next { author, message, files, mistake: false, own_review: false, straight: false, after })
    }

    fn document(
        &mut self,
        id: &DocumentId,
        author: usize,
        entry: &NewEntry,
        scene: &Scene,
    ) -> Option<(Attached, Vec<u8>)> {
        let version = self.versions.entry(id.clone()).or_default();
        *version += 1;
        let stem = if *version == 1 { id.to_string() } else { format!("{id}-{version}") };
        let document = self.sop.document(id)?;
        let step = self.sop.step(self.progress.step)?;
        let officer = &scene.staff.officers[author];
        let form = document.form.as_ref().map_or("", |form| form.value.as_str());
        self.number += 1;
        let outcome = match &entry.deed {
            Deed::Step { outcome, .. } => outcome.as_deref(),
            _ => None,
        };
        let letter = Letter {
            form,
            document: &document.name.value,
            class: document.class().word(),
            number: self.number,
            on: scene.on,
            title: &self.subject.title,
            application: self.subject.application,
            applicant: self.subject.applicant.name,
            office: OFFICE.1,
            from: (&officer.post, officer.agency.as_str()),
            sop: &self.sop.name.value,
            step: (step.number.value, &step.activity.value),
            outcome,
            note: entry.note.as_deref(),
        };
        // Dispositions are written by hand and scanned.
        if form == "disposisi" && self.dice.chance(40) {
            let facts = vec![
                ("nomor", letter.reference()),
                ("tanggal", scene.on.to_string()),
                ("hal", letter.title.to_owned()),
                ("sifat", letter.class.to_owned()),
            ];
            return Some((Attached { id: id.clone(), file: format!("{stem}.pdf"), facts }, letter.scan()));
        }
        let attached = Attached { id: id.clone(), file: format!("{stem}.md"), facts: Vec::new() };
        Some((attached, letter.markdown().into_bytes()))
    }

    fn fold(&mut self, deed: &Deed, documents: &[DocumentId], lane: Option<LaneId>, author: usize, scene: &Scene) {
        let (sop, at) = (self.sop, scene.at);
        let delivered: Vec<DocumentId> = documents.iter().map(|id| self.real(id)).collect();
        self.progress.deliver(delivered);
        match deed {
            Deed::Step { outcome, .. } => {
                let person = scene.staff.officers[author].handle.parse().ok();
                let consent = lane.map(|lane| Consent { lane, person, outcome: outcome.clone() });
                self.progress.record(sop, outcome.as_deref(), consent, at);
            }
            Deed::Pause { reason, awaits } => self.progress.pause(awaits.clone(), reason.clone(), at),
            Deed::Resume(_) => self.progress.resume(at),
            Deed::Withdraw(_) => drop(self.progress.end(Life::Withdrawn, at)),
            Deed::Cancel(_) => drop(self.progress.end(Life::Cancelled, at)),
            Deed::Skip { outcome, .. } => drop(self.progress.skip(sop, outcome.as_deref(), at)),
            Deed::Migrate { to, .. } => {
                if let Some(newer) = self.newer.take() {
                    self.progress.migrate(newer, *to, at);
                    self.sop = newer;
                }
            }
            Deed::Amend(_) | Deed::Withhold(_) | Deed::Ratify(_) | Deed::Revoke(_) => {}
        }
    }

    /// Whether nobody cares any more, at a step that soon is due.
    fn is_forgotten(&self) -> bool {
        let time = self.sop.step(self.progress.step).and_then(|step| step.time.as_ref());
        let soon = time.is_some_and(|time| time.unit != Unit::Month);
        self.fate == Fate::Forgotten && soon && self.progress.visit.stopped.is_none()
    }

    /// How long it takes until something happens again: mostly within the standard time, sometimes beyond it.
    fn pace(&mut self) -> i64 {
        if self.progress.visit.stopped.is_some() {
            return self.dice.between(DAY, 12 * DAY);
        }
        let step = self.sop.step(self.progress.step);
        let standard = step.and_then(|step| step.time.as_ref()).map(|time| {
            let unit = match time.unit {
                Unit::Minute => 60,
                Unit::Hour => 3_600,
                Unit::Day => DAY,
                Unit::Week => 5 * DAY,
                Unit::Month => 21 * DAY,
            };
            i64::from(time.max) * unit
        });
        let Some(standard) = standard else { return self.dice.between(DAY / 3, 6 * DAY) };
        let percent = if self.dice.chance(14) { self.dice.between(105, 190) } else { self.dice.between(15, 90) };
        (standard * percent / 100).max(1_200)
    }
}

/// Why a step does not lead on.
fn reasons(step: &Step, target: Target) -> &'static [&'static str] {
    let tests = ["uji", "aman", "nilai"].iter().any(|word| step.activity.value.to_lowercase().contains(word));
    match target {
        Target::Rejected => words::REFUSED,
        _ if step.is_bilateral() => words::DISAGREED,
        _ if tests => words::FLAWED,
        _ => words::INCOMPLETE,
    }
}
