//! A site's pieces: made by all threads, or left as they stand, and written while others are being made.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

use rayon::prelude::*;

use super::Failure;
use super::belt::{Belt, Stopped};
use super::terminal::Terminal;
use crate::model::say::Say;
use crate::shell::files::DiskError;
use crate::shell::git::GitStore;
use crate::shell::kept::{KeptSite, checksum};
use crate::shell::publish::{Publication, folder_of, holds, published_at, stamp as stamp_of_file};
use crate::site::reuse::{Folder, Fresh, Ground, Limits, Listing, Look, Made, Plan, Written};
use crate::site::{Book, Broken, Builder, File, Unit, Unmade};

/// The file of a site that says what it was made from.
pub(super) const ORIGIN: &str = "jejak.json";
/// So many files are looked at in one build, with their folders, whether somebody touched them: a tenth of a second of work.
const LOOKED_AT: usize = 20_000;
/// Remains of earlier sites are gathered when more than 32 of them hold fewer than 10,000 files and folders each.
const LIMITS: Limits = Limits { small: 10_000, most: 32 };

/// What is published, if it is what was kept of it.
pub(super) struct Before<'a> {
    pub(super) listing: Listing<'a>,
    pub(super) folder: PathBuf,
    /// Pieces of which somebody touched a file.
    touched: HashSet<usize>,
    /// Folders in which something stands that is not of the site, or is missing.
    strange: Vec<String>,
    /// Where the next look begins.
    until: String,
    /// When it was published.
    since: Option<i64>,
}

impl<'a> Before<'a> {
    pub(super) fn look(site: &'a KeptSite, out: &Path) -> Option<Self> {
        let listing = Listing::read(site.bytes(), checksum)?;
        let folder = folder_of(out).filter(|folder| folder.file_name().is_some_and(|name| name == listing.folder()))?;
        let since = published_at(out);
        let turn = listing.turn(LOOKED_AT, ORIGIN, since)?;
        let is_touched = |file: &Written| {
            !stamp_of_file(&folder.join(&file.path)).is_ok_and(|stamp| stamp == (file.size, file.time))
        };
        let touched: Vec<&(Written, usize)> = turn.files.par_iter().filter(|(file, _)| is_touched(file)).collect();
        // Two registers may be published at one place in turn.
        if touched.iter().any(|(file, _)| file.path == ORIGIN) {
            return None;
        }
        let touched = touched.into_iter().map(|(_, piece)| *piece).collect();
        let is_strange = |kept: &Folder| !holds(&folder.join(&kept.path), kept.held, kept.published);
        let strange = turn.folders.into_par_iter().filter(is_strange).map(|folder| folder.path).collect();
        Some(Self { listing, folder, touched, strange, until: turn.until, since })
    }
}

/// So many pieces one thread makes in a row at most: at the end nobody makes many of them alone while others wait.
const AT_ONCE: usize = 16;
/// So many bytes may lie between those who make and those who write.
const WAITING: usize = 64 << 20;

/// A piece that was made and is to be written.
struct Piece {
    /// What it was made from, if that is told.
    ground: Option<(String, Ground)>,
    files: Vec<File>,
    /// Where its links lead.
    book: Book,
}

/// Why a piece is not made.
enum Idle {
    Failed(Failure),
    /// Those who write do no more, and tell why themselves.
    Stopped,
}

impl From<Failure> for Idle {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Stopped> for Idle {
    fn from(Stopped: Stopped) -> Self {
        Self::Stopped
    }
}

/// Makes the pieces of a site, or lets them stay.
pub(super) struct Press<'a> {
    builder: &'a Builder<'a>,
    publication: &'a Publication,
    before: Option<&'a Before<'a>>,
    made: Mutex<Made<'a>>,
    /// One for all threads: what each had of its own would be remembered once for each.
    store: &'a GitStore,
}

impl<'a> Press<'a> {
    pub(super) fn new(
        builder: &'a Builder<'a>,
        publication: &'a Publication,
        before: Option<&'a Before<'a>>,
        store: &'a GitStore,
    ) -> Self {
        let made = Mutex::new(Made::new(before.map(|before| &before.listing)));
        Self { builder, publication, before, made, store }
    }

