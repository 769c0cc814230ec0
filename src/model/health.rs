//! How a repository is kept: what `doctor` looks at. Facts only; what they mean is told elsewhere.

use std::path::PathBuf;

use super::git::ObjectId;
use super::say::Say;

/// A setting of git, as it is or is not.
pub type Setting = Option<String>;

/// What was found.
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own")]
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// Whether it is a server's repository.
    pub bare: bool,
    /// `receive.fsckObjects`, or `transfer.fsckObjects` in its stead.
    pub fsck: Setting,
    /// `receive.denyNonFastForwards`
    pub deny_rewrites: Setting,
    /// `receive.denyDeletes`
    pub deny_deletes: Setting,
    /// `core.fsync`
    pub fsync: Setting,
    /// `receive.maxInputSize`
    pub max_input: Setting,
    /// `safe.bareRepository`
    pub safe_bare: Setting,
    /// `receive.shallowUpdate`
    pub shallow_update: Setting,
    /// The hook.
    pub hook: Hook,
    /// Locks that are older than a push can last, with their age in seconds.
    pub locks: Vec<(PathBuf, u64)>,
    /// Pushes that broke off and left their objects behind.
    pub left_behind: Vec<PathBuf>,
    /// The clone is shallow.
    pub shallow: bool,
    /// The clone is partial.
    pub partial: bool,
    /// Parents are replaced by a grafts file.
    pub grafts: bool,
    /// References that replace objects.
    pub replacements: Vec<String>,
    /// A commit-graph lies there, which git believes without looking.
    pub commit_graph: bool,
    /// Objects are borrowed from another repository, which may go.
    pub alternates: bool,
    /// A tag that has the branch's name.
    pub shadowed: bool,
    /// Nothing can be written.
    pub read_only: Option<String>,
    /// It belongs to another account than the one that looks.
    pub foreign_owner: bool,
    /// The repository lies below a folder that looks like a web server's.
    pub below_web: Option<PathBuf>,
    /// Where the branch stands, and the time that its head claims.
    pub head: Option<(ObjectId, i64)>,
}

/// The hook of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hook {
    /// There is none.
    #[default]
    Missing,
    /// Somebody else's stands in its place.
    Foreign(PathBuf),
    /// It stands there, but git skips it.
    NotExecutable(PathBuf),
    /// It calls a program that is not there.
    Broken(PathBuf, PathBuf),
    /// It calls another program than the one that looks.
    Other(PathBuf, PathBuf),
    /// It is in order.
    Good(PathBuf),
}

/// How much an advice weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The register is in danger, or proves nothing.
    Bad,
    /// Something should be set.
    Advice,
    /// In order.
    Good,
}

impl Weight {
    /// The word of every output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bad => "error",
            Self::Advice => "warning",
            Self::Good => "ok",
        }
    }
}

/// What `doctor` says of one thing.
#[derive(Debug, Clone)]
pub struct Advice {
    /// A short name of the thing, for machines.
    pub about: &'static str,
    /// How much it weighs.
    pub weight: Weight,
    /// What was found.
    pub found: Say,
    /// What to do, if anything.
    pub remedy: Option<Say>,
}
