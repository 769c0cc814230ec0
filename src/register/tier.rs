//! To whom a path belongs, by its name alone.

use crate::model::path::{self, RequestFolder};

/// To whom a path belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// A request's folder.
    Request(RequestFolder),
    /// Below `requests/`, but in no request's folder.
    Stray,
    /// Policy: lands by stewards.
    Policy,
    /// Neither; lawful and outside the register.
    Outside,
}

impl Tier {
    /// Whether it lies below `requests/`, in some request's folder or in none.
    pub fn is_of_requests(&self) -> bool {
        matches!(self, Self::Request(_) | Self::Stray)
    }

    /// The request, if it is one's.
    pub fn request(&self) -> Option<&RequestFolder> {
        if let Self::Request(folder) = self { Some(folder) } else { None }
    }
}

/// The files that are policy.
pub const FILES: [&str; 2] = ["jejak.yaml", "tanggapan.yaml"];
/// The folders below which all is policy.
pub const FOLDERS: [&str; 9] =
    ["sops", "people", "calendars", "templates", "site", ".github", ".forgejo", ".gitea", ".gitlab"];
/// The names of files that are policy wherever they lie.
pub const NAMES: [&str; 5] = [".gitattributes", ".gitmodules", ".mailmap", "CODEOWNERS", ".gitlab-ci.yml"];

/// Tells to whom a path belongs.
pub fn tier(path: &str) -> Tier {
    let (top, rest) = path.split_once('/').unwrap_or((path, ""));
    if top == "requests" {
        if rest == "README.md" {
            return Tier::Outside;
        }
        let folder = path.bytes().enumerate().filter(|(_, byte)| *byte == b'/').nth(4).map(|(at, _)| &path[..at]);
        return folder.and_then(RequestFolder::parse).map_or(Tier::Stray, Tier::Request);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    // On a machine that ignores case such a folder falls into the register's own.
    let is_twin = path::is_twin(top);
    let is_policy = is_twin || FILES.contains(&path) || FOLDERS.contains(&top) || NAMES.contains(&name);
    if is_policy { Tier::Policy } else { Tier::Outside }
}
