//! The landings with their verdicts, as everybody may read them. What a finding says may quote an address or a name, so
//! only its rule is told, and its line where the file is a request.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::address;
use super::super::words::{Moment, Two};
use super::{Public, Related};
use crate::model::finding::Finding;
use crate::model::path::FileKind;
use crate::model::say::Lang;
use crate::report::manual;
use crate::rules::judge::Verdict;

/// A landing.
#[derive(Debug, Clone, Serialize)]
pub struct Landing {
    /// Its place in the chain, from 1.
    pub place: usize,
    /// Its commit.
    pub id: String,
    /// When it landed; none where its commit is missing.
    pub time: Option<Moment>,
    /// `sah`, `terjawab`, `tidak-sah` or `tak-terverifikasi`.
    pub verdict: &'static str,
    /// The same for people.
    pub verdict_name: Two,
    /// The requests that it touches.
    pub requests: Vec<Related>,
    /// Whether it changes policy.
    pub policy: bool,
    /// The rules that speak against it.
    pub findings: Vec<Opposed>,
}

/// A rule that speaks against a landing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opposed {
    /// The rule's name.
    pub rule: &'static str,
    /// Its title.
    pub title: Two,
    /// The line of a request's file.
    pub line: Option<u32>,
}

/// The titles of the rules.
pub(in crate::site) type Titles = BTreeMap<&'static str, Two>;

/// The title of every rule, read once.
pub(in crate::site) fn titles() -> Titles {
    let title = |page: &manual::Page| Two::new(page.title(Lang::Id), page.title(Lang::En));
    manual::pages().iter().map(|page| (page.id, title(page))).collect()
}

impl Public<'_> {
    /// A stretch of the chain, oldest first.
    pub fn landings_between(&self, from: usize, until: usize, titles: &Titles) -> Vec<Landing> {
        let verdicts = self.audit.verdicts.get(from..until.min(self.audit.verdicts.len())).unwrap_or_default();
        (from + 1..).zip(verdicts).map(|(place, verdict)| self.landing(place, verdict, titles)).collect()
    }

    /// How many landings are unlawful and not answered.
    pub fn unanswered(&self) -> usize {
        let tally = self.tally();
        tally.unlawful - tally.answered
    }

    fn landing(&self, place: usize, verdict: &Verdict, titles: &Titles) -> Landing {
        let (word, name) = if verdict.unreadable.is_some() {
            ("tak-terverifikasi", Two::new("Tidak dapat diverifikasi", "Unverifiable"))
        } else if verdict.is_lawful() {
            ("sah", Two::new("Sah", "Lawful"))
        } else if self.audit.is_answered(verdict) {
            ("terjawab", Two::new("Tidak sah, sudah dijawab", "Unlawful, answered"))
        } else {
            ("tidak-sah", Two::new("Tidak sah", "Unlawful"))
        };
        let requests = verdict.requests.iter().filter_map(|folder| self.audit.ledger.requests.get(folder));
        let requests = requests.map(|standing| Related {
            number: standing.number.to_string(),
            title: standing.header.title.value.clone(),
            url: address::request(&standing.folder),
        });
        let mut findings: Vec<Opposed> = verdict.findings.iter().map(|finding| opposed(finding, titles)).collect();
        findings.dedup();
        Landing {
            place,
            id: verdict.landing.to_string(),
            time: (verdict.time != 0).then(|| Moment::at(verdict.time, self.policy().zone())),
            verdict: word,
            verdict_name: name,
            requests: requests.collect(),
            policy: verdict.policy,
            findings,
        }
    }
}

fn opposed(finding: &Finding, titles: &Titles) -> Opposed {
    let rule = finding.rule.0;
    let in_request = matches!(FileKind::of(finding.place.path.as_str()), Ok(FileKind::Request(_)));
    Opposed {
        rule,
        title: titles.get(rule).cloned().unwrap_or_else(|| Two::same(rule)),
        line: in_request.then_some(finding.place.span.line),
    }
}
