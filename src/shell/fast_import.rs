//! A new repository, filled by `git fast-import` while its history is still being written.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use git2::ObjectType;

use crate::model::git::ObjectKind;
use crate::model::say::Say;

/// Git could not be asked, or said no.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not installed, or cannot be run.
    #[error("git cannot be run: {0}")]
    NoGit(io::Error),
    /// It ended with an error.
    #[error("git {0} failed: {1}")]
    Refused(&'static str, String),
    /// The history could not be handed over.
    #[error("the history cannot be written: {0}")]
    Broken(io::Error),
}

impl ImportError {
    /// What happened, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Self::NoGit(error) => Say::new(
                format!("git tidak dapat dijalankan ({error}); pasang git, lalu coba lagi."),
                format!("git cannot be run ({error}); install git, then try again."),
            ),
            Self::Refused(what, text) => {
                Say::new(format!("git {what} gagal: {text}"), format!("git {what} failed: {text}"))
            }
            Self::Broken(error) => Say::new(
                format!("riwayat tidak dapat ditulis: {error}"),
                format!("the history cannot be written: {error}"),
            ),
        }
    }
}

/// Takes whole objects into a repository.
pub type Keep<'k> = &'k mut dyn FnMut(ObjectKind, &[u8]) -> io::Result<()>;

/// Makes a repository in a folder and hands over its history: what `git fast-import` reads, and what it cannot make.
pub fn import<T>(folder: &Path, write: impl FnOnce(&mut dyn Write, Keep) -> io::Result<T>) -> Result<T, ImportError> {
    plain("init", folder, &["init", "--quiet", "--initial-branch=main"])?;
    let mut keep = keeper(folder).map_err(ImportError::Broken)?;
    let mut child = git(folder)
        // Packing a sample tightly would take longer than all else; so it is stored as it is, but for its differences.
        .args(["-c", "pack.compression=0", "fast-import", "--quiet", "--done"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(ImportError::NoGit)?;
    let pipe = child.stdin.take().ok_or_else(|| ImportError::Broken(io::ErrorKind::BrokenPipe.into()))?;
    let mut pipe = BufWriter::with_capacity(1 << 18, pipe);
    let written = write(&mut pipe, &mut keep).and_then(|made| pipe.flush().map(|()| made));
    drop(pipe);
    let ended = child.wait_with_output().map_err(ImportError::NoGit)?;
    if !ended.status.success() {
        return Err(ImportError::Refused("fast-import", told(&ended.stderr)));
    }
    written.map_err(ImportError::Broken)
}

/// Puts objects into a repository, each in a file of its own.
pub fn keeper(folder: &Path) -> io::Result<impl FnMut(ObjectKind, &[u8]) -> io::Result<()> + use<>> {
    let repository = git2::Repository::open(folder).map_err(io::Error::other)?;
    Ok(move |kind: ObjectKind, bytes: &[u8]| {
        let kind = match kind {
            ObjectKind::Commit => ObjectType::Commit,
            ObjectKind::Tree => ObjectType::Tree,
            ObjectKind::Blob => ObjectType::Blob,
        };
        repository.odb().and_then(|odb| odb.write(kind, bytes)).map(drop).map_err(io::Error::other)
    })
}

/// Writes the files of the published branch into the folder.
pub fn check_out(folder: &Path) -> Result<(), ImportError> {
    plain("checkout", folder, &["-c", "checkout.workers=0", "reset", "--quiet", "--hard", "main"])
}

/// Makes somebody the one who works in a folder, for git.
pub fn seat(folder: &Path, name: &str, mail: &str) -> Result<(), ImportError> {
    plain("config", folder, &["config", "user.name", name])?;
    plain("config", folder, &["config", "user.email", mail])
}

fn plain(what: &'static str, folder: &Path, args: &[&str]) -> Result<(), ImportError> {
    let ended = git(folder).args(args).stdin(Stdio::null()).output().map_err(ImportError::NoGit)?;
    if ended.status.success() { Ok(()) } else { Err(ImportError::Refused(what, told(&ended.stderr))) }
}

/// Git in a folder, whatever repository the surroundings point at.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    command
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
