//! History: rewritten, hidden, cut short, recycled.

use std::path::Path;

use git2::Oid;

use crate::support::files_below;
use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN};
use crate::support::server::{Server, git, jejak, now, said};

/// The published site, made from what the server holds.
fn publish(server: &Server) -> std::process::Output {
    let out = server.folder.path().join("situs");
    jejak(&server.bare, &["build", "--branch", "main", "--out", &out.to_string_lossy()])
}

/// The branch is moved by hand; the site that was made before must neither change nor be made anew.
fn tampered(server: &Server, to: Oid) {
    let site = server.folder.path().join("situs");
    let first = publish(server);
    assert!(first.status.success(), "{}", said(&first));
    let before = files_below(&site);
    let moved = git(&server.bare).args(["update-ref", "refs/heads/main", &to.to_string()]).status().expect("git runs");
    assert!(moved.success());
    let refused = publish(server);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("mungkin ditulis ulang"), "{}", said(&refused));
    assert_eq!(before, files_below(&site), "the published site is untouched");
}

#[test]
fn h01_force_push_drops_a_landing() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.takes(&clone, landing);
    let other = clone.opening("lain", server.start, HEAD, now());
    for tip in [other, server.start] {
        server.refuses(&clone, &[&format!("+{tip}:refs/heads/main")], "door");
    }
    assert!(clone.push(&[&format!("{other}:refs/heads/lain")]).status.success());
    // Where no hook stood, the new tip alone looks green; what was published does not lie on it.
    tampered(&server, other);
}

#[test]
fn h02_the_branch_is_deleted_and_made_anew() {
    let server = Server::new();
    let clone = server.clone("a");
    server.refuses(&clone, &[":refs/heads/main"], "tidak dapat dihapus");
    let landing = clone.step(server.start, now());
    server.takes(&clone, landing);
    let fresh = clone.commit(&[("README.md", Some(b"x".to_vec()))], STEWARD, &[server.start], now());
    let orphan = clone.repository.find_commit(fresh).expect("a commit").tree_id();
    let tree = clone.repository.find_tree(orphan).expect("a tree");
    let by = git2::Signature::now("x", STEWARD).expect("a signature");
    let root = clone.repository.commit(None, &by, &by, "x", &tree, &[]).expect("a root");
    assert!(clone.push(&[&format!("{root}:refs/heads/lain")]).status.success());
    tampered(&server, root);
}

#[test]
fn h04_the_servers_own_file_is_edited() {
    let server = Server::new();
    let clone = server.clone("a");
    let landing = clone.step(server.start, now());
    server.takes(&clone, landing);
    tampered(&server, server.start);
}

/// The audit as a verifier reads it.
fn audit(folder: &Path) -> (Option<i32>, String) {
    let output = jejak(folder, &["audit", "--branch", "main", "--format", "json"]);
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A register of three landings, one of them unlawful, with its folder.
fn three_landings() -> Register {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(|files| files.append(REQUEST, "  - langkah: 4\n")).merge((CLERK, None), (HEAD, None));
    register
}

#[test]
fn h05_replaced_objects_show_nothing_else() {
    let register = three_landings();
    let folder = register.history.folder.path();
    let before = audit(folder);
    assert_eq!(before.0, Some(1));
    let (head, parent) = (register.head().to_string(), register.audit().start.to_string());
    assert!(git(folder).args(["replace", &head, &parent]).status().expect("git runs").success());
    let shown = git(folder).args(["rev-list", "--count", "main"]).output().expect("git runs").stdout;
    assert_eq!(String::from_utf8_lossy(&shown).trim(), "1", "git itself is deceived");
    assert_eq!(before, audit(folder));
    let server = Server::new();
    let clone = server.clone("a");
    let (one, other) = (server.start, clone.step(server.start, now()));
    server.refuses(&clone, &[&format!("{other}:refs/replace/{one}")], "refs/replace/");
    server.refuses(&clone, &[&format!("{other}:refs/original/refs/heads/main")], "refs/original/");
}

#[test]
fn h07_a_crafted_commit_graph_hides_nothing() {
    let register = three_landings();
    let folder = register.history.folder.path();
    let before = audit(folder);
    assert!(git(folder).args(["commit-graph", "write", "--reachable"]).status().expect("git runs").success());
    assert_eq!(before, audit(folder));
    let graph = folder.join("objects/info/commit-graph");
    let mut bytes = std::fs::read(&graph).expect("the graph");
    let from = bytes.len() / 2;
    bytes[from..].fill(0x70);
    std::fs::remove_file(&graph).expect("the graph goes");
    std::fs::write(&graph, bytes).expect("another graph");
    assert_eq!(before, audit(folder));
}

#[test]
fn h08_a_shallow_clone_proves_nothing() {
    let register = three_landings();
    let place = tempfile::tempdir().expect("a folder");
    let address = format!("file://{}", register.history.folder.path().display());
    for more in [&["--depth", "1"][..], &["--depth", "2", "--single-branch"]] {
        let clone = [&["clone", "-q", "--bare", "--branch", "main"], more, &[&address, "dangkal"]].concat();
        assert!(git(place.path()).args(clone).status().expect("git runs").success());
        let folder = place.path().join("dangkal");
        let output = jejak(&folder, &["audit", "--branch", "main"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("--unshallow"), "{}", said(&output));
        std::fs::remove_dir_all(folder).expect("it goes");
    }
}

#[test]
fn h13_an_approval_is_reverted_in_silence() {
    let mut register = Register::start(|_| {});
    let before = register.files.clone();
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    let state = register.request().progress;
    register.files = before;
    register.merge((STEWARD, None), (HEAD, None));
    assert_eq!(register.last(), ["growth"]);
    assert_eq!(register.request().progress, state, "what stood still stands");
}

#[test]
fn h16_a_request_is_renamed() {
    let mut register = Register::start(|_| {});
    register.change(|files| {
        let moved: Vec<_> = files.0.keys().filter(|path| path.contains("e-puskesmas")).cloned().collect();
        for path in moved {
            let file = files.0.remove(&path).expect("a file");
            files.0.insert(path.replace("e-puskesmas", "simpus"), file);
        }
    });
    register.merge((TECHNICIAN, None), (HEAD, None));
    let rules = register.last();
    assert!(rules.contains(&"growth".to_owned()) && rules.contains(&"one-request".to_owned()), "{rules:?}");
    assert_eq!(register.request().folder.slug(), "e-puskesmas");
}

#[test]
fn h17_a_closed_requests_name_is_used_again() {
    let mut register = Register::start(|_| {});
    register.change(|files| files.append(REQUEST, "  - tarik: Tidak jadi\n")).merge((CLERK, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    register.change(|files| {
        files
            .write(REQUEST, "sop: contoh/1\njudul: Lain\ninstansi: dinkes\nriwayat:\n  - langkah: 1\n    catatan: x\n");
    });
    register.merge((CLERK, None), (HEAD, None));
    assert_eq!(register.last(), ["growth"]);
    assert_eq!(register.request().state().word(), "ditarik");
}

#[test]
fn h20_commits_that_change_nothing_claim_no_step() {
    let mut register = Register::start(|_| {});
    let entries = register.request().entries.len();
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0], "an empty merge is lawful and outside");
    register.change(|files| files.append(REQUEST, "\n")).merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), ["growth"], "an empty line is no entry");
    let mut register = Register::start(|_| {});
    register.change(|files| files.0.get_mut(REQUEST).expect("the request").0 = 0o100_755);
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert!(register.last().contains(&"plain-files".to_owned()), "{:?}", register.last());
    assert_eq!(register.request().entries.len(), entries);
}

