//! The program beside the model: verdict by verdict, request by request.

use std::collections::BTreeSet;

use jejak::register::landings::Chain;
use jejak::register::ledger::Ledger;
use jejak::register::standing::{Effect, Mark, Standing};
use jejak::rules::judge::{Ahead, Verdict, judge, start};

use super::model::{self, Model, Request};
use super::world::World;

/// Where they differ: the first of each kind.
pub fn compare(world: &World, seed: u64) -> Vec<String> {
    compared(world, seed).unwrap_or_else(|| vec![format!("seed {seed}: it cannot be told")])
}

fn compared(world: &World, seed: u64) -> Option<Vec<String>> {
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    let mut told = Vec::new();
    let head = world.ids[world.ids.len() - 1];
    let mut chain = Chain::walk(world.objects, head, None).ok()?;
    let first = jejak::model::git::ObjectStore::commit(world.objects, chain.id(0)).ok()?;
    let (mut ledger, mut verdict) = start(world.objects, &first).ok()?;
    for n in 0..world.ids.len() {
        if n > 0 {
            let landing = chain.landing(world.objects, n).ok()?;
            verdict = judge(world.objects, &mut ledger, &landing, Ahead::default());
        }
        let mut differences = differences(world, n, &ledger, &verdict);
        differences.retain(|(kind, _)| kinds.insert(*kind));
        if !differences.is_empty() {
            let landed = &world.landings[n];
            let found: Vec<String> = verdict
                .findings
                .iter()
                .map(|finding| {
                    let message = finding.message.in_lang(jejak::model::say::Lang::En);
                    format!("{} {}:{} {message}", finding.rule, finding.place.path, finding.place.span.line)
                })
                .collect();
            let commits: Vec<&str> = landed.commits().map(|commit| commit.by.as_str()).collect();
            let way = if landed.is_merge { "merge" } else { "direct" };
            let list: Vec<String> = differences.iter().map(|(kind, text)| format!("{kind}: {text}")).collect();
            told.push(format!(
                "seed {seed}, landing {n}: {}\n  {way} by {} of {commits:?} at {}\n  {}\n  model: {:?}\n  program: {}",
                landed.aim,
                landed.by,
                landed.time,
                list.join("\n  "),
                world.verdicts[n],
                found.join("\n    ")
            ));
        }
        // What follows from a difference is none of its own.
        if kinds.iter().any(|kind| !matches!(*kind, "lawful" | "rules" | "exceptions")) {
            break;
        }
    }
    Some(told)
}

fn differences(world: &World, n: usize, ledger: &Ledger, verdict: &Verdict) -> Vec<(&'static str, String)> {
    let (landed, model) = (&world.landings[n], &world.models[n]);
    let mut differences = Vec::new();
    let mut differ = |what: &'static str, program: String, model: String| {
        if program != model {
            differences.push((what, format!("the program says\n    {program}\n    the model {model}")));
        }
    };
    differ("lawful", verdict.is_lawful().to_string(), world.verdicts[n].is_empty().to_string());
    let program = of_acts(verdict.findings.iter().map(|finding| finding.rule.0));
    let rules = of_acts(world.verdicts[n].iter().copied());
    differ("rules", format!("{program:?}"), format!("{rules:?}"));
    let names = |all: Vec<&str>| all.join(" ");
    differ(
        "requests",
        names(ledger.requests.all().map(|standing| standing.folder.as_str()).collect()),
        names(model.requests.keys().map(String::as_str).collect()),
    );
    for standing in ledger.requests.all() {
        let Some(request) = model.requests.get(standing.folder.as_str()) else { continue };
        differ("request", of_program(standing, ledger), of_model(request));
    }
    differ("clock", ledger.clock().unwrap_or(0).to_string(), model.clock().to_string());
    differ("exceptions", exceptions(ledger), model_exceptions(model, landed));
    differ("policy", policy(ledger), model.policy.keys().cloned().collect::<Vec<_>>().join(" "));
    differences
}

/// The rules that speak of what somebody did.
fn of_acts<'r>(rules: impl Iterator<Item = &'r str>) -> BTreeSet<&'r str> {
    rules.filter(is_of_act).collect()
}

/// Whether a rule speaks of what somebody did; how a file is written has more rules than the model tells apart.
fn is_of_act(rule: &&str) -> bool {
    let of_form = ["yaml-syntax", "wrong-kind", "unknown-key", "entry-form", "policy-form"];
    let of_files = ["office-references", "person-roles", "calendar-base", "sop-document-form", "stewards"];
    !of_form.contains(rule) && !of_files.contains(rule)
}

fn exceptions(ledger: &Ledger) -> String {
    ledger.exceptions.keys().map(jejak::model::place::WorkPath::as_str).collect::<Vec<_>>().join(" ")
}

fn model_exceptions(model: &Model, landed: &super::words::Landed) -> String {
    model.exceptions(&landed.after).into_iter().collect::<Vec<_>>().join(" ")
}

fn policy(ledger: &Ledger) -> String {
    ledger.policy.files.keys().map(jejak::model::place::WorkPath::as_str).collect::<Vec<_>>().join(" ")
}

fn of_program(standing: &Standing, ledger: &Ledger) -> String {
    let entries: Vec<String> = standing
        .entries
        .iter()
        .map(|entry| {
            let effect = match entry.effect {
                Effect::Had => "had".to_owned(),
                Effect::None => "none".to_owned(),
                Effect::Revoked(by) => format!("revoked by {by}"),
            };
            let author = entry.author.as_ref().map_or("?", |author| author.as_str());
            format!("{effect} {} {author}", entry.mark == Mark::Marked)
        })
        .collect();
    let bound: BTreeSet<&String> = standing.bound.keys().collect();
    let agency = standing.header.agency.as_ref().map_or("", |agency| agency.value.as_str());
    let (number, title, word) = (standing.number, &standing.header.title.value, standing.state().word());
    let (step, sop, doubt) = (standing.progress.step, standing.progress.sop.revision, standing.is_doubtful());
    let opener = standing.opener.as_ref().map(|opener| opener.as_str().to_owned());
    let visits: Vec<u32> = standing.visits().map(|visit| visit.step).collect();
    let turn: Vec<String> = standing.turn(&ledger.policy).iter().map(ToString::to_string).collect();
    format!(
        "{number} {title} {agency} {word} {step}/{sop} {doubt} {opener:?} {bound:?} {entries:?} {visits:?} {turn:?}"
    )
}

fn of_model(request: &Request) -> String {
    let entries: Vec<String> = request
        .entries
        .iter()
        .map(|entry| {
            let effect = match entry.effect {
                model::Effect::Had => "had".to_owned(),
                model::Effect::None => "none".to_owned(),
                model::Effect::Revoked(by) => format!("revoked by {by}"),
            };
            format!("{effect} {} {}", entry.marked, entry.author.as_deref().unwrap_or("?"))
        })
        .collect();
    let bound: BTreeSet<&String> = request.bound.keys().collect();
    let (state, word, doubt, opener) = (&request.state, request.word(), request.is_doubtful(), &request.opener);
    let (year, place) = request.number;
    let (title, agency, step, revision) = (&state.title, &state.agency, state.step, state.revision);
    let (visits, turn) = (&state.visits, request.turn());
    format!(
        "{year}/{place:04} {title} {agency} {word} {step}/{revision} {doubt} {opener:?} {bound:?} {entries:?} {visits:?} \
         {turn:?}"
    )
}
