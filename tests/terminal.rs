//! `open` and `record` as people meet them: on a terminal that asks, in both languages, and with somebody who leaves in the
//! middle. Nothing is ever half written.

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::root;
use support::server::git;
use tempfile::TempDir;

const NOW: &str = "2026-11-23T09:00";
/// Fills each blank of a letter, as somebody would in an editor.
const EDITOR: &str = "sed -i -e 's/\\[isi: [^]]*\\]/sesuai lampiran/g'";

struct Office {
    folder: TempDir,
    clone: PathBuf,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = ["demo", "kantor", "--requests", "0", "--at", "2026-11-20T16:00", "--no-build"];
        let made = support::server::jejak(folder.path(), &demo);
        assert!(made.status.success(), "{}", support::server::said(&made));
        let clone = folder.path().join("kantor");
        Self { folder, clone }
    }

    fn git(&self, words: &[&str]) -> String {
        let output = git(&self.clone).args(words).output().expect("git runs");
        assert!(output.status.success(), "{words:?}: {}", support::server::said(&output));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    fn sits(&self, mail: &str) {
        self.git(&["config", "user.name", "Seorang petugas"]);
        self.git(&["config", "user.email", mail]);
        self.git(&["config", "core.editor", EDITOR]);
    }

    /// Talks with the program on a terminal: what it asks, and what is typed.
    fn talks(&self, lang: &str, words: &[&str], talk: &[(&str, &str)]) -> Value {
        let mut command = vec![env!("CARGO_BIN_EXE_jejak"), "--lang", lang];
        command.extend(words);
        if words[0] != "init" {
            command.extend(["--at", NOW]);
        }
        let order = json!({"command": command, "folder": self.clone, "talk": talk});
        let mut python = Command::new("python3");
        python.arg(root().join("tests/tools/terminal.py")).stdin(Stdio::piped()).stdout(Stdio::piped());
        for name in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            python.env(name, format!("{NOW}:00+08:00"));
        }
        python.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", self.folder.path());
        let mut child = python.env_remove("GIT_EDITOR").env("TERM", "dumb").spawn().expect("Python runs");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(order.to_string().as_bytes()).expect("the order is read");
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(told["missing"], Value::Null, "it never asks: {}", told["text"].as_str().unwrap_or_default());
        told
    }

    fn state(&self) -> (String, String, String) {
        let refs = self.git(&["for-each-ref"]);
        (refs, self.git(&["status", "--porcelain", "--ignored"]), self.git(&["branch", "--show-current"]))
    }

    fn merged(&self) {
        let branch = self.git(&["branch", "--show-current"]);
        self.git(&["switch", "-q", "main"]);
        self.sits("pranata-a@kominfo.example");
        let date = format!("{NOW}:00+08:00");
        let mut merge = git(&self.clone);
        merge.args(["merge", "-q", "--no-ff", "--no-edit", &branch]);
        let merged = merge.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date).output().expect("git runs");
        assert!(merged.status.success(), "{}", support::server::said(&merged));
    }

    fn request(&self) -> String {
        let folder: &Path = &self.clone.join("requests/2026/11/23/e-puskesmas");
        let letter = std::fs::read_to_string(folder.join("surat-permohonan.md")).expect("the letter");
        assert!(!letter.contains("[isi:"), "the editor filled it in: {letter}");
        std::fs::read_to_string(folder.join("request.yaml")).expect("the request")
    }
}

/// What is asked of somebody who opens a request: the words of the question in each language, and the answer.
fn opening(lang: &str) -> Vec<(&'static str, &'static str)> {
    let asks: [(&str, &str, &str); 5] = [
        ("SOP (nomor)", "SOP (number)", "kab-tapin-layanan-splp\n"),
        ("Judul permohonan", "The request's title", "Integrasi data: tahap 1\n"),
        ("Aplikasi (kosongkan", "Application (empty", "e-Puskesmas\n"),
        ("diperlukan: berkasnya (buat = dari formulir) [buat]", "is needed: its file (buat = from the form)", "\n"),
        ("di penyunting teks sekarang?", "in the text editor now?", "\n"),
    ];
    asks.into_iter().map(|(id, en, answer)| (if lang == "id" { id } else { en }, answer)).collect()
}

#[test]
fn a_clerk_is_asked_for_all_that_a_request_needs() {
    for lang in ["id", "en"] {
        let office = Office::new();
        office.sits("dinkes-umum@dinkes.example");
        let told = office.talks(lang, &["open"], &opening(lang));
        assert_eq!(told["status"], 0, "{}", told["text"].as_str().unwrap_or_default());
        assert!(office.request().contains("judul: 'Integrasi data: tahap 1'"), "{}", office.request());
        office.merged();

        office.sits("kabid-egov-plt@kominfo.example");
        let ask = if lang == "id" { "diperlukan: berkasnya" } else { "is needed: its file" };
        let fill = if lang == "id" { "penyunting teks" } else { "text editor" };
        let told = office.talks(lang, &["record", "e-puskesmas"], &[(ask, "\n"), (fill, "y\n")]);
        assert_eq!(told["status"], 0, "{}", told["text"].as_str().unwrap_or_default());
        office.merged();

        // A decision: the outcome by its number, and why, because it leads back.
        office.sits("pranata-b@kominfo.example");
        let (outcome, why) = if lang == "id" {
            ("Hasil (nomor)", "Catatan (alasannya)")
        } else {
            ("Outcome (number)", "Note (the reason)")
        };
        let talk = [(outcome, "2\n"), (why, "Proses bisnis belum ada.\n")];
        let told = office.talks(lang, &["record", "e-puskesmas"], &talk);
        assert_eq!(told["status"], 0, "{}", told["text"].as_str().unwrap_or_default());
        let end = "  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Proses bisnis belum ada.\n";
        assert!(office.request().ends_with(end), "{}", office.request());
        office.merged();
        let audit = support::server::jejak(&office.clone, &["audit", "--format", "json"]);
        let audit: Value = serde_json::from_slice(&audit.stdout).expect("JSON");
        assert_eq!(audit["unlawful"], 0, "{audit}");
    }
}

