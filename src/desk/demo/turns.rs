//! What makes some requests' stories unlike the usual one: withdrawn, cancelled, amended, or recorded wrongly and
//! answered by a steward.

use super::applicants::OFFICE;
use super::case::{Case, Doing, Next, Scene, Wrong};
use super::dice::Dice;
use super::hours::DAY;
use super::words;
use crate::desk::entry::Deed;
use crate::model::flow::is_forward;
use crate::model::git::ObjectId;
use crate::model::name::{AgencyId, DocumentId, LaneId};
use crate::model::request::HeaderField;
use crate::model::sop::{Demand, SopDraft, Step};
use crate::register::progress::{chosen, next_row};

/// How a request's story goes on, unless it goes its usual way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Usual,
    Rejected,
    Withdrawn,
    Cancelled,
    Withheld,
    Amended,
    /// It goes on under a newer revision of its SOP.
    Migrated,
    /// It lies where it is until its step is late.
    Forgotten,
    /// A step is recorded wrongly, and a steward ratifies it.
    Ratified(Mistake),
    /// A step is recorded without its output, a steward takes it back, and it is recorded again.
    Revoked,
}

/// What can be wrong with a step and still be right in substance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mistake {
    /// Whoever wrote it merged it.
    OwnReview,
    /// Whoever wrote it does not hold the lane.
    ForeignLane,
    /// It lands without a merge; the landing is answered besides.
    Straight,
}

