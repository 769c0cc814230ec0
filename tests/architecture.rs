//! What ARCHITECTURE.md says of the house, held.

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use jejak::desk::defaults;
use jejak::model::say::Lang;
use jejak::read::faults::FAULTS;
use jejak::report::manual;
use jejak::rules::RULES;
use jejak::site::defaults as dressing;
use support::{files_below, root};

/// The rooms, and into which others each may look.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("read", &["model"]),
    ("register", &["model", "read"]),
    ("rules", &["model", "read", "register"]),
    ("report", &["model", "read", "register", "rules"]),
    ("desk", &["model", "read", "register", "rules"]),
    ("site", &["model", "read", "register", "rules", "report"]),
    ("shell", &["model"]),
    ("cli", &["model", "read", "register", "rules", "report", "desk", "site", "shell"]),
];

/// A file of src/ by its path there, without comments.
fn sources() -> Vec<(String, String)> {
    let code = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("sources are UTF-8");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
    };
    files_below(&root().join("src")).into_iter().map(|(path, bytes)| (path, code(bytes))).collect()
}

/// The names that follow a word in some code: `crate::` gives the rooms that it looks into.
fn names_after<'a>(code: &'a str, word: &str) -> BTreeSet<&'a str> {
    let end_of_name = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    code.split(word).skip(1).map(|rest| &rest[..end_of_name(rest)]).collect()
}

#[test]
fn imports_run_one_way() {
    for (path, code) in sources() {
        let Some((layer, _)) = path.split_once('/') else { continue };
        let (_, allowed) =
            LAYERS.iter().find(|(name, _)| *name == layer).unwrap_or_else(|| panic!("{layer} is no room"));
        for other in names_after(&code, "crate::") {
            let lawful = other == layer || allowed.contains(&other);
            assert!(lawful, "src/{path} looks into {other}, which {layer} may not");
        }
    }
}

#[test]
fn each_tool_has_one_room() {
    let rooms: &[(&str, &[&str])] = &[
        ("granit_parser", &["read/tree.rs"]),
        ("tera", &["desk/letter.rs", "site/engine/"]),
        ("pulldown_cmark", &["site/letter.rs"]),
        ("fast_qr", &["site/drawing/qr.rs"]),
        ("walkdir", &["shell/"]),
        ("std::net", &["shell/web.rs"]),
        ("git2", &["shell/"]),
        ("ssh_key", &["model/signature.rs", "desk/demo/pen.rs"]),
        ("ed25519_dalek", &["model/signature.rs", "desk/demo/pen.rs"]),
        ("sha1", &["model/git.rs"]),
        ("annotate_snippets", &["report/terminal.rs"]),
        ("clap", &["cli/"]),
        ("schemars", &["read/"]),
        ("std::fs", &["shell/"]),
        ("std::process::{Command", &["shell/"]),
        ("std::env", &["cli/", "main.rs"]),
    ];
    for (path, code) in sources() {
        for (tool, homes) in rooms {
            let named = code.contains(&format!("{tool}::")) || code.contains(&format!("use {tool}"));
            let at_home = homes.iter().any(|home| path.starts_with(home));
            assert!(!named || at_home, "src/{path} names {tool}, whose room is {homes:?}");
        }
        let knows_yaml = code.contains("serde::Deserialize") || code.contains("{Deserialize");
        assert!(!knows_yaml || path.starts_with("read/"), "src/{path} reads files by itself");
    }
}

#[test]
fn files_can_be_held_in_the_head() {
    for (path, bytes) in files_below(&root().join("src")) {
        let lines = bytes.split(|byte| *byte == b'\n').count();
        assert!(lines <= 450, "src/{path} has {lines} lines; give it a second room");
    }
}

/// One name in five places: file, id, stories, manual page, tag.
#[test]
fn a_rule_has_one_name_everywhere() {
    let files = |folder: &str, aside: &[&str]| -> BTreeSet<String> {
        let stems = files_below(&root().join("src").join(folder)).into_keys();
        let stems = stems.filter_map(|name| name.strip_suffix(".rs").map(str::to_owned));
        let stems = stems.filter(|stem| !stem.contains('/'));
        stems.filter(|stem| !aside.contains(&stem.as_str())).map(|stem| stem.replace('_', "-")).collect()
    };
    let ids: BTreeSet<String> = RULES.iter().map(|rule| rule.id.0.to_owned()).collect();
    assert_eq!(files("rules", &["mod", "case", "landing_case"]), ids, "files of src/rules and ids of RULES");
    let faults: BTreeSet<String> = FAULTS.iter().map(|(id, _)| id.0.to_owned()).collect();
    assert_eq!(files("read/faults", &["mod"]), faults, "files of src/read/faults and ids of FAULTS");

    let all: BTreeSet<String> = ids.union(&faults).cloned().collect();
    assert_eq!(all.len(), RULES.len() + FAULTS.len(), "no id twice");
    let stories: BTreeSet<String> = std::fs::read_dir(root().join("tests/cases"))
        .expect("the stories are there")
        .map(|entry| entry.expect("a folder").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "base")
        .collect();
    assert_eq!(stories, all, "folders of tests/cases and rules");
    let pages: BTreeSet<String> = manual::pages().iter().map(|page| page.id.to_owned()).collect();
    assert_eq!(pages, all, "manual pages and rules");
}

