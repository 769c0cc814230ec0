//! Objects from a git repository, and what has to be asked of it before anything in it is believed.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use git2::{ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags};

use super::loose::{Broken, Loose};
use super::packs::Packs;
use crate::model::git::{ObjectId, ObjectKind, ObjectStore, Unreadable};
use crate::model::say::Say;

/// A repository that can be read, by several threads at once.
pub struct GitStore {
    repository: Mutex<Repository>,
    packs: Packs,
    loose: Loose,
}

/// Why a repository cannot be opened or trusted to be whole.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is none, or it may not be read.
    #[error("no git repository: {0}")]
    Open(git2::Error),
    /// A workspace of which nobody made a repository yet.
    #[error("no repository yet")]
    NotYet,
    /// The folder itself is not there.
    #[error("no such folder: {}", .0.display())]
    NoFolder(PathBuf),
    /// The index cannot be made a tree.
    #[error("the index cannot be read: {0}")]
    Index(git2::Error),
    /// A name that leads nowhere.
    #[error("no such branch or commit: {0}")]
    NoSuch(String),
}

impl GitError {
    /// What happened, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Self::Open(error) if error.code() == ErrorCode::Owner => Say::new(
                "repositori git ini milik pengguna lain, dan git tidak memercayainya. Jalankan sebagai pemiliknya, atau, bila \
                 memang dipercaya: git config --global --add safe.directory <folder>.",
                "this git repository belongs to another user, and git does not trust it. Run this as its owner, or, if it is \
                 to be trusted: git config --global --add safe.directory <folder>.",
            ),
            Self::NotYet => Say::new(
                "ruang kerja ini belum menjadi repositori git. Jalankan di folder itu: git init -b main, git add --all, git commit.",
                "this workspace is no git repository yet. Run in that folder: git init -b main, git add --all, git commit.",
            ),
            Self::Open(error) if error.code() == ErrorCode::NotFound => Say::new(
                "folder ini tidak berada dalam sebuah repositori git. Masuk dahulu ke folder register (cd <folder>), atau sebut \
                 dengan -C <folder>.",
                "this folder lies in no git repository. Enter the register's folder first (cd <folder>), or name it with -C \
                 <folder>.",
            ),
            Self::Open(error) => {
                let detail = error.message();
                Say::new(
                    format!("repositori git tidak dapat dibuka: {detail}"),
                    format!("the git repository cannot be opened: {detail}"),
                )
            }
            Self::Index(error) => {
                let detail = error.message();
                Say::new(
                    format!(
                        "indeks git tidak dapat dibaca: {detail}. Selesaikan dahulu konfliknya, bila ada (git status)."
                    ),
                    format!(
                        "git's index cannot be read: {detail}. Resolve conflicts first, if there are any (git status)."
                    ),
                )
            }
            Self::NoFolder(path) => {
                let path = path.display();
                Say::new(
                    format!("folder {path} tidak ada. Periksa ejaannya."),
                    format!("there is no folder {path}. Look at its spelling."),
                )
            }
            // Every repository has a HEAD; it leads nowhere as long as there is no commit.
            Self::NoSuch(name) if name == "HEAD" => Say::new(
                "repositori git ini belum memuat commit. Buat registernya dengan `jejak init`, lalu: git add --all, git commit.",
                "this git repository holds no commit yet. Make the register with `jejak init`, then: git add --all, git commit.",
            ),
            Self::NoSuch(name) => Say::new(
                format!("cabang atau commit `{name}` tidak ada."),
                format!("there is no branch or commit `{name}`."),
            ),
        }
    }
}

/// What makes a clone unfit as evidence: history that it hides or lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Cut off at some depth.
    Shallow,
    /// Objects are fetched only when asked for.
    Partial,
    /// Parents are replaced by a grafts file.
    Grafts,
}

impl GitStore {
    /// The whole history was read: from now on less is held in memory, and a lookup takes a little longer.
    pub fn spare_memory(&mut self) {
        self.packs.spare_memory();
    }

