//! What holds whatever lands.

use std::sync::Arc;

use jejak::model::git::{ObjectKind, ObjectStore};
use jejak::model::request::Act;
use jejak::register::kept::Kept;
use jejak::register::landings::{Chain, Landing};
use jejak::register::ledger::Ledger;
use jejak::register::progress::Life;
use jejak::register::standing::{Effect, Mark, Standing};
use jejak::register::tier::{Tier, tier};
use jejak::rules::judge::{Ahead, Audit, Finished, Verdict, audit, audit_by, judge, start};
use jejak::shell::kept::checksum;

use super::objects::Lacking;
use super::world::World;

/// Asks every property of a history; says what went wrong, or gives the audit.
pub fn hold(world: &World, seed: u64) -> Result<Audit, String> {
    let head = world.ids[world.ids.len() - 1];
    let whole = audit(world.objects, head, None, Finished::Stay).map_err(|error| format!("seed {seed}: {error}"))?;
    let tally = whole.tally();
    ask(whole.verdicts.len() == world.ids.len(), || format!("seed {seed}: a landing without a verdict"))?;
    ask(tally.lawful + tally.unlawful + tally.unverifiable == world.ids.len() && tally.unverifiable == 0, || {
        format!("seed {seed}: {tally:?} of {} landings", world.ids.len())
    })?;
    if seed.is_multiple_of(4) {
        let again = audit(world.objects, head, None, Finished::Stay).map_err(|error| error.to_string())?;
        same(&whole.verdicts, &again.verdicts, || format!("seed {seed}: told twice"))?;
    }
    prefixes(world, seed, &whole)?;
    one_by_one(world, seed, &whole)?;
    lacking(world, seed, &whole)?;
    kept(world, seed, &whole)?;
    shelved(world, seed, &whole)?;
    Ok(whole)
}

fn ask(holds: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(wrong()) }
}

fn words(verdict: &Verdict) -> String {
    let Verdict { landing, findings, marks, unreadable, others, requests, .. } = verdict;
    format!("{landing} {findings:?} {marks:?} {unreadable:?} {others} {requests:?}")
}

fn same(left: &[Verdict], right: &[Verdict], of: impl Fn() -> String) -> Result<(), String> {
    for (n, (one, other)) in left.iter().zip(right).enumerate() {
        ask(words(one) == words(other), || format!("{}: landing {n}: {}\n  {}", of(), words(one), words(other)))?;
    }
    Ok(())
}

/// A chain that is cut at any landing has the same verdicts up to there.
fn prefixes(world: &World, seed: u64, whole: &Audit) -> Result<(), String> {
    let mut chance = world.chance.clone();
    for _ in 0..2 {
        let k = chance.below(world.ids.len());
        let part = audit(world.objects, world.ids[k], None, Finished::Stay).map_err(|error| error.to_string())?;
        ask(part.verdicts.len() == k + 1, || format!("seed {seed}: cut at {k}"))?;
        same(&part.verdicts, &whole.verdicts, || format!("seed {seed}: cut at {k}"))?;
    }
    Ok(())
}

/// What was kept, read from memory.
fn open(bytes: Vec<u8>) -> Option<Kept> {
    let length = bytes.len() as u64;
    let read = move |from: u64, piece: &mut [u8]| {
        let stands = usize::try_from(from).ok().and_then(|from| bytes.get(from..from.checked_add(piece.len())?));
        stands.map(|stands| piece.copy_from_slice(stands)).is_some()
    };
    Kept::open(Box::new(read), length, checksum)
}

