//! Input: names, modes, bytes, YAML, numbers, dates, paths.

use std::time::{Duration, Instant};

use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN, rules_of};
use crate::support::server::jejak;

const FOLDER: &str = "requests/2026/11/20/e-puskesmas";

/// What the last landing breaks, after the technician adds bytes to the request.
fn appended(bytes: &[u8]) -> (Register, Vec<String>) {
    let mut register = Register::start(|_| {});
    register.files.get_mut(REQUEST).expect("the request").1.extend(bytes);
    register.merge((TECHNICIAN, None), (HEAD, None));
    let rules = register.last();
    (register, rules)
}

/// An entry that is written like this is refused by one of these rules, and changes nothing.
fn refused(text: &str, by: &[&str]) {
    let (register, rules) = appended(text.as_bytes());
    assert!(rules.iter().any(|rule| by.contains(&rule.as_str())), "{text:?} breaks {rules:?}, not {by:?}");
    let before = Register::start(|_| {}).request().progress;
    assert_eq!(register.request().progress.step, before.step, "{text:?} has no effect");
}

/// A file with this name and mode is refused.
fn named(path: &str, mode: i32) -> Vec<String> {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    register.files.insert(path.to_owned(), (mode, b"x\n".to_vec()));
    register.merge((TECHNICIAN, None), (HEAD, None));
    let rules = register.last();
    assert!(register.request().is_doubtful(), "{path}: {rules:?}");
    rules
}

#[test]
fn p01_twins_that_differ_by_case() {
    for path in ["Request.yaml", "REQUEST.YAML", "Surat-Permohonan.md"] {
        assert!(named(&format!("{FOLDER}/{path}"), 0o100_644).contains(&"plain-files".to_owned()), "{path}");
    }
    for path in ["requests/2026/11/20/E-Puskesmas/request.yaml", "requests/2026/11/20/e-puskesmas.yaml"] {
        assert!(named(path, 0o100_644).contains(&"plain-files".to_owned()), "{path}");
    }
    // A folder whose name differs from one of the register's by case alone would fall into it on other machines.
    for path in
        ["Requests/2026/11/20/e-puskesmas/request.yaml", "SOPS/contoh/1.yaml", "People/pengurus.yaml", "Jejak.yaml"]
    {
        let mut register = Register::start(|_| {});
        register.change(|files| files.write(path, "x: y\n")).merge((HEAD, None), (STEWARD, None));
        assert!(!register.last().is_empty(), "{path} passes");
    }
}

#[test]
fn p02_names_and_texts_that_look_alike() {
    // Composed and decomposed, Cyrillic, turned around, without width.
    for name in ["caf\u{e9}.md", "cafe\u{301}.md", "surat-p\u{435}rmohonan.md", "a\u{202e}fdp.md", "a\u{200b}b.md"] {
        assert!(named(&format!("{FOLDER}/{name}"), 0o100_644).contains(&"plain-files".to_owned()), "{name:?}");
    }
    for hidden in ['\u{202e}', '\u{200b}', '\u{2066}', '\u{feff}', '\u{ad}', '\u{7f}'] {
        let text = format!("  - jeda: \"Menunggu{hidden} anggaran\"\n");
        refused(&text, &["encoding", "growth"]);
    }
}

/// The same commit with its top folder written anew, byte by byte, as no tool would write it.
fn with_raw_top(
    register: &Register,
    tip: git2::Oid,
    change: impl Fn(&mut Vec<(i32, Vec<u8>, git2::Oid)>),
) -> git2::Oid {
    let repository = &register.history.repository;
    let tree = repository.find_commit(tip).expect("a commit").tree().expect("its tree");
    let mut entries: Vec<_> =
        tree.iter().map(|entry| (entry.filemode(), entry.name_bytes().to_vec(), entry.id())).collect();
    change(&mut entries);
    let mut raw = Vec::new();
    for (mode, name, id) in entries {
        raw.extend(format!("{mode:o} ").bytes());
        raw.extend(name);
        raw.push(0);
        raw.extend(id.as_bytes());
    }
    let objects = repository.odb().expect("objects");
    let odd = objects.write(git2::ObjectType::Tree, &raw).expect("a tree");
    let text = objects.read(tip).expect("the commit").data().to_vec();
    let text = String::from_utf8(text).expect("text").replace(&tree.id().to_string(), &odd.to_string());
    register.history.put(text.as_bytes())
}

