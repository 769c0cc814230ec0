//! What a proposal would do if it landed, in words: the steps that it records, where the requests would then stand, who
//! may merge it and who may not, and what is still missing.

use std::collections::BTreeSet;
use std::fmt::Write;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::register::{FindingJson, moment, status_json};
use super::visible;
use crate::model::finding::Finding;
use crate::model::name::DocumentId;
use crate::model::office::Evidence;
use crate::model::request::Act;
use crate::model::say::Lang;
use crate::model::sop::{DemandKind, Matter, SopDraft};
use crate::register::policy::Policy;
use crate::register::standing::{Effect, Mark, Recorded, Standing};
use crate::rules::judge::{Candidate, Foresight, Prospect, Way};

/// One line of the account: what it is about, and a text in which names from files stand between `quote` marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    /// The head of a part.
    Head(String),
    /// A line below it.
    Item(String),
}

/// How words that come from files are set apart: as they are, or so that no markup in them works.
pub(super) type Quote<'a> = &'a dyn Fn(&str) -> String;

/// The account, line by line.
pub(super) fn lines(foresight: &Foresight, policy: &Policy, lang: Lang, quote: Quote) -> Vec<Line> {
    let mut lines = Vec::new();
    for prospect in &foresight.prospects {
        request(prospect, policy, lang, quote, &mut lines);
    }
    let paths = |paths: &[crate::model::place::WorkPath]| {
        let shown: Vec<String> = paths.iter().take(20).map(|path| quote(&visible(path.as_str()))).collect();
        let more = if paths.len() > 20 { format!(" … (+{})", paths.len() - 20) } else { String::new() };
        format!("{}{more}", shown.join(", "))
    };
    if !foresight.policy.is_empty() {
        lines.push(Line::Head(lang.pick("Kebijakan yang berubah", "Policy that changes").to_owned()));
        lines.push(Line::Item(paths(&foresight.policy)));
    }
    if !foresight.outside.is_empty() {
        lines.push(Line::Head(lang.pick("Di luar register", "Outside the register").to_owned()));
        lines.push(Line::Item(paths(&foresight.outside)));
    }
    reviewers(foresight, policy.evidence(), lang, quote, &mut lines);
    lines
}

/// The verdict in one sentence.
pub(super) fn verdict(foresight: &Foresight, lang: Lang) -> &'static str {
    let nobody = foresight.reviewers.as_ref().is_some_and(|reviewers| reviewers.may.is_empty());
    match (foresight.unreadable, foresight.is_lawful(), foresight.way) {
        (Some(_), ..) => {
            lang.pick("Tidak dapat dinilai: datanya tidak lengkap.", "It cannot be judged: data is missing.")
        }
        (None, true, Way::Merge) => lang.pick("Sah bila digabungkan.", "Lawful if it is merged."),
        (None, true, Way::AsItIs) => lang.pick("Sah bila didorong apa adanya.", "Lawful if it is pushed as it is."),
        (None, false, _) if foresight.findings.is_empty() && nobody => {
            lang.pick("Belum ada yang boleh menggabungkannya.", "Nobody may merge it yet.")
        }
        (None, false, _) => lang.pick("Belum boleh mendarat.", "It may not land yet."),
    }
}

fn request(prospect: &Prospect, policy: &Policy, lang: Lang, quote: Quote, lines: &mut Vec<Line>) {
    let after = &prospect.after;
    let title = quote(&visible(&after.header.title.value));
    lines.push(Line::Head(match &prospect.before {
        Some(before) => format!("{} {} · {title}", lang.pick("Permohonan", "Request"), before.number),
        None => format!("{} {} · {title}", lang.pick("Permohonan baru", "New request"), quote(after.folder.slug())),
    }));
    let known = prospect.before.as_ref().map_or(0, |before| before.entries.len());
    for (recorded, n) in after.entries.iter().zip(1..).skip(known) {
        lines.push(Line::Item(entry(recorded, n, after, policy, lang, quote)));
    }
    if let Some(before) = &prospect.before {
        lines.push(Line::Item(format!("{}: {}", lang.pick("sekarang", "now"), place(before, policy, lang, quote))));
    }
    lines.push(Line::Item(format!("{}: {}", lang.pick("sesudahnya", "then"), place(after, policy, lang, quote))));
    if let Some(Ok(due)) = after.due(policy) {
        let due = super::dates::moment(due.at, policy.zone(), lang);
        lines.push(Line::Item(format!("{}: {due}", lang.pick("batas waktu langkah itu", "that step is due"))));
    }
    let missing: Vec<String> = missing(after, policy).into_iter().map(|name| quote(&visible(&name))).collect();
    if !missing.is_empty() {
        let what = lang.pick("dokumen yang masih diperlukan di langkah itu", "documents still needed at that step");
        lines.push(Line::Item(format!("{what}: {}", missing.join(", "))));
    }
}

