//! `jejak doctor`: each thing that can be wrong with a repository is found, with its remedy, and nothing else is.

mod support;

use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use support::server::{Server, git, jejak};

/// What is said about each thing that is not in order, the worst first.
fn wrong(folder: &Path) -> Vec<(String, String, String)> {
    let output = jejak(folder, &["doctor", "--format", "json"]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let word = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let all = told["checks"].as_array().expect("a list").iter();
    let all: Vec<_> = all.map(|one| (word(one, "about"), word(one, "severity"), word(one, "help"))).collect();
    let bad = all.iter().any(|(_, severity, _)| severity == "error");
    assert_eq!(output.status.code(), Some(i32::from(bad)), "{told:#}");
    all.into_iter().filter(|(_, severity, _)| severity != "ok").collect()
}

fn about(folder: &Path) -> Vec<String> {
    wrong(folder).into_iter().map(|(about, ..)| about).collect()
}

/// A server on which everything is set as it should be.
fn healthy() -> Server {
    let server = Server::new();
    for (name, value) in [
        ("receive.fsckObjects", "true"),
        ("receive.denyNonFastForwards", "true"),
        ("receive.denyDeletes", "true"),
        ("core.fsync", "all"),
        ("receive.maxInputSize", "100m"),
        ("safe.bareRepository", "explicit"),
    ] {
        assert!(git(&server.bare).args(["config", name, value]).status().expect("git runs").success());
    }
    assert_eq!(about(&server.bare), Vec::<String>::new());
    server
}

#[test]
fn every_setting_that_is_missing_is_named_with_its_command() {
    let server = healthy();
    for (name, value) in [
        ("receive.fsckObjects", "false"),
        ("receive.denyNonFastForwards", "false"),
        ("receive.denyDeletes", "false"),
        ("core.fsync", "none"),
        ("receive.maxInputSize", "0"),
        ("safe.bareRepository", "all"),
        ("receive.shallowUpdate", "true"),
    ] {
        let server = &server;
        let set =
            |value: &str| assert!(git(&server.bare).args(["config", name, value]).status().expect("git").success());
        let before = git(&server.bare).args(["config", name]).output().expect("git runs").stdout;
        set(value);
        let found = wrong(&server.bare);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert_eq!(found[0].0, name);
        assert!(found[0].2.starts_with("git config"), "{found:?}");
        // The command that is named puts it right.
        let words: Vec<&str> = found[0].2.split(" (").next().expect("a command").split_whitespace().skip(1).collect();
        let words: Vec<&str> = words.into_iter().filter(|word| *word != "--global").collect();
        assert!(git(&server.bare).args(&words).status().expect("git runs").success(), "{words:?}");
        assert_eq!(about(&server.bare), Vec::<String>::new(), "{name}: the remedy heals");
        if !before.is_empty() {
            set(String::from_utf8(before).expect("UTF-8").trim());
        }
    }
}

#[test]
fn a_lock_that_was_left_behind_is_named_and_a_fresh_one_is_not() {
    let server = healthy();
    let lock = server.bare.join("refs/heads/main.lock");
    std::fs::write(&lock, "").expect("a lock");
    assert_eq!(about(&server.bare), Vec::<String>::new(), "somebody may be pushing");
    let old = SystemTime::now_before(Duration::from_mins(11));
    std::fs::File::options().write(true).open(&lock).expect("the lock").set_modified(old).expect("an older lock");
    let found = wrong(&server.bare);
    assert_eq!(found[0].0, "locks");
    let remedy = &found[0].2;
    let command = remedy.rsplit("rm -- ").next().expect("a command").trim_matches('\'');
    assert_eq!(Path::new(command).file_name(), lock.file_name());
    std::fs::remove_file(command).expect("the remedy can be followed");
    assert_eq!(about(&server.bare), Vec::<String>::new());
}

/// The machine's clock, some time ago.
trait Before {
    fn now_before(ago: Duration) -> SystemTime;
}

impl Before for SystemTime {
    #[expect(clippy::disallowed_methods, reason = "the age of a file is told by the machine's clock")]
    fn now_before(ago: Duration) -> SystemTime {
        SystemTime::now() - ago
    }
}

#[test]
fn a_history_that_is_cut_or_disguised_is_named() {
    let server = healthy();
    let bare = &server.bare;
    let start = server.start.to_string();
    let files = [("shallow", "shallow"), ("info/grafts", "grafts"), ("objects/info/alternates", "alternates")];
    for (file, name) in files {
        let path = bare.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, if name == "alternates" { "" } else { &start[..] }).expect("a file");
        assert_eq!(about(bare), [name]);
        std::fs::remove_file(&path).expect("the file goes");
    }
    for (reference, name) in [(format!("refs/replace/{start}"), "replace"), ("refs/tags/main".to_owned(), "shadow")] {
        assert!(git(bare).args(["update-ref", &reference, &start]).status().expect("git runs").success());
        assert_eq!(about(bare), [name]);
        assert!(git(bare).args(["update-ref", "-d", &reference]).status().expect("git runs").success());
    }
    assert!(git(bare).args(["commit-graph", "write", "--reachable"]).status().expect("git runs").success());
    assert_eq!(about(bare), ["commit-graph"]);
}

#[test]
fn a_hook_that_would_not_run_is_named() {
    let server = healthy();
    let path = server.bare.join("hooks/pre-receive");
    let text = std::fs::read_to_string(&path).expect("the hook");
    let say = |text: &str| {
        std::fs::write(&path, text).expect("a hook");
        let found = wrong(&server.bare);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].0.clone(), found[0].1.clone())
    };
    let (bad, advice) = (("hook".to_owned(), "error".to_owned()), ("hook".to_owned(), "warning".to_owned()));
    assert_eq!(say("#!/bin/sh\nexit 0\n"), bad);
    assert_eq!(say(&text.replace("exec '", "exec '/tidak/ada")), bad);
    assert_eq!(say(&text.replace(env!("CARGO_BIN_EXE_jejak"), "/bin/true")), advice);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("permissions");
        assert_eq!(say(&text), bad);
    }
    std::fs::remove_file(&path).expect("no hook");
    assert_eq!(about(&server.bare), ["hook"]);
    assert!(jejak(&server.bare, &["hook", "install"]).status.success());
    assert_eq!(about(&server.bare), Vec::<String>::new());
}

#[test]
fn a_repository_below_a_web_folder_is_named() {
    let server = healthy();
    let web = server.folder.path().join("htdocs");
    std::fs::create_dir(&web).expect("a folder");
    std::fs::write(web.join("index.html"), "x").expect("a page");
    std::fs::rename(&server.bare, web.join("register.git")).expect("it moves");
    assert_eq!(about(&web.join("register.git")), ["web-root"]);
}

#[test]
fn people_are_told_in_their_language() {
    let server = Server::new();
    let id = String::from_utf8(jejak(&server.bare, &["doctor"]).stdout).expect("UTF-8");
    let en = String::from_utf8(jejak(&server.bare, &["doctor", "--lang", "en"]).stdout).expect("UTF-8");
    assert!(id.starts_with("GAWAT") && id.contains("git config receive.fsckObjects true"), "{id}");
    assert!(en.starts_with("BAD") && en.contains("must be put right"), "{en}");
}

#[test]
fn where_no_repository_is_there_is_nothing_to_examine() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(jejak(folder.path(), &["doctor"]).status.code(), Some(2));
}
