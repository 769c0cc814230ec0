//! The register: verdicts, the state of a request, and what waits for whom.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Report, Style, dates};
use crate::model::finding::Finding;
use crate::model::git::ObjectId;
use crate::model::name::LaneId;
use crate::model::office::Evidence;
use crate::model::path::RequestFolder;
use crate::model::person::Person;
use crate::model::place::WorkPath;
use crate::model::say::{Lang, counted};
use crate::register::ledger::Ledger;
use crate::register::policy::{Policy, lane_ref};
use crate::register::progress::{Seconds, instant};
use crate::register::standing::{Effect, Mark, Recorded, Relay, Standing};
use crate::rules::judge::{Audit, Strength, Verdict};

/// The audit as JSON.
pub fn audit_json<'a>(audit: &'a Audit, lang: Lang) -> String {
    let (tally, strength) = (audit.tally(), audit.strength());
    let all = audit.verdicts.iter().flat_map(|verdict| verdict.findings.iter().map(move |finding| (verdict, finding)));
    let one = |(verdict, finding): (&'a Verdict, &'a Finding)| {
        FindingJson::new(verdict.landing, verdict.requests.first(), finding, lang)
    };
    let value = AuditJson {
        answered: tally.answered,
        approval: LevelsJson { letter: 'A', counts: strength.approval },
        before_start: audit.before,
        evidence: LevelsJson { letter: 'E', counts: strength.evidence },
        findings: all.map(one).collect(),
        head: audit.head.to_string(),
        landings: audit.landings(),
        lawful: tally.lawful,
        requests: audit.requests(),
        start: audit.start.to_string(),
        unlawful: tally.unlawful,
        unverifiable: tally.unverifiable,
    };
    let mut text = Vec::with_capacity(SAID * (value.findings.len() + 2));
    serde_json::to_writer_pretty(&mut text, &value).expect("its keys are texts");
    text.push(b'\n');
    String::from_utf8(text).expect("JSON is text")
}

/// So many bytes are said of a finding, or more.
const SAID: usize = 512;

/// Keys stand in the order of their names, as in all that is printed as JSON.
#[derive(Serialize)]
struct AuditJson<'a> {
    answered: usize,
    approval: LevelsJson,
    before_start: usize,
    evidence: LevelsJson,
    findings: Vec<FindingJson<'a>>,
    head: String,
    landings: usize,
    lawful: usize,
    requests: usize,
    start: String,
    unlawful: usize,
    unverifiable: usize,
}

/// `{"E0": 12, "E1": 0, "E2": 3}`
struct LevelsJson {
    letter: char,
    counts: [usize; 3],
}

impl Serialize for LevelsJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.counts.iter().enumerate().map(|(level, n)| (format!("{}{level}", self.letter), n)))
    }
}

/// A finding of a landing.
#[derive(Serialize)]
pub(super) struct FindingJson<'a> {
    column: u32,
    commit: String,
    help: &'a str,
    line: u32,
    message: &'a str,
    path: &'a str,
    request: Option<&'a str>,
    rule: &'static str,
    severity: &'static str,
}

impl<'a> FindingJson<'a> {
    pub(super) fn new(commit: ObjectId, request: Option<&'a RequestFolder>, finding: &'a Finding, lang: Lang) -> Self {
        Self {
            column: finding.place.span.column,
            commit: commit.to_string(),
            help: finding.help.in_lang(lang),
            line: finding.place.span.line,
            message: finding.message.in_lang(lang),
            path: finding.place.path.as_str(),
            request: request.map(RequestFolder::as_str),
            rule: finding.rule.0,
            severity: finding.severity.word(),
        }
    }
}

/// Where the text of a file comes from, as it stood at a landing.
pub type SourcesAt<'a> = &'a dyn Fn(ObjectId, &WorkPath) -> Option<String>;

