//! The tracking site, page by page: what it shows, what it must never show, and that nothing on it leads nowhere.

#[path = "site/html.rs"]
mod html;
#[path = "site/office.rs"]
mod office;
mod support;

use std::collections::BTreeSet;

use html::{dangers, tags};
use jejak::site::exports::csv_row;
use jejak::site::{Broken, letter};
use office::{MORNING, Office, REQUEST, Site, made, pages, walked};
use support::{files_below, is_blessing, root};

/// Every place in which a token stands.
fn places<'s>(site: &'s Site, token: &str) -> Vec<&'s str> {
    let token = token.as_bytes();
    let holds = |bytes: &[u8]| bytes.windows(token.len()).any(|some| some == token);
    site.iter().filter(|(path, bytes)| holds(bytes) || holds(path.as_bytes())).map(|(path, _)| path.as_str()).collect()
}

const PRIVATE: &[&str] = &[
    "kanari-nama",
    "kanari-surel",
    "kanari-dasar",
    "kanari-repositori",
    "kanari-pesan",
    "kanari-isi-terbatas",
    "kanari-hal-terbatas",
    "kanari-nomor-terbatas",
    "kanari-dari-terbatas",
    "kanari-kepada-terbatas",
    "kanari-berkas",
    "kanari-lampiran",
    "kanari-tanpa-sifat",
    "kanari-ditutup",
    "kanari-tanggapan",
    "kanari-orang-luar",
    "AAAAC3NzaC1lZDI1NTE5",
    "@diskominfo.example",
    "@dinkes.example",
    "Surel",
];

const PUBLIC: &[&str] = &[
    "umum-judul",
    "umum-aplikasi",
    "umum-catatan",
    "umum-isi-surat",
    "umum-hal-surat",
    "Kepala Subbagian Umum",
    "Dinas Kesehatan",
    "Mendisposisi surat permohonan",
    "Menunggu pelantikan",
];

/// An office with a token of its own in every private field, and in every public one.
fn canaries() -> Office {
    let person = "revisi: 1\ninstansi: dinkes\njabatan: Analis\nnama: kanari-nama\nakun: [kanari-surel@dinkes.example]\n\
                  peran:\n  - {lajur: [contoh/skpd], sejak: 2024-01-02, dasar: kanari-dasar}\n";
    let office_file = String::from_utf8(support::base()["jejak.yaml"].clone()).expect("text");
    let office_file = office_file.replace("contoh/register", "contoh/kanari-repositori");
    let mut office = Office::new(&[("people/kanari.yaml", person), ("jejak.yaml", &office_file)]);
    let (umum, bidang) = ("umum@dinkes.example", "kepala-bidang@diskominfo.example");
    let pengurus = "pengurus@diskominfo.example";
    let request = format!("{REQUEST}/request.yaml");
    let file = |name: &str| format!("{REQUEST}/{name}");
    let letter = |class: &str, token: &str| {
        format!(
            "---\nnomor: {token}-nomor\ntanggal: 2026-11-20\nhal: {token}-hal\ndari: {token}-dari\nkepada: {token}-kepada\n\
             {class}---\n\n{token}-isi\n"
        )
    };
    let limited = "---\nnomor: kanari-nomor-terbatas\ntanggal: 2026-11-20\nhal: kanari-hal-terbatas\n\
                   dari: kanari-dari-terbatas\nkepada: kanari-kepada-terbatas\nsifat: terbatas\n---\n\nkanari-isi-terbatas\n";
    let open = "---\nnomor: null\ntanggal: 2026-11-20\nhal: umum-hal-surat\ndari: Dinas Kesehatan\n\
                kepada: Dinas Komunikasi dan Informatika\nsifat: biasa\n---\n\numum-isi-surat\n";
    let opening = "sop: contoh/1\njudul: umum-judul integrasi\ninstansi: dinkes\naplikasi: umum-aplikasi\nriwayat:\n\
                   \x20 - langkah: 1\n    catatan: umum-catatan\n    dokumen:\n\
                   \x20     surat-permohonan: surat-permohonan.md\n      kanari-lampiran: kanari-berkas.md\n\
                   \x20     tanpa-sifat: surat-2.md\n      ditutup: surat-3.md\n";
    office.land(
        umum,
        pengurus,
        "kanari-pesan",
        &[
            (&request, opening),
            (&file("surat-permohonan.md"), open),
            (&file("kanari-berkas.md"), limited),
            (&file("surat-2.md"), &letter("", "kanari-tanpa-sifat")),
            (&file("surat-3.md"), &letter("sifat: biasa\n", "kanari-ditutup")),
        ],
    );
    let pause = "  - jeda: Menunggu pelantikan pejabat baru\n    menunggu: [skpd]\n";
    office.land(bidang, pengurus, "kanari-pesan", &[(&request, pause)]);
    let withhold = "  - tutup: surat-3.md\n    catatan: Diminta pemohon.\n";
    office.land(pengurus, bidang, "kanari-pesan", &[(&request, withhold)]);
    // An unlawful landing, whose finding names a stranger's address.
    let resume = "  - lanjut: Sudah dilantik\n";
    let wrong =
        office.land("kanari-orang-luar@luar.example", "kanari-orang-luar@luar.example", "x", &[(&request, resume)]);
    let answer = format!("- pendaratan: {wrong}\n  catatan: kanari-tanggapan\n");
    office.land(pengurus, bidang, "kanari-pesan", &[("tanggapan.yaml", &answer)]);
    office
}

