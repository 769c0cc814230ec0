//! A thousand malformed files of many kinds, and none gets past the readers.
//!
//! A good file of an office is spoilt in one way, the office is read and judged with it, and then this must hold: the
//! file is refused; every finding points into a file and says in both languages what is wrong and what to do; nothing
//! panics, overflows or takes long; and every form of the report shows it without passing anything hostile on.
//!
//! The same seed spoils the same files. More of them, and others: `JEJAK_MALFORMED=50000 JEJAK_SEED=7 cargo test --test
//! malformed`. A complaint names the kind, the number and the seed; that number alone is tried again with
//! `JEJAK_MALFORMED_ONLY`.

mod support;

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::{Duration, Instant};

use jejak::model::finding::{Finding, Severity};
use jejak::model::place::{Place, WorkPath};
use jejak::model::say::Lang;
use jejak::read::WorkspaceReader;
use jejak::report::{Format, Report, Style};
use jejak::rules::check_workspace;
use support::{Files, base, files_below, root};

/// How long one file may keep its reader.
const LIMIT: Duration = Duration::from_millis(50);
/// How many findings one file may bring before it drowns those of the others.
const MOST_FINDINGS: usize = 200;

#[test]
fn malformed_files_are_refused_with_a_place_and_advice() {
    let (count, seed) = (asked("JEJAK_MALFORMED", 1_000), asked("JEJAK_SEED", 1));
    let only = asked("JEJAK_MALFORMED_ONLY", u64::MAX);
    let numbers = if only == u64::MAX { 0..count } else { only..only + 1 };
    let offices = [base(), official()];
    let mut slowest = (Duration::ZERO, String::new());
    let mut complaints: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for number in numbers {
        let (kind, spoil) = KINDS[usize::try_from(number).expect("a count") % KINDS.len()];
        let label = format!("{kind}, number {number} of seed {seed}");
        let spoilt = spoilt(spoil, &offices, Dice::new(seed, number));
        // In a thread of its own a panic ends in its hands; and should the stack overflow, the thread's name is told.
        let trial = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name(label.clone());
            thread.spawn_scoped(scope, || trial(&spoilt)).expect("a thread").join()
        });
        let (took, found) = trial.unwrap_or_else(|_| (Duration::ZERO, vec!["panics".to_owned()]));
        if took > slowest.0 {
            slowest = (took, label.clone());
        }
        for complaint in found {
            complaints.entry((kind, complaint)).or_default().push(format!("{label}: {}", spoilt.difference()));
        }
    }
    println!("{count} malformed files of {} kinds; the slowest, {}, took {:?}", KINDS.len(), slowest.1, slowest.0);
    let complaints: Vec<String> = complaints
        .into_iter()
        .map(|((kind, complaint), files)| format!("{kind}: {complaint} ({} files). First {}\n", files.len(), files[0]))
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn the_good_files_are_good() {
    for files in [base(), official()] {
        let report = support::check(&files);
        assert!(!report.fails(), "{:#?}", report.findings());
    }
}

#[test]
fn there_are_many_kinds_each_with_a_name_of_its_own() {
    let names: std::collections::BTreeSet<&str> = KINDS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), KINDS.len());
    assert!(names.len() >= 30, "only {} kinds", names.len());
}

/// A number that the environment may set.
#[expect(clippy::disallowed_methods, reason = "asks for another run; without it every run is the same")]
fn asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a whole number"))
}

/// The five official SOPs and the calendars, with the letter forms that they name.
fn official() -> Files {
    let folders = ["sops", "calendars", "templates"].into_iter();
    let files = folders.flat_map(|folder| {
        files_below(&root().join(folder)).into_iter().map(move |(path, bytes)| (format!("{folder}/{path}"), bytes))
    });
    files.collect()
}

// What is asked of every malformed file.

/// An office with one malformed file.
struct Spoilt {
    files: Files,
    /// The files as they are shown to people.
    texts: BTreeMap<String, String>,
    path: String,
    /// What the file held before it was spoilt.
    good: Vec<u8>,
}

impl Spoilt {
    fn bytes(&self) -> &[u8] {
        &self.files[&self.path]
    }

    /// Where the spoilt file leaves the good one.
    fn difference(&self) -> String {
        let same = self.good.iter().zip(self.bytes()).take_while(|(good, bad)| good == bad).count();
        let from = self.bytes()[..same].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let excerpt =
            |bytes: &[u8]| bytes[from..].iter().take(160).copied().collect::<Vec<_>>().escape_ascii().to_string();
        let (path, all) = (self.path.escape_default(), self.bytes().len());
        format!("{path} ({all} bytes)\n    was: {}\n    is:  {}", excerpt(&self.good), excerpt(self.bytes()))
    }
}

fn spoilt(spoil: Spoil, offices: &[Files], mut dice: Dice) -> Spoilt {
    // What stands below templates/ is text for somebody else.
    let is_read =
        |path: &&String| !path.starts_with("templates/") && matches!(path.rsplit('.').next(), Some("yaml" | "md"));
    for _ in 0..1_000 {
        let mut files = offices[dice.roll(offices.len())].clone();
        let paths: Vec<&String> = files.keys().filter(is_read).collect();
        let path = dice.pick(&paths).clone();
        let good = files[&path].clone();
        let mut sheet = Sheet { path, text: String::from_utf8(good.clone()).expect("good files are text"), raw: None };
        if spoil(&mut sheet, &mut dice) {
            files.insert(sheet.path.clone(), sheet.raw.unwrap_or(sheet.text.into_bytes()));
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n");
            let texts = files.iter().map(|(path, bytes)| (path.clone(), shown(bytes))).collect();
            return Spoilt { files, texts, path: sheet.path, good };
        }
    }
    unreachable!("no file can be spoilt in this way")
}

