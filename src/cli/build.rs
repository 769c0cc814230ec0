//! `jejak build`

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use clap::Args;
use rayon::prelude::*;

use super::ledger::{HistoryArgs, Register, Want, hidden_say, open, stamp};
use super::press::{Before, ORIGIN, Press, unmade};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::say::{Say, counted};
use crate::shell::files::DiskError;
use crate::shell::kept::{REQUESTS, checksum};
use crate::shell::publish::{Publication, Refused, published};
use crate::site::defaults::Dressing;
use crate::site::reuse::{Plan, Written};
use crate::site::{Builder, File, Hint};

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) history: HistoryArgs,
    /// Folder tujuan (bawaan: public di ruang kerja) | Folder to publish (default: public in the workspace)
    #[arg(long, value_name = "FOLDER")]
    pub(super) out: Option<PathBuf>,
    /// Keadaan per saat ini (bawaan: sekarang) | As of this moment (default: now)
    #[arg(long, value_name = "WAKTU")]
    pub(super) at: Option<String>,
    /// Terbitkan walau riwayatnya bukan lanjutan dari yang sudah terbit | Publish even if the history does not continue what is published
    #[arg(long)]
    pub(super) first: bool,
    /// Buat semua halaman baru, tanpa memakai yang sudah terbit | Make every page anew, taking nothing over from what is published
    #[arg(long)]
    pub(super) no_cache: bool,
}

#[derive(Debug, Args)]
pub(super) struct BuildCommand {
    #[command(flatten)]
    build: BuildArgs,
    /// Hanya mencoba: situs dibuat dan tautannya diperiksa, tetapi tidak diterbitkan | Only try: the site is made and its links looked at, but not published
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(command: &BuildCommand, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let args = &command.build;
    let want = if args.no_cache { Want::Anew } else { Want::Site };
    let register = open(dir, &args.history, want)?;
    for hidden in &register.hidden {
        terminal.note(&hidden_say(*hidden));
    }
    let done = if command.dry_run { Done::Tried } else { Done::Published };
    let built = make(args, dir, &register, done, terminal)?;
    terminal.print(built.say.in_lang(terminal.lang))?;
    Ok(if register.audit.tally().unverifiable > 0 || !register.hidden.is_empty() {
        Outcome::Unverified
    } else {
        Outcome::Lawful
    })
}

/// A site that was published.
pub(super) struct Built {
    /// What to tell of it.
    pub(super) say: Say,
    /// Its path on its host.
    pub(super) base: String,
}

/// Where the site goes.
pub(super) fn target(args: &BuildArgs, dir: &Path) -> PathBuf {
    args.out.clone().unwrap_or_else(|| dir.join("public"))
}

/// What becomes of a site once it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Published,
    Tried,
}

/// Builds a site from a register and publishes it.
pub(super) fn build(args: &BuildArgs, dir: &Path, register: &Register, terminal: &Terminal) -> Result<Built, Failure> {
    make(args, dir, register, Done::Published, terminal)
}

fn make(args: &BuildArgs, dir: &Path, register: &Register, done: Done, terminal: &Terminal) -> Result<Built, Failure> {
    let audit = &register.audit;
    let at = clock::moment_or_now(args.at.as_deref(), audit.ledger.policy.zone())?;
    let out = target(args, dir);
    if !args.first {
        continues(&out, register)?;
    }
    let dressing = dressing(register)?;
    let program = stamp().unwrap_or_default();
    let fresh = args.no_cache || program.is_empty() || !register.hidden.is_empty();
    let publication = Publication::begin(&out).map_err(|error| refused(&error))?;
    let site = OnceLock::new();
    let (builder, before) = rayon::join(
        || {
            let kept = if fresh { None } else { register.store.kept(REQUESTS) };
            let hint = kept.as_deref().map(|bytes| Hint { bytes, program: &program, checksum });
            Builder::new(audit, &register.store, at, dressing, &program, hint)
        },
        || Before::look(site.get_or_init(|| register.store.kept_site(&out)).as_ref()?, &out),
    );
    let builder = builder.map_err(unmade)?;
    let usable = before.as_ref().filter(|_| !fresh);
    let origin = File::new(ORIGIN, origin(register, at));
    let print = |before| Press::new(&builder, &publication, before, &register.store).print(&origin, terminal);
    let mut plan = print(usable)?;
    let (count, shown) = (plan.count, out.display());
    let files = counted(count, "file", "files");
    if done == Done::Tried {
        // What is not published goes with its folder.
        let say = Say::new(
            format!(
                "Percobaan: {count} berkas dibuat dari commit {}, tidak ada yang diterbitkan di {shown}.\n",
                audit.head
            ),
            format!("A trial: {files} made from commit {}, nothing was published in {shown}.\n", audit.head),
        );
        return Ok(Built { say, base: builder.base() });
    }
    if let Some(before) = usable
        && !take_over(&plan, before, &publication)?
    {
        publication.start_over()?;
        plan = print(None)?;
    }
    let published = publication.publish()?;
    let keep = || {
        if register.hidden.is_empty() {
            register.store.keep_site(&out, &plan.listing);
            if let Some(bytes) = builder.keep(&program, checksum) {
                register.store.keep(REQUESTS, &[bytes]);
            }
        }
    };
    rayon::join(keep, || published.sweep(before.as_ref().map(|before| before.listing.stands())));
    let say = Say::new(
        format!("{count} berkas diterbitkan di {shown}, dari commit {}.\n", audit.head),
        format!("{files} published in {shown}, from commit {}.\n", audit.head),
    );
    Ok(Built { say, base: builder.base() })
}