#[test]
fn nothing_private_reaches_any_byte() {
    let office = canaries();
    let (_, audit) = office.audit();
    let said = audit.verdicts.iter().flat_map(|verdict| &verdict.findings);
    let said: Vec<String> = said.map(|finding| format!("{finding:?}")).collect();
    assert!(said.iter().any(|text| text.contains("kanari-orang-luar")), "the stranger's address is in a finding");
    let site = office.site(&[]);
    for token in PRIVATE {
        assert_eq!(places(&site, token), Vec::<&str>::new(), "{token} is published");
    }
    for token in PUBLIC {
        assert!(!places(&site, token).is_empty(), "{token} is public and stands nowhere");
    }
    for (path, token) in
        [("data/permohonan.csv", "umum-judul"), ("umpan.xml", "umum-judul"), ("cari/b/0/0.json", "umum-judul")]
    {
        assert!(places(&site, token).contains(&path), "{token} is missing from {path}");
    }
}

/// The net has no hole: a leak that is planted is caught.
#[test]
fn a_planted_leak_is_caught() {
    let site = canaries().site(&[("templates/site/404.html.tera", "<!doctype html>\n<p>kanari-nama</p>")]);
    assert_eq!(places(&site, "kanari-nama"), ["404.html", "en/404.html"]);
}

/// Of what is not published, kind, date, class and hash are told.
#[test]
fn restricted_documents_are_listed_by_kind_date_class_and_hash() {
    let site = walked().site(&[]);
    let page = text(&site, "permohonan/2026/11/20/e-puskesmas/index.html");
    let hash = jejak::site::projection::sha256(b"%PDF-1.4 disposisi");
    for told in ["Disposisi", "terbatas", hash.as_str()] {
        assert!(page.contains(told), "{told} is not told");
    }
    for hidden in ["disposisi.pdf", "800/14"] {
        assert_eq!(places(&site, hidden), Vec::<&str>::new(), "{hidden} is told");
    }
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(&site[path]).expect("text")
}

fn corpus() -> Vec<(String, String)> {
    let text = std::fs::read_to_string(root().join("tests/site/xss.txt")).expect("the corpus");
    let case = |line: &str| {
        let (name, payload) = line.split_once('\t').expect("a name and a payload");
        (name.to_owned(), serde_json::from_str(payload).expect("a JSON string"))
    };
    text.lines().map(case).collect()
}

