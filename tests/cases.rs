//! The stories: one Markdown file, one test. `tests/cases/<rule>/{lawful,unlawful}-*.md` are found by walking.
//!
//! Every story starts from the little office in `tests/cases/base`, changes some files, and says what is found:
//!
//! ```text
//! File `sops/baru/1.yaml`:                 followed by a code block: the whole file
//! File `people/a.yaml`, escaped:           the same with \r, \t, \u{feff} and \xff in it; the last line break is cut
//! In `jejak.yaml` instead of:              followed by a code block, `stands:`, and another one: one place changed
//! Without `tanggapan.yaml`.                the file is taken away
//! Findings: none.
//! Findings:                                followed by a code block: path:line:column severity rule: message
//! ```
//!
//! `BLESS=1 cargo test --test cases` writes the findings anew.

mod support;

use std::path::{Path, PathBuf};

use jejak::model::finding::Severity;
use jejak::model::say::Lang;
use libtest_mimic::{Arguments, Failed, Trial};
use support::{Files, base, check, is_blessing, root};

fn main() {
    let arguments = Arguments::from_args();
    let mut stories: Vec<PathBuf> = walkdir::WalkDir::new(root().join("tests/cases"))
        .min_depth(2)
        .into_iter()
        .map(|entry| entry.expect("the stories can be walked").into_path())
        .filter(|path| {
            path.extension().is_some_and(|ending| ending == "md") && !path.starts_with(root().join("tests/cases/base"))
        })
        .collect();
    stories.sort();
    assert!(!stories.is_empty(), "there are no stories");
    let trials = stories.into_iter().map(|path| {
        let rule =
            path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Trial::test(format!("{rule}/{name}"), move || run(&path, &rule, &name))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn run(path: &Path, rule: &str, name: &str) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path)?;
    let story = Story::parse(&text)?;
    let report = check(&story.files);
    let found: Vec<String> = report
        .findings()
        .iter()
        .map(|finding| {
            let span = finding.place.span;
            format!(
                "{}:{}:{} {} {}: {}",
                finding.place.path,
                span.line,
                span.column,
                finding.severity.word(),
                finding.rule,
                finding.message.in_lang(Lang::Id)
            )
        })
        .collect();
    let own = report.findings().iter().filter(|finding| finding.rule.0 == rule);
    let own_errors = report.findings().iter().any(|finding| finding.severity == Severity::Error);
    match name.split_once('-').map(|(kind, _)| kind) {
        Some("lawful") if own.clone().count() > 0 || own_errors => {
            return Err(format!("a lawful story with findings of its rule, or errors:\n{}", found.join("\n")).into());
        }
        Some("unlawful") if own.clone().count() == 0 => {
            return Err(format!("the rule says nothing; found:\n{}", found.join("\n")).into());
        }
        Some("lawful" | "unlawful") => {}
        _ => return Err("a story is named lawful-… or unlawful-…".into()),
    }
    if found == story.expected {
        return Ok(());
    }
    if is_blessing() {
        std::fs::write(path, story.blessed(&text, &found))?;
        return Ok(());
    }
    Err(format!("expected:\n{}\n\nfound:\n{}", story.expected.join("\n"), found.join("\n")).into())
}

struct Story {
    files: Files,
    expected: Vec<String>,
    /// Where the findings begin in the text.
    findings_at: usize,
}

impl Story {
    fn parse(text: &str) -> Result<Self, Failed> {
        let mut files = base();
        let findings_at = text.find("\nFindings:").map(|at| at + 1).ok_or("the story says no findings")?;
        let mut lines = text[..findings_at].lines();
        while let Some(line) = lines.next() {
            let (verb, rest) = line.split_once(" `").unwrap_or((line, ""));
            let Some((path, tail)) = rest.split_once('`') else { continue };
            match (verb, tail) {
                ("File", ":") => drop(files.insert(path.to_owned(), block(&mut lines)?.into_bytes())),
                ("File", ", escaped:") => {
                    let block = block(&mut lines)?;
                    let bytes = unescape(block.strip_suffix('\n').unwrap_or(&block))?;
                    files.insert(path.to_owned(), bytes);
                }
                ("Without", ".") => drop(files.remove(path).ok_or(format!("there is no {path} to take away"))?),
                ("In", " instead of:") => {
                    let old = block(&mut lines)?;
                    lines.by_ref().find(|line| *line == "stands:").ok_or("`stands:` is missing")?;
                    let new = block(&mut lines)?;
                    let file = files.get_mut(path).ok_or(format!("there is no {path}"))?;
                    let whole = String::from_utf8(file.clone())?;
                    if whole.matches(&old).count() != 1 {
                        return Err(format!("{path} does not hold this exactly once:\n{old}").into());
                    }
                    *file = whole.replacen(&old, &new, 1).into_bytes();
                }
                _ => {}
            }
        }
        let tail = &text[findings_at..];
        let expected = match tail.split_once("```text\n").and_then(|(_, rest)| rest.split_once("```")) {
            Some((list, _)) => list.lines().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        Ok(Self { files, expected, findings_at })
    }

    fn blessed(&self, text: &str, found: &[String]) -> String {
        let head = &text[..self.findings_at];
        if found.is_empty() {
            format!("{head}Findings: none.\n")
        } else {
            format!("{head}Findings:\n\n```text\n{}\n```\n", found.join("\n"))
        }
    }
}

/// The next code block.
fn block<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Result<String, Failed> {
    lines.find(|line| line.starts_with("```")).ok_or("a code block is missing")?;
    let mut text = String::new();
    for line in lines {
        if line == "```" {
            return Ok(text);
        }
        text.push_str(line);
        text.push('\n');
    }
    Err("a code block is not closed".into())
}

/// Characters that Markdown cannot show.
fn unescape(text: &str) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend(c.to_string().bytes());
            continue;
        }
        match chars.next() {
            Some('r') => bytes.push(b'\r'),
            Some('t') => bytes.push(b'\t'),
            Some('\\') => bytes.push(b'\\'),
            Some('x') => {
                let hex: String = chars.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&hex, 16)?);
            }
            Some('u') => {
                let hex: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let c = char::from_u32(u32::from_str_radix(&hex, 16)?).ok_or("no such character")?;
                bytes.extend(c.to_string().bytes());
            }
            other => return Err(format!("unknown escape {other:?}").into()),
        }
    }
    Ok(bytes)
}