/// What goes on from what was kept, and again from what was kept of that, is as it would be without; and what was kept and
/// then damaged is as if nothing were kept.
fn kept(world: &World, seed: u64, whole: &Audit) -> Result<(), String> {
    let mut chance = world.chance.clone();
    let mut cuts = [chance.below(world.ids.len()), chance.below(world.ids.len())];
    cuts.sort_unstable();
    let first = audit(world.objects, world.ids[cuts[0]], None, Finished::Stay).map_err(|error| error.to_string())?;
    let bytes = first.keep("uji", true, checksum).ok_or_else(|| format!("seed {seed}: nothing to keep"))?.concat();
    let again = |bytes: Vec<u8>, head: usize| {
        let kept = open(bytes).ok_or_else(|| format!("seed {seed}: what was kept is not whole"))?;
        let resumed = Audit::resume(world.objects, &Arc::new(kept), world.ids[head], None);
        resumed.ok_or_else(|| format!("seed {seed}: cuts {cuts:?}: what was kept does not fit"))
    };
    let second = again(bytes.clone(), cuts[1])?;
    for _ in 0..4 {
        let at = chance.below(bytes.len());
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << chance.below(8);
        ask(open(bytes[..at].to_vec()).is_none(), || format!("seed {seed}: cut at byte {at} unseen"))?;
        // Either it is seen, or it makes no difference.
        let gone_on =
            open(flipped).and_then(|kept| Audit::resume(world.objects, &Arc::new(kept), world.ids[cuts[1]], None));
        if let Some(seen) = gone_on {
            same(&seen.verdicts, &second.verdicts, || format!("seed {seed}: byte {at} was changed unseen"))?;
            ask(seen.tally() == second.tally(), || format!("seed {seed}: byte {at} was changed unseen"))?;
        }
    }
    let bytes =
        second.keep("uji", true, checksum).ok_or_else(|| format!("seed {seed}: nothing to keep again"))?.concat();
    let mut last = again(bytes, world.ids.len() - 1)?;
    let wrong: Vec<Verdict> = whole.verdicts.iter().filter(|verdict| !verdict.is_lawful()).cloned().collect();
    same(&last.verdicts, &wrong, || format!("seed {seed}: cuts {cuts:?}: verdicts"))?;
    stands_alike(world, &format!("seed {seed}: cuts {cuts:?}"), whole, &mut last)?;
    // A head that was rewritten since does not go on from what was kept.
    let bytes = whole.keep("uji", true, checksum).ok_or_else(|| format!("seed {seed}: nothing to keep"))?.concat();
    let back = open(bytes).map(Arc::new).ok_or_else(|| format!("seed {seed}: not whole"))?;
    if world.ids.len() > 1 {
        let before = world.ids[world.ids.len() - 2];
        ask(Audit::resume(world.objects, &back, before, None).is_none(), || format!("seed {seed}: gone back"))?;
        ask(Audit::resume(world.objects, &back, whole.head, Some(before)).is_none(), || {
            format!("seed {seed}: other start")
        })?;
    }
    Ok(())
}

/// What is put away while the rest is judged is as if it had stayed.
fn shelved(world: &World, seed: u64, whole: &Audit) -> Result<(), String> {
    let ahead = 1 + world.chance.clone().below(3);
    let shelved = audit_by(world.objects, whole.head, None, Finished::Shelved, ahead);
    let mut shelved = shelved.map_err(|error| format!("seed {seed}: {error}"))?;
    same(&shelved.verdicts, &whole.verdicts, || format!("seed {seed}: finished requests put away"))?;
    let bytes = shelved.keep("uji", true, checksum).ok_or_else(|| format!("seed {seed}: nothing to keep"))?.concat();
    stands_alike(world, &format!("seed {seed}: put away"), whole, &mut shelved)?;
    let kept = open(bytes).ok_or_else(|| format!("seed {seed}: what was put away is not kept whole"))?;
    let again = Audit::resume(world.objects, &Arc::new(kept), whole.head, None);
    let mut again = again.ok_or_else(|| format!("seed {seed}: what was put away and kept does not fit"))?;
    stands_alike(world, &format!("seed {seed}: put away and kept"), whole, &mut again)
}

