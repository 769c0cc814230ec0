//! What a build takes, beside Hugo on the same site and beside a copy of it.
//!
//! A sample ledger of 10,000 requests is made and built. Hugo then writes the same files in the same languages, byte for
//! byte, as a site generator of the same content: requests, receipts and letters, more than nine pages of ten, it fills from
//! data and Markdown into templates of its own. `build/hugo.rs` tells what else stands ready for it. What Jejak does besides,
//! from git to the data, is in its time and not in Hugo's. Measured:
//!
//! * a full build less its audit, which is shown apart, beside Hugo's time; all of it beside Hugo's memory (by turns);
//! * a full build, beside `cp -r` of what it published;
//! * a build after one new landing, beside the full build.
//!
//! `scripts/bench build` installs Hugo and runs this. `JEJAK_REQUESTS=100000 scripts/bench build` goes on with a large
//! ledger and compares what a page costs in both; the last two thresholds are asked of that size. It takes some 80 GB below
//! `TMPDIR`. Smaller ledgers are measured and asked nothing. If a threshold is passed, this fails.

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

#[path = "build/hugo.rs"]
mod hugo;
mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use hugo::{Hugo, paths_below};
use support::{Ledger, Taken, Thresholds, jejak, requests, timed};

/// How often a build and Hugo are measured, by turns: of each the least time counts, and the most memory.
const ROUNDS: usize = 3;
/// At how many requests a build is compared with Hugo.
const COMPARED: u64 = 10_000;
/// At how many requests a build is compared with a copy, and with a rebuild.
const LARGE: u64 = 100_000;
/// So much of Hugo's time may a full build take, its audit left out: Hugo proves nothing.
const TIME: f64 = 0.2;
/// So much of Hugo's memory.
const MEMORY: f64 = 0.05;
/// So often the time of a copy may a full build take.
const COPY: f64 = 2.5;
/// So often what a page costs at 10,000 requests may it cost in a large ledger.
const PER_PAGE: f64 = 1.2;
/// So much of a full build may a build after one landing take.
const ONE_MORE: f64 = 0.01;

/// The moment of the full build, at which the sample ends, and that of the next.
const MOMENTS: [&str; 2] = ["2026-06-01T00:00", "2026-06-01T00:05"];

fn main() -> ExitCode {
    let version = hugo::version();
    let parent = tempfile::tempdir().expect("a temporary folder");
    let requests = requests();
    let mut asked = Thresholds::new();
    let compared = requests.min(COMPARED);
    let mut site = Site::build(parent.path(), compared);
    site.beside_hugo(version, asked.of(compared >= COMPARED));
    if requests <= COMPARED {
        site.beside_copy_and_rebuild(asked.of(false));
        return asked.end();
    }
    let large = Site::build(parent.path(), requests);
    let is_large = requests >= LARGE;
    large.beside_copy_and_rebuild(asked.of(is_large));
    let cost = large.per_page() / site.per_page();
    asked.of(is_large).hold("a page's time, of that in the smaller ledger", cost, PER_PAGE);
    asked.end()
}

/// A ledger whose last landing was taken back, and the site that was built from the rest.
struct Site {
    ledger: Ledger,
    last: String,
    out: PathBuf,
    pages: f64,
    audit: Taken,
    full: Taken,
}

impl Site {
    fn build(parent: &Path, requests: u64) -> Self {
        let ledger = Ledger::make(parent, &format!("ledger-{requests}"), requests, &[]);
        let last = ledger.without_last();
        let out = parent.join(format!("site-{requests}"));
        let (audit, full) = (audit(&ledger), taken(build(&ledger, &out, MOMENTS[0]).arg("--no-cache")));
        let pages = tell(requests, &ledger, &out);
        row("jejak audit --no-cache", audit);
        row("jejak build --no-cache", full);
        Self { ledger, last, out, pages, audit, full }
    }

    /// Another build of the same, elsewhere: nothing is deleted meanwhile, which would slow down whoever writes next.
    fn build_again(&mut self, round: usize) {
        let out = self.out.with_extension(format!("round-{round}"));
        self.audit = self.audit.or(audit(&self.ledger));
        self.full = self.full.or(taken(build(&self.ledger, &out, MOMENTS[0]).arg("--no-cache")));
    }

