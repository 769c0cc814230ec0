//! What comes through a forge: proposals that would judge themselves, texts that would be commands, tokens that would leak.

use serde_yaml::Value;

use crate::support::forge::{Forge, TOKEN, form, payload};
use crate::support::forge_set::{office, read, runs_in, steps, workflows};
use crate::support::server::{self, now};

const MARK: &str = "/dev/shm/jejak-usulan-dijalankan";

/// A forge whose published branch carries the script, and its workflows.
fn forge() -> (Forge, std::collections::BTreeMap<String, String>) {
    let place = office("github", &["--privat"]);
    let script = read(place.path(), ".github/jejak/kirim.py");
    (Forge::with("github", &[(".github/jejak/kirim.py", script.as_bytes())]), workflows(place.path(), "github"))
}

/// Somebody opens a proposal with files of his own.
fn propose(forge: &Forge, number: u64, files: &[(&str, Option<Vec<u8>>)], by: &str) {
    let repository = git2::Repository::open(&forge.server.bare).expect("the forge");
    let main = forge.branch("main").expect("main");
    let tip = server::commit(&repository, Some(main), files, by, &[main], now());
    repository.reference(&format!("refs/pull/{number}/head"), tip, true, "propose").expect("a reference");
}

#[test]
fn c01_a_proposal_brings_its_own_checker() {
    let (forge, all) = forge();
    let nasty = format!("import pathlib\npathlib.Path('{MARK}').write_text('x')\n");
    let files = [
        (".github/jejak/kirim.py", Some(nasty.clone().into_bytes())),
        (".github/workflows/jejak-periksa.yml", Some(format!("# touch {MARK}\n").into_bytes())),
        ("sitecustomize.py", Some(nasty.into_bytes())),
    ];
    propose(&forge, 30, &files, "orang@luar.example");
    let place = tempfile::tempdir().expect("a temporary folder");
    let event = payload::proposal("github", 30, "Usulan", "usulan");
    let done = runs_in(place.path(), &forge, &all["jejak-periksa.yml"], &event, None);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!std::path::Path::new(MARK).exists(), "something of the proposal was run");
    let told = forge.comments(30).join("");
    assert!(told.contains("policy-steward") || told.contains("bukan pengurus"), "{told}");
    assert_eq!(forge.shelf.lock().expect("the shelf").statuses.last().expect("a status").1, "failure");
}

/// What judges a proposal comes from the trusted branch, and nothing of the proposal is checked out.
#[test]
fn c02_the_trusted_check_checks_out_nothing_of_the_proposal() {
    for kind in ["github", "forgejo"] {
        let place = office(kind, &["--privat"]);
        let all = workflows(place.path(), kind);
        let text = &all["jejak-periksa.yml"];
        let workflow: Value = serde_yaml::from_str(text).expect("YAML");
        assert_eq!(
            workflow["permissions"],
            Value::Mapping(serde_yaml::Mapping::new()),
            "nothing is granted at the top"
        );
        let granted = workflow["jobs"]["nilai"]["permissions"].as_mapping().expect("permissions");
        let writes: Vec<&str> = granted
            .iter()
            .filter(|(_, value)| value.as_str() == Some("write"))
            .filter_map(|(key, _)| key.as_str())
            .collect();
        assert_eq!(writes, ["issues", "pull-requests", "statuses"], "it cannot write what it judges");
        for (name, text) in &all {
            for step in steps(text) {
                let run = step["run"].as_str().unwrap_or_default();
                assert!(!run.contains("${{"), "{kind} {name}: event text would be put into a script: {run}");
                for word in
                    ["checkout", "git switch", "worktree", "git merge", "git pull", "git apply", "npm ", "make "]
                {
                    assert!(!run.contains(word), "{kind} {name}: {word} in {run}");
                }
                if let Some(uses) = step["uses"].as_str() {
                    let (_, version) = uses.split_once('@').expect("a version");
                    assert!(
                        version.len() == 40 && version.bytes().all(|b| b.is_ascii_hexdigit()),
                        "{uses} is not pinned"
                    );
                }
            }
        }
        assert!(
            text.contains("refs/remotes/origin/main:") && !text.contains("refs/jejak/usulan/*:"),
            "the script is the trusted branch's"
        );
    }
    let place = office("gitlab", &["--privat"]);
    let text = &workflows(place.path(), "gitlab")[".gitlab-ci.yml"];
    assert!(
        text.contains("GIT_STRATEGY: none") && !text.contains("merge_request_event"),
        "no pipeline runs a proposal's own file"
    );
}

