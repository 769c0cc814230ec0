//! The checker, the hook, and what surrounds them.

use std::time::{Duration, Instant};

use crate::support::register::{Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN, rules_of};
use crate::support::server::{self, Server, git, jejak, now, said};

#[test]
fn c10_the_protection_is_off_for_a_minute() {
    let server = Server::new();
    let clone = server.clone("a");
    let hook = server.bare.join("hooks/pre-receive");
    let away = server.bare.join("hooks/pre-receive.off");
    std::fs::rename(&hook, &away).expect("the hook goes");
    let grown = clone.grown(server.start, REQUEST, server::STEP);
    let direct = clone.commit(&[(REQUEST, Some(grown))], server::APPLICANT, &[server.start], now());
    assert!(clone.land(direct).status.success());
    std::fs::rename(&away, &hook).expect("the hook is back");
    let audit = server.audit();
    assert_eq!((&audit["unlawful"], &audit["answered"]), (&1.into(), &0.into()));
    assert_eq!(audit["findings"][0]["rule"], "landing-way");
    assert_eq!(audit["findings"][0]["commit"], direct.to_string());
}

#[test]
fn c11_a_hook_that_is_gone_crashes_or_hangs() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let text = std::fs::read_to_string(server.bare.join("hooks/pre-receive")).expect("the hook");
    assert!(
        text.contains("set -eu") && text.contains("exec '/"),
        "an absolute path, and no way around a failure: {text}"
    );
    for broken in [
        text.replace("exec '", "exec '/tidak/ada"),
        text.replace("exec '", "kill -SEGV $$; exec '"),
        text.replace("hook pre-receive", "hook pre-receive --timeout 0"),
    ] {
        server.hook(|_| broken.clone());
        server.refuses(&clone, &[&format!("{landing}:refs/heads/main")], "pre-receive hook declined");
    }
}

#[test]
fn c13_names_that_look_like_options() {
    let register = Register::start(|_| {});
    let folder = register.history.folder.path();
    let mark = folder.join("dijalankan");
    let evil = format!("--upload-pack=touch {}", mark.display());
    for words in [
        vec!["check", "--range", &evil],
        vec!["check", "--range=-x..-y"],
        vec!["audit", "--branch", "--output=x"],
        vec!["audit", "--start", "-1"],
        vec!["status", "--", "--help"],
    ] {
        let output = jejak(folder, &words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
        assert!(!mark.exists(), "{words:?} ran something");
    }
    // A branch may bear such a name; it is a name and nothing else.
    let reference = folder.join("refs/heads/-x");
    std::fs::write(&reference, format!("{}\n", register.head())).expect("a branch");
    assert_eq!(jejak(folder, &["audit", "--branch=refs/heads/-x"]).status.code(), Some(0));
}

#[test]
fn c14_a_repository_within_the_repository_runs_nothing() {
    let server = Server::new();
    let clone = server.clone("a");
    let mark = clone.folder.join("dijalankan");
    let inner = clone.folder.join("site/titipan");
    std::fs::create_dir_all(&inner).expect("a folder");
    assert!(git(&inner).args(["init", "-q", "--bare", "."]).status().expect("git runs").success());
    let command = format!("touch {}", mark.display());
    for name in ["core.fsmonitor", "core.pager", "core.hooksPath", "diff.external"] {
        assert!(git(&inner).args(["config", name, &command]).status().expect("git runs").success());
    }
    for folder in [&clone.folder, &inner] {
        for words in [&["check"][..], &["check", "--staged"], &["audit"], &["doctor"], &["queue"]] {
            let output = jejak(folder, words);
            assert!(output.status.code().is_some(), "{words:?}");
            assert!(!mark.exists(), "{words:?} ran a command of the repository within");
        }
    }
}

#[test]
fn c16_a_procedure_is_loosened_and_tightened_again() {
    let mut register = Register::start(|_| {});
    let tight = register.files["sops/contoh/1.yaml"].clone();
    register.change(|files| {
        files.replace(
            "sops/contoh/1.yaml",
            "    pelaksana: [tim-it]\n    kelengkapan: [lembar-disposisi]",
            "    pelaksana: [bidang]\n    kelengkapan: [lembar-disposisi]",
        );
    });
    register.merge((HEAD, None), (STEWARD, None));
    assert_eq!(register.last(), ["sop-frozen"]);
    register.change(Files::step_3).merge((HEAD, None), (STEWARD, None));
    assert_eq!(register.last(), ["lane-authority"], "the standing revision still asks for the technician");
    register.files.insert("sops/contoh/1.yaml".to_owned(), tight);
    register.merge((TECHNICIAN, None), (TECHNICIAN, None));
    assert_eq!(register.last(), [""; 0], "landing again what stands is lawful, by anyone");
    let audit = register.audit();
    assert_eq!(rules_of(&audit, 1), ["sop-frozen"], "and the wrong landing stays wrong");
}

/// A history that never changes, with the verdicts that it was given. A rule that would judge it otherwise is another rule.
#[test]
fn c17_old_verdicts_stay_what_they_were() {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(|files| files.append(REQUEST, "  - langkah: 1\n    catatan: Dilengkapi\n"));
    register.direct(TECHNICIAN, None);
    register.change(|files| files.write("site/berita.md", "x\n")).merge((STEWARD, None), (STEWARD, None));
    let audit = register.audit();
    let verdicts: Vec<Vec<String>> = (0..audit.verdicts.len()).map(|n| rules_of(&audit, n)).collect();
    let expected: [&[&str]; 5] =
        [&[], &[], &["step-in-place"], &["landing-way", "lane-authority", "step-documents"], &["policy-steward"]];
    assert_eq!(verdicts, expected);
}

#[test]
fn c20_no_text_makes_a_rule_slow() {
    let texts = [
        "((((((a*)*)*)*)*",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
        "- - - - - - ",
        "[[[[{{{{",
        "8888 8888 8888 ",
        "@@@@@@.@@@",
    ];
    for text in texts {
        let mut register = Register::start(|_| {});
        let note = text.repeat(60_000 / text.len()).replace('\'', "");
        register.change(|files| files.append(REQUEST, &format!("  - jeda: '{note}'\n")));
        let started = Instant::now();
        register.merge((TECHNICIAN, None), (HEAD, None));
        drop(register.audit());
        assert!(started.elapsed() < Duration::from_secs(20), "{text}: {:?}", started.elapsed());
    }
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.hook(|text| text.replace("hook pre-receive", "hook pre-receive --timeout 0"));
    server.refuses(&clone, &[&format!("{landing}:refs/heads/main")], "belum dapat dinilai");
}
