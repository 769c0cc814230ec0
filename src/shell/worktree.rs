//! What people have before them: the index that is about to be committed, the names that they type, and who they are.

use std::path::{Path, PathBuf};

use git2::{Index, Oid};

use super::git::{GitError, GitStore, id_of};
use crate::model::git::ObjectId;

/// The tree that a commit of the index would have, and its parents. The tree exists in memory only.
#[derive(Debug, Clone)]
pub struct Staged {
    /// The tree.
    pub tree: ObjectId,
    /// The head, and what is being merged; nothing before the first commit.
    pub parents: Vec<ObjectId>,
}

/// Above every store on disk, so that what is written stays in memory.
const FIRST: i32 = 1000;

impl GitStore {
    /// Reads the index (that one, or the repository's own) without writing an object.
    pub fn staged(&self, index: Option<&Path>) -> Result<Staged, GitError> {
        let repository = self.repository();
        let read = || -> Result<Oid, git2::Error> {
            let mut index = match index {
                Some(path) => Index::open(path)?,
                None => repository.index()?,
            };
            repository.odb()?.add_new_mempack_backend(FIRST)?;
            index.write_tree_to(&repository)
        };
        let tree = id_of(read().map_err(GitError::Index)?);
        let head = repository.head().ok().and_then(|head| head.target()).map(id_of);
        let merging = std::fs::read_to_string(repository.path().join("MERGE_HEAD")).unwrap_or_default();
        let merging = merging.lines().filter_map(|line| line.parse().ok());
        Ok(Staged { tree, parents: head.into_iter().chain(merging).collect() })
    }

    /// The address that a commit made here would carry, unless somebody says otherwise.
    pub fn identity(&self, otherwise: Option<&str>) -> String {
        let configured = || self.repository().config().and_then(|config| config.get_string("user.email")).ok();
        otherwise.map(str::to_owned).or_else(configured).unwrap_or_default()
    }

    /// The full name of the branch that everybody sees: a server's own head; in a clone what came from there.
    pub fn published(&self) -> String {
        let repository = self.repository();
        let head = || repository.find_reference("HEAD").ok()?.symbolic_target().ok().flatten().map(str::to_owned);
        if repository.is_bare() {
            return head().unwrap_or_else(|| "HEAD".to_owned());
        }
        let origin = repository.find_reference("refs/remotes/origin/HEAD");
        let origin = origin.ok().and_then(|origin| origin.symbolic_target().ok().flatten().map(str::to_owned));
        let usual = ["refs/remotes/origin/main", "refs/heads/main", "refs/heads/master"].map(str::to_owned);
        let mut names = origin.into_iter().chain(usual);
        let stands = |name: &String| repository.find_reference(name).is_ok();
        names.find(stands).unwrap_or_else(|| "HEAD".to_owned())
    }

    /// The commit that people mean by a word: a branch or a full id first, then whatever git would take it for.
    pub fn find(&self, word: &str) -> Result<ObjectId, GitError> {
        let remote = format!("refs/remotes/{word}");
        if let Ok(found) = self.resolve(word).or_else(|_| self.resolve(&remote)) {
            return Ok(found);
        }
        let repository = self.repository();
        let meant = repository.revparse_single(word).and_then(|found| found.peel_to_commit());
        meant.map(|commit| id_of(commit.id())).map_err(|_| GitError::NoSuch(word.to_owned()))
    }

    /// The folder in which the files stand; none in a bare repository.
    pub fn work_folder(&self) -> Option<PathBuf> {
        self.repository().workdir().map(Path::to_owned)
    }

    /// The commit on which one works, if it builds on another.
    pub fn work_upon(&self, other: ObjectId) -> Option<ObjectId> {
        let repository = self.repository();
        let head = repository.head().ok()?.target()?;
        let other = Oid::from_bytes(&other.0).ok()?;
        let builds = head == other || repository.graph_descendant_of(head, other).ok()?;
        builds.then(|| id_of(head))
    }

    /// The branch on which one works.
    pub fn work_branch(&self) -> Option<String> {
        let repository = self.repository();
        let head = repository.find_reference("HEAD").ok()?;
        head.symbolic_target().ok().flatten().map(str::to_owned)
    }

    /// The folder that holds what all worktrees share.
    pub fn common_folder(&self) -> PathBuf {
        self.repository().commondir().to_owned()
    }
}
