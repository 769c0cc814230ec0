//! The stories: one Markdown file, one test. `tests/cases/<rule>/{lawful,unlawful}-*.md` are found by walking.
//!
//! Every story starts from the little office in `tests/cases/base`, changes some files, and says what is found:
//!
//! ```text
//! File `sops/baru/1.yaml`:                 followed by a code block: the whole file
//! File `people/a.yaml`, escaped:           the same with \r, \t, \u{feff} and \xff in it; the last line break is cut
//! In `jejak.yaml` instead of:              followed by a code block, `stands:`, and another one: one place changed
//! Append to `requests/…/request.yaml`:     followed by a code block that is added at the end
//! Mode of `site/x.css` is `100755`.        another mode
//! Without `tanggapan.yaml`.                the file is taken away
//! Findings: none.
//! Findings:                                followed by a code block: path:line:column severity rule: message
//! ```
//!
//! A story that lands something is told on real git. Its start is the little office with what the story changes first;
//! then come landings, each with its own changes below it:
//!
//! ```text
//! Landing by `A` of `B` at `2026-11-03T10:00`:     B commits the changes on a branch, A merges it
//! Commit by `B`:                                   a commit on the branch, for what is merged next
//! Merge by `A` at `2026-11-03T10:00`.              A merges the branch, with changes of his own if any follow
//! Direct by `A` at `2026-11-03T10:00`:             a commit straight onto the published branch
//! ```
//!
//! Whose commits are signed is said on a line of its own, and holds for the commits that follow. A key is made from its
//! name (`sk:` is a token's, `p256:` an ECDSA key); `<kunci NAME>` in a block stands for its public line:
//!
//! ```text
//! `A` signs with `KEY`.                            `A` signs with `KEY` for `file`.      (another namespace)
//! `A` signs with `KEY`, and changes the commit.    `A` signs with `KEY` twice.
//! `A` signs with OpenPGP.                          `A` signs no more.
//! ```
//!
//! Its findings begin with the number of the landing (the start is 0), and the requests as they stand close the list.
//!
//! `BLESS=1 cargo test --test cases` writes the findings anew.

mod story;
mod support;

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use story::Story;
use support::{is_blessing, root};

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
    let told = story.tell()?;
    match name.split_once('-').map(|(kind, _)| kind) {
        Some("lawful") if told.rules.iter().any(|found| found == rule) || told.has_errors => {
            return Err(
                format!("a lawful story with findings of its rule, or errors:\n{}", told.lines.join("\n")).into()
            );
        }
        Some("unlawful") if !told.rules.iter().any(|found| found == rule) => {
            return Err(format!("the rule says nothing; found:\n{}", told.lines.join("\n")).into());
        }
        Some("lawful" | "unlawful") => {}
        _ => return Err("a story is named lawful-… or unlawful-…".into()),
    }
    if told.lines == story.expected {
        return Ok(());
    }
    if is_blessing() {
        std::fs::write(path, story.blessed(&text, &told.lines))?;
        return Ok(());
    }
    Err(format!("expected:\n{}\n\nfound:\n{}", story.expected.join("\n"), told.lines.join("\n")).into())
}
