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

mod support;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use support::{Ledger, Taken, Thresholds, jejak, requests, timed};

/// The audit needs both processors at once, so a neighbour disturbs it twice as often: enough rounds that one of them is quiet.
const ROUNDS: usize = 9;
/// So much of git's time may a full audit take.
const FULL: f64 = 0.6;
/// So often the time of `git log -1 --raw` may an audit after one landing take.
const ONE_MORE: f64 = 3.0;
/// So often what a landing costs in a small register may it cost in a large one.
const PER_LANDING: f64 = 2.0;
/// So often what it takes in a small register may a range check take in a large one.
const RANGE: f64 = 2.0;
/// So much memory may a full audit take, in MiB.
const MEMORY: f64 = 1_536.0;
/// How large the small register is.
const SMALL: u64 = 1_000;

fn main() -> ExitCode {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let requests = requests();
    let linear = Audited::make(parent.path(), "linear", requests, &["--linear"]);
    let merged = Audited::make(parent.path(), "merged", requests, &[]);
    let small = Audited::make(parent.path(), "small", SMALL, &[]);
    println!("{requests} requests, {} landings linear, {} merged", linear.landings, merged.landings);
    let mut asked = Thresholds::new();
    asked.hold("full audit, linear, of git log --raw", linear.full(&["log", "--raw"]), FULL);
    asked.hold(
        "full audit, merged, of git log --first-parent -m --raw",
        merged.full(&["log", "--first-parent", "-m", "--raw"]),
        FULL,
    );
    asked.hold("one more landing, of git log -1 --raw", merged.one_more(), ONE_MORE);
    asked.hold("one more landing in a small register, of git log -1 --raw", small.one_more(), ONE_MORE);
    let cost = merged.per_landing() / small.per_landing();
    asked.hold("a landing's cost, of that in a small register", cost, PER_LANDING);
    asked.hold("a range check, of that in a small register", merged.range() / small.range(), RANGE);
    asked.hold("memory of a full audit, in MiB", Taken::by(&mut merged.audit(&["--no-cache"])).mib, MEMORY);
    asked.end()
}

/// A sample ledger that is audited, and its landings.
struct Audited {
    ledger: Ledger,
    landings: f64,
}

impl Audited {
    fn make(parent: &Path, name: &str, requests: u64, way: &[&str]) -> Self {
        let ledger = Ledger::make(parent, name, requests, way);
        let landings = ledger.told(&["rev-list", "--first-parent", "--count", "HEAD"]).parse().expect("a number");
        Self { ledger, landings }
    }

    fn audit(&self, more: &[&str]) -> Command {
        let mut command = jejak(&self.ledger.folder);
        command.args(["audit", "--format", "json"]).args(more);
        command
    }

    /// The share of git's time that a full audit takes.
    fn full(&self, log: &[&str]) -> f64 {
        let (ours, gits) =
            in_turns(|| timed(&mut self.audit(&["--no-cache"])), || timed(self.ledger.git(log).arg("HEAD")));
        println!("  {ours:.2} s beside {gits:.2} s");
        ours / gits
    }

    /// How often git's time for one landing an audit takes that has one landing to judge.
    fn one_more(&self) -> f64 {
        let head = self.ledger.without_last();
        timed(&mut self.audit(&[]));
        self.ledger.land(&head);
        let (ours, gits) =
            in_turns(|| timed(&mut self.audit(&[])), || timed(&mut self.ledger.git(&["log", "-1", "--raw", "-m"])));
        println!("  {:.1} ms beside {:.1} ms", ours * 1e3, gits * 1e3);
        ours / gits
    }

    fn per_landing(&self) -> f64 {
        let least = (0..ROUNDS).map(|_| timed(&mut self.audit(&["--no-cache"]))).min().unwrap_or_default();
        least.as_secs_f64() / self.landings
    }

    /// The last landing, as it would be judged on the one before it.
    fn range(&self) -> f64 {
        let head = self.ledger.without_last();
        timed(&mut self.audit(&[]));
        let check = || {
            let begun = Instant::now();
            let words = ["check", "--range", &format!("main..{head}"), "--format", "json"];
            let ended = jejak(&self.ledger.folder).args(words).output().expect("the program runs");
            assert!(!ended.stdout.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
            begun.elapsed()
        };
        let least = (0..ROUNDS).map(|_| check()).min().unwrap_or_default();
        self.ledger.land(&head);
        println!("  range check {:.1} ms", least.as_secs_f64() * 1e3);
        least.as_secs_f64()
    }
}

/// The least time of both, in seconds; the first round fills the caches of the disk and is not counted.
fn in_turns(ours: impl Fn() -> Duration, gits: impl Fn() -> Duration) -> (f64, f64) {
    let rounds: Vec<(Duration, Duration)> = (0..=ROUNDS).map(|_| (ours(), gits())).skip(1).collect();
    let least = |pick: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(pick).min().unwrap_or_default();
    (least(|round| round.0).as_secs_f64(), least(|round| round.1).as_secs_f64())
}
