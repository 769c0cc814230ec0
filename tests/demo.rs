//! The sample ledger: through the real program, on real git, audited by the judge.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Output};

use jejak::model::office::Evidence;
use jejak::model::request::Act;
use jejak::register::progress::Life;
use jejak::register::standing::{Mark, Standing};
use jejak::rules::judge;
use jejak::shell::git::GitStore;

const AT: &str = "2026-11-20T16:00";

fn jejak(folder: &Path, args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_jejak");
    Command::new(program).current_dir(folder).args(["--lang", "en"]).args(args).output().expect("the program runs")
}

fn git(folder: &Path, args: &[&str]) -> String {
    let ended = Command::new("git").current_dir(folder).args(args).output().expect("git runs");
    assert!(ended.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("UTF-8").trim().to_owned()
}

/// A sample ledger, and what the program said of it.
fn demo(folder: &Path, name: &str, more: &[&str]) -> Output {
    jejak(folder, &[&["demo", name, "--no-build", "--no-serve"], more].concat())
}

fn audit(folder: &Path) -> serde_json::Value {
    let ended = jejak(folder, &["audit", "--format", "json"]);
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    serde_json::from_slice(&ended.stdout).expect("JSON")
}

/// The number before some words in a text.
fn number_before(text: &str, words: &str) -> u64 {
    assert!(text.contains(words), "no `{words}` in: {text}");
    let end = text.find(words).expect("it is there");
    text[..end].rsplit([' ', ',']).next().and_then(|word| word.parse().ok()).expect("a number")
}

#[test]
fn every_landing_of_a_sample_is_lawful_but_for_the_mistakes_that_it_tells_of() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (n, (seed, requests, at, way)) in [
        ("1", "0", AT, ""),
        ("1", "1", AT, ""),
        ("2", "30", AT, ""),
        ("3", "30", AT, "--linear"),
        ("4", "120", "2024-06-01", ""),
        ("5", "120", "2026-01-31T08:00", "--linear"),
        ("6", "200", AT, ""),
        ("7", "150", "2035-12-31", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let name = n.to_string();
        let mut args = vec!["--seed", seed, "--requests", requests, "--at", at];
        args.extend(Some(way).filter(|way| !way.is_empty()));
        let made = demo(folder.path(), &name, &args);
        let said = String::from_utf8_lossy(&made.stderr).into_owned();
        assert_eq!(made.status.code(), Some(0), "{args:?}: {said}{}", String::from_utf8_lossy(&made.stdout));
        let told = audit(&folder.path().join(&name));
        assert_eq!(told["requests"].to_string(), requests, "{args:?}");
        assert_eq!(told["landings"], number_before(&said, " landings"), "{args:?}: {said}");
        assert_eq!(told["unlawful"], number_before(&said, " of them wrong"), "{args:?}: {said}");
        assert_eq!(told["answered"], told["unlawful"], "{args:?}");
        assert_eq!(told["unverifiable"], 0, "{args:?}");
        let known = ["four-eyes", "lane-authority", "landing-way", "step-documents"];
        for finding in told["findings"].as_array().expect("a list") {
            assert!(known.contains(&finding["rule"].as_str().expect("a rule")), "{args:?}: {finding}");
        }
        let merges = git(&folder.path().join(&name), &["log", "--first-parent", "--min-parents=2", "--format=%h"]);
        assert_eq!(merges.is_empty(), way == "--linear", "{args:?}");
    }
}

#[test]
fn a_sample_tells_every_story() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // However small it is, and from whatever seed.
    for (name, requests, seed) in [("small", "48", "8"), ("usual", "240", "1"), ("other", "96", "77")] {
        demo(folder.path(), name, &["--requests", requests, "--seed", seed, "--at", AT]);
        let place = folder.path().join(name);
        assert_eq!(git(&place, &["status", "--porcelain"]), "", "everything is checked out");
        let check = jejak(&place, &["check"]);
        let said = String::from_utf8_lossy(&check.stdout).into_owned();
        assert_eq!(check.status.code(), Some(0), "the files as they stand are right: {said}");
        let stories = Stories::of(&place);
        for (story, count) in &stories.0 {
            assert!(*count > 0, "{name}: nobody tells of {story}: {:?}", stories.0);
        }
    }
}

/// How often each story is told in a sample, as the register's own judge sees it.
struct Stories(Vec<(String, usize)>);

