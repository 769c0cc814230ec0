//! Removing what was published before. The last folder stays, for somebody may still be reading it, and so does whatever
//! it or the present one leads to.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Component, Path};

use super::{Published, number_of, parent};

/// Folders that are still needed of what was published before, by the names of those.
pub type Needed = HashMap<String, HashSet<String>>;

impl Published {
    /// Removes what is needed no longer. `needed` is what the folder that was published before this one leads to, for this
    /// one leads nowhere else; where nobody knows, the disk is asked. What cannot be removed stays: it harms nobody.
    pub fn sweep(self, needed: Option<Needed>) {
        let name = &self.publication.name;
        let beside = parent(name);
        let needed = needed.unwrap_or_else(|| {
            let mut needed = Needed::new();
            self.before.iter().for_each(|before| leads_to(&beside.join(before), beside, &mut needed));
            needed
        });
        for entry in fs::read_dir(beside).into_iter().flatten().flatten() {
            let folder = entry.file_name().to_string_lossy().into_owned();
            let stays = folder == self.now || Some(&folder) == self.before.as_ref();
            if stays || number_of(name, &folder).is_none() {
                continue;
            }
            match needed.get(&folder) {
                None => drop(fs::remove_dir_all(entry.path())),
                Some(needed) => prune(&entry.path(), "", needed, &around(needed)),
            }
        }
    }
}

/// Every folder on the way to a needed one.
fn around(needed: &HashSet<String>) -> HashSet<&str> {
    needed.iter().flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at])).collect()
}

/// Leaves of a folder what is needed.
fn prune(folder: &Path, path: &str, needed: &HashSet<String>, around: &HashSet<&str>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let own = if path.is_empty() {
            name.to_string_lossy().into_owned()
        } else {
            format!("{path}/{}", name.to_string_lossy())
        };
        if needed.contains(&own) {
            continue;
        }
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && around.contains(own.as_str()) {
            prune(&entry.path(), &own, needed, around);
            continue;
        }
        let _ = if is_folder { fs::remove_dir_all(entry.path()) } else { fs::remove_file(entry.path()) };
    }
}

/// Where the links below a folder lead, and the links below those.
fn leads_to(folder: &Path, beside: &Path, needed: &mut Needed) {
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(walkdir::DirEntry::path_is_symlink) {
        let target = fs::read_link(entry.path()).unwrap_or_default();
        let parts = target.components().filter(|part| *part != Component::ParentDir);
        let mut parts = parts.map(|part| part.as_os_str().to_string_lossy());
        let Some(published) = parts.next() else { continue };
        let own = parts.collect::<Vec<_>>().join("/");
        let real = beside.join(&*published).join(&own);
        if needed.entry(published.into_owned()).or_default().insert(own) {
            leads_to(&real, beside, needed);
        }
    }
}
