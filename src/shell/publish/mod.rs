//! Publishing a folder: a reader sees the old one whole or the new one whole.
//!
//! The name that is published is a link. The new folder is written beside it, brought to the disk, and the link is
//! replaced by one rename; whoever stops the program at any moment leaves the old folder published. What did not change
//! since is taken over by link: a folder by a relative link to where it really stands beside the new one, a file by another
//! name for it. Nothing is changed in a folder that was published.

mod disk;
mod sweep;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Component, Path, PathBuf};

use super::files::{DiskError, Doing, at};

use disk::{Early, bring};
pub use sweep::Needed;

/// A folder that is being written and not yet published.
#[derive(Debug)]
pub struct Publication {
    /// The name that is published.
    name: PathBuf,
    /// The folder that is being written.
    folder: PathBuf,
    /// Only one at a time publishes beside that name. Not every system can hold a folder; then nobody waits.
    _turn: Option<File>,
    early: Early,
    done: bool,
}

/// Why nothing can be published under a name.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Something else stands there.
    #[error("{} is a folder of another kind", .0.display())]
    Occupied(PathBuf),
    /// The disk said no.
    #[error(transparent)]
    Disk(#[from] DiskError),
}

impl Publication {
    /// Begins a folder beside the name under which it will be published.
    pub fn begin(name: &Path) -> Result<Self, Refused> {
        // A folder that is empty may give way; anything else that is no link of ours stays.
        match fs::symlink_metadata(name) {
            Ok(data) if data.is_symlink() => {}
            Ok(data) if data.is_dir() && fs::read_dir(name).is_ok_and(|mut some| some.next().is_none()) => {}
            Ok(_) => return Err(Refused::Occupied(name.to_owned())),
            Err(_) => {}
        }
        let beside = parent(name);
        fs::create_dir_all(beside).map_err(at(beside, Doing::Write))?;
        let turn = File::open(beside).ok().filter(|folder| folder.lock().is_ok());
        let mut number = 1_u32;
        loop {
            let folder = sibling(name, &format!("{number}"));
            match fs::create_dir(&folder) {
                Ok(()) => {
                    let early = Early::default();
                    return Ok(Self { name: name.to_owned(), folder, _turn: turn, early, done: false });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(Refused::Disk(at(&folder, Doing::Write)(error))),
            }
        }
    }

    /// The name of the folder that is being written, beside the name that is published.
    pub fn folder_name(&self) -> String {
        name_of(&self.folder)
    }

    /// Throws away what was written so far.
    pub fn start_over(&self) -> Result<(), DiskError> {
        let anew = fs::remove_dir_all(&self.folder).and_then(|()| fs::create_dir(&self.folder));
        anew.map_err(at(&self.folder, Doing::Write))
    }

    /// Takes over a whole folder, which stands at the same path in a folder that was published before.
    pub fn link(&self, path: &str, published: &str) -> Result<(), DiskError> {
        let full = self.folder.join(path);
        let up = path.split('/').map(|_| Component::ParentDir);
        let target = up.collect::<PathBuf>().join(published).join(path);
        within(&full, || link_to(&target, &full))?;
        // A link that leads nowhere is never published.
        fs::metadata(&full).map(drop).map_err(at(&full, Doing::Write))
    }

    /// Takes over a file that was published before, if it is as it was written.
    pub fn take_over(&self, before: &Path, path: &str, written: Stamp) -> Result<(), DiskError> {
        let (from, to) = (before.join(path), self.folder.join(path));
        if !stamp(&from).is_ok_and(|now| now == written) {
            return Err(at(&from, Doing::Read)(io::ErrorKind::NotFound.into()));
        }
        // Not every disk has links, and not for ever so many names.
        within(&to, || fs::hard_link(&from, &to).or_else(|_| copy(&from, &to)))
    }

    /// Writes a file. Each is written once.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp, DiskError> {
        let full = self.folder.join(path);
        let mut file = within(&full, || OpenOptions::new().write(true).create_new(true).open(&full))?;
        let stamp =
            file.write_all(bytes).and_then(|()| stamp_of(&file.metadata()?)).map_err(at(&full, Doing::Write))?;
        self.early.wrote(bytes.len(), &self.folder);
        Ok(stamp)
    }

