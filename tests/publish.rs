//! Publishing with the real binary: whole or not at all, never over a history that was rewritten; and the little server.

#[path = "site/office.rs"]
#[allow(dead_code, reason = "each test program uses a part of it")]
mod office;
#[path = "publish/rounds.rs"]
mod rounds;
mod support;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use office::{Office, REQUEST, walked};
use support::{Files, files_below};

const AT: &str = "2026-11-23T09:15:00+08:00";

fn jejak(office: &Office, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(office.history.folder.path()).args(words);
    command.args(["--branch", "main", "--lang", "en"]).output().expect("the binary runs")
}

fn build(office: &Office, out: &Path, more: &[&str]) -> Output {
    let out = out.to_str().expect("a plain path");
    jejak(office, &[&["build", "--out", out, "--at", AT], more].concat())
}

/// Every file of a published site, as whoever follows links finds them.
fn site(out: &Path) -> Files {
    let files = walkdir::WalkDir::new(out).follow_links(true).into_iter().map(|entry| entry.expect("no link is dead"));
    let file = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(out).expect("a file below the site").to_string_lossy().into_owned();
        (path, std::fs::read(entry.path()).expect("the file can be read"))
    };
    files.filter(|entry| entry.file_type().is_file()).map(file).collect()
}

/// How many links a site is made of.
fn links_below(out: &Path) -> usize {
    let folder = out.canonicalize().expect("a site");
    walkdir::WalkDir::new(folder).into_iter().flatten().filter(walkdir::DirEntry::path_is_symlink).count()
}

/// Every file that a reader of a site reaches, where it really stands.
fn reached(out: &Path) -> BTreeSet<PathBuf> {
    site(out).keys().map(|path| out.join(path).canonicalize().expect("the file is there")).collect()
}

/// Beside a site stands what it and the one before it need, and nothing else.
fn nothing_is_left_over(out: &Path, before: &Path) {
    let beside = out.parent().expect("a folder").canonicalize().expect("a folder");
    let all = walkdir::WalkDir::new(beside).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let needed: BTreeSet<PathBuf> = reached(out).into_iter().chain(reached(before)).collect();
    assert_eq!(all.map(walkdir::DirEntry::into_path).collect::<BTreeSet<PathBuf>>(), needed);
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_site_is_published_by_one_link_and_again_with_the_same_bytes() {
    let office = walked();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    assert_eq!(build(&office, &out, &[]).status.code(), Some(0));
    let (first, target) = (site(&out), std::fs::read_link(&out).expect("a link"));
    assert!(first.contains_key("index.html") && first.contains_key("en/index.html"));
    assert_eq!(links_below(&out), 0, "the first site holds everything itself");
    assert_eq!(build(&office, &out, &[]).status.code(), Some(0));
    assert!(links_below(&out) > 0, "the second takes over whole folders");
    assert_eq!(build(&office, &folder.path().join("lain"), &["--no-cache"]).status.code(), Some(0));
    assert_eq!(links_below(&folder.path().join("lain")), 0, "--no-cache takes over nothing");
    std::fs::remove_file(folder.path().join("lain"))
        .and_then(|()| std::fs::remove_dir_all(folder.path().join(".lain.1")))
        .expect("it is removed");
    assert_ne!(std::fs::read_link(&out).expect("a link"), target, "the new site stands beside the old one");
    assert_eq!(site(&out), first, "the same commit and time, the same bytes");
    let second = out.canonicalize().expect("a site");
    assert!(folder.path().join(&target).is_dir(), "whoever still reads the old site can");
    assert_eq!(build(&office, &out, &[]).status.code(), Some(0));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 4, "the link, and three folders");
    nothing_is_left_over(&out, &second);
}

#[test]
fn a_trial_publishes_nothing() {
    let office = walked();
    let folder = tempfile::tempdir().expect("a folder");
    let tried = build(&office, &folder.path().join("public"), &["--dry-run"]);
    assert_eq!(tried.status.code(), Some(0), "{}", said(&tried));
    assert!(said(&tried).contains("nothing was published"), "{}", said(&tried));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
}

#[test]
fn what_a_site_was_made_from_is_forgotten_when_the_site_is_gone() {
    let office = walked();
    let folder = tempfile::tempdir().expect("a folder");
    let kept = || {
        let names = files_below(office.history.folder.path()).into_keys();
        names.filter(|name| name.contains("jejak/situs-")).count()
    };
    for (name, count) in [("satu", 1), ("dua", 2), ("dua", 2)] {
        assert_eq!(build(&office, &folder.path().join(name), &[]).status.code(), Some(0));
        assert_eq!(kept(), count, "{name}");
    }
    std::fs::remove_file(folder.path().join("satu")).expect("the site goes");
    assert_eq!(build(&office, &folder.path().join("dua"), &[]).status.code(), Some(0));
    assert_eq!(kept(), 1, "nothing is kept of a site that is gone");
}

