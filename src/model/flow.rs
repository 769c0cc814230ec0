//! The flow of a procedure as a graph, and the questions that decide whether it is sound.
//!
//! In the words of process theory: a step is a place, its outcomes are transitions, and the workflow net is sound if
//! from every state that can come up the end can still come up, no step is dead, and no state asks for a document that
//! nothing could have delivered. Each question returns what speaks against soundness; each is asked by one rule.

use std::collections::BTreeSet;

use super::name::{DocumentId, LaneId};
use super::place::At;
use super::sop::{Demand, DemandKind, Document, Matter, Outcome, SopDraft, Step, Target, Wait};

/// A group of documents of which at least one is meant.
type Group = BTreeSet<DocumentId>;

/// One arrow: from a row to a row or an end, with what is certainly delivered on it.
#[derive(Debug)]
struct Arrow {
    /// The row it leads to; none for an end.
    to: Option<usize>,
    delivers: Vec<Group>,
}

/// A demanded document that nothing has delivered on some way to the step.
#[derive(Debug)]
pub struct Unsourced<'a> {
    /// The step that demands it.
    pub step: &'a Step,
    /// The item of its `kelengkapan`.
    pub demand: &'a Demand,
    /// The document (of several, any one would do).
    pub document: &'a At<DocumentId>,
    /// A way from the first step to this one on which nothing delivers it, as step numbers.
    pub way: Vec<u32>,
}

/// The flow of one draft.
#[derive(Debug)]
pub struct Flow<'a> {
    sop: &'a SopDraft,
    arrows: Vec<Vec<Arrow>>,
}

impl<'a> Flow<'a> {
    /// Draws the graph. Arrows to steps that do not exist are left out; [`Self::unknown_targets`] names them.
    pub fn of(sop: &'a SopDraft) -> Self {
        let arrows = (0..sop.steps.len()).map(|row| arrows_from(sop, row)).collect();
        Self { sop, arrows }
    }

    /// Whether no question finds anything.
    pub fn is_sound(&self) -> bool {
        self.misnumbered().is_empty()
            && self.unknown_targets().is_empty()
            && self.unreachable().is_empty()
            && self.traps().is_empty()
            && self.weak_decisions().is_empty()
            && self.undeclared_lanes().is_empty()
            && self.undeclared_documents().is_empty()
            && self.unsourced().is_empty()
            && self.false_parties().is_empty()
            && self.false_names().is_empty()
            && !self.sop.steps.is_empty()
            && self.sop.steps.iter().all(|step| !step.actors.is_empty())
            && self.actors().len() >= 2
    }

    /// Rows whose number is not their place: with the number that was expected.
    pub fn misnumbered(&self) -> Vec<(&'a Step, u32)> {
        (1..)
            .zip(&self.sop.steps)
            .filter(|(place, step)| step.number.value != *place)
            .map(|(n, step)| (step, n))
            .collect()
    }

