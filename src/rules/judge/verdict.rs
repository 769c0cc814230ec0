//! Exactly one verdict for every landing.

use super::folders;
use crate::model::finding::Finding;
use crate::model::git::{Commit, ObjectId, Unreadable};
use crate::model::path::RequestFolder;
use crate::register::landings::Landing;
use crate::register::progress::Seconds;
use crate::register::tier::Tier;

/// What was found of one landing.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The landing.
    pub landing: ObjectId,
    /// Its time.
    pub time: Seconds,
    /// The requests that it touches.
    pub requests: Vec<RequestFolder>,
    /// Whether it changes policy.
    pub policy: bool,
    /// Everything against it.
    pub findings: Vec<Finding>,
    /// The entries that it marks: each is answered by `sahkan` or `batalkan`.
    pub marks: Vec<(RequestFolder, usize)>,
    /// Whether there are findings besides its marks: those are answered in `tanggapan.yaml`.
    pub others: bool,
    /// Data is missing: the landing cannot be judged.
    pub unreadable: Option<Unreadable>,
}

impl Verdict {
    pub(super) fn new(landing: &Commit) -> Self {
        Self {
            landing: landing.id,
            time: landing.committer.seconds,
            requests: Vec::new(),
            policy: false,
            findings: Vec::new(),
            marks: Vec::new(),
            others: false,
            unreadable: None,
        }
    }

    /// A landing that cannot be judged, because an object is missing.
    pub(super) fn unverifiable(landing: ObjectId, gap: Unreadable) -> Self {
        Self {
            landing,
            time: 0,
            requests: Vec::new(),
            policy: false,
            findings: Vec::new(),
            marks: Vec::new(),
            others: false,
            unreadable: Some(gap),
        }
    }

    /// What a landing touches.
    pub(super) fn touch(&mut self, landing: &Landing) {
        self.requests = folders(landing);
        self.policy = landing.changes.iter().any(|change| change.tier == Tier::Policy);
    }

    /// Something is against it that is no entry's mark.
    pub(super) fn add(&mut self, finding: Finding) {
        self.others = true;
        self.findings.push(finding);
    }

    /// Something it depends on is missing: what was found until then is not the whole, so none of it is said.
    pub(super) fn give_up(&mut self, gap: Unreadable) {
        self.findings.clear();
        self.marks.clear();
        self.others = false;
        self.unreadable = Some(gap);
    }

    /// Nothing against it, and nothing missing.
    pub fn is_lawful(&self) -> bool {
        self.unreadable.is_none() && self.findings.is_empty()
    }
}
