//! The server's door: a bare repository with the hook takes what is lawful and refuses all else.

mod support;

use git2::Oid;
use support::server::{
    APPLICANT, Clone, HEAD, REQUEST, STEP, STEWARD, Server, Web, git, jejak, lasting, now, opening, said,
};

fn to_main(id: Oid) -> String {
    format!("{id}:refs/heads/main")
}

#[test]
fn a_lawful_landing_comes_in() {
    let server = Server::new();
    let clone = server.clone("a");
    server.takes(&clone, clone.step(server.start, now()));
    let audit = server.audit();
    assert_eq!((&audit["landings"], &audit["lawful"]), (&2.into(), &2.into()));
}

#[test]
fn an_unlawful_landing_is_told_with_its_line() {
    let server = Server::new();
    let clone = server.clone("a");
    let wrong = clone.grown(server.start, REQUEST, "  - langkah: 4\n");
    let landing = clone.landing(&[(REQUEST, Some(wrong))], APPLICANT, HEAD, server.start, now());
    let said = server.refuses(&clone, &[&to_main(landing)], "step-in-place");
    assert!(said.contains("remote:") && said.contains("- langkah: 4"), "the line itself is shown:\n{said}");
    assert!(said.contains("yang perlu dilakukan"), "{said}");
}

#[test]
fn a_push_of_several_references_comes_in_whole_or_not_at_all() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let (main, topic) = (to_main(landing), format!("{landing}:refs/heads/usulan"));
    let replace = format!("{landing}:refs/replace/{}", server.start);
    server.refuses(&clone, &[&main, &topic, &replace], "refs/replace/");
    let wrong = clone.commit(&[(REQUEST, None)], HEAD, &[server.start], now());
    server.refuses(&clone, &[&to_main(wrong), &topic], "growth");
    let output = clone.push(&[&main, &topic]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn names_that_tell_of_somebody_are_refused() {
    let server = Server::new();
    let clone = server.clone("a");
    let tip = clone.commit(&[("README.md", Some(b"x".to_vec()))], APPLICANT, &[server.start], now());
    for (name, number) in [
        ("refs/heads/izin-3273011201900001", "3273011201900001"),
        ("refs/tags/081234567890", "081234567890"),
        ("refs/heads/budi/nama.orang@gmail.com", "nama.orang"),
        ("refs/for/main/081234567890", "081234567890"),
    ] {
        let said = server.refuses(&clone, &[&format!("{tip}:{name}")], "data pribadi");
        let repeated = said.lines().any(|line| line.starts_with("remote:") && line.contains(number));
        assert!(!repeated, "what the server says is kept in logs:\n{said}");
    }
    let fine =
        clone.push(&[&format!("{tip}:refs/heads/e-puskesmas/langkah-1"), &format!("{tip}:refs/pull/12345/head")]);
    assert!(fine.status.success(), "{}", said(&fine));
}

#[test]
fn references_of_others_pass() {
    let server = Server::new();
    let clone = server.clone("a");
    let wrong = clone.commit(&[(REQUEST, None)], APPLICANT, &[server.start], now());
    let names =
        ["refs/pull/1/head", "refs/for/main", "refs/heads/usulan", "refs/tags/v1", "refs/merge-requests/1/head"];
    let pushed: Vec<String> = names.iter().map(|name| format!("{wrong}:{name}")).collect();
    let output = clone.push(&pushed.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(server.head(), server.start);
    // What came in by another branch is judged when it comes to this one.
    server.refuses(&clone, &[&to_main(wrong)], "growth");
}

#[test]
fn names_that_pass_for_the_branch_are_refused() {
    let server = Server::new();
    let clone = server.clone("a");
    for name in ["refs/tags/main", "refs/heads/Main", "refs/tags/refs/heads/main", "refs/original/refs/heads/main"] {
        server.refuses(&clone, &[&format!("{}:{name}", server.start)], "door");
    }
    server.refuses(&clone, &[&format!("{}:refs/notes/commits", server.start)], "--allow-notes");
    server.hook(|text| text.replace("hook pre-receive", "hook pre-receive --allow-notes"));
    let output = clone.push(&[&format!("{}:refs/notes/commits", server.start)]);
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn history_is_not_rewritten() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.takes(&clone, landing);
    let other = clone.opening("lain", server.start, HEAD, now());
    server.refuses(&clone, &[&format!("+{}", to_main(other))], "door");
    server.refuses(&clone, &[&format!("+{}", to_main(server.start))], "door");
    server.refuses(&clone, &[":refs/heads/main"], "tidak dapat dihapus");
    // The old tip comes along, but as a second parent.
    let files = clone.grown(landing, REQUEST, "");
    let foxtrot = clone.commit(&[(REQUEST, Some(files))], HEAD, &[other, landing], now());
    server.refuses(&clone, &[&to_main(foxtrot)], "induk kedua");
}

/// The command that a refusal names, as somebody would copy it.
fn named(said: &str) -> String {
    let line = said.lines().find(|line| line.contains("dorong lagi: ")).expect("a command is named");
    let at = line.find("dorong lagi: ").expect("found above") + "dorong lagi: ".len();
    let mut command = line[at..].trim().to_owned();
    // A long command goes on in the next lines.
    let rest = said.lines().skip_while(|other| *other != line).skip(1);
    for more in rest.take_while(|more| more.contains("remote:       ")) {
        command.push(' ');
        command.push_str(more.trim_start_matches("remote:").trim());
    }
    command
}

fn run(clone: &Clone, command: &str, mail: &str) {
    let words = ["-c", command];
    let mut command = std::process::Command::new("sh");
    command
        .args(words)
        .current_dir(&clone.folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_COMMITTER_NAME", "x").env("GIT_COMMITTER_EMAIL", mail).env("GIT_AUTHOR_NAME", "x");
    command.env("GIT_AUTHOR_EMAIL", mail).env("GIT_EDITOR", "true").env("LC_ALL", "C");
    let output = command.output().expect("a shell");
    assert!(output.status.success(), "{}", said(&output));
}

/// The landing is checked out as somebody's main, and the command that the refusal names is run there.
fn stamped_anew(server: &Server, clone: &Clone, tip: Oid, by: &str, begins: &str) {
    let told = server.refuses(clone, &[&to_main(tip)], "door");
    let command = named(&told);
    assert!(command.starts_with(begins), "{command}\n{told}");
    run(clone, &format!("git checkout -q -B main {tip}"), by);
    run(clone, &command, by);
    let head = clone.repository.refname_to_id("refs/heads/main").expect("main");
    server.takes(clone, head);
}

#[test]
fn a_landing_of_yesterday_is_stamped_anew_by_the_command_that_is_named() {
    let server = Server::new();
    let clone = server.clone("a");
    let late = clone.step(server.start, now() - 3600);
    stamped_anew(&server, &clone, late, HEAD, "git commit --amend --no-edit --date=now");
}

#[test]
fn several_late_merges_are_merged_again() {
    let server = Server::new();
    let clone = server.clone("a");
    let one = clone.step(server.start, now() - 7200);
    let two = clone.opening("kedua", one, HEAD, now() - 3600);
    stamped_anew(&server, &clone, two, HEAD, "git reset --keep");
    assert_eq!(server.audit()["lawful"], 3);
}

#[test]
fn late_entries_of_an_officer_are_rebased() {
    let mut files = lasting();
    let office = files.get_mut("jejak.yaml").expect("the office");
    *office = String::from_utf8(office.clone()).expect("UTF-8").replace("gabung", "langsung").into_bytes();
    let server = Server::with(&files);
    let clone = server.clone("a");
    let one = clone.commit(
        &[(REQUEST, Some(clone.grown(server.start, REQUEST, STEP)))],
        APPLICANT,
        &[server.start],
        now() - 7200,
    );
    let (request, letter) = opening("kedua");
    let edits = [(request.0.as_str(), Some(request.1)), (letter.0.as_str(), Some(letter.1))];
    let two = clone.commit(&edits, APPLICANT, &[one], now() - 3600);
    stamped_anew(&server, &clone, two, APPLICANT, "git rebase --reset-author-date");
}

#[test]
fn a_landing_of_tomorrow_is_refused() {
    let server = Server::new();
    let clone = server.clone("a");
    let early = clone.step(server.start, now() + 3600);
    let said = server.refuses(&clone, &[&to_main(early)], "mendahului");
    assert!(said.contains("Betulkan jam komputer"), "{said}");
}

#[test]
fn on_a_forge_whoever_pushes_is_the_author_of_the_landing() {
    let server = Server::new();
    let mut clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let set = |clone: &mut Clone, pairs: &[(&str, &str)]| {
        clone.env = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    };
    for wrong in [
        &[("GITEA_PUSHER_EMAIL", APPLICANT)][..],
        &[("GITEA_PUSHER_EMAIL", "siapa@contoh.example")],
        &[("GITEA_PUSHER_ID", "7")],
        &[("GL_ID", "user-7")],
        &[("GL_ID", "key-7")],
    ] {
        set(&mut clone, wrong);
        server.refuses(&clone, &[&to_main(landing)], "door");
    }
    set(&mut clone, &[("GITEA_PUSHER_EMAIL", HEAD), ("GITEA_PUSHER_ID", "7")]);
    server.takes(&clone, landing);
}

#[test]
fn a_hook_that_is_gone_or_dies_or_is_too_slow_refuses() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    let program = env!("CARGO_BIN_EXE_jejak");
    let original = std::fs::read_to_string(server.bare.join("hooks/pre-receive")).expect("the hook");
    assert!(original.contains(&format!("exec '{program}'")), "{original}");
    let broken = ["/tidak/ada/jejak", "/bin/false"];
    for other in broken {
        server.hook(|_| original.replace(program, other));
        server.refuses(&clone, &[&to_main(landing)], "pre-receive hook declined");
    }
    server.hook(|_| original.replace("exec ", "kill -9 $$; exec "));
    server.refuses(&clone, &[&to_main(landing)], "pre-receive hook declined");
    server.hook(|_| original.replace("hook pre-receive", "hook pre-receive --timeout 0"));
    server.refuses(&clone, &[&to_main(landing)], "belum dapat dinilai");
    server.hook(|_| original.clone());
    server.takes(&clone, landing);
}

#[test]
fn a_register_that_moves_to_another_server_comes_in_whole() {
    let server = Server::new();
    let clone = server.clone("a");
    server.takes(&clone, clone.step(server.start, now()));
    let other = Server::new();
    let output = git(&other.bare).args(["update-ref", "-d", "refs/heads/main"]).output().expect("git runs");
    assert!(output.status.success());
    let address = other.bare.to_string_lossy().into_owned();
    let moved = git(&clone.folder).args(["push", &address, &to_main(server.head())]).output().expect("git runs");
    assert!(moved.status.success(), "{}", said(&moved));
}

#[test]
fn a_push_that_begins_a_register_is_judged_too() {
    let server = Server::new();
    let empty = git(&server.bare).args(["update-ref", "-d", "refs/heads/main"]).output().expect("git runs");
    assert!(empty.status.success());
    let clone = server.clone_from("b", &server.bare.to_string_lossy());
    let mut files = lasting();
    files.remove("people/pengurus.yaml");
    files.remove("people/kepala-bidang.yaml");
    let edits: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), Some(bytes.clone()))).collect();
    let start = clone.commit(&edits, STEWARD, &[], now());
    let output = clone.land(start);
    assert!(!output.status.success() && said(&output).contains("stewards"), "{}", said(&output));
}

