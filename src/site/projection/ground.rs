//! What the pages of a request are made from, in bytes: they change when any of these does, and never else.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::{Brief, Public};
use crate::register::policy::Policy;

/// The answers to landings: they change no page of a request.
const ANSWERS: &str = "tanggapan.yaml";

impl Public<'_> {
    /// All of policy that a page may show, and what it means at this moment.
    pub(in crate::site) fn policy_ground(&self, put: &mut dyn FnMut(&[u8])) {
        policy_files(self.policy(), put);
        for procedure in self.procedures.values() {
            put(&serde_json::to_vec(procedure).unwrap_or_default());
        }
    }

    /// A request as it stands, and whether it is late.
    pub(in crate::site) fn request_ground(&self, at: usize, put: &mut dyn FnMut(&[u8])) {
        let brief = &self.briefs()[at];
        line_ground(brief, put);
        for related in self.related(brief) {
            put(&serde_json::to_vec(&related).unwrap_or_default());
        }
    }

    /// Requests in brief, and whether they are late.
    pub(in crate::site) fn lines_ground(&self, which: Range<usize>, put: &mut dyn FnMut(&[u8])) {
        self.briefs().get(which).unwrap_or_default().iter().for_each(|brief| line_ground(brief, put));
    }
}

/// A request in brief, and whether it is late.
pub(in crate::site) fn line_ground(brief: &Brief, put: &mut dyn FnMut(&[u8])) {
    // In one part, for a request stands in a dozen pieces.
    let mut bytes = [0; 33];
    let (ground, now) = bytes.split_at_mut(32);
    ground.copy_from_slice(&brief.ground);
    now[0] = u8::from(brief.now.late) | u8::from(brief.now.unverified) << 1;
    put(&bytes);
}

/// All files of policy but the answers to landings.
pub(super) fn policy_files(policy: &Policy, put: &mut dyn FnMut(&[u8])) {
    for (path, file) in policy.files.iter().filter(|(path, _)| path.as_str() != ANSWERS) {
        put(path.as_str().as_bytes());
        put(&file.mode.to_le_bytes());
        put(&file.id.0);
    }
}

/// Parts that are put together stay apart: each is preceded by its length.
pub(in crate::site) fn part(sum: &mut Sha256, bytes: &[u8]) {
    sum.update((bytes.len() as u64).to_le_bytes());
    sum.update(bytes);
}
