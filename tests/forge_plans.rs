//! What each forge is told, word by word: the plans for one story are kept, so that a change of plan is seen.
//!
//! `BLESS=1 cargo test --test forge_plans` writes them anew; read them before they are committed. Files that a plan carries
//! stand there as text, and git's names of objects as `<1>`, `<2>`: which they are is of no account, which are the same is.

mod support;

use std::fmt::Write;
use std::process::Command;

use base64ct::{Base64, Encoding};
use git2::{Oid, Repository};
use serde_json::{Value, json};
use support::forge::{WEB, bot_mail, form, office, payload};
use support::server::{self, HEAD, STEWARD};
use support::{Files, compare, root};
use tempfile::TempDir;

/// A Friday, at nine in the morning in the office.
const START: i64 = 1_795_136_400;
const NOW: &str = "2026-11-20T16:00";

/// A forge that remembers nothing: each plan is asked for, answered as a new forge would, and kept.
struct Story {
    kind: &'static str,
    folder: TempDir,
    repository: Repository,
    plans: Files,
}

impl Story {
    fn new(kind: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut options = git2::RepositoryInitOptions::new();
        let options = options.bare(true).initial_head("main");
        let repository = Repository::init_opts(folder.path().join("register.git"), options).expect("a repository");
        let story = Self { kind, folder, repository, plans: Files::new() };
        let files = office(kind);
        let edits: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), Some(bytes.clone()))).collect();
        let start = server::commit(&story.repository, None, &edits, STEWARD, &[], START);
        story.points("refs/heads/main", start);
        story
    }

    fn points(&self, name: &str, at: Oid) {
        self.repository.reference(name, at, true, "story").expect("a reference");
    }

    fn main(&self) -> Oid {
        self.repository.refname_to_id("refs/heads/main").expect("the branch")
    }

    /// A file that the program reads.
    fn gives(&self, name: &str, value: &Value) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, value.to_string()).expect("a file");
        path.display().to_string()
    }

    /// Asks for a plan until nothing has to be known any more, and keeps all that was said.
    fn asks(&mut self, verb: &str, name: &str, event: &Value, known: &[(&str, Value)]) -> Value {
        let (mut facts, mut rounds) = (json!({}), Vec::new());
        let plan = loop {
            let (event, told) = (self.gives("event.json", event), self.gives("facts.json", &facts));
            let repo = if self.kind == "gitlab" { "42" } else { "kantor/register" };
            let words = ["forge", verb, "--event", &event, "--facts", &told, "--repo", repo, "--web", WEB, "--at", NOW];
            let mut program = Command::new(env!("CARGO_BIN_EXE_jejak"));
            program.args(words).args(["--branch", "main"]).current_dir(self.repository.path());
            let output = program.output().expect("the program runs");
            assert!(output.status.success(), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
            let plan: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let needs = plan["need"].as_array().expect("a list").clone();
            rounds.push(plan.clone());
            if needs.is_empty() {
                break plan;
            }
            assert!(rounds.len() < 5, "{verb} never has enough");
            for need in &needs {
                let need = need["name"].as_str().expect("a name");
                let answer = known.iter().find(|(name, _)| *name == need);
                facts[need] = answer.map_or_else(|| json!([]), |(_, value)| value.clone());
            }
        };
        let text = format!("{:#}\n", readable(&Value::Array(rounds), ""));
        self.keeps(&format!("{name}.json"), &text);
        plan
    }

    fn keeps(&mut self, name: &str, text: &str) {
        self.plans.insert(format!("{}/{name}", self.kind), numbered(text).into_bytes());
    }

    /// What the forge does on being told so: a branch with the plan's files.
    fn writes(&self, plan: &Value, branch: &str, proposal: u64, at: i64) -> Oid {
        let edits = files_of(plan);
        let edits: Vec<_> = edits.iter().map(|(path, bytes)| (path.as_str(), Some(bytes.clone()))).collect();
        let main = self.main();
        let tip = server::commit(&self.repository, Some(main), &edits, &bot_mail(self.kind), &[main], at);
        self.points(&format!("refs/remotes/origin/{branch}"), tip);
        self.points(&format!("refs/jejak/usulan/{proposal}"), tip);
        tip
    }

    fn merges(&self, tip: Oid, at: i64) {
        let main = self.main();
        self.points("refs/heads/main", server::commit(&self.repository, Some(tip), &[], HEAD, &[main, tip], at));
    }

    /// Whether a site may be published, in the words of the log.
    fn guards(&mut self) {
        let mut text = String::new();
        for (what, published, first) in [
            ("situs dari ujung cabang ini", json!({"ujung": self.main().to_string()}), false),
            ("situs dari riwayat lain", json!({"ujung": "0".repeat(39) + "1"}), false),
            ("situs yang tidak terbaca", json!([]), false),
            ("belum ada situs", Value::Null, false),
            ("belum ada situs, penerbitan pertama", Value::Null, true),
        ] {
            let mut file = self.gives("published.json", &published);
            if published.is_null() {
                file.push_str(".tidak-ada");
            }
            let mut program = Command::new(env!("CARGO_BIN_EXE_jejak"));
            program.args(["--lang", "id", "forge", "publish-guard", "--branch", "main", "--published", &file]);
            program.args(first.then_some("--first")).current_dir(self.repository.path());
            let output = program.output().expect("the program runs");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let status = output.status.code().expect("it ends by itself");
            let _ = writeln!(text, "{what}: {status}\n{said}");
        }
        self.keeps("publish-guard.txt", &text);
    }
}

