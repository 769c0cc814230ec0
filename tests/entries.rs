//! Nearly every entry and the head of nearly every letter and request is read at one glance, and the YAML parser is left out:
//! both must read alike whatever they read.

use jejak::model::place::WorkPath;
use jejak::read::{read_entry, read_header, read_letter};
use proptest::prelude::*;

/// Keys that an entry knows, and others.
fn keys() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec!["langkah", "hasil", "pihak", "catatan", "dokumen", "jeda", "menunggu", "ralat", "ke"]).prop_map(str::to_owned),
        2 => "[a-z][a-z0-9_-]{0,6}",
        1 => "[a-zA-Z0-9<~?*&!-]{1,4}",
    ]
}

/// Values as people write them, with what has a meaning of its own in YAML strewn in.
fn values() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[1-9]",
        6 => "[a-zA-Z0-9][a-zA-Z0-9 ./()-]{0,12}",
        3 => "[a-z0-9 ,:#'\"?!&*%@|>`~=+;<{}\\[\\]\\\\_-]{0,8}",
        3 => "\"[a-zA-Z0-9 ,:#'?!&*%@|>`~=+;<{}\\[\\]_-]{0,12}\"",
        1 => "\"[a-z :\\\\\"nx]{0,6}\"",
        1 => prop::sample::select(vec!["null", "~", "", "yes", "0x1F", "1e5", "- a", "a: b", "a:", "'a'", "|", "\u{e9}", "a  b", "a\tb"]).prop_map(str::to_owned),
    ]
}

/// `{key: value, key: value}`, now and then within another.
fn maps() -> impl Strategy<Value = String> {
    let braces = |pairs: Vec<(String, String)>| {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        format!("{{{}}}", pairs.join(", "))
    };
    let names = || prop_oneof![5 => "[a-z]{1,5}-[a-z0-9]{1,4}", 1 => "[a-z:-]{0,4}"];
    let pair = || (names(), prop_oneof![5 => "[a-z]{1,6}\\.(md|pdf)", 2 => values()]);
    let map = move || prop::collection::vec(pair(), 0..4).prop_map(braces);
    let nested = (names(), map()).prop_map(|(name, map)| format!("{{{name}: {map}}}"));
    prop_oneof![4 => map(), 2 => nested]
}

fn entries() -> impl Strategy<Value = String> {
    let line = (keys(), prop_oneof![4 => values(), 2 => maps()]).prop_map(|(key, value)| format!("{key}: {value}"));
    let spoilt = prop_oneof![30 => Just(""), 1 => Just(" "), 1 => Just("\n"), 1 => Just("\n      and more"), 1 => Just(" # why")];
    let lines = prop::collection::vec((line, spoilt).prop_map(|(line, spoilt)| line + spoilt), 1..5);
    lines.prop_map(|lines| format!("  - {}\n", lines.join("\n    ")))
}

/// The lines of a letter's head.
fn heads() -> impl Strategy<Value = String> {
    let known =
        prop::sample::select(vec!["nomor", "tanggal", "hal", "dari", "kepada", "sifat"]).prop_map(str::to_owned);
    let value = prop_oneof![
        6 => values(),
        2 => "[A-Z][a-z ]{0,20}",
        1 => prop::sample::select(vec!["2026-11-20", "biasa", "rahasia", "800/12/DK"]).prop_map(str::to_owned),
    ];
    let line = (prop_oneof![6 => known, 1 => keys()], prop_oneof![8 => value, 1 => maps()])
        .prop_map(|(key, value)| format!("{key}: {value}"));
    let spoilt =
        prop_oneof![30 => Just(""), 1 => Just(" "), 1 => Just("\n"), 1 => Just("\n  and more"), 1 => Just(" # why")];
    let lines = prop::collection::vec((line, spoilt).prop_map(|(line, spoilt)| line + spoilt), 1..6);
    lines.prop_map(|lines| lines.join("\n"))
}

/// The head of a request, up to where its entries begin.
fn headers() -> impl Strategy<Value = String> {
    let remark = prop_oneof![
        4 => Just("# yaml-language-server: $schema=x.json\n"),
        4 => Just(""),
        1 => Just("#\n"),
        1 => Just("# a\n# b\n"),
        1 => Just("# a\n\n"),
    ];
    let known = prop::sample::select(vec![
        "sop: a-b/1",
        "judul: Judul",
        "judul: \"Judul: 1\"",
        "instansi: dinkes",
        "aplikasi:",
    ]);
    let line = prop_oneof![
        9 => known.prop_map(str::to_owned),
        2 => (prop::sample::select(vec!["judul", "aplikasi", "terkait"]), values()).prop_map(|(key, value)| format!("{key}: {value}")),
        1 => (keys(), values()).prop_map(|(key, value)| format!("{key}:{value}")),
    ];
    let lines = prop::collection::vec(line, 1..6);
    (remark, lines).prop_map(|(remark, lines)| format!("{remark}{}\nriwayat:\n", lines.join("\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_entry_reads_alike_at_one_glance_and_by_the_parser(entry in entries()) {
        // A value of several lines keeps the space that is added.
        prop_assume!(!entry.ends_with("and more\n"));
        let path = WorkPath::new("requests/2026/11/20/x/request.yaml");
        let glance = read_entry(&path, &entry, 3, 12);
        // Where the text itself is broken, what is added may move the place at which the parser gives up.
        if glance.findings.iter().any(|finding| finding.rule.0 == "yaml-syntax") {
            return Ok(());
        }
        // A space at its end says nothing, and leaves it to the parser.
        let parsed = read_entry(&path, &format!("{} \n", entry.trim_end_matches('\n')), 3, 12);
        prop_assert_eq!(format!("{glance:?}"), format!("{parsed:?}"));
    }

    #[test]
    fn a_header_reads_alike_at_one_glance_and_by_the_parser(header in headers()) {
        let path = WorkPath::new("requests/2026/11/20/x/request.yaml");
        let glance = read_header(&path, &header);
        if glance.findings.iter().any(|finding| finding.rule.0 == "yaml-syntax") {
            return Ok(());
        }
        let parsed = read_header(&path, &format!("{} \n", header.trim_end_matches('\n')));
        prop_assert_eq!(format!("{glance:?}"), format!("{parsed:?}"));
    }

    #[test]
    fn a_head_reads_alike_at_one_glance_and_by_the_parser(head in heads()) {
        // A value of several lines keeps the space that is added.
        prop_assume!(!head.ends_with("and more"));
        let path = WorkPath::new("surat.md");
        let glance = read_letter(&path, format!("---\n{head}\n---\nIsi\n").as_bytes());
        if glance.findings.iter().any(|finding| finding.rule.0 == "yaml-syntax") {
            return Ok(());
        }
        // A space at its end says nothing, and leaves it to the parser; only the body begins later.
        let parsed = read_letter(&path, format!("---\n{head} \n---\nIsi\n").as_bytes());
        prop_assert_eq!(format!("{:?}", glance.findings), format!("{:?}", parsed.findings));
        let facts = |letter: &jejak::model::request::Letter| format!("{:?}", letter.facts);
        prop_assert_eq!(glance.value.as_ref().map(facts), parsed.value.as_ref().map(facts));
    }
}