impl Stories {
    fn of(place: &Path) -> Self {
        let store = GitStore::open(place).expect("a repository");
        let head = store.find("refs/heads/main").expect("the branch");
        let audit = judge::audit(&store, head, None, judge::Finished::Stay).expect("a register");
        let all: Vec<&Standing> = audit.ledger.requests.all().collect();
        let entries = || all.iter().flat_map(|request| &request.entries);
        let acts = || entries().filter_map(|entry| entry.entry.as_ref()).map(|entry| &entry.act);
        let lives = |life: Life| all.iter().filter(|request| request.progress.life == life).count();
        let mut told: Vec<(String, usize)> = Vec::new();
        let mut tell = |story: &str, count: usize| told.push((story.to_owned(), count));
        tell("finished", lives(Life::Finished));
        tell("running", lives(Life::Open));
        tell("rejected", lives(Life::Rejected));
        tell("withdrawn", lives(Life::Withdrawn));
        tell("cancelled", lives(Life::Cancelled));
        tell("loops", all.iter().filter(|request| request.progress.loops > 0).count());
        let count = |of: fn(&&Act) -> bool| acts().filter(of).count();
        tell("pause", count(|act| matches!(act, Act::Pause { .. })));
        tell("resume", count(|act| matches!(act, Act::Resume(_))));
        tell("amend", count(|act| matches!(act, Act::Amend(_))));
        tell("withhold", count(|act| matches!(act, Act::Withhold(_))));
        tell("migrate", count(|act| matches!(act, Act::Migrate { .. })));
        tell("ratified", entries().filter(|entry| matches!(entry.mark, Mark::Ratified(_))).count());
        tell("revoked", count(|act| matches!(act, Act::Revoke(_))));
        let resumed = |request: &&&Standing| {
            let of = |of: fn(&Act) -> bool| {
                request.entries.iter().filter_map(|entry| entry.entry.as_ref()).filter(|entry| of(&entry.act)).count()
            };
            of(|act| matches!(act, Act::Resume(_))) > of(|act| matches!(act, Act::Pause { .. }))
        };
        tell("a step that is entered waiting", all.iter().filter(resumed).count());
        tell("an answered landing", audit.ledger.policy.workspace.answers.iter().map(|all| all.answers.len()).sum());
        let mut outcomes: BTreeMap<(String, u32), BTreeSet<String>> = BTreeMap::new();
        for request in &all {
            for (entry, sop) in request.entries.iter().filter_map(|each| Some((each.entry.as_ref()?, &each.sop))) {
                if let Act::Step { number, outcome: Some(outcome), .. } = &entry.act {
                    outcomes.entry((sop.to_string(), number.value)).or_default().insert(outcome.value.clone());
                }
            }
        }
        tell("a decision both ways", outcomes.values().filter(|outcomes| outcomes.len() > 1).count());
        tell("a signed entry", entries().filter(|entry| entry.evidence == Some(Evidence::Signature)).count());
        tell("a signed approval", entries().filter(|entry| entry.approval == Some(Evidence::Signature)).count());
        for sop in audit.ledger.policy.workspace.sops.keys() {
            tell(&format!("a request under {sop}"), all.iter().filter(|all| all.progress.sop == *sop).count());
        }
        let years: BTreeSet<String> = all.iter().map(|all| all.folder.as_str()[9..13].to_owned()).collect();
        tell("years", usize::from(years.len() == 4) * years.len());
        let queue = String::from_utf8(jejak(place, &["queue", "--at", AT]).stdout).expect("UTF-8");
        tell("late", queue.matches("late").count());
        Self(told)
    }
}

#[test]
fn git_verifies_what_the_people_of_a_sample_sign() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    demo(folder.path(), "x", &["--requests", "48", "--seed", "3", "--at", AT]);
    let place = folder.path().join("x");
    git(&place, &["fsck", "--full", "--strict"]);
    let mut signers = String::new();
    for (_, bytes) in support::files_below(&place.join("people")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        let field = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(&format!("{name}: [")));
            line.map(|line| line.trim_end_matches(']').to_owned())
        };
        if let (Some(mail), Some(key)) = (field("akun"), field("kunci")) {
            signers.extend([&mail, " namespaces=\"git\" ", &key, "\n"]);
        }
    }
    assert_eq!(signers.lines().count(), 4, "{signers}");
    let allowed = folder.path().join("signers");
    std::fs::write(&allowed, signers).expect("a file");
    git(&place, &["config", "gpg.ssh.allowedSignersFile", allowed.to_str().expect("UTF-8")]);
    let kinds = git(&place, &["log", "--format=%G?", "main"]);
    let count = |kind: &str| kinds.lines().filter(|line| *line == kind).count();
    let (good, none) = (count("G"), count("N"));
    assert!(good > 20, "{good} signed commits");
    assert_eq!(good + none, kinds.lines().count(), "no signature is anything but good");
    // The program sees the same.
    let told = audit(&place);
    let signed =
        told["evidence"]["E2"].as_u64().expect("a number") + told["approval"]["A2"].as_u64().expect("a number");
    assert!(signed > 0 && signed <= good as u64 * 2, "{told}");
}