/// Each payload as a letter's text: nothing of it runs, fetches, or leaves the letter.
#[test]
fn no_letter_can_run_anything() {
    let corpus = corpus();
    let names: BTreeSet<&String> = corpus.iter().map(|(name, _)| name).collect();
    assert!(names.len() >= 100 && names.len() == corpus.len(), "{} names for {} cases", names.len(), corpus.len());
    for (name, payload) in &corpus {
        for markdown in
            [payload.clone(), format!("> {payload}"), format!("- a\n\n  {payload}"), format!("x {payload} y")]
        {
            let page = format!("<!doctype html>\n<html>{}</html>", letter::html(&markdown));
            let found = dangers(&page);
            assert!(found.is_empty(), "{name}: {found:?} in {page}");
        }
    }
}

/// A letter that is written to be expensive costs no more than a long one.
#[test]
fn no_letter_swells() {
    let deep: String = (0..3000).map(|depth| format!("{}- a\n", "  ".repeat(depth % 400))).collect();
    let hostile = [
        "[".repeat(50_000),
        ">".repeat(50_000),
        "*a_".repeat(20_000),
        "![".repeat(30_000),
        "<".repeat(50_000),
        "&amp;".repeat(20_000),
        "[x](".repeat(20_000),
        "| a ".repeat(20_000),
        "`".repeat(50_001),
        deep,
    ];
    for markdown in hostile {
        let html = letter::html(&markdown);
        assert!(html.len() < markdown.len() * 40 + 1000, "{} bytes from {}", html.len(), markdown.len());
        assert!(dangers(&format!("<!doctype html>\n<html>{html}</html>")).is_empty());
    }
}

/// Each payload in every field that a person writes: the pages stay well formed, and nothing in them runs.
#[test]
fn no_field_can_run_anything() {
    let mut office = Office::new(&[]);
    for (name, payload) in corpus() {
        let folder = format!("requests/2026/11/20/{name}");
        let line = payload.replace(['\n', '\t'], " ");
        let quoted = serde_json::Value::from(line.as_str()).to_string();
        let request = format!(
            "sop: contoh/1\njudul: {quoted}\ninstansi: dinkes\naplikasi: {quoted}\nriwayat:\n  - langkah: 1\n    \
             catatan: {quoted}\n    dokumen: {{surat-permohonan: surat.md}}\n"
        );
        let letter = format!(
            "---\nnomor: {quoted}\ntanggal: 2026-11-20\nhal: {quoted}\ndari: {quoted}\nkepada: {quoted}\nsifat: biasa\n---\n\n{payload}\n"
        );
        office.land(
            "umum@dinkes.example",
            "pengurus@diskominfo.example",
            "x",
            &[(&format!("{folder}/request.yaml"), &request), (&format!("{folder}/surat.md"), &letter)],
        );
    }
    let site = office.site(&[]);
    keep(&site, "site-xss");
    assert!(pages(&site).count() > 300, "most cases have their pages");
    for (path, page) in pages(&site) {
        let found = dangers(page);
        assert!(found.is_empty(), "{path}: {found:?}");
    }
    for (path, bytes) in &site {
        if path.rsplit('.').next() == Some("xml") {
            let text = std::str::from_utf8(bytes).expect("feeds are UTF-8");
            let page = format!("<!doctype html>\n{}", text.split_once("?>").expect("a declaration").1);
            let markup = tags(&page).unwrap_or_else(|problem| panic!("{path}: {problem}"));
            let known = [
                "feed", "id", "title", "updated", "author", "name", "entry", "summary", "urlset", "url", "loc",
                "lastmod", "link",
            ];
            let odd: Vec<_> = markup.iter().filter(|tag| !known.contains(&tag.name.as_str())).collect();
            assert!(odd.is_empty(), "{path}: {odd:?}");
        }
    }
}

