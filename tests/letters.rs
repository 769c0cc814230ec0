//! The letter forms in `templates/surat/`, filled with all that may or may not be known, and with facts that look like
//! something else.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use jejak::desk::letter::{DocumentFacts, Facts, RequestFacts, SopFacts, StepFacts, fill};
use jejak::model::day::parse_day;
use jejak::model::place::WorkPath;
use jejak::model::request::{Letter, LetterFacts};
use jejak::model::sop::Class;
use jejak::read::read_letter;
use support::{Files, files_below, read, root};

/// The facts that a request may not have yet, and those that a paper does not always state.
const OPTIONAL: [&str; 5] = ["permohonan.nomor", "sop.nomor", "sop.unit", "langkah.hasil", "catatan"];

/// The facts that are always there and are text which people wrote.
const GIVEN: [&str; 8] = [
    "permohonan.judul",
    "permohonan.aplikasi",
    "permohonan.instansi",
    "sop.nama",
    "sop.instansi",
    "sop.pengesahan",
    "langkah.kegiatan",
    "dokumen.nama",
];

const CLASSES: [Class; 3] = [Class::Open, Class::Limited, Class::Secret];

/// Texts that would be something else if they were not data.
const HOSTILE: [&str; 16] = [
    "Aplikasi \"Satu\" dan 'Dua'",
    "judul: baru: lagi",
    "baris satu\nbaris dua\r\n\tbaris  tiga",
    "{{ x }} {{ permohonan.judul }} {% if catatan %} {# y #} {% raw %}",
    "{{ get_env(name=\"HOME\") }}",
    "---",
    "---\nsifat: biasa\n---\n",
    "\nsifat: biasa",
    "# judul # lagi",
    "null",
    "2026-11-20",
    "[a, b] {c: d} & * ! | > % @ ` ~ - ?",
    "\\n \\u0041 \\x41 \\",
    "  tepi  ",
    "<script>alert(1)</script> &amp; &",
    "“kutip” – é 日本 🙂",
];

fn forms() -> BTreeMap<String, String> {
    let files = files_below(&root().join("templates/surat"));
    assert!(!files.is_empty(), "there are no forms");
    files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).expect("a form is text"))).collect()
}

/// The facts of a letter, each text asked for by the name under which forms speak of it.
fn facts(class: Class, text: &dyn Fn(&str) -> String) -> Facts {
    Facts {
        tanggal_iso: "2026-11-20".to_owned(),
        tanggal: "20 November 2026".to_owned(),
        permohonan: RequestFacts {
            judul: text("permohonan.judul"),
            aplikasi: text("permohonan.aplikasi"),
            instansi: text("permohonan.instansi"),
            nomor: text("permohonan.nomor"),
        },
        sop: SopFacts {
            nama: text("sop.nama"),
            nomor: text("sop.nomor"),
            instansi: text("sop.instansi"),
            unit: text("sop.unit"),
            pengesahan: text("sop.pengesahan"),
        },
        langkah: StepFacts { nomor: 6, kegiatan: text("langkah.kegiatan"), hasil: text("langkah.hasil") },
        dokumen: DocumentFacts { nama: text("dokumen.nama"), sifat: class.word().to_owned() },
        catatan: text("catatan"),
    }
}

/// A text that says which fact it stands for.
fn mark(name: &str) -> String {
    format!("⟨{name}⟩")
}

/// Every choice of the optional facts that are known.
fn choices() -> impl Iterator<Item = BTreeSet<&'static str>> {
    (0..1_usize << OPTIONAL.len())
        .map(|bits| (0..OPTIONAL.len()).filter(|n| bits >> n & 1 == 1).map(|n| OPTIONAL[n]).collect())
}

/// A filled form, read as a letter.
fn letter(name: &str, text: &str) -> Letter {
    let reading = read_letter(&WorkPath::new("requests/2026/contoh/surat.md"), text.as_bytes());
    assert!(reading.findings.is_empty(), "{name}: {:#?}\n{text}", reading.findings);
    reading.value.expect("what has no findings was read")
}

