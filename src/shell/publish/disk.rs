//! Bringing what was written to the disk, so that no loss of power leaves a published site with empty files.

use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::shell::files::{DiskError, Doing, at};

/// After so many bytes the disk begins its work. While it settles the names of what was written, nobody makes new files: the
/// fewer times, the less waiting.
const STRETCH: usize = 512 << 20;

/// Lets the disk work while pages are still being made, so that there is little to wait for at the end. It is a help only:
/// nothing is taken as done by it.
#[derive(Debug, Default)]
pub(super) struct Early(Mutex<Running>);

#[derive(Debug, Default)]
struct Running {
    written: usize,
    sync: Option<Child>,
}

impl Early {
    /// So many bytes were written.
    pub(super) fn wrote(&self, bytes: usize, folder: &Path) {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        running.written += bytes;
        if running.written < STRETCH {
            return;
        }
        // One at a time; a disk that is slower than the pages is not asked again before it is done.
        if running.sync.as_mut().is_none_or(|sync| sync.try_wait().is_ok_and(|ended| ended.is_some())) {
            running.written = 0;
            running.sync = sync(folder).spawn().ok();
        }
    }
}

impl Drop for Early {
    fn drop(&mut self) {
        let running = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(sync) = &mut running.sync {
            let _ = sync.wait();
        }
    }
}

/// Brings everything in a folder to the disk: by one call for the whole file system where the system has it, else file by
/// file.
pub(super) fn bring(folder: &Path) -> Result<(), DiskError> {
    if sync(folder).status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten() {
        if entry.file_type().is_file() {
            File::open(entry.path()).and_then(|file| file.sync_all()).map_err(at(entry.path(), Doing::Write))?;
        }
    }
    Ok(())
}

fn sync(folder: &Path) -> Command {
    let mut command = Command::new("sync");
    command.arg("-f").arg(folder).stdin(Stdio::null()).stderr(Stdio::null());
    command
}