#[test]
fn every_page_carries_a_strict_policy_and_is_well_formed() {
    let site = walked().site(&[]);
    for (path, page) in pages(&site) {
        let found = dangers(page);
        assert!(found.is_empty(), "{path}: {found:?}");
        let markup = tags(page).expect("well formed");
        let policy = markup.iter().find(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
        let policy = policy.and_then(|tag| tag.get("content")).unwrap_or_default();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{path}: {policy}");
        let ids: Vec<&str> = markup.iter().filter_map(|tag| tag.get("id")).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: an id twice");
        let heads = markup.iter().filter(|tag| tag.name == "h1").count();
        assert_eq!(heads, 1, "{path} has {heads} headings of the first level");
        let english = path.starts_with("en/");
        assert_eq!(markup[0].get("lang"), Some(if english { "en" } else { "id" }), "{path}");
    }
}

#[test]
fn both_languages_have_the_same_pages() {
    let site = walked().site(&[]);
    let of = |english: bool| -> BTreeSet<String> {
        let own = pages(&site).filter(|(path, _)| path.starts_with("en/") == english);
        own.map(|(path, _)| path.trim_start_matches("en/").to_owned()).collect()
    };
    assert_eq!(of(false), of(true));
    assert!(of(false).len() > 20);
    // No text of the other language, and no mark of the templates, is left over.
    for (path, page) in pages(&site) {
        assert!(
            !page.contains("[[") && !page.contains("]]") && !page.contains(".@"),
            "{path} shows a template's marks"
        );
    }
}

#[test]
fn no_link_leads_nowhere_and_no_path_is_made_twice() {
    let office = walked();
    let (store, audit) = office.audit();
    assert_eq!(made(&store, &audit, &[]).1.broken(), []);
    let dead = "<!doctype html>\n<a href=\"{{ b.akar }}tiada/\">x</a> <a href=\"#tiada\">x</a>";
    let broken = made(&store, &audit, &[("templates/site/cari.html.tera", dead)]).1.broken();
    let to = |path: &str, to: &str| Broken::Dead(path.to_owned(), to.to_owned());
    assert!(broken.contains(&to("cari/index.html", "tiada/index.html")), "{broken:?}");
    assert!(broken.contains(&to("cari/index.html", "cari/index.html#tiada")), "{broken:?}");
}

#[test]
fn the_same_commit_and_time_give_the_same_bytes() {
    let office = walked();
    assert_eq!(office.site(&[]), office.site(&[]));
}

/// A request page is light: one HTML and one CSS file before the first paint.
#[test]
fn a_request_page_is_light() {
    let site = walked().site(&[]);
    let page = text(&site, "permohonan/2026/11/20/e-puskesmas/index.html");
    assert!(page.len() < 60_000, "{} bytes", page.len());
    let markup = tags(page).expect("well formed");
    assert_eq!(markup.iter().filter(|tag| tag.get("rel") == Some("stylesheet")).count(), 1);
    assert_eq!(markup.iter().filter(|tag| tag.name == "script").count(), 0);
}

/// A cell that a spreadsheet would run is text.
#[test]
fn no_cell_is_a_formula() {
    for start in ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"] {
        let row = csv_row(&[&format!("{start}HYPERLINK(\"https://evil.example\")"), "biasa"]);
        assert!(row.starts_with("\"'"), "{row:?}");
        assert!(row.ends_with(",biasa\r\n"), "{row:?}");
    }
    assert_eq!(csv_row(&["a,b", "c\"d", "e"]), "\"a,b\",\"c\"\"d\",e\r\n");
}

/// The pages as they look, and what programs read, for one little register.
#[test]
fn golden_pages() {
    const SHOWN: [&str; 14] = [
        "index.html",
        "en/index.html",
        "permohonan/2026/11/20/e-puskesmas/index.html",
        "en/permohonan/2026/11/20/e-puskesmas/index.html",
        "permohonan/2026/11/20/e-puskesmas/dokumen/surat-permohonan/index.html",
        "permohonan/2026/11/20/e-puskesmas/tanda-terima/index.html",
        "permohonan/2026/11/20/e-puskesmas/umpan.xml",
        "permohonan/2026/11/20/e-puskesmas/data.json",
        "sop/contoh/1/index.html",
        "giliran/lajur/contoh/bidang/tenggat.ics",
        "statistik/contoh/index.html",
        "register/index.html",
        "data/permohonan.csv",
        "sitemap.xml",
    ];
    let site = walked().site(&[]);
    let folder = root().join("tests/site/golden");
    for path in SHOWN {
        let bytes = readable(path, without_version(site.get(path).unwrap_or_else(|| panic!("{path} was not made"))));
        let file = folder.join(path);
        if is_blessing() {
            std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
            std::fs::write(&file, &bytes).expect("the page is written");
        }
        let expected = std::fs::read(&file).unwrap_or_default();
        assert!(expected == bytes, "{path} is not as expected; BLESS=1 rewrites it, then read it");
    }
    let known: BTreeSet<String> = SHOWN.iter().map(|path| (*path).to_owned()).collect();
    assert_eq!(files_below(&folder).into_keys().collect::<BTreeSet<_>>(), known, "files of tests/site/golden");
}

