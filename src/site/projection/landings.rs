//! The landings with their verdicts, as everybody may read them. What a finding says may quote an address or a name, so
//! only its rule is told, and its line where the file is a request.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::super::address::LANDINGS_PER_PAGE;
use super::super::words::{Moment, Two};
use super::{Public, Related, part};
use crate::model::finding::Finding;
use crate::model::path::FileKind;
use crate::model::say::Lang;
use crate::register::kept::Misfit;
use crate::register::standing::Number;
use crate::report::manual;
use crate::rules::judge::{Landings, Told, Touched};

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
pub(super) type Titles = BTreeMap<&'static str, Two>;

/// The title of every rule, read once.
pub(super) fn titles() -> Titles {
    let title = |page: &manual::Page| Two::new(page.title(Lang::Id), page.title(Lang::En));
    manual::pages().iter().map(|page| (page.id, title(page))).collect()
}

/// Every landing, to be read when its page is made.
#[derive(Debug, Default)]
pub(super) struct Chronicle<'a> {
    landings: Landings<'a>,
    /// What each page is made from, as one number: see [`Chronicle::of`].
    pages: Vec<[u8; 32]>,
    /// The places of those that are not lawful, oldest first.
    wrong: Vec<usize>,
}

impl<'a> Chronicle<'a> {
    /// Looks through all landings once. The name of a page's last landing says what all of them are, for it says what went
    /// before; but whatever is answered, retitled or made to stand later has to be told besides.
    pub(super) fn of(public: &Public<'a>, landings: Landings<'a>) -> Result<Self, Misfit> {
        let retitled = public.briefs().iter().filter(|brief| brief.retitled);
        let retitled: HashMap<Number, &str> = retitled.map(|brief| (brief.number, brief.title.as_str())).collect();
        let (mut pages, mut wrong) = (Vec::new(), Vec::new());
        let (mut sum, mut last) = (Sha256::new(), public.audit.start);
        landings.each(&mut |n, told| {
            if told.wrong.is_some() {
                wrong.push(n);
            }
            let stood = |touched: &Touched| matches!(touched, Touched::Numbered(_));
            if told.wrong.is_some() || !told.requests.iter().all(stood) {
                let landing = public.landing(n + 1, told);
                part(&mut sum, &serde_json::to_vec(&landing).unwrap_or_default());
            } else {
                for touched in &told.requests {
                    let Touched::Numbered(number) = touched else { continue };
                    let title = retitled.get(number).into_iter();
                    title.for_each(|title| part(&mut sum, title.as_bytes()));
                }
            }
            last = told.landing;
            if (n + 1).is_multiple_of(LANDINGS_PER_PAGE) {
                sum.update(last.0);
                pages.push(sum.finalize_reset().into());
            }
        })?;
        if !landings.len().is_multiple_of(LANDINGS_PER_PAGE) {
            sum.update(last.0);
            pages.push(sum.finalize().into());
        }
        Ok(Self { landings, pages, wrong })
    }
}

impl Public<'_> {
    /// A stretch of the chain, oldest first.
    pub(in crate::site) fn landings_between(&self, from: usize, until: usize) -> Vec<Landing> {
        let told = self.chronicle.landings.between(from, until);
        (from + 1..).zip(&told).map(|(place, told)| self.landing(place, told)).collect()
    }

    /// The newest landings that are not lawful, the newest first.
    pub(in crate::site) fn wrong(&self, most: usize) -> Vec<Landing> {
        let newest = self.chronicle.wrong.iter().rev().take(most);
        newest.flat_map(|n| self.landings_between(*n, n + 1)).collect()
    }

    /// What a page of landings is made from, by its number from 1.
    pub(in crate::site) fn page_of_landings(&self, number: usize) -> [u8; 32] {
        self.chronicle.pages.get(number - 1).copied().unwrap_or_default()
    }

    fn landing(&self, place: usize, told: &Told) -> Landing {
        let (word, name) = match told.wrong {
            None => ("sah", Two::new("Sah", "Lawful")),
            Some(verdict) if verdict.unreadable.is_some() => {
                ("tak-terverifikasi", Two::new("Tidak dapat diverifikasi", "Unverifiable"))
            }
            Some(verdict) if self.audit.is_answered(verdict) => {
                ("terjawab", Two::new("Tidak sah, sudah dijawab", "Unlawful, answered"))
            }
            Some(_) => ("tidak-sah", Two::new("Tidak sah", "Unlawful")),
        };
        let findings = told.wrong.iter().flat_map(|verdict| &verdict.findings);
        let mut findings: Vec<Opposed> = findings.map(|finding| opposed(finding, &self.titles)).collect();
        findings.dedup();
        let touched = |touched: &Touched| match touched {
            Touched::Folder(folder) => self.requests.find(folder),
            Touched::Numbered(number) => self.requests.numbered(*number),
        };
        Landing {
            place,
            id: told.landing.to_string(),
            time: (told.time != 0).then(|| Moment::at(told.time, self.zone())),
            verdict: word,
            verdict_name: name,
            requests: told.requests.iter().filter_map(touched).map(Related::of).collect(),
            policy: told.policy,
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
