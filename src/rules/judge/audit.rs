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

/// How many entries have which evidence, E0 to E2, and which approval, A0 to A2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Strength {
    /// Who wrote them.
    pub evidence: [usize; 3],
    /// Who approved them.
    pub approval: [usize; 3],
}

impl Audit {
    /// Counts the evidence of every entry that landed since the start.
    pub fn strength(&self) -> Strength {
        let mut strength = Strength::default();
        for standing in self.ledger.requests.values() {
            for (entry, n) in standing.entries.iter().zip(1..) {
                if let Some(evidence) = entry.evidence {
                    strength.evidence[usize::from(evidence.level())] += 1;
                }
                if let Some(approval) = standing.approval(n) {
                    strength.approval[usize::from(approval.level())] += 1;
                }
            }
        }
        strength
    }

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