fn entry(recorded: &Recorded, n: usize, standing: &Standing, policy: &Policy, lang: Lang, quote: Quote) -> String {
    let sop = recorded_sop(recorded, standing, policy);
    let what = match recorded.entry.as_ref().map(|entry| &entry.act) {
        None => lang.pick("tidak terbaca", "unreadable").to_owned(),
        Some(Act::Step { number, outcome, .. } | Act::Skip { number, outcome }) => {
            let step = sop.and_then(|sop| sop.step(number.value));
            let activity = step.map(|step| format!(" ({})", quote(&visible(&step.activity)))).unwrap_or_default();
            let outcome = outcome.as_ref().map(|outcome| format!(": {}", quote(&visible(&outcome.value))));
            let skip = matches!(recorded.entry.as_ref().map(|entry| &entry.act), Some(Act::Skip { .. }));
            let verb = if skip { lang.pick("lewati langkah", "skip step") } else { lang.pick("langkah", "step") };
            format!("{verb} {}{activity}{}", number.value, outcome.unwrap_or_default())
        }
        Some(act) => act.name(lang).to_owned(),
    };
    let actor = recorded.actor.as_ref().and_then(|handle| policy.person(handle));
    let by = actor.map(|person| format!(" · {}", quote(&visible(&person.post.value)))).unwrap_or_default();
    let note = match (recorded.effect, recorded.mark) {
        (Effect::None, _) => lang.pick(" · tanpa akibat", " · without effect"),
        (Effect::Had, Mark::Marked) => lang.pick(" · akan bertanda", " · would be marked"),
        _ => "",
    };
    format!("{} {n}: {what}{by}{note}", lang.pick("entri", "entry"))
}

fn recorded_sop<'a>(recorded: &Recorded, standing: &Standing, policy: &'a Policy) -> Option<&'a SopDraft> {
    let sops = &policy.workspace.sops;
    sops.get(&recorded.sop).or_else(|| sops.get(&standing.progress.sop))
}

/// Where a request stands: step, state, whose turn.
fn place(standing: &Standing, policy: &Policy, lang: Lang, quote: Quote) -> String {
    let sop = policy.workspace.sops.get(&standing.progress.sop);
    let number = standing.progress.step;
    let steps = sop.map_or(0, |sop| sop.steps.len());
    let mut text = standing.state().name(lang).to_owned();
    if standing.progress.is_open() {
        let of = lang.pick("dari", "of");
        text = format!("{text}, {} {number} {of} {steps}", lang.pick("langkah", "step"));
        if let Some(step) = sop.and_then(|sop| sop.step(number)) {
            text = format!("{text} ({})", quote(&visible(&step.activity)));
        }
    }
    let name =
        |lane| sop.and_then(|sop| sop.lane(lane)).map_or_else(|| lane.to_string(), |lane| lane.name.value.clone());
    let turn: Vec<String> = standing.turn(policy).iter().map(|lane| quote(&visible(&name(lane)))).collect();
    if !turn.is_empty() {
        text = format!("{text}, {} {}", lang.pick("giliran", "turn of"), turn.join(lang.pick(" dan ", " and ")));
    }
    if standing.is_doubtful() {
        text.push_str(lang.pick(" (belum sah)", " (not yet lawful)"));
    }
    text
}