#[test]
fn every_form_can_be_filled_whatever_is_known() {
    for (name, form) in forms() {
        for known in choices() {
            for class in CLASSES {
                let is_known = |fact: &str| known.contains(fact) || GIVEN.contains(&fact);
                let facts = facts(class, &|fact| if is_known(fact) { mark(fact) } else { String::new() });
                let text = fill(&form, &facts).unwrap_or_else(|error| panic!("{name}, {known:?}: {error:?}"));
                let case = format!("{name}, {known:?}, {}:\n{text}", class.word());
                assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "one line break at the end: {case}");
                assert!(!text.contains("\n\n\n"), "a blank line too many: {case}");
                assert!(text.lines().all(|line| line == line.trim_end()), "a space at the end of a line: {case}");
                assert!(!text.contains("{{") && !text.contains("{%"), "a part of the form was not run: {case}");
                let head = letter(&name, &text).facts;
                assert_eq!(head.number, None, "numbered by nobody yet: {case}");
                assert_eq!(head.date.map(|date| date.value), parse_day("2026-11-20"), "{case}");
                assert_eq!(head.class.map(|written| written.value), Some(class), "{case}");
                for line in [head.subject, head.from, head.to] {
                    assert!(line.is_some_and(|line| !line.is_empty()), "subject, sender and receiver: {case}");
                }
            }
        }
    }
}

#[test]
fn facts_stay_data_whatever_they_look_like() {
    let long = "panjang sekali ".repeat(700);
    for (name, form) in forms() {
        let marked = fill(&form, &facts(Class::Secret, &mark)).expect("the form can be filled");
        for hostile in HOSTILE.into_iter().chain([long.as_str()]) {
            let text = fill(&form, &facts(Class::Secret, &|_| hostile.to_owned())).expect("the form can be filled");
            let (plain, meant) = (letter(&name, &marked), letter(&name, &text));
            let folded = hostile.split_whitespace().collect::<Vec<_>>().join(" ");
            let put = |text: &str| {
                let facts = GIVEN.into_iter().chain(OPTIONAL);
                facts.fold(text.to_owned(), |text, fact| text.replace(&mark(fact), &folded))
            };
            assert_eq!(texts(&meant.facts), texts(&plain.facts).map(|text| put(&text)), "{name}, {hostile:?}");
            assert_eq!(meant.facts.number, None, "{name}, {hostile:?}");
            assert_eq!(meant.facts.date, plain.facts.date, "{name}, {hostile:?}");
            assert_eq!(meant.facts.class, plain.facts.class, "{name}, {hostile:?}");
            assert_eq!(text[meant.body..], put(&marked[plain.body..]), "{name}, {hostile:?}");
        }
    }
}

/// The lines of a head that people write.
fn texts(head: &LetterFacts) -> [String; 3] {
    [&head.subject, &head.from, &head.to].map(|line| line.as_ref().expect("every form has these lines").value.clone())
}

#[test]
fn every_optional_and_every_given_fact_is_used_by_some_form() {
    let forms: String = forms().into_values().collect();
    for fact in OPTIONAL.into_iter().chain(GIVEN) {
        assert!(forms.contains(&format!("{{{{ {fact} ")), "no form says {fact}");
    }
}

#[test]
fn the_forms_are_those_that_the_sops_name() {
    let below = |folder: &str| {
        let files = files_below(&root().join(folder)).into_iter();
        files.map(|(path, bytes)| (format!("{folder}/{path}"), bytes)).collect::<Files>()
    };
    let mut files = below("sops");
    files.extend(below("templates"));
    let (workspace, findings) = read(&files);
    assert!(findings.is_empty(), "{findings:#?}");
    let documents = workspace.sops.values().flat_map(|sop| &sop.documents);
    let named: BTreeSet<&str> = documents.filter_map(|document| Some(document.form.as_ref()?.as_str())).collect();
    let standing: BTreeSet<&str> = workspace.forms.keys().map(jejak::model::name::FormName::as_str).collect();
    assert_eq!(named, standing);
    assert_eq!(standing.len(), forms().len(), "every file in the folder is a form");
}
