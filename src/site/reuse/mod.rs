//! What the next site takes over from the one that is published, so that only what changed is made and written.
//!
//! ```text
//! listing   what is published: every piece with what it was made from, every file, every folder with where it really stands
//! turn      which files and folders are looked at this time: did somebody touch them?
//! made      what was made now, and which pieces stay
//! changes   below which folders something changes
//! plan      both together: what is taken over and how, dead links, and the next listing
//! ```
//!
//! A folder below which nothing changed is taken over whole, by one link to where it really stands, which may be in the
//! folder of an earlier site. All is decided in walks along the sorted paths: nothing is looked up file by file.
//! The listing is a hint: whatever does not fit, or was touched since, is made anew.

mod changes;
mod listing;
mod made;
mod plan;
mod turn;
mod way;

use std::collections::{HashMap, HashSet};

pub use listing::Listing;
pub use made::{Fresh, Made};
pub use plan::{Look, Plan};
pub use turn::{Folder, Turn};

/// What a piece was made from, as one number: equal grounds give equal bytes.
pub type Ground = [u8; 32];

/// A file as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Written {
    /// Its path, from the root of the site.
    pub path: String,
    /// How long it is.
    pub size: u64,
    /// When it was written, by the disk's clock: whoever touches it changes that.
    pub time: i64,
}

/// Folders that are still needed of sites that were published before, by the names of those.
pub type Stands = HashMap<String, HashSet<String>>;

/// When small remains of earlier sites are gathered.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A site of which fewer files and folders than this are still used is small.
    pub small: usize,
    /// Of so many small ones may folders be used. If there are more, all of them are gathered into the next site, file by
    /// file: so their number stays bounded however often a site is built.
    pub most: usize,
}