/// The documents that the current step asks for and nobody has delivered.
fn missing(standing: &Standing, policy: &Policy) -> Vec<String> {
    let sop = policy.workspace.sops.get(&standing.progress.sop).filter(|_| standing.progress.is_open());
    let Some((sop, step)) = sop.and_then(|sop| Some((sop, sop.step(standing.progress.step)?))) else {
        return Vec::new();
    };
    let (ever, visit) = (&standing.progress.delivered, &standing.progress.visit.delivered);
    let sides = [(&step.needs, ever), (&step.yields, visit)];
    let mut names = BTreeSet::new();
    for (demands, have) in sides {
        for demand in demands.iter().flatten().filter(|demand| demand.kind != DemandKind::Allowed) {
            let files: Vec<_> = demand.documents.iter().filter_map(|id| file(sop, id)).collect();
            let lacks: Vec<_> = files.iter().filter(|(id, _)| !have.contains(*id)).map(|(_, name)| *name).collect();
            if demand.kind != DemandKind::OneOf {
                names.extend(lacks.into_iter().map(str::to_owned));
            } else if lacks.len() == files.len() && !files.is_empty() {
                names.insert(lacks.join(" / "));
            }
        }
    }
    names.into_iter().collect()
}

/// A document that has to be a file: the name that counts, and the one that people read.
fn file<'a>(sop: &'a SopDraft, id: &DocumentId) -> Option<(&'a DocumentId, &'a str)> {
    let document = sop.document(id).filter(|document| document.matter == Matter::File)?;
    Some((&document.id.value, &document.name.value))
}

fn reviewers(foresight: &Foresight, evidence: Evidence, lang: Lang, quote: Quote, lines: &mut Vec<Line>) {
    let Some(reviewers) = &foresight.reviewers else { return };
    let named = |one: &Candidate| format!("{} ({})", quote(&visible(&one.post)), one.handle);
    lines.push(Line::Head(lang.pick("Boleh menggabungkan", "May merge").to_owned()));
    if reviewers.may.is_empty() {
        lines.push(Line::Item(lang.pick("tidak seorang pun", "nobody").to_owned()));
    }
    lines.extend(reviewers.may.iter().map(|one| Line::Item(named(one))));
    let how = match evidence {
        Evidence::Mail => "",
        Evidence::Forge => lang.pick(
            "kebijakan meminta bukti: gabungkan di halaman forge, atau tandatangani sendiri (git merge --no-ff -S)",
            "policy asks for evidence: merge on the forge's page, or sign it yourself (git merge --no-ff -S)",
        ),
        Evidence::Signature => lang.pick(
            "kebijakan meminta tanda tangan penggabung: git merge --no-ff -S",
            "policy asks for the signature of whoever merges: git merge --no-ff -S",
        ),
    };
    if !how.is_empty() && !reviewers.may.is_empty() {
        lines.push(Line::Item(how.to_owned()));
    }
    if !reviewers.may_not.is_empty() || !reviewers.others.is_empty() {
        lines.push(Line::Head(lang.pick("Tidak boleh menggabungkan", "May not merge").to_owned()));
    }
    let say = |finding: &Finding| quote(&visible(finding.message.in_lang(lang)));
    for one in &reviewers.may_not {
        let reasons: Vec<String> = one.findings.iter().map(say).collect();
        lines.push(Line::Item(format!("{}: {}", named(one), reasons.join(" "))));
    }
    if !reviewers.others.is_empty() {
        let text = if foresight.policy.is_empty() {
            lang.pick(
                "yang lain: bukan pengurus dan tidak memegang lajur tak terikat pada SOP ini, atau bot",
                "anybody else: neither a steward nor a holder of an unbound lane of this SOP, or a bot",
            )
        } else {
            lang.pick("yang lain: bukan pengurus", "anybody else: no steward")
        };
        lines.push(Line::Item(text.to_owned()));
    }
}

/// The account for a terminal.
pub fn text(foresight: &Foresight, policy: &Policy, lang: Lang) -> String {
    let mut out = format!("{}\n", verdict(foresight, lang));
    for line in lines(foresight, policy, lang, &|word| word.replace('\n', " ")) {
        let _ = match line {
            Line::Head(text) => writeln!(out, "\n{text}"),
            Line::Item(text) => writeln!(out, "  {text}"),
        };
    }
    out
}