/// How long the file took, and what there is to complain of.
fn trial(spoilt: &Spoilt) -> (Duration, Vec<String>) {
    let (mut took, report) = judged(spoilt);
    // A busy machine slows anything down once; what is slow is slow every time.
    for _ in 0..40 {
        if took > LIMIT {
            took = took.min(judged(spoilt).0);
        }
    }
    let mut complaints = Vec::new();
    if took > LIMIT {
        complaints.push("is slow".to_owned());
    }
    let of_file: Vec<&Finding> =
        report.findings().iter().filter(|finding| finding.place.path.as_str() == spoilt.path).collect();
    if !of_file.iter().any(|finding| finding.severity == Severity::Error) {
        complaints.push("is not refused".to_owned());
    }
    if of_file.len() > MOST_FINDINGS {
        complaints.push("drowns the others in its findings".to_owned());
    }
    let shown = Report::new(of_file.into_iter().take(MOST_FINDINGS).cloned().collect());
    complaints.extend(badly_shown(spoilt, &shown));
    for finding in report.findings() {
        complaints.extend(badly_said(finding));
        let because = finding.because.iter().map(|(place, _)| place);
        for place in because.chain([&finding.place]) {
            complaints.extend(out_of_place(spoilt, place).map(|why| format!("{} points {why}", finding.rule)));
        }
    }
    complaints.sort();
    complaints.dedup();
    (took, complaints)
}

/// Reads and judges an office; measures what the malformed file adds to reading the others.
fn judged(spoilt: &Spoilt) -> (Duration, Report) {
    let read = |path: &str, bytes: Vec<u8>| {
        WorkspaceReader::read(&WorkPath::new(path), || Ok::<_, std::convert::Infallible>(bytes))
            .expect("bytes at hand can be read")
    };
    let others = spoilt.files.iter().filter(|(path, _)| **path != spoilt.path);
    let mut readings: Vec<_> = others.map(|(path, bytes)| read(path, bytes.clone())).collect();
    let bytes = spoilt.bytes().to_vec();
    let start = Instant::now();
    readings.push(read(&spoilt.path, bytes));
    let (workspace, mut findings) = WorkspaceReader::gather(readings);
    findings.extend(check_workspace(&workspace));
    (start.elapsed(), Report::new(findings))
}

/// What is not said in two languages.
fn badly_said(finding: &Finding) -> Vec<String> {
    let mut says = vec![("message", &finding.message), ("help", &finding.help)];
    says.extend(finding.because.as_ref().map(|(_, says)| ("reason", says)));
    says.retain(|(_, say)| {
        let (id, en) = (say.in_lang(Lang::Id).trim(), say.in_lang(Lang::En).trim());
        id.is_empty() || en.is_empty() || id == en
    });
    says.into_iter().map(|(what, say)| format!("{} has the {what} {say:?}", finding.rule)).collect()
}

/// Where a place points, if not into its file.
fn out_of_place(spoilt: &Spoilt, place: &Place) -> Option<String> {
    let Some(text) = spoilt.texts.get(place.path.as_str()) else {
        return Some(format!("to {}, which is no file", place.path));
    };
    let span = place.span;
    if span.line < 1 || span.column < 1 || span.length < 1 {
        return Some("before the beginning".to_owned());
    }
    // Right behind the last line there is one more place, for what is missing at the end.
    let mut lines = text.lines().chain([""]).skip(span.line as usize - 1);
    let Some(line) = lines.next() else { return Some("behind the last line".to_owned()) };
    let last = span.column as usize + span.length as usize - 1;
    (last > line.chars().count() + 1).then(|| "behind the end of a line".to_owned())
}

/// What is wrong with the forms in which a report is printed.
fn badly_shown(spoilt: &Spoilt, report: &Report) -> Vec<String> {
    let mut complaints = Vec::new();
    for format in [Format::Text, Format::Json, Format::Github, Format::Sarif] {
        for (lang, color) in [(Lang::Id, false), (Lang::En, true)] {
            let style = Style { format, lang, color, width: 100 };
            let text = report.print(style, &|path| spoilt.texts.get(path.as_str()).cloned());
            // The program's own colours are escape sequences; nothing else may be one.
            let text = if color { without_colors(&text) } else { text };
            if text.contains(|c: char| c.is_control() && c != '\n') {
                complaints.push(format!("is shown as {format:?} with a control character in it"));
            }
            if matches!(format, Format::Text | Format::Github) && text.contains(HIDDEN) {
                complaints.push(format!("is shown as {format:?} with a hidden character in it"));
            }
            let is_whole = match format {
                Format::Text => report.findings().iter().all(|finding| text.contains(finding.rule.0)),
                Format::Json | Format::Sarif => serde_json::from_str::<serde_json::Value>(&text).is_ok(),
                Format::Github => {
                    text.lines().count() == report.findings().len() && text.lines().all(|line| line.starts_with("::"))
                }
            };
            if !is_whole {
                complaints.push(format!("is not whole as {format:?}"));
            }
        }
    }
    complaints
}

fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let codes = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(part.len());
        plain.push_str(part[codes..].strip_prefix('m').unwrap_or(part));
    }
    plain
}

/// Characters that people cannot see, or that turn the direction of what follows.
const HIDDEN: [char; 12] = [
    '\u{61c}', '\u{200b}', '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202e}', '\u{2060}',
    '\u{2066}', '\u{2069}', '\u{feff}',
];

// The good file that is being spoilt.

/// A die that falls the same way for the same seed, on every machine (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn new(seed: u64, number: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number << 20)
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).expect("less than the sides")
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    /// One of the texts that stand between bars.
    fn word<'t>(&mut self, of: &'t str) -> &'t str {
        let words: Vec<&str> = of.split(" | ").collect();
        self.pick(&words)
    }
}

/// A file on the desk. It is text until a kind makes something else of it.
struct Sheet {
    path: String,
    text: String,
    raw: Option<Vec<u8>>,
}

/// How a line ends whose text stands on the next ones.
const BLOCKS: [&str; 4] = [": >-", ": >", ": |", "- >-"];

/// A `key: value` in the text.
#[derive(Debug, Clone)]
struct Written {
    key: String,
    /// Where the line begins, and where the key.
    line: usize,
    at: usize,
    value: Range<usize>,
    /// Whether it stands in braces.
    flow: bool,
}

impl Sheet {
    fn is_letter(&self) -> bool {
        self.path.rsplit('.').next() == Some("md")
    }

    fn is_request(&self) -> bool {
        self.path.ends_with("request.yaml")
    }

    /// Whether it is YAML below that folder.
    fn is(&self, folder: &str) -> bool {
        self.path.starts_with(folder) && !self.is_letter()
    }

    /// The whole text is another one.
    fn set(&mut self, text: impl Into<String>) -> bool {
        self.text = text.into();
        true
    }

