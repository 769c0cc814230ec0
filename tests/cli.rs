//! The command line, as a clerk, an IT officer and another program meet it.
//!
//! Exit status 0: lawful; 1: findings; 2: the program could not do its work. Whatever is no answer goes to standard
//! error, so that an answer can always be read by a machine.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jejak::desk::init::{self, Choice};
use jejak::model::place::WorkPath;
use jejak::model::sop::SopDraft;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use support::{Files, base, files_below, read, root};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_jejak");

/// Variables that are set in the environment.
type Variables = [(&'static str, &'static str)];

/// What could change an answer is taken out of the environment.
const SET_BY_PEOPLE: [&str; 8] =
    ["LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"];

// --- Exit status -----------------------------------------------------------------------------------------------------

#[test]
fn a_lawful_workspace_ends_with_0_even_if_there_are_hints() {
    let office = office(&base());
    let answer = jejak(office.path(), &["check"]);
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.out.contains("1 saran"), "{}", answer.out);
}

#[test]
fn findings_end_with_1_in_every_form() {
    let office = office(&broken());
    for format in ["text", "json", "github", "sarif"] {
        for command in [&["check"][..], &["sop", "lint"], &["sop", "lint", "contoh"]] {
            let answer = jejak(office.path(), &[command, &["--format", format]].concat());
            assert_eq!(answer.status, 1, "{command:?} --format {format}: {answer:?}");
            assert!(answer.out.contains("sop-target"), "{command:?} --format {format}: {answer:?}");
        }
    }
}

#[test]
fn the_workspace_is_where_c_says() {
    let office = office(&broken());
    let elsewhere = empty();
    let folder = office.path().to_string_lossy();
    for words in [["-C", &folder, "check"], ["check", "-C", &folder], ["check", "--dir", &folder]] {
        assert_eq!(jejak(elsewhere.path(), &words).status, 1, "{words:?}");
    }
}

#[test]
fn without_a_workspace_there_is_nothing_to_check() {
    let folder = empty();
    let answer = jejak(folder.path(), &["check"]);
    assert!(answer.is_failure(), "{answer:?}");
    assert!(answer.err.contains("jejak init"), "the clerk is told what to do: {}", answer.err);
}

#[test]
fn without_a_workspace_what_the_program_carries_can_be_seen() {
    let folder = empty();
    let bali = "prov-bali-integrasi-sistem-aplikasi";
    let asked: [&[&str]; 6] = [
        &["sop", "list"],
        &["sop", "show", bali],
        &["sop", "lint"],
        &["clock", "--from", "2026-11-20", "--duration", "3 hari"],
        &["explain"],
        &["schema", "sop"],
    ];
    for words in asked {
        let answer = jejak(folder.path(), words);
        assert_eq!(answer.status, 0, "{words:?}: {answer:?}");
        assert!(!answer.out.is_empty(), "{words:?}");
    }
}