/// The account for whoever proposes it: what becomes of the requests, and whom to ask.
pub fn brief(foresight: &Foresight, policy: &Policy, lang: Lang) -> String {
    let quote: Quote = &|word| word.replace('\n', " ");
    let mut told = Vec::new();
    for prospect in &foresight.prospects {
        request(prospect, policy, lang, quote, &mut told);
    }
    let mut out = String::new();
    for line in told {
        let _ = match line {
            Line::Head(text) => writeln!(out, "{text}"),
            Line::Item(text) => writeln!(out, "  {text}"),
        };
    }
    if let Some(reviewers) = &foresight.reviewers {
        let posts: Vec<String> = reviewers.may.iter().map(|one| visible(&one.post).into_owned()).collect();
        let nobody = lang.pick("belum seorang pun", "nobody yet").to_owned();
        let posts = if posts.is_empty() { nobody } else { posts.join("; ") };
        let _ = writeln!(out, "  {}: {posts}", lang.pick("boleh menggabungkan", "may merge"));
    }
    out
}

/// The account as JSON.
pub fn json(foresight: &Foresight, policy: &Policy, now: DateTime<Utc>, lang: Lang) -> String {
    let requests: Vec<Value> = foresight
        .prospects
        .iter()
        .map(|prospect| {
            let mut after = status_json(&prospect.after, policy, now);
            let known = prospect.before.as_ref().map_or(0, |before| before.entries.len());
            // A number is given when the request lands, and not before.
            let number = prospect.before.as_ref().map(|before| before.number.to_string());
            let entries =
                after.get("entries").and_then(Value::as_array).map(|all| all[known.min(all.len())..].to_vec());
            if let Some(after) = after.as_object_mut() {
                after.remove("entries");
                after.insert("number".to_owned(), json!(number));
            }
            let before = prospect.before.as_ref().map(|before| {
                let mut before = status_json(before, policy, now);
                before.as_object_mut().map(|before| before.remove("entries"));
                before
            });
            json!({
                "request": prospect.after.folder.as_str(),
                "number": number,
                "before": before,
                "after": after,
                "entries": entries,
                "missing": missing(&prospect.after, policy),
            })
        })
        .collect();
    let verdicts = |one: &Candidate| {
        let reasons: Vec<Value> = one
            .findings
            .iter()
            .map(|finding| json!({"rule": finding.rule.0, "message": finding.message.in_lang(lang)}))
            .collect();
        json!({"handle": one.handle.to_string(), "office": one.post, "reasons": reasons})
    };
    let reviewers = foresight.reviewers.as_ref().map(|reviewers| {
        json!({
            "may": reviewers.may.iter().map(verdicts).collect::<Vec<_>>(),
            "may_not": reviewers.may_not.iter().map(verdicts).collect::<Vec<_>>(),
        })
    });
    let paths = |paths: &[crate::model::place::WorkPath]| -> Vec<String> {
        paths.iter().map(|path| visible(path.as_str()).into_owned()).collect()
    };
    let told = foresight.told();
    let findings: Vec<FindingJson> = told
        .iter()
        .map(|finding| {
            FindingJson::new(foresight.tip, foresight.prospects.first().map(|one| &one.after.folder), finding, lang)
        })
        .collect();
    let value = json!({
        "head": foresight.head.to_string(),
        "tip": foresight.tip.to_string(),
        "way": match foresight.way { Way::Merge => "merge", Way::AsItIs => "as-it-is" },
        "lawful": foresight.is_lawful(),
        "unverifiable": foresight.unreadable.map(|gap| gap.to_string()),
        "requests": requests,
        "policy": paths(&foresight.policy),
        "outside": paths(&foresight.outside),
        "reviewers": reviewers,
        "findings": findings,
    });
    format!("{value:#}\n")
}

/// When the account was made.
pub(super) fn as_of(now: DateTime<Utc>, policy: &Policy, lang: Lang) -> String {
    moment(now.timestamp(), policy, lang)
}
