//! `jejak hook`: the server's door.

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::model::git::{Commit, ObjectId, ObjectKind, ObjectStore};
use crate::model::place::WorkPath;
use crate::model::say::{Lang, Say};
use crate::register::changes::file_at;
use crate::report::{Format, Report, Style};
use crate::rules::judge::{Verdict, audit};
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct HookArgs {
    #[command(subcommand)]
    command: HookCommand,
}

#[derive(Debug, Subcommand)]
enum HookCommand {
    /// Menerima atau menolak dorongan ke cabang register | Accepts or refuses a push to the register's branch
    #[command(name = "pre-receive")]
    PreReceive {
        /// Cabang register | The register's branch
        #[arg(long, value_name = "CABANG", default_value = "main")]
        branch: String,
    },
}

/// How far a landing's time may be from the server's clock.
const DRIFT: i64 = 10 * 60;

pub(super) fn run(args: &HookArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let HookCommand::PreReceive { branch } = &args.command;
    let mut lines = String::new();
    std::io::stdin().read_to_string(&mut lines).map_err(|error| {
        Failure::new(
            format!("masukan hook tidak dapat dibaca: {error}"),
            format!("the hook's input cannot be read: {error}"),
        )
    })?;
    let mut store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    // Until a push is accepted its objects stand aside, where only these variables point.
    for folder in quarantine() {
        store.add_objects(&folder).map_err(|error| Failure(error.say()))?;
    }
    let protected = format!("refs/heads/{branch}");
    let mut refused = false;
    for line in lines.lines() {
        let mut words = line.split(' ');
        let (Some(old), Some(new), Some(name)) = (words.next(), words.next(), words.next()) else {
            return Err(Failure::new(
                format!("baris hook tidak dikenal: {line}"),
                format!("unknown line of the hook: {line}"),
            ));
        };
        if let Some(reason) = forbidden(name) {
            terminal.note(&reason);
            refused = true;
        } else if name == protected {
            refused |= !accepts(&store, old, new, terminal)?;
        }
    }
    Ok(if refused { Outcome::Findings } else { Outcome::Lawful })
}

/// Where the objects of a push stand while it is judged.
#[expect(clippy::disallowed_methods, reason = "git tells a hook by its environment")]
fn quarantine() -> Vec<PathBuf> {
    std::env::var_os("GIT_OBJECT_DIRECTORY").map(PathBuf::from).into_iter().collect()
}

/// References that would let people see another history than the one that stands.
fn forbidden(name: &str) -> Option<Say> {
    let hides =
        ["refs/replace/", "refs/original/", "refs/notes/"].into_iter().find(|prefix| name.starts_with(prefix))?;
    Some(Say::new(format!("{name}: {hides} tidak diterima."), format!("{name}: {hides} is not accepted.")))
}

fn accepts(store: &GitStore, old: &str, new: &str, terminal: &mut Terminal) -> Result<bool, Failure> {
    let id = |text: &str| text.parse::<ObjectId>().ok().filter(|id| id.0 != [0; 20]);
    let Some(new) = id(new) else {
        terminal.note(&Say::new("Cabang register tidak dapat dihapus.", "The register's branch cannot be deleted."));
        return Ok(false);
    };
    let audit = audit(store, new, None).map_err(super::ledger::no_register)?;
    let position = |id| audit.verdicts.iter().position(|verdict| verdict.landing == id);
    let from = match id(old) {
        None => 0,
        Some(old) => {
            let Some(at) = position(old) else {
                terminal.note(&Say::new(
                    "Ujung lama tidak ada pada rantai yang baru: riwayat register tidak dapat ditulis ulang. Gabungkan ke \
                     ujung yang sekarang (git merge --no-ff).",
                    "The old tip is not on the new chain: the register's history cannot be rewritten. Merge onto the \
                     present tip (git merge --no-ff).",
                ));
                return Ok(false);
            };
            at + 1
        }
    };
    let now = clock::moment_or_now(None, crate::model::day::Zone::Wib)?.timestamp();
    let mut lawful = true;
    for verdict in &audit.verdicts[from..] {
        let drift = verdict.time - now;
        if !(-DRIFT..=DRIFT).contains(&drift) {
            lawful = false;
            let minutes = drift / 60;
            terminal.note(&Say::new(
                format!("Pendaratan {} berselisih {minutes} menit dari jam server. Stempel ulang: git commit --amend --no-edit --reset-author.", verdict.landing),
                format!("The landing {} is {minutes} minutes away from the server's clock. Stamp it anew: git commit --amend --no-edit --reset-author.", verdict.landing),
            ));
        }
        if !verdict.is_lawful() {
            lawful = false;
            terminal.note(&refusal(store, verdict, terminal.style(Format::Text)));
        }
    }
    Ok(lawful)
}

/// What the pusher sees in his terminal.
fn refusal(store: &GitStore, verdict: &Verdict, style: Style) -> Say {
    let text = |lang: Lang| {
        let mut out = String::new();
        let _ = writeln!(out, "{} {}", lang.pick("Pendaratan ditolak:", "Landing refused:"), verdict.landing);
        if let Some(gap) = verdict.unreadable {
            let _ = writeln!(out, "{}: {gap}", lang.pick("tidak dapat diverifikasi", "unverifiable"));
        }
        let source = |path: &WorkPath| {
            let commit: Commit = store.commit(verdict.landing).ok()?;
            let file = file_at(store, commit.tree, path.as_str()).ok()??;
            Some(String::from_utf8_lossy(&store.read(file.id, ObjectKind::Blob).ok()?).into_owned())
        };
        out.push_str(&Report::new(verdict.findings.clone()).print(Style { lang, ..style }, &source));
        out
    };
    Say::new(text(Lang::Id), text(Lang::En))
}
