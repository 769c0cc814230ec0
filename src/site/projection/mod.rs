//! What may be published, as types of their own: built from the register by allow-list. Templates, feeds and exports
//! receive these and nothing else, so an address, a name, a key, a commit's message or a restricted document cannot
//! reach a page by accident: there is no field for it.

mod documents;
mod ground;
mod history;
mod landings;
mod line;
mod office;
mod procedure;
mod request;
mod statistics;
mod time;

pub use documents::{Attached, Document, Publish, sha256};
pub use history::Entry;
pub use landings::{Landing, Opposed};
pub(super) use landings::{Titles, titles};
pub use line::{Line, Tally, Turn};
pub use office::{Agency, Office};
pub use procedure::{Arrow, Box_, Cell, Lane, Procedure, Row, Term, Wait};
pub use request::{Account, Related, Request, Stay, StepFacts};
pub use statistics::{Month, ProcedureFigures, StepFigures};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::name::SopRef;
use crate::register::policy::Policy;
use crate::register::standing::Standing;
use crate::rules::judge::Audit;

/// The register at one moment, ready to be projected.
pub struct Public<'a> {
    audit: &'a Audit,
    /// The moment as of which everything is told.
    pub at: DateTime<Utc>,
    /// The office.
    pub office: Office,
    /// Every revision of every procedure.
    pub procedures: BTreeMap<SopRef, Procedure>,
    /// Every request in brief, the newest number first.
    pub lines: Vec<Line>,
    /// The same, as they stand in the register.
    standings: Vec<&'a Standing>,
}

impl<'a> Public<'a> {
    /// Projects a register.
    pub fn new(audit: &'a Audit, at: DateTime<Utc>) -> Self {
        use rayon::prelude::*;
        let policy = &audit.ledger.policy;
        let mut standings: Vec<&Standing> = audit.ledger.requests.values().collect();
        standings.sort_by_key(|standing| std::cmp::Reverse(standing.number));
        let lines = standings.par_iter().map(|standing| Line::of(standing, &audit.ledger, at)).collect();
        let sops = &policy.workspace.sops;
        let procedures = sops.iter().map(|(id, sop)| (id.clone(), Procedure::of(sop, policy, at))).collect();
        Self { audit, at, office: Office::of(policy), procedures, lines, standings }
    }

    fn policy(&self) -> &'a Policy {
        &self.audit.ledger.policy
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
        self.audit.verdicts.len()
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
