//! What is kept of a register between two looks is a hint: whatever becomes of it, the program says the same.

mod support;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jejak::model::git::ObjectStore;
use jejak::register::changes::changes;
use jejak::register::kept::kept_and_read;
use jejak::register::policy::Policy;
use jejak::register::tier::Tier;
use jejak::shell::git::GitStore;
use support::files_below;

const AT: &str = "2026-11-20T16:00";

fn program(folder: &Path, args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_jejak");
    Command::new(program).current_dir(folder).args(["--lang", "id"]).args(args).output().expect("the program runs")
}

fn git(folder: &Path, args: &[&str]) -> String {
    let ended = Command::new("git").current_dir(folder).args(args).output().expect("git runs");
    assert!(ended.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).expect("UTF-8").trim().to_owned()
}

/// A sample that is large enough to be kept, behind its head by some landings, and a proposal for it.
fn sample() -> (tempfile::TempDir, PathBuf) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let made = program(parent.path(), &["demo", "x", "--requests", "60", "--at", AT, "--no-build", "--no-serve"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let folder = parent.path().join("x");
    assert!(folder.join(".git/jejak/register").exists(), "a sample's audit is kept");
    (parent, folder)
}

/// What every command says of a register.
fn told(folder: &Path) -> Vec<(Option<i32>, String)> {
    let number = "2026/0001";
    let commands: [&[&str]; 8] = [
        &["audit", "--format", "json"],
        &["audit"],
        &["audit", "--format", "sarif"],
        &["status", number, "--at", AT],
        &["status", number, "--at", AT, "--format", "json"],
        &["status", "tidak-ada", "--at", AT],
        &["queue", "--at", AT, "--format", "json"],
        &["check", "--range", "main..usulan", "--at", AT, "--format", "json"],
    ];
    let tell = |words: &&[&str]| {
        let output = program(folder, words);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    };
    commands.iter().map(tell).collect()
}

/// What the server's door says to a push: whether it opens, and why not. The clock's figures are left out.
fn refused(folder: &Path, push: &str) -> (Option<i32>, String) {
    let mut door = Command::new(env!("CARGO_BIN_EXE_jejak"));
    door.current_dir(folder).args(["--lang", "id", "hook", "pre-receive"]);
    let door = door.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut door = door.spawn().expect("the program runs");
    door.stdin.take().expect("it listens").write_all(push.as_bytes()).expect("it hears");
    let ended = door.wait_with_output().expect("it ends");
    let said = [ended.stdout, ended.stderr].concat();
    let said = String::from_utf8_lossy(&said).replace(|c: char| c.is_ascii_digit(), "#");
    (ended.status.code(), said)
}

fn forget(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder.join(".git/jejak"));
}

/// A branch that withdraws nothing and adds a document nobody names: something to judge that touches a request.
fn propose(folder: &Path) {
    let status = program(folder, &["status", "2026/0001", "--at", AT, "--format", "json"]);
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).expect("JSON");
    let request = status["request"].as_str().expect("a folder");
    git(folder, &["config", "user.email", "pengurus-a@kominfo.example"]);
    git(folder, &["config", "user.name", "Pengurus"]);
    git(folder, &["switch", "-q", "-c", "usulan"]);
    std::fs::write(folder.join(request).join("lain.md"), "teks\n").expect("a file");
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--no-gpg-sign", "-m", "usulan"]);
    git(folder, &["switch", "-q", "main"]);
}

#[test]
fn whatever_becomes_of_what_was_kept_the_program_says_the_same() {
    let (_parent, folder) = sample();
    propose(&folder);
    let kept = folder.join(".git/jejak/register");
    forget(&folder);
    let fresh = told(&folder);
    assert!(kept.exists(), "a look keeps what it saw");
    assert_eq!(told(&folder), fresh, "gone on from what was kept");
    let whole = std::fs::read(&kept).expect("what was kept");
    let mut damages: Vec<Vec<u8>> = vec![Vec::new(), b"lain".to_vec(), [&whole[..], b"x"].concat()];
    for share in [3, 7, 50, 99] {
        let at = whole.len() * share / 100;
        damages.push(whole[..at].to_vec());
        let mut flipped = whole.clone();
        flipped[at] ^= 16;
        damages.push(flipped);
    }
    for damage in damages {
        std::fs::write(&kept, &damage).expect("it can be damaged");
        assert_eq!(told(&folder), fresh, "{} bytes of {}", damage.len(), whole.len());
    }
}

