//! A whole register, from its start to its head.

use super::{Verdict, judge, start};
use crate::model::git::{ObjectId, ObjectStore};
use crate::register::landings::{Chain, NoRegister};
use crate::register::ledger::Ledger;

/// Every verdict, and the register at the head.
#[derive(Debug)]
pub struct Audit {
    /// The head that was audited.
    pub head: ObjectId,
    /// The first landing: what a verifier compares.
    pub start: ObjectId,
    /// How many commits of the chain precede the start.
    pub before: usize,
    /// One for each landing, oldest first.
    pub verdicts: Vec<Verdict>,
    /// The register after the last landing.
    pub ledger: Ledger,
    /// The chain that was walked, onto which more may land.
    pub chain: Chain,
}

/// How many landings there are of each kind. Lawful, unlawful and unverifiable add up to all; answered ones are unlawful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Nothing against them.
    pub lawful: usize,
    /// With findings.
    pub unlawful: usize,
    /// Of the unlawful, those whose marks and findings were all answered.
    pub answered: usize,
    /// Data is missing.
    pub unverifiable: usize,
}

impl Audit {
    /// Counts the verdicts.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for verdict in &self.verdicts {
            if verdict.unreadable.is_some() {
                tally.unverifiable += 1;
            } else if verdict.is_lawful() {
                tally.lawful += 1;
            } else {
                tally.unlawful += 1;
                tally.answered += usize::from(verdict.is_answered(&self.ledger));
            }
        }
        tally
    }
}

/// Judges every landing of a branch.
pub fn audit(store: &dyn ObjectStore, head: ObjectId, named: Option<ObjectId>) -> Result<Audit, NoRegister> {
    let mut chain = Chain::walk(store, head, named)?;
    let first = store.commit(chain.ids[0])?;
    let (mut ledger, verdict) = start(store, &first)?;
    let mut verdicts = vec![verdict];
    for n in 1..chain.ids.len() {
        let landed = match ledger.doubt.of_everything() {
            Some(gap) => Err(gap),
            None => chain.landing(store, n),
        };
        verdicts.push(match landed {
            Ok(landing) => judge(store, &mut ledger, &landing, Vec::new()),
            Err(gap) => {
                ledger.doubt.add_everything(gap);
                Verdict::unverifiable(chain.ids[n], gap)
            }
        });
    }
    Ok(Audit { head, start: chain.ids[0], before: chain.before, verdicts, ledger, chain })
}
