//! `--sign` from end to end: a real key made by ssh-keygen, a commit that git signs with it and verifies, and the evidence
//! that the register sees in it once it has landed.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::server::git;
use tempfile::TempDir;

const NOW: &str = "2026-11-23T09:00";
const CLERK: &str = "dinkes-umum@dinkes.example";
const HEAD: &str = "kabid-egov-plt@kominfo.example";
const STEWARDS: [&str; 2] = ["pengurus-b@kominfo.example", "pengurus-c@kominfo.example"];

/// The sample office, in the folder in which everybody works.
struct Office {
    folder: TempDir,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let office = Self { folder };
        let demo = ["demo", "kantor", "--requests", "0", "--at", "2026-11-20T16:00", "--no-build"];
        let made = program(office.folder.path(), &demo);
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        office
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("kantor")
    }

    fn git(&self, words: &[&str]) -> String {
        let ended = dated(git(&self.place()).args(words));
        assert!(ended.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&ended.stderr));
        String::from_utf8(ended.stdout).expect("UTF-8").trim().to_owned()
    }

    fn sits(&self, mail: &str) {
        self.git(&["config", "user.name", "x"]);
        self.git(&["config", "user.email", mail]);
    }

    fn run(&self, words: &[&str]) -> (Option<i32>, String) {
        let now: &[&str] = if words == ["audit"] { &[] } else { &["--at", NOW] };
        let ended = program(&self.place(), &[words, now].concat());
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.code(), String::from_utf8_lossy(&said).into_owned())
    }

    fn does(&self, words: &[&str]) -> String {
        let (status, said) = self.run(words);
        assert_eq!(status, Some(0), "{words:?}: {said}");
        said
    }

    /// A new key, with which git signs from now on; what stands of it in people/.
    fn key(&self, mail: &str) -> String {
        let file = self.folder.path().join(mail);
        if !file.exists() {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&file);
            assert!(keygen.status().expect("ssh-keygen runs").success());
        }
        let public = file.with_file_name(format!("{mail}.pub"));
        self.git(&["config", "gpg.format", "ssh"]);
        self.git(&["config", "user.signingkey", &public.to_string_lossy()]);
        std::fs::read_to_string(public).expect("the key").trim().to_owned()
    }

    /// A steward changes a file of the policy, another merges it.
    fn policy(&self, path: &str, change: impl Fn(&str) -> String) {
        let file = self.place().join(path);
        let text = std::fs::read_to_string(&file).expect("a file of the policy");
        self.git(&["switch", "--quiet", "--create", "kebijakan"]);
        std::fs::write(&file, change(&risen(&text))).expect("the file can be written");
        self.sits(STEWARDS[0]);
        self.git(&["commit", "--quiet", "--all", "--message", "Kebijakan"]);
        self.merged("kebijakan", STEWARDS[1], false);
        self.git(&["branch", "--delete", "--quiet", "kebijakan"]);
        self.does(&["audit"]);
    }

    /// The key becomes one of a person's.
    fn registers(&self, handle: &str, key: &str) {
        self.policy(&format!("people/{handle}.yaml"), |text| format!("{}\nkunci: [\"{key}\"]\n", text.trim_end()));
    }

    fn merged(&self, branch: &str, by: &str, signs: bool) {
        self.git(&["switch", "--quiet", "main"]);
        self.sits(by);
        let mut words = vec!["merge", "--quiet", "--no-ff", "--no-edit"];
        words.extend(signs.then_some("--gpg-sign"));
        self.git(&[&words[..], &[branch]].concat());
    }

    fn here(&self) -> String {
        self.git(&["branch", "--show-current"])
    }

    /// What git itself says of a signature, by a file of whoever may sign.
    fn verifies(&self, commit: &str, mail: &str, key: &str) {
        let allowed = self.folder.path().join("allowed");
        std::fs::write(&allowed, format!("{mail} namespaces=\"git\" {key}\n")).expect("a file");
        let setting = format!("gpg.ssh.allowedSignersFile={}", allowed.display());
        self.git(&["-c", &setting, "verify-commit", commit]);
    }

    fn evidence(&self, entry: usize) -> serde_json::Value {
        let ended = program(&self.place(), &["status", "satu", "--format", "json", "--at", NOW]);
        let status: serde_json::Value = serde_json::from_slice(&ended.stdout).expect("JSON");
        status["entries"][entry - 1]["evidence"].clone()
    }
}