#[test]
fn what_a_file_says_cannot_paint_the_pushers_terminal() {
    let server = Server::new();
    let clone = server.clone("a");
    let loud = "  - langkah: 1\n    catatan: \"\u{1b}[2K\u{202e}sah\"\n";
    let wrong = clone.grown(server.start, REQUEST, loud);
    let landing = clone.landing(&[(REQUEST, Some(wrong))], APPLICANT, HEAD, server.start, now());
    let said = server.refuses(&clone, &[&to_main(landing)], "remote:");
    assert!(!said.contains("\u{1b}[2K") && !said.contains('\u{202e}'), "{said:?}");
}

#[test]
fn the_door_stands_over_http_too() {
    let server = Server::new();
    let web = Web::serve(server.folder.path());
    let clone = server.clone_from("jauh", &format!("{}/register.git", web.address));
    let landing = clone.step(server.start, now());
    let wrong = clone.commit(&[(REQUEST, None)], HEAD, &[server.start], now());
    server.refuses(&clone, &[&to_main(wrong)], "growth");
    let replace = format!("{landing}:refs/replace/{}", server.start);
    server.refuses(&clone, &[&to_main(landing), &replace], "refs/replace/");
    server.takes(&clone, landing);
    let other = clone.opening("lain", server.start, HEAD, now());
    server.refuses(&clone, &[&format!("+{}", to_main(other))], "door");
    assert_eq!(server.audit()["lawful"], 2);
}

