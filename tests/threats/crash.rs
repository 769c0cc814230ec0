//! Availability: killed, corrupted, cut off, crowded, restored from an old copy.

use std::process::Stdio;
use std::time::Duration;

use jejak::model::say::Lang;
use jejak::shell::git::GitError;

use crate::support::files_below;
use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, TECHNICIAN};
use crate::support::server::{self, STEP, Server, git, jejak, now, said};

#[test]
fn a01_killed_in_the_middle_of_a_push() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let original = std::fs::read_to_string(server.bare.join("hooks/pre-receive")).expect("the hook");
    // The hook kills the process that called it, git itself, before or after it has judged.
    for text in [
        original.replace("exec ", "kill -9 $PPID; exec "),
        format!("{}\nkill -9 $PPID\nsleep 1\n", original.replace("exec ", "")),
    ] {
        server.hook(|_| text.clone());
        assert!(!clone.land(landing).status.success());
        assert_eq!(server.head(), server.start, "the old tip or the new one, nothing between");
        assert_eq!(server.audit()["unverifiable"], 0);
    }
    // What such a death can leave behind blocks everybody, and doctor says how to get rid of it.
    server.hook(|_| original.clone());
    let lock = server.bare.join("refs/heads/main.lock");
    std::fs::write(&lock, "").expect("a lock");
    let old = std::fs::File::options().write(true).open(&lock).expect("the lock");
    old.set_modified(past(Duration::from_mins(11))).expect("an older lock");
    assert!(!clone.land(landing).status.success(), "the lock blocks");
    let told = String::from_utf8_lossy(&jejak(&server.bare, &["doctor"]).stdout).into_owned();
    let command = told.lines().find_map(|line| line.split("hapus: ").nth(1)).expect("a remedy").trim().to_owned();
    assert!(command.starts_with("rm -- "), "{command}");
    assert!(std::process::Command::new("sh").args(["-c", &command]).status().expect("a shell").success());
    server.takes(&clone, landing);
}

#[expect(clippy::disallowed_methods, reason = "the age of a file is told by the machine's clock")]
fn past(ago: Duration) -> std::time::SystemTime {
    std::time::SystemTime::now() - ago
}

/// A register of five landings whose objects all lie alone.
fn register() -> Register {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(|files| files.append(REQUEST, STEP)).merge((CLERK, None), (HEAD, None));
    register
}

#[test]
fn a07_a_corrupted_or_missing_object_is_never_lawful() {
    let register = register();
    let folder = register.history.folder.path();
    let objects = folder.join("objects");
    let whole = jejak(folder, &["audit", "--branch", "main"]);
    assert_eq!(whole.status.code(), Some(0), "{}", String::from_utf8_lossy(&whole.stdout));
    let mut unverified = 0;
    for path in files_below(&objects).into_keys().filter(|path| path.len() == 41) {
        let path = objects.join(path);
        let bytes = std::fs::read(&path).expect("an object");
        let allow = |path: &std::path::Path| {
            let mut permissions = std::fs::metadata(path).expect("a file").permissions();
            #[expect(clippy::permissions_set_readonly_false, reason = "it is taken back at once")]
            permissions.set_readonly(false);
            std::fs::set_permissions(path, permissions).expect("permissions");
        };
        allow(&path);
        for broken in [None, Some(bytes[..bytes.len() / 2].to_vec()), Some(b"x".to_vec())] {
            match broken {
                None => std::fs::remove_file(&path).expect("it goes"),
                Some(broken) => std::fs::write(&path, broken).expect("it breaks"),
            }
            let output = jejak(folder, &["audit", "--branch", "main"]);
            let code = output.status.code();
            // What no landing and no policy depends on may be missing: nothing is claimed of it.
            assert!(
                code == Some(2) || code == Some(0) && output.stdout == whole.stdout,
                "{}: {code:?}",
                path.display()
            );
            unverified += usize::from(code == Some(2));
        }
        std::fs::write(&path, &bytes).expect("it is healed");
    }
    assert!(unverified > 30, "only {unverified} gaps were noticed");
    assert_eq!(jejak(folder, &["audit", "--branch", "main"]).stdout, whole.stdout);
}

