//! The forge's half of the work: what it says is answered by the real program, the real script sends it, and a small forge
//! does it to a real repository. Each story is told on GitHub, Forgejo and GitLab.

mod support;

use serde_json::Value;
use support::forge::{Forge, NEED, form, payload};
use support::server::{self, HEAD, STEWARD};

const KINDS: [&str; 3] = ["github", "forgejo", "gitlab"];
const FOLDER: &str = "requests/2026/11/20/contoh-7";

fn opened(forge: &Forge) {
    forge.does("intake", &payload::issue(forge.kind, &form(&[]), 111, "opened", true));
}

fn one_comment(forge: &Forge, number: u64, word: &str) -> String {
    let comments = forge.comments(number);
    let found: Vec<&String> = comments.iter().filter(|text| text.contains(word)).collect();
    assert_eq!(found.len(), 1, "{}: one comment says {word}: {comments:?}", forge.kind);
    found[0].clone()
}

#[test]
fn a_form_becomes_a_request_an_officer_moves_it_and_the_issue_tells() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        let file = forge.file("usulan/7", &format!("{FOLDER}/request.yaml"));
        assert!(file.contains("judul: Integrasi data kependudukan\n"), "{file}");
        assert!(file.contains("    atas_nama: dinkes-a\n"), "{file}");
        let letter = forge.file("usulan/7", &format!("{FOLDER}/surat-permohonan.md"));
        assert!(
            letter.contains("Dalam rangka mempercepat pendaftaran pasien, bersama ini Dinas Kesehatan"),
            "{letter}"
        );
        assert!(!letter.contains("[isi:"), "no blank is left: {letter}");

        let proposal = payload::proposal(kind, 21, "Permohonan 7", "usulan/7");
        forge.does("check", &proposal);
        let told = one_comment(&forge, 21, "Boleh menggabungkan");
        assert!(told.contains("Kepala Bidang Penyelenggaraan E-Government"), "{told}");
        assert_eq!(forge.shelf.lock().expect("the shelf").statuses.last().expect("a status").1, "success");

        forge.merges("usulan/7", HEAD);
        let sweep = serde_json::json!({});
        forge.does("sweep", &sweep);
        let desk = one_comment(&forge, 7, "jejak:meja");
        assert!(desk.contains("langkah 2 dari 5") && desk.contains("`/langkah 2`"), "{desk}");
        assert_eq!(forge.shelf.lock().expect("the shelf").labels, ["giliran:bidang"]);
        // What says the same stays as it is.
        let before = forge.shelf.lock().expect("the shelf").log.len();
        forge.does("sweep", &sweep);
        let renewed = forge.shelf.lock().expect("the shelf").log[before..].join("\n");
        assert!(!renewed.contains("/comments/") && !renewed.contains("/notes"), "{renewed}");

        let said = "/langkah 2\n\ndokumen disposisi:\nPeriksa kelengkapan berkas.\n";
        forge.does("command", &payload::comment(kind, said, 222, 900));
        let branch = "langkah/7-2-kepala-bidang";
        let file = forge.file(branch, &format!("{FOLDER}/request.yaml"));
        assert!(file.ends_with("    dokumen: {disposisi: disposisi.md}\n    atas_nama: kepala-bidang\n"), "{file}");
        forge.merges(branch, STEWARD);
        forge.does("sweep", &sweep);
        let desk = one_comment(&forge, 7, "jejak:meja");
        assert!(desk.contains("langkah 3 dari 5"), "{desk}");
        each_way_on_is_lawful(&forge, &desk);
        let audit = forge.server.audit();
        assert_eq!((&audit["lawful"], &audit["unlawful"]), (&Value::from(3), &Value::from(0)), "{kind}: {audit:#}");
    }
}