#[test]
fn the_hook_is_installed_where_each_forge_looks_and_overwrites_nobody() {
    let folder = tempfile::tempdir().expect("a folder");
    let bare = folder.path().join("x.git");
    git2::Repository::init_bare(&bare).expect("a repository");
    let install = |more: &[&str]| jejak(&bare, &[&["hook", "install"], more].concat());
    let path = bare.join("hooks/pre-receive");
    let dry = install(&["--dry-run"]);
    assert!(dry.status.success() && !path.exists(), "a dry run writes nothing");
    let text = String::from_utf8_lossy(&dry.stdout).into_owned();
    assert!(text.contains("set -eu") && text.contains(&format!("exec '{}'", env!("CARGO_BIN_EXE_jejak"))), "{text}");
    assert!(install(&[]).status.success() && install(&[]).status.success(), "its own hook is renewed");
    std::fs::write(&path, "#!/bin/sh\nexit 0\n").expect("a foreign hook");
    let foreign = install(&[]);
    assert_eq!(foreign.status.code(), Some(2));
    assert!(said(&foreign).contains("tidak ditimpa"), "{}", said(&foreign));
    assert_eq!(std::fs::read_to_string(&path).expect("the hook"), "#!/bin/sh\nexit 0\n");
    std::fs::create_dir(bare.join("hooks/pre-receive.d")).expect("as Forgejo lays it out");
    assert!(install(&[]).status.success() && bare.join("hooks/pre-receive.d/jejak").exists());
    std::fs::create_dir(bare.join("custom_hooks")).expect("as GitLab lays it out");
    assert!(install(&[]).status.success() && bare.join("custom_hooks/pre-receive.d/jejak").exists());
    assert!(install(&["--layout", "forgejo"]).status.success());
}