#[test]
fn p04_names_that_break_lines_or_paint_terminals() {
    for name in ["a\nb.md", "a\u{1b}[2Kb.md", "a\tb.md", "-rf.md", ".git.md"] {
        let mut register = Register::start(|_| {});
        register.change(Files::step_3);
        register.files.insert(format!("{FOLDER}/{name}"), (0o100_644, b"x\n".to_vec()));
        register.merge((TECHNICIAN, None), (HEAD, None));
        let rules = register.last();
        assert!(
            rules.contains(&"plain-files".to_owned()) || rules.contains(&"growth".to_owned()),
            "{name:?}: {rules:?}"
        );
        for form in ["text", "json", "github", "sarif"] {
            let output = jejak(register.history.folder.path(), &["audit", "--branch", "main", "--format", form]);
            let text = String::from_utf8(output.stdout).expect("UTF-8");
            assert!(!text.contains('\u{1b}'), "{form}: {name:?} reaches the terminal");
            if form == "github" {
                assert!(text.lines().all(|line| line.starts_with("::")), "{text}");
            }
        }
    }
    // Bytes that are no text at all.
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    let blob = register.history.repository.blob(b"x").expect("a blob");
    let landing = with_raw_top(&register, tip, |top| top.push((0o100_644, b"zz\xff.yaml".to_vec(), blob)));
    register.history.publish(landing);
    assert_eq!(register.audit().verdicts.len(), 2, "it is judged all the same");
    let output = jejak(register.history.folder.path(), &["audit", "--branch", "main", "--format", "json"]);
    assert!(String::from_utf8(output.stdout).is_ok());
}

#[test]
fn p05_links_are_never_followed() {
    for mode in [0o120_000, 0o160_000] {
        assert!(named(&format!("{FOLDER}/rumusan.md"), mode).contains(&"plain-files".to_owned()), "{mode:o}");
    }
    let mut register = Register::start(|_| {});
    register.files.insert(REQUEST.to_owned(), (0o120_000, b"/etc/passwd".to_vec()));
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert!(register.last().contains(&"growth".to_owned()), "{:?}", register.last());
    for path in ["people/tim-it-a.yaml", "sops/contoh/2.yaml", "site/berita.md"] {
        let mut register = Register::start(|_| {});
        register.files.insert(path.to_owned(), (0o120_000, b"/etc/passwd".to_vec()));
        register.merge((HEAD, None), (STEWARD, None));
        assert!(register.last().contains(&"plain-files".to_owned()), "{path}: {:?}", register.last());
    }
}

#[test]
fn p07_modes_that_are_not_plain() {
    assert!(named(&format!("{FOLDER}/rumusan.md"), 0o100_755).contains(&"plain-files".to_owned()));
    // An old mode that git itself writes no more.
    let mut register = Register::start(|_| {});
    register.change(|files| files.append("jejak.yaml", "# x\n")).later();
    let tip = register.commit(&[register.head()], STEWARD, None);
    let landing = with_raw_top(&register, tip, |top| {
        top.iter_mut().filter(|entry| entry.1 == b"jejak.yaml").for_each(|entry| entry.0 = 0o100_664);
    });
    register.history.publish(landing);
    assert!(register.last().contains(&"plain-files".to_owned()), "{:?}", register.last());
}

#[test]
fn p08_attributes_change_no_byte_that_is_judged() {
    let before = {
        let mut register = Register::start(|_| {});
        register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
        register.audit().head
    };
    let mut register = Register::start(|_| {});
    let info = register.history.folder.path().join("info");
    std::fs::create_dir_all(&info).expect("a folder");
    std::fs::write(info.join("attributes"), "*.yaml ident eol=crlf filter=x working-tree-encoding=UTF-16\n")
        .expect("attributes");
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), [""; 0]);
    assert_eq!(register.audit().head, before);
    for path in [".gitattributes", "requests/.gitattributes", ".gitmodules"] {
        let mut register = Register::start(|_| {});
        register
            .change(|files| files.write(path, "*.yaml merge=union -diff\n"))
            .merge((CLERK, None), (TECHNICIAN, None));
        assert!(!register.last().is_empty(), "{path} passes");
    }
}