/// Everything that stays, by link; not if somebody removed or touched some of it that was not looked at this time.
fn take_over(plan: &Plan, before: &Before, publication: &Publication) -> Result<bool, DiskError> {
    let folders = plan.folders.par_iter().map(|(path, folder)| publication.link(path, folder));
    let file = |file: &Written| publication.take_over(&before.folder, &file.path, (file.size, file.time));
    let taken = folders.chain(plan.files.par_iter().map(file)).collect();
    match taken {
        Ok(()) => Ok(true),
        Err(error) if DiskError::is_missing(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

fn refused(error: &Refused) -> Failure {
    match error {
        Refused::Disk(error) => Failure(error.say()),
        Refused::Occupied(path) => {
            let shown = path.display();
            Failure::new(
                format!("{shown} sudah berisi hal lain. Pilih folder lain dengan --out, atau kosongkan dahulu."),
                format!("{shown} holds something else. Choose another folder with --out, or empty it first."),
            )
        }
    }
}

/// Templates and assets: the workspace's standing ones over those that are carried.
fn dressing(register: &Register) -> Result<Dressing, Failure> {
    let own = register.audit.ledger.policy.files.iter().filter(|(path, _)| Dressing::takes(path.as_str()));
    let read = own.map(|(path, file)| {
        let bytes = register.store.read(file.id, ObjectKind::Blob).map_err(|gap| {
            Failure::new(format!("{path} tidak dapat dibaca: {gap}"), format!("{path} cannot be read: {gap}"))
        })?;
        Ok((path.as_str().to_owned(), bytes.to_vec()))
    });
    Ok(Dressing::new(read.collect::<Result<Vec<_>, Failure>>()?))
}

fn origin(register: &Register, at: DateTime<Utc>) -> Vec<u8> {
    let audit = &register.audit;
    let at = at.with_timezone(&audit.ledger.policy.zone().offset()).to_rfc3339();
    let value = serde_json::json!({
        "ujung": audit.head.to_string(),
        "awal": audit.start.to_string(),
        "pendaratan": audit.landings(),
        "saat": at,
    });
    format!("{value:#}\n").into_bytes()
}

/// What is published must lie on the chain of what is to be: a history that was rewritten is never shown in silence.
fn continues(out: &Path, register: &Register) -> Result<(), Failure> {
    let Some(bytes) = published(out, ORIGIN) else { return Ok(()) };
    let before: Option<serde_json::Value> = serde_json::from_slice(&bytes).ok();
    let head = before.as_ref().and_then(|value| value["ujung"].as_str()).unwrap_or_default();
    let audit = &register.audit;
    let start = before.as_ref().and_then(|value| value["awal"].as_str()).unwrap_or_default();
    let on_chain = head.parse().is_ok_and(|head| audit.chain.has(head));
    if on_chain && start == audit.start.to_string() {
        return Ok(());
    }
    let shown = out.display();
    Err(Failure::new(
        format!(
            "situs di {shown} dibuat dari commit {head}, yang bukan bagian dari riwayat ini: riwayat mungkin ditulis \
             ulang. Periksa dahulu; bila memang dimaksudkan, pakai --first."
        ),
        format!(
            "the site in {shown} was made from commit {head}, which is no part of this history: it may have been \
             rewritten. Look into it first; if it is meant, use --first."
        ),
    ))
}
