//! What may be published, as types of their own: built from the register by allow-list. Templates, feeds and exports
//! receive these and nothing else, so an address, a name, a key, a commit's message or a restricted document cannot
//! reach a page by accident: there is no field for it.

mod brief;
mod documents;
mod ground;
mod history;
mod known;
mod landings;
mod line;
mod office;
mod procedure;
mod request;
mod requests;
mod statistics;
mod time;

pub(super) use brief::Brief;
pub use documents::{Attached, Document, Publish, sha256};
pub(super) use ground::{line_ground, part};
pub use history::Entry;
use landings::{Chronicle, Titles, titles};
pub use landings::{Landing, Opposed};
pub use line::{Line, Tally, Turn};
pub use office::{Agency, Office};
pub use procedure::{Arrow, Box_, Cell, Lane, Procedure, Row, Term, Wait};
pub use request::{Account, Related, Request, Stay, StepFacts};
use requests::{Requests, Source};
pub use statistics::{Month, ProcedureFigures, StepFigures};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::day::Zone;
use crate::model::git::ObjectStore;
use crate::model::name::SopRef;
use crate::register::kept::Misfit;
use crate::register::policy::Policy;
use crate::rules::judge::Audit;

/// What an earlier build kept, by which program, and how it is told whole.
#[derive(Clone, Copy)]
pub struct Hint<'h> {
    /// What was kept.
    pub bytes: &'h [u8],
    /// The program that looks.
    pub program: &'h str,
    /// The checksum that tells whether it is whole.
    pub checksum: fn(&[u8]) -> u32,
}

/// The register at one moment, ready to be projected.
pub struct Public<'a> {
    audit: &'a Audit,
    /// The moment as of which everything is told.
    pub at: DateTime<Utc>,
    /// The office.
    pub office: Office,
    /// Every revision of every procedure.
    pub procedures: BTreeMap<SopRef, Procedure>,
    /// Every request in brief.
    pub(super) requests: Requests,
    titles: Titles,
    chronicle: Chronicle<'a>,
}

impl<'a> Public<'a> {
    /// Projects a register. What an earlier build kept, if it fits, spares looking at requests that nothing happened to.
    pub fn new(
        audit: &'a Audit,
        store: &dyn ObjectStore,
        at: DateTime<Utc>,
        kept: Option<Hint>,
    ) -> Result<Self, Misfit> {
        let policy = &audit.ledger.policy;
        let known = || kept.and_then(|hint| known::read(hint.bytes, hint.program, policy, hint.checksum));
        let (known, landings) = rayon::join(known, || audit.told());
        let (office, landings) = (Office::of(policy), landings?);
        let requests = Requests::gather(&Source { audit, store, office: &office, landings: &landings, at }, known)?;
        let sops = &policy.workspace.sops;
        let procedures = sops.iter().map(|(id, sop)| (id.clone(), Procedure::of(sop, policy, at))).collect();
        let (titles, chronicle) = (titles(), Chronicle::default());
        let mut public = Self { audit, at, office, procedures, requests, titles, chronicle };
        public.chronicle = Chronicle::of(&public, landings)?;
        Ok(public)
    }

    /// The bytes to keep, by which the next build goes on from here. None while little changed since they were kept, or
    /// something is in doubt.
    pub fn keep(&self, program: &str, checksum: fn(&[u8]) -> u32) -> Option<Vec<u8>> {
        let all = self.briefs().len();
        if !self.audit.ledger.doubt.is_none() || self.requests.read <= all / 200 {
            return None;
        }
        let ends = (self.audit.start, self.audit.head);
        Some(known::write(ends, (self.briefs(), &self.requests.words), (program, self.policy()), checksum))
    }

    /// Every request in brief, the oldest number first.
    pub(super) fn briefs(&self) -> &[Brief] {
        &self.requests.briefs
    }

    /// The same, the newest number first.
    pub(super) fn newest_first(&self) -> impl Iterator<Item = &Brief> {
        self.requests.briefs.iter().rev()
    }

    /// Those that can still move, the newest number first.
    pub(super) fn open_newest_first(&self) -> impl Iterator<Item = &Brief> {
        self.requests.open.iter().rev().map(|at| &self.requests.briefs[*at])
    }

    fn policy(&self) -> &'a Policy {
        &self.audit.ledger.policy
    }

    pub(super) fn zone(&self) -> Zone {
        self.policy().zone()
    }

    /// The head that everything is told of.
    pub fn head(&self) -> String {
        self.audit.head.to_string()
    }

    /// The start of the register.
    pub fn start(&self) -> String {
        self.audit.start.to_string()
    }

    /// How many commits precede the start.
    pub fn before(&self) -> usize {
        self.audit.before
    }

    /// How many landings there are of each kind.
    pub fn tally(&self) -> crate::rules::judge::Tally {
        self.audit.tally()
    }

    /// How many landings there are.
    pub fn landings(&self) -> usize {
        self.audit.landings()
    }

    /// The moment as the office's clock shows it.
    pub fn now(&self) -> super::words::Moment {
        super::words::Moment::new(self.at, self.policy().zone())
    }

    /// The procedures, each at its newest revision.
    pub fn newest(&self) -> Vec<&Procedure> {
        let all: Vec<&Procedure> = self.procedures.values().collect();
        let newest =
            |one: &&&Procedure| !all.iter().any(|other| other.slug == one.slug && other.revision > one.revision);
        all.iter().filter(newest).copied().collect()
    }
}
