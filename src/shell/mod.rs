//! Everything that can fail for reasons outside the program: the disk, and git.

pub mod files;
pub mod git;
pub mod worktree;
