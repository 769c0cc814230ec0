//! What several benchmarks share: sample ledgers, what a program takes, and thresholds.
#![allow(dead_code, reason = "each benchmark uses a part of it")]
#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// The repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// How many requests the environment asks for.
#[expect(clippy::disallowed_methods, reason = "the environment says how large the ledger is")]
pub fn requests() -> u64 {
    let told = std::env::var("JEJAK_REQUESTS").ok();
    told.map_or(10_000, |text| text.parse().expect("JEJAK_REQUESTS is a number"))
}

/// A sample ledger.
pub struct Ledger {
    /// Where it stands.
    pub folder: PathBuf,
}

impl Ledger {
    /// Makes one, as it stands on 1 June 2026 at midnight.
    pub fn make(parent: &Path, name: &str, requests: u64, way: &[&str]) -> Self {
        let requests = requests.to_string();
        let made = ["demo", name, "--requests", &requests, "--at", "2026-06-01", "--no-build", "--no-serve"];
        timed(jejak(parent).args(made).args(way));
        Self { folder: parent.join(name) }
    }

    pub fn git(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(args);
        command
    }

    pub fn told(&self, args: &[&str]) -> String {
        String::from_utf8_lossy(&self.git(args).output().expect("git runs").stdout).trim().to_owned()
    }

    /// Takes the last landing back, and returns it.
    pub fn without_last(&self) -> String {
        let head = self.told(&["rev-parse", "HEAD"]);
        timed(&mut self.git(&["update-ref", "refs/heads/main", "HEAD^1"]));
        head
    }

    /// The landing that was taken back lands again.
    pub fn land(&self, head: &str) {
        timed(&mut self.git(&["update-ref", "refs/heads/main", head]));
    }
}

pub fn jejak(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(folder);
    command
}

/// How long a program takes that does its work.
pub fn timed(command: &mut Command) -> Duration {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} does its work");
    begun.elapsed()
}

/// What a program takes that does its work.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// Its time, in seconds.
    pub seconds: f64,
    /// Its memory at its greatest, in MiB, as the system counted it.
    pub mib: f64,
}

impl Taken {
    /// The same, measured twice: the least time and the most memory.
    pub fn or(self, again: Self) -> Self {
        Self { seconds: self.seconds.min(again.seconds), mib: self.mib.max(again.mib) }
    }

    pub fn by(command: &mut Command) -> Self {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn().expect("the program runs");
        let (ended, ends) = channel();
        let status = format!("/proc/{}/status", child.id());
        let watching = std::thread::spawn(move || greatest(&status, &ends));
        let did = child.wait().expect("it ends");
        let seconds = begun.elapsed().as_secs_f64();
        drop(ended);
        assert!(did.success(), "{command:?} does its work");
        #[expect(clippy::cast_precision_loss, reason = "kibibytes")]
        let mib = watching.join().expect("it only reads") as f64 / 1024.0;
        Self { seconds, mib }
    }
}

/// The greatest memory of a program that runs, in KiB; the system's own count only grows, so it is read until the end.
fn greatest(status: &str, ends: &Receiver<()>) -> u64 {
    let mut most = 0;
    loop {
        let text = std::fs::read_to_string(status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        most = most.max(now.unwrap_or(0));
        if ends.recv_timeout(Duration::from_millis(5)) == Err(RecvTimeoutError::Disconnected) {
            return most;
        }
    }
}

/// What is asked, and whether all of it holds.
pub struct Thresholds {
    asks: bool,
    kept: bool,
}

impl Thresholds {
    pub fn new() -> Self {
        Self { asks: true, kept: true }
    }

    /// What follows is asked, or only shown.
    pub fn of(&mut self, asks: bool) -> &mut Self {
        self.asks = asks;
        self
    }

    pub fn hold(&mut self, what: &str, is: f64, at_most: f64) {
        let word = match (self.asks, is <= at_most) {
            (true, true) => "",
            (true, false) => "  TOO MUCH",
            (false, _) => ", not asked at this size",
        };
        println!("  {what}: {is:.3} (at most {at_most}){word}");
        self.kept &= is <= at_most || !self.asks;
    }

    pub fn end(&self) -> ExitCode {
        if self.kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