/// The lines that the desk shows for each outcome, appended in the web editor as they stand: lawful, but for what they ask.
fn each_way_on_is_lawful(forge: &Forge, desk: &str) {
    let repository = git2::Repository::open(&forge.server.bare).expect("the forge");
    let main = forge.branch("main").expect("main");
    let path = format!("{FOLDER}/request.yaml");
    let stands = forge.file("main", &path);
    let ways: Vec<&str> = desk.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    for (outcome, reason) in [("lengkap", false), ("tidak lengkap", true)] {
        assert!(desk.contains(&format!("`/langkah 3 {outcome}`")), "{desk}");
        let lines = ways.iter().find(|lines| lines.contains(&format!("    hasil: {outcome}\n"))).expect(outcome);
        assert_eq!(lines.contains("catatan: "), reason, "a way back asks for its reason: {lines}");
        let named: Vec<&str> = lines.split([' ', ',', '}']).filter(|word| word.strip_suffix(".md").is_some()).collect();
        let letter = b"---\nnomor: null\n---\n\nIsi.\n".to_vec();
        let mut edits: Vec<(String, Option<Vec<u8>>)> =
            vec![(path.clone(), Some(format!("{stands}{lines}").into_bytes()))];
        edits.extend(named.iter().map(|name| (format!("{FOLDER}/{name}"), Some(letter.clone()))));
        let edits: Vec<(&str, Option<Vec<u8>>)> =
            edits.iter().map(|(path, text)| (path.as_str(), text.clone())).collect();
        let tip = server::commit(&repository, Some(main), &edits, server::TECHNICIAN, &[main], server::now());
        let range = format!("main..{tip}");
        let check = server::jejak(&forge.server.bare, &["check", "--range", &range, "--format", "json"]);
        let told: Value = serde_json::from_slice(&check.stdout).expect("JSON");
        assert_eq!(check.status.code(), Some(0), "{outcome}: {told:#}");
        assert_eq!(told.to_string().contains("unfilled-blank"), reason, "{outcome}: {told:#}");
    }
}

/// What a forge's editor makes of the value of a query.
fn of_query(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(std::str::from_utf8(&digits).expect("ASCII"), 16).expect("two digits")
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn the_desk_leads_to_the_editor_and_where_it_can_the_lines_stand_there_already() {
    for (kind, page) in [("github", "edit"), ("forgejo", "_edit"), ("gitlab", "-/edit")] {
        let forge = Forge::new(kind);
        opened(&forge);
        forge.merges("usulan/7", HEAD);
        forge.does("sweep", &serde_json::json!({}));
        let desk = one_comment(&forge, 7, "jejak:meja");
        let plain = format!("{}/{page}/main/{FOLDER}/request.yaml", support::forge::WEB);
        let address = desk.split("](<").nth(1).and_then(|rest| rest.split('>').next()).expect("an address");
        let file = forge.file("main", &format!("{FOLDER}/request.yaml"));
        let Some(value) = address.strip_prefix(&format!("{plain}?value=")) else {
            assert_eq!((address, kind == "forgejo"), (plain.as_str(), false), "{desk}");
            continue;
        };
        assert_eq!(kind, "forgejo", "only there an editor opens with a text");
        assert!(value.bytes().all(|b| b.is_ascii_alphanumeric() || b"%+-._".contains(&b)), "{value}");
        let text = of_query(value);
        let lines = text.strip_prefix(&file).expect("what stands, byte by byte");
        assert!(lines.starts_with("  - langkah: 2\n"), "{lines}");
        assert!(desk.contains(&format!("```yaml\n{lines}```")), "the lines are shown too: {desk}");
        assert!(desk.contains("unggah dokumennya ke cabang yang sama"), "{desk}");
    }
}

#[test]
fn an_edited_form_is_a_new_commit_and_after_landing_an_answer() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        let first = forge.branch("usulan/7").expect("the branch");
        // Delivered twice, it changes nothing.
        opened(&forge);
        assert_eq!(forge.branch("usulan/7"), Some(first), "{kind}");
        assert_eq!(forge.comments(7).len(), 1, "{kind}");
        let edited = form(&[("Judul permohonan", "Integrasi data keluarga")]);
        forge.does("intake", &payload::issue(kind, &edited, 111, "edited", true));
        let file = forge.file("usulan/7", &format!("{FOLDER}/request.yaml"));
        assert!(file.contains("judul: Integrasi data keluarga\n"), "{file}");
        assert_eq!(forge.shelf.lock().expect("the shelf").proposals.len(), 1);
        // Somebody else's edit is not the applicant's word.
        let foreign = form(&[("Judul permohonan", "Judul orang lain")]);
        forge.does("intake", &payload::issue(kind, &foreign, 12345, "edited", true));
        assert!(forge.file("usulan/7", &format!("{FOLDER}/request.yaml")).contains("Integrasi data keluarga"));

        forge.merges("usulan/7", HEAD);
        let later = form(&[("Judul permohonan", "Judul baru")]);
        forge.does("intake", &payload::issue(kind, &later, 111, "edited", true));
        forge.does("intake", &payload::issue(kind, &later, 111, "edited", true));
        assert!(one_comment(&forge, 7, "sudah terdaftar dengan nomor").contains("`ralat`"));
        let audit = forge.server.audit();
        assert_eq!((&audit["lawful"], &audit["unlawful"]), (&Value::from(2), &Value::from(0)), "{kind}: {audit:#}");
    }
}

