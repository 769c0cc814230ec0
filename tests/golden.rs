//! What the program prints and writes, held byte by byte.
//!
//! The world is frozen: no environment but `COLUMNS=100`, a stated language, no colours, a stated `--at`. Each folder of
//! `tests/golden` holds one file for each output, and its `commands.txt` says how each was asked for, how the program
//! ended and what it remarked beside the answer. What `jejak schema` prints is held where the files' first lines point,
//! in `site/schema`.
//!
//! `BLESS=1 cargo test --test golden` writes them anew.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use jejak::desk::defaults;
use jejak::desk::init::schema_files;
use jejak::read::schema;
use support::{Files, base, compare, files_below, is_blessing, root, write};
use tempfile::TempDir;

const LANGS: [&str; 2] = ["id", "en"];

/// Every command that there is, with its help.
const COMMANDS: &[&str] = &[
    "init",
    "open",
    "record",
    "check",
    "audit",
    "status",
    "build",
    "serve",
    "queue",
    "demo",
    "doctor",
    "hook",
    "hook pre-receive",
    "hook pre-commit",
    "hook install",
    "forge",
    "forge answer",
    "forge check",
    "forge command",
    "forge intake",
    "forge publish-guard",
    "forge settings",
    "forge sweep",
    "sop",
    "sop list",
    "sop show",
    "sop lint",
    "clock",
    "explain",
    "schema",
    "completions",
    "man",
];

/// What makes the files of a folder.
type Outputs = fn(&World) -> Files;

/// The folders of `tests/golden`, and what each holds.
const GROUPS: [(&str, Outputs); 7] = [
    ("check", |world| world.outputs(&check())),
    ("clock", |world| world.outputs(&clock())),
    ("explain", |world| world.outputs(&explain())),
    ("help", |world| world.outputs(&help())),
    ("init", init),
    ("man", |world| world.outputs(&man())),
    ("sop", |world| world.outputs(&sop())),
];

#[test]
fn every_finding_is_shown_as_before() {
    holds("check");
}

#[test]
fn every_due_date_is_explained_as_before() {
    holds("clock");
}

#[test]
fn every_rule_is_explained_as_before() {
    holds("explain");
}

#[test]
fn every_command_helps_as_before() {
    holds("help");
}

#[test]
fn a_new_workspace_is_made_as_before() {
    holds("init");
}

#[test]
fn the_manual_pages_are_as_before() {
    holds("man");
}

#[test]
fn every_sop_is_drawn_as_before() {
    holds("sop");
}

#[test]
fn the_schemas_are_where_the_first_lines_of_the_files_point() {
    let made: Files = schema_files().into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect();
    let world = World::new();
    for kind in schema::KINDS {
        let printed = world.run(&Scene::new("", Place::Empty, &["schema", kind])).out;
        assert_eq!(made.get(&format!("site/schema/{kind}.schema.json")), Some(&printed), "jejak schema {kind}");
    }
    let below = |(path, bytes): (String, Vec<u8>)| Some((path.strip_prefix("site/schema/")?.to_owned(), bytes));
    compare(&root().join("site/schema"), &made.into_iter().filter_map(below).collect());
}

#[test]
fn two_runs_are_byte_equal() {
    for (group, outputs) in GROUPS {
        // Two worlds: neither the time nor the name of a folder may reach an output.
        let (once, twice) = (outputs(&World::new()), outputs(&World::new()));
        for (name, bytes) in &once {
            assert!(twice.get(name) == Some(bytes), "{group}/{name} differs between two runs");
        }
        assert_eq!(once.len(), twice.len(), "{group}");
    }
}

#[test]
fn no_output_names_this_machine() {
    let here = [root(), std::env::temp_dir()].map(|path| path.to_string_lossy().into_owned());
    for (group, outputs) in GROUPS {
        for (name, bytes) in outputs(&World::new()) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let named = here.iter().find(|path| text.contains(path.as_str()));
            assert_eq!(named, None, "{group}/{name} names a path of this machine");
        }
    }
}