    fn set_raw(&mut self, bytes: Vec<u8>) -> bool {
        self.raw = Some(bytes);
        true
    }

    fn replace(&mut self, range: Range<usize>, with: &str) -> bool {
        self.text.replace_range(range, with);
        true
    }

    fn insert(&mut self, at: usize, text: &str) -> bool {
        self.replace(at..at, text)
    }

    /// The first occurrence of some text becomes another.
    fn change(&mut self, from: &str, to: &str) -> bool {
        let at = self.text.find(from);
        at.is_some_and(|at| self.replace(at..at + from.len(), to))
    }

    /// Some place between two characters.
    fn somewhere(&self, dice: &mut Dice) -> usize {
        let at = dice.roll(self.text.len() + 1);
        self.text.floor_char_boundary(at)
    }

    /// The part that is YAML: of a letter, its head.
    fn yaml(&self) -> Range<usize> {
        if !self.is_letter() {
            return 0..self.text.len();
        }
        let head = self.text.strip_prefix("---\n").and_then(|rest| rest.find("\n---\n"));
        4..4 + head.expect("a good letter has a head") + 1
    }

    /// The beginnings of lines on which YAML can stand, and the end.
    fn line_starts(&self) -> Vec<usize> {
        let yaml = self.yaml();
        let breaks = self.text[yaml.clone()].match_indices('\n').map(|(at, _)| yaml.start + at + 1);
        std::iter::once(yaml.start).chain(breaks).collect()
    }

    /// Every `key: value` in the YAML, but for what stands in the text of block scalars and in comments.
    fn values(&self) -> Vec<Written> {
        let mut all = Vec::new();
        let mut block: Option<usize> = None;
        for line in self.line_starts() {
            let text = self.text[line..self.yaml().end].split('\n').next().unwrap_or_default();
            let indent = text.len() - text.trim_start().len();
            if block.is_some_and(|outer| text.trim().is_empty() || indent > outer) {
                continue;
            }
            block = BLOCKS.iter().any(|sign| text.ends_with(sign)).then_some(indent);
            if !text.trim_start().starts_with('#') {
                all.extend(values_of_line(text).map(|written| written.shift(line)));
            }
        }
        all
    }

    /// One of the values that fit.
    fn value(&self, dice: &mut Dice, fits: impl Fn(&Written, &str) -> bool) -> Option<Written> {
        let fitting: Vec<Written> =
            self.values().into_iter().filter(|written| fits(written, &self.text[written.value.clone()])).collect();
        if fitting.is_empty() { None } else { Some(fitting[dice.roll(fitting.len())].clone()) }
    }

    /// Replaces one of the values that fit.
    fn revalue(&mut self, dice: &mut Dice, with: &str, fits: impl Fn(&Written, &str) -> bool) -> bool {
        let written = self.value(dice, fits);
        written.is_some_and(|written| self.replace(written.value, with))
    }

    /// Puts something before one of the values.
    fn mark(&mut self, dice: &mut Dice, with: &str) -> bool {
        let written = self.value(dice, |_, _| true);
        written.is_some_and(|written| self.insert(written.value.start, with))
    }

    /// Adds a line under one that holds a whole pair, as deep as its key.
    fn add_sibling(&mut self, dice: &mut Dice, sibling: impl Fn(&str, &str) -> String) -> bool {
        let is_whole = |written: &Written, value: &str| !written.flow && !value.starts_with(['>', '|']);
        let Some(written) = self.value(dice, is_whole) else { return false };
        let indent = " ".repeat(written.at - written.line);
        let line = sibling(&written.key, &self.text[written.value.clone()]);
        let end = self.text[written.line..].find('\n').map_or(self.text.len(), |at| written.line + at + 1);
        self.insert(end, &format!("{indent}{line}\n"))
    }

    /// Adds lines where the YAML begins.
    fn add_on_top(&mut self, lines: &str) -> bool {
        self.insert(self.yaml().start, lines)
    }

    /// Adds an entry to a history.
    fn add_entry(&mut self, entry: &str) -> bool {
        self.is_request() && self.insert(self.text.len(), entry)
    }

    /// The same text at another path.
    fn stand_at(&mut self, path: &str) -> bool {
        path.clone_into(&mut self.path);
        true
    }
}

impl Written {
    fn is_one_of(&self, keys: &str) -> bool {
        keys.split(' ').any(|key| key == self.key)
    }

    fn shift(self, by: usize) -> Self {
        let value = self.value.start + by..self.value.end + by;
        Self { line: by, at: self.at + by, value, ..self }
    }
}

fn values_of_line(line: &str) -> impl Iterator<Item = Written> {
    line.match_indices(": ").filter_map(|(colon, _)| {
        let before = &line[..colon];
        let at = before.rfind(|c: char| !c.is_ascii_lowercase() && c != '_' && c != '-').map_or(0, |at| at + 1);
        let opens = |text: &str| text.trim_start().is_empty() || text.ends_with("- ") || text.ends_with(['{', ' ']);
        let is_key = at < colon && opens(&line[..at]);
        let flow = before.matches('{').count() > before.matches('}').count();
        let start = colon + 2;
        let value = start..start + length_of_value(&line[start..], flow);
        is_key.then(|| Written { key: before[at..].to_owned(), line: 0, at, value, flow })
    })
}