#[test]
fn whoever_leaves_in_the_middle_leaves_nothing_behind() {
    let office = Office::new();
    office.sits("dinkes-umum@dinkes.example");
    let before = office.state();
    for lang in ["id", "en"] {
        let whole = opening(lang);
        for asked in 0..whole.len() {
            for leaves in ["\u{3}", "\u{4}"] {
                let mut talk = whole[..=asked].to_vec();
                talk[asked].1 = leaves;
                let told = office.talks(lang, &["open"], &talk);
                assert_ne!(told["status"], 0, "{told}");
                if leaves == "\u{4}" {
                    let word = if lang == "id" { "tidak ada yang ditulis" } else { "nothing was written" };
                    assert!(told["text"].as_str().is_some_and(|text| text.contains(word)), "{told}");
                }
                assert_eq!(before, office.state(), "question {asked} of {lang}");
            }
        }
    }
}

#[test]
fn init_refuses_a_used_folder_before_it_asks() {
    let office = Office::new();
    let told = office.talks("en", &["init", "--name", "Tracker"], &[]);
    let text = told["text"].as_str().unwrap_or_default();
    assert!(text.contains("already stands in") && !text.contains('['), "{text}");
    assert_eq!(told["status"], 2);
}

#[test]
fn a_wrong_answer_says_what_to_do_next() {
    let office = Office::new();
    office.sits("dinkes-umum@dinkes.example");
    let before = office.state();
    let whole = opening("id");
    for (asked, answer, says) in [
        (0, "9\n", "SOP `9` tidak ada"),
        (1, "\n", "--judul"),
        (3, "tidak-ada.pdf\n", "tidak-ada.pdf"),
        (3, "surat\n", "surat"),
    ] {
        let mut talk = whole[..=asked].to_vec();
        talk[asked].1 = answer;
        // Whoever mistypes a file's name is asked again, and keeps what was answered before.
        talk.extend((asked == 3).then_some((whole[asked].0, "\u{4}")));
        let told = office.talks("id", &["open"], &talk);
        assert_ne!(told["status"], 0, "{told}");
        assert!(told["text"].as_str().is_some_and(|text| text.contains(says)), "no `{says}`: {told}");
        assert_eq!(before, office.state());
    }
}

/// A steward's act asks for its reason where the law wants one; whoever gives none is told how.
#[test]
fn a_steward_is_asked_why() {
    let office = Office::new();
    office.sits("dinkes-umum@dinkes.example");
    assert_eq!(office.talks("id", &["open"], &opening("id"))["status"], 0);
    office.merged();
    office.sits("pengurus-a@kominfo.example");
    let before = office.state();
    let act = ["record", "e-puskesmas", "--batal", "Digabung"];
    let told = office.talks("id", &act, &[("Catatan (alasannya)", "\n")]);
    let said = told["text"].as_str().unwrap_or_default();
    assert!(said.contains("`batal` memerlukan `catatan`") && said.contains("--catatan"), "{said}");
    assert_eq!((&told["status"], before), (&json!(1), office.state()));
    let told = office.talks("id", &act, &[("Catatan (alasannya)", "Nota dinas 12.\n")]);
    assert_eq!(told["status"], 0, "{told}");
    assert!(office.request().ends_with("  - batal: Digabung\n    catatan: Nota dinas 12.\n"), "{}", office.request());
}

/// Whoever sets up a forge is asked what nobody else can know, before anything about the office.
#[test]
fn whoever_sets_up_a_forge_is_asked_what_has_to_be_known() {
    let office = Office::new();
    let digest = "0".repeat(64);
    for (kind, open) in [("github", "t\n"), ("forgejo", "y\n"), ("gitlab", "t\n")] {
        let typed = format!("{digest}\n");
        let talk = [
            ("terbuka bagi siapa saja? (y/t) [t]", open),
            ("Alamat rilis program ini", "https://rilis.example/jejak\n"),
            ("SHA-256 rilis itu", typed.as_str()),
            ("Judul situs", "\n"),
            ("SOP yang dipakai", "3\n"),
            ("Alamat surel pengurus", "pengurus@kominfo.example\n"),
        ];
        let told = office.talks("id", &["init", kind, "--forge", kind], &talk);
        assert_eq!(told["status"], 0, "{told}");
        let made = support::files_below(&office.clone.join(kind));
        let forms = made.keys().filter(|path| path.contains("ISSUE_TEMPLATE/") || path.contains("issue_templates/"));
        assert_eq!(forms.count(), usize::from(open == "t\n"), "{kind}: {:?}", made.keys());
        let check = support::server::jejak(&office.clone.join(kind), &["init", "--forge", kind, "--check"]);
        assert_eq!(check.status.code(), Some(0), "{}", support::server::said(&check));
    }
    // A mistyped digest is refused before the office is asked about.
    let talk = [("terbuka", "t\n"), ("Alamat rilis", "https://rilis.example/jejak\n"), ("SHA-256", "123\n")];
    let told = office.talks("id", &["init", "lain", "--forge", "github"], &talk);
    assert_eq!(told["status"], 2, "{told}");
    assert!(told["text"].as_str().is_some_and(|text| text.contains("64 angka heksadesimal")), "{told}");
    assert!(!office.clone.join("lain").exists());
}
