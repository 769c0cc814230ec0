//! A proposal is judged before it lands, and nothing is written while that is done.

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use support::history::{History, PLAIN, Tree};
use support::{base, files_below};

const REQUEST: &str = "requests/2026/11/20/e-puskesmas/request.yaml";
const STEP: &str = "  - langkah: 1\n    dokumen: {surat-permohonan: surat-permohonan.md}\n";
/// 2 November 2026, 09.00 WITA.
const START: i64 = 1_793_581_200;
const AT: &str = "2026-11-03T10:00";

/// An office with a register, and a proposal of its first step by the applicant.
fn office(entry: &str) -> (History, Tree) {
    let mut history = History::new();
    let main: Tree = base().into_iter().map(|(path, bytes)| (path, (PLAIN, bytes))).collect();
    let start = history.commit(&main, &[], "pengurus@diskominfo.example", START);
    history.publish(start);
    let mut branch = main.clone();
    branch.get_mut(REQUEST).expect("the request").1.extend(entry.bytes());
    let tip = history.commit(&branch, &[start], "umum@dinkes.example", START + 60);
    history.repository.reference("refs/heads/usulan", tip, true, "propose").expect("a branch");
    (history, main)
}

fn jejak(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(folder).args(words).env("LANG", "id_ID.UTF-8").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.env("NO_COLOR", "1").output().expect("the program runs")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn check(history: &History, more: &[&str]) -> Output {
    let words = [&["check", "--range", "main..usulan", "--at", AT], more].concat();
    jejak(history.folder.path(), &words)
}

#[test]
fn a_lawful_proposal_ends_with_0_in_every_form_and_writes_nothing() {
    let (history, _) = office(STEP);
    let before = files_below(history.folder.path());
    for form in ["text", "json", "github", "sarif", "markdown"] {
        let output = check(&history, &["--format", form]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{form}: {}{}",
            text(&output),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    assert_eq!(before, files_below(history.folder.path()), "the repository is as it was");
}

#[test]
fn the_published_branch_is_meant_where_none_is_named() {
    let (history, _) = office(STEP);
    let alone = jejak(history.folder.path(), &["check", "--range", "usulan", "--at", AT, "--branch", "main"]);
    assert_eq!(text(&alone), text(&check(&history, &[])));
    let unknown = jejak(history.folder.path(), &["check", "--range", "main..tidak-ada"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("tidak-ada"));
}

#[test]
fn machines_are_told_what_would_happen() {
    let (history, _) = office(STEP);
    let told: Value = serde_json::from_str(&text(&check(&history, &["--format", "json"]))).expect("JSON");
    assert_eq!(told["lawful"], true);
    let request = &told["requests"][0];
    assert_eq!((&request["before"]["step"], &request["after"]["step"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(request["entries"][0]["act"], "langkah");
    assert_eq!(request["after"]["turn"][0], "contoh/bidang");
    let handles = |list: &str| -> Vec<String> {
        let all = told["reviewers"][list].as_array().expect("a list").iter();
        all.map(|one| one["handle"].as_str().expect("a handle").to_owned()).collect()
    };
    assert_eq!(handles("may"), ["kepala-bidang", "pengurus", "tim-it-a"]);
    assert!(handles("may_not").is_empty(), "the applicant's officer holds no unbound lane and is not listed");
}

#[test]
fn an_unlawful_proposal_says_what_is_missing() {
    let (history, _) = office("  - langkah: 1\n    hasil: selesai\n");
    let output = check(&history, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("step-in-place"), "{}", text(&output));
    let told: Value = serde_json::from_str(&text(&check(&history, &["--format", "json"]))).expect("JSON");
    let rules = |list: &Value, key: &str| -> Vec<String> {
        list.as_array().expect("a list").iter().map(|one| one[key].as_str().expect("a rule").to_owned()).collect()
    };
    assert_eq!(told["lawful"], false);
    assert!(rules(&told["findings"], "rule").contains(&"step-in-place".to_owned()), "{told:#}");
    let sarif: Value = serde_json::from_str(&text(&check(&history, &["--format", "sarif"]))).expect("JSON");
    assert!(rules(&sarif["runs"][0]["results"], "ruleId").contains(&"step-in-place".to_owned()), "{sarif:#}");
}

/// Text of a file that would speak to the forge if it could.
const LOUD: &str = "  - langkah: 1\n    hasil: \"::error::x @semua <!-- ``` ##[group] [a](javascript:b)\"\n";

#[test]
fn no_text_of_a_file_is_a_command_to_the_forge() {
    let (history, _) = office(LOUD);
    let output = text(&check(&history, &["--format", "github"]));
    let stop = output.lines().find_map(|line| line.strip_prefix("::stop-commands::")).expect("commands are stopped");
    let (annotations, rest) = output.split_once("::stop-commands::").expect("annotations first");
    assert!(annotations.starts_with("::error "), "{annotations}");
    assert!(annotations.lines().all(|line| line.starts_with("::error ")), "{annotations}");
    assert!(rest.trim_end().ends_with(&format!("::{stop}::")), "commands go on at the end");
    assert!(rest.contains("::error::x @semua"), "the text is shown, fenced: {rest}");
    let again = text(&check(&history, &["--format", "github"]));
    assert!(!again.contains(stop), "nobody can know the word");
}

#[test]
fn no_text_of_a_file_is_markup_in_a_comment() {
    let (history, _) = office(LOUD);
    let output = text(&check(&history, &["--format", "markdown"]));
    assert!(output.starts_with("<!-- jejak:check -->\n"), "{output}");
    // Without code spans and fences nothing of it is left.
    let mut outside = String::new();
    let mut fence: Option<String> = None;
    for line in output.lines().skip(1) {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if ticks.len() > 2 => fence = Some(ticks),
            None => outside.push_str(&without_spans(line)),
        }
    }
    assert!(fence.is_none(), "every fence is closed");
    for sign in ["@semua", "<!--", "javascript", "##["] {
        assert!(!outside.contains(sign), "{sign} stands outside of code:\n{outside}");
    }
    let english = text(&check(&history, &["--format", "markdown", "--lang", "en"]));
    assert!(english.contains("It may not land yet"), "{english}");
}

/// A line of Markdown without its code spans: each ends at a run of as many backticks as it began with.
fn without_spans(line: &str) -> String {
    let (mut kept, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('`') {
        let run = rest[at..].chars().take_while(|c| *c == '`').count();
        kept.push_str(&rest[..at]);
        let inner = &rest[at + run..];
        let mut from = 0;
        rest = loop {
            let Some(found) = inner[from..].find('`').map(|found| from + found) else { return kept + inner };
            let length = inner[found..].chars().take_while(|c| *c == '`').count();
            if length == run {
                break &inner[found + run..];
            }
            from = found + length;
        };
    }
    format!("{kept}{rest}\n")
}

#[test]
fn a_merge_that_stands_ready_is_judged_as_it_is() {
    let (history, mut main) = office(STEP);
    main.get_mut(REQUEST).expect("the request").1.extend(STEP.bytes());
    let (head, tip) =
        (history.main.expect("a head"), history.repository.refname_to_id("refs/heads/usulan").expect("a tip"));
    let land = |by: &str| {
        let merge = history.commit(&main, &[head, tip], by, START + 90_000);
        jejak(history.folder.path(), &["check", "--range", &format!("main..{merge}"), "--at", AT])
    };
    let lawful = land("kepala-bidang@diskominfo.example");
    assert_eq!(lawful.status.code(), Some(0), "{}", text(&lawful));
    let own = land("umum@dinkes.example");
    assert_eq!(own.status.code(), Some(1));
    assert!(text(&own).contains("reviewer"), "{}", text(&own));
}

#[test]
fn a_shallow_clone_foresees_nothing() {
    let (history, _) = office(STEP);
    std::fs::write(history.folder.path().join("shallow"), "").expect("a file");
    let output = check(&history, &[]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn where_no_register_stands_the_proposal_begins_one() {
    let history = History::new();
    let empty = history.commit(&BTreeMap::new(), &[], "pengurus@diskominfo.example", START);
    history.repository.reference("refs/heads/main", empty, true, "begin").expect("a branch");
    let main: Tree = base().into_iter().map(|(path, bytes)| (path, (PLAIN, bytes))).collect();
    let tip = history.commit(&main, &[empty], "pengurus@diskominfo.example", START);
    history.repository.reference("refs/heads/usulan", tip, true, "propose").expect("a branch");
    let output = check(&history, &[]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output), String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_a_proposal_is_called_holds_no_personal_data() {
    let (history, _) = office(STEP);
    let tip = history.repository.refname_to_id("refs/heads/usulan").expect("the proposal");
    history.repository.reference("refs/heads/izin-3273011201900001", tip, true, "x").expect("a branch");
    let range = "main..izin-3273011201900001";
    for words in [
        &["--range", range][..],
        &["--range", "main..usulan", "--head", "budi-081234567890"],
        &["--range", "main..usulan", "--title", "Izin pak Budi", "--title", "WA +62 812-3456-7890"],
        &["--range", "main..usulan", "--title", "hubungi nama.orang@gmail.com"],
    ] {
        let output = jejak(history.folder.path(), &[&["check", "--at", AT], words].concat());
        let told = text(&output);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {told}");
        assert!(told.contains("personal-data") && !told.contains("3456") && !told.contains("1201900001"), "{told}");
    }
    let fine = check(&history, &["--title", "Permohonan 2026/0001, hubungi umum@dinkes.example", "--head", "usulan"]);
    assert_eq!(fine.status.code(), Some(0), "{}", text(&fine));
}