#[test]
fn a_seed_and_a_moment_give_one_head() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let head = |name: &str, seed: &str, at: &str| {
        demo(folder.path(), name, &["--requests", "25", "--seed", seed, "--at", at]);
        git(&folder.path().join(name), &["rev-parse", "HEAD"])
    };
    let one = head("a", "1", AT);
    assert_eq!(one, head("b", "1", AT), "the same");
    assert_ne!(one, head("c", "2", AT), "another seed");
    assert_ne!(one, head("d", "1", "2026-11-19T12:00"), "another moment");
}

#[test]
fn a_used_folder_or_a_moment_out_of_reach_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("used")).expect("a folder");
    std::fs::write(folder.path().join("used/letter.txt"), "mine").expect("a file");
    let ended = demo(folder.path(), "used", &["--requests", "1", "--at", AT]);
    assert_eq!(ended.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("Choose an empty folder"));
    assert_eq!(std::fs::read_dir(folder.path().join("used")).expect("a folder").count(), 1, "nothing was added");
    let ended = demo(folder.path(), "used", &["--dry-run"]);
    assert_eq!(ended.status.code(), Some(2), "a trial says the same");
    for at in ["2024-05-31", "2036-01-01"] {
        let ended = demo(folder.path(), "new", &["--requests", "1", "--at", at]);
        assert_eq!(ended.status.code(), Some(2), "{at}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("between 2024-06-01 and 2035-12-31"), "{at}");
    }
    assert!(!folder.path().join("new").exists(), "nothing was made");
}

#[test]
fn a_trial_says_what_would_be_made_and_makes_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ended = jejak(folder.path(), &["demo", "new", "--requests", "7", "--at", AT, "--dry-run"]);
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(0), "{said}");
    for word in
        ["new: a git repository with 7 requests, until Friday, 20 November 2026", "new/public", "127.0.0.1:8035"]
    {
        assert!(said.contains(word), "no `{word}`: {said}");
    }
    assert!(!folder.path().join("new").exists(), "{said}");
}

/// What was done under an earlier revision does not vanish from the figures when a newer one stands.
#[test]
fn figures_tell_of_every_revision_under_which_something_happened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    demo(folder.path(), "x", &["--requests", "48", "--seed", "8", "--at", AT]);
    let place = folder.path().join("x");
    let out = folder.path().join("public");
    let built = jejak(&place, &["build", "--at", AT, "--out", &out.to_string_lossy()]);
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let figures = std::fs::read_to_string(out.join("data/statistik.json")).expect("the figures");
    let figures: serde_json::Value = serde_json::from_str(&figures).expect("JSON");
    let figures = figures.as_array().expect("a list");
    let moved = figures.iter().find(|one| one["revision"].as_u64() > Some(1)).expect("a procedure that was revised");
    let stays = |steps: &serde_json::Value| -> u64 {
        steps.as_array().expect("steps").iter().filter_map(|step| step["count"].as_u64()).sum()
    };
    let earlier = &moved["earlier"][0];
    assert!(stays(&earlier["steps"]) > 0, "{moved:#}");
    let table = std::fs::read_to_string(out.join("data/statistik.csv")).expect("the table");
    let slug = moved["slug"].as_str().expect("a slug");
    for revision in [1, moved["revision"].as_u64().expect("a revision")] {
        assert!(table.contains(&format!("{slug},{revision},")), "{slug} {revision}");
    }
    let page = moved["statistics_url"].as_str().expect("a page");
    let page = std::fs::read_to_string(out.join(page).join("index.html")).expect("the page");
    assert!(page.contains("id=\"revisi-1\""), "the page tells of the earlier revision");
}