#[test]
fn a_folder_that_is_none_ends_with_2() {
    let office = office(&base());
    for folder in ["tidak-ada", "jejak.yaml", "people/pengurus.yaml"] {
        let answer = jejak(office.path(), &["check", "-C", folder]);
        assert!(answer.is_failure(), "{folder}: {answer:?}");
        assert!(answer.err.contains(folder), "{}", answer.err);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_read_ends_with_2() {
    let office = office(&base());
    let people = office.path().join("people");
    allow(&people, 0o000);
    let answer = ended(obedient(&people).current_dir(office.path()).arg("check"));
    allow(&people, 0o755);
    assert!(answer.is_failure(), "{answer:?}");
    assert!(answer.err.contains("people"), "{}", answer.err);
}

#[test]
fn who_asks_for_what_does_not_exist_is_told_what_does() {
    let clock = |words: &[&'static str]| {
        let asked = ["clock", "--from", "2026-11-20", "--duration", "3 hari"];
        [&asked[..], words].concat()
    };
    let cases: Vec<(Vec<&str>, &str, &str)> = vec![
        (vec!["sop", "show", "kab-tapin-layanan-spl"], "Maksud Anda `kab-tapin-layanan-splp`?", "Did you mean"),
        (vec!["sop", "show", "tidak-ada"], "kota-bogor-pengembangan-aplikasi/1", "There are:"),
        (vec!["sop", "show", "kab-tapin-layanan-splp/9"], "kab-tapin-layanan-splp/1", "There are:"),
        (vec!["sop", "lint", "kab-tapin-layanan-spl"], "Maksud Anda `kab-tapin-layanan-splp`?", "Did you mean"),
        (vec!["sop", "list", "--at", "kemarin"], "2026-11-20", "is no time"),
        (vec!["explain", "sop-way-ot"], "Maksud Anda `sop-way-out`?", "Did you mean `sop-way-out`?"),
        (vec!["explain", "tidak-ada"], "jejak explain", "See all of them"),
        (vec!["schema", "sops"], "office, answers, sop", "Choose one of"),
        (vec!["man", "cek"], "tidak ada", "there is no command"),
        (clock(&["--zone", "UTC"]), "WIB, WITA, WIT", "Choose one of"),
        (clock(&["--calendar", "nasionl"]), "Maksud Anda `nasional`?", "Did you mean `nasional`?"),
        (clock(&["--calendar", "Nasional!"]), "kab-tapin, nasional, prov-bali", "There are:"),
        (clock(&["--pause", "kemarin"]), "awal/akhir", "begin/end"),
        (clock(&["--pause", "2026-11-25/2026-11-24"]), "awal/akhir", "begin/end"),
        (vec!["clock", "--from", "20-11-2026", "--duration", "3 hari"], "2026-11-20T09:15", "is no time"),
        (vec!["clock", "--from", "2026-02-30", "--duration", "3 hari"], "2026-11-20T09:15", "is no time"),
        (vec!["clock", "--from", "2026-11-20", "--duration", "sebentar"], "3 hari", "is no standard time"),
        (vec!["clock", "--from", "2026-11-20", "--duration", "0 hari"], "3 hari", "is no standard time"),
        (vec!["clock", "--from", "2100-12-30", "--duration", "3 hari"], "2100", "beyond the year 2100"),
        (vec!["init", "baru", "--sop", "kab-tapin"], "prov-bali-integrasi-sistem-aplikasi", "It carries:"),
        (vec!["init", "baru", "--zone", "UTC"], "WIB, WITA, WIT", "Choose one of"),
        (vec!["init", "baru", "--mail", "bukan surel"], "bukan alamat surel", "is no address"),
    ];
    let folder = empty();
    for (words, told, told_in_english) in cases {
        for (lang, told) in [("id", told), ("en", told_in_english)] {
            let answer = jejak(folder.path(), &[&words[..], &["--lang", lang]].concat());
            assert!(answer.is_failure(), "{words:?}: {answer:?}");
            assert!(answer.err.contains(told), "{words:?} should be told {told:?}: {}", answer.err);
        }
    }
    assert_eq!(snapshot(folder.path()), Vec::new(), "who is refused leaves nothing behind");
}

#[test]
fn wrong_flags_end_with_2() {
    let folder = empty();
    let wrong: [&[&str]; 12] = [
        &[],
        &["periksa"],
        &["check", "--cepat"],
        &["check", "berkas"],
        &["check", "--format", "xml"],
        &["check", "--lang", "fr"],
        &["check", "--color", "merah"],
        &["sop"],
        &["sop", "show"],
        &["sop", "list", "--format", "sarif"],
        &["clock", "--from", "2026-11-20"],
        &["completions", "cmd"],
    ];
    for words in wrong {
        let answer = jejak(folder.path(), words);
        assert!(answer.is_failure(), "{words:?}: {answer:?}");
    }
}

#[test]
fn help_and_version_end_with_0() {
    let folder = empty();
    for words in [&["--help"][..], &["-h"], &["check", "--help"], &["sop", "show", "-h"], &["--version"], &["-V"]] {
        let answer = jejak(folder.path(), words);
        assert_eq!(answer.status, 0, "{words:?}: {answer:?}");
        assert!(!answer.out.is_empty() && answer.err.is_empty(), "{words:?}: {answer:?}");
    }
}

/// Who has just broken an SOP asks about that very file.
#[test]
fn an_sop_that_cannot_be_read_is_told_what_is_wrong_with_it() {
    let mut files = base();
    files.insert("sops/contoh/1.yaml".to_owned(), b"nama: \"Layanan Contoh\n".to_vec());
    let office = office(&files);
    for name in ["contoh", "contoh/1", "sops/contoh/1.yaml"] {
        let answer = jejak(office.path(), &["sop", "lint", name]);
        assert_eq!(answer.status, 1, "{name}: {answer:?}");
        assert!(answer.out.contains("yaml-syntax"), "{name}: {answer:?}");
    }
}

/// One file that is too large must not hide what is wrong with the others.
#[test]
fn a_letter_that_is_too_large_is_a_finding() {
    let office = office(&broken());
    let letter = office.path().join("requests/2026/11/20/e-puskesmas/surat-permohonan.md");
    let file = std::fs::File::options().write(true).open(letter).expect("the letter");
    file.set_len(64 * 1024 * 1024).expect("a larger letter");
    let answer = jejak(office.path(), &["check"]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.out.contains("surat-permohonan.md") && answer.out.contains("sop-target"), "{}", answer.out);
}

#[test]
fn an_office_that_is_a_folder_is_a_finding() {
    let mut files = base();
    files.remove("jejak.yaml");
    let office = office(&files);
    std::fs::create_dir(office.path().join("jejak.yaml")).expect("a folder");
    let answer = jejak(office.path(), &["check"]);
    assert_eq!(answer.status, 1, "{answer:?}");
}

// --- Where answers go ------------------------------------------------------------------------------------------------

#[test]
fn a_reader_that_went_away_is_no_failure() {
    let (lawful, unlawful) = (office(&base()), office(&broken()));
    let cases: [(&Path, &[&str], i32); 5] = [
        (lawful.path(), &["explain"], 0),
        (lawful.path(), &["schema", "sop"], 0),
        (lawful.path(), &["--help"], 0),
        (lawful.path(), &["check"], 0),
        (unlawful.path(), &["check", "--format", "json"], 1),
    ];
    for (folder, words, status) in cases {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = program().args(words).current_dir(folder).stdout(writer).output().expect("the program runs");
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        let remarks = String::from_utf8_lossy(&output.stderr);
        assert!(!remarks.contains("panicked") && !remarks.contains("pipe"), "{words:?}: {remarks}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_ends_with_2() {
    let office = office(&base());
    for words in [&["check"][..], &["explain"], &["sop", "list"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a disk that is full");
        let status = program().args(words).current_dir(office.path()).stdout(full).output().expect("the program runs");
        assert_eq!(status.status.code(), Some(2), "{words:?}");
    }
}

#[test]
fn the_findings_of_a_machine_are_nothing_but_json() {
    let office = office(&broken());
    let found = json_of(&jejak(office.path(), &["check", "--format", "json"]));
    let findings = found["findings"].as_array().expect("a list of findings");
    assert!(findings.len() > 1);
    for finding in findings {
        for key in ["rule", "severity", "path", "message", "help"] {
            assert!(finding[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {finding}");
        }
        for key in ["line", "column"] {
            assert!(finding[key].as_u64().is_some_and(|number| number >= 1), "{key} begins at 1: {finding}");
        }
        let severity = finding["severity"].as_str().expect("a word");
        assert!(["error", "warning", "hint"].contains(&severity), "{severity}");
        let path = finding["path"].as_str().expect("a path");
        assert!(office.path().join(path).is_file(), "{path} is a path in the workspace");
    }
    for (key, severity) in [("errors", "error"), ("warnings", "warning"), ("hints", "hint")] {
        let count = findings.iter().filter(|finding| finding["severity"] == severity).count();
        assert_eq!(found[key], json!(count), "{key}");
    }
    let clean = json_of(&jejak(root().join("tests/cases/base").as_path(), &["check", "--format", "json"]));
    assert_eq!(clean["errors"], 0);
}

#[test]
fn sarif_is_what_its_readers_expect() {
    let office = office(&broken());
    let sarif = json_of(&jejak(office.path(), &["check", "--format", "sarif"]));
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list of rules");
    for rule in rules {
        for text in [&rule["shortDescription"]["text"], &rule["help"]["text"], &rule["help"]["markdown"]] {
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{rule}");
        }
    }
    let results = run["results"].as_array().expect("a list of results");
    assert!(results.len() > 1);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number");
        let index = usize::try_from(index).expect("a small number");
        assert_eq!(rules[index]["id"], result["ruleId"], "{result}");
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        let path = place["artifactLocation"]["uri"].as_str().expect("an address");
        assert!(office.path().join(path).is_file(), "{path}");
        let (start, end) = (&place["region"]["startColumn"], &place["region"]["endColumn"]);
        assert!(start.as_u64() >= Some(1) && end.as_u64() > start.as_u64(), "{result}");
    }
}

#[test]
fn sops_are_listed_with_integers() {
    let sops = sops_at(&root(), "2026-11-20");
    assert_eq!(sops.len(), files_below(&root().join("sops")).len());
    for sop in &sops {
        for key in ["slug", "name", "agency"] {
            assert!(sop[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {sop}");
        }
        for key in ["revision", "steps", "lanes", "decisions"] {
            assert!(sop[key].is_u64(), "{key}: {sop}");
        }
        assert!(sop["in_force"].is_boolean(), "{sop}");
    }
    let steps = |slug: &str| sops.iter().find(|sop| sop["slug"] == slug).map(|sop| sop["steps"].clone());
    assert_eq!(steps("kab-tapin-layanan-splp"), Some(json!(15)));
    assert_eq!(steps("prov-bali-integrasi-sistem-aplikasi"), Some(json!(11)));
}

#[test]
fn an_sop_is_in_force_within_its_window_only() {
    let days = [
        ("2023-01-08", false),
        ("2023-01-09", true),
        ("2023-06-01", true),
        ("2023-12-31", true),
        ("2024-01-01", false),
    ];
    for (day, expected) in days {
        let sops = sops_at(&root(), day);
        let bali = sops.iter().find(|sop| sop["slug"] == "prov-bali-integrasi-sistem-aplikasi").expect("Bali");
        assert_eq!(bali["in_force"], expected, "{day}");
    }
}

/// A time without an offset is what the clock in the office shows; the little office is in the zone WITA.
#[test]
fn the_office_reads_times_in_its_own_zone() {
    let office = office(&base());
    let due = json_of(&jejak(
        office.path(),
        &["clock", "--from", "2026-11-20T09:15", "--duration", "1 jam", "--format", "json"],
    ));
    assert_eq!(due["due"], "2026-11-20T10:15:00+08:00");
    for (moment, expected) in [("2026-12-31T23:30", true), ("2027-01-01T00:30", false)] {
        let sops = sops_at(office.path(), moment);
        assert_eq!(sops[0]["in_force"], expected, "{moment} in an SOP whose window ends on 2026-12-31");
    }
}

#[test]
fn a_moment_may_carry_its_own_offset() {
    let folder = empty();
    for moment in ["2026-11-20T10:15:00+08:00", "2026-11-20T10:15+08:00", "2026-11-20T02:15:00Z"] {
        let words = ["clock", "--from", moment, "--duration", "1 jam", "--format", "json"];
        let answer = jejak(folder.path(), &words);
        assert_eq!(answer.status, 0, "{moment}: {answer:?}");
        assert_eq!(json_of(&answer)["due"], "2026-11-20T10:15:00+07:00", "{moment}");
    }
}

// --- Language and colours --------------------------------------------------------------------------------------------

#[test]
fn the_language_is_the_one_that_was_asked_for() {
    let cases: [(&Variables, &[&str], &str); 14] = [
        (&[], &[], "id"),
        (&[("LANG", "C")], &[], "id"),
        (&[("LANG", "id_ID.UTF-8")], &[], "id"),
        (&[("LANG", "en_US")], &[], "en"),
        (&[("LANG", "en_GB.UTF-8")], &[], "en"),
        (&[("LANG", "ms_MY")], &[], "id"),
        (&[("LC_MESSAGES", "en_US"), ("LANG", "id_ID")], &[], "en"),
        (&[("LC_ALL", "C"), ("LANG", "en_US")], &[], "id"),
        (&[("LC_ALL", ""), ("LANG", "en_US")], &[], "en"),
        (&[("LANG", "en_US")], &["--lang", "id"], "id"),
        (&[("LANG", "en_US")], &["--lang=id"], "id"),
        (&[("LANG", "id_ID")], &["--lang", "en"], "en"),
        (&[("LC_ALL", "id_ID")], &["--lang=en"], "en"),
        (&[("LC_ALL", "en_US")], &["--lang=id"], "id"),
    ];
    let office = office(&base());
    for (set, words, lang) in cases {
        let say = |id, en| if lang == "id" { id } else { en };
        let ask = |command: &[&str]| {
            let before = ended(program().envs(set.to_vec()).current_dir(office.path()).args(words).args(command));
            let after = ended(program().envs(set.to_vec()).current_dir(office.path()).args(command).args(words));
            assert_eq!(before.out + &before.err, after.out.clone() + &after.err, "before or behind the command");
            after
        };
        let shown = ask(&["check"]);
        assert!(shown.out.contains(say("Temuan:", "Findings:")), "{set:?} {words:?}: {}", shown.out);
        assert!(shown.err.contains(say("Diperiksa:", "Checked:")), "{set:?} {words:?}: {}", shown.err);
        let help = ask(&["check", "--help"]).out;
        assert!(help.contains(say("Pemakaian:", "Usage:")), "{set:?} {words:?}: {help}");
        let failure = ask(&["explain", "tidak-ada"]).err;
        assert!(failure.contains(say("tidak ada", "there is no")), "{set:?} {words:?}: {failure}");
    }
}

#[test]
fn colours_are_for_terminals_or_for_who_insists() {
    let office = office(&base());
    let is_coloured = |words: &[&str], set: &[(&str, &str)]| {
        let check = [&["check"], words].concat();
        ended(program().envs(set.to_vec()).current_dir(office.path()).args(check)).out.contains('\u{1b}')
    };
    assert!(!is_coloured(&[], &[]), "a pipe is no terminal");
    assert!(!is_coloured(&["--color", "auto"], &[]));
    assert!(!is_coloured(&["--color", "never"], &[]));
    assert!(is_coloured(&["--color", "always"], &[]));
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "what was asked for wins");
    for format in ["json", "github", "sarif"] {
        assert!(!is_coloured(&["--color", "always", "--format", format], &[]), "{format} is for machines");
    }
}

#[cfg(unix)]
#[test]
fn on_a_terminal_there_are_colours_unless_somebody_wants_none() {
    let office = office(&base());
    let is_coloured = |words: &[&str], set: &[(&str, &str)]| {
        let shown = on_a_terminal(office.path(), &[&["check"], words].concat(), set, "");
        assert!(shown.contains("Temuan:"), "{shown}");
        shown.contains('\u{1b}')
    };
    assert!(is_coloured(&[], &[]));
    assert!(is_coloured(&[], &[("NO_COLOR", "")]), "an empty NO_COLOR says nothing");
    assert!(!is_coloured(&[], &[("NO_COLOR", "1")]));
    assert!(!is_coloured(&["--color", "never"], &[]));
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
}

// --- A new workspace -------------------------------------------------------------------------------------------------

#[test]
fn what_init_makes_is_lawful() {
    let all = ["--sop", "kab-tapin-layanan-splp", "--zone", "WITA", "--mail", "pengurus@kominfo.example"];
    for words in [&["init"][..], &["init", "."], &[&["init"], &all[..]].concat()] {
        let folder = empty();
        let made = jejak(folder.path(), words);
        assert_eq!(made.status, 0, "{words:?}: {made:?}");
        let answer = jejak(folder.path(), &["check"]);
        assert_eq!(answer.status, 0, "{words:?}: {answer:?}");
        assert!(!answer.out.contains("kesalahan["), "{}", answer.out);
    }
}

#[test]
fn each_sop_alone_makes_a_lawful_workspace() {
    for path in files_below(&root().join("sops")).keys() {
        let slug = path.split('/').next().expect("a folder");
        let folder = empty();
        let made = jejak(folder.path(), &["init", "kantor/baru", "--sop", slug]);
        assert_eq!(made.status, 0, "{slug}: {made:?}");
        let office = folder.path().join("kantor/baru");
        assert_eq!(jejak(&office, &["check"]).status, 0, "{slug}");
        let made: Vec<String> = files_below(&office.join("sops")).into_keys().collect();
        assert_eq!(made, [format!("{slug}/1.yaml")]);
    }
}

#[test]
fn init_leaves_alone_what_a_new_repository_holds() {
    let folder = empty();
    write(folder.path(), ".git/config", "[core]\n");
    write(folder.path(), "README.md", "# Kantor\n");
    assert_eq!(jejak(folder.path(), &["init"]).status, 0);
    let files = files_below(folder.path());
    assert_eq!(files[".git/config"], b"[core]\n");
    assert_eq!(files["README.md"], b"# Kantor\n");
}

#[test]
fn init_refuses_a_used_folder_and_changes_nothing() {
    let used = [
        "jejak.yaml",
        "tanggapan.yaml",
        "sops/contoh/1.yaml",
        "people/a.yaml",
        "requests/README.md",
        "calendars/nasional.yaml",
        "templates/surat/disposisi.md.tera",
        "site/schema/sop.schema.json",
        ".gitignore",
        ".gitattributes",
    ];
    for path in used {
        let folder = empty();
        write(folder.path(), path, "milik orang lain\n");
        let before = snapshot(folder.path());
        let answer = jejak(folder.path(), &["init"]);
        assert!(answer.is_failure(), "{path}: {answer:?}");
        assert_eq!(snapshot(folder.path()), before, "{path}");
    }
}

#[test]
fn init_refuses_to_be_repeated() {
    let folder = empty();
    assert_eq!(jejak(folder.path(), &["init"]).status, 0);
    let before = snapshot(folder.path());
    assert!(jejak(folder.path(), &["init", "--name", "Lain"]).is_failure());
    assert_eq!(snapshot(folder.path()), before);
}

#[cfg(unix)]
#[test]
fn init_never_writes_through_a_link() {
    for name in ["jejak.yaml", "sops", "site", "templates", ".gitignore"] {
        let (folder, elsewhere) = (empty(), empty());
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(name)).expect("a link");
        let answer = jejak(folder.path(), &["init"]);
        assert!(answer.is_failure(), "{name}: {answer:?}");
        assert_eq!(snapshot(elsewhere.path()), Vec::new(), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn init_into_a_read_only_place_leaves_nothing() {
    let folder = empty();
    allow(folder.path(), 0o555);
    for words in [&["init"][..], &["init", "kantor"]] {
        let answer = ended(obedient(folder.path()).current_dir(folder.path()).args(words));
        assert!(answer.is_failure(), "{words:?}: {answer:?}");
        assert_eq!(snapshot(folder.path()), Vec::new(), "{words:?}");
    }
    allow(folder.path(), 0o755);
}

/// A file stands where a folder has to be, so the work fails when half of it is done.
#[test]
fn init_that_fails_half_way_leaves_nothing() {
    for path in ["templates", "site", "site/schema"] {
        let folder = empty();
        write(folder.path(), path, "bukan folder\n");
        let before = snapshot(folder.path());
        let answer = jejak(folder.path(), &["init"]);
        assert!(answer.is_failure(), "{path}: {answer:?}");
        assert_eq!(snapshot(folder.path()), before, "{path}");
    }
}

/// The shell lets no file grow beyond some kilobytes, which is what a full disk looks like.
#[cfg(unix)]
#[test]
fn init_onto_a_full_disk_leaves_nothing() {
    let folder = empty();
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" init kantor/baru";
    let answer = ended(frozen(&mut Command::new("sh")).args(["-c", script, PROGRAM]).current_dir(folder.path()));
    assert!(answer.is_failure(), "{answer:?}");
    assert_eq!(snapshot(folder.path()), Vec::new());
}

#[test]
fn where_nobody_sits_at_a_terminal_nothing_is_asked() {
    let (asked, unasked) = (empty(), empty());
    write(asked.path(), "jawaban", "Kantor lain\n1\nsalah\n");
    let answers = std::fs::File::open(asked.path().join("jawaban")).expect("the answers");
    let answer = ended(program().current_dir(asked.path()).args(["init", "kantor"]).stdin(answers));
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(!answer.err.contains("Judul situs"), "{}", answer.err);
    assert_eq!(jejak(unasked.path(), &["init", "kantor"]).status, 0);
    let made = |folder: &TempDir| files_below(&folder.path().join("kantor"));
    assert_eq!(made(&asked), made(&unasked), "what lay on standard input changed nothing");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_the_clerk_is_asked() {
    let folder = empty();
    let typed = "Kantor Kami\n3, 5\nanda@kominfo.example\n";
    let shown = on_a_terminal(folder.path(), &["init", "kantor"], &[], typed);
    for question in ["Judul situs", "SOP yang dipakai", "Alamat surel pengurus"] {
        assert!(shown.contains(question), "{shown}");
    }
    let files = files_below(&folder.path().join("kantor"));
    let (workspace, _) = read(&files);
    let office = workspace.office.expect("an office");
    assert_eq!(office.name.value, "Kantor Kami");
    let sops: Vec<&str> = workspace.sops.keys().map(|sop| sop.slug.as_str()).collect();
    assert_eq!(sops, ["kab-tapin-layanan-splp", "prov-bali-integrasi-sistem-aplikasi"]);
    assert!(String::from_utf8_lossy(&files["people/pengurus.yaml"]).contains("anda@kominfo.example"));
}

#[test]
fn names_survive_a_round_trip() {
    let names = [
        "Lacak \"Permohonan\"",
        "it's",
        "'",
        "\"",
        "Dinas: Kominfo",
        "akhir:",
        ": awal",
        "{kantor}",
        "a {b} c",
        "}",
        "[x, y]",
        "a, b",
        "- butir",
        "# bukan komentar",
        "x #y",
        "baris 1\nbaris 2: dua\n  - tiga",
        "a\tb \u{a0} c\u{2028}d",
        "true",
        "null",
        "~",
        "0012",
        "1e5",
        "2026-11-20",
        "&a *b !c %d @e `f`",
        "| >",
        "---",
        "...",
        "? x",
        "<<",
        "\\n \\u0041 \\",
        "{{ nama }} {% if x %}",
        "${HOME} $(id)",
        "Dinas Késéhatan 😀",
        &"kata ".repeat(60),
    ];
    for name in names {
        let folder = empty();
        let argument = format!("--name={name}");
        let made = jejak(folder.path(), &["init", "--sop", "kab-tapin-layanan-splp", &argument]);
        assert_eq!(made.status, 0, "{name:?}: {made:?}");
        assert_eq!(jejak(folder.path(), &["check"]).status, 0, "{name:?}");
        let (workspace, _) = read(&files_below(folder.path()));
        assert_eq!(workspace.office.expect("an office").name.value, folded(name), "{name:?}");
    }
}

/// Signs that nobody sees could make one title look like another.
#[test]
fn a_name_with_invisible_signs_makes_no_unlawful_workspace() {
    for sign in ['\u{200f}', '\u{202e}', '\u{feff}', '\u{200b}', '\u{7}', '\u{1b}'] {
        let folder = empty();
        let name = format!("--name=Kantor {sign}Kami");
        let made = jejak(folder.path(), &["init", &name]);
        if made.status == 2 {
            assert_eq!(snapshot(folder.path()), Vec::new(), "{sign:?}");
            continue;
        }
        assert_eq!(jejak(folder.path(), &["check"]).status, 0, "{sign:?}");
        let (workspace, _) = read(&files_below(folder.path()));
        let title = workspace.office.expect("an office").name.value;
        assert!(!title.contains(sign), "{sign:?} stands in the title {title:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        rng_seed: RngSeed::Fixed(20_261_120),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_the_name_is_it_is_read_back(name in "[ -~À-ſ€あ-ん😀-😏\n\t]{1,60}") {
        prop_assume!(!folded(&name).is_empty());
        let files = made_in_memory(&name);
        let (workspace, findings) = read(&files);
        prop_assert!(findings.is_empty(), "{findings:#?}");
        prop_assert_eq!(workspace.office.expect("an office").name.value, folded(&name));
    }
}

/// The files of a new workspace with one SOP.
fn made_in_memory(name: &str) -> Files {
    let slug = "kab-tapin-layanan-splp";
    let own = files_below(&root().join("sops").join(slug));
    let own: Files = own.into_iter().map(|(path, bytes)| (format!("sops/{slug}/{path}"), bytes)).collect();
    let (carried, _) = read(&own);
    let sops: Vec<&SopDraft> = carried.sops.values().collect();
    let slugs = sops.iter().map(|sop| sop.id.slug.clone()).collect();
    let choice =
        Choice { name: name.to_owned(), sops: slugs, zone: None, mail: init::SAMPLE_MAIL.to_owned(), forge: None };
    let text = |(path, bytes): (WorkPath, Vec<u8>)| (path.as_str().to_owned(), bytes);
    init::files(&choice, &sops).into_iter().map(text).collect()
}

/// A name on one line.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

// --- Links and devices -----------------------------------------------------------------------------------------------

#[cfg(unix)]
mod links {
    use super::*;

    const SECRET: &str = "sandi: jangan dibaca";

    /// The little office with a link in it, and what is found there.
    fn with_link(path: &str, target: impl FnOnce(&Path) -> PathBuf) -> Value {
        let (outside, office) = (empty(), office(&base()));
        write(outside.path(), "rahasia", SECRET);
        let link = office.path().join(path);
        std::os::unix::fs::symlink(target(outside.path()), &link).expect("a link");
        for format in ["text", "json", "github", "sarif"] {
            let answer = jejak(office.path(), &["check", "--format", format]);
            assert_eq!(answer.status, 1, "{path}: {answer:?}");
            assert!(!answer.out.contains(SECRET), "{path} --format {format} shows what lies outside:\n{}", answer.out);
        }
        let found = json_of(&jejak(office.path(), &["check", "--format", "json"]));
        let findings = found["findings"].as_array().expect("a list of findings");
        let at_link = |finding: &&Value| finding["path"] == path && finding["rule"] == "path";
        assert_eq!(findings.iter().filter(at_link).count(), 1, "{path}: {found:#}");
        found
    }

    #[test]
    fn a_link_to_a_file_is_a_finding_and_never_read() {
        for path in ["people/tamu.yaml", "requests/2026/11/20/e-puskesmas/lampiran.md", "sops/contoh/2.yaml"] {
            with_link(path, |outside| outside.join("rahasia"));
        }
    }

    #[test]
    fn a_link_to_nothing_is_a_finding() {
        with_link("people/tamu.yaml", |outside| outside.join("tidak-ada"));
    }

    #[test]
    fn a_link_to_a_folder_is_a_finding_and_never_entered() {
        let found = with_link("people/tamu", Path::to_path_buf);
        assert_eq!(found["errors"], 1, "{found:#}");
    }

    /// The top folders too: what lies behind the link is no part of the workspace.
    #[test]
    fn a_top_folder_that_is_a_link_is_never_entered() {
        let (outside, mut files) = (empty(), base());
        files.retain(|path, bytes| {
            let moved = path.starts_with("sops/");
            if moved {
                write(outside.path(), path, &String::from_utf8_lossy(bytes));
            }
            !moved
        });
        let office = office(&files);
        std::os::unix::fs::symlink(outside.path().join("sops"), office.path().join("sops")).expect("a link");
        let found = json_of(&jejak(office.path(), &["check", "--format", "json"]));
        let findings = found["findings"].as_array().expect("a list of findings");
        assert!(findings.iter().any(|finding| finding["path"] == "sops" && finding["rule"] == "path"), "{found:#}");
        let behind = |finding: &Value| finding["path"].as_str().is_some_and(|path| path.starts_with("sops/"));
        assert!(!findings.iter().any(behind), "{found:#}");
        let listed = jejak(office.path(), &["sop", "list"]).out;
        assert!(!listed.contains("contoh/1"), "{listed}");
    }

    /// Whoever opens a pipe that nobody writes to waits for ever.
    #[test]
    fn a_pipe_in_the_workspace_is_a_finding() {
        let office = office(&base());
        let path = office.path().join("people/tamu.yaml");
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
        for format in ["text", "json"] {
            let mut command = Command::new("timeout");
            let check = [PROGRAM, "check", "--format", format];
            let answer = ended(frozen(&mut command).arg("20").args(check).current_dir(office.path()));
            assert_eq!(answer.status, 1, "--format {format} (124 is a program that hangs): {answer:?}");
            assert!(answer.out.contains("people/tamu.yaml"), "{}", answer.out);
        }
    }
}

// --- Schemas ---------------------------------------------------------------------------------------------------------

/// Reads schemas and files from standard input, as an editor would, and prints what the schemas refuse.
const JUDGE: &str = r"
import json, re, sys
import yaml
from jsonschema import Draft7Validator


class Editor(yaml.BaseLoader):
    '''Every scalar is text, apart from what YAML 1.2 (and so an editor) takes for something else.'''


def takes(kind, form, first, make):
    tag = 'tag:yaml.org,2002:' + kind
    Editor.add_implicit_resolver(tag, re.compile(form), first)
    Editor.add_constructor(tag, lambda loader, node: make(node.value))


takes('null', r'(?:~|null|Null|NULL|)\Z', ['~', 'n', 'N', ''], lambda text: None)
takes('bool', r'(?:true|True|TRUE|false|False|FALSE)\Z', list('tTfF'), lambda text: text.lower() == 'true')
takes('int', r'[-+]?[0-9]+\Z', list('-+0123456789'), int)

task = json.load(sys.stdin)
for path, kind, text in task['files']:
    found = Draft7Validator(task['schemas'][kind]).iter_errors(yaml.load(text, Editor))
    print(json.dumps([path, [f'{list(one.absolute_path)}: {one.message}' for one in found]]))
";

#[test]
fn the_schemas_accept_every_file_that_is_lawful() {
    let mut files = base();
    for folder in ["sops", "calendars"] {
        let own = files_below(&root().join(folder));
        files.extend(own.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }
    let judged = judged(files);
    assert!(judged.len() > 10, "{judged:?}");
    let refused: Vec<String> = judged
        .into_iter()
        .flat_map(|(path, faults)| faults.into_iter().map(move |fault| format!("{path} {fault}")))
        .collect();
    assert!(refused.is_empty(), "an editor would mark these as wrong:\n{}", refused.join("\n"));
}

#[test]
fn the_schemas_refuse_a_misspelt_key() {
    let request = "requests/2026/11/20/e-puskesmas/request.yaml";
    let cases = [
        ("jejak.yaml", "forge:", "forj:"),
        ("jejak.yaml", "{alamat:", "{almat:"),
        ("tanggapan.yaml", "waktu:", "wakt:"),
        ("sops/contoh/1.yaml", "akhir:", "akir:"),
        ("sops/contoh/1.yaml", "penerima:", "penrima:"),
        ("sops/contoh/1.yaml", "terikat:", "terkait:"),
        (request, "aplikasi:", "aplikasii:"),
        (request, "hasil:", "hasl:"),
        (request, "{berkas: disposisi.pdf, nomor:", "{berkas: disposisi.pdf, nomer:"),
        ("requests/2026/11/20/e-puskesmas/surat-permohonan.md", "hal:", "hl:"),
        ("people/kepala-bidang.yaml", "peran:", "pran:"),
        ("people/kepala-bidang.yaml", "sampai:", "smpai:"),
        ("calendars/nasional.yaml", "mengikuti:", "mengikti:"),
        ("calendars/nasional.yaml", "singkat:", "singkt:"),
    ];
    let misspelt = cases.map(|(path, right, wrong)| {
        let file = changed(base(), path, right, wrong).remove(path).expect("the file stands there");
        (path.to_owned(), file)
    });
    let lawful = judged(base());
    for ((path, _, wrong), (_, faults)) in cases.iter().zip(judged(misspelt)) {
        let (_, before) = lawful.iter().find(|(lawful, _)| lawful == path).expect("the file has a schema");
        let key = wrong.trim_end_matches(':').rsplit([' ', '{']).next().expect("a word");
        let told = faults.iter().any(|fault| fault.contains(key) && !before.contains(fault));
        assert!(told, "{path} with {wrong} is refused, and the key is named: {faults:?}");
    }
}

/// What the schemas say against each file that has one.
fn judged(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<(String, Vec<String>)> {
    let schemas: serde_json::Map<String, Value> = init::schema_files()
        .into_iter()
        .map(|(path, bytes)| {
            let kind = path.file_name().trim_end_matches(".schema.json").to_owned();
            (kind, serde_json::from_slice(&bytes).expect("a schema is JSON"))
        })
        .collect();
    let files: Vec<Value> = files
        .into_iter()
        .filter_map(|(path, bytes)| {
            let kind = kind_of(&path)?;
            let text = std::str::from_utf8(&bytes).ok()?;
            let text = if kind == "letter" { text.split("---\n").nth(1)? } else { text };
            Some(json!([path, kind, text]))
        })
        .collect();
    let task = empty();
    write(task.path(), "task.json", &json!({"schemas": schemas, "files": files}).to_string());
    let task = std::fs::File::open(task.path().join("task.json")).expect("the task");
    let answer = ended(frozen(&mut Command::new("python3")).args(["-c", JUDGE]).stdin(task));
    let told = &answer.err;
    assert_eq!(
        answer.status, 0,
        "the schemas cannot be asked; run scripts/test, which installs what it takes:\n{told}"
    );
    answer.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The schema of a file, as its first line names it.
fn kind_of(path: &str) -> Option<&'static str> {
    Some(match path.split('/').next()? {
        "jejak.yaml" => "office",
        "tanggapan.yaml" => "answers",
        "sops" => "sop",
        "people" => "person",
        "calendars" => "calendar",
        "requests" if path.ends_with("/request.yaml") => "request",
        "requests" if Path::new(path).extension()? == "md" => "letter",
        _ => return None,
    })
}

// --- Helpers ---------------------------------------------------------------------------------------------------------

/// How the program answered.
#[derive(Debug)]
struct Answer {
    status: i32,
    out: String,
    err: String,
}

impl Answer {
    /// The work was not done: nothing is answered, and a remark says why.
    fn is_failure(&self) -> bool {
        self.status == 2 && self.out.is_empty() && !self.err.is_empty()
    }
}

/// Runs the program in a folder; nobody sits at a terminal.
fn jejak(folder: &Path, words: &[&str]) -> Answer {
    ended(program().current_dir(folder).args(words))
}

fn program() -> Command {
    let mut command = Command::new(PROGRAM);
    frozen(&mut command);
    command
}

/// The same on every machine and for everybody.
fn frozen(command: &mut Command) -> &mut Command {
    for name in SET_BY_PEOPLE {
        command.env_remove(name);
    }
    command.stdin(Stdio::null())
}

fn ended(command: &mut Command) -> Answer {
    let output = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
    let status = output.status.code().expect("the program ends by itself");
    Answer { status, out: text(output.stdout), err: text(output.stderr) }
}

/// The program with no more power than anybody has: to root, the permissions of files mean nothing.
#[cfg(unix)]
fn obedient(closed: &Path) -> Command {
    let probe = closed.join("coba");
    let is_root = std::fs::write(&probe, "").is_ok();
    if !is_root {
        return program();
    }
    std::fs::remove_file(probe).expect("the probe can be removed");
    let mut command = Command::new("setpriv");
    frozen(&mut command).args(["--bounding-set=-dac_override,-dac_read_search", PROGRAM]);
    command
}

#[cfg(unix)]
fn allow(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("the permissions can be set");
}

/// Runs the program on a terminal on which somebody types; returns what the terminal shows.
#[cfg(unix)]
fn on_a_terminal(folder: &Path, words: &[&str], set: &[(&str, &str)], typed: &str) -> String {
    let script = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let keys = empty();
    write(keys.path(), "keys", typed);
    let keys = std::fs::File::open(keys.path().join("keys")).expect("the keys");
    let mut command = Command::new("python3");
    frozen(&mut command).args(["-c", script, PROGRAM]).args(words).envs(set.to_vec());
    let answer = ended(command.current_dir(folder).stdin(keys));
    assert_eq!(answer.status, 0, "{answer:?}");
    answer.out
}

fn empty() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A workspace on disk.
fn office(files: &Files) -> TempDir {
    let folder = empty();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
        std::fs::write(path, bytes).expect("a new file");
    }
    folder
}

/// The little office, with an arrow into the void and a misspelt key.
fn broken() -> Files {
    let files = changed(base(), "sops/contoh/1.yaml", "hasil: lengkap, ke: 4", "hasil: lengkap, ke: 40");
    changed(files, "people/dinkes-a.yaml", "jabatan:", "jabatn:")
}

fn changed(mut files: Files, path: &str, right: &str, wrong: &str) -> Files {
    let file = files.get_mut(path).expect("the file stands there");
    let text = String::from_utf8(file.clone()).expect("the file is text");
    assert!(text.contains(right), "{path} holds {right:?}");
    *file = text.replacen(right, wrong, 1).into_bytes();
    files
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a new folder");
    std::fs::write(path, text).expect("a new file");
}

/// Everything below a folder: names, folders and links too, and every byte.
fn snapshot(folder: &Path) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).sort_by_file_name();
    let entry = |entry: walkdir::DirEntry| {
        let bytes = entry.file_type().is_file().then(|| std::fs::read(entry.path()).expect("the file can be read"));
        (entry.into_path(), bytes)
    };
    entries.into_iter().map(|found| entry(found.expect("the folder can be walked"))).collect()
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).expect("the answer is JSON and nothing else")
}

fn sops_at(folder: &Path, moment: &str) -> Vec<Value> {
    let answer = jejak(folder, &["sop", "list", "--format", "json", "--at", moment]);
    json_of(&answer).as_array().expect("a list of SOPs").clone()
}

#[test]
fn a_wrong_command_line_is_answered_in_the_language_of_the_messages() {
    let run = |lang: &str, words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
        command.env_clear().env("LANG", lang).args(words);
        let output = command.output().expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (words, id, en) in [
        (
            &["check", "--rang", "x"][..],
            "argumen `--rang` tidak dikenal. Mungkin maksud Anda `--range`?",
            "unexpected argument",
        ),
        (&["auditt"], "perintah `auditt` tidak dikenal. Mungkin maksud Anda `audit`?", "unrecognized subcommand"),
        (&["status"], "masih diperlukan: <PERMOHONAN>.", "were not provided"),
        (
            &["check", "--format", "pdf"],
            "`pdf` bukan isi yang tepat bagi `--format <BENTUK>`. Pilihannya: text, json",
            "invalid value",
        ),
        (&["check", "--range"], "`--range <A..B>` memerlukan isi.", "a value is required"),
        (&["check", "--range", "a", "--staged"], "tidak dapat dipakai bersama", "cannot be used with"),
        (&["demo", "--requests", "banyak"], "`banyak` bukan isi yang tepat bagi `--requests <N>`.", "invalid value"),
        (&["sop"], "Pemakaian: jejak sop", "Usage: jejak sop"),
        (&[], "Pemakaian: jejak", "Usage: jejak"),
    ] {
        let (indonesian, english) = (run("id_ID.UTF-8", words), run("en_US.UTF-8", words));
        assert!(indonesian.contains(id), "{words:?}: {indonesian}");
        assert!(
            !["Usage:", "error:", "[OPTIONS]", "COMMAND"].iter().any(|word| indonesian.contains(word)),
            "{words:?}: {indonesian}"
        );
        assert!(english.contains(en), "{words:?}: {english}");
        assert!(run("id_ID.UTF-8", &[words, &["--lang", "en"]].concat()).contains(en), "{words:?} --lang en");
    }
}

/// No word of the library that reads the command line stands in the Indonesian help, and no Indonesian one in the English.
#[test]
fn help_speaks_one_language() {
    let commands = std::fs::read_to_string(root().join("tests/golden/help/commands.txt")).expect("the commands");
    let help = |lang: &str, command: &str| {
        ended(program().args(["--lang", lang]).args(command.split_whitespace()).arg("--help")).out
    };
    let names = |help: &str| -> std::collections::BTreeSet<String> {
        let of_value = |c: char| c.is_ascii_uppercase() || "/=.".contains(c);
        let marked = help.split(['<', '[']).skip(1).filter_map(|rest| rest.split_once(['>', ']']));
        let marked = marked.map(|(name, _)| name.trim_end_matches('.').to_owned());
        marked.filter(|name| !name.is_empty() && name.chars().all(of_value)).collect()
    };
    let both = ["A..B", "COMMIT", "FOLDER", "ID", "N", "SHELL", "SLUG", "SOP"];
    for command in commands.lines().chain([""]) {
        let (id, en) = (help("id", command), help("en", command));
        for word in ["[OPTIONS]", "[default", "possible values", "COMMAND", "Usage", "default:"] {
            assert!(!id.contains(word), "{command}: `{word}` in {id}");
        }
        for word in ["[PILIHAN]", "[default", "possible values", "PERINTAH", "bawaan", "pilihan:"] {
            assert!(!en.contains(word), "{command}: `{word}` in {en}");
        }
        let shared: Vec<String> = names(&id).intersection(&names(&en)).cloned().collect();
        let foreign: Vec<&String> = shared.iter().filter(|name| !both.contains(&name.as_str())).collect();
        assert_eq!(foreign, Vec::<&String>::new(), "{command}: names of values in one language only");
    }
}
