//! What is kept of a register, beside the repository's own files. Nothing depends on it: whatever goes wrong here is as if
//! nothing were kept.

use std::fs;
use std::path::{Path, PathBuf};

use super::git::GitStore;

const FOLDER: &str = "jejak";
/// What is kept of the register.
pub const REGISTER: &str = "register";

impl GitStore {
    fn kept_folder(&self) -> PathBuf {
        self.common_folder().join(FOLDER)
    }

    /// What was kept under a name, whatever it is.
    pub fn kept(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.kept_folder().join(name)).ok()
    }

    /// Keeps something in place of what was kept: a reader finds the old bytes or the new ones. A folder in which nothing
    /// can be written stays as it is.
    pub fn keep(&self, name: &str, bytes: &[u8]) {
        let folder = self.kept_folder();
        let beside = folder.join(format!("{name}.{}", std::process::id()));
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&beside, bytes));
        if written.and_then(|()| fs::rename(&beside, folder.join(name))).is_err() {
            // Left behind, it would never be read.
            let _ = fs::remove_file(&beside);
        }
    }
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