#[test]
fn a15_what_depends_on_a_missing_object_is_shown_so_everywhere() {
    let register = register();
    let folder = register.history.folder.path();
    let request = |tree: &git2::Tree| tree.get_path(std::path::Path::new(REQUEST)).expect("the request").id();
    let head = register.history.repository.find_commit(register.head()).expect("the head");
    let lost = request(&head.parent(0).expect("a landing").tree().expect("its tree")).to_string();
    let run = |words: &[&str]| {
        let output = jejak(folder, &[words, &["--branch", "main"]].concat());
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let out = folder.join("situs");
    let site =
        || files_below(&out).into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()));
    let build = ["build", "--at", "2026-11-20T10:00", "--first", "--out", &out.to_string_lossy()];
    for (missing, code) in [(false, Some(0)), (true, Some(2))] {
        if missing {
            std::fs::remove_file(folder.join("objects").join(&lost[..2]).join(&lost[2..])).expect("it goes");
        }
        for words in [&["status", "e-puskesmas"][..], &["queue"]] {
            let (ended, told) = run(words);
            assert_eq!((ended, told.contains("tidak dapat diverifikasi")), (code, missing), "{words:?}: {told}");
            let (ended, told) = run(&[words, &["--format", "json"]].concat());
            let value: serde_json::Value = serde_json::from_str(&told).expect("JSON");
            let row = if value.is_array() { &value[0] } else { &value };
            assert_eq!((ended, row["unverifiable"].is_string()), (code, missing), "{words:?}: {told}");
        }
        assert_eq!(run(&build).0, code);
        let page = site()
            .find(|(path, _)| path.starts_with("permohonan/") && path.ends_with("e-puskesmas/index.html"))
            .expect("its page")
            .1;
        assert_eq!(page.contains("Tidak dapat diverifikasi."), missing);
        for name in ["umpan.xml", "cari/b/0/0.json"] {
            let text = site().find(|(path, _)| path == name).expect("a file of the site").1;
            assert_eq!(text.contains("tidak dapat diverifikasi"), missing, "{name}: {text}");
        }
        let list = site().find(|(path, _)| path == "data/permohonan.csv").expect("the list").1;
        let row = list.lines().find(|line| line.contains("2026/0001")).expect("its row");
        assert_eq!(row.contains(",tidak,ya,"), missing, "{row}");
    }
}