#[test]
fn c04_text_that_would_be_a_command_of_the_log() {
    let (forge, all) = forge();
    let text = "::set-output name=x::y\n##[error]palsu\n::add-mask::x\n";
    let yaml = format!(
        "sop: contoh/1\njudul: \"::error::palsu\"\ninstansi: dinkes\nriwayat:\n  - langkah: 1\n    catatan: |\n      {}\n",
        text.replace('\n', "\n      ")
    );
    let files = [
        ("requests/2026/11/20/x/request.yaml", Some(yaml.into_bytes())),
        ("requests/2026/11/20/x/::error::a.md", Some(text.as_bytes().to_vec())),
    ];
    propose(&forge, 31, &files, server::APPLICANT);
    let place = tempfile::tempdir().expect("a temporary folder");
    let event = payload::proposal("github", 31, text, "::warning::x");
    let done = runs_in(place.path(), &forge, &all["jejak-periksa.yml"], &event, None);
    let said = String::from_utf8_lossy(&done.stdout);
    let own = |line: &&str| {
        line.starts_with("::error file=") || line.starts_with("::warning file=") || line.starts_with("::notice file=")
    };
    let foreign: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("::") || line.starts_with("##"))
        .filter(|line| !own(line))
        .collect();
    assert_eq!(foreign, Vec::<&str>::new(), "{said}");
    assert!(said.lines().filter(own).count() > 0, "its own annotations are there: {said}");
    assert!(said.lines().filter(own).all(|line| line.matches("::").count() == 2), "{said}");
}

#[test]
fn c05_every_action_is_pinned_by_its_hash() {
    for (kind, more) in [("github", "--privat"), ("github", "--publik"), ("forgejo", "--privat")] {
        let place = office(kind, &[more]);
        for (name, text) in workflows(place.path(), kind) {
            for step in steps(&text) {
                let Some(uses) = step["uses"].as_str() else { continue };
                let (action, version) = uses.split_once('@').expect("a version");
                assert!(action.starts_with("actions/"), "{name}: {action} is somebody else's");
                assert!(version.len() == 40 && version.bytes().all(|b| b.is_ascii_hexdigit()), "{name}: {uses}");
            }
            assert!(text.contains("sha256sum -c -"), "{name}: the program is pinned by its digest");
        }
    }
}

#[test]
fn c07_nothing_that_a_proposal_made_is_taken_over() {
    for kind in ["github", "forgejo"] {
        let place = office(kind, &["--privat"]);
        for (name, text) in workflows(place.path(), kind) {
            for word in ["workflow_run", "download-artifact", "actions/cache", "gh run download"] {
                assert!(!text.contains(word), "{kind} {name}: {word}");
            }
        }
    }
}

#[test]
fn c08_no_token_stays_behind() {
    let (forge, all) = forge();
    let place = tempfile::tempdir().expect("a temporary folder");
    let event = payload::issue("github", &form(&[]), 111, "opened", true);
    let done = runs_in(place.path(), &forge, &all["jejak-permohonan.yml"], &event, None);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for (path, bytes) in crate::support::files_below(place.path()) {
        assert!(!bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes()), "{path} holds the token");
        assert!(path != "register/.git/config" || !String::from_utf8_lossy(&bytes).contains("extraHeader"), "{path}");
    }
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
    assert!(!said.contains(TOKEN), "{said}");
}

#[test]
fn v02_personal_data_in_titles_and_names_of_branches() {
    let (forge, all) = forge();
    let folder = "requests/2026/11/21/uji";
    let (request, letter) = server::opening("uji");
    assert!(request.0.starts_with(folder));
    propose(
        &forge,
        32,
        &[(request.0.as_str(), Some(request.1)), (letter.0.as_str(), Some(letter.1))],
        server::APPLICANT,
    );
    for (title, branch, status) in [
        ("Permohonan baru", "usulan-baru", 0),
        ("Untuk 081234567890", "usulan-baru", 1),
        ("Permohonan", "warga-6371010101900001", 1),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let event = payload::proposal("github", 32, title, branch);
        let done = runs_in(place.path(), &forge, &all["jejak-periksa.yml"], &event, None);
        assert_eq!(done.status.code(), Some(status), "{title} {branch}: {}", String::from_utf8_lossy(&done.stderr));
    }
    assert!(!forge.comments(32).join("").contains("081234567890"), "it is not said again");
}
