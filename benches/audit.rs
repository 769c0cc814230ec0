//! What an audit takes, beside git's own walk over the same history.
//!
//! A sample ledger is made, once with linear landings and once with merges, and a small one with merges. Measured, in turns
//! with git over the same repository:
//!
//! * a full audit, beside `git log --raw` (`git log --first-parent -m --raw` where landings are merges);
//! * an audit after one new landing, given what was kept, beside `git log -1 --raw`;
//! * a full audit's time per landing, beside that of the small ledger;
//! * a range check of one landing, given what was kept, beside the same on the small ledger;
//! * the memory of a full audit, at its greatest.
//!
//! Each has a threshold; if one is passed, this fails. `cargo bench --bench audit` makes 10,000 requests;
//! `JEJAK_REQUESTS=85000 cargo bench --bench audit` a large register.

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;
/// So much of git's time may a full audit take.
const FULL: f64 = 0.6;
/// So often the time of `git log -1 --raw` may an audit after one landing take.
const ONE_MORE: f64 = 3.0;
/// So often what a landing costs in a small register may it cost in a large one.
const PER_LANDING: f64 = 2.0;
/// So often what it takes in a small register may a range check take in a large one.
const RANGE: f64 = 2.0;
/// So much memory may a full audit take, in KiB.
const MEMORY: u64 = 1_536 * 1_024;
/// How large the small register is.
const SMALL: &str = "1000";

fn main() -> ExitCode {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let requests = requests();
    let linear = Ledger::make(parent.path(), "linear", &requests, &["--linear"]);
    let merged = Ledger::make(parent.path(), "merged", &requests, &[]);
    let small = Ledger::make(parent.path(), "small", SMALL, &[]);
    let mut kept = true;
    let mut hold = |what: &str, is: f64, at_most: f64| {
        let word = if is <= at_most { "" } else { "  TOO MUCH" };
        println!("  {what}: {is:.2} (at most {at_most}){word}");
        kept &= is <= at_most;
    };
    println!("{requests} requests, {} landings linear, {} merged", linear.landings, merged.landings);
    hold("full audit, linear, of git log --raw", linear.full(&["log", "--raw"]), FULL);
    hold(
        "full audit, merged, of git log --first-parent -m --raw",
        merged.full(&["log", "--first-parent", "-m", "--raw"]),
        FULL,
    );
    hold("one more landing, of git log -1 --raw", merged.one_more(), ONE_MORE);
    hold("one more landing in a small register, of git log -1 --raw", small.one_more(), ONE_MORE);
    hold("a landing's cost, of that in a small register", merged.per_landing() / small.per_landing(), PER_LANDING);
    hold("a range check, of that in a small register", merged.range() / small.range(), RANGE);
    #[expect(clippy::cast_precision_loss, reason = "kibibytes")]
    hold("memory of a full audit, in KiB", merged.memory() as f64, MEMORY as f64);
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::disallowed_methods, reason = "the environment says how large the ledger is")]
fn requests() -> String {
    std::env::var("JEJAK_REQUESTS").unwrap_or_else(|_| "10000".to_owned())
}

/// A sample ledger, and a proposal for it.
struct Ledger {
    folder: PathBuf,
    landings: f64,
}

impl Ledger {
    fn make(parent: &Path, name: &str, requests: &str, way: &[&str]) -> Self {
        let made = ["demo", name, "--requests", requests, "--at", "2026-06-01", "--no-build", "--no-serve"];
        timed(jejak(parent).args(made).args(way));
        let folder = parent.join(name);
        let count =
            Command::new("git").arg("-C").arg(&folder).args(["rev-list", "--first-parent", "--count", "HEAD"]).output();
        let count = String::from_utf8_lossy(&count.expect("git runs").stdout).trim().parse().expect("a number");
        Self { folder, landings: count }
    }

    fn git(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(args);
        command
    }

    fn audit(&self, more: &[&str]) -> Command {
        let mut command = jejak(&self.folder);
        command.args(["audit", "--format", "json"]).args(more);
        command
    }

    /// The share of git's time that a full audit takes.
    fn full(&self, log: &[&str]) -> f64 {
        let (ours, gits) = in_turns(|| timed(&mut self.audit(&["--no-cache"])), || timed(self.git(log).arg("HEAD")));
        println!("  {ours:.2} s beside {gits:.2} s");
        ours / gits
    }

    /// How often git's time for one landing an audit takes that has one landing to judge.
    fn one_more(&self) -> f64 {
        let head = self.told(&["rev-parse", "HEAD"]);
        timed(&mut self.git(&["update-ref", "refs/heads/main", "HEAD^1"]));
        timed(&mut self.audit(&[]));
        timed(&mut self.git(&["update-ref", "refs/heads/main", &head]));
        let (ours, gits) =
            in_turns(|| timed(&mut self.audit(&[])), || timed(&mut self.git(&["log", "-1", "--raw", "-m"])));
        println!("  {:.1} ms beside {:.1} ms", ours * 1e3, gits * 1e3);
        ours / gits
    }

    fn per_landing(&self) -> f64 {
        let least = (0..ROUNDS).map(|_| timed(&mut self.audit(&["--no-cache"]))).min().unwrap_or_default();
        least.as_secs_f64() / self.landings
    }

    /// The last landing, as it would be judged on the one before it.
    fn range(&self) -> f64 {
        let head = self.told(&["rev-parse", "HEAD"]);
        timed(&mut self.git(&["update-ref", "refs/heads/main", "HEAD^1"]));
        timed(&mut self.audit(&[]));
        let check = || {
            let begun = Instant::now();
            let words = ["check", "--range", &format!("main..{head}"), "--format", "json"];
            let ended = jejak(&self.folder).args(words).output().expect("the program runs");
            assert!(!ended.stdout.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
            begun.elapsed()
        };
        let least = (0..ROUNDS).map(|_| check()).min().unwrap_or_default();
        timed(&mut self.git(&["update-ref", "refs/heads/main", &head]));
        println!("  range check {:.1} ms", least.as_secs_f64() * 1e3);
        least.as_secs_f64()
    }

    /// The greatest memory of a full audit, as the system counted it.
    fn memory(&self) -> u64 {
        let mut child = self.audit(&["--no-cache"]).stdout(Stdio::null()).spawn().expect("the program runs");
        let status = format!("/proc/{}/status", child.id());
        let mut most = 0;
        while child.try_wait().expect("it can be asked").is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let now = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
            most = most.max(now.unwrap_or(0));
            std::thread::sleep(Duration::from_millis(5));
        }
        most
    }

    fn told(&self, args: &[&str]) -> String {
        String::from_utf8_lossy(&self.git(args).output().expect("git runs").stdout).trim().to_owned()
    }
}

/// The least time of both, in seconds; the first round fills the caches of the disk and is not counted.
fn in_turns(ours: impl Fn() -> Duration, gits: impl Fn() -> Duration) -> (f64, f64) {
    let rounds: Vec<(Duration, Duration)> = (0..=ROUNDS).map(|_| (ours(), gits())).skip(1).collect();
    let least = |pick: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(pick).min().unwrap_or_default();
    (least(|round| round.0).as_secs_f64(), least(|round| round.1).as_secs_f64())
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