impl Case<'_> {
    /// The turn that the story of some requests takes.
    pub(super) fn fated(&mut self, scene: &Scene) -> Option<Doing> {
        let staff = scene.staff;
        let steward = |dice: &mut Dice| dice.pick(staff.stewards()).copied();
        let skips = self.sop.id.slug.as_str() == "kota-bogor-pengembangan-aplikasi" && self.progress.step == 3;
        if skips && self.dice.chance(30) {
            let deed = Deed::Skip { number: 3, outcome: None };
            return Some(Doing::noted(steward(&mut self.dice)?, deed, self.dice.word(words::SKIP_NOTE)));
        }
        if self.fate == Fate::Migrated {
            return self.moved(scene);
        }
        if self.entries < 3 || !self.dice.chance(45) {
            return None;
        }
        let opener = self.dice.pick(&staff.of(&self.opener, scene.on)).copied()?;
        let fate = std::mem::replace(&mut self.fate, Fate::Usual);
        match fate {
            Fate::Withdrawn => Some(Doing::of(opener, Deed::Withdraw(self.dice.word(words::WITHDRAWN).to_owned()))),
            Fate::Cancelled => {
                let deed = Deed::Cancel(self.dice.word(words::CANCELLED).to_owned());
                Some(Doing::noted(steward(&mut self.dice)?, deed, self.dice.word(words::CANCEL_NOTE)))
            }
            Fate::Withheld => {
                let deed = Deed::Withhold(self.first_file.clone()?);
                Some(Doing::noted(steward(&mut self.dice)?, deed, self.dice.word(words::WITHHOLD_NOTE)))
            }
            Fate::Amended => {
                let title = format!("{} tahap pertama", self.subject.title);
                self.subject.title.clone_from(&title);
                Some(Doing::of(opener, Deed::Amend(vec![(HeaderField::Title, title)])))
            }
            other => {
                self.fate = other;
                None
            }
        }
    }

    /// A steward moves it to the newer revision, once that is in force.
    fn moved(&mut self, scene: &Scene) -> Option<Doing> {
        let newer = self.newer_on(scene.on)?.clone();
        self.fate = Fate::Usual;
        let steward = self.dice.pick(scene.staff.stewards()).copied()?;
        let deed = Deed::Migrate { sop: newer, to: self.progress.step };
        Some(Doing::noted(steward, deed, self.dice.word(words::MIGRATE_NOTE)))
    }

    /// A step that is recorded wrongly, where one is due and can still be answered.
    pub(super) fn mistaken(&mut self, n: u32, scene: &Scene) -> Option<Next> {
        let step = self.sop.step(self.progress.step).filter(|step| !step.is_bilateral())?;
        let unbound = |lane: &LaneId| self.sop.lane(lane).is_some_and(|lane| !lane.bound);
        if n < 3 || scene.left < 4 * DAY || !step.actors.iter().all(|lane| unbound(lane)) {
            return None;
        }
        let before = Box::new(self.progress.clone());
        let (mut doing, kept) = match self.fate {
            Fate::Ratified(_) => (self.step(scene)?, None),
            Fate::Revoked => (self.step(scene)?, Some(before)),
            _ => return None,
        };
        let forward = matches!(&doing.deed, Deed::Step { outcome, .. } if forward(step, self.sop, outcome.as_deref()));
        let (mut own_review, mut straight) = (false, false);
        match self.fate {
            Fate::Ratified(Mistake::OwnReview) => own_review = true,
            Fate::Ratified(Mistake::Straight) => straight = true,
            Fate::Ratified(Mistake::ForeignLane) => doing.author = self.stranger(step, scene)?,
            _ if forward && doing.demands.iter().any(|id| yields(step, id)) => {
                doing.demands.retain(|id| !yields(step, id));
            }
            _ => return None,
        }
        self.fate = Fate::Usual;
        let mut next = self.land(doing, scene)?;
        self.wrong = Some(Wrong { entry: n, before: kept, hands: vec![next.author], landing: None });
        next.after = Some(self.dice.between(DAY / 2, 3 * DAY));
        Some(Next { mistake: true, own_review, straight, ..next })
    }

    /// Somebody of the office who does not hold the lane of a step.
    fn stranger(&mut self, step: &Step, scene: &Scene) -> Option<usize> {
        let holders: Vec<usize> = step.actors.iter().flat_map(|lane| self.holders(lane, scene)).collect();
        let office: AgencyId = OFFICE.0.parse().ok()?;
        let others = scene.staff.of(&office, scene.on).into_iter();
        let others: Vec<usize> = others.filter(|n| !holders.contains(n)).collect();
        self.dice.pick(&others).copied()
    }

    pub(super) fn answered(&mut self, wrong: Wrong, scene: &Scene) -> Option<Next> {
        let free = scene.staff.stewards().iter().copied().filter(|steward| !wrong.hands.contains(steward));
        let steward = self.dice.pick(&free.collect::<Vec<_>>()).copied()?;
        let (deed, notes) = match wrong.before {
            Some(before) => {
                self.progress = *before;
                (Deed::Revoke(wrong.entry), words::REVOKE_NOTE)
            }
            None => (Deed::Ratify(wrong.entry), words::RATIFY_NOTE),
        };
        let doing = Doing::noted(steward, deed, self.dice.word(notes));
        self.land(doing, scene)
    }

    /// It landed without a merge: the landing has to be answered too.
    pub(super) fn landed_straight(&mut self, landing: ObjectId) {
        self.wrong.iter_mut().for_each(|wrong| wrong.landing = Some(landing));
    }

    /// Who merged what just landed.
    pub(super) fn reviewed(&mut self, reviewer: usize) {
        self.wrong.iter_mut().for_each(|wrong| wrong.hands.push(reviewer));
    }
}

/// Whether recording a step with an outcome leads on.
fn forward(step: &Step, sop: &SopDraft, outcome: Option<&str>) -> bool {
    let outcome = chosen(step, outcome);
    is_forward(step, outcome.map_or_else(|| next_row(sop, step), |outcome| outcome.target.value))
}

/// Whether a document is an output of a step, and not also what it requires.
fn yields(step: &Step, id: &DocumentId) -> bool {
    let among = |demands: &Option<Vec<Demand>>| {
        demands.iter().flatten().flat_map(|demand| &demand.documents).any(|other| other.value == *id)
    };
    among(&step.yields) && !among(&step.needs)
}
