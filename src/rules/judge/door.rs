//! A push to the register's branch, judged landing by landing before it is taken.

use super::{Audit, Verdict};
use crate::model::finding::Finding;
use crate::model::git::{Commit, ObjectId, ObjectStore, Unreadable};
use crate::model::silence::heard;
use crate::register::merge::reaches;
use crate::register::progress::Seconds;
use crate::rules::door::{self, DRIFT, Pusher};

/// A push to the branch.
#[derive(Debug)]
pub struct Push<'a> {
    /// The full name of the branch.
    pub branch: &'a str,
    /// Where it stands; nowhere, if it is new.
    pub old: Option<ObjectId>,
    /// Where it would stand; nowhere, if it would be deleted.
    pub new: Option<ObjectId>,
    /// The server's clock.
    pub now: Seconds,
    /// Whom the forge names.
    pub pusher: Option<Pusher>,
}

impl Push<'_> {
    /// What is against the push as such: then nothing in it is judged. Otherwise its landings, oldest first.
    pub fn landings(&self, store: &dyn ObjectStore) -> Result<Result<Vec<Commit>, Finding>, Unreadable> {
        let Some(new) = self.new else { return Ok(Err(door::deleted(self.branch))) };
        let mut landings = Vec::new();
        let mut at = Some(new);
        while let Some(id) = at.filter(|id| Some(*id) != self.old) {
            let commit = store.commit(id)?;
            at = commit.parents.first().copied();
            landings.push(commit);
        }
        if let (None, Some(old)) = (at, self.old) {
            return Ok(Err(door::rewritten(self.branch, old, reaches(store, vec![new], old, usize::MAX)?)));
        }
        landings.reverse();
        Ok(Ok(landings))
    }

    /// Judges landings on a register that stands at the old tip, and takes it on. A gap ends the judging: what follows it
    /// cannot be told.
    pub fn judge(&self, store: &dyn ObjectStore, audit: &mut Audit, landings: &[Commit]) -> Vec<Verdict> {
        let late: Vec<ObjectId> = landings.iter().filter(|one| self.is_late(one)).map(|one| one.id).collect();
        let mut verdicts = Vec::new();
        for commit in landings {
            let before = audit.ledger.policy.clone();
            let mut verdict = match audit.chain.upon(store, commit.clone()) {
                Ok(landing) => {
                    let verdict = audit.land(store, &landing);
                    audit.chain.add(&landing);
                    verdict
                }
                Err(gap) => Verdict::unverifiable(commit.id, gap),
            };
            if verdict.policy || !verdict.requests.is_empty() {
                if self.is_late(commit) {
                    let remedy = door::stamp(self.old, landings, &late);
                    verdict.findings.push(door::out_of_time(
                        self.branch,
                        commit.id,
                        commit.committer.seconds,
                        self.now,
                        &remedy,
                    ));
                }
                let pusher = self.pusher.as_ref();
                let other = pusher.and_then(|pusher| door::other_pusher(self.branch, &before, commit, pusher));
                verdict.findings.extend(other);
            }
            heard(&mut verdict.findings);
            let ends = verdict.unreadable.is_some();
            verdicts.push(verdict);
            if ends {
                break;
            }
        }
        verdicts
    }

    /// A register that comes whole, as when it moves to another server: what was lawful or answered is taken, whenever it
    /// landed; only what lies in the future is refused.
    pub fn whole(&self, audit: &Audit) -> Vec<Verdict> {
        let judged = |verdict: &Verdict| {
            let mut verdict = verdict.clone();
            if audit.is_answered(&verdict) {
                verdict.findings.clear();
            }
            if verdict.time > self.now + DRIFT {
                let remedy = door::stamp(None, &[], &[]);
                verdict.findings.push(door::out_of_time(self.branch, verdict.landing, verdict.time, self.now, &remedy));
            }
            verdict
        };
        audit.verdicts.iter().map(judged).collect()
    }

    fn is_late(&self, landing: &Commit) -> bool {
        !(-DRIFT..=DRIFT).contains(&landing.committer.seconds.saturating_sub(self.now))
    }
}