#[test]
fn what_landed_since_is_judged_the_same_wherever_what_was_kept_is_damaged() {
    let (_parent, folder) = sample();
    propose(&folder);
    let push = format!(
        "{} {} refs/heads/main\n",
        git(&folder, &["rev-parse", "main"]),
        git(&folder, &["rev-parse", "usulan"])
    );
    let looks = || {
        let looks = [
            ["audit", "--format", "json", "--branch", "main"],
            ["check", "--range", "main..usulan", "--format", "json"],
        ]
        .map(|words| {
            let words = words.iter().chain(if words[0] == "check" { &["--at", AT][..] } else { &[] });
            program(&folder, &words.copied().collect::<Vec<_>>()).stdout
        });
        (looks, refused(&folder, &push))
    };
    let head = git(&folder, &["rev-parse", "main"]);
    forget(&folder);
    git(&folder, &["update-ref", "refs/heads/main", "main~1"]);
    program(&folder, &["audit"]);
    git(&folder, &["update-ref", "refs/heads/main", &head]);
    let kept = folder.join(".git/jejak/register");
    let whole = std::fs::read(&kept).expect("what was kept");
    forget(&folder);
    let fresh = looks();
    assert_eq!(fresh.1.0, Some(1), "{}", fresh.1.1);
    // Only what is asked for is read, so that each of these may be seen, or may make no difference.
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        std::fs::write(&kept, &flipped).expect("it can be damaged");
        assert_eq!(looks(), fresh, "byte {at} of {}", whole.len());
    }
}

#[test]
fn what_landed_since_is_judged_and_a_rewritten_head_is_seen() {
    let (_parent, folder) = sample();
    propose(&folder);
    let head = git(&folder, &["rev-parse", "main"]);
    let chain = git(&folder, &["rev-list", "--first-parent", "main"]);
    let earlier = chain.lines().nth(40).expect("an earlier landing").to_owned();
    // Kept far back, then looked at from the head; kept at the head, then looked at far back.
    for (first, then) in [(&earlier, &head), (&head, &earlier)] {
        forget(&folder);
        git(&folder, &["update-ref", "refs/heads/main", then]);
        let fresh = told(&folder);
        forget(&folder);
        git(&folder, &["update-ref", "refs/heads/main", first]);
        program(&folder, &["audit"]);
        git(&folder, &["update-ref", "refs/heads/main", then]);
        assert_eq!(told(&folder), fresh, "{first} then {then}");
    }
    // Another start, named or found.
    git(&folder, &["update-ref", "refs/heads/main", &head]);
    let start = ["audit", "--format", "json", "--start", &earlier];
    let named = program(&folder, &start).stdout;
    assert_eq!(program(&folder, &start).stdout, named);
    let found = program(&folder, &["audit", "--format", "json"]).stdout;
    assert_ne!(found, named);
    assert_eq!(program(&folder, &["audit", "--format", "json", "--no-cache"]).stdout, found);
}

#[test]
fn where_nothing_can_be_written_or_several_look_at_once_nothing_breaks() {
    let (_parent, folder) = sample();
    forget(&folder);
    let fresh = program(&folder, &["audit", "--no-cache", "--format", "json"]).stdout;
    assert!(!folder.join(".git/jejak").exists(), "a proof keeps nothing");
    // A file stands where the folder would be.
    std::fs::write(folder.join(".git/jejak"), "x").expect("a file");
    assert_eq!(program(&folder, &["audit", "--format", "json"]).stdout, fresh);
    std::fs::remove_file(folder.join(".git/jejak")).expect("it goes");
    std::thread::scope(|scope| {
        let looks: Vec<_> =
            (0..6).map(|_| scope.spawn(|| program(&folder, &["audit", "--format", "json"]).stdout)).collect();
        for look in looks {
            assert_eq!(look.join().expect("a look"), fresh);
        }
    });
    let left: Vec<String> = files_below(&folder.join(".git/jejak")).into_keys().collect();
    assert_eq!(left, ["register"], "nothing is left behind");
}