#[test]
fn before_a_commit_what_is_staged_is_judged() {
    let server = Server::new();
    let clone = server.clone("a");
    let git = |words: &[&str]| {
        let mut command = git(&clone.folder);
        command.args(["-c", "user.name=x", "-c", &format!("user.email={APPLICANT}")]).args(words);
        command.output().expect("git runs")
    };
    assert!(git(&["config", "user.email", APPLICANT]).status.success());
    let installed = jejak(&clone.folder, &["hook", "install"]);
    assert!(installed.status.success() && clone.folder.join(".git/hooks/pre-commit").exists(), "{}", said(&installed));
    let path = clone.folder.join(REQUEST);
    let standing = std::fs::read_to_string(&path).expect("the request");
    let stage = |text: &str| {
        std::fs::write(&path, text).expect("a file");
        assert!(git(&["add", "-A"]).status.success());
    };
    stage(&format!("{standing}  - langkah: 4\n"));
    let wrong = git(&["commit", "-m", "x"]);
    assert!(!wrong.status.success() && said(&wrong).contains("--no-verify"), "{}", said(&wrong));
    assert!(said(&wrong).contains("step-in-place"), "{}", said(&wrong));
    let staged = jejak(&clone.folder, &["check", "--staged"]);
    assert_eq!(staged.status.code(), Some(1));
    stage(&format!("{standing}{STEP}"));
    let right = git(&["commit", "-m", "x"]);
    assert!(right.status.success(), "{}", said(&right));
    // What is outside of the register is no affair of the hook.
    assert!(git(&["checkout", "-q", "-B", "lain", "origin/main"]).status.success());
    std::fs::write(clone.folder.join("README.md"), "x").expect("a file");
    assert!(git(&["add", "-A"]).status.success() && git(&["commit", "-m", "y"]).status.success());
}