    /// Every piece, in parallel, then the file that says what the site was made from.
    pub(super) fn print(self, origin: &File, terminal: &Terminal) -> Result<Plan, Failure> {
        let units = self.builder.units();
        let belt = Belt::new(WAITING);
        let made = std::thread::scope(|scope| {
            let writers: Vec<_> =
                (0..rayon::current_num_threads()).map(|_| scope.spawn(|| self.write_all(&belt))).collect();
            let made = self.make_all(&units, &belt, terminal);
            let written = writers.into_iter().try_for_each(joined);
            written.and(made)
        });
        terminal.progress_ends();
        made?;
        let origin = self.write(origin)?;
        let plan = self.plan(origin);
        if plan.broken.is_empty() { Ok(plan) } else { Err(faults(&plan.broken)) }
    }

    fn make_all(&self, units: &[Unit], belt: &Belt<Piece>, terminal: &Terminal) -> Result<(), Failure> {
        let _end = belt.until_done();
        let done = AtomicUsize::new(0);
        let work = |unit| {
            if let Some((piece, weight)) = self.piece(unit)? {
                belt.lay(piece, weight)?;
            }
            terminal.progress(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
            Ok(())
        };
        match units.par_iter().with_max_len(AT_ONCE).try_for_each(work) {
            Err(Idle::Failed(failure)) => Err(failure),
            Ok(()) | Err(Idle::Stopped) => Ok(()),
        }
    }

    /// A piece and its weight; none that stays as it is.
    fn piece(&self, unit: &Unit) -> Result<Option<(Piece, usize)>, Failure> {
        let ground = self.builder.ground(unit);
        if let Some((before, (name, ground))) = self.before.zip(ground.as_ref())
            && let Some(stays) = before.listing.same(name, ground).filter(|at| !before.touched.contains(at))
        {
            self.made.lock().unwrap_or_else(PoisonError::into_inner).keep(stays);
            return Ok(None);
        }
        let files = self.builder.make(unit, self.store).map_err(unmade)?;
        let mut book = Book::new(self.builder.base());
        for file in &files {
            book.add(file);
        }
        let weight = files.iter().map(|file| file.bytes.len()).sum();
        Ok(Some((Piece { ground, files, book }, weight)))
    }

    fn write_all(&self, belt: &Belt<Piece>) -> Result<(), Failure> {
        let _end = belt.until_done();
        while let Some(Piece { ground, files, book }) = belt.take() {
            let files = files.iter().map(|file| self.write(file)).collect::<Result<Vec<Written>, Failure>>()?;
            self.made.lock().unwrap_or_else(PoisonError::into_inner).add(Fresh::new(ground, files, book));
        }
        Ok(())
    }

    fn write(&self, file: &File) -> Result<Written, Failure> {
        let written = self.publication.write(&file.path, &file.bytes);
        let (size, time) = written.map_err(|error| twice_or(error, file))?;
        Ok(Written { path: file.path.clone(), size, time })
    }

    /// What stays and what was made, put together.
    fn plan(self, origin: Written) -> Plan {
        let mut made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.add(Fresh::new(None, vec![origin], Book::default()));
        let look = self.before.map_or_else(Look::default, |before| Look {
            strange: &before.strange,
            until: &before.until,
            published: before.since,
        });
        Plan::new(&made, &self.publication.folder_name(), look, LIMITS, checksum)
    }
}

pub(super) fn unmade(error: Unmade) -> Failure {
    match error {
        Unmade::Template(error) => Failure::new(
            format!("templat tidak dapat dibaca atau diisi: {error}"),
            format!("a template cannot be read or filled: {error}"),
        ),
        Unmade::Lost => lost(),
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

/// What a thread ended with; one that broke down breaks down whoever asked.
fn joined(thread: ScopedJoinHandle<'_, Result<(), Failure>>) -> Result<(), Failure> {
    thread.join().unwrap_or_else(|broken| std::panic::resume_unwind(broken))
}
