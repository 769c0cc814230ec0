//! What the rules of the register are asked about: a landing, an entry of it, a change of policy.

use chrono::NaiveDate;

use crate::model::name::{AgencyId, DocumentId, LaneId};
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::{Place, Span, WorkPath};
use crate::model::request::Entry;
use crate::model::sop::{Outcome, SopDraft, Step, Target};
use crate::register::changes::Change;
use crate::register::evidence::{Proof, Witness};
use crate::register::landings::Landing;
use crate::register::ledger::Ledger;
use crate::register::policy::{Policy, lane_ref};
use crate::register::progress::{Progress, chosen, next_row};
use crate::register::standing::Standing;

/// A landing that touches requests.
#[derive(Debug)]
pub struct LandingCase<'a> {
    /// The register before it.
    pub ledger: &'a Ledger,
    /// The landing.
    pub landing: &'a Landing,
    /// What it changes: not what it lands again as it stands.
    pub changes: &'a [&'a Change],
    /// The person who wrote the landing commit: its reviewer, if it is a merge.
    pub author: Option<&'a Person>,
    /// The SOPs of the requests that it changes, where they are known.
    pub sops: &'a [&'a SopDraft],
    /// The day on the register's clock, the landing counted in.
    pub day: NaiveDate,
}

impl LandingCase<'_> {
    /// The first file of a request that the landing touches: where a finding about the whole landing points.
    pub(super) fn place(&self) -> Place {
        let of_request = |change: &&&Change| change.tier.is_of_requests();
        let path = self.changes.iter().find(of_request).or(self.changes.first()).map(|change| change.path.clone());
        Span::START.at(&path.unwrap_or_else(|| WorkPath::new("jejak.yaml")))
    }

    /// Whether it changes anything of a request: all may be restored.
    pub(super) fn changes_requests(&self) -> bool {
        self.changes.iter().any(|change| change.tier.is_of_requests())
    }

    /// The requests that the landing touches.
    pub(super) fn folders(&self) -> Vec<&RequestFolder> {
        let mut folders: Vec<_> = self.changes.iter().filter_map(|change| change.tier.request()).collect();
        folders.dedup();
        folders
    }
}

/// Who wrote and who acted.
#[derive(Debug, Clone, Copy)]
pub struct Who<'a> {
    /// The address of the commit that produced the entry.
    pub mail: &'a [u8],
    /// The person to whom it belongs.
    pub author: Option<&'a Person>,
    /// The author, or the person for whom a bot wrote.
    pub actor: Option<&'a Person>,
}

impl Who<'_> {
    /// The start is given: nobody wrote its entries.
    pub fn nobody() -> Self {
        Self { mail: b"", author: None, actor: None }
    }
}

/// An entry that lands.
#[derive(Debug)]
pub struct EntryCase<'a> {
    /// The register before the landing.
    pub ledger: &'a Ledger,
    /// The request before the entry.
    pub standing: &'a Standing,
    /// The SOP under which it goes.
    pub sop: &'a SopDraft,
    /// The entry.
    pub entry: &'a Entry,
    /// Who wrote and who acted.
    pub who: Who<'a>,
    /// Who wrote the landing commit.
    pub lander: Option<&'a Person>,
    /// Who merged it, where entries land by merges.
    pub reviewer: Option<&'a Person>,
    /// The day on the register's clock.
    pub day: NaiveDate,
    /// The documents that it delivers: those whose files stand.
    pub delivers: &'a [DocumentId],
}

impl<'a> EntryCase<'a> {
    /// A place in the request's file.
    pub(super) fn place(&self, span: Span) -> Place {
        span.at(&WorkPath::new(format!("{}/request.yaml", self.standing.folder)))
    }

    /// Where the entry begins.
    pub(super) fn here(&self) -> Place {
        self.place(self.entry.span)
    }

    /// The policy that stood before the landing.
    pub(super) fn policy(&self) -> &'a Policy {
        &self.ledger.policy
    }

    /// The state before the entry.
    pub(super) fn progress(&self) -> &'a Progress {
        &self.standing.progress
    }

    /// The current step.
    pub(super) fn step(&self) -> Option<&'a Step> {
        self.sop.step(self.progress().step)
    }

    /// The agency to which the request belongs.
    pub(super) fn agency(&self) -> Option<&'a AgencyId> {
        self.standing.header.agency.as_ref().map(|agency| &agency.value)
    }

    /// Whether a person may act in a lane of this request; where a bot writes for him, the bot too.
    pub(super) fn may_act(&self, person: &Person, lane: &LaneId) -> bool {
        let bound = self.sop.lane(lane).is_some_and(|lane| lane.bound);
        let agency = if bound { self.agency() } else { None };
        let lane = lane_ref(self.sop, lane);
        let bot_may = self.who.author.is_none_or(|author| !author.bot || author.holds(&lane, None, self.day));
        bot_may && (!bound || agency.is_some()) && person.holds(&lane, agency, self.day)
    }

    /// Whether the actor is a steward.
    pub(super) fn is_by_steward(&self) -> bool {
        // A bot's record is never an approval.
        let by_bot = self.who.author.is_none_or(|author| author.bot);
        !by_bot && self.who.actor.is_some_and(|actor| self.policy().is_steward(&actor.handle))
    }

    /// Where recording the current step with an outcome leads.
    pub(super) fn target(&self, outcome: Option<&str>) -> Option<(&'a Step, Option<&'a Outcome>, Target)> {
        let step = self.step()?;
        let chosen = chosen(step, outcome);
        if step.is_decision() && chosen.is_none() {
            return None;
        }
        Some((step, chosen, chosen.map_or_else(|| next_row(self.sop, step), |chosen| chosen.target.value)))
    }
}

/// What rests on the word of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// An entry that it produced.
    Entry,
    /// That its author approves what he merges.
    Review,
    /// A change of policy.
    Policy,
}

/// A commit on whose word something rests.
#[derive(Debug)]
pub struct WitnessCase<'a> {
    /// The policy that stood before the landing.
    pub policy: &'a Policy,
    /// The commit, and whose it is.
    pub witness: Witness<'a>,
    /// What stands behind it.
    pub proof: &'a Proof,
    /// What rests on it.
    pub claim: Claim,
    /// Whether it is the landing itself.
    pub is_landing: bool,
    /// Where a finding points.
    pub place: &'a Place,
}

/// A landing that changes policy.
#[derive(Debug)]
pub struct PolicyCase<'a> {
    /// The register before it.
    pub ledger: &'a Ledger,
    /// The landing.
    pub landing: &'a Landing,
    /// Its changes to policy that do not merely restore what stands.
    pub changes: &'a [&'a Change],
    /// The person who wrote the landing commit.
    pub author: Option<&'a Person>,
    /// The addresses of the commits that it brings (of itself, where it brings none).
    pub writers: &'a [Vec<u8>],
    /// Whether it also touches a request.
    pub touches_request: bool,
    /// The policy as it would stand.
    pub next: &'a Policy,
}

impl PolicyCase<'_> {
    /// The first file that it changes.
    pub(super) fn place(&self) -> Place {
        Span::START.at(&self.changes.first().map_or_else(|| WorkPath::new("jejak.yaml"), |change| change.path.clone()))
    }
}