/// The audit for people: what is wrong, landing by landing, then the count.
pub fn audit_text(audit: &Audit, style: Style, sources: SourcesAt) -> String {
    let lang = style.lang;
    let mut out = String::new();
    for verdict in audit.verdicts.iter().filter(|verdict| !verdict.is_lawful()) {
        let answered = if audit.is_answered(verdict) { lang.pick(" (sudah dijawab)", " (answered)") } else { "" };
        let when = moment(verdict.time, &audit.ledger.policy, lang);
        let _ = writeln!(out, "{} {} · {when}{answered}", lang.pick("Pendaratan", "Landing"), verdict.landing);
        if let Some(gap) = verdict.unreadable {
            let _ = writeln!(out, "  {}: {gap}\n", unverifiable(lang));
        }
        if !verdict.findings.is_empty() {
            let report = Report::new(verdict.findings.clone());
            out.push_str(&report.print(style, &|path| sources(verdict.landing, path)));
            out.push('\n');
        }
    }
    out + &tally_text(audit, lang)
}

/// How many landings there are of each kind, and from where to where they reach.
pub fn tally_text(audit: &Audit, lang: Lang) -> String {
    let mut out = String::new();
    let tally = audit.tally();
    let count = audit.landings();
    let requests = audit.requests();
    let _ = match lang {
        Lang::Id => writeln!(
            out,
            "{count} pendaratan: {} sah, {} tidak sah ({} sudah dijawab), {} tidak dapat diverifikasi; {requests} permohonan.\n\
             Awal {} ({} commit sebelumnya), ujung {}.",
            tally.lawful, tally.unlawful, tally.answered, tally.unverifiable, audit.start, audit.before, audit.head
        ),
        Lang::En => writeln!(
            out,
            "{}: {} lawful, {} unlawful ({} answered), {} unverifiable; {}.\nStart {} ({} before it), head {}.",
            counted(count, "landing", "landings"),
            tally.lawful,
            tally.unlawful,
            tally.answered,
            tally.unverifiable,
            counted(requests, "request", "requests"),
            audit.start,
            counted(audit.before, "commit", "commits"),
            audit.head
        ),
    };
    out + &strength_text(audit.strength(), lang)
}

/// What the entries rest on; levels that no entry has are left out.
fn strength_text(strength: Strength, lang: Lang) -> String {
    let levels = [Evidence::Mail, Evidence::Forge, Evidence::Signature];
    let list = |letter: char, counts: [usize; 3]| -> String {
        let some = levels.iter().zip(counts).filter(|(_, count)| *count > 0);
        let each = some.map(|(level, count)| format!("{count} {letter}{} ({})", level.level(), level.word(lang)));
        each.collect::<Vec<_>>().join(", ")
    };
    let mut out = String::new();
    for (what, list) in [
        (lang.pick("Bukti entri", "Evidence of entries"), list('E', strength.evidence)),
        (lang.pick("Persetujuan", "Approvals"), list('A', strength.approval)),
    ] {
        if !list.is_empty() {
            let _ = writeln!(out, "{what}: {list}.");
        }
    }
    out
}

pub(super) fn moment(at: Seconds, policy: &Policy, lang: Lang) -> String {
    let zone = policy.zone();
    let at = instant(at).with_timezone(&zone.offset());
    dates::moment(at, zone, lang)
}

fn rfc3339(at: Seconds, policy: &Policy) -> String {
    instant(at).with_timezone(&policy.zone().offset()).to_rfc3339()
}

/// A request's state as JSON, with what it depends on that is missing.
pub fn request_json(standing: &Standing, ledger: &Ledger, now: DateTime<Utc>) -> Value {
    let mut value = status_json(standing, &ledger.policy, now);
    if let Some(value) = value.as_object_mut() {
        let gap = ledger.doubt.of_request(&standing.folder);
        value.insert("unverifiable".to_owned(), json!(gap.map(|gap| gap.to_string())));
    }
    value
}