/// Another look at the same register counts the same before and after it reads every request, and each stands alike.
fn stands_alike(world: &World, what: &str, whole: &Audit, other: &mut Audit) -> Result<(), String> {
    let told = |audit: &Audit| {
        let wrong = whole.verdicts.iter().filter(|verdict| !verdict.is_lawful());
        let answered: Vec<bool> = wrong.map(|verdict| audit.is_answered(verdict)).collect();
        format!("{:?} {:?} {} {} {answered:?}", audit.tally(), audit.strength(), audit.requests(), audit.landings())
    };
    for _ in 0..2 {
        ask(told(other) == told(whole), || format!("{what}:\n  {}\n  {}", told(other), told(whole)))?;
        other.load_all(world.objects).map_err(|_| format!("{what}: a request does not fit"))?;
    }
    other.load_verdicts().map_err(|_| format!("{what}: a verdict does not fit"))?;
    same(&other.verdicts, &whole.verdicts, || format!("{what}: every verdict"))?;
    ask(told(other) == told(whole), || format!("{what}: with every verdict:\n  {}\n  {}", told(other), told(whole)))?;
    for standing in whole.ledger.requests.all() {
        let folder = &standing.folder;
        let other = other.ledger.requests.get(folder);
        let (one, other) = (format!("{:?}", Some(standing)), format!("{other:?}"));
        let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(100);
        let part = |text: &str| text.chars().skip(same).take(260).collect::<String>();
        ask(one == other, || format!("{what}: {folder}:\n  {}\n  {}", part(&one), part(&other)))?;
    }
    let rest = |ledger: &Ledger| {
        let Ledger { exceptions, identities, keys, policy, doubt, .. } = ledger;
        let calendars: Vec<_> = policy.calendars.all().map(|stood| &stood.files).collect();
        let clock = ledger.clock();
        let numbers: Vec<_> = ledger.numbers().collect();
        format!(
            "{exceptions:?} {identities:?} {keys:?} {:?} {doubt:?} {calendars:?} {clock:?} {numbers:?}",
            policy.files
        )
    };
    ask(rest(&other.ledger) == rest(&whole.ledger), || {
        format!("{what}:\n  {}\n  {}", rest(&other.ledger), rest(&whole.ledger))
    })
}

/// Where an object is missing, a landing is judged as it would be with it, or it is unverifiable; never otherwise.
fn lacking(world: &World, seed: u64, whole: &Audit) -> Result<(), String> {
    let mut chance = world.chance.clone();
    for _ in 0..2 {
        let store = Lacking { objects: world.objects, gone: world.objects.name(chance.below(usize::MAX)) };
        let Ok(part) = audit(&store, whole.head, Some(whole.start), Finished::Stay) else { continue };
        let tally = part.tally();
        let counted = tally.lawful + tally.unlawful + tally.unverifiable;
        ask(counted == world.ids.len(), || format!("seed {seed}, without {}: {tally:?}", store.gone))?;
        for (n, (with, without)) in whole.verdicts.iter().zip(&part.verdicts).enumerate() {
            ask(without.unreadable.is_some() || words(with) == words(without), || {
                let aim = &world.landings[n].aim;
                let (with, without) = (words(with), words(without));
                format!("seed {seed}, landing {n} ({aim}), without {}:\n  {with}\n  {without}", store.gone)
            })?;
        }
    }
    Ok(())
}

/// The state is a function of the state before and of the landing; and what never changes does not.
fn one_by_one(world: &World, seed: u64, whole: &Audit) -> Result<(), String> {
    let of = |n: usize| format!("seed {seed}, landing {n} ({})", world.landings[n].aim);
    let mut chain = Chain::walk(world.objects, whole.head, None).map_err(|error| error.to_string())?;
    let first = world.objects.commit(chain.id(0)).map_err(|error| error.to_string())?;
    let (mut ledger, _) = start(world.objects, &first).map_err(|error| error.to_string())?;
    for n in 1..world.ids.len() {
        let landing = chain.landing(world.objects, n).map_err(|error| error.to_string())?;
        let mut next = ledger.clone();
        let verdict = judge(world.objects, &mut next, &landing, Ahead::default());
        ask(words(&verdict) == words(&whole.verdicts[n]), || format!("{}: alone it is judged otherwise", of(n)))?;
        one(world, &ledger, &next, &landing, &verdict).map_err(|wrong| format!("{}: {wrong}", of(n)))?;
        ledger = next;
    }
    ask(format!("{:?}", ledger.requests) == format!("{:?}", whole.ledger.requests), || {
        format!("seed {seed}: landing by landing the requests end otherwise")
    })?;
    ask(ledger.exceptions == whole.ledger.exceptions && ledger.clock() == whole.ledger.clock(), || {
        format!("seed {seed}: landing by landing the register ends otherwise")
    })
}