/// A text in which git's names of objects are numbered as they come.
fn numbered(text: &str) -> String {
    let (mut known, mut out): (Vec<&str>, String) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let word = &rest[at..];
        let end = word.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(&rest[..at]);
        if word.len() == 40 {
            let n = known.iter().position(|other| *other == word).unwrap_or(known.len());
            if n == known.len() {
                known.push(word);
            }
            let _ = write!(out, "<{}>", n + 1);
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out + rest
}

/// The files that a plan writes, by their paths.
fn files_of(value: &Value) -> Files {
    match value {
        Value::Array(list) => list.iter().flat_map(files_of).collect(),
        Value::Object(map) => {
            let path = map.get("path").or_else(|| map.get("file_path")).and_then(Value::as_str);
            let bytes = map.get("contents").or_else(|| map.get("content")).and_then(Value::as_str);
            match (path, bytes) {
                (Some(path), Some(bytes)) => {
                    [(path.to_owned(), Base64::decode_vec(bytes).expect("base64"))].into_iter().collect()
                }
                _ => map.values().flat_map(files_of).collect(),
            }
        }
        _ => Files::new(),
    }
}

/// Plans as people read them: what is coded stands as text, and a text of several lines as a list of them.
fn readable(value: &Value, key: &str) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|value| readable(value, "")).collect(),
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), readable(value, key))).collect(),
        Value::String(text) => {
            let coded = matches!(key, "content" | "contents");
            let decoded = coded.then(|| Base64::decode_vec(text).expect("base64"));
            let text = decoded.map_or_else(|| text.clone(), |bytes| String::from_utf8(bytes).expect("UTF-8"));
            if text.contains('\n') { text.split('\n').collect() } else { text.into() }
        }
        other => other.clone(),
    }
}

fn story(kind: &'static str) -> Files {
    let mut story = Story::new(kind);
    let hour = 3_600;
    let opened = story.asks("intake", "intake", &payload::issue(kind, &form(&[]), 111, "opened", true), &[]);
    let tip = story.writes(&opened, "usulan/7", 21, START + 2 * hour);
    story.asks("check", "check", &payload::proposal(kind, 21, "Permohonan 7", "usulan/7"), &[]);
    story.merges(tip, START + 3 * hour);

    let said = "/langkah 2\nSegera.\n\ndokumen disposisi:\nPeriksa kelengkapan berkas.\n";
    let moved = story.asks("command", "command", &payload::comment(kind, said, 222, 900), &[]);
    story.asks("command", "command-mistaken", &payload::comment(kind, "/langkah 4", 222, 901), &[]);
    story.writes(&moved, "langkah/7-2-kepala-bidang", 22, START + 4 * hour);
    let issue = json!([{"number": 7, "iid": 7, "labels": ["penting"]}]);
    let branch = "langkah/7-2-kepala-bidang";
    let open = json!([{"number": 22, "iid": 22, "title": "Entri 2", "head": {"ref": branch}, "source_branch": branch}]);
    story.asks("sweep", "sweep", &json!({}), &[("usulan", open), ("permohonan", issue)]);
    story.guards();
    story.plans
}

#[test]
fn the_plans_for_each_forge_are_as_kept() {
    let plans = ["github", "forgejo", "gitlab"].into_iter().flat_map(story).collect();
    compare(&root().join("tests/plans"), &plans);
}
