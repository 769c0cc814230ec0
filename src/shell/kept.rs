//! What is kept of a register and of its sites, beside the repository's own files. Nothing depends on it: whatever goes wrong
//! here is as if nothing were kept.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::git::GitStore;

const FOLDER: &str = "jejak";
/// What is kept of the register.
pub const REGISTER: &str = "register";
/// What is kept of its requests, for whatever site is made of them.
pub const REQUESTS: &str = "permohonan";
/// What is kept of each site.
const SITE: &str = "situs-";
/// The longest path of a site that is read again.
const MAX_PATH: u64 = 8192;

impl GitStore {
    fn kept_folder(&self) -> PathBuf {
        self.common_folder().join(FOLDER)
    }

    /// What was kept under a name, whatever it is.
    pub fn kept(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.kept_folder().join(name)).ok()
    }

    /// The same, to be read piece by piece.
    pub fn kept_pieces(&self, name: &str) -> Option<Pieces> {
        let file = File::open(self.kept_folder().join(name)).ok()?;
        let length = file.metadata().ok()?.len();
        Some(Pieces { file, length })
    }

    /// Keeps something in place of what was kept: a reader finds the old bytes or the new ones. A folder in which nothing
    /// can be written stays as it is.
    pub fn keep(&self, name: &str, pieces: &[impl AsRef<[u8]>]) {
        let folder = self.kept_folder();
        let beside = folder.join(format!("{name}.{}", std::process::id()));
        let written = fs::create_dir_all(&folder).and_then(|()| write(&beside, pieces));
        if written.and_then(|()| fs::rename(&beside, folder.join(name))).is_err() {
            // Left behind, it would never be read.
            let _ = fs::remove_file(&beside);
        }
    }

    /// What was kept of the site in a folder.
    pub fn kept_site(&self, out: &Path) -> Option<KeptSite> {
        let path = whole(out);
        let bytes = self.kept(&name_of_site(&path))?;
        bytes.starts_with(format!("{path}\n").as_bytes()).then_some(KeptSite { bytes, from: path.len() + 1 })
    }

    /// Keeps something of the site in a folder, and nothing of sites whose folders are gone.
    pub fn keep_site(&self, out: &Path, bytes: &[u8]) {
        let path = whole(out);
        self.keep(&name_of_site(&path), &[path.as_bytes(), b"\n", bytes]);
        for entry in fs::read_dir(self.kept_folder()).into_iter().flatten().flatten() {
            let of_site = entry.file_name().to_string_lossy().starts_with(SITE);
            if of_site && site_of(&entry.path()).is_none_or(|site| fs::symlink_metadata(site).is_err()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn write(path: &Path, pieces: &[impl AsRef<[u8]>]) -> io::Result<()> {
    let mut file = File::create(path)?;
    pieces.iter().try_for_each(|piece| file.write_all(piece.as_ref()))
}

/// What was kept of a site, behind the line that says where it stands.
#[derive(Debug)]
pub struct KeptSite {
    bytes: Vec<u8>,
    from: usize,
}

impl KeptSite {
    /// The bytes, as they were handed over.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.from..]
    }
}

/// Something that was kept, and is read piece by piece.
#[derive(Debug)]
pub struct Pieces {
    file: File,
    /// How long it is.
    pub length: u64,
}

impl Pieces {
    /// Fills a buffer with what stands from some byte on; whether all of it could be had.
    pub fn read(&self, from: u64, piece: &mut [u8]) -> bool {
        self.file.read_exact_at(piece, from).is_ok()
    }
}

fn whole(out: &Path) -> String {
    std::path::absolute(out).unwrap_or_else(|_| out.to_owned()).to_string_lossy().into_owned()
}

fn name_of_site(path: &str) -> String {
    format!("{SITE}{:08x}", checksum(path.as_bytes()))
}

/// Where the site stands of which something was kept: its first line says it.
fn site_of(kept: &Path) -> Option<PathBuf> {
    let mut start = Vec::new();
    File::open(kept).ok()?.take(MAX_PATH).read_to_end(&mut start).ok()?;
    let line = start.split(|byte| *byte == b'\n').next()?;
    std::str::from_utf8(line).ok().map(PathBuf::from)
}

/// A checksum that no flipped byte passes.
pub fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = flate2::Crc::new();
    sum.update(bytes);
    sum.sum()
}

/// What tells one build of a program from another: how long its file is, and when it was written.
pub fn stamp_of(program: &Path) -> Option<String> {
    let told = fs::metadata(program).ok()?;
    let made = told.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {}", told.len(), made.as_nanos()))
}
