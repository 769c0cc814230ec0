//! Privacy: what never reaches an output, and what never goes away once it landed.

use std::path::Path;

use crate::support::files_below;
use crate::support::register::{Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN};
use crate::support::server::{Server, jejak, said};

/// The published site of a register, file by file, as one text each.
fn site(register: &Register) -> Vec<(String, String)> {
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("situs");
    let words = ["build", "--branch", "main", "--at", "2026-11-20T10:00", "--out", &out.to_string_lossy()];
    let output = jejak(register.history.folder.path(), &words);
    assert!(output.status.success(), "{}", said(&output));
    let files = files_below(&out);
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

/// No file of the site holds a word.
fn nowhere(site: &[(String, String)], word: &str) {
    let leak = site.iter().find(|(path, text)| path.contains(word) || text.contains(word));
    assert_eq!(leak.map(|(path, _)| path), None, "{word} leaks");
}

fn three_steps() -> Register {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register
}

#[test]
fn v01_addresses_of_commits_stay_in_git() {
    let register = three_steps();
    let site = site(&register);
    for mail in [TECHNICIAN, HEAD, STEWARD, "users.noreply"] {
        nowhere(&site, mail);
    }
    let folder = register.history.folder.path();
    let status = jejak(folder, &["status", "--branch", "main", "e-puskesmas", "--format", "json"]);
    let text = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(text.contains("Pranata Komputer Ahli Muda") && !text.contains('@'), "{text}");
}

#[test]
fn v04_what_was_deleted_is_still_in_history_and_that_is_told() {
    let mut register = three_steps();
    let letter = "requests/2026/11/20/e-puskesmas/surat-permohonan.md";
    register.change(|files| drop(files.0.remove(letter))).merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), ["growth"], "taking a file away is no erasure, and is never silent");
    let bound = register.request().bound.contains_key("surat-permohonan.md");
    assert!(bound, "its bytes still stand");
    let security =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).expect("SECURITY.md");
    assert!(security.contains("An erasure that the law orders"), "the way to a real erasure is written down");
}

#[test]
fn v11_a_repository_where_everybody_can_fetch_it() {
    let server = Server::new();
    let web = server.folder.path().join("public_html");
    std::fs::create_dir(&web).expect("a folder");
    std::fs::write(web.join("index.html"), "x").expect("a page");
    std::fs::rename(&server.bare, web.join("register.git")).expect("it moves");
    let output = jejak(&web.join("register.git"), &["doctor"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("di bawah folder web"));
    let hidden =
        site(&three_steps()).into_iter().find(|(path, _)| path.split('/').any(|part| part.starts_with(".git")));
    assert_eq!(hidden, None, "the site holds nothing of git's own");
}

#[test]
fn v13_a_letter_without_class_is_not_published() {
    const SECRET: &str = "Isi yang tidak untuk umum";
    let letter = "requests/2026/11/20/e-puskesmas/catatan.md";
    for (class, shown) in
        [("", false), ("sifat: terbatas\n", false), ("sifat: rahasia\n", false), ("sifat: biasa\n", true)]
    {
        let mut register = Register::start(|_| {});
        register.change(|files| {
            let head = "nomor: null\ntanggal: 2026-11-03\nhal: Catatan\ndari: Tim IT\nkepada: Dinas Kesehatan\n";
            files.write(letter, &format!("---\n{head}{class}---\n\n{SECRET}\n"));
            let entry = "  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Lihat surat\n    dokumen: {catatan-tim: catatan.md}\n";
            files.append(REQUEST, entry);
        });
        register.merge((TECHNICIAN, None), (HEAD, None));
        let found = site(&register).iter().any(|(_, text)| text.contains(SECRET));
        assert_eq!(found, shown, "class {class:?}, {:?}", register.last());
    }
}

#[test]
fn v14_counting_through_numbers_tells_nothing_that_the_list_does_not() {
    let register = three_steps();
    let site = site(&register);
    // What a landing said beside the act, and who had which key, is in no page, whatever its number.
    for word in ["ssh-ed25519", "SK 800/12/2024", "SK 800/3/2024", "tim-it-a@"] {
        nowhere(&site, word);
    }
}