    /// Brings everything to the disk, then publishes it by one rename.
    pub fn publish(mut self) -> Result<Published, DiskError> {
        bring(&self.folder)?;
        let link = sibling(&self.name, "tautan");
        let _ = fs::remove_file(&link);
        let before = folder_of(&self.name).map(|folder| name_of(&folder));
        let now = self.folder_name();
        link_to(Path::new(&now), &link).map_err(at(&link, Doing::Write))?;
        if fs::symlink_metadata(&self.name).is_ok_and(|data| data.is_dir()) {
            fs::remove_dir(&self.name).map_err(at(&self.name, Doing::Write))?;
        }
        fs::rename(&link, &self.name).map_err(at(&self.name, Doing::Write))?;
        self.done = true;
        let _ = File::open(parent(&self.name)).and_then(|folder| folder.sync_all());
        Ok(Published { publication: self, before, now })
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// A folder that was published just now.
#[derive(Debug)]
pub struct Published {
    publication: Publication,
    /// The folder that was published before.
    before: Option<String>,
    now: String,
}

/// How long a file is, and when it was written, by the disk's clock in nanoseconds.
pub type Stamp = (u64, i64);

/// The stamp of a plain file.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    stamp_of(&fs::symlink_metadata(path)?)
}

fn stamp_of(data: &fs::Metadata) -> io::Result<Stamp> {
    let written = data.modified()?.duration_since(std::time::UNIX_EPOCH).map_err(io::Error::other)?;
    let nanoseconds = i64::try_from(written.as_nanos()).map_err(io::Error::other)?;
    if data.is_file() { Ok((data.len(), nanoseconds)) } else { Err(io::ErrorKind::InvalidInput.into()) }
}

/// When what stands under a name was published, by the disk's clock in nanoseconds; none where no link stands.
pub fn published_at(name: &Path) -> Option<i64> {
    let link = fs::symlink_metadata(name).ok().filter(fs::Metadata::is_symlink)?;
    // Whoever gives the link to somebody else moves the first on, and whoever touches it both.
    changed(&link).zip(nanoseconds(link.mtime(), link.mtime_nsec())).map(|(changed, made)| changed.min(made))
}

/// Whether a folder holds so many files and folders. Only one that changed since it was published is counted: the disk notes
/// when an entry comes or goes, and nobody can set that back.
pub fn holds(folder: &Path, count: usize, published: Option<i64>) -> bool {
    let Some(data) = fs::metadata(folder).ok().filter(fs::Metadata::is_dir) else { return false };
    let is_as_published = published.zip(changed(&data)).is_some_and(|(published, changed)| changed < published);
    is_as_published || fs::read_dir(folder).is_ok_and(|held| held.count() == count)
}

fn changed(data: &fs::Metadata) -> Option<i64> {
    nanoseconds(data.ctime(), data.ctime_nsec())
}

fn nanoseconds(seconds: i64, rest: i64) -> Option<i64> {
    seconds.checked_mul(1_000_000_000)?.checked_add(rest)
}

/// The folder that is published under a name.
pub fn folder_of(name: &Path) -> Option<PathBuf> {
    let target = fs::read_link(name).ok()?;
    Some(parent(name).join(target))
}

/// What is published under a name: the bytes of one of its files.
pub fn published(name: &Path, file: &str) -> Option<Vec<u8>> {
    fs::read(name.join(file)).ok()
}

/// Whether a path, whatever links lead to it, is in one of the folders that were made to be published under a name.
pub fn is_within(name: &Path, path: &Path) -> bool {
    let real = fs::canonicalize(path).ok().zip(fs::canonicalize(parent(name)).ok());
    let folder = real.as_ref().and_then(|(path, beside)| path.strip_prefix(beside).ok()?.components().next());
    folder.is_some_and(|folder| number_of(name, &folder.as_os_str().to_string_lossy()).is_some())
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// `public` → `.public.1`
fn sibling(name: &Path, ending: &str) -> PathBuf {
    let own = name.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy());
    parent(name).join(format!(".{own}.{ending}"))
}

/// `.public.1` → 1, if it was made to be published under that name.
fn number_of(name: &Path, folder: &str) -> Option<u32> {
    folder.strip_prefix(&name_of(&sibling(name, "")))?.parse().ok()
}

/// Does something at a path, and makes its folder first where that is missing.
fn within<T>(path: &Path, act: impl Fn() -> io::Result<T>) -> Result<T, DiskError> {
    let done = match act() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = parent(path);
            fs::create_dir_all(folder).map_err(at(folder, Doing::Write))?;
            act()
        }
        other => other,
    };
    done.map_err(at(path, Doing::Write))
}

/// A copy that was written when the other was.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    File::options().write(true).open(to)?.set_modified(fs::metadata(from)?.modified()?)
}

#[cfg(unix)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, link)
}
