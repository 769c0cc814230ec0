//! `jejak hook pre-receive`: the server's door. Whatever goes wrong here refuses the push.

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use clap::Args;

use super::super::ledger::{Want, asked, audited, hidden_say, no_register, source_at};
use super::super::terminal::Terminal;
use super::super::{Failure, Outcome, clock};
use crate::model::finding::Finding;
use crate::model::git::{ObjectId, ObjectStore, Unreadable};
use crate::model::privacy::find_in_name;
use crate::model::say::{Lang, Say};
use crate::register::landings::NoRegister;
use crate::report::{Format, Report, Style};
use crate::rules::door::{Pusher, reference, uncompared};
use crate::rules::judge::{Push, Verdict};
use crate::shell::git::GitStore;

#[derive(Debug, Clone, Args)]
pub(in super::super) struct ReceiveArgs {
    /// Cabang register (bawaan: yang ditunjuk HEAD) | The register's branch (default: the one that HEAD names)
    #[arg(long, value_name = "CABANG")]
    branch: Option<String>,
    /// Menerima refs/notes | Accepts refs/notes
    #[arg(long)]
    allow_notes: bool,
    /// Batas waktu dalam detik; lewat dari itu dorongan ditolak | Limit in seconds; beyond it the push is refused
    #[arg(long, value_name = "DETIK", default_value = "120")]
    timeout: u64,
}

/// The width of what a pusher sees behind `remote: `.
const WIDTH: usize = 92;

/// A line of the hook's input.
struct Line {
    old: Option<ObjectId>,
    new: Option<ObjectId>,
    name: String,
}

/// What the door says: nothing where it lets in.
type Answer = Result<Vec<String>, Failure>;

pub(super) fn run(args: &ReceiveArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let lines = read_lines()?;
    let style = Style { width: WIDTH, color: false, ..terminal.style(Format::Text) };
    let (args, dir, limit) = (args.clone(), dir.to_owned(), Duration::from_secs(args.timeout));
    // The judge works beside the clock: whoever takes too long, or falls, has not agreed.
    let (answer, wait) = mpsc::channel();
    std::thread::spawn(move || answer.send(judged(&args, &dir, &lines, style)));
    let begun = Instant::now();
    let refusals = match wait.recv_timeout(limit) {
        // An answer that came in the same moment is late all the same: one limit, one verdict.
        Ok(_) if begun.elapsed() > limit => return Err(too_slow(limit)),
        Ok(answer) => answer?,
        Err(mpsc::RecvTimeoutError::Timeout) => return Err(too_slow(limit)),
        Err(mpsc::RecvTimeoutError::Disconnected) => return Err(fell()),
    };
    if refusals.is_empty() {
        return Ok(Outcome::Lawful);
    }
    for text in &refusals {
        terminal.note(&Say::new(text.as_str(), text.as_str()));
    }
    terminal.note(&Say::new(
        "Dorongan ini ditolak seluruhnya; di server tidak ada yang berubah. Penjelasan sebuah aturan: jejak explain <aturan>.",
        "This push is refused as a whole; nothing has changed on the server. A rule explained: jejak explain <rule>.",
    ));
    Ok(Outcome::Findings)
}

fn too_slow(limit: Duration) -> Failure {
    let seconds = limit.as_secs();
    Failure::new(
        format!(
            "dorongan ditolak: dalam {seconds} detik belum dapat dinilai. Coba lagi; bila berulang, beri tahu pengelola server (jejak doctor)."
        ),
        format!(
            "the push is refused: it could not be judged within {seconds} seconds. Try again; if it happens again, tell whoever runs the server (jejak doctor)."
        ),
    )
}

fn fell() -> Failure {
    Failure::new(
        "dorongan ditolak: pemeriksa berhenti di tengah jalan. Beri tahu pengelola server.",
        "the push is refused: the checker broke off. Tell whoever runs the server.",
    )
}

fn read_lines() -> Result<Vec<Line>, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| {
        Failure::new(
            format!("masukan hook tidak dapat dibaca: {error}"),
            format!("the hook's input cannot be read: {error}"),
        )
    })?;
    text.lines().map(line).collect()
}

fn line(text: &str) -> Result<Line, Failure> {
    let wrong = || {
        Failure::new(
            format!("baris hook tidak dikenal: {}", text.escape_debug()),
            format!("unknown line of the hook: {}", text.escape_debug()),
        )
    };
    let mut words = text.splitn(3, ' ');
    let (Some(old), Some(new), Some(name)) = (words.next(), words.next(), words.next()) else { return Err(wrong()) };
    let id = |word: &str| -> Result<Option<ObjectId>, Failure> {
        let id: ObjectId = word.parse().map_err(|()| wrong())?;
        Ok(Some(id).filter(|id| id.0 != [0; 20]))
    };
    Ok(Line { old: id(old)?, new: id(new)?, name: name.to_owned() })
}

/// Judges each line. References that are none of the register's affairs pass.
fn judged(args: &ReceiveArgs, dir: &Path, lines: &[Line], style: Style) -> Answer {
    let mut store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    // Until a push is accepted its objects stand aside, where only these variables point.
    for folder in quarantine() {
        store.add_objects(&folder).map_err(|error| Failure(error.say()))?;
    }
    if let Some(hidden) = store.hidden().first() {
        return Err(Failure(hidden_say(*hidden)));
    }
    let branch = match &args.branch {
        None => store.published(),
        Some(name) if name.starts_with("refs/") => name.clone(),
        Some(name) => format!("refs/heads/{name}"),
    };
    let mut refusals = Vec::new();
    for line in lines {
        refusals.extend(edits(&store, &branch, line, style)?);
        if line.name == branch {
            refusals.extend(push(&store, &branch, line, style)?);
        } else if line.new.is_some() {
            let finding = reference(&line.name, &branch, args.allow_notes);
            // What a server says is kept in logs: a name that tells of somebody is not repeated there.
            let shown = if find_in_name(&line.name).is_some() { "refs/…" } else { &line.name };
            refusals.extend(finding.map(|finding| told(shown, vec![finding], style)));
        }
    }
    Ok(refusals)
}