    fn beside_hugo(&mut self, version: &str, asked: &mut Thresholds) {
        let hugo = Hugo::prepare(&self.out, &self.ledger.folder, &self.out.with_extension("hugo"));
        settle();
        let mut theirs = hugo.build(0);
        for round in 1..ROUNDS {
            self.build_again(round);
            settle();
            theirs = theirs.or(hugo.build(round));
        }
        row("jejak audit, the best of all", self.audit);
        row("jejak build, the best of all", self.full);
        row(&format!("hugo {version}, the best of all"), theirs);
        hugo.compare(&self.out);
        println!("  both wrote the same files with the same bytes");
        println!("  full build, of Hugo's time: {:.3}", self.full.seconds / theirs.seconds);
        let rest = (self.full.seconds - self.audit.seconds) / theirs.seconds;
        asked.hold("full build less the time of an audit, of Hugo's time", rest, TIME);
        asked.hold("full build, of Hugo's memory", self.full.mib / theirs.mib, MEMORY);
    }

    fn beside_copy_and_rebuild(&self, asked: &mut Thresholds) {
        // What is published is a link to a folder.
        let published = fs::canonicalize(&self.out).expect("the site is published");
        let copy = taken(Command::new("cp").arg("-r").arg(published).arg(self.out.with_extension("copy")));
        row("cp -r", copy);
        asked.hold("full build, of the time of cp -r", self.full.seconds / copy.seconds, COPY);
        self.ledger.land(&self.last);
        let again = taken(&mut build(&self.ledger, &self.out, MOMENTS[1]));
        row("jejak build, one landing later", again);
        let origin = fs::read_to_string(self.out.join("jejak.json")).expect("a site says what it was made from");
        assert!(origin.contains(&self.last), "the new landing is published");
        asked.hold("one landing more, of the full build's time", again.seconds / self.full.seconds, ONE_MORE);
    }

    fn per_page(&self) -> f64 {
        self.full.seconds / self.pages
    }
}

fn audit(ledger: &Ledger) -> Taken {
    taken(jejak(&ledger.folder).args(["audit", "--no-cache"]))
}

fn build(ledger: &Ledger, out: &Path, at: &str) -> Command {
    let mut command = jejak(&ledger.folder);
    command.args(["build", "--at", at, "--out"]).arg(out);
    command
}

/// What was written before is on the disk, so that nobody waits for another's bytes.
fn settle() {
    timed(&mut Command::new("sync"));
}

fn taken(command: &mut Command) -> Taken {
    settle();
    Taken::by(command)
}

fn row(what: &str, taken: Taken) {
    println!("  {what:<32}{:9.2} s {:9.1} MiB", taken.seconds, taken.mib);
}

/// Says what was built, and returns how many pages there are.
#[expect(clippy::cast_precision_loss, reason = "counts")]
fn tell(requests: u64, ledger: &Ledger, out: &Path) -> f64 {
    let histories = paths_below(&ledger.folder.join("requests"));
    let histories = histories.values().filter(|path| path.ends_with("request.yaml"));
    let entries = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a request is text");
        text.lines().filter(|line| line.starts_with("  - ")).count()
    };
    let each = |count: usize| count as f64 / requests as f64;
    let entries = each(histories.map(entries).sum());
    let files = paths_below(out);
    let letters = each(files.keys().filter(|path| path.starts_with("permohonan/") && is_letter(path)).count());
    let size = |path: &PathBuf| fs::metadata(path).expect("the file is there").len() as f64;
    let pages = files.values().filter(|path| path.extension().is_some_and(|end| end == "html"));
    let pages: Vec<f64> = pages.map(size).collect();
    let (count, mean) = (pages.len() as f64, pages.iter().sum::<f64>() / pages.len() as f64 / 1024.0);
    let (all, total) = (files.len(), files.values().map(size).sum::<f64>() / 1024.0 / 1024.0);
    println!("{requests} requests, each with {entries:.1} entries and {letters:.1} letters that are published:");
    println!("  {count} pages of {mean:.1} KiB in two languages; {all} files, {total:.0} MiB");
    count
}

fn is_letter(path: &str) -> bool {
    path.contains("/dokumen/") && path.ends_with("/index.html")
}
