//! Files of a workspace on disk.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::model::place::WorkPath;
use crate::model::say::Say;

/// What a workspace holds at its top, besides files that are no affair of the register.
const TOPS: [&str; 8] =
    ["jejak.yaml", "tanggapan.yaml", "sops", "requests", "people", "calendars", "templates", "site"];

/// The largest file that is read into memory; nothing larger may land.
pub const MAX_BYTES: u64 = crate::model::text::MAX_BYTES;

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Where.
    pub path: WorkPath,
    /// Whether it is a plain file; links and devices are not.
    pub plain: bool,
    /// Its size.
    pub bytes: u64,
}

/// The disk said no.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct DiskError {
    path: PathBuf,
    doing: Doing,
    source: io::Error,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Doing {
    Read,
    Write,
    Hook,
}

impl DiskError {
    /// Whether something stands there already.
    pub fn exists(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// Whether what should be there is not.
    pub fn is_missing(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }

    pub(super) fn writing(path: &Path, source: io::Error) -> Self {
        at(path, Doing::Write)(source)
    }

    /// A hook that somebody else wrote.
    pub(super) fn foreign_hook(path: &Path) -> Self {
        at(path, Doing::Hook)(io::ErrorKind::AlreadyExists.into())
    }

    /// What happened, and what to do.
    pub fn say(&self) -> Say {
        let (path, source) = (self.path.display(), &self.source);
        match (self.doing, source.kind()) {
            (Doing::Hook, _) => Say::new(
                format!(
                    "{path} sudah ada dan bukan dari jejak; tidak ditimpa. Pindahkan, atau panggil `jejak hook` dari dalamnya (isi: --dry-run)."
                ),
                format!(
                    "{path} exists and is not jejak's; it is not overwritten. Move it, or call `jejak hook` from within it (text: --dry-run)."
                ),
            ),
            (Doing::Write, io::ErrorKind::AlreadyExists) => Say::new(
                format!("{path} sudah ada dan tidak ditimpa. Pilih folder kosong."),
                format!("{path} exists and is not overwritten. Choose an empty folder."),
            ),
            (Doing::Read, io::ErrorKind::FileTooLarge) => {
                let most = MAX_BYTES >> 20;
                Say::new(
                    format!(
                        "{path} terlalu besar; paling besar {most} MB. Pindai ulang hitam-putih 150 dpi, perkecil PDF-nya, \
                         atau bagi menjadi beberapa berkas."
                    ),
                    format!(
                        "{path} is too large; {most} MB at most. Scan it again in black and white at 150 dpi, make the PDF \
                         smaller, or part it into several files."
                    ),
                )
            }
            (Doing::Read, _) => Say::new(format!("{path} tidak dapat dibaca:"), format!("{path} cannot be read:"))
                .and(&disk_said(source)),
            (Doing::Write, _) => Say::new(format!("{path} tidak dapat ditulis:"), format!("{path} cannot be written:"))
                .and(&disk_said(source)),
        }
    }
}

/// What the disk said, in words of people where it is something that happens to them.
pub(super) fn disk_said(error: &io::Error) -> Say {
    let (id, en) = match error.kind() {
        io::ErrorKind::NotFound => {
            ("tidak ada. Periksa ejaan dan foldernya.", "it does not exist. Look at its spelling and folder.")
        }
        io::ErrorKind::PermissionDenied => (
            "Anda tidak berhak di sana. Periksa pemilik dan izinnya.",
            "you may not. Look at its owner and permissions.",
        ),
        io::ErrorKind::IsADirectory => ("itu folder, bukan berkas.", "it is a folder, not a file."),
        io::ErrorKind::NotADirectory => {
            ("sebagian jalurnya berkas, bukan folder.", "a part of its path is a file, not a folder.")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("disk penuh. Kosongkan ruang, lalu ulangi.", "the disk is full. Make room, then repeat it.")
        }
        io::ErrorKind::ReadOnlyFilesystem => ("disk ini hanya dapat dibaca.", "this disk can only be read."),
        _ => return Say::new(error.to_string(), error.to_string()),
    };
    Say::new(id, en)
}

pub(super) fn at(path: &Path, doing: Doing) -> impl FnOnce(io::Error) -> DiskError + '_ {
    move |source| DiskError { path: path.to_owned(), doing, source }
}