#[test]
fn p10_bytes_that_are_not_plain_text() {
    let entry = "  - jeda: Menunggu anggaran\n";
    let odd: [Vec<u8>; 7] = [
        entry.replace('\n', "\r\n").into_bytes(),
        entry.replace('\n', "\r").into_bytes(),
        [b"\xef\xbb\xbf", entry.as_bytes()].concat(),
        entry.replace("anggaran", "\0").into_bytes(),
        entry.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        entry.replace("anggaran", "\u{85}").into_bytes(),
        [&b"  - jeda: "[..], b"\xff\xfe\n"].concat(),
    ];
    for bytes in odd {
        let (register, rules) = appended(&bytes);
        assert!(!rules.is_empty(), "{bytes:?} passes");
        assert_eq!(register.request().state().word(), "berjalan", "{bytes:?} has no effect");
    }
}

#[test]
fn p11_a_key_that_stands_twice() {
    for text in [
        "  - langkah: 3\n    hasil: lengkap\n    hasil: tidak lengkap\n    catatan: x\n",
        "  - langkah: 3\n    hasil: tidak lengkap\n    \"hasil\": lengkap\n    catatan: x\n",
        "  - langkah: 3\n    langkah: 3\n    hasil: tidak lengkap\n    catatan: x\n",
    ] {
        let (_, rules) = appended(text.as_bytes());
        assert!(rules.iter().any(|rule| rule == "duplicate-key" || rule == "entry-form"), "{text}: {rules:?}");
    }
}

#[test]
fn p13_explicit_tags() {
    for value in
        ["!!binary aGFsbw==", "!x y", "!!python/object:os.system x", "!<tag:yaml.org,2002:str> x", "&a x", "*a"]
    {
        let (_, rules) = appended(format!("  - jeda: {value}\n").as_bytes());
        assert!(rules.iter().any(|rule| rule == "yaml-feature" || rule == "yaml-syntax"), "{value}: {rules:?}");
    }
}

#[test]
fn p14_what_looks_like_something_else_stays_the_text_that_was_written() {
    for title in ["no", "on", "012", "1_000", "1e5", "12:30", ".nan", "0x1F", "~", "2026-11-20", "true"] {
        let mut register = Register::start(|_| {});
        register.change(|files| {
            let text =
                format!("sop: contoh/1\njudul: {title}\ninstansi: dinkes\nriwayat:\n  - langkah: 1\n    catatan: x\n");
            files.write("requests/2026/11/21/judul/request.yaml", &text);
        });
        register.merge((CLERK, None), (HEAD, None));
        let audit = register.audit();
        let opened = audit.ledger.requests.all().find(|standing| standing.folder.slug() == "judul");
        if let Some(standing) = opened {
            assert_eq!(standing.header.title.value, title);
        } else {
            assert!(!register.last().is_empty(), "{title} is neither taken nor refused");
        }
    }
    let (register, _) = appended(b"  - langkah: 3\n    hasil: no\n    catatan: x\n");
    assert_eq!(register.last(), ["step-in-place"], "`no` is the text no, which is no outcome here");
}

/// Judging this takes no long time, whatever the verdict.
fn quickly(text: &str) -> Vec<String> {
    let started = Instant::now();
    let (register, rules) = appended(text.as_bytes());
    assert!(started.elapsed() < Duration::from_secs(20), "{} bytes take {:?}", text.len(), started.elapsed());
    assert_eq!(register.request().state().word(), "berjalan");
    rules
}

#[test]
fn p16_bombs() {
    let deep = format!("  - jeda: {}x{}\n", "[".repeat(20_000), "]".repeat(20_000));
    let wide = format!("  - jeda: {{{}}}\n", (0..8_000).map(|n| format!("a{n}: 1")).collect::<Vec<_>>().join(", "));
    let long = format!("  - jeda: {}\n", "x".repeat(1_000_000));
    let laughs = "  - jeda: &a [x, x]\n    menunggu: [*a, *a, *a, *a]\n".to_owned();
    for bomb in [deep, wide, long, laughs] {
        assert!(!quickly(&bomb).is_empty(), "{} bytes pass", bomb.len());
    }
    // Limits ask what is appended: a request that lives long stays readable.
    let mut register = Register::start(|_| {});
    register.change(|files| {
        for n in 0..1500 {
            files.append(REQUEST, &format!("  - jeda: Menunggu anggaran tahap {n}, sampai surat berikutnya datang\n"));
            files.append(REQUEST, "  - lanjut: Sudah datang\n");
        }
    });
    register.merge((TECHNICIAN, None), (HEAD, None));
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    let audit = register.audit();
    assert_eq!(rules_of(&audit, 2), [""; 0]);
}