/// A request's state as JSON.
pub(super) fn status_json(standing: &Standing, policy: &Policy, now: DateTime<Utc>) -> Value {
    let slug = &standing.progress.sop.slug;
    let due = standing.due(policy).and_then(Result::ok);
    let turn: Vec<String> = standing.turn(policy).iter().map(|lane| format!("{slug}/{lane}")).collect();
    json!({
        "request": standing.folder.as_str(),
        "number": standing.number.to_string(),
        "title": standing.header.title.value,
        "sop": standing.progress.sop.to_string(),
        "state": standing.state().word(),
        "doubtful": standing.is_doubtful(),
        "step": standing.progress.step,
        "turn": turn,
        "due": due.as_ref().map(|due| due.at.to_rfc3339()),
        "late": due.as_ref().is_some_and(|due| due.at < now),
        "loops": standing.progress.loops,
        "entries": standing.entries.iter().zip(1..).map(|(entry, n)| entry_json(standing, entry, n, policy)).collect::<Vec<_>>(),
    })
}

fn entry_json(standing: &Standing, recorded: &Recorded, n: u32, policy: &Policy) -> Value {
    use crate::model::request::Act;
    let (slug, approval) = (&standing.progress.sop.slug, standing.approval(n));
    let act = recorded.entry.as_ref().map(|entry| &entry.act);
    let (step, outcome) = match act {
        Some(Act::Step { number, outcome, .. } | Act::Skip { number, outcome }) => {
            (Some(number.value), outcome.as_ref().map(|outcome| outcome.value.clone()))
        }
        _ => (None, None),
    };
    let actor = recorded.actor.as_ref().and_then(|handle| policy.person(handle));
    json!({
        "n": n,
        "act": act.map(Act::key),
        "step": step,
        "outcome": outcome,
        "commit": recorded.commit.to_string(),
        "landing": recorded.landing.to_string(),
        "time": rfc3339(recorded.time, policy),
        "lane": recorded.lane.as_ref().map(|lane| format!("{slug}/{lane}")),
        "office": actor.map(|actor| actor.post.value.clone()),
        "evidence": recorded.evidence.map(|evidence| format!("E{}", evidence.level())),
        "approval": approval.map(|approval| format!("A{}", approval.level())),
        "committer": committer(recorded, policy, Lang::Id),
        "effect": effect_word(recorded.effect),
        "mark": mark_word(recorded.mark),
    })
}

fn effect_word(effect: Effect) -> &'static str {
    match effect {
        Effect::Had => "had",
        Effect::None => "none",
        Effect::Revoked(_) => "revoked",
    }
}

fn mark_word(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Clean => None,
        Mark::Marked => Some("marked"),
        Mark::Ratified(_) => Some("ratified"),
    }
}

/// A request's state for people.
pub fn status_text(standing: &Standing, ledger: &Ledger, now: DateTime<Utc>, lang: Lang) -> String {
    let (mut out, policy) = (String::new(), &ledger.policy);
    let sop = policy.workspace.sops.get(&standing.progress.sop);
    let lane_name = |lane: &LaneId| {
        sop.and_then(|sop| sop.lane(lane)).map_or_else(|| lane.to_string(), |lane| lane.name.value.clone())
    };
    let mut put = |label: &str, value: String| {
        let _ = writeln!(out, "{label:<14}{value}");
    };
    put(lang.pick("Permohonan", "Request"), format!("{} · {}", standing.number, standing.header.title.value));
    put("SOP", standing.progress.sop.to_string());
    let doubt = if standing.is_doubtful() { lang.pick(" (belum sah)", " (not yet lawful)") } else { "" };
    let steps = sop.map_or(0, |sop| sop.steps.len());
    let at = format!("{} {} {} {steps}", lang.pick("langkah", "step"), standing.progress.step, lang.pick("dari", "of"));
    put(lang.pick("Keadaan", "State"), format!("{} · {at}{doubt}", standing.state().name(lang)));
    if let Some(gap) = ledger.doubt.of_request(&standing.folder) {
        put("", format!("{}: {gap}", unverifiable(lang)));
    }
    let turn: Vec<String> = standing.turn(policy).iter().map(lane_name).collect();
    if !turn.is_empty() {
        put(lang.pick("Giliran", "Turn"), turn.join(", "));
    }
    if let Some(Ok(due)) = standing.due(policy) {
        let late = if due.at < now { lang.pick(" · terlambat", " · late") } else { "" };
        put(lang.pick("Batas waktu", "Due"), format!("{}{late}", dates::moment(due.at, policy.zone(), lang)));
    }
    out.push('\n');
    for (recorded, n) in standing.entries.iter().zip(1..) {
        let _ = writeln!(out, "{}", entry_text(standing, recorded, n, policy, lang));
    }
    out
}

