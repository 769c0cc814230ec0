//! The files that `init --forge` writes: they fit the office, run nothing of a proposal, and their scripts really work.

mod support;

use std::path::Path;

use jejak::desk::forge::{SOP_LABEL, read_form};
use serde_yaml::Value;
use support::forge::{Forge, payload};
use support::forge_set::{PROGRAM, jejak, office, read, runs, runs_job, runs_with, workflows};
use support::server::HEAD;
use support::{files_below, root};

const KINDS: [&str; 3] = ["github", "forgejo", "gitlab"];

#[test]
fn a_set_is_whole_fits_and_is_the_same_every_time() {
    for kind in KINDS {
        let (one, two) = (office(kind, &["--privat"]), office(kind, &["--privat"]));
        assert_eq!(files_below(one.path()), files_below(two.path()));
        let fits = jejak(one.path(), &["init", "--forge", kind, "--check"]);
        assert_eq!(fits.status.code(), Some(0), "{}", String::from_utf8_lossy(&fits.stderr));
        let check = jejak(one.path(), &["check"]);
        assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
        for (name, text) in workflows(one.path(), kind) {
            assert!(!text.contains('«') && !text.contains('»'), "{kind} {name} has a place that was not filled");
            serde_yaml::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{kind} {name}: {error}"));
        }
    }
}

/// Whoever sets a forge up is told what no setting of it can hold back.
#[test]
fn what_a_plan_cannot_enforce_is_said() {
    for (kind, way, free) in [
        ("github", "--privat", true),
        ("github", "--publik", false),
        ("forgejo", "--privat", false),
        ("gitlab", "--privat", false),
    ] {
        let place = tempfile::tempdir().expect("a temporary folder");
        let digest = "0".repeat(64);
        let words = ["init", "--forge", kind, way, "--program", PROGRAM, "--sha256", &digest];
        let said = String::from_utf8_lossy(&jejak(place.path(), &words).stderr).into_owned();
        assert!(said.contains("Yang tidak dapat dipaksakan: "), "{kind}: {said}");
        assert_eq!(said.contains("berpaket gratis"), free, "{kind} {way}: {said}");
        assert_eq!(said.contains("jejak hook install"), kind != "github", "{kind}: {said}");
    }
}

#[test]
fn a_public_repository_gets_no_form_and_no_intake() {
    for kind in KINDS {
        let (public, private) = (office(kind, &["--publik"]), office(kind, &["--privat"]));
        let forms = |folder: &Path| {
            let names = files_below(folder).into_keys();
            names.filter(|name| name.contains("ISSUE_TEMPLATE/") || name.contains("issue_templates/")).count()
        };
        assert_eq!((forms(public.path()), forms(private.path())), (0, 4), "{kind}: four SOPs begin with an applicant");
        assert!(!public.path().join(format!(".{kind}/workflows/jejak-permohonan.yml")).exists());
    }
    let unsaid = tempfile::tempdir().expect("a temporary folder");
    let asked = jejak(unsaid.path(), &["init", "--forge", "github"]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&asked.stderr).contains("--publik atau --privat"));
    assert_eq!(files_below(unsaid.path()).len(), 0, "nothing is half-written");
}