#[test]
fn nothing_else_lies_among_the_golden_files() {
    let known: BTreeSet<&str> = GROUPS.iter().map(|(group, _)| *group).collect();
    for (path, _) in files_below(&golden()) {
        let group = path.split('/').next().unwrap_or_default();
        if known.contains(group) {
            continue;
        }
        assert!(is_blessing(), "{path} belongs to no test");
        std::fs::remove_file(golden().join(&path)).expect("the extra file can be removed");
    }
}

/// A command without golden help would be noticed by nobody.
#[test]
fn every_command_stands_in_the_list() {
    let world = World::new();
    let mut found = BTreeSet::new();
    let mut ask = vec![String::new()];
    while let Some(command) = ask.pop() {
        let words: Vec<&str> = command.split_whitespace().chain(["--help", "--lang", "en"]).collect();
        let help = String::from_utf8(world.run(&Scene::new("", Place::Empty, &words)).out).expect("help is text");
        let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        for line in listed.take_while(|line| !line.is_empty()) {
            let name = line.split_whitespace().next().expect("a command has a name");
            let full = format!("{command} {name}").trim().to_owned();
            ask.push(full.clone());
            found.insert(full);
        }
    }
    assert_eq!(found, COMMANDS.iter().map(ToString::to_string).collect());
}

fn check() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, name) in [(Place::Office, "lawful"), (Place::Broken, "broken")] {
        scenes.extend(in_both(name, place, &["check"]));
        for (format, ending) in [("json", "json"), ("github", "github.txt"), ("sarif", "sarif.json")] {
            scenes.push(Scene::new(format!("{name}.{ending}"), place, &["check", "--format", format]));
        }
    }
    scenes
}

fn sop() -> Vec<Scene> {
    let place = Place::Repository;
    let mut scenes = vec![Scene::new("lint.json", place, &["sop", "lint", "--format", "json"])];
    for day in ["2023-06-01", "2026-11-20"] {
        scenes.push(Scene::new(format!("list-{day}.txt"), place, &["sop", "list", "--at", day]));
        scenes.push(Scene::new(format!("list-{day}.json"), place, &["sop", "list", "--at", day, "--format", "json"]));
    }
    for path in files_below(&root().join("sops")).keys() {
        let name = path.strip_suffix(".yaml").expect("an SOP is a YAML file");
        scenes.push(Scene::new(format!("show-{}.id.txt", name.replace('/', "-")), place, &["sop", "show", name]));
    }
    let bali = "prov-bali-integrasi-sistem-aplikasi/1";
    let name = format!("show-{}.en.txt", bali.replace('/', "-"));
    scenes.push(Scene::new(name, place, &["sop", "show", bali, "--lang", "en"]));
    scenes
}

fn clock() -> Vec<Scene> {
    let range = ["2026-11-20T09:15", "± 1-2 jam", "--zone", "WITA", "--calendar", "prov-bali"];
    let two_pauses = ["--pause", "2026-11-24T07:00/2026-11-25T17:00", "--pause", "2026-11-27T12:00/2026-11-30T08:00"];
    let pauses = [&["2026-11-20T09:15", "3 hari"], &two_pauses[..]].concat();
    let cases: [(&str, Place, &[&str]); 9] = [
        ("days-over-holidays", Place::Empty, &["2026-12-22T10:00", "3 hari"]),
        ("calendar-days", Place::Empty, &["2026-11-20T10:15:00+08:00", "8 hari", "--days", "kalender"]),
        ("hours-over-night", Place::Empty, &["2026-11-20T15:30", "2 jam"]),
        ("hours-in-ramadan", Place::Empty, &["2026-02-18T15:00", "8 jam"]),
        ("months", Place::Empty, &["2026-11-20", "1 bulan"]),
        ("range-about", Place::Empty, &range),
        ("pauses", Place::Empty, &pauses),
        ("estimate", Place::Empty, &["2027-03-05T14:00", "± 1 – 2 minggu"]),
        ("local-holiday", Place::Office, &["2026-11-27T16:00", "90 menit"]),
    ];
    let scenes = cases.iter().flat_map(|(name, place, case)| {
        let words = [&["clock", "--from", case[0], "--duration", case[1]], &case[2..]].concat();
        let json = Scene::new(format!("{name}.json"), *place, &[&words[..], &["--format", "json"]].concat());
        in_both(name, *place, &words).into_iter().chain([json])
    });
    scenes.collect()
}