/// Where the objects of a push stand while it is judged, and those on which they build.
#[expect(clippy::disallowed_methods, reason = "git tells a hook by its environment")]
fn quarantine() -> Vec<PathBuf> {
    let one = ["GIT_QUARANTINE_PATH", "GIT_OBJECT_DIRECTORY"].into_iter().filter_map(std::env::var_os);
    let others = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES");
    let others = others.iter().flat_map(std::env::split_paths).collect::<Vec<_>>();
    let mut folders: Vec<PathBuf> = one.map(PathBuf::from).chain(others).collect();
    folders.sort();
    folders.dedup();
    folders.retain(|folder| folder.is_dir());
    folders
}

/// Whom the forge names as the one who pushes; nobody, where there is no forge.
#[expect(clippy::disallowed_methods, reason = "a forge tells a hook by its environment")]
fn pusher() -> Option<Pusher> {
    let word = |name: &str| std::env::var(name).ok().filter(|word| !word.is_empty());
    let (mail, id) = (word("GITEA_PUSHER_EMAIL"), word("GITEA_PUSHER_ID"));
    if mail.is_some() || id.is_some() {
        let id = id.and_then(|id| id.parse().ok());
        return Some(Pusher { forge: "forgejo".to_owned(), id, mail });
    }
    // `user-7`; a deploy key or token names nobody, and nobody is no landing's author.
    let id = word("GL_ID")?;
    Some(Pusher { forge: "gitlab".to_owned(), id: id.strip_prefix("user-").and_then(|id| id.parse().ok()), mail: None })
}

fn push(store: &GitStore, branch: &str, line: &Line, style: Style) -> Answer {
    let now = clock::moment_or_now(None, crate::model::day::Zone::Wib)?.timestamp();
    let push = Push { branch, old: line.old, new: line.new, now, pusher: pusher() };
    let landings = match push.landings(store).map_err(unreadable)? {
        Ok(landings) => landings,
        Err(finding) => return Ok(vec![told(branch, vec![finding], style)]),
    };
    let judge =
        |old| asked(store, (old, None), Want::Findings, |_| Ok(()), |audit| push.judge(store, audit, &landings));
    let judged = push.old.map(judge);
    let verdicts = match (judged, push.new) {
        (Some(Ok((_, verdicts))), _) => verdicts,
        (Some(Err(NoRegister::NoOffice)) | None, Some(new)) => match audited(store, new, None, Want::Everything) {
            Ok(audit) => push.whole(&audit),
            // No register has begun yet: there is nothing to judge.
            Err(NoRegister::NoOffice) => Vec::new(),
            Err(error) => return Err(no_register(error)),
        },
        (Some(Err(error)), _) => return Err(no_register(error)),
        (None, None) => Vec::new(),
    };
    let wrong = verdicts.into_iter().filter(|verdict| !verdict.is_lawful());
    Ok(wrong.map(|verdict| refusal(store, &verdict, style)).collect())
}

/// Edits that the forge signed are compared with whoever pushes them, on whatever reference they come. A push without any
/// signed commit costs no look at the register.
fn edits(store: &GitStore, branch: &str, line: &Line, style: Style) -> Answer {
    let Some(new) = line.new else { return Ok(Vec::new()) };
    let fresh = store.fresh(new).map_err(|error| Failure(error.say()))?;
    let fresh = fresh.into_iter().map(|id| store.commit(id)).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let Ok(head) = store.resolve(branch) else { return Ok(Vec::new()) };
    if fresh.iter().all(|commit| commit.signed.is_none() || commit.is_merge()) {
        return Ok(Vec::new());
    }
    let audit = match audited(store, head, None, Want::Findings) {
        Ok(audit) => audit,
        Err(NoRegister::NoOffice) => return Ok(Vec::new()),
        Err(error) => return Err(no_register(error)),
    };
    let found = uncompared(&line.name, &audit.ledger, &fresh, pusher().as_ref()).map_err(unreadable)?;
    Ok(found.map(|finding| told(&line.name, vec![finding], style)).into_iter().collect())
}

fn unreadable(gap: Unreadable) -> Failure {
    no_register(NoRegister::Unreadable(gap))
}

/// Findings about a reference.
fn told(name: &str, findings: Vec<Finding>, style: Style) -> String {
    let name = name.escape_debug();
    let head = format!("{} {name}", style.lang.pick("Ditolak:", "Refused:"));
    format!("{head}\n{}", Report::new(findings).print(style, &|_| None))
}

/// What the pusher sees in his terminal.
fn refusal(store: &GitStore, verdict: &Verdict, style: Style) -> String {
    let lang: Lang = style.lang;
    let mut out = format!("{} {}\n", lang.pick("Pendaratan ditolak:", "Landing refused:"), verdict.landing);
    if let Some(gap) = verdict.unreadable {
        let _ = writeln!(out, "{}: {gap}", lang.pick("tidak dapat diverifikasi", "unverifiable"));
    }
    out.push_str(&Report::new(verdict.findings.clone()).print(style, &source_at(store, verdict.landing)));
    out
}