#[test]
fn who_is_not_known_is_told_once_what_to_do() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        let mut event = payload::issue(kind, &form(&[]), 999, "opened", true);
        if kind == "gitlab" {
            event["object_attributes"]["author_id"] = Value::from(999);
        }
        forge.does("intake", &event);
        forge.does("intake", &event);
        assert!(one_comment(&forge, 7, "belum terdaftar sebagai pemohon").contains("`people/`"));
        assert_eq!(forge.branch("usulan/7"), None);
        forge.does("command", &payload::comment(kind, "/langkah 2", 999, 901));
        one_comment(&forge, 7, "jejak:jawab-901");
    }
}

#[test]
fn on_a_public_repository_no_form_is_taken_in() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        forge.does("intake", &payload::issue(kind, &form(&[]), 111, "opened", false));
        one_comment(&forge, 7, "terbuka bagi siapa saja");
        assert_eq!(forge.branch("usulan/7"), None);
    }
}

#[test]
fn each_mistake_in_a_form_is_answered_and_mended_by_an_edit() {
    let forge = Forge::new("github");
    let typed = form(&[(NEED, "data\n\n### Aplikasi\n\nlain")]);
    for (body, word) in [
        (form(&[("Judul permohonan", "")]), "isian \"Judul permohonan\" masih kosong"),
        (typed, "judul bagian \"Aplikasi\" ada dua kali"),
        (form(&[("Prosedur (jangan diubah)", "tidak-ada")]), "prosedur yang disebut tidak ada"),
        (form(&[(NEED, "hubungi 081234567890")]), "personal-data"),
    ] {
        forge.does("intake", &payload::issue("github", &body, 111, "edited", true));
        one_comment(&forge, 7, word);
        assert_eq!(forge.branch("usulan/7"), None, "{word}");
    }
    forge.does("intake", &payload::issue("github", &form(&[]).replace('\n', "\r\n"), 111, "edited", true));
    assert!(forge.file("usulan/7", &format!("{FOLDER}/surat-permohonan.md")).contains("pendaftaran pasien"));
    assert_eq!(forge.comments(7).len(), 1, "the one answer was written anew");
}

#[test]
fn each_mistake_in_a_command_is_answered() {
    let forge = Forge::new("github");
    forge.does("command", &payload::comment("github", "/langkah 1", 222, 800));
    one_comment(&forge, 7, "belum terdaftar: usulannya");
    opened(&forge);
    forge.merges("usulan/7", HEAD);
    let mut id = 900;
    for (text, by, word) in [
        ("/langkah 3 lengkap", 222, "sekarang di langkah 2, bukan 3"),
        ("/langkah", 222, "Sebut nomor langkahnya"),
        ("/langkah 2 lengkap", 222, "bukan keputusan"),
        ("/langkah dua", 222, "dengan angka: `/langkah 2`"),
        ("/langka 2", 222, "mungkin maksud Anda `/langkah`"),
        ("/langkah2", 222, "mungkin maksud Anda `/langkah`"),
        ("Baik, Pak.\n/langkah 2", 222, "di baris pertama"),
        ("/langkah 2\ndokumen surat disposisi (1):\nx", 222, "Yang dikenal SOP ini: `surat-permohonan, disposisi"),
        ("/langkah 2", 222, "step-documents"),
        ("/langkah 2\ndokumen disposisi:\nx", 111, "lane-authority"),
        ("/jeda", 222, "Sebut alasannya"),
        ("/bantuan", 222, "/lanjut <alasan>"),
    ] {
        id += 1;
        forge.does("command", &payload::comment("github", text, by, id));
        let answer = one_comment(&forge, 7, &format!("jejak:jawab-{id} "));
        assert!(answer.contains(word), "{text}: {answer}");
    }
    for (text, by) in
        [("biasa saja", 222), ("/close", 222), ("/langkah 2", support::forge::BOT), ("ada /langkah 2 di tengah", 222)]
    {
        let before = forge.comments(7).len();
        forge.does("command", &payload::comment("github", text, by, 990));
        assert_eq!(forge.comments(7).len(), before, "{text} is no command");
    }
}