#[test]
fn h22_request_and_policy_in_one_landing() {
    for path in ["sops/contoh/2.yaml", "templates/site/x.tera", "people/tim-it-a.yaml", ".github/workflows/x.yml"] {
        let mut register = Register::start(|_| {});
        register.change(Files::step_3).change(|files| files.write(path, "x: y\n"));
        register.merge((TECHNICIAN, None), (STEWARD, None));
        let rules = register.last();
        assert!(rules.contains(&"one-request".to_owned()), "{path}: {rules:?}");
        assert!(register.request().is_doubtful(), "{path}");
        assert!(
            !register.audit().ledger.policy.files.keys().any(|file| file.as_str() == path && path.contains('x')),
            "{path}"
        );
    }
}

#[test]
fn h23_notes_are_no_evidence() {
    let register = three_landings();
    let folder = register.history.folder.path();
    let before = audit(folder);
    let note = ["-c", "user.name=x", "-c", "user.email=x@x.example", "notes", "add", "-m", "Disetujui", "main"];
    assert!(git(folder).args(note).status().expect("git runs").success());
    assert_eq!(before, audit(folder));
    let server = Server::new();
    let clone = server.clone("a");
    server.refuses(&clone, &[&format!("{}:refs/notes/commits", server.start)], "refs/notes");
}

/// What the environment says of repositories, objects and replacements changes nothing of what is judged.
#[test]
fn h24_an_environment_that_points_elsewhere() {
    let register = three_landings();
    let folder = register.history.folder.path();
    let before = audit(folder);
    let other = Register::start(|_| {});
    let elsewhere = other.history.folder.path().to_string_lossy().into_owned();
    let objects = format!("{elsewhere}/objects");
    for (name, value) in [
        ("GIT_DIR", elsewhere.as_str()),
        ("GIT_COMMON_DIR", &elsewhere),
        ("GIT_OBJECT_DIRECTORY", &objects),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", &objects),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"),
        ("GIT_GRAFT_FILE", "/dev/null"),
        ("GIT_SHALLOW_FILE", "/dev/null"),
        ("GIT_NAMESPACE", "lain"),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_jejak"));
        command.arg("-C").arg(folder).args(["audit", "--branch", "main", "--format", "json"]).env(name, value);
        let output = command.output().expect("the program runs");
        let told = (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned());
        assert_eq!(before, told, "{name}: {}", said(&output));
    }
}

/// A request's file becomes a folder: what stood stands, and the file comes back by whoever restores it.
#[test]
fn h25_a_requests_file_becomes_a_folder() {
    let mut register = Register::start(|_| {});
    let file = register.files.remove(REQUEST).expect("the request");
    register.change(|files| files.write(&format!("{REQUEST}/catatan.md"), "x\n"));
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert!(register.last().contains(&"growth".to_owned()), "{:?}", register.last());
    let stood = register.request();
    assert_eq!(stood.progress.step, 3, "it stands as it stood");
    register.files.remove(&format!("{REQUEST}/catatan.md"));
    register.files.insert(REQUEST.to_owned(), file);
    register.merge((CLERK, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0], "landing again what stands is lawful, by anyone");
    assert!(register.audit().ledger.exceptions.is_empty());
}