/// A page without the mark that changes with every change of style.
fn without_version(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).expect("text");
    let version = text.split_once("gaya.css?").and_then(|(_, rest)| rest.split_once('"')).map(|(version, _)| version);
    version.map_or_else(|| bytes.to_vec(), |version| text.replace(version, "versi").into_bytes())
}

/// Data line by line, so that one sees what changed.
fn readable(path: &str, bytes: Vec<u8>) -> Vec<u8> {
    if std::path::Path::new(path).extension().is_none_or(|ending| ending != "json") {
        return bytes;
    }
    let data: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    format!("{data:#}\n").into_bytes()
}

/// A site as the browser tests find it.
fn keep(site: &Site, name: &str) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for (path, bytes) in site {
        let full = folder.join(path);
        std::fs::create_dir_all(full.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(full, bytes).expect("the file is written");
    }
}

/// A queue as long as this one has a second page, which holds the rest, the longest waiting first.
#[test]
fn a_long_queue_has_pages() {
    let mut office = Office::new(&[]);
    for n in 1..=52 {
        let opening = format!(
            "sop: contoh/1\njudul: Antrean ke-{n}\ninstansi: dinkes\naplikasi: e-Puskesmas\nriwayat:\n  - langkah: 1\n    \
             dokumen: {{surat-permohonan: surat.md}}\n"
        );
        let letter = "---\nnomor: null\ntanggal: 2026-11-20\nhal: Antrean\ndari: Dinas Kesehatan\nkepada: Kominfo\nsifat: biasa\n---\n\nIsi.\n";
        let folder = format!("requests/2026/11/20/antre-{n}");
        let changes = [(format!("{folder}/request.yaml"), opening.as_str()), (format!("{folder}/surat.md"), letter)];
        let changes = changes.each_ref().map(|(path, text)| (path.as_str(), *text));
        office.land("umum@dinkes.example", "pengurus@diskominfo.example", "x", &changes);
    }
    let site = office.site(&[]);
    let first = text(&site, "giliran/lajur/contoh/bidang/index.html");
    let second = text(&site, "giliran/lajur/contoh/bidang/halaman/2/index.html");
    let requests = |page: &str| page.matches("class=\"judul\"").count();
    assert_eq!((requests(first), requests(second)), (50, 2));
    assert!(
        first.contains(">Antrean ke-1<") && second.contains(">Antrean ke-51<") && second.contains(">Antrean ke-52<")
    );
    for page in [first, second] {
        assert!(page.contains("52 permohonan terbuka") && page.contains("hanya baris di halaman ini"));
    }
    assert!(
        second.contains("halaman 2 dari 2</title>") || second.contains("halaman 2 dari 2 ·"),
        "its title tells which"
    );
}

/// What the four answers say, in words.
#[test]
fn a_request_page_answers_the_four_questions() {
    let site = walked().site(&[]);
    let page = text(&site, "permohonan/2026/11/20/e-puskesmas/index.html");
    for told in [
        "Langkah 2 dari 5",
        "Mendisposisi surat permohonan",
        "Bidang E-Government",
        "1 kali kembali",
        "langkah 3 → 1: tidak lengkap",
        "24 November 2026",
        "Kepala Bidang Penyelenggaraan E-Government",
    ] {
        assert!(page.contains(told), "{told} is missing");
    }
    assert_eq!(MORNING % 60, 0);
}