/// Whenever the program is stopped, a reader finds the old site whole or the new one whole.
#[test]
fn a_build_that_is_killed_leaves_the_old_site_whole() {
    let office = walked();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let other = folder.path().join("lain");
    assert_eq!(build(&office, &out, &[]).status.code(), Some(0));
    let old = site(&out);
    let later = ["build", "--branch", "main", "--at", "2026-11-30T09:15:00+08:00", "--out"];
    let start = |out: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
        command.arg("-C").arg(office.history.folder.path()).args(later).arg(out);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs")
    };
    assert!(start(&other).wait().expect("it ends").success());
    let new = site(&other);
    assert_ne!(old, new);
    for delay in [1, 5, 10, 20, 30, 40, 60, 80, 120, 200] {
        let mut running = start(&out);
        std::thread::sleep(std::time::Duration::from_millis(delay));
        running.kill().expect("it is stopped");
        running.wait().expect("it ended");
        let found = site(&out);
        assert!(found == old || found == new, "half a site after {delay} ms");
    }
    assert!(start(&out).wait().expect("it ends").success(), "what a stopped build left is in nobody's way");
    let before = out.canonicalize().expect("a site");
    assert!(start(&out).wait().expect("it ends").success());
    std::fs::remove_dir_all(other.canonicalize().expect("a site")).expect("it is removed");
    nothing_is_left_over(&out, &before);
}

