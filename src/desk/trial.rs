//! A draft, tried before anybody writes it: put as a commit on an overlay of the repository, and judged as it would land.

use std::sync::Arc;

use super::draft::Write;
use crate::model::git::{ObjectId, ObjectStore, Signer, Unreadable};
use crate::model::office::Evidence;
use crate::model::place::WorkPath;
use crate::register::landings::Chain;
use crate::register::ledger::Ledger;
use crate::register::overlay::Overlay;
use crate::register::progress::Seconds;
use crate::rules::judge::{Audit, Foresight, foresee};
use crate::rules::register_time;

/// What is written on a commit, and what is taken away from it.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The files.
    pub files: &'a [Write],
    /// The files that go.
    pub gone: &'a [WorkPath],
}

/// What a change would do, put on a commit by the owner of an address. Nobody signs a trial; where the commit itself will be
/// signed, what it proves is judged once it is there.
pub fn judged(
    overlay: &Overlay,
    audit: &Audit,
    change: Change,
    base: ObjectId,
    mail: &str,
    now: Seconds,
    will_sign: bool,
) -> Result<Foresight, Unreadable> {
    let tree = overlay.commit(base)?.tree;
    let tree = change.gone.iter().try_fold(tree, |tree, path| overlay.without_file(tree, path.as_str()))?;
    let files: Vec<(&str, &[u8])> =
        change.files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let tree = overlay.with_files(tree, &files)?;
    let offset = audit.ledger.policy.zone().offset().local_minus_utc() / 60;
    let by = Signer { mail: mail.as_bytes().to_vec(), seconds: now, offset: Some(offset) };
    let tip = overlay.add_commit(tree, &[base], &by);
    let lenient = will_sign.then(|| without_evidence(&audit.ledger));
    let ledger = lenient.as_ref().unwrap_or(&audit.ledger);
    Ok(foreseen(overlay, ledger, &audit.chain, audit.head, tip, now))
}

/// What the landing of a tip would do, with advice that fits whoever has not landed it yet.
pub fn foreseen(
    overlay: &Overlay,
    ledger: &Ledger,
    chain: &Chain,
    head: ObjectId,
    tip: ObjectId,
    now: Seconds,
) -> Foresight {
    let mut told = foresee(overlay, ledger, chain, head, tip, now);
    register_time::before_it_lands(&mut told.findings);
    told
}

/// The same register, under a policy that asks for no evidence.
fn without_evidence(ledger: &Ledger) -> Ledger {
    let mut ledger = ledger.clone();
    if let Some(office) = &mut Arc::make_mut(&mut ledger.policy.workspace).office {
        office.policy.evidence = Evidence::Mail;
    }
    ledger
}