fn one(world: &World, before: &Ledger, after: &Ledger, landing: &Landing, verdict: &Verdict) -> Result<(), String> {
    if landing.changes.iter().all(|change| tier(change.path.as_str()) == Tier::Outside) {
        let same = format!("{:?}", before.requests) == format!("{:?}", after.requests);
        ask(same && before.clock() == after.clock() && verdict.is_lawful(), || {
            "outside, and yet it matters".to_owned()
        })?;
    }
    for standing in after.requests.all() {
        let folder = &standing.folder;
        if let Some(stood) = before.requests.get(folder) {
            grows(world, stood, standing).map_err(|wrong| format!("{folder}: {wrong}"))?;
        } else {
            let year = |other: &&Standing| other.number.year == standing.number.year;
            let earlier = before.requests.all().filter(year).map(|other| other.number.place).max();
            ask(standing.number.place > earlier.unwrap_or(0), || format!("{folder}: its number does not rise"))?;
        }
        let unanswered = standing.entries.iter().any(|e| e.effect == Effect::Had && e.mark == Mark::Marked);
        ask(!unanswered || standing.is_doubtful(), || format!("{folder}: a mark that does not show"))?;
        let landed = standing.entries.iter().filter(|entry| entry.landing == verdict.landing);
        let clean =
            |entry: &&jejak::register::standing::Recorded| entry.effect != Effect::None && entry.mark == Mark::Clean;
        let all = landed.clone().count();
        ask(
            all != 1 || verdict.is_lawful() || landed.clone().filter(clean).count() == 0 || is_of_document(verdict),
            || format!("{folder}: an entry passes for right in an unlawful landing"),
        )?;
    }
    ask(before.requests.all().map(|standing| &standing.folder).all(|folder| after.requests.has(folder)), || {
        "a request is gone".to_owned()
    })?;
    let mut numbers: Vec<_> = after.requests.all().map(|standing| standing.number).collect();
    numbers.sort_unstable();
    ask(numbers.windows(2).all(|pair| pair[0] != pair[1]), || "a number is given twice".to_owned())
}

/// Whether all that was found is about documents or policy, not about the entry.
fn is_of_document(verdict: &Verdict) -> bool {
    verdict.findings.iter().all(|finding| !finding.place.path.as_str().ends_with("request.yaml"))
}

fn grows(world: &World, stood: &Standing, standing: &Standing) -> Result<(), String> {
    ask(standing.number == stood.number, || "its number changed".to_owned())?;
    let bytes = |of: &Standing| world.objects.read(of.file.id, ObjectKind::Blob).map_err(|gap| gap.to_string());
    ask(bytes(standing)?.starts_with(&bytes(stood)?), || "its bytes changed".to_owned())?;
    ask(standing.opener == stood.opener, || "its opener changed".to_owned())?;
    ask(standing.entries.len() >= stood.entries.len(), || "an entry is gone".to_owned())?;
    for (old, new) in stood.entries.iter().zip(&standing.entries) {
        let fixed = |entry: &jejak::register::standing::Recorded| {
            let (author, actor, reviewer, time) = (&entry.author, &entry.actor, &entry.reviewer, entry.time);
            format!("{:?} {} {} {author:?} {actor:?} {reviewer:?} {time}", entry.entry, entry.landing, entry.commit)
        };
        ask(fixed(old) == fixed(new), || "an entry changed".to_owned())?;
    }
    for (name, bound) in &stood.bound {
        ask(standing.bound.get(name) == Some(bound), || format!("the bound document {name} changed"))?;
    }
    let new = &standing.entries[stood.entries.len()..];
    let revoked = new.iter().any(|entry| {
        entry.effect == Effect::Had && matches!(entry.entry.as_ref().map(|entry| &entry.act), Some(Act::Revoke(_)))
            || matches!(entry.effect, Effect::Revoked(_))
    });
    let closed = stood.progress.life != Life::Open;
    let place = |of: &Standing| (of.state().word(), of.progress.step, of.progress.sop.revision);
    ask(!closed || revoked || place(standing) == place(stood), || "it was closed and moved".to_owned())
}
