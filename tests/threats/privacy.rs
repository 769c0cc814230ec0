//! Privacy: what never reaches an output, and what never goes away once it landed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::files_below;
use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN};
use crate::support::server::{self, STEP, Server, git, jejak, now, said};

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
fn v15_personal_data_in_messages_and_names_even_if_taken_back() {
    const NIK: &str = "3273011201900001";
    // The message of a commit, and the name of a file: even where a later commit took it back.
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    let draft = String::from_utf8(register.draft(&[register.head()], [TECHNICIAN, TECHNICIAN])).expect("text");
    let tip = register.history.put(format!("{draft}untuk 0812-3456-7890\n").as_bytes());
    register.merge_tip(tip, HEAD, None);
    assert_eq!(register.last(), ["personal-data"]);
    let scan = format!("requests/2026/11/20/e-puskesmas/ktp-{NIK}.pdf");
    register.change(|files| files.write(&scan, "%PDF-1.4\n"));
    let named = register.commit(&[register.head()], CLERK, None);
    register.change(|files| drop(files.0.remove(&scan)));
    register.change(|files| files.append(REQUEST, STEP));
    let taken_back = register.commit(&[named], CLERK, None);
    register.merge_tip(taken_back, HEAD, None);
    assert_eq!(register.last(), ["personal-data"]);
    // The name of a branch is refused at the door; what a proposal is called, by whoever judges it.
    let server = Server::new();
    let clone = server.clone("a");
    let tip = clone.step(server.start, now());
    server.refuses(&clone, &[&format!("{tip}:refs/heads/izin-{NIK}")], "data pribadi");
    assert!(clone.push(&[&format!("{tip}:refs/heads/usulan")]).status.success());
    for words in [["--title", "Izin 081234567890"], ["--head", "izin-081234567890"]] {
        let output = jejak(&server.bare, &[&["check", "--range", "main..usulan"], &words[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    }
}

#[test]
fn v07_what_attachments_tell_beside_what_they_show() {
    const FOLDER: &str = "requests/2026/11/20/e-puskesmas";
    let tiff = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0";
    let picture = [&b"\xff\xd8\xff\xe1\0\x24Exif\0\0"[..], tiff, b"\xff\xda"].concat();
    let files = [
        ("foto.jpg", picture),
        ("hasil.pdf", b"%PDF-1.4\n<< /Author (Seseorang) >>\n".to_vec()),
        ("telaahan.docx", b"PK\x03\x04\x14\0[Content_Types].xml".to_vec()),
    ];
    let mut register = Register::start(|_| {});
    register.change(|all| {
        Files::step_3(all);
        let each = files.iter().map(|(name, _)| {
            let id = name.split('.').next().expect("a stem");
            format!("{id}: {{berkas: {name}, sifat: biasa}}")
        });
        all.append(REQUEST, &format!("    dokumen: {{{}}}\n", each.collect::<Vec<_>>().join(", ")));
        for (name, bytes) in &files {
            all.0.insert(format!("{FOLDER}/{name}"), (0o100_644, bytes.clone()));
        }
    });
    // They are told before they land, and are no offence.
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.history.repository.reference("refs/heads/usulan", tip, true, "x").expect("a branch");
    let folder = register.history.folder.path().to_owned();
    let at = ["--at", "2026-11-03T10:00"];
    let told = jejak(&folder, &[&["check", "--range", "main..usulan", "--format", "json"], &at[..]].concat());
    assert_eq!(told.status.code(), Some(0), "{}{}", said(&told), String::from_utf8_lossy(&told.stdout));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let warnings = told["findings"].as_array().expect("findings");
    assert!(warnings.iter().all(|one| one["severity"] == "warning" && one["rule"] == "attachment-traces"), "{told}");
    assert_eq!(warnings.len(), 3, "{told}");
    let place = tempfile::tempdir().expect("a folder");
    let work = place.path().join("kerja");
    let mail = format!("user.email={TECHNICIAN}");
    for words in [
        &["clone", "-q", "-b", "main", "-c", &mail, &folder.to_string_lossy(), "kerja"][..],
        &["-C", "kerja", "checkout", "-q", "origin/usulan", "--", "."],
    ] {
        assert!(git(place.path()).args(words).status().expect("git runs").success());
    }
    for words in [&["check"][..], &[&["check", "--staged", "--branch", "main"], &at[..]].concat()] {
        let output = jejak(&work, words);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{words:?} {text}");
        assert_eq!(text.matches("attachment-traces").count(), 3, "{words:?} {text}");
    }
    // The site shows them byte for byte, but never a file of an office program.
    register.merge_tip(tip, HEAD, None);
    assert_eq!(register.last(), [""; 0]);
    let out = place.path().join("situs");
    let words = ["build", "--branch", "main", "--at", "2026-11-20T10:00", "--out", &out.to_string_lossy()];
    assert!(jejak(&folder, &words).status.success());
    for (name, bytes) in &files {
        let published = files_below(&out).into_values().any(|file| file == *bytes);
        assert_eq!(published, *name != "telaahan.docx", "{name}");
    }
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
    let mut register = three_steps();
    let (request, letter) = server::opening("kedua");
    for (path, bytes) in [request, letter] {
        register.files.insert(path, (0o100_644, bytes));
    }
    register.merge((CLERK, None), (STEWARD, None));
    // An opening that does not read gets no number, and no page.
    register.change(|files| files.write("requests/2026/11/22/gagal/request.yaml", "judul: Gagal\nriwayat:\n"));
    register.merge((CLERK, None), (STEWARD, None));
    assert!(!register.last().is_empty());
    let site = site(&register);
    let list = &site.iter().find(|(path, _)| path == "data/permohonan.csv").expect("the list").1;
    let rows: Vec<&str> = list.lines().skip(1).collect();
    let numbers: Vec<&str> = rows.iter().filter_map(|row| row.split(',').next()).collect();
    assert_eq!(numbers, ["2026/0002", "2026/0001"], "{list}");
    let listed: BTreeSet<String> = rows.iter().filter_map(|row| row.rsplit(',').next()).map(str::to_owned).collect();
    let is_page = |path: &&str| path.starts_with("permohonan/2026/") && path.matches('/').count() == 5;
    let pages = site.iter().filter_map(|(path, _)| path.strip_suffix("index.html")).filter(|path| is_page(path));
    let pages: BTreeSet<String> = pages.map(str::to_owned).collect();
    assert_eq!(pages, listed, "a page for each row of the list, and no other");
    // What is restricted is in no page, whatever its number: nor what a landing said beside the act, nor who had which key.
    for word in ["800/14", "ssh-ed25519", "SK 800/12/2024", "SK 800/3/2024", "tim-it-a@", "Gagal"] {
        nowhere(&site, word);
    }
}

#[test]
fn v16_a_file_that_is_not_what_its_name_says() {
    const FOLDER: &str = "requests/2026/11/20/e-puskesmas";
    let files = [
        ("halaman.pdf", b"<html><script>alert(1)</script></html>\n".to_vec()),
        ("gambar.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>\n".to_vec()),
        ("telaahan.pdf", b"PK\x03\x04\x14\0[Content_Types].xml".to_vec()),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>\n".to_vec()),
        ("surat.pdf", b"%PDF-1.4\n% benar\n".to_vec()),
    ];
    let mut register = Register::start(|_| {});
    register.change(|all| {
        Files::step_3(all);
        let each =
            files.iter().map(|(name, _)| format!("{}: {{berkas: {name}, sifat: biasa}}", name.replace('.', "-")));
        all.append(REQUEST, &format!("    dokumen: {{{}}}\n", each.collect::<Vec<_>>().join(", ")));
        for (name, bytes) in &files {
            all.0.insert(format!("{FOLDER}/{name}"), (0o100_644, bytes.clone()));
        }
    });
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    let place = tempfile::tempdir().expect("a folder");
    let out = place.path().join("situs");
    let words = ["build", "--branch", "main", "--at", "2026-11-20T10:00", "--out", &out.to_string_lossy()];
    assert!(jejak(register.history.folder.path(), &words).status.success());
    for (name, bytes) in &files {
        let published = files_below(&out).into_values().any(|file| file == *bytes);
        assert_eq!(published, *name == "surat.pdf", "{name}");
    }
}
