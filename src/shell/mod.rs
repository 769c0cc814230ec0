//! Everything that can fail for reasons outside the program: the disk, and git.

pub mod commit;
pub mod fast_import;
pub mod files;
pub mod git;
pub mod health;
pub mod hooks;
pub mod kept;
mod loose;
mod packs;
pub mod publish;
pub mod web;
pub mod worktree;