#[test]
fn a_command_below_a_proposal_is_told_where_to_go_and_one_that_ends_nothing_says_so() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        let mut event = payload::comment(kind, "/langkah 2", 222, 700);
        if kind == "gitlab" {
            event["object_attributes"]["noteable_type"] = "MergeRequest".into();
            let mut proposal = event["issue"].take();
            proposal["iid"] = 21.into();
            event["merge_request"] = proposal;
        } else {
            event["issue"]["number"] = 21.into();
            event["issue"]["pull_request"] = serde_json::json!({});
            event["is_pull"] = true.into();
        }
        forge.does("command", &event);
        one_comment(&forge, 21, "pada issue permohonannya");
        forge.merges("usulan/7", HEAD);
        // A document may be called as the procedure prints it.
        let said = "/langkah 2\n\ndokumen Disposisi:\nPeriksa kelengkapan berkas.\n";
        forge.does("command", &payload::comment(kind, said, 222, 701));
        forge.merges("langkah/7-2-kepala-bidang", STEWARD);
        forge.does("command", &payload::comment(kind, "/langkah 3 mungkin", 12345, 702));
        let answer = one_comment(&forge, 7, "jejak:jawab-702 ");
        assert!(answer.contains("bukan hasil langkah 3") && answer.contains("/langkah 3 tidak lengkap"), "{answer}");
        assert!(!answer.contains("mungkin"), "what was mistyped is not said again: {answer}");
    }
}

#[test]
fn an_unlawful_proposal_is_told_what_is_missing() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        let bad = payload::proposal(kind, 21, "Hubungi 081234567890", "usulan/7");
        let output = forge.runs("check", &bad);
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        let told = one_comment(&forge, 21, "Data pribadi pada judul");
        assert!(!told.contains("081234567890"), "the number is not said again: {told}");
        let missing = payload::proposal(kind, 55, "Usulan", "usulan/55");
        assert_eq!(forge.runs("check", &missing).status.code(), Some(2), "what was not fetched is not judged");
    }
}

/// Whatever people write, it is text of a file or of a comment in code, and no word of the log.
#[test]
fn hostile_texts_stay_texts() {
    let nasty = [
        "::set-output name=x::y",
        "##[error]palsu",
        "$(touch /dev/shm/jejak-kena) `id` ; rm -rf .",
        "{{ get_env(name='FORGE_TOKEN') }} {% include 'x' %}",
        "<!-- jejak:meja --> @semua [klik](https://jahat.example) ![x](https://jahat.example/x.png)",
        "</code><script>alert(1)</script>",
        "../../../../etc/passwd",
        "\"} }, \"branch\": \"main",
    ];
    for kind in KINDS {
        let forge = Forge::new(kind);
        for text in nasty {
            let answers =
                [("Judul permohonan", text), ("Aplikasi", text), (NEED, text), ("Jabatan penandatangan", text)];
            let output = forge.runs("intake", &payload::issue(kind, &form(&answers), 111, "edited", true));
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            assert!(!said.contains(text), "{kind}: the log repeats {text}: {said}");
            assert!(!said.lines().any(|line| line.starts_with("::") || line.starts_with("##[")), "{said}");
        }
        if forge.branch("usulan/7").is_some() {
            forge.does("check", &payload::proposal(kind, 21, "<script>", "usulan/7"));
        }
        assert!(!std::path::Path::new("/dev/shm/jejak-kena").exists(), "nothing was run");
        for comment in forge.comments(7).iter().chain(&forge.comments(21)) {
            let hidden = comment.matches("<!-- jejak:").count();
            let quoted = comment.matches("`<!-- jejak:meja -->").count();
            assert!(hidden <= 1 + comment.matches("jejak:meja").count() && hidden >= 1, "{comment}");
            assert!(!comment.lines().any(|line| line.starts_with('@')), "{comment} {quoted}");
        }
        let paths = &forge.shelf.lock().expect("the shelf").log;
        assert!(paths.iter().all(|path| !path.contains("etc/passwd") && !path.contains("main")), "{paths:?}");
    }
}

