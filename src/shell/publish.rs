//! Publishing a folder: a reader sees the old one whole or the new one whole.
//!
//! The name that is published is a link. The new folder is written beside it, brought to the disk, and the link is
//! replaced by one rename; whoever stops the program at any moment leaves the old folder published.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::files::{DiskError, Doing, at};

/// A folder that is being written and not yet published.
#[derive(Debug)]
pub struct Publication {
    /// The name that is published.
    name: PathBuf,
    /// The folder that is being written.
    folder: PathBuf,
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
        let parent = parent(name);
        fs::create_dir_all(parent).map_err(at(parent, Doing::Write))?;
        let mut number = 1_u32;
        loop {
            let folder = sibling(name, &format!("{number}"));
            match fs::create_dir(&folder) {
                Ok(()) => return Ok(Self { name: name.to_owned(), folder, done: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(Refused::Disk(at(&folder, Doing::Write)(error))),
            }
        }
    }

    /// The name of the folder that is being written, beside the name that is published.
    pub fn folder_name(&self) -> String {
        self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Takes over a file that was published before, as it stands there.
    pub fn take_over(&self, before: &Path, path: &str) -> Result<Stamp, DiskError> {
        let (from, to) = (before.join(path), self.folder.join(path));
        let folder = parent(&to);
        let link = || fs::hard_link(&from, &to);
        let linked = match link() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).map_err(at(folder, Doing::Write))?;
                link()
            }
            other => other,
        };
        // Not every disk has links, and not for ever so many names.
        let taken = linked.or_else(|_| fs::copy(&from, &to).map(drop));
        taken.and_then(|()| stamp(&to)).map_err(at(&to, Doing::Write))
    }

    /// Writes a file. Each is written once.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Stamp, DiskError> {
        let full = self.folder.join(path);
        let open = || OpenOptions::new().write(true).create_new(true).open(&full);
        let mut file = match open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = parent(&full);
                fs::create_dir_all(folder).map_err(at(folder, Doing::Write))?;
                open()
            }
            other => other,
        }
        .map_err(at(&full, Doing::Write))?;
        file.write_all(bytes).and_then(|()| stamp_of(&file.metadata()?)).map_err(at(&full, Doing::Write))
    }

    /// Brings everything to the disk, then publishes it by one rename. Folders that were published before are removed,
    /// but for the last one: somebody may still be reading it.
    pub fn publish(mut self) -> Result<(), DiskError> {
        sync(&self.folder)?;
        let link = sibling(&self.name, "tautan");
        let _ = fs::remove_file(&link);
        let before = fs::read_link(&self.name).ok();
        let target = self.folder.file_name().map(PathBuf::from).unwrap_or_default();
        link_to(&target, &link).map_err(at(&link, Doing::Write))?;
        if fs::symlink_metadata(&self.name).is_ok_and(|data| data.is_dir()) {
            fs::remove_dir(&self.name).map_err(at(&self.name, Doing::Write))?;
        }
        fs::rename(&link, &self.name).map_err(at(&self.name, Doing::Write))?;
        self.done = true;
        let parent = parent(&self.name);
        let _ = File::open(parent).and_then(|folder| folder.sync_all());
        self.sweep(parent, before.as_deref(), &target);
        Ok(())
    }

    /// Folders of earlier publications. What cannot be removed stays: it harms nobody.
    fn sweep(&self, parent: &Path, before: Option<&Path>, now: &Path) {
        let Some(prefix) = sibling(&self.name, "").file_name().map(|name| name.to_string_lossy().into_owned()) else {
            return;
        };
        for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let kept = Some(Path::new(&name)) == before || Path::new(&name) == now;
            let number = name.to_string_lossy().strip_prefix(&prefix).map(str::to_owned);
            if !kept && number.is_some_and(|number| number.parse::<u32>().is_ok()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
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

/// The folder that is published under a name.
pub fn folder_of(name: &Path) -> Option<PathBuf> {
    let target = fs::read_link(name).ok()?;
    Some(parent(name).join(target))
}

/// What is published under a name: the bytes of one of its files.
pub fn published(name: &Path, file: &str) -> Option<Vec<u8>> {
    fs::read(name.join(file)).ok()
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `public` → `.public.1`
fn sibling(name: &Path, ending: &str) -> PathBuf {
    let own = name.file_name().map_or_else(|| "public".into(), |name| name.to_string_lossy());
    parent(name).join(format!(".{own}.{ending}"))
}

#[cfg(unix)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(target, link)
}

/// One call for the whole file system where the system has it; else file by file.
fn sync(folder: &Path) -> Result<(), DiskError> {
    let whole = Command::new("sync").arg("-f").arg(folder).status();
    if whole.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            File::open(entry.path()).and_then(|file| file.sync_all()).map_err(at(entry.path(), Doing::Write))?;
        }
    }
    Ok(())
}
