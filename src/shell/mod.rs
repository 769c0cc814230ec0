//! Everything that can fail for reasons outside the program: the disk, for now.

pub mod files;