#[test]
fn the_script_asks_again_reads_every_page_and_goes_nowhere_else() {
    let forge = Forge::new("github");
    let many = (0..120).map(|n| (n, 5, format!("komentar {n} <!-- jejak:isian -->"))).collect();
    forge.shelf.lock().expect("the shelf").comments.insert("/issues/7/comments".to_owned(), many);
    // The bot's own comment lies on the last page; a copy of its mark by somebody else counts for nothing.
    let own = (500, support::forge::BOT, "<!-- jejak:isian -->\nlama".to_owned());
    forge.shelf.lock().expect("the shelf").comments.get_mut("/issues/7/comments").expect("comments").push(own);
    let copy = (501, 5, "<!-- jejak:isian -->\ntiruan".to_owned());
    forge.shelf.lock().expect("the shelf").comments.get_mut("/issues/7/comments").expect("comments").insert(0, copy);
    forge.shelf.lock().expect("the shelf").busy = 1;
    opened(&forge);
    let log = forge.shelf.lock().expect("the shelf").log.join("\n");
    assert!(log.contains("PATCH /repos/kantor/register/issues/comments/500"), "{log}");
    assert!(!log.contains("POST /repos/kantor/register/issues/7/comments"), "{log}");
}

#[test]
fn a_payload_that_is_none_is_refused_with_a_word() {
    let forge = Forge::new("github");
    for event in
        [Value::Null, serde_json::json!([]), serde_json::json!({"issue": {"number": "tujuh"}, "action": "opened"})]
    {
        let output = forge.runs("intake", &event);
        let status = output.status.code();
        assert!(status == Some(0) || status == Some(2), "{event}: {output:?}");
        assert_eq!(forge.shelf.lock().expect("the shelf").log, Vec::<String>::new(), "{event}: nothing is sent");
    }
}

#[test]
fn whoever_thinks_again_before_it_lands_writes_another_command() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        forge.merges("usulan/7", HEAD);
        let branch = "langkah/7-2-kepala-bidang";
        let first = "/langkah 2\n\ndokumen disposisi:\nPeriksa.\n\ndokumen lampiran-a:\nTidak perlu lagi.\n";
        forge.does("command", &payload::comment(kind, first, 222, 900));
        let second = "/langkah 2\n\ndokumen disposisi:\nPeriksa kelengkapan berkas.\n";
        forge.does("command", &payload::comment(kind, second, 222, 901));
        let answer = one_comment(&forge, 7, "jejak:jawab-901 ");
        assert!(answer.contains("Sudah menjadi usulan"), "{kind}: {answer}");
        let file = forge.file(branch, &format!("{FOLDER}/request.yaml"));
        assert!(file.ends_with("    dokumen: {disposisi: disposisi.md}\n    atas_nama: kepala-bidang\n"), "{file}");
        assert!(forge.file(branch, &format!("{FOLDER}/disposisi.md")).contains("kelengkapan"));
        forge.does("check", &payload::proposal(kind, 22, "Permohonan 7", branch));
        // Delivered twice, it changes nothing.
        let tip = forge.branch(branch);
        forge.does("command", &payload::comment(kind, second, 222, 901));
        assert_eq!(forge.branch(branch), tip, "{kind}");
        forge.merges(branch, STEWARD);
        assert_eq!(forge.server.audit()["unlawful"], 0, "{kind}");
    }
}

/// Numbers and times that no forge gives: a word, or paths and branches made of numbers all the same.
#[test]
fn numbers_and_times_out_of_this_world_are_refused_or_harmless() {
    let forge = Forge::new("github");
    for (at, value, status) in [
        ("number", serde_json::json!(-1), 2),
        ("number", serde_json::json!(1.5), 2),
        ("number", serde_json::json!(u64::MAX), 0),
        ("created_at", serde_json::json!("9999-12-31T23:59:59Z"), 0),
        ("created_at", serde_json::json!("0001-01-01T00:00:00Z"), 0),
        ("created_at", serde_json::json!("besok; id"), 2),
        ("body", Value::Null, 0),
    ] {
        let mut event = payload::issue("github", &form(&[]), 111, "opened", true);
        event["issue"][at] = value.clone();
        let output = forge.runs("intake", &event);
        assert_eq!(output.status.code(), Some(status), "{at} {value}: {output:?}");
        let plain = |path: &String| path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/ .-_".contains(&byte));
        let shelf = forge.shelf.lock().expect("the shelf");
        assert!(shelf.log.iter().all(plain), "{at} {value}: {:?}", shelf.log);
    }
}

