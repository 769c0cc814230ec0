//! Where hooks stand, and how one is put there. A hook that somebody else wrote is never touched.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::files::DiskError;
use super::git::GitStore;

/// The places that a repository has for hooks.
#[derive(Debug, Clone)]
pub struct HookPlace {
    /// Whether it is a server's repository.
    pub bare: bool,
    /// The repository's own folder.
    pub repository: PathBuf,
    /// The folder of the hooks, as git is told.
    pub hooks: PathBuf,
}

/// How a forge lays out hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// `hooks/pre-receive`
    Git,
    /// `hooks/pre-receive.d/jejak`: the file beside it belongs to the forge, which runs all of them.
    Forgejo,
    /// `custom_hooks/pre-receive.d/jejak`
    GitLab,
}

impl GitStore {
    /// Where this repository's hooks stand.
    pub fn hooks(&self) -> HookPlace {
        let repository = self.repository();
        let common = repository.commondir().to_owned();
        let configured = repository.config().and_then(|config| config.get_path("core.hooksPath")).ok();
        let base = repository.workdir().map_or_else(|| common.clone(), Path::to_owned);
        let hooks = configured.map_or_else(|| common.join("hooks"), |path| base.join(path));
        HookPlace { bare: repository.is_bare(), repository: common, hooks }
    }
}

/// The file of a hook, in the layout that is named or that the folders show.
pub fn path(place: &HookPlace, name: &str, layout: Option<Layout>) -> PathBuf {
    let below = |folder: &Path| folder.join(format!("{name}.d"));
    let custom = place.repository.join("custom_hooks");
    let shown = || match place.bare {
        true if custom.is_dir() => Layout::GitLab,
        true if below(&place.hooks).is_dir() => Layout::Forgejo,
        _ => Layout::Git,
    };
    match layout.unwrap_or_else(shown) {
        Layout::Git => place.hooks.join(name),
        Layout::Forgejo => below(&place.hooks).join("jejak"),
        Layout::GitLab => below(&custom).join("jejak"),
    }
}

/// Where a file really stands, whatever links lead to it.
pub fn whole_path(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// Puts a hook in its place, whole or not at all. One that bears the mark is renewed; any other is left alone.
pub fn install(path: &Path, script: &str, mark: &str) -> Result<(), DiskError> {
    let wrong = |source| DiskError::writing(path, source);
    match fs::symlink_metadata(path) {
        Ok(data) if !data.is_file() => return Err(DiskError::foreign_hook(path)),
        Ok(_) => {
            let standing = fs::read_to_string(path).map_err(wrong)?;
            if !standing.lines().any(|line| line.starts_with(mark)) {
                return Err(DiskError::foreign_hook(path));
            }
        }
        Err(_) => {}
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(wrong)?;
    // A name that no forge runs: it begins with a dot, and is not executable until it is whole.
    let draft = folder.join(".jejak-hook.new");
    let written = write(&draft, script).and_then(|()| fs::rename(&draft, path));
    written.map_err(|source| {
        let _ = fs::remove_file(&draft);
        wrong(source)
    })
}

fn write(path: &Path, script: &str) -> io::Result<()> {
    let _ = fs::remove_file(path);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(script.as_bytes())?;
    make_executable(&file)?;
    file.sync_all()
}

#[cfg(unix)]
fn make_executable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &fs::File) -> io::Result<()> {
    Ok(())
}