#[test]
fn a08_a_partial_clone_and_borrowed_objects_that_went() {
    let register = register();
    let source = register.history.folder.path();
    assert!(git(source).args(["config", "uploadpack.allowFilter", "true"]).status().expect("git runs").success());
    let place = tempfile::tempdir().expect("a folder");
    let address = format!("file://{}", source.display());
    let clone = ["clone", "-q", "--bare", "--filter=blob:none", &address, "sebagian"];
    assert!(git(place.path()).args(clone).status().expect("git runs").success());
    let output = jejak(&place.path().join("sebagian"), &["audit", "--branch", "main"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    // Nothing was fetched behind anybody's back.
    let borrowed = ["clone", "-q", "--bare", "--shared", &source.to_string_lossy(), "pinjam"];
    assert!(git(place.path()).args(borrowed).status().expect("git runs").success());
    let folder = place.path().join("pinjam");
    assert_eq!(jejak(&folder, &["audit", "--branch", "main"]).status.code(), Some(0));
    std::fs::write(folder.join("objects/info/alternates"), "/tidak/ada/objects\n").expect("the lender is gone");
    let output = jejak(&folder, &["audit", "--branch", "main"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn a10_people_who_push_at_once_all_get_in() {
    const PEOPLE: usize = 3;
    let server = Server::new();
    let together = std::sync::Barrier::new(PEOPLE);
    let tries: usize = std::thread::scope(|scope| {
        let each: Vec<_> = (0..PEOPLE)
            .map(|person| {
                let (server, together) = (&server, &together);
                scope.spawn(move || {
                    let clone = server.clone(&format!("orang-{person}"));
                    let mut landing = clone.opening(&format!("usul-{person}"), server.start, server::HEAD, now());
                    // All of them have the same head before them: but for one, each has to begin anew.
                    together.wait();
                    let mut tries = 1;
                    while !clone.land(landing).status.success() {
                        tries += 1;
                        assert!(tries < 100, "person {person} never gets in");
                        std::thread::sleep(Duration::from_millis(40 * (person as u64 + 1)));
                        landing = clone.opening(&format!("usul-{person}"), clone.fetch(), server::HEAD, now());
                    }
                    tries
                })
            })
            .collect();
        each.into_iter().map(|one| one.join().expect("nobody falls")).sum()
    });
    assert!(tries >= 2 * PEOPLE - 1, "only one of the first pushes can have come in, of {tries} tries");
    let audit = server.audit();
    assert_eq!((&audit["landings"], &audit["lawful"], &audit["requests"]), (&4.into(), &4.into(), &4.into()));
    let rows = jejak(&server.bare, &["queue", "--branch", "main", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_slice(&rows.stdout).expect("JSON");
    let rows = rows.as_array().expect("rows");
    let mut numbers: Vec<&str> = rows.iter().filter_map(|row| row["number"].as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 4, "each has a number of its own: {rows:?}");
    for person in 0..PEOPLE {
        let own =
            rows.iter().filter(|row| row["request"].as_str().is_some_and(|it| it.ends_with(&format!("usul-{person}"))));
        assert_eq!(own.count(), 1, "what person {person} wrote stands once");
    }
}

#[test]
fn a11_a_slow_judge_refuses_instead_of_piling_up() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.hook(|text| text.replace("hook pre-receive", "hook pre-receive --timeout 0"));
    server.refuses(&clone, &[&format!("{landing}:refs/heads/main")], "Coba lagi");
    server.hook(|text| text.replace(" --timeout 0", ""));
    server.takes(&clone, landing);
}

#[test]
fn a13_without_home_or_settings_and_with_a_place_that_is_none() {
    let register = register();
    let folder = register.history.folder.path();
    let bare = |words: &[&str], dir: &std::path::Path| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jejak"));
        command.env_clear().arg("-C").arg(dir).args(words).stdin(Stdio::null());
        command.output().expect("the program runs")
    };
    let output = bare(&["audit", "--branch", "main"], folder);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let missing = bare(&["audit"], &folder.join("tidak-ada"));
    assert_eq!(missing.status.code(), Some(2));
    assert!(said(&missing).starts_with("jejak: "), "{}", said(&missing));
    let empty = tempfile::tempdir().expect("a folder");
    let none = bare(&["audit"], empty.path());
    assert!(none.status.code() == Some(2) && said(&none).contains("repositori git"), "{}", said(&none));
    // Where nothing can be written nothing is, and the place is named.
    let head = jejak(folder, &["audit", "--branch", "main"]).stdout;
    for words in [&["build", "--branch", "main", "--out", "/proc/situs"][..], &["demo", "/proc/contoh"], &["init"]] {
        let at = if words[0] == "build" { folder } else { std::path::Path::new("/proc") };
        let output = bare(words, at);
        let told = said(&output);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
        assert!(told.starts_with("jejak: ") && !told.contains("panicked"), "{words:?}: {told}");
    }
    assert_eq!(jejak(folder, &["audit", "--branch", "main"]).stdout, head);
}

/// Git does not trust a repository of somebody else, and neither does the program; it says what to do.
/// An act that nobody had the right to, not yet answered: wherever its state is told, that is told too.
#[test]
fn a17_what_is_not_lawful_is_shown_so_everywhere() {
    let mut register = Register::start(|_| {});
    let step = "  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Bukan oleh yang berhak\n";
    register.change(|files| files.append(REQUEST, step)).merge((CLERK, None), (HEAD, None));
    assert_eq!(register.last(), ["lane-authority"]);
    let folder = register.history.folder.path();
    let out = folder.join("situs");
    let build = ["build", "--branch", "main", "--at", "2026-11-20T10:00", "--out", &out.to_string_lossy()];
    assert!(jejak(folder, &build).status.success());
    let mut told = 0;
    for (path, bytes) in files_below(&out) {
        let text = String::from_utf8_lossy(&bytes).replace("\r\n ", "");
        let tells = path == "umpan.xml" || path == "cari/b/0/0.json" || path.contains("tenggat.ics");
        let is_page = path.ends_with("e-puskesmas/index.html") || path == "permohonan/index.html";
        if (tells && text.contains("e-Puskesmas")) || is_page {
            let doubt = if path.starts_with("en/") { "ot yet lawful" } else { "elum sah" };
            assert!(text.contains(doubt), "{path} does not tell: {text}");
            told += 1;
        }
    }
    assert!(told >= 6, "only {told} places tell of the request");
    for words in [&["status", "e-puskesmas"][..], &["queue"]] {
        let output = jejak(folder, &[words, &["--branch", "main"]].concat());
        assert!(String::from_utf8_lossy(&output.stdout).contains("belum sah"), "{words:?}");
    }
}

#[test]
fn a16_a_repository_of_another_user() {
    let error = || git2::Error::new(git2::ErrorCode::Owner, git2::ErrorClass::Config, "not owned by current user");
    let told = GitError::Open(error()).say();
    assert!(told.in_lang(Lang::Id).contains("safe.directory"), "{told:?}");
    let register = register();
    let folder = register.history.folder.path();
    let mine = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(folder).expect("the folder"));
    // Only root can give a folder away; whoever is not root has just seen the answer all the same.
    let given = std::os::unix::fs::chown(folder, Some(mine + 12_345), None).is_ok();
    assert_eq!(given, mine == 0);
    let output = jejak(folder, &["audit", "--branch", "main"]);
    let refused = output.status.code() == Some(2) && said(&output).contains("safe.directory");
    assert_eq!(refused, given, "{}", said(&output));
}

#[test]
fn a14_a_backup_older_than_what_was_published() {
    let server = Server::new();
    let clone = server.clone("a");
    let backup = server.folder.path().join("cadangan.git");
    let copy = ["clone", "-q", "--bare", "--mirror", &server.bare.to_string_lossy(), &backup.to_string_lossy()];
    assert!(git(server.folder.path()).args(copy).status().expect("git runs").success());
    server.takes(&clone, clone.step(server.start, now()));
    let site = server.folder.path().join("situs");
    let build = |from: &std::path::Path| jejak(from, &["build", "--branch", "main", "--out", &site.to_string_lossy()]);
    let first = build(&server.bare);
    assert!(first.status.success(), "{}", said(&first));
    let before = files_below(&site);
    let restored = build(&backup);
    assert_eq!(restored.status.code(), Some(2));
    assert!(said(&restored).contains("mungkin ditulis"), "{}", said(&restored));
    assert_eq!(before, files_below(&site), "the published site is untouched");
}