    /// Opens the repository at a folder, bare or not. No environment variable redirects it.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        if !folder.is_dir() {
            return Err(GitError::NoFolder(folder.to_owned()));
        }
        let none: [&Path; 0] = [];
        let failed = |error: git2::Error| match error.code() {
            ErrorCode::NotFound if folder.join("jejak.yaml").exists() => GitError::NotYet,
            _ => GitError::Open(error),
        };
        let repository = Repository::open_ext(folder, RepositoryOpenFlags::empty(), none).map_err(failed)?;
        let packs = Packs::open(&repository.commondir().join("objects"));
        let loose = Loose::of(&repository.commondir().join("objects"));
        Ok(Self { repository: Mutex::new(repository), packs, loose })
    }

    /// What hides or lacks history here.
    pub fn hidden(&self) -> Vec<Hidden> {
        let repository = self.repository();
        let common = repository.commondir();
        let mut hidden = Vec::new();
        if repository.is_shallow() || common.join("shallow").exists() {
            hidden.push(Hidden::Shallow);
        }
        let config = repository.config().and_then(|mut config| config.snapshot());
        let promisor = config.is_ok_and(|config| config.get_string("extensions.partialclone").is_ok());
        if promisor {
            hidden.push(Hidden::Partial);
        }
        if common.join("info/grafts").exists() {
            hidden.push(Hidden::Grafts);
        }
        hidden
    }

    /// The commit that a full reference name, or a full commit id, means; never an abbreviation that a tag could shadow.
    pub fn resolve(&self, name: &str) -> Result<ObjectId, GitError> {
        let missing = || GitError::NoSuch(name.to_owned());
        if let Ok(id) = name.parse::<ObjectId>() {
            return Ok(id);
        }
        let full =
            if name.starts_with("refs/") || name == "HEAD" { name.to_owned() } else { format!("refs/heads/{name}") };
        let repository = self.repository();
        let reference = repository.find_reference(&full).and_then(|found| found.resolve()).map_err(|_| missing())?;
        let oid = reference.target().ok_or_else(missing)?;
        Ok(id_of(oid))
    }

    /// The commits that a push to any reference would bring: those that no branch and no tag leads to yet. References that
    /// a forge writes by itself, as those of proposals from elsewhere, went through no hook and do not count.
    pub fn fresh(&self, tip: ObjectId) -> Result<Vec<ObjectId>, GitError> {
        let repository = self.repository();
        let tip = Oid::from_bytes(&tip.0).and_then(|oid| repository.find_object(oid, None)).map_err(GitError::Open)?;
        let Ok(tip) = tip.peel_to_commit() else { return Ok(Vec::new()) };
        let walk = || -> Result<Vec<ObjectId>, git2::Error> {
            let mut walk = repository.revwalk()?;
            walk.push(tip.id())?;
            walk.hide_glob("refs/heads/*")?;
            walk.hide_glob("refs/tags/*")?;
            walk.map(|id| id.map(id_of)).collect()
        };
        walk().map_err(GitError::Open)
    }

    /// Objects that stand aside from the repository, as those of a push that is being judged.
    pub fn add_objects(&mut self, folder: &Path) -> Result<(), GitError> {
        self.loose.add(folder);
        let path = folder.to_string_lossy();
        self.repository().odb().and_then(|odb| odb.add_disk_alternate(&path)).map_err(GitError::Open)
    }

    pub(super) fn repository(&self) -> MutexGuard<'_, Repository> {
        self.repository.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ObjectStore for GitStore {
    fn read(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        self.packs.read(id, kind).map_or_else(|| self.read_unpacked(id, kind), Ok)
    }

    fn read_new(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        self.packs.read_new(id, kind).map_or_else(|| self.read_unpacked(id, kind), Ok)
    }

    fn expect_all(&self) {
        self.packs.expect_all();
    }

    fn some_commits(&self) -> Vec<ObjectId> {
        self.packs.some_commits()
    }

    fn blob_size(&self, id: ObjectId) -> Result<u64, Unreadable> {
        if let Some(size) = self.packs.size(id) {
            return Ok(size as u64);
        }
        match self.loose.size(id) {
            Ok(Some((ObjectType::Blob, size))) => return Ok(size),
            Ok(None) => {}
            Ok(Some(_)) | Err(Broken) => return Err(Unreadable::Corrupt(id)),
        }
        let oid = Oid::from_bytes(&id.0).map_err(|_| Unreadable::Corrupt(id))?;
        match self.repository().odb().and_then(|odb| odb.read_header(oid)) {
            Ok((size, ObjectType::Blob)) => Ok(size as u64),
            Err(error) if error.code() == ErrorCode::NotFound => Err(Unreadable::Missing(id)),
            _ => Err(Unreadable::Corrupt(id)),
        }
    }
}

impl GitStore {
    /// An object that lies in no pack, or in one that only libgit2 can read.
    fn read_unpacked(&self, id: ObjectId, kind: ObjectKind) -> Result<Arc<[u8]>, Unreadable> {
        let wanted = match kind {
            ObjectKind::Commit => ObjectType::Commit,
            ObjectKind::Tree => ObjectType::Tree,
            ObjectKind::Blob => ObjectType::Blob,
        };
        match self.loose.read(id) {
            Ok(Some((found, bytes))) if found == wanted => return Ok(Arc::from(bytes)),
            Ok(None) => {}
            Ok(Some(_)) | Err(Broken) => return Err(Unreadable::Corrupt(id)),
        }
        let oid = Oid::from_bytes(&id.0).map_err(|_| Unreadable::Corrupt(id))?;
        let object = self
            .repository()
            .odb()
            .and_then(|odb| odb.read(oid).map(|object| (object.kind(), Arc::from(object.data()))));
        match object {
            Ok((found, bytes)) if found == wanted => Ok(bytes),
            Err(error) if error.code() == ErrorCode::NotFound => Err(Unreadable::Missing(id)),
            _ => Err(Unreadable::Corrupt(id)),
        }
    }
}

pub(super) fn id_of(oid: Oid) -> ObjectId {
    let mut id = [0; 20];
    id.copy_from_slice(oid.as_bytes());
    ObjectId(id)
}
