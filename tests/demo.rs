//! The sample ledger: through the real program, on real git, audited by the judge.

mod support;

use std::path::Path;
use std::process::{Command, Output};

use support::root;

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
        let known = ["four-eyes", "lane-authority", "step-documents"];
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
    demo(folder.path(), "x", &["--requests", "48", "--seed", "8", "--at", AT]);
    let place = folder.path().join("x");
    assert_eq!(git(&place, &["status", "--porcelain"]), "", "everything is checked out");
    assert_eq!(jejak(&place, &["check"]).status.code(), Some(0), "the files as they stand are right");
    let files = support::files_below(&place.join("requests"));
    let texts: Vec<String> = files
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .filter(|text| text.contains("riwayat:"))
        .collect();
    for act in ["langkah: ", "jeda: ", "lanjut: ", "tarik: ", "ralat: ", "batal: ", "tutup: ", "sahkan: ", "batalkan: "]
    {
        assert!(texts.iter().any(|text| text.contains(&format!("\n  - {act}"))), "nobody wrote {act}");
    }
    assert!(texts.iter().any(|text| text.contains("hasil: tidak disetujui")), "nothing was rejected");
    for sop in std::fs::read_dir(root().join("sops")).expect("the SOPs") {
        let name = sop.expect("a folder").file_name().to_string_lossy().into_owned();
        assert!(texts.iter().any(|text| text.contains(&format!("\nsop: {name}/1"))), "no request under {name}");
    }
    assert_eq!(jejak(&place, &["queue", "--at", AT]).status.code(), Some(0));
    let queue = String::from_utf8(jejak(&place, &["queue", "--at", AT]).stdout).expect("UTF-8");
    assert!(queue.contains("late"), "nothing is late: {queue}");
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
    for at in ["2024-05-31", "2036-01-01"] {
        let ended = demo(folder.path(), "new", &["--requests", "1", "--at", at]);
        assert_eq!(ended.status.code(), Some(2), "{at}");
        assert!(String::from_utf8_lossy(&ended.stderr).contains("between 2024-06-01 and 2035-12-31"), "{at}");
    }
    assert!(!folder.path().join("new").exists(), "nothing was made");
}
