//! The terminal's counter: `open` and `record` through the real program on real git, what they refuse and what they
//! answer; and that whatever they write is lawful and reads back.

mod support;

use std::path::Path;
use std::process::Command;

use jejak::desk::entry::{Attached, Deed, NewEntry};
use jejak::model::place::WorkPath;
use jejak::model::privacy;
use jejak::model::request::{Act, HeaderField};
use jejak::read::read_entry;
use proptest::prelude::*;
use support::desk::{Office, TAPIN, git, open_tapin, program};

#[test]
fn a_request_goes_from_a_clerk_to_a_reviewer_and_back() {
    let office = Office::new(&[]);
    open_tapin(&office);
    assert_eq!(git(&office.clone, &["branch", "--show-current"]), "e-puskesmas/permohonan-baru");
    assert_eq!(
        git(&office.clone, &["log", "-1", "--format=%s|%b|%ae"]),
        "e-puskesmas: permohonan baru|Integrasi data: tahap 2\n|dinkes-umum@dinkes.example"
    );
    let letter = office.clone.join("requests/2026/11/23/e-puskesmas/surat-permohonan.md");
    let letter = std::fs::read_to_string(letter).expect("the letter");
    assert!(letter.contains("Integrasi data: tahap 2") && letter.contains("dari: \"Dinas Kesehatan\""), "{letter}");
    office.merged("pranata-a");

    office.sits("kabid-egov-plt", "kominfo");
    assert!(office.does(&["queue", "--mine"]).contains("2026/0001"), "it is the division's turn");
    office.does(&["record", "2026/0001", "--buat", "disposisi"]);
    office.merged("pranata-a");
    let path = "requests/2026/11/23/e-puskesmas/request.yaml";
    let before = git(&office.clone, &["show", &format!("main:{path}")]);
    office.sits("pranata-b", "kominfo");
    let said = office.does(&["record", "e-puskesmas", "TIDAK lengkap", "--catatan", "Proses bisnis: belum ada."]);
    assert!(said.contains("git push -u origin e-puskesmas/langkah-3-tidak-lengkap"), "{said}");
    let after = std::fs::read_to_string(office.clone.join(path)).expect("the request");
    assert!(after.starts_with(&before), "bytes that stand are untouched");
    office.merged("pranata-a");
    let told = office.audit();
    assert_eq!(told["unlawful"], 0, "{told}");
    assert_eq!(told["requests"], 1);
}

#[test]
fn a_proposal_can_go_on_before_it_lands() {
    let office = Office::new(&[]);
    open_tapin(&office);
    office.sits("kabid-egov", "kominfo");
    // The head of division left the post in July 2025; the acting one is named in the finding's own words.
    office.refuses(&["record", "e-puskesmas", "--buat", "disposisi"], 1, &["did not hold the lane"]);
    office.sits("kabid-egov-plt", "kominfo");
    office.does(&["record", "e-puskesmas", "--buat", "disposisi"]);
    assert_eq!(git(&office.clone, &["rev-list", "--count", "main..HEAD"]), "2", "on the same branch");
    office.merged("pranata-a");
    assert_eq!(office.audit()["unlawful"], 0);
}

