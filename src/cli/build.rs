//! `jejak build`

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::{DateTime, Utc};
use clap::Args;
use rayon::prelude::*;

use super::ledger::{HistoryArgs, Register, Want, hidden_say, open, stamp};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::model::git::{ObjectKind, ObjectStore};
use crate::model::say::Say;
use crate::shell::files::DiskError;
use crate::shell::git::GitStore;
use crate::shell::kept::{REQUESTS, checksum};
use crate::shell::publish::{Publication, Refused, folder_of, published, stamp as stamp_of_file};
use crate::site::defaults::Dressing;
use crate::site::reuse::{Ground, Piece, Pieces, Written};
use crate::site::{Book, Broken, Builder, File, Hint, Unit, Unmade};

/// The file of a site that says what it was made from.
const ORIGIN: &str = "jejak.json";

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) history: HistoryArgs,
    /// Folder tujuan (bawaan: public di ruang kerja) | Folder to publish (default: public in the workspace)
    #[arg(long, value_name = "DIR")]
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
    let kept = if fresh { None } else { register.store.kept(REQUESTS) };
    let hint = kept.as_deref().map(|bytes| Hint { bytes, program: &program, checksum });
    let builder = Builder::new(audit, &register.store, at, dressing, &program, hint).map_err(|error| match error {
        Unmade::Template(error) => {
            Failure::new(format!("templat tidak dapat dibaca: {error}"), format!("a template cannot be read: {error}"))
        }
        Unmade::Lost => lost(),
    })?;
    let before = if args.no_cache || program.is_empty() { None } else { Before::open(register, &out) };
    let publication = Publication::begin(&out).map_err(|error| refused(&error))?;
    let press = Press { builder: &builder, publication: &publication, before: before.as_ref(), store: &register.store };
    let (book, pieces) = press.print(terminal)?;
    let broken = book.broken();
    if !broken.is_empty() {
        return Err(faults(&broken));
    }
    let (count, shown) = (book.count() + 1, out.display());
    if done == Done::Tried {
        // What is not published goes with its folder.
        let say = Say::new(
            format!(
                "Percobaan: {count} berkas dibuat dari commit {}, tidak ada yang diterbitkan di {shown}.\n",
                audit.head
            ),
            format!("A trial: {count} files made from commit {}, nothing was published in {shown}.\n", audit.head),
        );
        return Ok(Built { say, base: builder.base() });
    }
    publication.write(ORIGIN, &origin(register, at))?;
    let pieces = Pieces { folder: publication.folder_name(), pieces };
    publication.publish()?;
    if register.hidden.is_empty() {
        register.store.keep_site(&out, &pieces.write(checksum));
        if let Some(bytes) = builder.keep(&program, checksum) {
            register.store.keep(REQUESTS, &bytes);
        }
    }
    let say = Say::new(
        format!("{count} berkas diterbitkan di {shown}, dari commit {}.\n", audit.head),
        format!("{count} files published in {shown}, from commit {}.\n", audit.head),
    );
    Ok(Built { say, base: builder.base() })
}

/// A site that was published before, whose pieces may be taken over.
struct Before {
    folder: PathBuf,
    pieces: Pieces,
}

impl Before {
    /// What stands in a folder, if it is what was published there last. A clone that lacks objects takes nothing over: what
    /// it could not show may have come since.
    fn open(register: &Register, out: &Path) -> Option<Self> {
        if !register.hidden.is_empty() {
            return None;
        }
        let pieces = Pieces::read(&register.store.kept_site(out)?, checksum)?;
        let folder = folder_of(out)?;
        (folder.file_name()?.to_str()? == pieces.folder).then_some(Self { folder, pieces })
    }

    /// A piece that was made from the same and that nobody touched since.
    fn piece(&self, name: &str, ground: &Ground) -> Option<&Piece> {
        let is_untouched = |file: &Written| {
            stamp_of_file(&self.folder.join(&file.path)).is_ok_and(|stamp| stamp == (file.size, file.time))
        };
        self.pieces.same(name, ground).filter(|piece| piece.files.iter().all(is_untouched))
    }
}

/// Makes the pieces of a site, or takes them over.
struct Press<'a> {
    builder: &'a Builder<'a>,
    publication: &'a Publication,
    before: Option<&'a Before>,
    /// One for all threads: what each had of its own would be remembered once for each.
    store: &'a GitStore,
}

/// What was made: the book of its links, and its pieces by name.
type Printed = (Book, HashMap<String, Piece>);

impl Press<'_> {
    /// Every piece, in parallel, each written at once: memory does not grow with the site.
    fn print(&self, terminal: &Terminal) -> Result<Printed, Failure> {
        let units = self.builder.units();
        let done = AtomicUsize::new(0);
        let work = |unit| {
            let printed = self.piece(unit);
            terminal.progress(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
            printed
        };
        let empty = || (Book::new(self.builder.base()), HashMap::new());
        let printed = units.par_iter().map(work).try_reduce(empty, |mut all, some| {
            all.0.join(some.0);
            all.1.extend(some.1);
            Ok(all)
        });
        terminal.progress_ends();
        printed
    }

    fn piece(&self, unit: &Unit) -> Result<Printed, Failure> {
        let ground = self.builder.ground(unit);
        let mut book = Book::new(self.builder.base());
        let known = ground.as_ref().zip(self.before);
        if let Some((before, piece)) =
            known.and_then(|((name, ground), before)| Some((before, before.piece(name, ground)?)))
        {
            let mut piece = piece.clone();
            for file in &mut piece.files {
                (file.size, file.time) = self.publication.take_over(&before.folder, &file.path)?;
            }
            book.add_again(piece.files.iter().map(|file| file.path.as_str()), &piece.links);
            return Ok((book, ground.map(|(name, _)| (name, piece)).into_iter().collect()));
        }
        let made = self.builder.make(unit, self.store).map_err(|error| match error {
            Unmade::Template(error) => Failure::new(
                format!("templat tidak dapat diisi: {error}"),
                format!("a template cannot be filled: {error}"),
            ),
            Unmade::Lost => lost(),
        })?;
        let mut files = Vec::with_capacity(made.len());
        for file in &made {
            book.add(file);
            let (size, time) =
                self.publication.write(&file.path, &file.bytes).map_err(|error| twice_or(error, file))?;
            files.push(Written { path: file.path.clone(), size, time });
        }
        let piece = ground.map(|(name, ground)| (name, Piece { ground, files, links: book.outward() }));
        Ok((book, piece.into_iter().collect()))
    }
}

/// What stood a moment ago is gone from the repository.
fn lost() -> Failure {
    Failure::new(
        "repositori tidak lagi memuat isi sebuah permohonan; jalankan jejak audit untuk melihat apa yang hilang.",
        "the repository no longer holds the content of a request; run jejak audit to see what is missing.",
    )
}

/// A file that is written twice is told as what it is.
fn twice_or(error: DiskError, file: &File) -> Failure {
    if error.exists() { faults(&[Broken::Twice(file.path.clone())]) } else { Failure::from(error) }
}

fn faults(broken: &[Broken]) -> Failure {
    let each = broken.iter().take(20).map(|one| match one {
        Broken::Twice(path) => {
            Say::new(format!("\n  dua halaman memakai alamat {path}"), format!("\n  two pages would stand at {path}"))
        }
        Broken::Dead(from, to) => Say::new(
            format!("\n  {from} menautkan {to}, yang tidak ada"),
            format!("\n  {from} links to {to}, which does not exist"),
        ),
    });
    let start = Say::new("situs tidak diterbitkan:", "the site is not published:");
    Failure(each.fold(start, |all, one| all.and(&one)))
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