/// The same with the next revision, where there are revisions.
fn risen(text: &str) -> String {
    let line = |line: &str| match line.strip_prefix("revisi: ").and_then(|n| n.parse::<u32>().ok()) {
        Some(n) => format!("revisi: {}\n", n + 1),
        None => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

fn dated(command: &mut Command) -> Output {
    for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
        command.env(name, format!("{NOW}:00+08:00"));
    }
    command.output().expect("it runs")
}

fn program(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    dated(command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").args(["--lang", "en"]).args(words))
}

const OPEN: [&str; 9] = [
    "open",
    "--sop",
    "kab-tapin-layanan-splp",
    "--judul",
    "Integrasi data",
    "--aplikasi",
    "e-Puskesmas",
    "--slug",
    "satu",
];

#[test]
fn a_signed_act_is_verified_by_git_and_is_its_authors_word() {
    let office = Office::new();
    let clerk = office.key(CLERK);
    office.registers("dinkes-umum", &clerk);
    let head = office.key(HEAD);
    office.registers("kabid-egov-plt", &head);

    office.sits(CLERK);
    office.key(CLERK);
    office.does(&[&OPEN[..], &["--sign"]].concat());
    let branch = office.here();
    office.verifies(&branch, CLERK, &clerk);
    office.merged(&branch, "pranata-a@kominfo.example", false);

    office.sits(HEAD);
    office.key(HEAD);
    office.does(&["record", "satu", "--buat", "disposisi", "--sign"]);
    let branch = office.here();
    office.verifies(&branch, HEAD, &head);
    office.merged(&branch, "pranata-a@kominfo.example", false);

    let told = office.does(&["status", "satu"]);
    assert_eq!([office.evidence(1), office.evidence(2)], ["E2", "E2"], "{told}");
    assert!(told.contains("E2 signed"), "{told}");
    office.does(&["audit"]);
}

/// Nothing is lost by signing with a key that nobody knows, and nothing is won; that is said at once.
#[test]
fn whoever_signs_with_a_key_that_is_not_registered_is_told() {
    let office = Office::new();
    office.sits(CLERK);
    office.key(CLERK);
    let said = office.does(&[&OPEN[..], &["--sign"]].concat());
    assert!(said.contains("does not stand in people/"), "{said}");
    office.merged(&office.here(), "pranata-a@kominfo.example", false);
    assert_eq!(office.evidence(1), "E0");
}

#[test]
fn an_office_that_asks_for_signatures_gets_them_without_being_told() {
    let office = Office::new();
    let clerk = office.key(CLERK);
    office.registers("dinkes-umum", &clerk);
    let reviewer = office.key("pranata-a@kominfo.example");
    office.policy("people/pranata-a.yaml", |text| {
        let lines = text.lines().map(|line| match line.strip_prefix("kunci: [") {
            Some(rest) => format!("kunci: [\"{reviewer}\", {rest}\n"),
            None => format!("{line}\n"),
        });
        lines.collect()
    });
    office.policy("jejak.yaml", |text| {
        text.replace("bukti: surel", "bukti: tanda-tangan").replace("a, pengurus-b, pengurus-c]", "a]")
    });
    // Somebody else's key is no key of the clerk's, and nothing of what was written stays.
    office.sits(CLERK);
    let before = (office.git(&["rev-parse", "HEAD"]), office.git(&["branch", "--list"]));
    let (status, said) = office.run(&OPEN);
    assert_eq!((status, said.contains("Nothing was written")), (Some(1), true), "{said}");
    assert_eq!(before, (office.git(&["rev-parse", "HEAD"]), office.git(&["branch", "--list"])));
    assert_eq!(office.git(&["status", "--porcelain"]), "");
    // What cannot be taken back is told, with the commands that take it back.
    let git = office.place().join(".git");
    let hook = git.join("hooks/post-commit");
    std::fs::create_dir_all(git.join("hooks")).expect("a folder");
    std::fs::write(&hook, "#!/bin/sh\ntouch .git/index.lock\n").expect("a hook");
    Command::new("chmod").arg("+x").arg(&hook).status().expect("chmod runs");
    let (status, said) = office.run(&OPEN);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("half-way") && !said.contains("nothing was changed"), "{said}");
    std::fs::remove_file(&hook).expect("the hook goes");
    std::fs::remove_file(git.join("index.lock")).expect("the lock is there");
    let commands: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("  git ")).collect();
    assert!(!commands.is_empty(), "{said}");
    for command in commands {
        office.git(&command.split_whitespace().collect::<Vec<_>>());
    }
    assert_eq!(before, (office.git(&["rev-parse", "HEAD"]), office.git(&["branch", "--list"])), "{said}");
    assert_eq!(office.git(&["status", "--porcelain"]), "");
    office.key(CLERK);
    office.does(&OPEN);
    let branch = office.here();
    office.verifies(&branch, CLERK, &clerk);
    office.key("pranata-a@kominfo.example");
    office.merged(&branch, "pranata-a@kominfo.example", true);
    assert_eq!(office.evidence(1), "E2");
    office.does(&["audit"]);
}