/// What was lawful yesterday may be overtaken: every open proposal is judged again, the bot's too, without anybody's click.
#[test]
fn a_proposal_that_was_overtaken_is_found_by_the_sweep() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        opened(&forge);
        forge.merges("usulan/7", HEAD);
        let said = |text: &str| format!("/langkah 2\n\ndokumen disposisi:\n{text}\n");
        forge.does("command", &payload::comment(kind, &said("Periksa kelengkapan."), 222, 900));
        let branch = "langkah/7-2-kepala-bidang";
        let tip = forge.branch(branch).expect("the bot's proposal");
        let sweep = serde_json::json!({});
        let state = || {
            let shelf = forge.shelf.lock().expect("the shelf");
            shelf.statuses.iter().rfind(|(commit, _)| *commit == tip.to_string()).map(|(_, state)| state.clone())
        };
        forge.does("sweep", &sweep);
        assert_eq!(state().as_deref(), Some("success"), "{kind}: nobody clicked, and it is judged");
        // Meanwhile somebody lands the same step from elsewhere.
        let repository = git2::Repository::open(&forge.server.bare).expect("the forge");
        let main = forge.branch("main").expect("main");
        let path = format!("{FOLDER}/request.yaml");
        let grown = format!("{}  - langkah: 2\n    dokumen: {{disposisi: lembar.md}}\n", forge.file("main", &path));
        let letter = format!("{FOLDER}/lembar.md");
        let edits = [
            (path.as_str(), Some(grown.into_bytes())),
            (letter.as_str(), Some(b"---\nnomor: null\n---\n\nIsi.\n".to_vec())),
        ];
        let other = server::commit(&repository, Some(main), &edits, HEAD, &[main], server::now());
        repository.reference("refs/heads/lain", other, true, "elsewhere").expect("a branch");
        forge.merges("lain", STEWARD);
        let swept = forge.runs("sweep", &sweep);
        let failed = if kind == "gitlab" { "failed" } else { "failure" };
        assert_eq!(state().as_deref(), Some(failed), "{kind}: {swept:?}");
        assert!(one_comment(&forge, 22, "jejak:check").contains("sudah berubah sejak"), "{kind}");
    }
}

/// Forges deliver late, and again: the newer word stands whatever the order.
#[test]
fn an_older_command_that_comes_late_or_again_puts_nothing_back() {
    let older = "/langkah 2\n\ndokumen disposisi:\nPeriksa.\n\ndokumen lampiran-a:\nTidak perlu lagi.\n";
    let newer = "/langkah 2\n\ndokumen disposisi:\nPeriksa kelengkapan berkas.\n";
    let branch = "langkah/7-2-kepala-bidang";
    for kind in KINDS {
        for again in [true, false] {
            let forge = Forge::new(kind);
            opened(&forge);
            forge.merges("usulan/7", HEAD);
            let (first, second) = (payload::comment(kind, older, 222, 900), payload::comment(kind, newer, 222, 901));
            if again {
                forge.does("command", &first);
            }
            forge.does("command", &second);
            let tip = forge.branch(branch);
            forge.does("command", &first);
            assert_eq!(forge.branch(branch), tip, "{kind}: the older one puts nothing back");
            let answer = one_comment(&forge, 7, "jejak:jawab-900 ");
            assert!(answer.contains("digantikan oleh perintah Anda yang lebih baru"), "{kind}: {answer}");
            // What somebody uploads to the branch stays, though the command comes again.
            let repository = git2::Repository::open(&forge.server.bare).expect("the forge");
            let upload = format!("{FOLDER}/lampiran.md");
            let edits = [(upload.as_str(), Some(b"---\nnomor: null\n---\n\nIsi.\n".to_vec()))];
            let more = server::commit(&repository, tip, &edits, STEWARD, &[tip.expect("the branch")], server::now());
            repository.reference(&format!("refs/heads/{branch}"), more, true, "upload").expect("the branch moves");
            forge.does("command", &second);
            assert_eq!(forge.branch(branch), Some(more), "{kind}");
            repository.reference(&format!("refs/heads/{branch}"), tip.expect("a tip"), true, "undo").expect("it moves");

            forge.merges(branch, STEWARD);
            for (event, says) in [(&first, "lebih lama daripada"), (&second, "Sudah terdaftar sebagai entri 2")] {
                forge.does("command", event);
                let id = event.pointer("/comment/id").or_else(|| event.pointer("/object_attributes/id"));
                let answer = one_comment(&forge, 7, &format!("jejak:jawab-{} ", id.expect("a number")));
                assert!(answer.contains(says), "{kind}: {answer}");
            }
            assert_eq!(forge.server.audit()["unlawful"], 0, "{kind}");
        }
    }
}