#[test]
fn every_rule_has_a_lawful_and_an_unlawful_story() {
    for page in manual::pages() {
        let stories = files_below(&root().join("tests/cases").join(page.id));
        for kind in ["lawful-", "unlawful-"] {
            let some = stories.keys().any(|name| name.starts_with(kind) && Path::new(name).extension().is_some());
            assert!(some, "{} has no {kind} story", page.id);
        }
    }
}

#[test]
fn every_manual_page_is_whole_in_both_languages() {
    for page in manual::pages() {
        assert_ne!(page.title(Lang::Id), page.title(Lang::En), "{}: one title for both languages", page.id);
        for (lang, headings) in [Lang::Id, Lang::En].into_iter().zip(manual::HEADINGS) {
            let text = page.text(lang);
            for heading in headings {
                let section = text.split(&format!("## {heading}\n\n")).nth(1).unwrap_or_default();
                let body = section.split("\n## ").next().unwrap_or_default();
                assert!(body.trim().len() > 3, "{}: nothing under {heading}", page.id);
            }
        }
    }
}

/// A rule is named by its own file alone: with its body gone nobody says it, and its unlawful stories fail, since a story
/// asks that its own rule speaks.
#[test]
fn a_rule_speaks_from_its_own_file_alone() {
    let sources = sources();
    for id in RULES.iter().map(|rule| rule.id.0).chain(FAULTS.iter().map(|(id, _)| id.0)) {
        let stem = id.replace('-', "_");
        for (path, code) in &sources {
            let is_own = path.ends_with(&format!("/{stem}.rs"));
            let is_table = path == "rules/mod.rs" || path == "read/faults/mod.rs";
            let made = code.contains(&format!("RuleId(\"{id}\")"));
            let borrowed = code.contains(&format!(" {stem}::ID")) || code.contains(&format!("({stem}::ID"));
            assert!(is_own || !made, "src/{path} makes the name of {id} anew");
            assert!(is_own || is_table || !borrowed, "src/{path} speaks in the name of {id}");
        }
    }
    let runner = std::fs::read_to_string(root().join("tests/cases.rs")).expect("the stories' runner");
    assert!(runner.contains("the rule says nothing"), "an unlawful story no longer asks that its rule speaks");
}

/// The model of the random histories shares no line with the program.
#[test]
fn the_model_of_the_law_is_independent() {
    for file in ["model.rs", "procedure.rs", "words.rs"] {
        let code = std::fs::read_to_string(root().join("tests/histories").join(file)).expect("the model's files");
        assert!(!code.contains("jejak::"), "tests/histories/{file} looks into the program");
    }
}

/// What the program carries is what stands in the repository.
#[test]
fn nothing_that_is_carried_is_forgotten() {
    for folder in ["sops", "calendars", "templates", "site/aset"] {
        let standing: BTreeSet<String> =
            files_below(&root().join(folder)).into_keys().map(|name| format!("{folder}/{name}")).collect();
        let of_site = dressing::FILES.iter().map(|(path, _)| (*path).to_owned());
        let carried: BTreeSet<String> = defaults::below(folder)
            .map(|(path, _)| path.as_str().to_owned())
            .chain(of_site)
            .filter(|path| path.starts_with(folder))
            .collect();
        assert_eq!(standing, carried, "{folder}/ and the files named in src/desk/defaults.rs and src/site/defaults.rs");
    }
}

/// Hugo, beside which a build is measured, writes the same pages: its layouts say what the site's templates say.
#[test]
fn the_layouts_that_hugo_is_given_are_the_templates_of_the_site() {
    for (template, layout, parts) in [
        ("bingkai", "baseof", &["atas", "bawah"][..]),
        ("permohonan", "permohonan", &["jawaban", "alur", "riwayat", "dokumen", "hitungan"]),
        ("surat", "surat", &[]),
        ("tanda-terima", "tanda-terima", &[]),
    ] {
        let ours = file(&format!("templates/site/{template}.html.tera"));
        let ours =
            ours.replace("{% include \"alur-permohonan.html\" %}", &file("templates/site/alur-permohonan.html.tera"));
        let theirs = parts.iter().fold(file_of_hugo(layout), |text, part| with_part(&text, part));
        let (ours, theirs) = (written(&ours), written(&theirs));
        let alike = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
        let near =
            |words: &[String]| words[alike.saturating_sub(8)..].iter().take(12).cloned().collect::<Vec<_>>().join(" ");
        assert!(
            ours == theirs,
            "templates/site/{template}.html.tera and Hugo's {layout}.html differ: {:?}, {:?}",
            near(&ours),
            near(&theirs)
        );
    }
}