    /// Outcomes that lead to a step which does not exist.
    pub fn unknown_targets(&self) -> Vec<&'a Outcome> {
        let missing = |outcome: &&Outcome| match outcome.target.value {
            Target::Step(number) => self.sop.step(number).is_none(),
            Target::Finished | Target::Rejected => false,
        };
        self.sop.steps.iter().flat_map(|step| &step.outcomes).filter(missing).collect()
    }

    /// Whether arrows are missing or lead nowhere: then what follows from the graph is a consequence, not a cause.
    pub fn is_miswired(&self) -> bool {
        !self.unknown_targets().is_empty()
            || !self.misnumbered().is_empty()
            || self.sop.steps.iter().any(|step| step.lost_outcomes > 0)
    }

    /// Steps that no way from the first step leads to.
    pub fn unreachable(&self) -> Vec<&'a Step> {
        let reached = self.reached(&|_| false);
        self.rows_where(|row| reached[row].is_none())
    }

    /// Steps from which no end can be reached: they sit in, or lead only into, a loop without an exit.
    pub fn traps(&self) -> Vec<&'a Step> {
        let mut free = vec![false; self.arrows.len()];
        loop {
            let before = free.iter().filter(|is_free| **is_free).count();
            for row in 0..free.len() {
                free[row] |= self.arrows[row].iter().any(|arrow| arrow.to.is_none_or(|to| free[to]));
            }
            if free.iter().filter(|is_free| **is_free).count() == before {
                break;
            }
        }
        // A step whose only arrow leads to nothing is the affair of `unknown_targets`.
        self.rows_where(|row| !free[row] && !self.arrows[row].is_empty())
    }

    /// Decisions that decide nothing: fewer than two outcomes, or two with the same label.
    pub fn weak_decisions(&self) -> Vec<(&'a Step, Option<&'a Outcome>)> {
        let mut weak = Vec::new();
        for step in self.sop.steps.iter().filter(|step| step.is_decision()) {
            if step.outcomes.len() + step.lost_outcomes < 2 {
                weak.push((step, None));
            }
            let mut labels = BTreeSet::new();
            let twins = step.outcomes.iter().filter(|outcome| !labels.insert(fold_label(&outcome.label)));
            weak.extend(twins.map(|outcome| (step, Some(outcome))));
        }
        weak
    }

    /// Mentions of lanes that are not declared.
    pub fn undeclared_lanes(&self) -> Vec<&'a At<LaneId>> {
        self.sop.lane_mentions().filter(|lane| self.sop.lane(lane).is_none()).collect()
    }

    /// Mentions of documents that are not declared.
    pub fn undeclared_documents(&self) -> Vec<&'a At<DocumentId>> {
        self.sop.demands().flat_map(|demand| &demand.documents).filter(|id| self.sop.declared(id).is_none()).collect()
    }

    /// Steps of several parties that name fewer than two lanes, and once-only steps that decide something.
    pub fn false_parties(&self) -> Vec<&'a Step> {
        let lanes = |step: &Step| step.actors.iter().map(|actor| &actor.value).collect::<BTreeSet<_>>().len();
        self.rows_where(|row| {
            let step = &self.sop.steps[row];
            (step.is_bilateral() && lanes(step) < 2) || (step.is_once() && step.is_decision())
        })
    }

    /// Names that are declared twice, and aliases of what is not declared or is itself an alias.
    pub fn false_names(&self) -> Vec<&'a str> {
        let lanes: Vec<&str> = self.sop.lanes.iter().map(|lane| lane.id.as_str()).collect();
        let documents: Vec<&str> = self.sop.documents.iter().map(|document| document.id.as_str()).collect();
        let twice = |names: &[&'a str]| -> Vec<&'a str> {
            names.iter().enumerate().filter(|(n, name)| names[..*n].contains(name)).map(|(_, name)| *name).collect()
        };
        let real = |id: &DocumentId| self.sop.declared(id).is_some_and(|document| document.alias_of.is_none());
        let aliases = self.sop.documents.iter().filter_map(|document| document.alias_of.as_ref());
        let false_aliases = aliases.filter(|alias| !real(alias)).map(|alias| alias.as_str());
        twice(&lanes).into_iter().chain(twice(&documents)).chain(false_aliases).collect()
    }

    /// The lanes that perform anything.
    pub fn actors(&self) -> BTreeSet<&'a LaneId> {
        self.sop.steps.iter().flat_map(|step| &step.actors).map(|actor| &actor.value).collect()
    }

    /// Demanded documents that nothing has delivered on some way to the step that demands them.
    pub fn unsourced(&self) -> Vec<Unsourced<'a>> {
        let mut found = Vec::new();
        for (row, step) in self.sop.steps.iter().enumerate() {
            if self.sop.is_applicant_step(step) {
                continue;
            }
            for demand in step.needs.iter().flatten() {
                for wanted in groups(self.sop, demand) {
                    // Recording a step ends its own wait, and delivers what that demands.
                    if waited(self.sop, step.wait.as_ref()).iter().any(|delivered| delivered.is_subset(&wanted)) {
                        continue;
                    }
                    let reached = self.reached(&|delivered| delivered.is_subset(&wanted));
                    if let Some(way) = way_to(&reached, row) {
                        let way = way.into_iter().map(|row| self.sop.steps[row].number.value).collect();
                        let document = demand
                            .documents
                            .iter()
                            .find(|id| canonical(self.sop, id).is_some_and(|real| wanted.contains(&real.id.value)));
                        found.extend(document.map(|document| Unsourced { step, demand, document, way }));
                    }
                }
            }
        }
        found
    }

    /// For every row, the row from which it is first reached (itself for the first), along arrows that deliver no
    /// group for which `cut` holds.
    fn reached(&self, cut: &dyn Fn(&Group) -> bool) -> Vec<Option<usize>> {
        let mut from = vec![None; self.arrows.len()];
        let mut open = std::collections::VecDeque::new();
        if !from.is_empty() {
            from[0] = Some(0);
            open.push_back(0);
        }
        while let Some(row) = open.pop_front() {
            for arrow in self.arrows[row].iter().filter(|arrow| !arrow.delivers.iter().any(cut)) {
                if let Some(to) = arrow.to.filter(|to| from[*to].is_none()) {
                    from[to] = Some(row);
                    open.push_back(to);
                }
            }
        }
        from
    }

    fn rows_where(&self, holds: impl Fn(usize) -> bool) -> Vec<&'a Step> {
        (0..self.sop.steps.len()).filter(|row| holds(*row)).map(|row| &self.sop.steps[row]).collect()
    }
}