fn explain() -> Vec<Scene> {
    let list = in_both("list", Place::Empty, &["explain"]);
    list.into_iter().chain(in_both("sop-way-out", Place::Empty, &["explain", "sop-way-out"])).collect()
}

fn help() -> Vec<Scene> {
    let commands = COMMANDS.iter().flat_map(|command| {
        let words: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        in_both(&command.replace(' ', "-"), Place::Empty, &words)
    });
    commands.chain(in_both("jejak", Place::Empty, &["--help"])).collect()
}

fn man() -> Vec<Scene> {
    let page = |name: &str, lang: &str, words: &[&str]| {
        Scene::new(format!("{name}.{lang}.1"), Place::Empty, &[words, &["--lang", lang]].concat())
    };
    let pages = |lang: &&str| [page("jejak", lang, &["man"]), page("jejak-check", lang, &["man", "check"])];
    LANGS.iter().flat_map(pages).collect()
}

/// New workspaces: the list of their files, and each file that is not simply one of this repository's.
fn init(_: &World) -> Files {
    let two = ["--sop", "kab-tapin-layanan-splp", "--sop", "prov-bali-integrasi-sistem-aplikasi"];
    let named = ["--name", "Lacak \"Integrasi\": {Tapin}", "--mail", "pengurus@kominfo.example", "--zone", "WITA"];
    let carried: Vec<(String, Vec<u8>)> = defaults::all()
        .map(|(path, bytes)| (path, bytes.to_vec()))
        .chain(schema_files())
        .map(|(path, bytes)| (path.as_str().to_owned(), bytes))
        .collect();
    let mut outputs = Files::new();
    let mut index = String::new();
    for (name, words) in [("two", [&two[..], &named].concat()), ("all", Vec::new())] {
        let world = World::new();
        let scene = Scene::new(name, Place::Empty, &[&["init", "kantor"], &words[..]].concat());
        index.push_str(&scene.told(&world.run(&scene)));
        let mut tree = String::new();
        for file in files_below(&world.folder(Place::Empty).join("kantor")) {
            if carried.contains(&file) {
                let _ = writeln!(tree, "{}  (as in this repository)", file.0);
            } else {
                let _ = writeln!(tree, "{}", file.0);
                outputs.insert(format!("{name}/{}", file.0), file.1);
            }
        }
        outputs.insert(format!("{name}.txt"), tree.into_bytes());
    }
    outputs.insert("commands.txt".to_owned(), index.into_bytes());
    outputs
}

/// Where a command is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Repository,
    Office,
    Broken,
    Empty,
}

/// One call of the program, and the name of the golden file that holds its answer.
struct Scene {
    name: String,
    place: Place,
    words: Vec<String>,
}

impl Scene {
    fn new(name: impl Into<String>, place: Place, words: &[&str]) -> Self {
        let mut words: Vec<String> = words.iter().map(ToString::to_string).collect();
        if !words.iter().any(|word| word == "--lang") {
            words.extend(["--lang", "id"].map(str::to_owned));
        }
        Self { name: name.into(), place, words }
    }

    /// How the answer was asked for, how the program ended, and what it remarked.
    fn told(&self, answer: &Answer) -> String {
        let plain = |word: &str| !word.contains([' ', '"', '{']);
        let quoted = |word: &String| if plain(word) { word.clone() } else { format!("'{word}'") };
        let words: Vec<String> = self.words.iter().map(quoted).collect();
        let place = match self.place {
            Place::Repository => "in this repository",
            Place::Office => "in tests/cases/base",
            Place::Broken => "in tests/cases/base with mistakes",
            Place::Empty => "in an empty folder",
        };
        let mut told = format!("{}\n  jejak {}\n  {place}, exit {}\n", self.name, words.join(" "), answer.status);
        for line in answer.remarks.lines() {
            let _ = writeln!(told, "  > {line}");
        }
        told.push('\n');
        told
    }
}