/// A pause that was over long ago does not come back because its comment is delivered again.
#[test]
fn a_pause_that_landed_does_not_come_back() {
    let forge = Forge::new("github");
    opened(&forge);
    forge.merges("usulan/7", HEAD);
    let pause = payload::comment("github", "/jeda menunggu berkas asli", 222, 900);
    forge.does("command", &pause);
    forge.merges("langkah/7-2-kepala-bidang", STEWARD);
    forge.does("command", &payload::comment("github", "/lanjut berkas datang", 222, 901));
    forge.merges("langkah/7-3-kepala-bidang", STEWARD);
    forge.does("command", &pause);
    assert_eq!(forge.branch("langkah/7-4-kepala-bidang"), None);
    assert!(one_comment(&forge, 7, "jejak:jawab-900 ").contains("lebih lama daripada"));
    // Help is help, whenever it is asked for.
    forge.does("command", &payload::comment("github", "/bantuan", 222, 800));
    assert!(one_comment(&forge, 7, "jejak:jawab-800 ").contains("/langkah 2"));
}

#[test]
fn an_older_form_that_comes_again_puts_nothing_back() {
    for kind in KINDS {
        let forge = Forge::new(kind);
        let edited = |title: &str, at: &str| {
            let mut event = payload::issue(kind, &form(&[("Judul permohonan", title)]), 111, "edited", true);
            let issue = if kind == "gitlab" { "object_attributes" } else { "issue" };
            event[issue]["updated_at"] = at.into();
            event
        };
        let (older, newer) = match kind {
            "gitlab" => ("2026-11-20 03:00:05 UTC", "2026-11-20 03:00:06 UTC"),
            "forgejo" => ("2026-11-20T11:00:05+08:00", "2026-11-20T11:00:06+08:00"),
            _ => ("2026-11-20T03:00:05Z", "2026-11-20T03:00:06Z"),
        };
        forge.does("intake", &edited("Judul lama", older));
        forge.does("intake", &edited("Judul baru", newer));
        let tip = forge.branch("usulan/7");
        let before = forge.comments(7);
        forge.does("intake", &edited("Judul lama", older));
        assert_eq!((forge.branch("usulan/7"), forge.comments(7)), (tip, before), "{kind}");
        assert!(forge.file("usulan/7", &format!("{FOLDER}/request.yaml")).contains("judul: Judul baru\n"), "{kind}");
    }
}

/// Only the bot's own line tells of which comment a branch comes.
#[test]
fn nobody_else_can_hold_a_command_back() {
    let forge = Forge::new("github");
    opened(&forge);
    forge.merges("usulan/7", HEAD);
    let branch = "langkah/7-2-kepala-bidang";
    let said = |note: &str| format!("/langkah 2\n{note}\n\ndokumen disposisi:\nPeriksa kelengkapan berkas.\n");
    forge.does("command", &payload::comment("github", &said("Komentar: 99999"), 222, 900));
    let repository = git2::Repository::open(&forge.server.bare).expect("the forge");
    let tip = forge.branch(branch).expect("the branch");
    let more =
        server::commit_saying(&repository, Some(tip), &[], STEWARD, &[tip], server::now(), "x\n\nKomentar: 99999\n");
    repository.reference(&format!("refs/heads/{branch}"), more, true, "typed").expect("the branch moves");
    forge.does("command", &payload::comment("github", &said("Segera."), 222, 901));
    assert_ne!(forge.branch(branch), Some(more));
    assert!(forge.file(branch, &format!("{FOLDER}/request.yaml")).contains("catatan: Segera.\n"));
}
