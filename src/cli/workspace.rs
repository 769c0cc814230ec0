//! A workspace from disk, or what the program carries where there is none.

use std::path::Path;

use rayon::prelude::*;

use super::Failure;
use crate::desk::defaults;
use crate::model::finding::Finding;
use crate::model::place::WorkPath;
use crate::model::workspace::Workspace;
use crate::read::faults::{path as path_fault, size};
use crate::read::{WorkspaceReader, read_workspace};
use crate::shell::files;

/// What stands in a folder.
pub(super) struct Loaded {
    pub(super) workspace: Workspace,
    pub(super) findings: Vec<Finding>,
}

/// Reads the workspace in a folder; there has to be one.
pub(super) fn load(dir: &Path) -> Result<Loaded, Failure> {
    find(dir)?.ok_or_else(|| {
        let shown = dir.display();
        Failure::new(
            format!("di {shown} tidak ada ruang kerja (jejak.yaml, sops/, …). Buat dengan `jejak init`."),
            format!("there is no workspace in {shown} (jejak.yaml, sops/, …). Make one with `jejak init`."),
        )
    })
}

/// Reads the workspace in a folder, or the carried one where there is none.
pub(super) fn load_or_carried(dir: &Path) -> Result<(Loaded, bool), Failure> {
    if let Some(loaded) = find(dir)? {
        return Ok((loaded, false));
    }
    Ok((carried(), true))
}

/// What the program carries.
pub(super) fn carried() -> Loaded {
    let (workspace, findings) = read_workspace(defaults::all());
    Loaded { workspace, findings }
}

fn find(dir: &Path) -> Result<Option<Loaded>, Failure> {
    if !dir.is_dir() {
        let shown = dir.display();
        return Err(Failure::new(format!("{shown} bukan folder"), format!("{shown} is no folder")));
    }
    let found = files::list(dir)?;
    let is_workspace = |path: &WorkPath| {
        let top = path.as_str().split('/').next().unwrap_or_default();
        matches!(top, "jejak.yaml" | "sops" | "requests")
    };
    if !found.iter().any(|file| is_workspace(&file.path)) {
        return Ok(None);
    }
    let odd = found.iter().filter(|file| !file.plain).map(|file| path_fault::not_a_file(&file.path));
    let mut findings: Vec<Finding> = odd.collect();
    let (plain, large): (Vec<_>, Vec<_>) = found
        .iter()
        .filter(|file| file.plain)
        .partition(|file| file.bytes <= files::MAX_BYTES || !WorkspaceReader::reads(&file.path));
    findings.extend(large.iter().map(|file| size::file_too_large(&file.path, file.bytes, files::MAX_BYTES)));
    let readings: Result<Vec<_>, _> =
        plain.par_iter().map(|file| WorkspaceReader::read(&file.path, || files::read(dir, &file.path))).collect();
    let (workspace, more) = WorkspaceReader::gather(readings?);
    findings.extend(more);
    Ok(Some(Loaded { workspace, findings }))
}

/// The text of a file, for showing findings in it.
pub(super) fn source(dir: &Path) -> impl Fn(&WorkPath) -> Option<String> + '_ {
    move |path| {
        let bytes = files::read(dir, path).ok()?;
        Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n"))
    }
}
