//! Offices with the files that `init --forge` writes, and the scripts of their workflows, run as they stand.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;

use super::files_below;
use super::forge::{Forge, TOKEN};

/// Where the release would be.
pub const PROGRAM: &str = "https://rilis.example/jejak";

pub fn jejak(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(folder).args(words).env("LANG", "id_ID.UTF-8").env("NO_COLOR", "1");
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").output().expect("the program runs")
}

/// An office with its set, made in one go.
pub fn office(kind: &str, more: &[&str]) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    let digest = "0".repeat(64);
    let words = ["init", "--forge", kind, "--program", PROGRAM, "--sha256", &digest];
    let made = jejak(place.path(), &[&words, more].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    place
}

pub fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).expect(path)
}

pub fn workflows(folder: &Path, kind: &str) -> BTreeMap<String, String> {
    let below = if kind == "gitlab" { PathBuf::from(folder) } else { folder.join(format!(".{kind}/workflows")) };
    let files = files_below(&below).into_iter();
    let files = files.filter(|(name, _)| if kind == "gitlab" { name == ".gitlab-ci.yml" } else { true });
    files.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

pub fn steps(text: &str) -> Vec<Value> {
    let workflow: Value = serde_yaml::from_str(text).expect("YAML");
    let jobs = workflow["jobs"].as_mapping().expect("jobs");
    jobs.values().flat_map(|job| job["steps"].as_sequence().expect("steps").clone()).collect()
}

/// The scripts of a workflow, run as they stand: against a repository, with the program as the release that is pinned.
pub fn runs(forge: &Forge, text: &str, event: &serde_json::Value, digest: Option<&str>) -> Output {
    let place = tempfile::tempdir().expect("a temporary folder");
    runs_in(place.path(), forge, text, event, digest)
}

/// The same in a folder that can be looked at afterwards.
pub fn runs_in(place: &Path, forge: &Forge, text: &str, event: &serde_json::Value, digest: Option<&str>) -> Output {
    let tools = place.join("alat");
    std::fs::create_dir(&tools).expect("a folder");
    let program = env!("CARGO_BIN_EXE_jejak");
    // The release is on no server here: the last word but one of the call is where it goes.
    let curl =
        format!("#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = -o ] && out=$2; shift; done\ncp '{program}' \"$out\"\n");
    std::fs::write(tools.join("curl"), curl).expect("a tool");
    Command::new("chmod").args(["+x", &tools.join("curl").to_string_lossy()]).status().expect("chmod runs");
    let sum = Command::new("sha256sum").arg(program).output().expect("sha256sum runs");
    let sum = String::from_utf8_lossy(&sum.stdout).split_whitespace().next().unwrap_or_default().to_owned();
    let payload = place.join("event.json");
    std::fs::write(&payload, event.to_string()).expect("the payload");
    let mut script = String::from("set -eu\n");
    for step in steps(text) {
        let _ = writeln!(script, "(\n{}\n)", step["run"].as_str().expect("a script"));
    }
    // Before all others stands the tool that brings the release.
    let script = format!("export PATH='{}':\"$PATH\"\n{script}", tools.display());
    let server = format!("file://{}", forge.server.folder.path().display());
    let mut command = Command::new("bash");
    command.arg("-c").arg(script).current_dir(place);
    command
        .env("GITHUB_SERVER_URL", server)
        .env("GITHUB_REPOSITORY", "register.git")
        .env("GITHUB_EVENT_PATH", &payload);
    command.env("TOKEN", "x").env("FORGE_TOKEN", TOKEN).env("FORGE_API", &forge.address);
    command
        .env("FORGE_KIND", forge.kind)
        .env("FORGE_REPO", forge.repo())
        .env("FORGE_BRANCH", "refs/remotes/origin/main");
    command.env("JEJAK_PROGRAM", PROGRAM).env("JEJAK_SHA256", digest.unwrap_or(&sum));
    command.output().expect("bash runs")
}