/// How long a value is: to the end of its line, or in braces to the next comma or brace on its own level.
fn length_of_value(text: &str, flow: bool) -> usize {
    if let Some(inner) = text.strip_prefix('"') {
        return inner.find('"').map_or(text.len(), |at| at + 2);
    }
    let mut depth = 0;
    for (at, c) in text.char_indices().filter(|_| flow) {
        match c {
            '[' | '{' => depth += 1,
            ',' | '}' if depth == 0 => return at,
            ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn is_plain(value: &str) -> bool {
    !value.starts_with(['[', '{', '"', '>', '|'])
}

fn is_collection(value: &str) -> bool {
    value.starts_with(['[', '{']) && value.ends_with([']', '}'])
}

/// So many lines.
fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

// The kinds of spoiling.

/// Spoils a sheet; says no where it holds nothing that could be spoilt in this way.
type Spoil = fn(&mut Sheet, &mut Dice) -> bool;

const KINDS: &[(&str, Spoil)] = &[
    // What is no text.
    ("cut short", cut_short),
    ("no final line break", |sheet, _| sheet.text.pop() == Some('\n')),
    ("Windows line ends", |sheet, _| sheet.set(sheet.text.replace('\n', "\r\n"))),
    ("carriage returns", carriage_return),
    ("byte order mark", |sheet, _| sheet.insert(0, "\u{feff}")),
    ("NUL", |sheet, dice| sheet.insert(sheet.somewhere(dice), "\0")),
    ("control characters", |sheet, dice| sheet.insert(sheet.somewhere(dice), dice.word(CONTROLS))),
    ("hidden characters", |sheet, dice| sheet.insert(sheet.somewhere(dice), &dice.pick(&HIDDEN).to_string())),
    ("escaped characters", escaped_character),
    ("invalid UTF-8", invalid_utf8),
    ("UTF-16", |sheet, _| sheet.set_raw(sheet.text.encode_utf16().flat_map(u16::to_le_bytes).collect())),
    ("noise", noise),
    ("nothing", nothing),
    // What the files do not use of YAML.
    ("anchor", |sheet, dice| sheet.mark(dice, "&a ")),
    ("alias", |sheet, dice| sheet.revalue(dice, "*a", |_, _| true)),
    ("tag", |sheet, dice| {
        let tags = "!!str | !x | !!binary | !!python/object/apply:os.system | !<tag:yaml.org,2002:str> | !";
        let tag = dice.word(tags);
        sheet.mark(dice, &format!("{tag} "))
    }),
    ("merge key", |sheet, dice| {
        let merge = dice.word("<<: {a: b} | <<: *a | <<: [{a: b}, {c: d}] | \"<<\": {a: b}");
        sheet.add_sibling(dice, |_, _| merge.to_owned())
    }),
    ("second document", second_document),
    ("directive", |sheet, dice| {
        let directive = dice.word("%YAML 1.2 | %YAML 9.9 | %TAG ! tag:contoh.example,2026: | %RAHASIA x | %");
        !sheet.is_letter() && sheet.add_on_top(&format!("{directive}\n---\n"))
    }),
    ("billion laughs", billion_laughs),
    ("key that is no text", |sheet, dice| {
        let key = dice.word("? [a, b]\n: c | [a, b]: c | {a: b}: c | ? {a: b}\n: c | ? - a\n: c");
        sheet.add_on_top(&format!("{key}\n"))
    }),
    // What is no YAML.
    ("open quotation", |sheet, dice| {
        let quote = dice.word("\" | '");
        let unquoted = sheet.value(dice, |_, value| is_plain(value) && !value.contains(['"', '\'']));
        unquoted.is_some_and(|it| sheet.insert(it.value.start, quote))
    }),
    ("open bracket", |sheet, dice| {
        let list = sheet.value(dice, |_, value| is_collection(value));
        list.is_some_and(|it| sheet.replace(it.value.end - 1..it.value.end, ""))
    }),
    ("bracket too many", |sheet, dice| {
        let list = sheet.value(dice, |_, value| is_collection(value));
        let bracket = dice.word("] | }");
        list.is_some_and(|it| sheet.insert(it.value.end, bracket))
    }),
    ("tab", |sheet, dice| {
        let deep = sheet.value(dice, |it, _| it.at >= it.line + 2 && !it.flow);
        deep.is_some_and(|it| sheet.replace(it.line..it.line + 2, "\t"))
    }),
    ("two colons", |sheet, dice| sheet.revalue(dice, "a: b: c", |_, value| is_plain(value))),
    ("reserved sign", |sheet, dice| {
        let value = dice.word("@a | `a` | %a | , a | ] a | } a | - a | ? a: b: c");
        sheet.revalue(dice, value, |it, value| is_plain(value) && !it.flow)
    }),
    ("block scalar", |sheet, dice| {
        let value = dice.pick(&["|0\n  a", "|x\n  a", ">-+-\n  a", "|12\n  a", "| a", "|\na", ">\n\ta", "|-\n  a\n b"]);
        sheet.revalue(dice, value, |it, value| is_plain(value) && !it.flow)
    }),
    ("conflict markers", |sheet, dice| {
        let at = dice.pick(&sheet.line_starts());
        sheet.insert(at, "<<<<<<< HEAD\nnama: a\n=======\nnama: b\n>>>>>>> usulan\n")
    }),
    // Keys and values.
    ("key twice", |sheet, dice| {
        let quote = dice.pick(&["", "\"", "'"]);
        sheet.add_sibling(dice, |key, value| format!("{quote}{key}{quote}: {value}"))
    }),
    ("unknown key", |sheet, dice| {
        let key = dice.word("x | nama_ | NAMA | status | aktor | \"a b\" | \"\\e[1m\" | ключ | 1 | \"a\\tb\"");
        let fixed = sheet.value(dice, |it, _| !it.is_one_of("surat-permohonan disposisi"));
        fixed.is_some_and(|it| sheet.replace(it.at..it.at + it.key.len(), key))
    }),
    ("missing key", missing_key),
    ("wrong kind", wrong_kind),
    ("bad date", |sheet, dice| {
        let date = dice.word(DATES);
        let keys = "pembuatan efektif sejak sampai dari tanggal";
        sheet.revalue(dice, date, |it, value| it.is_one_of(keys) && value.starts_with("20"))
    }),
    ("bad number", |sheet, dice| {
        let number = dice.word(NUMBERS);
        let keys = "nomor langkah setelah revisi ke";
        sheet.revalue(dice, number, |it, value| it.is_one_of(keys) && value.parse::<u32>().is_ok())
    }),
    ("bad flag", |sheet, dice| {
        let flag = dice.word("yes | on | True | TRUE | 1 | ya | y | \"true \" | [true] | tidak");
        sheet.revalue(dice, flag, |_, value| value == "true" || value == "false")
    }),
    ("bad word", |sheet, dice| {
        let word = dice.word("Asia/Tokyo | Biasa | umum | tinggi sekali | \"biasa \" | \"a\\tb\" | \"\\e[1m\" | 0x1F");
        let keys = "zona satuan_hari sifat wujud keyakinan bukti pendaratan jenis sebagai";
        sheet.revalue(dice, word, |it, _| it.is_one_of(keys))
    }),
    ("bad name", |sheet, dice| {
        let name = dice.word(NAMES);
        sheet.revalue(dice, name, |it, value| it.is_one_of("id templat sama_dengan mengikuti") && value != "null")
    }),
    ("bad time", |sheet, dice| {
        let times = "3 | hari | 0 hari | 3 tahun | 5-3 hari | 1-2-3 hari | 3 hari lagi | 99999999999 jam | ± | ٣ hari";
        let time = dice.word(times);
        sheet.is("sops") && sheet.revalue(dice, time, |it, value| it.key == "waktu" && value != "null")
    }),
    ("name of nothing", name_of_nothing),
    ("nothing in a list", |sheet, dice| {
        let item = dice.word("null | ~ | null, null");
        let list = sheet.value(dice, |_, value| value.starts_with('['));
        list.is_some_and(|it| {
            let comma = if &sheet.text[it.value.clone()] == "[]" { "" } else { ", " };
            sheet.insert(it.value.start + 1, &format!("{item}{comma}"))
        })
    }),
    // Too much.
    ("deep in brackets", |sheet, dice| {
        let depth = 17 + dice.roll(3_000);
        let (open, close) = dice.pick(&[("[", "]"), ("{a: ", "}"), ("[{a: ", "}]"), ("[", "")]);
        sheet.revalue(dice, &format!("{}x{}", open.repeat(depth), close.repeat(depth)), |_, _| true)
    }),
    ("deep in lines", deep_in_lines),
    ("200 KB of [", |sheet, dice| much(sheet, dice, "[")),
    ("200 KB of {a:", |sheet, dice| much(sheet, dice, "{a: ")),
    ("200 KB of -", |sheet, dice| much(sheet, dice, "- ")),
    ("200 KB of ?", |sheet, dice| much(sheet, dice, "? ")),
    ("giant scalar", |sheet, dice| {
        let (open, letter, close) =
            dice.pick(&[("", "a", ""), ("\"", "a", "\""), (">-\n      ", "a", ""), ("\"", "\\n", "\"")]);
        let giant = format!("{open}{}{close}", letter.repeat(70_000 + dice.roll(1_000_000)));
        sheet.revalue(dice, &giant, |it, value| is_plain(value) && !it.flow)
    }),
    ("a million keys", |sheet, _| sheet.add_on_top(&many(1_000_000, |n| format!("k{n}: 0\n")))),
    ("many unknown keys", |sheet, _| sheet.add_on_top(&many(6_000, |n| format!("k{n}: 0\n")))),
    ("many items", |sheet, dice| {
        let item = dice.word("A | [] | {} | {a: b} | null | a | \"\"");
        let list = format!("[{}]", format!("{item}, ").repeat(40_000 / (item.len() + 2)));
        sheet.revalue(dice, &list, |_, value| is_plain(value) || value.starts_with('['))
    }),
    ("a crowd", crowd),
    ("long history", |sheet, dice| {
        let entry =
            dice.word("  - x: 1\n |   - \n |   - langkah: 0\n |   - langkah: 99\n |   - jeda: x\n    hasil: y\n");
        sheet.add_entry(&entry.repeat(48 * 1024 / entry.len()))
    }),
    // Histories, answers and letters.
    ("history without a beginning", |sheet, dice| {
        let begins =
            ["", "riwayat: []\n", "riwayat: \n", "riwayat: # a\n", "Riwayat:\n", " riwayat:\n", "riwayat:\n\n"];
        sheet.is_request() && sheet.change("riwayat:\n", dice.pick(&begins))
    }),
    ("history without entries", |sheet, _| {
        let history = sheet.text.find("riwayat:\n").map(|at| at + "riwayat:\n".len());
        history.is_some_and(|at| sheet.replace(at..sheet.text.len(), ""))
    }),
    ("entry that begins elsewhere", |sheet, dice| {
        let begins = ["- ", " - ", "   - ", "    - ", "  -  ", "  -\n    ", "  * ", "\t- ", "  — "];
        sheet.is_request() && sheet.change("  - langkah: 1", &format!("{}langkah: 1", dice.pick(&begins)))
    }),
    ("history with something behind", |sheet, dice| {
        let more = ["\n", "    \n", "# a\n", "  # a\n", "aplikasi: a\n", "   catatan: a\n", "...\n", "---\n", "\n\n\n"];
        sheet.add_entry(dice.pick(&more))
    }),
    ("entry out of form", |sheet, dice| sheet.add_entry(dice.pick(ENTRIES))),
    ("entry with a hostile file", |sheet, dice| {
        sheet.add_entry(&format!("  - langkah: 1\n    dokumen: {{bukti: {}}}\n", dice.word(FILE_NAMES)))
    }),
    ("answer out of form", |sheet, dice| {
        sheet.path == "tanggapan.yaml" && sheet.insert(sheet.text.len(), dice.pick(ANSWERS))
    }),
    ("letter without a head", |sheet, dice| {
        let fence = dice.pick(&["", "----\n", "--- \n", " ---\n", "...\n", "+++\n", "\n---\n"]);
        sheet.is_letter() && sheet.replace(0..4, fence)
    }),
    ("letter whose head does not end", |sheet, dice| {
        let fence = dice.pick(&["\n", "\n----\n", "\n--- \n", "\n ---\n", "\n...\n"]);
        sheet.is_letter() && sheet.change("\n---\n", fence)
    }),
    // Paths. The good file stays where it is.
    ("path with capitals", |sheet, dice| {
        let paths =
            "sops/Contoh/1.yaml | people/DINKES-A.yaml | calendars/nasional.YAML | requests/2026/11/20/A/request.yaml";
        sheet.stand_at(dice.word(paths))
    }),
    ("path with signs", |sheet, dice| {
        let paths = "sops/contoh baru/1.yaml | people/a+b.yaml | people/a:b.yaml | people/ñ.yaml | people/е.yaml | \
                     calendars/a\\b.yaml | people/%2e%2e.yaml | people/a,b.yaml | people/-.yaml | people/~.yaml";
        sheet.stand_at(dice.word(paths))
    }),
    ("path with dots", |sheet, dice| {
        let paths = "sops/../people/a.yaml | people/./a.yaml | people/..yaml | sops/.git/1.yaml | people/.a.yaml | \
                     people/a.yaml. | sops//1.yaml | people/ | requests/../../etc/passwd | calendars/..";
        sheet.stand_at(dice.word(paths))
    }),
    ("path with hidden characters", |sheet, dice| {
        let paths = "people/a\nb.yaml | people/\u{1b}[2Ja.yaml | people/a\0.yaml | people/a\tb.yaml | people/\u{202e}a.yaml | \
                     people/a\r\n::error::b.yaml | people/\u{9b}31ma.yaml | people/a\u{feff}.yaml | people/a\u{2028}b.yaml";
        sheet.stand_at(dice.word(paths))
    }),
    ("path that was no text", |sheet, dice| {
        let bytes = dice.pick(&[&b"people/\xff.yaml"[..], b"people/\xc3\x28.yaml", b"sops/\xed\xa0\x80/1.yaml"]);
        sheet.stand_at(&String::from_utf8_lossy(bytes))
    }),
    ("long path", |sheet, dice| {
        let long = [format!("people/{}.yaml", "a".repeat(81)), format!("sops/{}1.yaml", "a/".repeat(5_000))];
        sheet.stand_at(&long[dice.roll(2)])
    }),
    ("reserved path", |sheet, dice| {
        let paths = "people/con.yaml | people/nul.yaml | calendars/com1.yaml | sops/aux/1.yaml | people/lpt9.yaml | \
                     requests/2026/11/20/prn/request.yaml";
        sheet.stand_at(dice.word(paths))
    }),
    ("path without a meaning", |sheet, dice| {
        let paths = "sops/contoh/0.yaml | sops/contoh/01.yaml | sops/contoh/4294967296.yaml | sops/contoh.yaml | people/a.yml | \
                     people/a/b.yaml | requests/2026/02/30/a/request.yaml | requests/26/11/20/a/request.yaml | \
                     requests/2026/11/20/request.yaml | requests/2026/11/20/a/b/c.pdf | calendars/a--b.yaml";
        sheet.stand_at(dice.word(paths))
    }),
];

const CONTROLS: &str = "\u{1} | \u{7} | \u{8} | \u{b} | \u{c} | \u{1b} | \u{7f} | \u{80} | \u{85} | \u{9b}";

const DATES: &str = "2026-02-30 | 2026-13-01 | 2026-00-10 | 2026-11-00 | 26-11-20 | 2026/11/20 | 2026-1-1 | 20261120 | \
                     20-11-2026 | 2026-11-20T00:00:00Z | 9999-12-31 | 0000-01-01 | -2026-11-20 | ٢٠٢٦-١١-٢٠ | 2569-11-20 | \
                     2026-11-20 24:00 | \"2026-11-20 \" | 2026-11-20/ | 1e400 | kemarin | 2026-W47 | [2026-11-20]";

const NUMBERS: &str = "0 | -1 | +1 | 007 | 1.0 | 1e3 | 0x10 | 0o7 | 1_000 | 1,5 | .nan | .inf | 4294967296 | ٣ | \"1 \" | satu | \
                       99999999999999999999999999999999999999 | 1 2 | {} | [1] | null";

const NAMES: &str = "Tim-IT | tim it | tim_it | -tim | tim- | tim--it | тим | tim/it | ../etc/passwd | %2e%2e | \"\" | \
                     \"tim\\nit\" | \"tim\\e[31m\" | \"tim\\u202eit\" | \"tim\\x9b31m\" | \"tim\\tit\" | \"tim\\0\" | \
                     \"tim\\u2028it\" | \"tim\\u061cit\" | \"::error::tim\" | \"\\r\\n::error file=a::b\" | \
                     aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

const FILE_NAMES: &str = "../../etc/passwd | /etc/passwd | .. | .git | a//b.md | %2e%2e/a.md | a\\b.md | RAHASIA.PDF | \
                          request.yaml | tanpa-akhiran | \"a b.md\" | \"a\\0.md\" | \"a\\nb.md\" | \"\\e[2Ja.md\" | \
                          \"\\u202efdp.md\" | \"C:a.md\" | [a.md] | {berkas: ../a.md} | {nomor: 1} | null | tidak-ada.md | \
                          {berkas: surat-permohonan.md, tanggal: 2026-02-30} | {berkas: surat-permohonan.md, sifat: umum}";

const ENTRIES: &[&str] = &[
    "  - catatan: Tanpa tindakan.\n",
    "  - langkah: 1\n    jeda: Dua tindakan.\n",
    "  - catatan: Tidak di depan.\n    langkah: 1\n",
    "  - jeda: a\n    hasil: lengkap\n",
    "  - jeda: a\n    menunggu: [tidak-ada]\n",
    "  - lanjut: a\n    pihak: skpd\n",
    "  - batal: Tanpa catatan.\n",
    "  - lewati: 2\n",
    "  - langkah: 0\n",
    "  - langkah: 99\n",
    "  - langkah: 3\n",
    "  - langkah: 3\n    hasil: tidak ada\n",
    "  - langkah: 1\n    hasil: lengkap\n",
    "  - langkah: 4\n",
    "  - langkah: 4\n    pihak: bidang\n",
    "  - sahkan: 99\n    catatan: a\n",
    "  - batalkan: 0\n    catatan: a\n",
    "  - ralat: {}\n",
    "  - ralat: {sop: contoh/2}\n",
    "  - ralat: judul\n",
    "  - pindah: contoh/99\n    ke: 1\n    catatan: a\n",
    "  - pindah: contoh/1\n    catatan: a\n",
    "  - tutup: ../jejak.yaml\n    catatan: a\n",
    "  - status: selesai\n",
    "  - langkah: 1\n    aktor: pengurus\n",
    "  - langkah: 1\n    waktu: 2026-11-20\n",
    "  - langkah: 1\n    atas_nama: Tim IT\n",
    "  - langkah:\n",
    "  - {langkah: 1}\n",
    "  - \"langkah\": 1\n",
    "  - [langkah]\n",
    "  - langkah\n",
    "  - - langkah: 1\n",
    "  - \n",
    "  - jeda: \"a\n    b\n",
    "  - jeda: |\n   a\n",
    "  - jeda: &a a\n    catatan: *a\n",
];

const ANSWERS: &[&str] = &[
    "- pendaratan: 9F3C0D1E2A4B5C6D7E8F90A1B2C3D4E5F6071829\n  catatan: a\n",
    "- pendaratan: 9f3c0d1\n  catatan: a\n",
    "- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f60718290\n  catatan: a\n",
    "- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f607182g\n  catatan: a\n",
    "- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829\n",
    "- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829\n  catatan: a\n  waktu: kemarin\n",
    "- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829\n  catatan: [a]\n",
    "- catatan: a\n",
    "- \n",
    "- - a\n",
    "-\n",
    "pendaratan: a\n",
    "...\n- pendaratan: 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829\n  catatan: a\n",
];

fn cut_short(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let bytes = &sheet.text.as_bytes()[..=dice.roll(sheet.text.len() - 1)];
    !bytes.ends_with(b"\n") && sheet.set_raw(bytes.to_vec())
}

fn carriage_return(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    match dice.roll(3) {
        0 => sheet.insert(sheet.somewhere(dice), "\r"),
        1 => sheet.set(sheet.text.replace('\n', "\r")),
        _ => sheet.set(sheet.text.replacen('\n', "\r\n", 1 + dice.roll(3))),
    }
}

/// Written with an escape, a character is as hidden as in the flesh.
fn escaped_character(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let escape = dice.word("\\e[2J | \\0 | \\a | \\x7f | \\x9b31m | \\N | \\L | \\u202e | \\u200b | \\uFEFF");
    let texts = "nama judul jabatan kegiatan catatan hal uraian pengesahan jeda";
    sheet.revalue(dice, &format!("\"a{escape}b\""), |it, value| it.is_one_of(texts) && is_plain(value))
}

fn invalid_utf8(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let bad: [&[u8]; 7] =
        [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xe2\x82", b"\x80", b"\xf4\x90\x80\x80", b"Kantor Wilayah \xe9"];
    let (before, after) = sheet.text.split_at(sheet.somewhere(dice));
    sheet.set_raw([before.as_bytes(), dice.pick(&bad), after.as_bytes()].concat())
}

/// A line of printable nonsense, or bytes that are not even that.
fn noise(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let printable = dice.roll(2) == 0;
    let mut byte = |from: u8, many: usize| from + u8::try_from(dice.roll(many)).expect("a byte");
    if !printable {
        let bytes: Vec<u8> = (0..byte(1, 255)).map(|_| byte(0, 256)).collect();
        return sheet.set_raw([b"\xfe", &bytes[..]].concat());
    }
    let line: String = (0..byte(1, 255)).map(|_| char::from(byte(b'!', 94))).collect();
    let written = sheet.value(dice, |_, value| is_plain(value));
    written.is_some_and(|it| sheet.insert(it.line, &format!("x{line}\n")))
}

fn nothing(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let texts =
        ["", "\n", "# kosong\n", "---\n", "null\n", "~\n", "\"\"\n", "teks\n", "a: b\n", "- a\n", "{}\n", "[]\n"];
    let text = dice.pick(&texts);
    // That nothing went wrong yet is a good answer.
    let is_lawful = sheet.path == "tanggapan.yaml" && ["", "[]\n"].contains(&text);
    !is_lawful && sheet.set(text)
}

fn second_document(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let more = ["---\n", "---\nnama: a\n", "...\n---\nnama: a\n", "--- a\n", "...\nnama: a\n", "---\n---\n"];
    let twice = format!("---\n{}", sheet.text);
    let more = if dice.roll(4) == 0 { &twice } else { dice.pick(&more) };
    !sheet.is_letter() && sheet.insert(sheet.text.len(), more)
}

fn billion_laughs(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let laughs = many(1 + dice.roll(60), |n| format!("a{}: &a{} [{}]\n", n + 1, n + 1, format!("*a{n}, ").repeat(9)));
    sheet.add_on_top(&format!("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n{laughs}"))
}

fn missing_key(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let (outer, inner) = match sheet.path.split('/').next() {
        Some("jejak.yaml") => ("nama zona kalender instansi kebijakan", "bukti pendaratan empat_mata pengurus"),
        Some("sops") => {
            ("nama instansi unit zona nomor tanggal pengesahan satuan_hari lajur langkah", "kegiatan pelaksana waktu")
        }
        Some("calendars") => ("nama", "biasa ramadan"),
        Some("people") => ("revisi jabatan", ""),
        Some("tanggapan.yaml") => ("", "catatan"),
        _ if sheet.is_request() => ("sop judul instansi", ""),
        _ => return false,
    };
    let lines: Vec<Range<usize>> = sheet.line_starts().windows(2).map(|ends| ends[0]..ends[1]).collect();
    let indent = |line: &Range<usize>| {
        let text = sheet.text[line.clone()].trim_start();
        if text.is_empty() { usize::MAX } else { line.len() - text.len() }
    };
    let is_required = |line: &Range<usize>| {
        let key = sheet.text[line.clone()].trim_start().split(':').next().unwrap_or_default();
        let keys = if indent(line) == 0 { outer } else { inner };
        keys.split(' ').any(|required| required == key)
    };
    let found: Vec<usize> = (0..lines.len()).filter(|n| is_required(&lines[*n])).collect();
    if found.is_empty() {
        return false;
    }
    let first = dice.pick(&found);
    let behind = lines[first + 1..].iter().find(|line| indent(line) <= indent(&lines[first]));
    sheet.replace(lines[first].start..behind.map_or(sheet.text.len(), |line| line.start), "")
}

fn wrong_kind(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    // These may be one text or a list, a text or a map.
    let either = "tafsir menunggu surat-permohonan disposisi";
    let Some(written) = sheet.value(dice, |it, _| !it.is_one_of(either)) else { return false };
    let kinds = match sheet.text[written.value.clone()].chars().next() {
        Some('[') => "teks | {a: b} | 1 | true",
        Some('{') => "teks | [] | [a, b] | 1",
        Some('>' | '|') => return false,
        _ => "[a] | {a: b} | [] | {} | [[a]]",
    };
    sheet.replace(written.value, dice.word(kinds))
}

fn name_of_nothing(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let (keys, nothing) = dice.pick(&[
        ("pelaksana penerima kelengkapan output kalender pengurus", "[tidak-ada]"),
        ("templat sama_dengan mengikuti", "tidak-ada"),
        ("tafsir", "TIDAK-ADA"),
        ("ke", "99"),
        ("sop", "tidak-ada/1"),
    ]);
    sheet.revalue(dice, nothing, |it, value| it.is_one_of(keys) && value != "null")
}

fn deep_in_lines(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let depth = 17 + dice.roll(300);
    let lines = match dice.roll(3) {
        0 => many(depth, |n| format!("{}a:\n", " ".repeat(n))),
        1 => many(depth, |n| format!("{}-\n", " ".repeat(n))),
        _ => format!("{}a\n", "- ".repeat(depth)),
    };
    if dice.roll(2) == 0 { sheet.set(lines) } else { sheet.add_on_top(&lines) }
}

/// 200 KB of the same, or as much of it as may just be parsed: as the whole file, or as a value in it.
fn much(sheet: &mut Sheet, dice: &mut Dice, of: &str) -> bool {
    let much = of.repeat(dice.pick(&[200, 200, 60, 40]) * 1024 / of.len());
    match dice.roll(3) {
        0 => sheet.set(format!("{much}\n")),
        1 => sheet.revalue(dice, &much, |it, _| !it.flow),
        _ => sheet.add_entry(&format!("  - jeda: {much}\n")) || sheet.add_on_top(&format!("{much}\n")),
    }
}

/// A folder, the line under which its files hold a list, and what such a list is made of.
type Crowd = (&'static str, &'static str, fn(usize) -> String);

const CROWDS: &[Crowd] = &[
    ("sops", "lajur:\n", |n| format!("  - {{id: l{n}, nama: L}}\n")),
    ("sops", "dokumen:\n", |n| format!("  - {{id: d{n}, nama: D}}\n")),
    ("sops", "dokumen:\n", |n| format!("  - {{id: d{n}, nama: D, sama_dengan: d{}}}\n", n + 1)),
    ("sops", "langkah:\n", |n| {
        format!("  - {{nomor: {n}, kegiatan: K, pelaksana: [p], waktu: null, kelengkapan: [d]}}\n")
    }),
    ("sops", "keputusan:\n", |n| format!("      - {{hasil: h{n}, ke: 1}}\n")),
    ("sops", "konektor:\n", |n| format!("  - {{setelah: {}, label: L{n}}}\n", n + 1)),
    ("sops", "anomali:\n", |n| format!("  - {{kode: K{n}, uraian: U, resolusi: R, keyakinan: sedang}}\n")),
    ("calendars", "hari:\n", |n| format!("  - {{tanggal: 2026-01-{:02}, nama: H, jenis: libur}}\n", n % 28 + 1)),
    ("people", "peran:\n", |n| format!("  - {{lajur: [contoh/l{n}], sejak: 2024-01-02}}\n")),
    ("jejak.yaml", "instansi:\n", |n| format!("  - {{id: i{n}, nama: I}}\n")),
    ("jejak.yaml", "dispensasi:\n", |n| format!("  - {{sop: a/{}, sejak: 2027-01-01, surat: S}}\n", n + 1)),
    ("requests", "riwayat:\n", |n| format!("  - langkah: 1\n    dokumen: {{d{n}: d{n}.md}}\n")),
];

/// As many of a kind as one file may hold, and one thing that is wrong.
fn crowd(sheet: &mut Sheet, dice: &mut Dice) -> bool {
    let (folder, list, one) = dice.pick(CROWDS);
    let Some(at) = sheet.text.find(list).filter(|_| sheet.is(folder)) else { return false };
    let room = if sheet.is_request() { 200 * 1024 } else { (60 * 1024_usize).saturating_sub(sheet.text.len()) };
    let crowd = many(room / one(1_000).len(), one);
    sheet.insert(at + list.len(), &crowd);
    sheet.is_request() || sheet.insert(sheet.text.len(), "asing: 1\n")
}

#[test]
fn personal_data_is_told_by_its_form() {
    let known = |_, text: &str| text == "akun@gmail.com";
    let what = |text: &str| jejak::model::privacy::find(text, known).map(|(_, what)| what);
    for text in ["NIK 3273011201900001.", "3273.0112.0190.0001", "(327301 120190 0001)", "surat-3273011201900001"] {
        let text = text.rsplit('-').next().unwrap_or(text);
        assert_eq!(what(text), Some(jejak::model::privacy::Private::IdentityNumber), "{text}");
    }
    for text in [
        "HP 081234567890",
        "kamar 12 081234567890",
        "0812-3456-7890 (WA)",
        "0812 3456 789",
        "+62 812-3456-7890",
        "+6281234567890",
        "+62 517 31234",
    ] {
        assert_eq!(what(text), Some(jejak::model::privacy::Private::Telephone), "{text}");
    }
    for text in ["<nama.orang@gmail.com>", "nama@vendor.co.id", "layanan.kami@yahoo.co.id", "info@mail.com"] {
        assert_eq!(what(text), Some(jejak::model::privacy::Private::Mail), "{text}");
    }
    let plain = [
        "000.8.3.3/011.I/DISKOMINFO/I/2024",
        "199001012015031001 adalah NIP",
        "2026-11-20 2026-11-21",
        "08.00 - 16.00 dan 08.00-16.30",
        "800/0812345678/2026",
        "sha 9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829",
        "kontak@diskominfo.tapinkab.go.id, umum@dinkes.example",
        "12345+nama@users.noreply.github.com git@github.com akun@gmail.com",
        "Rp 1.250.000.000.000 dan 0.0812345678",
        "a@b c@ @d 08 +62 +",
        "0800 123 4567, info@vendor.co.id, layanan.ti@vendor.co.id",
    ];
    for text in plain {
        assert_eq!(what(text), None, "{text}");
    }
    // In a name words are joined by other marks.
    let in_name = jejak::model::privacy::find_in_name;
    for name in ["izin-3273011201900001", "refs/heads/budi_081234567890", "a/b-nama@gmail.com", "0812-3456-7890"] {
        assert!(in_name(name).is_some(), "{name}");
    }
    for name in
        ["requests/2026/11/20/e-puskesmas/surat-2026-11-20.md", "usulan-20261120091500", "v1.2.3-rc.4", "dependabot/x"]
    {
        assert_eq!(in_name(name), None, "{name}");
    }
}