#[test]
fn p17_objects_of_unreasonable_size() {
    let started = Instant::now();
    let mut register = Register::start(|_| {});
    let head = register.head();
    register.change(Files::step_3);
    let tip = register.commit(&[head], TECHNICIAN, None);
    register.later();
    let draft = String::from_utf8(register.draft(&[head, tip], [HEAD, HEAD])).expect("text");
    // A message of 20 MB and 3,000 parents that are all the same.
    let parents = format!("parent {tip}\n").repeat(3_000);
    let draft = draft.replacen("author ", &format!("{parents}author "), 1) + &"x".repeat(20_000_000);
    register.land(draft.as_bytes());
    let rules = register.last();
    assert!(rules.iter().all(|rule| rule != "growth"), "{rules:?}");
    assert!(started.elapsed() < Duration::from_mins(1), "{:?}", started.elapsed());
    // A folder of 20,000 files that no entry names.
    let mut register = Register::start(|_| {});
    for n in 0..20_000 {
        register.files.insert(format!("{FOLDER}/berkas-{n}.md"), (0o100_644, b"x".to_vec()));
    }
    register.merge((TECHNICIAN, None), (HEAD, None));
    assert!(!register.last().is_empty());
    assert!(started.elapsed() < Duration::from_mins(2), "{:?}", started.elapsed());
}

#[test]
fn p19_numbers_are_whole_and_small() {
    for number in ["-1", "1.0", "1e0", "0x3", "3.", "99999999999999999999", "1e400", ".inf", "003", "٣"] {
        refused(&format!("  - langkah: {number}\n    hasil: lengkap\n"), &["bad-value", "wrong-kind", "step-in-place"]);
    }
}

#[test]
fn p20_dates_that_do_not_exist() {
    for date in ["2026-02-30", "2026-13-01", "26-11-20", "2026-11-20T24:00", "20-11-2026", "٢٠٢٦-١١-٢٠", "2026/11/20"]
    {
        let mut register = Register::start(|_| {});
        register.change(|files| {
            files.replace("people/tim-it-a.yaml", "revisi: 3", "revisi: 4");
            files.replace("people/tim-it-a.yaml", "sejak: 2024-01-02", &format!("sejak: {date}"));
        });
        register.merge((HEAD, None), (STEWARD, None));
        assert!(!register.last().is_empty(), "{date} passes");
        let technician = register
            .audit()
            .ledger
            .policy
            .workspace
            .people
            .values()
            .any(|person| person.handle.as_str() == "tim-it-a" && person.revision.value == 3);
        assert!(technician, "{date}: what stood still stands");
    }
}

#[test]
fn p22_paths_that_lead_elsewhere() {
    for file in [
        "../../etc/passwd",
        "/etc/passwd",
        "a//b.md",
        "./rumusan.md",
        "%2e%2e/x.md",
        "..",
        "a/b.md",
        "C:\\x.md",
        "rumusan.md/",
    ] {
        let text =
            format!("  - langkah: 3\n    hasil: tidak lengkap\n    catatan: x\n    dokumen: {{rumusan: '{file}'}}\n");
        let (register, rules) = appended(text.as_bytes());
        assert!(!rules.is_empty(), "{file} passes");
        assert!(register.request().bound.keys().all(|name| !name.contains('/')), "{file} binds a name");
    }
}

#[test]
fn p23_a_file_states_neither_actor_nor_time() {
    for key in ["aktor: tim-it-a", "waktu: 2026-11-02", "oleh: camat", "status: selesai", "penulis: x"] {
        let text = format!("  - langkah: 3\n    hasil: tidak lengkap\n    catatan: x\n    {key}\n");
        let (_, rules) = appended(text.as_bytes());
        assert!(rules.contains(&"unknown-key".to_owned()), "{key}: {rules:?}");
    }
}

#[test]
fn p25_what_a_reviewer_cannot_see_is_told() {
    // Hidden by attributes or drowned in a long diff: the account says what would happen all the same.
    let mut register = Register::start(|_| {});
    let head = register.head();
    register.change(|files| {
        for n in 0..300 {
            files.append(REQUEST, &format!("  # {}{n}\n", " ".repeat(1000)));
        }
    });
    register.change(Files::step_3);
    let tip = register.commit(&[head], TECHNICIAN, None);
    let range = format!("main..{tip}");
    let output = jejak(register.history.folder.path(), &["check", "--range", &range, "--at", "2026-11-03T10:00"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("langkah 3") || output.status.code() == Some(1), "{text}");
    assert!(!text.lines().any(|line| line.len() > 2000), "no line of the answer is drowned");
}