/// What is said of whatever depends on data that is missing.
fn unverifiable(lang: Lang) -> &'static str {
    lang.pick("tidak dapat diverifikasi", "unverifiable")
}

/// Who put an entry's commit there, where that was not its author.
fn committer(recorded: &Recorded, policy: &Policy, lang: Lang) -> Option<String> {
    match &recorded.relay {
        Relay::Author => None,
        Relay::Person(handle) => {
            Some(policy.person(handle).map_or_else(|| handle.to_string(), |person| person.post.value.clone()))
        }
        Relay::Stranger => Some(lang.pick("alamat di luar people/", "an address outside people/").to_owned()),
    }
}

/// How sure it is who wrote an entry and who approved it: a level with its words, never a bare tick.
fn evidence_text(standing: &Standing, recorded: &Recorded, n: u32, policy: &Policy, lang: Lang) -> String {
    let mut out = String::new();
    if let Some(evidence) = recorded.evidence {
        let _ = write!(out, "      E{} {}", evidence.level(), evidence.word(lang));
        // What the author or the forge signed nobody wrote anew.
        if let Some(committer) = committer(recorded, policy, lang).filter(|_| evidence == Evidence::Mail) {
            let _ = write!(out, " ({} {committer})", lang.pick("commit ditaruh oleh", "committed by"));
        }
    }
    if let Some(approval) = standing.approval(n) {
        let by = recorded.reviewer.as_ref().and_then(|handle| policy.person(handle));
        let by = by.map_or(String::new(), |person| format!(" {}", person.post.value));
        let approved = lang.pick("disetujui", "approved by");
        let _ = write!(out, " · {approved}{by}: A{} {}", approval.level(), approval.word(lang));
    }
    out
}

fn entry_text(standing: &Standing, recorded: &Recorded, n: u32, policy: &Policy, lang: Lang) -> String {
    use crate::model::request::Act;
    let what = match recorded.entry.as_ref().map(|entry| &entry.act) {
        None => lang.pick("tidak terbaca", "unreadable").to_owned(),
        Some(Act::Step { number, outcome, .. }) => {
            let outcome = outcome.as_ref().map(|outcome| format!(": {}", outcome.value)).unwrap_or_default();
            format!("{} {}{outcome}", lang.pick("langkah", "step"), number.value)
        }
        Some(act) => act.name(lang).to_owned(),
    };
    let who =
        recorded.actor.as_ref().and_then(|handle| policy.person(handle)).map_or("–", |person| &person.post.value);
    let note = match (recorded.effect, recorded.mark) {
        (Effect::None, _) => lang.pick(" · tanpa akibat", " · without effect"),
        (Effect::Revoked(_), _) => lang.pick(" · dibatalkan", " · revoked"),
        (Effect::Had, Mark::Marked) => lang.pick(" · bertanda, belum dijawab", " · marked, unanswered"),
        (Effect::Had, Mark::Ratified(_)) => lang.pick(" · disahkan", " · ratified"),
        (Effect::Had, Mark::Clean) => "",
    };
    let evidence = evidence_text(standing, recorded, n, policy, lang);
    let line = format!("{n:>4}  {}  {what} · {who}{note}", moment(recorded.time, policy, lang));
    if evidence.is_empty() { line } else { format!("{line}\n{evidence}") }
}

