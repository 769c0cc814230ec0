//! An office with its published repository, and people who sit down before a clone of it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A Monday morning after the sample's end.
pub const NOW: &str = "2026-11-23T09:00";
pub const TAPIN: &str = "kab-tapin-layanan-splp";

/// An office with its published repository, and a clone in which people work.
pub struct Office {
    pub folder: TempDir,
    pub clone: PathBuf,
}

impl Office {
    pub fn new(more: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = ["demo", "register", "--requests", "0", "--at", "2026-11-20T16:00", "--no-build"];
        let ended = program(folder.path(), &[&demo, more].concat());
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        let clone = folder.path().join("clone");
        git(folder.path(), &["clone", "--quiet", "register", "clone"]);
        git(&folder.path().join("register"), &["config", "receive.denyCurrentBranch", "updateInstead"]);
        Self { folder, clone }
    }

    /// Somebody sits down: git's identity is that of a person of the office.
    pub fn sits(&self, handle: &str, agency: &str) {
        git(&self.clone, &["config", "user.name", handle]);
        git(&self.clone, &["config", "user.email", &format!("{handle}@{agency}.example")]);
    }

    pub fn run(&self, args: &[&str]) -> Output {
        program(&self.clone, &[args, &["--at", NOW]].concat())
    }

    /// What is done and written.
    pub fn does(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        let told = String::from_utf8_lossy(&ended.stdout).into_owned();
        assert_eq!(ended.status.code(), Some(0), "{args:?}: {said}{told}");
        told + &said
    }

    /// What is refused, with an answer; nothing has changed.
    pub fn refuses(&self, args: &[&str], status: i32, answers: &[&str]) {
        let before = (self.state(), git(&self.clone, &["branch", "--list"]));
        let ended = self.run(args);
        let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert_eq!(ended.status.code(), Some(status), "{args:?}: {said}");
        for answer in answers {
            assert!(said.contains(answer), "{args:?} does not say `{answer}`: {said}");
        }
        assert_eq!(before, (self.state(), git(&self.clone, &["branch", "--list"])), "{args:?} changed something");
    }

    pub fn state(&self) -> (String, String) {
        (git(&self.clone, &["rev-parse", "HEAD"]), git(&self.clone, &["status", "--porcelain"]))
    }

    /// A reviewer merges the branch on which somebody worked, and everybody sees it.
    pub fn merged(&self, reviewer: &str) {
        let branch = git(&self.clone, &["branch", "--show-current"]);
        git(&self.clone, &["switch", "--quiet", "main"]);
        self.sits(reviewer, "kominfo");
        let ended = Command::new("git")
            .current_dir(&self.clone)
            .args(["merge", "--quiet", "--no-ff", "--no-edit", &branch])
            .env("GIT_AUTHOR_DATE", format!("{NOW}:00+08:00"))
            .env("GIT_COMMITTER_DATE", format!("{NOW}:00+08:00"))
            .output()
            .expect("git runs");
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        git(&self.clone, &["push", "--quiet", "origin", "main"]);
    }

    pub fn audit(&self) -> serde_json::Value {
        let ended = program(&self.clone, &["audit", "--format", "json"]);
        serde_json::from_slice(&ended.stdout).expect("JSON")
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }
}

pub fn program(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    // Commits that the program makes carry the time at which they are meant to land.
    for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(name, format!("{NOW}:00+08:00"));
    }
    command.current_dir(folder).args(["--lang", "en"]).args(args).output().expect("the program runs")
}

pub fn git(folder: &Path, args: &[&str]) -> String {
    let ended = Command::new("git").current_dir(folder).args(args).output().expect("git runs");
    assert!(ended.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("UTF-8").trim().to_owned()
}

pub fn open_tapin(office: &Office) {
    office.sits("dinkes-umum", "dinkes");
    office.does(&["open", "--sop", TAPIN, "--judul", "Integrasi data: tahap 2", "--aplikasi", "e-Puskesmas"]);
}
