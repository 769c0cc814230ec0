//! What signatures on every commit add to an audit.
//!
//! Two ledgers are made that differ in nothing but signatures: every landing opens a request by a commit and a merge, and in
//! one of them each of the two is signed by its author's key. Both are audited in turns, in this process; compared is the
//! time that all processors spent. If a signature costs more than the threshold per commit and core, this fails.
//!
//! `cargo bench --bench signatures`

#![expect(clippy::print_stdout, reason = "a benchmark tells its numbers")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use git2::{ObjectType, Oid, Repository};
use jejak::model::git::{ObjectKind, ObjectStore};
use jejak::model::signature::{Signature, verify};
use jejak::rules::judge::{Audit, Finished, audit};
use jejak::shell::git::GitStore;
use support::base;
use support::history::id;
use support::register::{CLERK, HEAD, STEWARD};
use support::signing::Pen;

const LANDINGS: usize = 3_000;
/// A landing is a commit and a merge.
const COMMITS: usize = 2 * LANDINGS;
const ROUNDS: usize = 7;
/// So much may a signature cost.
const AT_MOST: Duration = Duration::from_micros(40);

fn main() -> ExitCode {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (plain, signed) = (folder.path().join("plain"), folder.path().join("signed"));
    let unsigned_head = make_ledger(&plain);
    let signed_head = sign_all(&plain, &signed, unsigned_head);
    let (plain, signed) = ((plain.as_path(), unsigned_head), (signed.as_path(), signed_head));
    // The first round fills the caches of the disk and is not counted.
    let mut rounds = vec![(timed(plain), timed(signed))];
    for round in 0..ROUNDS {
        rounds.push(if round % 2 == 0 {
            (timed(plain), timed(signed))
        } else {
            swapped((timed(signed), timed(plain)))
        });
    }
    let alone = (0..ROUNDS).map(|_| verified(signed)).min().unwrap_or_default();
    let (plain, signed): (Vec<Duration>, Vec<Duration>) = rounds.into_iter().skip(1).unzip();
    // The least of several rounds is the one that was disturbed least.
    let least = |times: &[Duration]| times.iter().min().copied().unwrap_or_default();
    let added = least(&signed).saturating_sub(least(&plain)) / u32::try_from(COMMITS).unwrap_or(u32::MAX);
    println!("{LANDINGS} landings, {COMMITS} commits");
    println!("verification alone         {:8.1} µs a commit", ms(alone) * 1000.0);
    println!("audit, no signatures       {:8.1} ms", ms(least(&plain)));
    println!("audit, every commit signed {:8.1} ms", ms(least(&signed)));
    println!(
        "a signature                {:8.1} µs a commit and core (at most {} µs)",
        ms(added) * 1000.0,
        AT_MOST.as_micros()
    );
    if added > AT_MOST { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn swapped<T>((first, second): (T, T)) -> (T, T) {
    (second, first)
}

/// What an audit costs, all processors together.
fn timed((folder, head): (&Path, Oid)) -> Duration {
    let before = spent();
    let (start, audit) = (Instant::now(), judged(folder, head));
    let wall = start.elapsed();
    let tally = audit.tally();
    assert_eq!(tally.lawful, LANDINGS + 1, "every landing is lawful: {:?}", audit.verdicts.last());
    match (before, spent()) {
        (Some(before), Some(after)) => after.saturating_sub(before),
        _ => wall,
    }
}

/// What it takes to verify one commit whose bytes are at hand.
fn verified((folder, head): (&Path, Oid)) -> Duration {
    let store = GitStore::open(folder).expect("a repository");
    let bytes = store.read(id(head), ObjectKind::Commit).expect("the head");
    let (times, before, start) = (1_000, spent(), Instant::now());
    for _ in 0..times {
        assert!(matches!(verify(&bytes), Signature::By(_)), "the head is signed");
    }
    let wall = start.elapsed();
    before.zip(spent()).map_or(wall, |(before, after)| after.saturating_sub(before)) / times
}

fn judged(folder: &Path, head: Oid) -> Audit {
    let store = GitStore::open(folder).expect("a repository");
    audit(&store, id(head), None, Finished::Shelved).expect("a register")
}

/// The time that all threads of this process spent on a processor; Linux says it to the nanosecond.
fn spent() -> Option<Duration> {
    let mut sum = 0;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        let told = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        sum += told.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(Duration::from_nanos(sum))
}

/// Writes the ledger without signatures; returns its head.
fn make_ledger(folder: &Path) -> Oid {
    let repository = Repository::init_bare(folder).expect("a repository");
    let mut stream = String::new();
    let mut files = base();
    files.retain(|path, _| !path.starts_with("requests/"));
    for (handle, mail) in [("dinkes-a", CLERK), ("kepala-bidang", HEAD)] {
        let file = files.get_mut(&format!("people/{handle}.yaml")).expect("a person");
        file.extend(format!("kunci: [{}]\n", Pen::named(mail).public()).bytes());
    }
    // The start is 2 November 2026; a landing every minute keeps the clock rising.
    let mut time = 1_793_581_200;
    commit(&mut stream, "refs/heads/main", STEWARD, time, None);
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        let _ = writeln!(stream, "M 100644 inline {path}\ndata {}\n{text}", text.len());
    }
    for n in 0..LANDINGS {
        time += 60;
        let branch = format!("refs/heads/b{n}");
        commit(&mut stream, &branch, CLERK, time, Some("refs/heads/main"));
        let (month, day) = (n / 40 / 28 % 12 + 1, n / 40 % 28 + 1);
        let folder = format!("requests/2026/{month:02}/{day:02}/permohonan-{n}");
        let mut changes = String::new();
        for (name, text) in [("request.yaml", request(n)), ("surat-permohonan.md", LETTER.to_owned())] {
            let _ = writeln!(changes, "M 100644 inline {folder}/{name}\ndata {}\n{text}", text.len());
        }
        stream += &changes;
        commit(&mut stream, "refs/heads/main", HEAD, time, None);
        let _ = writeln!(stream, "merge {branch}\n{changes}reset {branch}\nfrom {}\n", "0".repeat(40));
    }
    let mut import = git(folder, &["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git runs");
    import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("the stream is taken");
    assert!(import.wait().expect("git ends").success(), "git fast-import takes the ledger");
    packed(folder);
    repository.refname_to_id("refs/heads/main").expect("a head")
}

fn commit(stream: &mut String, branch: &str, mail: &str, time: i64, from: Option<&str>) {
    let _ = writeln!(
        stream,
        "commit {branch}\nauthor x <{mail}> {time} +0800\ncommitter x <{mail}> {time} +0800\ndata 2\nx"
    );
    if let Some(from) = from {
        let _ = writeln!(stream, "from {from}");
    }
}

fn request(n: usize) -> String {
    format!(
        "sop: contoh/1\njudul: Integrasi data ke aplikasi {n}\ninstansi: dinkes\nriwayat:\n  - langkah: 1\n    \
         dokumen: {{surat-permohonan: surat-permohonan.md}}\n"
    )
}

const LETTER: &str = "---\nnomor: 800/321/DINKES/2026\ntanggal: 2026-11-02\nhal: Permohonan\ndari: Dinas Kesehatan\n\
                      kepada: Kepala Dinas\nsifat: biasa\n---\n\nKami memohon integrasi data.\n";

/// The same ledger with every commit signed by its author, the start's but for the steward, who has no key.
fn sign_all(plain: &Path, signed: &Path, head: Oid) -> Oid {
    let copied = Command::new("cp").arg("-r").arg(plain).arg(signed).status().expect("cp runs");
    assert!(copied.success(), "the ledger can be copied");
    let repository = Repository::open(signed).expect("a repository");
    let odb = repository.odb().expect("an object store");
    let mut walk = repository.revwalk().expect("a walk");
    walk.push(head).expect("a head");
    walk.set_sorting(git2::Sort::TOPOLOGICAL | git2::Sort::REVERSE).expect("an order");
    let mut renamed: HashMap<Oid, String> = HashMap::new();
    let mut last = head;
    for old in walk {
        let old = old.expect("a commit");
        let bytes = odb.read(old).expect("a commit").data().to_vec();
        let mut text = String::from_utf8(bytes).expect("text");
        let commit = repository.find_commit(old).expect("a commit");
        for parent in commit.parent_ids() {
            text = text.replace(&parent.to_string(), &renamed[&parent]);
        }
        let author = commit.author().email().expect("an address").to_owned();
        let bytes = if author == STEWARD { text.into_bytes() } else { Pen::named(&author).seal(text.as_bytes()) };
        last = odb.write(ObjectType::Commit, &bytes).expect("a commit");
        renamed.insert(old, last.to_string());
    }
    repository.reference("refs/heads/main", last, true, "sign").expect("the branch moves");
    packed(signed);
    last
}

fn packed(folder: &Path) {
    let done = git(folder, &["repack", "-a", "-d", "-q"]).status().expect("git runs");
    assert!(done.success(), "git repacks");
}

fn git(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(words).stdout(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command
}
