//! What it takes to make a sample ledger, beside what git needs for the same bytes.
//!
//! `jejak demo --no-build` writes the history, has it imported, checks it out and audits every landing. That has to take
//! less time than `git fast-import` of the same history and `git fsck --full` of what it made, in the same run. If it takes
//! longer, this fails. What is signed cannot be made by `git fast-import`; those objects are put into its repository before,
//! and their time is not counted for it.
//!
//! `cargo bench --bench demo` makes 10,000 requests; `JEJAK_REQUESTS=85000 cargo bench --bench demo` a large register.

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

mod support;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use jejak::desk::demo::{Out, Plan, write};
use jejak::model::office::Landing;
use jejak::shell::fast_import::keeper;
use support::{requests, timed};

const ROUNDS: usize = 3;
const SEED: u64 = 1;
/// 1 June 2026 at midnight in the sample's zone.
const AT: (&str, i64) = ("2026-06-01", 1_780_243_200);

fn main() -> ExitCode {
    let requests = requests();
    let parent = tempfile::tempdir().expect("a temporary folder");
    let (stream, signed) = (parent.path().join("stream"), parent.path().join("signed"));
    timed(git(parent.path()).args(["init", "--quiet", "--bare"]).arg(&signed));
    let plan = Plan { requests, seed: SEED, at: AT.1, way: Landing::Merge };
    let begun = Instant::now();
    let mut out = BufWriter::new(File::create(&stream).expect("a file"));
    let mut keep = keeper(&signed).expect("a repository");
    let made = write(plan, Out { stream: &mut out, keep: &mut keep });
    let made = made.and_then(|made| out.flush().map(|()| made)).expect("the disk takes it");
    let (landings, seconds) = (made.landings, begun.elapsed().as_secs_f64());
    println!("{requests} requests, {landings} landings, {} signed commits: written in {seconds:.2} s", made.signed);
    let rounds: Vec<(Duration, Duration)> = (0..ROUNDS).map(|n| round(parent.path(), n, requests)).collect();
    let least = |pick: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(pick).min().unwrap_or_default();
    let (ours, gits) = (least(|round| round.0).as_secs_f64(), least(|round| round.1).as_secs_f64());
    println!("  jejak demo --no-build takes {ours:.2} s, git fast-import and git fsck --full {gits:.2} s");
    if ours >= gits {
        println!("too slow: less than git's own time");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Both, one after the other; what was made must be the same.
fn round(parent: &Path, n: usize, requests: u64) -> (Duration, Duration) {
    let (sample, bare) = (parent.join(format!("sample-{n}")), parent.join(format!("bare-{n}")));
    let (requests, seed) = (requests.to_string(), SEED.to_string());
    let mut demo = Command::new(env!("CARGO_BIN_EXE_jejak"));
    demo.arg("demo").arg(&sample).args(["--requests", &requests, "--seed", &seed, "--at", AT.0, "--no-build"]);
    let ours = timed(&mut demo);
    timed(Command::new("cp").arg("-r").arg(parent.join("signed")).arg(&bare));
    let stream = File::open(parent.join("stream")).expect("the stream");
    let import = timed(git(&bare).args(["fast-import", "--quiet", "--done"]).stdin(stream));
    let gits = import + timed(git(&bare).args(["fsck", "--full"]));
    let head = |folder: &Path| {
        let told = git(folder).args(["rev-parse", "refs/heads/main"]).output().expect("git runs");
        String::from_utf8_lossy(&told.stdout).into_owned()
    };
    assert_eq!(head(&sample), head(&bare), "both hold the same history");
    // Nothing is deleted before the end: file systems are slow to make files where many were just deleted.
    println!("  round {}: {:.2} s, git {:.2} s", n + 1, ours.as_secs_f64(), gits.as_secs_f64());
    (ours, gits)
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    command
}