#[test]
fn each_mistake_is_answered_and_nothing_is_written() {
    let office = Office::new(&[]);
    git(&office.clone, &["config", "user.name", "x"]);
    git(&office.clone, &["config", "user.email", "someone@else.example"]);
    let open = ["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas"];
    office.refuses(&open, 2, &["<someone@else.example>", "ask a steward to add your account"]);
    office.sits("dinkes-umum", "dinkes");
    office.refuses(&["open", "--judul", "x"], 2, &["name the SOP", TAPIN]);
    office.refuses(&["open", "--sop", "kab-tapin-layanan-spl", "--judul", "x"], 2, &[TAPIN]);
    office.refuses(&["open", "--sop", "99", "--judul", "x"], 2, &["no SOP `99`", TAPIN, "kota-bogor"]);
    office.refuses(&["open", "--sop", TAPIN], 2, &["--judul"]);
    let misspelt = [&open[..], &["--buat", "surat-permohona"]].concat();
    office.refuses(&misspelt, 2, &["knows no document", "Did you mean `surat-permohonan`?"]);
    let unknown = [&open[..], &["--buat", "surat"]].concat();
    office.refuses(&unknown, 2, &["knows no document `surat`", "With a form there are: surat-permohonan, disposisi"]);
    office.refuses(&[&open[..], &["--instansi", "dinke"]].concat(), 2, &["--instansi", "dinkes"]);
    office.refuses(&[&open[..], &["--instansi", "dinsos"]].concat(), 1, &["did not hold the lane"]);
    office.refuses(&[&open[..], &["--slug", "E Puskesmas"]].concat(), 2, &["e-puskesmas"]);
    office.refuses(&[&open[..], &["--dokumen", "surat-permohonan"]].concat(), 2, &["--dokumen id=file"]);
    office.refuses(&[&open[..], &["--dokumen", "surat-permohonan=nowhere.pdf"]].concat(), 2, &["nowhere.pdf"]);
    let bare = office.file("surat.md", "Tanpa kepala surat.\n");
    office.refuses(&[&open[..], &["--dokumen", &format!("surat-permohonan={bare}")]].concat(), 2, &["---"]);
    office.refuses(&[&open[..], &["--buat", "narahubung"]].concat(), 2, &["has no form"]);
    for (name, text, answer) in [
        ("kosong.pdf", "", "0 bytes"),
        ("palsu.pdf", "PK\u{3}\u{4}", "save it as PDF"),
        ("surat.docx", "Yth. Kepala Dinas", "save it as PDF"),
        ("nik.md", "---\nnomor: null\n---\n\nNIK 6305014107900001\n", "nik.md:5: "),
    ] {
        let file = office.file(name, text);
        office.refuses(&[&open[..], &["--dokumen", &format!("surat-permohonan={file}")]].concat(), 2, &[answer]);
    }
    office.refuses(&["open", "--sop", TAPIN, "--judul", "NIK 6305014107900001"], 2, &["--judul", "16 digits"]);
    office.refuses(&[&open[..5], &["--aplikasi", "0812-3456-7890"]].concat(), 2, &["--aplikasi", "telephone"]);
    office.refuses(
        &["open", "--sop", "kota-bogor-pengembangan-aplikasi", "--judul", "x"],
        1,
        &["did not hold the lane"],
    );

    office.does(&open);
    // The same again could not land beside it.
    office.refuses(&open, 2, &["git switch e-puskesmas/permohonan-baru", "another --slug"]);
    office.merged("pranata-a");
    office.sits("dinkes-umum", "dinkes");
    office.refuses(&["record", "e-puskemas"], 2, &["Did you mean `e-puskesmas`?", "jejak queue"]);
    let nowhere = program(office.folder.path(), &["status", "e-puskesmas"]);
    assert!(String::from_utf8_lossy(&nowhere.stderr).contains("-C <folder>"), "{nowhere:?}");
    office.refuses(&[&open[..], &["--slug", "e-puskesmas"]].concat(), 2, &["2026/0001", "another slug"]);
    office.refuses(&["record", "2026/0009"], 2, &["there is no request"]);
    office.refuses(
        &["record", "2026/0001", "--buat", "disposisi"],
        1,
        &["did not hold the lane", "Nothing was written"],
    );
    office.sits("kabid-egov-plt", "kominfo");
    office.refuses(&["record", "2026/0001", "lengkap"], 2, &["at step 2", "no decision", "without \"lengkap\""]);
    office.refuses(&["record", "2026/0001"], 1, &["Disposisi", "--buat disposisi", "run this command again"]);
    office.refuses(
        &["record", "2026/0001", "--langkah", "3", "--buat", "disposisi"],
        1,
        &["stands at step 2", "First record step 2"],
    );
    office.refuses(&["record", "2026/0001", "--langkah", "1", "--buat", "disposisi"], 1, &["step is recorded already"]);
    let told = office.run(&["record", "2026/0001", "--langkah", "3", "--buat", "disposisi"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("Findings: 1 error,"), "what follows from it is not told as another mistake: {told}");
    office.refuses(&["record", "2026/0001", "--tarik", "salah"], 1, &["applicant's agency"]);
    office.refuses(&["record", "2026/0001", "--lanjut", "sudah"], 1, &["not standing still"]);
    office.refuses(&["record", "2026/0001", "--sahkan", "1"], 1, &["needs a `catatan`"]);
    office.refuses(&["record", "2026/0001", "--sahkan", "1", "--catatan", "Sah."], 1, &["Only a steward"]);
    office.refuses(&["record", "2026/0001", "--jeda", "rapat", "--menunggu", "skpdd"], 2, &["skpd"]);
    office.refuses(&["record", "2026/0001", "--ralat", "sop=x"], 2, &["judul="]);
    office.does(&["record", "2026/0001", "--buat", "disposisi"]);
    office.merged("pranata-a");
    office.sits("pranata-b", "kominfo");
    office.refuses(&["record", "2026/0001"], 2, &["lengkap, tidak lengkap"]);
    office.refuses(&["record", "2026/0001", "tdak lengkap"], 2, &["tidak lengkap"]);
    office.refuses(&["record", "2026/0001", "tidak lengkap"], 1, &["catatan"]);
    // Somebody's unfinished change is never overwritten.
    let path = office.clone.join("requests/2026/11/23/e-puskesmas/request.yaml");
    let stands = std::fs::read_to_string(&path).expect("the request");
    std::fs::write(&path, format!("{stands}# mine\n")).expect("a change");
    office.refuses(&["record", "2026/0001", "tidak lengkap", "--catatan", "Kurang."], 2, &["git restore"]);
    std::fs::write(&path, stands).expect("the change is taken back");
    // Without a key git cannot sign, and says how.
    git(&office.clone, &["config", "gpg.format", "ssh"]);
    let sign = ["record", "2026/0001", "tidak lengkap", "--catatan", "Kurang.", "--sign"];
    office.refuses(&sign, 2, &["user.signingkey"]);
}

#[test]
fn each_mistake_with_a_file_is_answered() {
    let office = Office::new(&[]);
    office.sits("dinkes-umum", "dinkes");
    let open = |word: &str| {
        let words = ["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas", "--dokumen", word];
        words.map(str::to_owned)
    };
    let refuses = |word: &str, answers: &[&str]| {
        let words = open(word);
        office.refuses(&words.iter().map(String::as_str).collect::<Vec<_>>(), 2, answers);
    };
    let scan = office.file("surat.pdf", "%PDF-1.4\n");
    let words = open(&format!("surat-permohonan={scan}"));
    let twice = [&words.iter().map(String::as_str).collect::<Vec<_>>()[..], &["--buat", "surat-permohonan"]].concat();
    office.refuses(&twice, 2, &["named twice"]);
    // Nearly the name of a document of the SOP; a further copy of one is no mistake.
    refuses(&format!("surat-permohona={scan}"), &["knows no document", "Did you mean `surat-permohonan`?"]);
    refuses(&format!("surat-permohonan={scan},tanggal=2026-12-24"), &["2026-12-24 has not come yet"]);
    let ahead = office.file("depan.md", "---\ntanggal: 2027-01-04\n---\n\nIsi.\n");
    refuses(&format!("surat-permohonan={ahead}"), &["2027-01-04 has not come yet"]);
    let renamed = office.file("pindaian.md", "%PDF-1.4\n");
    refuses(&format!("surat-permohonan={renamed}"), &["This is a .pdf file", "ends in .pdf"]);
    refuses(&format!("surat-permohonan={}", office.folder.path().display()), &["a folder, not a file"]);
    let utf16: Vec<u8> = "\u{feff}---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(office.folder.path().join("utf16.md"), utf16).expect("a file");
    let utf16 = office.folder.path().join("utf16.md").display().to_string();
    refuses(&format!("surat-permohonan={utf16}"), &["utf16.md:1:", "not UTF-8", "Save this file again"]);
    let huge = office.folder.path().join("besar.pdf");
    std::fs::File::create(&huge).and_then(|file| file.set_len(17 << 20)).expect("a large file");
    refuses(&format!("surat-permohonan={}", huge.display()), &["16 MB at most", "150 dpi"]);
    // An editor on Windows ends lines in its own way; in the register they end as all others do.
    let dos = office.file("dari windows é.md", "\u{feff}---\r\ntanggal: 2026-11-20\r\n---\r\n\r\nIsi.\r\n");
    let words = open(&format!("surat-permohonan={dos}"));
    office.does(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let letter = std::fs::read_to_string(office.clone.join("requests/2026/11/23/e-puskesmas/surat-permohonan.md"));
    assert_eq!(letter.expect("the letter"), "---\ntanggal: 2026-11-20\n---\n\nIsi.\n");
}

#[test]
fn each_mistake_with_a_place_is_answered() {
    let office = Office::new(&[]);
    open_tapin(&office);
    office.merged("pranata-a");
    office.does(&["status", "2026/1"]);
    office.refuses(&["status", "2026/9"], 2, &["there is no request `2026/9`", "jejak queue"]);
    office.refuses(&["status", "e-puskemas"], 2, &["Did you mean `e-puskesmas`?"]);
    office.refuses(&["-C", "tidak-ada", "queue"], 2, &["there is no folder tidak-ada"]);
    let empty = office.folder.path().join("kosong");
    git(office.folder.path(), &["init", "--quiet", "kosong"]);
    for words in [&["queue"][..], &["open", "--judul", "x"]] {
        let said = program(&empty, words);
        assert_eq!(said.status.code(), Some(2));
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(said.contains("holds no commit yet") && said.contains("jejak init"), "{said}");
    }
    // A workspace of which nobody made a repository yet.
    std::fs::create_dir(office.folder.path().join("baru")).expect("a folder");
    let made = program(office.folder.path(), &["init", "baru"]);
    assert!(String::from_utf8_lossy(&made.stderr).contains("git init -b main, git add --all"), "{made:?}");
    let said = program(&office.folder.path().join("baru"), &["queue"]);
    assert!(String::from_utf8_lossy(&said.stderr).contains("no git repository yet"), "{said:?}");
    // On no branch, and with a hook that refuses: back to where one stood.
    office.sits("kabid-egov-plt", "kominfo");
    let head = git(&office.clone, &["rev-parse", "main"]);
    git(&office.clone, &["switch", "--quiet", "--detach", &head]);
    let hook = office.clone.join(".git/hooks/pre-commit");
    std::fs::create_dir_all(office.clone.join(".git/hooks")).expect("a folder");
    std::fs::write(&hook, "#!/bin/sh\necho kantor tutup >&2\nexit 1\n").expect("a hook");
    Command::new("chmod").arg("+x").arg(&hook).status().expect("chmod runs");
    office.refuses(&["record", "2026/1", "--buat", "disposisi"], 2, &["kantor tutup", "nothing was changed"]);
    assert_eq!(git(&office.clone, &["branch", "--show-current"]), "", "still on no branch");
    std::fs::remove_file(&hook).expect("the hook goes");
    // Another git is at work, or was.
    let lock = office.clone.join(".git/index.lock");
    std::fs::write(&lock, "").expect("a lock");
    let ended = office.run(&["record", "2026/1", "--buat", "disposisi"]);
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() == Some(2) && said.contains("Another git is at work"), "{said}");
    std::fs::remove_file(&lock).expect("the lock goes");
    office.refuses(&["queue", "--lane", "skpdd"], 2, &["name one lane", "kab-tapin-layanan-splp/skpd"]);
    office.refuses(
        &["queue", "--lane", "kab-tapin-layanan-splp/bidangg"],
        2,
        &["Did you mean `kab-tapin-layanan-splp/bidang`?"],
    );
    assert!(office.does(&["queue", "--lane", "bidang"]).contains("Integrasi data"));
    office.does(&["record", "2026/1", "--buat", "disposisi"]);
}

#[test]
fn a_letter_with_blanks_is_not_attached_and_not_landed_for_good() {
    let office = Office::new(&[]);
    office.sits("dinkes-umum", "dinkes");
    let head = "---\nnomor: null\ntanggal: 2026-11-23\nhal: Permohonan\ndari: Dinas Kesehatan\nkepada: \"[isi: siapa]\"\nsifat: biasa\n---\n\nIsi.\n";
    let letter = office.file("surat.md", head);
    let given = format!("surat-permohonan={letter}");
    let words = ["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas", "--dokumen", &given];
    office.refuses(&words, 2, &["1 blank"]);
    office.file("surat.md", &head.replace("[isi: siapa]", "Kepala Dinas"));
    office.does(&words);
    // A scan with a name in it is attached, and that is told.
    let scan = office.file("surat.pdf", "%PDF-1.4\n<< /Author (Seseorang) >>\n");
    let given = format!("surat-permohonan={scan}");
    git(&office.clone, &["switch", "--quiet", "main"]);
    let words = ["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Lain", "--dokumen", &given];
    assert!(office.does(&words).contains("attachment-traces"));
    // Where an entry lands at once, nobody could fill in its letter any more.
    let direct = Office::new(&["--linear"]);
    git(&direct.clone, &["remote", "remove", "origin"]);
    direct.sits("dinkes-umum", "dinkes");
    direct.refuses(
        &["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas"],
        1,
        &["Nothing was written", "unfilled-blank"],
    );
}

#[test]
fn a_scan_says_what_it_is_on_the_command_line() {
    let office = Office::new(&[]);
    open_tapin(&office);
    office.merged("pranata-a");
    office.sits("kabid-egov-plt", "kominfo");
    let scan = office.file("Disposisi.PDF", "%PDF-1.4\n");
    let letter = office.file("disposisi.md", "---\nnomor: null\n---\n");
    let with = |file: &str, facts: &str| format!("disposisi={file}{facts}");
    let record = |word: &str| ["record".to_owned(), "e-puskesmas".to_owned(), "--dokumen".to_owned(), word.to_owned()];
    let refuses = |word: &str, status: i32, answers: &[&str]| {
        let words = record(word);
        office.refuses(&words.iter().map(String::as_str).collect::<Vec<_>>(), status, answers);
    };
    refuses(&with(&scan, ",tanggal=besok"), 1, &["tanggal", "besok"]);
    refuses(&with(&scan, ",sifat=umum"), 1, &["sifat", "biasa"]);
    refuses(&with(&letter, ",nomor=1"), 2, &["disposisi.md"]);
    let words = record(&with(&scan, ",nomor=005/12, 2026,tanggal=2026-11-20,hal=Integrasi: tahap 2,sifat=rahasia"));
    office.does(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let text = std::fs::read_to_string(office.clone.join("requests/2026/11/23/e-puskesmas/request.yaml"));
    let line = "dokumen: {disposisi: {berkas: disposisi.pdf, nomor: \"005/12, 2026\", tanggal: 2026-11-20, hal: 'Integrasi: \
                tahap 2', sifat: rahasia}}";
    let text = text.expect("the request");
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_trial_writes_nothing() {
    let office = Office::new(&[]);
    office.sits("dinkes-umum", "dinkes");
    let open = ["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas", "--dry-run"];
    office.refuses(&open, 0, &["+ requests/2026/11/23/e-puskesmas/request.yaml", "langkah: 1", "A trial"]);
}

#[test]
fn parties_speak_for_themselves() {
    let office = Office::new(&["--linear"]);
    office.sits("subkoor-tka", "kominfo");
    let sop = "kab-bogor-integrasi-aplikasi";
    office.does(&["open", "--sop", sop, "--judul", "Integrasi", "--aplikasi", "SIMPEG", "--instansi", "bkpsdm"]);
    office.sits("subkoor-integrasi", "kominfo");
    office.does(&["record", "simpeg", "--buat", "edr"]);
    office.does(&["record", "simpeg", "--buat", "edr"]);
    office.refuses(&["record", "simpeg", "setuju", "--pihak", "opd"], 1, &["did not hold the lane"]);
    office.does(&["record", "simpeg", "setuju"]);
    office.sits("bkpsdm-umum", "bkpsdm");
    office.refuses(&["record", "simpeg", "setuju"], 1, &["--buat edr"]);
    office.does(&["record", "simpeg", "setuju", "--buat", "edr"]);
    git(&office.clone, &["push", "--quiet", "origin", "main"]);
    let told = office.audit();
    assert_eq!((&told["unlawful"], &told["landings"]), (&0.into(), &12.into()), "{told}");
    let files = support::files_below(&office.clone.join("requests/2026/11/23/simpeg"));
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["edr-2.md", "edr-3.md", "edr.md", "nota-dinas.md", "request.yaml"]);
}

/// Whoever holds the lanes of the sample's Kota Bogor procedure, step by step, for the agency that asks.
fn actor(step: u64) -> (&'static str, &'static str) {
    match step {
        1 | 3 => ("dinsos-kepala", "dinsos"),
        2 | 15 => ("kepala-dinas", "kominfo"),
        6 | 9 => ("dinsos-teknis", "dinsos"),
        10 | 12 => ("dinsos-rekanan", "dinsos"),
        _ => ("pranata-a", "kominfo"),
    }
}

#[test]
fn a_whole_procedure_is_recorded_and_every_entry_is_lawful() {
    let office = Office::new(&["--linear"]);
    office.sits("dinsos-kepala", "dinsos");
    let sop = "kota-bogor-pengembangan-aplikasi";
    office.does(&["open", "--sop", sop, "--judul", "Aplikasi # baru", "--aplikasi", "Bansos Terpadu"]);
    let scan = office.file("Surat Permohonan.PDF", "%PDF-1.4\n");
    let mut backs = 0;
    for _ in 0..40 {
        let status = program(&office.clone, &["status", "bansos-terpadu", "--format", "json"]);
        let status: serde_json::Value = serde_json::from_slice(&status.stdout).expect("JSON");
        if status["state"] == "selesai" {
            assert_eq!(status["loops"], 2);
            let told = office.audit();
            assert_eq!(told["unlawful"], 0, "{told}");
            return;
        }
        let step = status["step"].as_u64().expect("a step");
        let (handle, agency) = actor(step);
        office.sits(handle, agency);
        if status["state"] == "menunggu" {
            let waited = if step == 12 { "dinsos-rekanan" } else { "dinsos-kepala" };
            office.sits(waited, "dinsos");
            let file = format!("surat-permohonan-hosting={scan}");
            let more: &[&str] = if step == 14 { &["--dokumen", &file] } else { &[] };
            office.does(&[&["record", "bansos-terpadu", "--lanjut", "Sudah siap"], more].concat());
            continue;
        }
        let documents: &[&str] = match step {
            2 => &["surat-tugas"],
            3 => &["sk-tim-teknis"],
            4 => &["surat-undangan"],
            5 => &["laporan-analisa"],
            6 => &["draft-kak"],
            7 => &["draft-kak-koreksi"],
            8 | 9 => &["kak"],
            10 => &["file-presentasi"],
            11 => &["notulen-rapat", "nota-dinas"],
            12 => &["file-presentasi", "dokumen-testing"],
            13 => &["laporan-pengujian"],
            15 => &["surat-disposisi"],
            _ => &[],
        };
        let mut args = vec!["record", "bansos-terpadu"];
        let back = matches!(step, 8 | 13) && backs < if step == 8 { 1 } else { 2 };
        backs += u32::from(back);
        match (step, back) {
            (8, true) => args.extend(["tidak disetujui", "--catatan", "Belum: [lingkup] {kurang}, \"jelas\""]),
            (8, false) => args.push("disetujui"),
            (13, true) => args.extend(["belum aman", "--catatan", "- celah"]),
            (13, false) => args.push("aman"),
            _ => {}
        }
        for document in documents.iter().filter(|_| !back) {
            args.extend(["--buat", document]);
        }
        office.does(&args);
    }
    unreachable!("the procedure never ended");
}

/// The README's own words, run one after the other.
#[test]
fn the_readme_leads_a_newcomer_to_an_accepted_request() {
    let readme = std::fs::read_to_string(support::root().join("README.md")).expect("the README");
    let steps = readme.split("## First steps").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("first steps");
    let blocks = steps.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines: Vec<&str> = blocks.flat_map(str::lines).collect();
    let commands = lines.iter().flat_map(|line| line.split("&&")).filter(|command| !command.trim().is_empty()).count();
    assert!((5..=10).contains(&commands), "{commands} commands are more than ten, or none");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bin = Path::new(env!("CARGO_BIN_EXE_jejak")).parent().expect("a folder").display().to_string();
    let mut script = format!("set -e\nPATH=\"{bin}:$PATH\"\n");
    for line in lines {
        // What runs until it is stopped ends after the build here; the program is installed already.
        let line = match line {
            line if line.starts_with("cargo install") => continue,
            line if line.starts_with("jejak demo") => line.replace(" #", " --requests 30 --no-serve #"),
            line => line.replace("jejak serve", "jejak build"),
        };
        script.push_str(&line);
        script.push('\n');
    }
    // Nothing but what a newcomer has: git without settings, and the program.
    let mut shell = Command::new("sh");
    shell.current_dir(folder.path()).arg("-c").arg(&script).env("HOME", folder.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "EMAIL", "LANG", "LC_ALL"] {
        shell.env_remove(name);
    }
    for role in ["AUTHOR", "COMMITTER"] {
        shell.env_remove(format!("GIT_{role}_NAME")).env_remove(format!("GIT_{role}_EMAIL"));
    }
    let ended = shell.output().expect("a shell");
    let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{said}");
    assert!(said.contains("Integrasi data kependudukan") && said.contains("langkah 2 dari 15"), "{said}");
    let site = std::fs::read_to_string(folder.path().join("contoh/public/data/permohonan.json"));
    let pages = support::files_below(&folder.path().join("contoh").join("public").canonicalize().expect("the site"));
    let shown = pages.keys().any(|page| page.contains("permohonan-saya"))
        || site.is_ok_and(|text| text.contains("permohonan-saya"));
    assert!(shown, "the site shows the new request");
    let audit = program(&folder.path().join("contoh"), &["audit"]);
    assert_eq!(audit.status.code(), Some(0), "{}", String::from_utf8_lossy(&audit.stdout));
}

#[test]
fn english_reports_are_english() {
    let office = Office::new(&[]);
    office.sits("dinkes-umum", "dinkes");
    let opened =
        office.does(&["open", "--sop", TAPIN, "--judul", "Integrasi", "--aplikasi", "e-Puskesmas", "--slug", "satu"]);
    assert!(opened.contains("then: in progress, step 2 of 15"), "{opened}");
    office.merged("pranata-a");
    office.sits("kabid-egov-plt", "kominfo");
    office.does(&["record", "satu", "--jeda", "Menunggu jawaban"]);
    office.merged("pranata-a");
    let told = [office.does(&["status", "satu"]), office.does(&["queue"])].concat();
    assert!(told.contains("State         paused · step 2 of 15"), "{told}");
    for word in ["berjalan", "jeda", "langkah", "sejak", "giliran"] {
        assert!(!told.contains(word), "`{word}`: {told}");
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{1,40}",
        "[a-z]{1,8}( [a-z]{1,8}){0,3}",
        "\\PC{1,20}",
        Just("no".to_owned()),
        Just("2026-11-20".to_owned()),
        Just("- x: [y]\n    z".to_owned()),
        Just("'\"#: ,{}&*!|>%@`".to_owned()),
    ]
    .prop_filter("a text that says something", |text| text.chars().any(char::is_alphanumeric))
    // `a@-.Aa` is an address by its form, and refused for it.
    .prop_filter("a text without personal data", |text| privacy::find(&kept(text), |_, _| false).is_none())
}

/// A text as it is kept: on one line, without what nobody sees.
fn kept(text: &str) -> String {
    let shown: String = text.chars().filter(|c| c.is_whitespace() || !jejak::model::text::is_hidden(*c)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back(reason in text(), note in text(), title in text(), n in 1u32..99, which in 0..6) {
        let id: jejak::model::name::DocumentId = "surat".parse().expect("a name");
        let deed = match which {
            0 => Deed::Step { number: n, outcome: Some(reason.clone()), party: None },
            1 => Deed::Pause { reason: reason.clone(), awaits: vec!["skpd".parse().expect("a name")] },
            2 => Deed::Resume(reason.clone()),
            3 => Deed::Amend(vec![(HeaderField::Title, reason.clone())]),
            4 => Deed::Cancel(reason.clone()),
            _ => Deed::Withdraw(reason.clone()),
        };
        let facts = vec![("nomor", title.clone()), ("tanggal", "2026-11-20".to_owned())];
        let documents = vec![Attached { id: id.clone(), file: "surat.pdf".to_owned(), facts }];
        let entry = NewEntry { note: Some(note.clone()), documents, ..NewEntry::of(deed) };
        let text = entry.text();
        let reading = read_entry(&WorkPath::new("requests/2026/11/20/x/request.yaml"), &text, 1, 7);
        prop_assert!(reading.findings.is_empty(), "{text}{:?}", reading.findings);
        let read = reading.value.expect("an entry");
        prop_assert_eq!(read.note.map(|note| note.value), Some(kept(&note)));
        let said = match read.act {
            Act::Step { number, outcome, .. } => {
                prop_assert_eq!(number.value, n);
                outcome.map(|outcome| outcome.value)
            }
            Act::Pause { reason, .. } | Act::Resume(reason) | Act::Cancel(reason) | Act::Withdraw(reason) => Some(reason.value),
            Act::Amend(fields) => fields.first().map(|(_, value)| value.value.clone()),
            _ => None,
        };
        prop_assert_eq!(said, Some(kept(&reason)));
        let given = read.documents.first().expect("a document");
        prop_assert_eq!(given.facts.number.as_ref().map(|number| number.value.clone()), Some(kept(&title)));
        prop_assert_eq!(&given.file.value, "surat.pdf");
    }
}