#[test]
fn a_history_that_was_rewritten_is_not_published_in_silence() {
    let (long, short) = (walked(), Office::new(&[]));
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    assert_eq!(build(&long, &out, &[]).status.code(), Some(0));
    let before = site(&out);
    let refused = build(&short, &out, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--first"), "{}", said(&refused));
    assert_eq!(site(&out), before, "the published site is untouched");
    assert_eq!(build(&short, &out, &["--first"]).status.code(), Some(0));
    assert_ne!(site(&out), before);
}

#[test]
fn what_stands_in_the_way_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    std::fs::create_dir(&out).expect("a folder");
    std::fs::write(out.join("catatan.txt"), "milik orang lain").expect("a file");
    let refused = build(&walked(), &out, &[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("--out"), "{}", said(&refused));
    assert_eq!(files_below(folder.path()).into_keys().collect::<Vec<_>>(), ["public/catatan.txt"]);
}

/// A template of the office that is wrong: nothing is published, and it is said which one.
#[test]
fn a_wrong_template_publishes_nothing() {
    for (text, word) in [("{{ tiada.apa }}", "404.html"), ("<a href=\"tiada/\">x</a>", "tiada/index.html")] {
        let office = Office::new(&[("templates/site/404.html.tera", text)]);
        let folder = tempfile::tempdir().expect("a folder");
        let refused = build(&office, &folder.path().join("public"), &[]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said(&refused).contains(word), "{}", said(&refused));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
    }
}

/// A template of the office takes the place of the carried one.
#[test]
fn an_office_dresses_its_own_site() {
    let office = Office::new(&[("templates/site/404.html.tera", "<!doctype html>\n<p>[[Tiada|Nothing]]</p>\n")]);
    let site = office.site(&[("templates/site/404.html.tera", "<!doctype html>\n<p>[[Tiada|Nothing]]</p>\n")]);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    assert_eq!(build(&office, &out, &[]).status.code(), Some(0));
    assert_eq!(std::fs::read(out.join("404.html")).expect("a page"), b"<!doctype html>\n<p>Tiada</p>\n");
    assert_eq!(std::fs::read(out.join("en/404.html")).expect("a page"), b"<!doctype html>\n<p>Nothing</p>\n");
    assert_eq!(site["404.html"], b"<!doctype html>\n<p>Tiada</p>\n");
}

fn ask(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn the_server_shows_the_site_and_nothing_else() {
    let office = walked();
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("public");
    let mut server = Command::new(env!("CARGO_BIN_EXE_jejak"))
        .arg("-C")
        .arg(office.history.folder.path())
        .args(["serve", "--branch", "main", "--at", AT, "--port", "0", "--out"])
        .arg(&out)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let lines = BufReader::new(server.stdout.take().expect("its output")).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("http://").map(|rest| rest.trim_end_matches('/').to_owned()));
    let address = address.expect("it says where it listens");
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let get = |path: &str| ask(&address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n"));
    let front = get("/");
    let page = format!("/permohonan/{}/", REQUEST.trim_start_matches("requests/"));
    let answers = [
        (
            front.starts_with("HTTP/1.1 200") && front.contains("text/html") && front.contains("nosniff"),
            "the front page",
        ),
        (front.contains("/__jejak/muat-ulang.js"), "pages renew themselves"),
        (get(&page).contains("Langkah 2 dari 5"), "a request"),
        (get(page.trim_end_matches('/')).contains(&format!("Location: {page}")), "a folder without its slash"),
        (get("/aset/gaya.css").contains("text/css"), "the style"),
        (get("/tiada").starts_with("HTTP/1.1 404"), "what is not there"),
        (get("/../../etc/passwd").starts_with("HTTP/1.1 404"), "nothing above the site"),
        (get("/%2e%2e/%2e%2e/etc/passwd").starts_with("HTTP/1.1 404"), "nothing above it, in disguise"),
        (get("/.nojekyll").starts_with("HTTP/1.1 404"), "nothing hidden"),
        (ask(&address, "GET / HTTP/1.1\r\nHost: jahat.example\r\n\r\n").starts_with("HTTP/1.1 403"), "no foreign name"),
        (ask(&address, "POST / HTTP/1.1\r\nHost: localhost\r\n\r\n").starts_with("HTTP/1.1 405"), "nothing is written"),
    ];
    server.kill().expect("the server ends");
    server.wait().expect("the server ended");
    for (holds, what) in answers {
        assert!(holds, "{what}");
    }
}

/// Over landings, moves of the clock and changes of policy, a site of which pieces are taken over has the bytes of one that
/// is made from scratch; and what did not change is not written again.
#[test]
fn what_is_taken_over_is_as_if_it_were_made_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("contoh");
    let jejak = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_jejak")).args(words).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", said(&output));
    };
    let place = ledger.to_str().expect("a plain path");
    jejak(&["demo", place, "--requests", "24", "--seed", "3", "--at", AT, "--no-build"]);
    let chain = Command::new("git").args(["-C", place, "rev-list", "--first-parent", "--reverse", "HEAD"]).output();
    let chain = String::from_utf8(chain.expect("git runs").stdout).expect("names");
    let chain: Vec<&str> = chain.lines().collect();
    let last = chain.len() - 1;
    // Near and far steps, the same head at another time, one landing more, and an answer to a mistake somewhere between.
    let moments = ["2026-11-23T09:15:00+08:00", "2026-11-23T16:45:00+08:00", "2026-12-29T08:00:00+08:00"];
    let stops =
        [(last / 3, 0), (last / 3 + 1, 0), (last / 2, 1), (last - 2, 1), (last - 2, 2), (last - 1, 2), (last, 2)];
    let (out, scratch) = (folder.path().join("public"), folder.path().join("baru"));
    let (mut taken, mut behind_links) = (0, 0);
    for (n, (at, moment)) in stops.into_iter().enumerate() {
        let build = |out: &Path, more: &[&str]| {
            let out = out.to_str().expect("a plain path");
            let words = ["-C", place, "build", "--branch", chain[at], "--at", moments[moment], "--out", out];
            jejak(&[&words[..], more].concat());
        };
        let before = out.canonicalize().ok().map(|folder| (site(&folder), folder));
        build(&out, &[]);
        build(&scratch, &["--no-cache", "--first"]);
        let (now, anew) = (site(&out), site(&scratch));
        for (path, bytes) in &anew {
            assert!(now.get(path) == Some(bytes), "stop {n}: {path} differs");
        }
        assert_eq!(now.len(), anew.len(), "stop {n}");
        let Some((was, before)) = before else { continue };
        assert_eq!(site(&before), was, "stop {n}: whoever still reads the site before finds it whole");
        behind_links += links_below(&out);
        let inode = |folder: &Path, path: &str| {
            use std::os::unix::fs::MetadataExt;
            folder.join(path).metadata().map(|data| data.ino()).ok()
        };
        let now = out.canonicalize().expect("a site");
        taken +=
            anew.keys().filter(|path| inode(&now, path).is_some_and(|new| inode(&before, path) == Some(new))).count();
        // A file that somebody touched is not taken over.
        let page = anew.keys().find(|path| path.starts_with("permohonan/2") && path.ends_with("data.json"));
        let page = now.join(page.expect("a request"));
        std::fs::remove_file(&page).and_then(|()| std::fs::write(&page, "{}")).expect("it is written over");
    }
    assert!(taken > 500, "only {taken} files were taken over");
    assert!(behind_links > 50, "only {behind_links} folders were taken over whole");
}
