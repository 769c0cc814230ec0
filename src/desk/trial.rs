//! A draft, tried before anybody writes it: put as a commit on an overlay of the repository, and judged as it would land.

use super::draft::Write;
use crate::model::git::{ObjectId, ObjectStore, Signer, Unreadable};
use crate::register::overlay::Overlay;
use crate::register::progress::Seconds;
use crate::rules::judge::{Audit, Foresight, foresee};

/// What files would do, written on a commit by the owner of an address.
pub fn judged(
    overlay: &Overlay,
    audit: &Audit,
    files: &[Write],
    base: ObjectId,
    mail: &str,
    now: Seconds,
) -> Result<Foresight, Unreadable> {
    let tree = overlay.commit(base)?.tree;
    let files: Vec<(&str, &[u8])> = files.iter().map(|file| (file.path.as_str(), file.bytes.as_slice())).collect();
    let tree = overlay.with_files(tree, &files)?;
    let offset = audit.ledger.policy.zone().offset().local_minus_utc() / 60;
    let by = Signer { mail: mail.as_bytes().to_vec(), seconds: now, offset: Some(offset) };
    let tip = overlay.add_commit(tree, &[base], &by);
    Ok(foresee(overlay, &audit.ledger, &audit.chain, audit.head, tip, now))
}