/// Lists the files of a workspace, in order. Links are not followed.
pub fn list(root: &Path) -> Result<Vec<Found>, DiskError> {
    let mut found = Vec::new();
    for top in TOPS {
        let start = root.join(top);
        if start.symlink_metadata().is_err() {
            continue;
        }
        for entry in WalkDir::new(&start).follow_root_links(false).sort_by_file_name() {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&start).to_owned();
                let source = error.into_io_error().unwrap_or_else(|| io::Error::other("folders form a circle"));
                DiskError { path, doing: Doing::Read, source }
            })?;
            // Where a file should be, a folder is as odd as a link.
            let odd_folder = entry.depth() == 0 && top.contains('.');
            if !entry.file_type().is_dir() || odd_folder {
                let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
                let path =
                    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                let plain = entry.file_type().is_file();
                let bytes = entry.metadata().map_or(0, |data| data.len());
                found.push(Found { path: WorkPath::new(path), plain, bytes });
            }
        }
    }
    Ok(found)
}

/// The bytes of a plain file. A link is never followed, a pipe never waited for.
pub fn read(root: &Path, path: &WorkPath) -> Result<Vec<u8>, DiskError> {
    let full = root.join(path.as_str());
    let data = fs::symlink_metadata(&full).map_err(at(&full, Doing::Read))?;
    if !data.is_file() {
        return Err(at(&full, Doing::Read)(io::Error::new(io::ErrorKind::InvalidInput, "no plain file")));
    }
    if data.len() > MAX_BYTES {
        let source = io::Error::new(io::ErrorKind::FileTooLarge, format!("{} > {MAX_BYTES}", data.len()));
        return Err(at(&full, Doing::Read)(source));
    }
    fs::read(&full).map_err(at(&full, Doing::Read))
}

/// The bytes of a file that somebody names, wherever it lies.
pub fn read_any(path: &Path) -> Result<Vec<u8>, DiskError> {
    let size = fs::metadata(path).map_err(at(path, Doing::Read))?.len();
    if size > MAX_BYTES {
        let source = io::Error::new(io::ErrorKind::FileTooLarge, format!("{size} > {MAX_BYTES}"));
        return Err(at(path, Doing::Read)(source));
    }
    fs::read(path).map_err(at(path, Doing::Read))
}

/// A file that exists only while somebody works on it, and its bytes afterwards.
pub fn scratch<E>(
    folder: &Path,
    name: &str,
    bytes: &[u8],
    work: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<Result<Vec<u8>, E>, DiskError> {
    let folder = folder.join("jejak-surat");
    let path = folder.join(name);
    fs::create_dir_all(&folder).and_then(|()| fs::write(&path, bytes)).map_err(at(&path, Doing::Write))?;
    let worked = work(&path);
    let bytes = fs::read(&path).map_err(at(&path, Doing::Read));
    // What is left of it harms nobody.
    let _ = fs::remove_dir_all(&folder);
    bytes.map(|bytes| worked.map(|()| bytes))
}

/// Makes a folder; one that is there already has to be empty.
pub fn make_empty(folder: &Path) -> Result<(), DiskError> {
    fs::create_dir_all(folder).map_err(at(folder, Doing::Write))?;
    is_free(folder)
}

/// Looks whether a folder is empty, or not there yet.
pub fn is_free(folder: &Path) -> Result<(), DiskError> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(at(folder, Doing::Read))?,
    };
    if entries.next().is_some() { Err(at(folder, Doing::Write)(io::ErrorKind::AlreadyExists.into())) } else { Ok(()) }
}

/// Writes a file below a folder, in place of what stands there: a reader finds the old text or the new one.
pub fn put(root: &Path, path: &WorkPath, bytes: &[u8]) -> Result<(), DiskError> {
    let full = root.join(path.as_str());
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder).map_err(at(folder, Doing::Write))?;
    }
    let beside = full.with_extension("jejak-baru");
    fs::write(&beside, bytes).map_err(at(&beside, Doing::Write))?;
    fs::rename(&beside, &full).map_err(at(&full, Doing::Write))
}

/// Writes new files below a folder: all of them, or none.
pub fn create_all(root: &Path, files: &[(WorkPath, Vec<u8>)]) -> Result<(), DiskError> {
    let mut written: Vec<PathBuf> = Vec::new();
    for (path, bytes) in files {
        let full = root.join(path.as_str());
        if let Err(error) = create(&full, bytes, &mut written) {
            for path in written.iter().rev() {
                // What was made a moment ago is taken back; the first error is the one to tell.
                let _ = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
            }
            return Err(error);
        }
    }
    Ok(())
}

fn create(full: &Path, bytes: &[u8], written: &mut Vec<PathBuf>) -> Result<(), DiskError> {
    let mut missing: Vec<&Path> = full.ancestors().skip(1).take_while(|folder| !folder.exists()).collect();
    missing.reverse();
    for folder in missing {
        fs::create_dir(folder).map_err(at(folder, Doing::Write))?;
        written.push(folder.to_owned());
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(full).map_err(at(full, Doing::Write))?;
    written.push(full.to_owned());
    file.write_all(bytes).map_err(at(full, Doing::Write))
}