/// The same call in both languages.
fn in_both(name: &str, place: Place, words: &[&str]) -> Vec<Scene> {
    let scene = |lang: &&str| Scene::new(format!("{name}.{lang}.txt"), place, &[words, &["--lang", lang]].concat());
    LANGS.iter().map(scene).collect()
}

/// How the program answered.
struct Answer {
    status: i32,
    out: Vec<u8>,
    remarks: String,
}

/// The folders in which the program is run.
struct World {
    temp: TempDir,
}

impl World {
    fn new() -> Self {
        let temp = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(temp.path().join("empty")).expect("a new folder");
        write(&temp.path().join("broken"), &broken());
        Self { temp }
    }

    fn folder(&self, place: Place) -> PathBuf {
        match place {
            Place::Repository => root(),
            Place::Office => root().join("tests/cases/base"),
            Place::Broken => self.temp.path().join("broken"),
            Place::Empty => self.temp.path().join("empty"),
        }
    }

    fn run(&self, scene: &Scene) -> Answer {
        let output = Command::new(env!("CARGO_BIN_EXE_jejak"))
            .args(&scene.words)
            .args(["--color", "never"])
            .current_dir(self.folder(scene.place))
            .env_clear()
            .env("COLUMNS", "100")
            .stdin(Stdio::null())
            .output()
            .expect("the program runs");
        let remarks = String::from_utf8(output.stderr).expect("remarks are text");
        Answer { status: output.status.code().expect("the program ends by itself"), out: output.stdout, remarks }
    }

    /// The answer to each scene, and the list of how they were asked for.
    fn outputs(&self, scenes: &[Scene]) -> Files {
        let mut outputs = Files::new();
        let mut index = String::new();
        for scene in scenes {
            let answer = self.run(scene);
            index.push_str(&scene.told(&answer));
            let before = outputs.insert(scene.name.clone(), answer.out);
            assert!(before.is_none(), "two scenes are called {}", scene.name);
        }
        outputs.insert("commands.txt".to_owned(), index.into_bytes());
        outputs
    }
}

/// The little office with mistakes: misspelt words, a date that no year has, a key and an account given twice, an arrow
/// into the void, a letter that nobody delivered.
fn broken() -> Files {
    let request = "requests/2026/11/20/e-puskesmas/request.yaml";
    let mistakes = [
        ("sops/contoh/1.yaml", "hasil: lengkap, ke: 4", "hasil: lengkap, ke: 40"),
        ("sops/contoh/1.yaml", "pelaksana: [bidang]", "pelaksana: [bidag]"),
        ("sops/contoh/1.yaml", "kegiatan: Menyepakati", "kegiatn: Menyepakati"),
        ("people/dinkes-a.yaml", "umum@dinkes.example", "pengurus@diskominfo.example"),
        ("calendars/kabupaten.yaml", "tanggal: 2026-11-30", "tanggal: 2026-11-31"),
        ("tanggapan.yaml", "  waktu: dicoret\n", "  waktu: dicoret\n  waktu: dicoret\n"),
        (request, "hasil: tidak lengkap", "hasil: belum lengkap"),
    ];
    let mut files = base();
    for (path, right, wrong) in mistakes {
        let file = files.get_mut(path).expect("the file stands in the little office");
        let text = String::from_utf8(file.clone()).expect("the file is text");
        assert!(text.contains(right), "{path} holds {right:?}");
        *file = text.replacen(right, wrong, 1).into_bytes();
    }
    files.insert("requests/2026/11/20/e-puskesmas/lampiran.pdf".to_owned(), b"%PDF-1.7\n".to_vec());
    files
}

fn golden() -> PathBuf {
    root().join("tests/golden")
}

/// The outputs of a group are its golden files, no more and no less.
fn holds(group: &str) {
    let (_, outputs) = GROUPS.iter().find(|(name, _)| *name == group).expect("a group of that name");
    compare(&golden().join(group), &outputs(&World::new()));
}