/// The policy at a head, read from its files.
fn policy(store: &GitStore, head: &str) -> Policy {
    let tree = store.commit(store.resolve(head).expect("a head")).expect("a commit").tree;
    let files = changes(store, None, Some(tree)).expect("a tree").into_iter();
    let files =
        files.filter(|change| change.tier == Tier::Policy).filter_map(|change| Some((change.path, change.new?)));
    Policy::read(store, files.collect()).expect("every file is there").0
}

const FORGE: &str = "
forge:
  jenis: forgejo
  repositori: https://forge.example/kominfo/register
  kunci: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPo2aLQ/MgJ3qqoK0DmC2gBuW3XTbPQ6j/p6BS8LTVK1]
  pengirim_dicocokkan: true
";
const PERSON: &str = "revisi: 1
instansi: kominfo
jabatan: Kepala Bidang
nama: Seseorang
akun: [\"github:12345\", seseorang@kominfo.example]
kunci: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINFUuTndeR9CqZKELHUnC9MY9kglk2pPmFjbgrYQkrEx]
peran:
  - {lajur: [kab-tapin-layanan-splp/tim-it], sejak: 2024-01-02, sampai: 2025-12-31, dasar: SK 1, untuk: dinkes, sebagai: plh}
bot: true
";

#[test]
fn the_policy_that_was_kept_is_the_one_that_was_read() {
    let (_parent, folder) = sample();
    let office = std::fs::read_to_string(folder.join("jejak.yaml")).expect("an office");
    std::fs::write(folder.join("jejak.yaml"), office + FORGE).expect("a file");
    std::fs::write(folder.join("people/seseorang.yaml"), PERSON).expect("a file");
    // With this one something is wrong: it is read again from git.
    std::fs::write(folder.join("people/lain.yaml"), "revisi: 1\njabatan: Staf\nusia: 40\n").expect("a file");
    git(&folder, &["config", "user.email", "pengurus-a@kominfo.example"]);
    git(&folder, &["config", "user.name", "Pengurus"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-q", "--no-gpg-sign", "-m", "kebijakan"]);
    let store = GitStore::open(&folder).expect("a repository");
    let read = policy(&store, "HEAD");
    let handles = |policy: &Policy| policy.workspace.people.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert!(handles(&read).contains(&"seseorang".to_owned()));
    assert!(read.office().is_some_and(|office| office.forge.is_some()));
    let kept = kept_and_read(&read, &store).expect("it fits");
    assert_eq!(format!("{:#?}", kept.workspace), format!("{:#?}", read.workspace));
    assert_eq!(format!("{kept:?}").len(), format!("{read:?}").len(), "with calendars and flaws");
    // What changes afterwards is read as it would be if nothing had been kept.
    let tree = |name: &str| store.commit(store.resolve(name).expect("a head")).expect("a commit").tree;
    let parent = store.commit(store.resolve("HEAD").expect("a head")).expect("a commit").parents[0];
    let back = changes(&store, Some(tree("HEAD")), Some(tree(&parent.to_string()))).expect("trees");
    let (back, findings) = kept.with(&store, &back).expect("every file is there");
    let before = policy(&store, &parent.to_string());
    assert_eq!(format!("{:#?}", back.workspace), format!("{:#?}", before.workspace));
    assert_eq!(findings, Vec::new(), "what was wrong is gone");
}

#[test]
fn judging_a_proposal_keeps_nothing() {
    let (_parent, folder) = sample();
    propose(&folder);
    forget(&folder);
    program(&folder, &["check", "--range", "main..usulan", "--at", AT]);
    assert!(!folder.join(".git/jejak").exists());
}
