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
    runs_with(place, forge, text, event, digest, &[])
}

/// The same, with what the office has set on the forge besides.
pub fn runs_with(
    place: &Path,
    forge: &Forge,
    text: &str,
    event: &serde_json::Value,
    digest: Option<&str>,
    set: &[(&str, &str)],
) -> Output {
    let payload = place.join("event.json");
    std::fs::write(&payload, event.to_string()).expect("the payload");
    let mut script = String::from("set -eu\n");
    for run in steps(text).iter().filter_map(|step| step["run"].as_str()) {
        let _ = writeln!(script, "(\n{run}\n)");
    }
    let server = format!("file://{}", forge.server.folder.path().display());
    let mut command = shell(place, &script);
    command
        .env("GITHUB_SERVER_URL", server)
        .env("GITHUB_REPOSITORY", "register.git")
        .env("GITHUB_EVENT_PATH", &payload);
    command.env("TOKEN", "x").env("FORGE_TOKEN", TOKEN).env("FORGE_API", &forge.address);
    command
        .env("FORGE_KIND", forge.kind)
        .env("FORGE_REPO", forge.repo())
        .env("FORGE_BRANCH", "refs/remotes/origin/main");
    let sum = sum();
    command.env("JEJAK_PROGRAM", PROGRAM).env("JEJAK_SHA256", digest.unwrap_or(&sum));
    command.envs(set.iter().copied()).output().expect("bash runs")
}

/// A job of GitLab's pipeline, as its runner runs it: what stands before every job and the job's own lines, in one shell.
pub fn runs_job(place: &Path, forge: &Forge, text: &str, job: &str, set: &[(&str, &str)]) -> Output {
    let pipeline: Value = serde_yaml::from_str(text).expect("YAML");
    let lines = [&pipeline["default"]["before_script"], &pipeline[job]["script"]];
    let lines = lines.into_iter().flat_map(|lines| lines.as_sequence().expect("lines"));
    let lines: Vec<&str> = lines.map(|line| line.as_str().expect("each line is a text")).collect();
    let mut command = shell(place, &format!("set -eo pipefail\n{}\n", lines.join("\n")));
    let page = format!("file://{}", forge.server.folder.path().join("register").display());
    let folder = place.display().to_string();
    let of_forge =
        [("CI_API_V4_URL", forge.address.as_str()), ("CI_PROJECT_ID", "42"), ("CI_PROJECT_URL", page.as_str())];
    for (name, value) in pipeline["variables"].as_mapping().expect("variables") {
        let mut value = value.as_str().expect("a text").to_owned();
        for (own, is) in of_forge {
            value = value.replace(&format!("${own}"), is);
        }
        command.env(name.as_str().expect("a name"), value);
    }
    command.envs(of_forge).env("CI_PROJECT_DIR", folder).env("CI_PAGES_URL", "https://situs.example");
    command.env("JEJAK_SHA256", sum()).env("JEJAK_TOKEN", TOKEN);
    command.envs(set.iter().copied()).output().expect("bash runs")
}

fn sum() -> String {
    let sum = Command::new("sha256sum").arg(env!("CARGO_BIN_EXE_jejak")).output().expect("sha256sum runs");
    String::from_utf8_lossy(&sum.stdout).split_whitespace().next().unwrap_or_default().to_owned()
}

/// What the scripts would find elsewhere: the release and the published site on no server, no packages to install, and
/// rsync between two folders. Whatever else they call is the machine's own.
fn shell(place: &Path, script: &str) -> Command {
    let program = env!("CARGO_BIN_EXE_jejak");
    let tools = place.join("alat");
    std::fs::create_dir_all(&tools).expect("a folder");
    let curl = format!(
        "while [ $# -gt 1 ]; do [ \"$1\" = -o ] && out=$2; shift; done\ncase $1 in\n{PROGRAM}) cp '{program}' \"$out\" ;;\n\
         *) cp \"$TERBIT/${{1#https://situs.example/}}\" \"$out\" ;;\nesac\n"
    );
    let rsync = "for word; do from=$to to=$word; done\n\
        if [ -d \"$from\" ]; then mkdir -p \"$to\" && cp -rL \"$from.\" \"$to\"; else cp -L \"$from\" \"$to\"; fi\n";
    for (name, text) in [("curl", curl.as_str()), ("rsync", rsync), ("apt-get", "")] {
        let path = tools.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{text}")).expect("a tool");
        Command::new("chmod").arg("+x").arg(&path).status().expect("chmod runs");
    }
    let mut command = Command::new("bash");
    command.arg("-c").arg(format!("export PATH='{}':\"$PATH\"\n{script}", tools.display())).current_dir(place);
    command.env("TMPDIR", place);
    command
}