fn file(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect("a template")
}

fn file_of_hugo(layout: &str) -> String {
    file(&format!("benches/build/hugo/layouts/{layout}.html"))
}

/// A layout of Hugo's with a part in its place.
fn with_part(layout: &str, part: &str) -> String {
    let of_frame = (format!("{{{{ partialCached \"{part}.html\""), format!("_partials/{part}"));
    let of_request = (format!("{{{{ partial \"permohonan/{part}.html\""), format!("_partials/permohonan/{part}"));
    let (call, path) = if layout.contains(&of_frame.0) { of_frame } else { of_request };
    assert!(layout.contains(&call), "Hugo's layout has {part}");
    layout.replace(&call, &(file_of_hugo(&path) + "{{"))
}

/// What a template writes whatever it is filled with. The sample's office has no address, so its pages name none, and its
/// receipts lead nowhere; what tells the language of a text stands only on English pages.
fn written(template: &str) -> Vec<String> {
    let template = without(template, "{%- if b.kanonik %}", "{%- endif %}");
    let template = without(&template, "{% if qr %}", "{% endif %}");
    let marks = [("{#", "#}"), ("{%", "%}"), ("{{", "}}"), ("[[", "]]")];
    let template = marks.iter().fold(template, |text, (from, to)| without(&text, from, to));
    let template =
        [" lang=\"id\"", " lang=\"en\"", "datetime=\"\""].iter().fold(template, |text, part| text.replace(part, ""));
    template.split_whitespace().map(str::to_owned).collect()
}

/// A text without what stands between two marks, and without the marks.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut parts = text.split(from);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once(to).map_or("", |(_, rest)| rest))
}

/// The invariants of ARCHITECTURE.md name the tests that hold them, and those tests exist.
#[test]
fn the_invariants_name_real_tests() {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let table = text.split("## Invariants").nth(1).expect("a chapter on invariants");
    let mut count = 0;
    for named in table.split('`').filter(|word| word.contains("::")) {
        let (file, test) = named.split_once("::").expect("file::test");
        let code = std::fs::read_to_string(root().join("tests").join(format!("{file}.rs")));
        let code = code.unwrap_or_else(|_| panic!("tests/{file}.rs does not exist"));
        assert!(code.contains(&format!("fn {test}(")), "tests/{file}.rs has no test {test}");
        count += 1;
    }
    assert!(count >= 10, "the invariants name only {count} tests");
}

/// The rows of the list of threats. Those of the site are told with it.
const THREATS: &str = "I01 I02 I04 I05 I06 I07 I08 I10 I11 I13 I14 I16 I17 I19 I20 I22 I23 I25 I26 \
    H01 H02 H04 H05 H07 H08 H10 H11 H13 H14 H16 H17 H19 H20 H22 H23 \
    M01 M02 M04 M05 M07 M08 M10 M11 M13 M14 M16 M17 \
    P01 P02 P04 P05 P07 P08 P10 P11 P13 P14 P16 P17 P19 P20 P22 P23 P25 \
    C01 C02 C04 C05 C07 C08 C10 C11 C13 C14 C16 C17 C19 C20 T01 T02 T04 T05 T07 T08 T10 T11 \
    V01 V02 V04 V05 V07 V11 V13 V14 A01 A04 A05 A07 A08 A10 A11 A13 A14";

#[test]
fn every_threat_has_its_test_or_says_why_not() {
    let text = |name: &str| std::fs::read_to_string(root().join("docs").join(name)).expect("a page of docs/");
    let (told, untested) = (text("ancaman.md"), text("belum-diuji.md"));
    let row =
        |page: &str, id: &str| page.lines().find(|line| line.starts_with(&format!("| {id} |"))).map(str::to_owned);
    for id in THREATS.split_whitespace() {
        let Some(line) = row(&told, id) else {
            let reason = row(&untested, id).unwrap_or_else(|| panic!("{id} stands nowhere"));
            let reason = reason.split('|').nth(3).unwrap_or_default().trim().to_owned();
            assert!(reason.len() > 10, "{id} has no reason");
            continue;
        };
        assert!(row(&untested, id).is_none(), "{id} is tested, or it is not");
        let named = line.split('`').nth(1).unwrap_or_default().to_owned();
        let (file, test) = named.split_once("::").unwrap_or_else(|| panic!("{id} names no test"));
        assert!(test.starts_with(&format!("{}_", id.to_lowercase())), "{id}: {test} is not named by its row");
        let code = std::fs::read_to_string(root().join("tests/threats").join(format!("{file}.rs")));
        let code = code.unwrap_or_else(|_| panic!("tests/threats/{file}.rs does not exist"));
        assert!(code.contains(&format!("#[test]\nfn {test}(")), "tests/threats/{file}.rs has no test {test}");
    }
}