/// Whose queue is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whose<'a> {
    /// Only this lane, as `slug/lane`.
    pub lane: Option<&'a str>,
    /// Only what this person may act on, on a day.
    pub person: Option<(&'a Person, NaiveDate)>,
}

impl Whose<'_> {
    fn waits(&self, standing: &Standing, turn: &[String], policy: &Policy) -> bool {
        let sop = policy.workspace.sops.get(&standing.progress.sop);
        let agency = standing.header.agency.as_ref().map(|agency| &agency.value);
        let holds = |person: &Person, day, lane: &LaneId| {
            let bound = sop.and_then(|sop| sop.lane(lane)).is_some_and(|lane| lane.bound);
            let own = sop.map(|sop| lane_ref(sop, lane));
            own.is_some_and(|own| person.holds(&own, agency.filter(|_| bound), day))
        };
        let of_person =
            self.person.is_none_or(|(person, day)| standing.turn(policy).iter().any(|lane| holds(person, day, lane)));
        of_person && self.lane.is_none_or(|lane| turn.iter().any(|own| own == lane))
    }
}

/// The open requests whose turn it is in some lane, the longest waiting first.
fn queue<'a>(ledger: &'a Ledger, whose: &Whose) -> Vec<(&'a Standing, Vec<String>)> {
    let mut queue: Vec<_> = ledger
        .requests
        .all()
        .filter(|standing| standing.progress.is_open())
        .map(|standing| {
            let slug = &standing.progress.sop.slug;
            let turn: Vec<String> = standing.turn(&ledger.policy).iter().map(|own| format!("{slug}/{own}")).collect();
            (standing, turn)
        })
        .filter(|(standing, turn)| whose.waits(standing, turn, &ledger.policy))
        .collect();
    queue.sort_by_key(|(standing, _)| (standing.progress.visit.since, standing.number));
    queue
}

/// The queue as JSON.
pub fn queue_json(ledger: &Ledger, whose: &Whose, now: DateTime<Utc>) -> String {
    let rows = queue(ledger, whose).into_iter().map(|(standing, _)| {
        let mut row = request_json(standing, ledger, now);
        if let Some(row) = row.as_object_mut() {
            row.remove("entries");
            row.insert("since".to_owned(), json!(rfc3339(standing.progress.visit.since, &ledger.policy)));
        }
        row
    });
    format!("{:#}\n", rows.collect::<Value>())
}

/// The queue for people.
pub fn queue_text(ledger: &Ledger, whose: &Whose, now: DateTime<Utc>, lang: Lang) -> String {
    let queue = queue(ledger, whose);
    if queue.is_empty() {
        return format!("{}\n", lang.pick("Tidak ada permohonan yang menunggu.", "No request is waiting."));
    }
    let mut out = String::new();
    for (standing, turn) in queue {
        let late = standing.due(&ledger.policy).and_then(Result::ok).is_some_and(|due| due.at < now);
        let late = if late { lang.pick(" · terlambat", " · late") } else { "" };
        let _ = writeln!(out, "{}  {}", standing.number, standing.header.title.value);
        let step = format!("{} {}", lang.pick("langkah", "step"), standing.progress.step);
        let since = moment(standing.progress.visit.since, &ledger.policy, lang);
        let doubt = if standing.is_doubtful() { lang.pick(" · belum sah", " · not yet lawful") } else { "" };
        let gap = ledger.doubt.of_request(&standing.folder);
        let gap = gap.map(|_| format!(" · {}", unverifiable(lang))).unwrap_or_default();
        let since = format!("{} {since}", lang.pick("sejak", "since"));
        let _ = writeln!(out, "    {step} · {} · {since}{late}{doubt}{gap}", turn.join(", "));
    }
    out
}