/// The way from the first row to this one, by the rows from which each was reached.
fn way_to(reached: &[Option<usize>], row: usize) -> Option<Vec<usize>> {
    let mut way = vec![row];
    let mut at = row;
    while at != 0 {
        at = reached[at]?;
        way.push(at);
    }
    way.reverse();
    Some(way)
}

fn arrows_from(sop: &SopDraft, row: usize) -> Vec<Arrow> {
    let step = &sop.steps[row];
    let own_wait = waited(sop, step.wait.as_ref());
    let own: Vec<Group> = step.yields.iter().flatten().flat_map(|demand| groups(sop, demand)).collect();
    let row_of = |number| sop.steps.iter().position(|step| step.number.value == number);
    let arrow = |target: Target, extra: &[Demand]| {
        let mut delivers: Vec<Group> = extra.iter().flat_map(|demand| groups(sop, demand)).collect();
        delivers.extend(own_wait.iter().cloned());
        if is_forward(step, target) {
            delivers.extend(own.iter().cloned());
        }
        match target {
            Target::Step(number) => row_of(number).map(|to| Arrow { to: Some(to), delivers }),
            Target::Finished | Target::Rejected => Some(Arrow { to: None, delivers }),
        }
    };
    if step.is_decision() {
        let branch = |outcome: &Outcome| {
            let mut arrow = arrow(outcome.target.value, &outcome.yields)?;
            // Whoever records the step that is entered waiting delivers what the wait demands; a once-only step may be
            // passed over without.
            if arrow.to.is_some_and(|to| !sop.steps[to].is_once()) {
                arrow.delivers.extend(waited(sop, outcome.wait.as_ref()));
            }
            Some(arrow)
        };
        return step.outcomes.iter().filter_map(branch).collect();
    }
    sop.targets(row).into_iter().filter_map(|target| arrow(target, &[])).collect()
}

/// What ending a wait certainly delivers.
fn waited(sop: &SopDraft, wait: Option<&Wait>) -> Vec<Group> {
    wait.iter().flat_map(|wait| &wait.yields).flat_map(|demand| groups(sop, demand)).collect()
}

/// A forward outcome leads to a higher step or to the end; it needs the step's documents and yields its outputs.
pub fn is_forward(step: &Step, target: Target) -> bool {
    match target {
        Target::Step(number) => number > step.number.value,
        Target::Finished => true,
        Target::Rejected => false,
    }
}

/// The groups that an item demands as files: each document alone, or one of several.
fn groups(sop: &SopDraft, demand: &Demand) -> Vec<Group> {
    let files = demand.documents.iter().filter_map(|id| canonical(sop, id));
    let files: Vec<DocumentId> =
        files.filter(|document| document.matter == Matter::File).map(|document| document.id.value.clone()).collect();
    match demand.kind {
        DemandKind::Allowed => Vec::new(),
        DemandKind::OneOf if files.is_empty() => Vec::new(),
        DemandKind::OneOf => vec![files.into_iter().collect()],
        DemandKind::Printed | DemandKind::Added => files.into_iter().map(|id| Group::from([id])).collect(),
    }
}

fn canonical<'a>(sop: &'a SopDraft, id: &DocumentId) -> Option<&'a Document> {
    sop.document(id)
}

/// Two labels that read the same are the same: case and spaces do not count.
pub fn fold_label(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether two labels read the same.
pub fn reads_alike(one: &str, other: &str) -> bool {
    if !one.is_ascii() || !other.is_ascii() {
        return fold_label(one) == fold_label(other);
    }
    let mut words = one.split_whitespace();
    other.split_whitespace().all(|word| words.next().is_some_and(|own| own.eq_ignore_ascii_case(word)))
        && words.next().is_none()
}
