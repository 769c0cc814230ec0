//! What a full audit takes, beside git's own walk over the same history.
//!
//! A sample ledger is made, once with linear landings and once with merges. Every landing of it is judged, in turns with
//! `git log --raw` (or `git log --first-parent -m --raw` where landings are merges) over the same repository. If the audit
//! takes more than the threshold of git's wall time, this fails.
//!
//! `cargo bench --bench audit` makes 10,000 requests; `JEJAK_REQUESTS=85000 cargo bench --bench audit` a large register.

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
/// So much of git's time may an audit take.
const AT_MOST: f64 = 0.6;
fn main() -> ExitCode {
    let requests = &requests();
    let linear = compare(&["--linear"], requests, &["log", "--raw"]);
    let merged = compare(&[], requests, &["log", "--first-parent", "-m", "--raw"]);
    if linear.max(merged) > AT_MOST {
        println!("too slow: at most {AT_MOST} of git's time");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[expect(clippy::disallowed_methods, reason = "the environment says how large the ledger is")]
fn requests() -> String {
    std::env::var("JEJAK_REQUESTS").unwrap_or_else(|_| "10000".to_owned())
}

/// The audit's share of git's time on one ledger.
fn compare(way: &[&str], requests: &str, log: &[&str]) -> f64 {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = parent.path().join("sample");
    let made = ["demo", "sample", "--requests", requests, "--at", "2026-06-01", "--no-build", "--no-serve"];
    timed(jejak(parent.path()).args(made).args(way));
    // The first round fills the caches of the disk and is not counted.
    let round = |_| {
        let ours = timed(jejak(&folder).args(["audit", "--format", "json"]));
        (ours, timed(Command::new("git").arg("-C").arg(&folder).args(log).arg("HEAD")))
    };
    let rounds: Vec<(Duration, Duration)> = (0..=ROUNDS).map(round).skip(1).collect();
    let least = |pick: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(pick).min().unwrap_or_default();
    let (ours, gits) = (least(|round| round.0).as_secs_f64(), least(|round| round.1).as_secs_f64());
    let ratio = ours / gits;
    println!("{requests} requests: git {} takes {gits:.2} s", log.join(" "));
    println!("  the audit takes {ours:.2} s, {ratio:.2} of it (at most {AT_MOST})");
    ratio
}

fn jejak(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(folder);
    command
}

fn timed(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} does its work");
    begun.elapsed()
}
