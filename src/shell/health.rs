//! How a repository is kept, as `doctor` finds it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::git::GitStore;
use super::hooks;
use crate::model::git::ObjectStore;
use crate::model::health::{Health, Hook};

/// No push lasts longer than this; a lock that does belongs to nobody.
const STALE: u64 = 10 * 60;

/// Folders that web servers serve.
const WEB: [&str; 6] = ["public", "public_html", "htdocs", "wwwroot", "www", "html"];

impl GitStore {
    /// Looks at everything. `mark` is the line by which the program's own hook is known, `program` the one that looks,
    /// `now` the time by which a lock's age is told.
    pub fn health(&self, mark: &str, program: &Path, now: SystemTime) -> Health {
        let place = self.hooks();
        let folder = place.repository.clone();
        let name = if place.bare { "pre-receive" } else { "pre-commit" };
        let branch = self.published();
        let head = self.resolve(&branch).ok();
        let time = head.and_then(|id| Some((id, self.commit(id).ok()?.committer.seconds)));
        let short = branch.rsplit('/').next().unwrap_or(&branch).to_owned();
        Health {
            bare: place.bare,
            fsck: self.setting("receive.fsckObjects").or_else(|| self.setting("transfer.fsckObjects")),
            deny_rewrites: self.setting("receive.denyNonFastForwards"),
            deny_deletes: self.setting("receive.denyDeletes"),
            fsync: self.setting("core.fsync"),
            max_input: self.setting("receive.maxInputSize"),
            safe_bare: self.setting("safe.bareRepository"),
            shallow_update: self.setting("receive.shallowUpdate"),
            hook: hook(&hooks::path(&place, name, None), mark, program),
            locks: locks(&folder, now),
            left_behind: left_behind(&folder, now),
            shallow: folder.join("shallow").exists(),
            partial: self.setting("extensions.partialClone").is_some(),
            grafts: folder.join("info/grafts").exists(),
            replacements: self.names("refs/replace/*"),
            commit_graph: ["objects/info/commit-graph", "objects/info/commit-graphs"]
                .iter()
                .any(|it| folder.join(it).exists()),
            alternates: folder.join("objects/info/alternates").exists(),
            shadowed: !self.names(&format!("refs/tags/{short}")).is_empty(),
            read_only: read_only(&folder),
            foreign_owner: foreign_owner(&folder),
            below_web: below_web(&folder),
            head: time,
        }
    }

    fn setting(&self, name: &str) -> Option<String> {
        let config = self.repository().config().and_then(|mut config| config.snapshot()).ok()?;
        config.get_string(name).ok()
    }

    fn names(&self, pattern: &str) -> Vec<String> {
        let repository = self.repository();
        let Ok(found) = repository.references_glob(pattern) else { return Vec::new() };
        found.filter_map(Result::ok).filter_map(|one| one.name().ok().map(str::to_owned)).collect()
    }
}

fn hook(path: &Path, mark: &str, program: &Path) -> Hook {
    let Ok(text) = fs::read_to_string(path) else { return Hook::Missing };
    if !text.lines().any(|line| line.starts_with(mark)) {
        return Hook::Foreign(path.to_owned());
    }
    if !is_executable(path) {
        return Hook::NotExecutable(path.to_owned());
    }
    // The script quotes the program as a shell does.
    let called = text.lines().find_map(|line| line.strip_prefix("exec '")).and_then(|rest| rest.split("' hook").next());
    let called = PathBuf::from(called.unwrap_or_default().replace(r"'\''", "'"));
    if !is_executable(&called) {
        return Hook::Broken(path.to_owned(), called);
    }
    if called == program { Hook::Good(path.to_owned()) } else { Hook::Other(path.to_owned(), called) }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

fn age(path: &Path, now: SystemTime) -> Option<u64> {
    let changed = fs::symlink_metadata(path).and_then(|data| data.modified()).ok()?;
    Some(now.duration_since(changed).ok()?.as_secs())
}

/// Locks stand beside what they lock: at the top, below refs/, and in objects/info.
fn locks(folder: &Path, now: SystemTime) -> Vec<(PathBuf, u64)> {
    let top = WalkDir::new(folder).max_depth(1);
    let below = ["refs", "objects/info", "worktrees"].map(|name| WalkDir::new(folder.join(name)));
    let files = std::iter::once(top).chain(below).flat_map(WalkDir::into_iter).filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let locks = files.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "lock"));
    let aged = locks.filter_map(|entry| Some((entry.path().to_owned(), age(entry.path(), now)?)));
    let mut stale: Vec<_> = aged.filter(|(_, age)| *age > STALE).collect();
    stale.sort();
    stale
}

fn left_behind(folder: &Path, now: SystemTime) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder.join("objects")) else { return Vec::new() };
    let paths = found.filter_map(Result::ok).map(|entry| entry.path());
    let is_rest = |path: &PathBuf| {
        let named = path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with("tmp_objdir-incoming-") || name.starts_with("incoming-")
        });
        named && age(path, now).is_some_and(|age| age > STALE)
    };
    let mut rest: Vec<_> = paths.filter(is_rest).collect();
    rest.sort();
    rest
}

/// Tries to write, in a way that leaves nothing.
fn read_only(folder: &Path) -> Option<String> {
    let probe = folder.join(format!(".jejak-doctor-{}", std::process::id()));
    let written = fs::OpenOptions::new().write(true).create_new(true).open(&probe);
    let _ = fs::remove_file(&probe);
    written.err().map(|error| error.to_string())
}

/// What a file that one makes oneself belongs to tells who one is.
#[cfg(unix)]
fn foreign_owner(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = fs::metadata("/proc/self").map(|data| data.uid());
    let theirs = fs::metadata(folder).map(|data| data.uid());
    matches!((own, theirs), (Ok(own), Ok(theirs)) if own != theirs)
}

#[cfg(not(unix))]
fn foreign_owner(_: &Path) -> bool {
    false
}

/// The nearest folder above that a web server would serve.
fn below_web(folder: &Path) -> Option<PathBuf> {
    let whole = fs::canonicalize(folder).ok()?;
    let named = |path: &&Path| path.file_name().is_some_and(|name| WEB.iter().any(|web| name == *web));
    let web = whole.ancestors().skip(1).find(named)?;
    // A folder of that name serves something only if a page lies in it, or it is a server's usual place.
    let serves = web.join("index.html").exists() || web.join("index.php").exists() || web.starts_with("/var/www");
    serves.then(|| web.to_owned())
}
