//! A landing that changes policy.

use super::effects::Effects;
use super::verdict::Verdict;
use super::witness::Court;
use crate::model::finding::Severity;
use crate::model::git::{ObjectId, ObjectStore, Unreadable};
use crate::register::changes::Change;
use crate::register::landings::Landing;
use crate::register::policy::{Policy, Tier};
use crate::rules::landing_case::{Claim, LandingCase, PolicyCase};
use crate::rules::{Check, ask, check_workspace, plain_files};

/// Judges a change of policy; it takes effect whole or not at all.
pub(super) fn judge_policy(
    landing: &LandingCase,
    policy: &[&Change],
    court: &Court,
    effects: &mut Effects,
    verdict: &mut Verdict,
) -> Result<(), Unreadable> {
    let before = landing.ledger;
    let stands = |change: &&&Change| before.policy.files.get(&change.path).copied() == change.new;
    let changes: Vec<&Change> = policy.iter().filter(|change| !stands(change)).copied().collect();
    if changes.is_empty() {
        return Ok(());
    }
    let (next, mut findings) = Policy::read(court.store, before.policy.with(changes.iter().copied()))?;
    findings.extend(check_workspace(&next.workspace));
    findings.retain(|finding| finding.severity == Severity::Error);
    // What was wrong already is no fault of this landing: a newer program must not lock an office out.
    let standing: Vec<_> = check_workspace(&before.policy.workspace);
    findings.retain(|finding| !standing.contains(finding));
    findings.extend(changes.iter().filter_map(|change| plain_files::flaw(change)));
    let writers = writers(court.store, landing.landing)?;
    let touches_request = landing.tiers.iter().any(|(tier, _)| matches!(tier, Tier::Request(_) | Tier::Stray));
    let (landing, author) = (landing.landing, landing.author);
    let case = PolicyCase {
        ledger: before,
        landing,
        changes: &changes,
        author,
        writers: &writers,
        touches_request,
        next: &next,
    };
    findings.extend(ask(|check| if let Check::Policy(ask) = check { ask(&case) } else { Vec::new() }));
    let (proof, against) = court.lander(author, Claim::Policy, &case.place())?;
    findings.extend(against);
    findings.extend(court.writers(&case.place())?);
    effects.remember_key(author, &proof);
    if !findings.is_empty() {
        verdict.others = true;
        verdict.findings.extend(findings);
        return Ok(());
    }
    let answers = next.workspace.answers.iter().flat_map(|answers| &answers.answers);
    effects.strikes.extend(
        answers.filter(|answer| answer.strikes_time).filter_map(|answer| answer.landing.value.parse::<ObjectId>().ok()),
    );
    effects.policy = Some(next);
    Ok(())
}

/// The addresses of the commits that a landing brings: of itself, where it brings none.
fn writers(store: &dyn ObjectStore, landing: &Landing) -> Result<Vec<Vec<u8>>, Unreadable> {
    if landing.brought.is_empty() {
        return Ok(vec![landing.commit.author.mail.clone()]);
    }
    landing.brought.iter().map(|id| Ok(store.commit(*id)?.author.mail)).collect()
}