#[test]
fn renewing_follows_the_sops_and_overwrites_nobody() {
    let place = office("github", &["--privat", "--sop", "kab-tapin-layanan-splp"]);
    let folder = place.path();
    let check = || jejak(folder, &["init", "--forge", "github", "--check"]).status.code();
    assert_eq!(check(), Some(0));
    let sop = read(&root(), "sops/prov-bali-integrasi-sistem-aplikasi/1.yaml");
    std::fs::create_dir_all(folder.join("sops/prov-bali-integrasi-sistem-aplikasi")).expect("a folder");
    std::fs::write(folder.join("sops/prov-bali-integrasi-sistem-aplikasi/1.yaml"), sop).expect("an SOP");
    assert_eq!(check(), Some(1), "a new SOP wants a form");
    let trial = jejak(folder, &["init", "--forge", "github", "--dry-run"]);
    assert!(String::from_utf8_lossy(&trial.stderr).contains("prov-bali-integrasi-sistem-aplikasi.yml · baru"));
    assert_eq!(check(), Some(1), "a trial writes nothing");
    assert_eq!(jejak(folder, &["init", "--forge", "github"]).status.code(), Some(0));
    assert_eq!(check(), Some(0), "what was decided once need not be said again");

    let own = folder.join(".github/dependabot.yml");
    std::fs::write(&own, "version: 2\nupdates: []\n").expect("a file of the office's own");
    let refused = jejak(folder, &["init", "--forge", "github"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--ganti"));
    assert_eq!(read(folder, ".github/dependabot.yml"), "version: 2\nupdates: []\n");
    assert_eq!(jejak(folder, &["init", "--forge", "github", "--ganti"]).status.code(), Some(0));
    assert_eq!(check(), Some(0));
}

/// Names with signs that mean something to YAML stay names.
#[test]
fn hostile_names_stay_names() {
    let place = office("github", &["--privat", "--sop", "kab-tapin-layanan-splp"]);
    let path = place.path().join("sops/kab-tapin-layanan-splp/1.yaml");
    let text = std::fs::read_to_string(&path).expect("the SOP");
    let name = "\"a: b # c ${{ secrets.X }} '- ]\"";
    std::fs::write(&path, text.replacen("nama: Prosedur Layanan SPLP", &format!("nama: {name}"), 1)).expect("the SOP");
    assert_eq!(jejak(place.path(), &["init", "--forge", "github"]).status.code(), Some(0));
    let form = read(place.path(), ".github/ISSUE_TEMPLATE/kab-tapin-layanan-splp.yml");
    let form: Value = serde_yaml::from_str(&form).expect("YAML");
    assert_eq!(form["name"].as_str(), Some("Permohonan: a: b # c ${{ secrets.X }} '- ]"));
    for (name, text) in workflows(place.path(), "github") {
        assert!(!text.contains("secrets.X"), "{name} repeats a name of the office");
    }
    for (program, digest) in [
        ("https://a.example/$(id)", "0".repeat(64)),
        ("http://a.example/x", "0".repeat(64)),
        (PROGRAM, "abc".to_owned()),
    ] {
        let refused = jejak(place.path(), &["init", "--forge", "github", "--program", program, "--sha256", &digest]);
        assert_eq!(refused.status.code(), Some(2), "{program} {digest}");
    }
}

/// What the form asks is what the intake reads: headings, written by one function.
#[test]
fn what_a_template_of_gitlab_asks_is_read_again() {
    let place = office("gitlab", &["--privat", "--sop", "kab-tapin-layanan-splp"]);
    let text = read(place.path(), ".gitlab/issue_templates/kab-tapin-layanan-splp.md");
    let (workspace, _) = support::read(&files_below(place.path()));
    let sop = workspace.sops.values().next().expect("the SOP");
    let form = read(place.path(), "templates/surat/surat-permohonan.md.tera");
    let fields = jejak::desk::forge::fields(sop, &|_| Some(form.clone()));
    let mistake = read_form(&text, &fields).expect_err("nothing is filled in");
    assert!(mistake.in_lang(jejak::model::say::Lang::Id).contains("Judul permohonan"), "{mistake:?}");
    let filled: String = text
        .lines()
        .map(|line| {
            if line.starts_with("<!-- ") && line.ends_with("-->") {
                "Jawaban\n".to_owned()
            } else {
                format!("{line}\n")
            }
        })
        .collect();
    let answers = read_form(&filled, &fields).expect("every answer");
    assert_eq!(answers[SOP_LABEL], "kab-tapin-layanan-splp");
    assert!(fields.iter().skip(1).all(|field| answers[&field.label] == "Jawaban"), "{answers:?}");
}

#[test]
fn the_scripts_of_the_workflows_do_their_work() {
    for kind in ["github", "forgejo"] {
        let place = office(kind, &["--privat"]);
        let all = workflows(place.path(), kind);
        let script = read(place.path(), &format!(".{kind}/jejak/kirim.py"));
        let forge = Forge::with(kind, &[(&format!(".{kind}/jejak/kirim.py"), script.as_bytes())]);
        let form = support::forge::form(&[]);
        let event = payload::issue(kind, &form, 111, "opened", true);
        let done = runs(&forge, &all["jejak-permohonan.yml"], &event, None);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(forge.branch("usulan/7").is_some(), "{kind}");
        assert_eq!(forge.shelf.lock().expect("the shelf").statuses.len(), 1, "what the bot proposed is judged at once");
        let proposal = payload::proposal(kind, 21, "Permohonan 7", "usulan/7");
        assert!(runs(&forge, &all["jejak-periksa.yml"], &proposal, None).status.success());
        forge.merges("usulan/7", HEAD);
        assert!(runs(&forge, &all["jejak-sapuan.yml"], &serde_json::json!({}), None).status.success());
        assert!(forge.comments(7).iter().any(|text| text.contains("langkah 2 dari 5")));
        // A program with another digest is not run.
        let foreign = runs(&forge, &all["jejak-periksa.yml"], &proposal, Some(&"1".repeat(64)));
        assert!(!foreign.status.success());
    }
}

/// What GitLab's reference names, of which the pipeline uses some.
const OF_PIPELINE: [&str; 4] = ["workflow", "variables", "default", "stages"];
const OF_DEFAULT: [&str; 5] = ["image", "interruptible", "before_script", "after_script", "tags"];
const OF_JOB: [&str; 8] =
    ["rules", "script", "resource_group", "artifacts", "variables", "needs", "environment", "timeout"];

/// GitLab's own linter runs on its servers only. What it would refuse first is looked at here; the next stories run it.
#[test]
fn the_pipeline_of_gitlab_holds_what_gitlab_knows() {
    for way in ["--privat", "--publik"] {
        let place = office("gitlab", &[way]);
        let pipeline: Value = serde_yaml::from_str(&read(place.path(), ".gitlab-ci.yml")).expect("YAML");
        let keys = |value: &Value| -> Vec<String> {
            let keys = value.as_mapping().expect("a mapping").keys();
            keys.map(|key| key.as_str().expect("a text").to_owned()).collect()
        };
        let known = |value: &Value, known: &[&str]| {
            let unknown: Vec<String> = keys(value).into_iter().filter(|key| !known.contains(&key.as_str())).collect();
            assert_eq!(unknown, Vec::<String>::new(), "{value:?}");
        };
        let lines = |value: &Value| {
            let lines = value.as_sequence().expect("a list");
            assert!(lines.iter().all(Value::is_string), "a line became something else: {lines:?}");
        };
        known(&pipeline["workflow"], &["name", "rules", "auto_cancel"]);
        known(&pipeline["default"], &OF_DEFAULT);
        lines(&pipeline["default"]["before_script"]);
        let jobs: Vec<String> =
            keys(&pipeline).into_iter().filter(|key| !OF_PIPELINE.contains(&key.as_str())).collect();
        assert_eq!(jobs, ["jawab", "sapuan", "pages"], "a misspelt keyword would be a job");
        for job in jobs.iter().map(|job| &pipeline[job.as_str()]) {
            known(job, &OF_JOB);
            lines(&job["script"]);
        }
        let all = jobs.iter().map(|job| &pipeline[job.as_str()]["rules"]).chain([&pipeline["workflow"]["rules"]]);
        for rule in all.flat_map(|rules| rules.as_sequence().expect("rules")) {
            known(rule, &["if", "when", "changes", "exists", "allow_failure", "variables"]);
            assert!(rule["if"].is_string(), "{rule:?}");
        }
        let variables = pipeline["variables"].as_mapping().expect("variables");
        assert!(variables.values().all(Value::is_string), "GitLab takes texts: {variables:?}");
    }
}

#[test]
fn the_pipeline_of_gitlab_does_its_work() {
    let place = office("gitlab", &["--privat"]);
    let text = read(place.path(), ".gitlab-ci.yml");
    let script = read(place.path(), ".gitlab/jejak/kirim.py");
    let forge = Forge::with("gitlab", &[(".gitlab/jejak/kirim.py", script.as_bytes())]);
    let runs = |job: &str, event: &serde_json::Value, set: &[(&str, &str)]| {
        let place = tempfile::tempdir().expect("a temporary folder");
        let payload = place.path().join("payload");
        std::fs::write(&payload, event.to_string()).expect("the payload");
        let payload = payload.display().to_string();
        let set = [set, &[("TRIGGER_PAYLOAD", payload.as_str())]].concat();
        (runs_job(place.path(), &forge, &text, job, &set), place)
    };
    let does = |job: &str, event: &serde_json::Value, set: &[(&str, &str)]| {
        let (done, place) = runs(job, event, set);
        assert!(done.status.success(), "{job}: {}", String::from_utf8_lossy(&done.stderr));
        place
    };
    does("jawab", &payload::issue("gitlab", &support::forge::form(&[]), 111, "opened", true), &[]);
    assert!(forge.branch("usulan/7").is_some());
    does("jawab", &payload::proposal("gitlab", 21, "Permohonan 7", "usulan/7"), &[]);
    assert_eq!(forge.shelf.lock().expect("the shelf").statuses.last().expect("a status").1, "success");
    forge.merges("usulan/7", HEAD);
    let nothing = serde_json::json!({});
    does("sapuan", &nothing, &[]);
    assert!(forge.comments(7).iter().any(|text| text.contains("langkah 2 dari 5")));
    // The first site is published once, on demand; then each goes on from the one that stands.
    let (refused, _) = runs("pages", &nothing, &[("TERBIT", "/nowhere")]);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    let first = does("pages", &nothing, &[("TERBIT", "/nowhere"), ("PERTAMA", "ya")]);
    let site = first.path().join("public");
    assert!(site.join("index.html").is_file());
    does("pages", &nothing, &[("TERBIT", &site.display().to_string())]);
    // A program with another digest is not run.
    let (foreign, _) = runs("sapuan", &nothing, &[("JEJAK_SHA256", &"1".repeat(64))]);
    assert!(!foreign.status.success());
}

#[test]
fn the_scripts_that_publish_do_their_work() {
    let nothing = serde_json::json!({});
    for (kind, way) in [("github", "pages"), ("github", "rsync"), ("forgejo", "rsync")] {
        let place = office(kind, &["--publik", "--situs", way]);
        let all = workflows(place.path(), kind);
        let script = read(place.path(), &format!(".{kind}/jejak/kirim.py"));
        let forge = Forge::with(kind, &[(&format!(".{kind}/jejak/kirim.py"), script.as_bytes())]);
        let web = tempfile::tempdir().expect("a web server's folder");
        let folder = web.path().join("situs");
        let aim = folder.display().to_string();
        for (name, first, status) in
            [("jejak-situs", "false", 2), ("jejak-situs", "true", 0), ("jejak-situs-harian", "false", 0)]
        {
            let place = tempfile::tempdir().expect("a temporary folder");
            let set = [
                ("SITUS", "https://situs.example"),
                ("TERBIT", &aim),
                ("TUJUAN", &aim),
                ("KUNCI", "kunci"),
                ("TUAN_RUMAH", "tuan"),
                ("PERTAMA", first),
            ];
            let text = &all[&format!("{name}.yml")];
            let done = runs_with(place.path(), &forge, text, &nothing, None, &set);
            let said = String::from_utf8_lossy(&done.stderr);
            assert_eq!(done.status.code(), Some(status), "{kind} {way} {name} {first}: {said}");
            if way == "pages" && status == 0 {
                // What the forge's own action uploads.
                std::fs::remove_dir_all(&folder).ok();
                std::fs::rename(place.path().join("terbitan"), &folder).expect("what is uploaded");
            }
            assert_eq!(folder.join("index.html").is_file(), status == 0, "{kind} {way} {name} {first}");
        }
    }
}

/// Everything that the set is said to hold, by name and by what matters of it.
#[test]
fn a_set_holds_all_that_a_forge_needs() {
    for kind in KINDS {
        for way in ["--privat", "--publik"] {
            let place = office(kind, &[way, "--mail", "pengurus@kominfo.example"]);
            let files = files_below(place.path());
            let owners = if kind == "gitlab" { "CODEOWNERS".to_owned() } else { format!(".{kind}/CODEOWNERS") };
            let owners = read(place.path(), &owners);
            for policy in [
                "/jejak.yaml",
                "/tanggapan.yaml",
                "/people/",
                "/sops/",
                "/calendars/",
                "/templates/",
                "/site/",
                "/.github/",
                "/.forgejo/",
                "/.gitea/",
                "/.gitlab/",
                ".gitlab-ci.yml",
                ".gitattributes",
                ".gitmodules",
                ".mailmap",
                "CODEOWNERS",
            ] {
                let line = format!("{policy} pengurus@kominfo.example");
                assert!(owners.lines().any(|own| own == line), "{kind}: no `{line}` in {owners}");
            }
            let template = match kind {
                "gitlab" => ".gitlab/merge_request_templates/Default.md".to_owned(),
                _ => format!(".{kind}/pull_request_template.md"),
            };
            assert!(files.contains_key(&template), "{kind} {way}: {template}");
            assert_eq!(files.contains_key(".github/dependabot.yml"), kind == "github");
            for (name, text) in workflows(place.path(), kind).iter().filter(|_| kind != "gitlab") {
                assert!(text.contains("\npermissions: {}\n"), "{kind} {name}: rights are given job by job");
            }
            if kind != "gitlab" {
                // What is open is judged again at each landing, daily and on demand; the site is built again daily.
                let all = workflows(place.path(), kind);
                for (name, when) in [
                    ("jejak-sapuan.yml", &["push:", "schedule:", "workflow_dispatch:"][..]),
                    ("jejak-situs-harian.yml", &["schedule:"]),
                    ("jejak-situs.yml", &["push:", "workflow_dispatch:"]),
                    ("jejak-periksa.yml", &["pull_request_target:"]),
                ] {
                    assert!(when.iter().all(|when| all[name].contains(when)), "{kind} {name}");
                }
            }
        }
    }
}
