//! What a path means. The folders of a workspace are its grammar: every lawful path has exactly one kind.

use std::sync::Arc;

use chrono::NaiveDate;

use super::name::{CalendarName, FormName, Handle, SopRef, count, is_name};
use super::place::WorkPath;

/// The longest path that the program takes.
pub const MAX_PATH: usize = 240;

/// What a file is, told by its path alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileKind {
    /// `jejak.yaml`
    Office,
    /// `tanggapan.yaml`
    Answers,
    /// `sops/<slug>/<revision>.yaml`
    Sop(SopRef),
    /// `requests/<yyyy>/<mm>/<dd>/<slug>/request.yaml`
    Request(RequestFolder),
    /// Another file in the folder of a request.
    Document(RequestFolder, String),
    /// `people/<handle>.yaml`
    Person(Handle),
    /// `calendars/<name>.yaml`
    Calendar(CalendarName),
    /// `templates/surat/<name>.md.tera`
    LetterForm(FormName),
    /// Anything else below `templates/` or `site/`.
    Dressing,
    /// `.gitattributes` at the top: it changes how git shows and merges every file.
    Attributes,
    /// A file outside the register: README, sources, and so on.
    Outside,
}

/// Why a path inside the register's folders is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// Letters, digits, hyphen, underscore and dot in lower-case ASCII; no part begins with a dot.
    Characters,
    /// Longer than [`MAX_PATH`].
    TooLong,
    /// Right letters, wrong shape: not a file that this folder can hold.
    Shape,
    /// A name that Windows reserves (`con`, `nul`, `com1` …).
    Reserved,
    /// A document without an ending: no entry could name it.
    NoEnding,
}

/// The folder of a request. The day is an address, not a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestFolder(Arc<str>);

impl RequestFolder {
    /// Reads `requests/<yyyy>/<mm>/<dd>/<slug>`.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, slug) = text.strip_prefix("requests/")?.split_at_checked("yyyy/mm/dd/".len())?;
        let number = |digits: &[u8]| {
            let is_number = digits.iter().all(u8::is_ascii_digit);
            is_number.then(|| digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
        };
        let [year @ .., b'/', a, b, b'/', c, d, b'/'] = day.as_bytes() else { return None };
        let (year, month, day) = (number(year)?, number(&[*a, *b])?, number(&[*c, *d])?);
        NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        is_name(slug).then(|| Self(text.into()))
    }

    /// The folder as text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of a file that lies in this folder itself, not in one below it.
    pub fn file_of<'p>(&self, path: &'p WorkPath) -> Option<&'p str> {
        let name = path.as_str().strip_prefix(&*self.0)?.strip_prefix('/')?;
        (!name.contains('/')).then_some(name)
    }

    /// Why no file may stand at a path that lies in this folder or below it. [`FileKind::of`] says the same of any path; every
    /// landing asks, and what its files are is known.
    pub fn fault(&self, path: &WorkPath) -> Option<PathFault> {
        if let Err(fault) = lawful_characters(path.as_str()) {
            return Some(fault);
        }
        match self.file_of(path) {
            None => Some(PathFault::Shape),
            Some(name) => (!name.contains('.')).then_some(PathFault::NoEnding),
        }
    }

    /// The file of that name in this folder.
    pub fn file(&self, name: &str) -> WorkPath {
        // Every landing asks, so nothing is formatted.
        WorkPath::new([self.as_str(), "/", name].concat())
    }

    /// The last part: the request's own short name.
    pub fn slug(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, slug)| slug)
    }
}

impl std::fmt::Display for RequestFolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FileKind {
    /// Tells what a path is, or why no file may stand there.
    pub fn of(path: &str) -> Result<Self, PathFault> {
        let (top, rest) = path.split_once('/').unwrap_or((path, ""));
        match top {
            "jejak.yaml" if rest.is_empty() => return Ok(Self::Office),
            "tanggapan.yaml" if rest.is_empty() => return Ok(Self::Answers),
            ".gitattributes" if rest.is_empty() => return Ok(Self::Attributes),
            "sops" | "requests" | "people" | "calendars" => lawful_characters(path)?,
            "templates" | "site" => {
                lawful_characters(path)?;
                let form = rest.strip_prefix("surat/").and_then(|name| name.strip_suffix(".md.tera"));
                return Ok(form.and_then(|name| name.parse().ok()).map_or(Self::Dressing, Self::LetterForm));
            }
            _ if is_twin(top) => return Err(PathFault::Characters),
            _ => return Ok(Self::Outside),
        }
        // A folder listing may hold a note for its readers.
        if rest == "README.md" {
            return Ok(Self::Outside);
        }
        match Self::registered(top, path, rest) {
            Some(Self::Document(_, file)) if !file.contains('.') => Err(PathFault::NoEnding),
            kind => kind.ok_or(PathFault::Shape),
        }
    }

    fn registered(top: &str, path: &str, rest: &str) -> Option<Self> {
        match top {
            "sops" => {
                let (slug, file) = rest.split_once('/')?;
                let revision = count(file.strip_suffix(".yaml")?)?;
                Some(Self::Sop(SopRef { slug: slug.parse().ok()?, revision }))
            }
            "requests" => {
                let (folder, file) = path.rsplit_once('/')?;
                let folder = RequestFolder::parse(folder)?;
                Some(if file == "request.yaml" {
                    Self::Request(folder)
                } else {
                    Self::Document(folder, file.to_owned())
                })
            }
            "people" => Some(Self::Person(rest.strip_suffix(".yaml")?.parse().ok()?)),
            _ => Some(Self::Calendar(rest.strip_suffix(".yaml")?.parse().ok()?)),
        }
    }
}

/// Whether a name at the top differs from one of the register's own by case alone.
pub fn is_twin(top: &str) -> bool {
    const OWN: [&str; 8] =
        ["jejak.yaml", "tanggapan.yaml", "sops", "requests", "people", "calendars", "templates", "site"];
    OWN.iter().any(|own| own.eq_ignore_ascii_case(top) && *own != top)
}

fn lawful_characters(path: &str) -> Result<(), PathFault> {
    if path.len() > MAX_PATH {
        return Err(PathFault::TooLong);
    }
    for part in path.as_bytes().split(|byte| *byte == b'/') {
        // A folder's note for its readers is the one name with capitals; a request's folder holds documents only.
        let readme = part == b"README.md" && (!path.starts_with("requests/") || path == "requests/README.md");
        let dotted = part.starts_with(b".") || part.ends_with(b".");
        if part.is_empty() || dotted || (!readme && !part.iter().all(|byte| LAWFUL[usize::from(*byte)])) {
            return Err(PathFault::Characters);
        }
        if is_reserved(part) {
            return Err(PathFault::Reserved);
        }
    }
    Ok(())
}

/// The bytes of which names are made. Every landing asks for each of its paths.
const LAWFUL: [bool; 256] = {
    let mut lawful = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        lawful[byte as usize] = matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
        byte += 1;
    }
    lawful
};

/// Names that Windows takes for devices, whatever their ending: a clone there could not hold them.
fn is_reserved(name: &[u8]) -> bool {
    let ([b'c', b'o', b'n', rest @ ..]
    | [b'p', b'r', b'n', rest @ ..]
    | [b'a', b'u', b'x', rest @ ..]
    | [b'n', b'u', b'l', rest @ ..]
    | [b'c', b'o', b'm', b'0'..=b'9', rest @ ..]
    | [b'l', b'p', b't', b'0'..=b'9', rest @ ..]) = name
    else {
        return false;
    };
    matches!(rest, [] | [b'.', ..])
}

#[cfg(test)]
mod tests {
    use super::{FileKind, MAX_PATH, RequestFolder};
    use crate::model::place::WorkPath;

    #[test]
    fn a_folder_and_a_path_alone_tell_the_same_fault() {
        let folder = RequestFolder::parse("requests/2026/11/20/e-puskesmas").expect("a folder");
        let long = format!("{}.md", "a".repeat(MAX_PATH));
        let names = [
            "request.yaml",
            "surat.md",
            "surat",
            "Surat.md",
            "README.md",
            "con.md",
            ".surat.md",
            "surat.",
            "ｓ.md",
            "lampiran/surat.md",
            "lampiran/surat",
            "",
            "/surat.md",
            "surat.md/",
            "a b.md",
            &long,
        ];
        let faults: Vec<_> = names
            .iter()
            .map(|name| {
                let path = WorkPath::new(format!("{folder}/{name}"));
                assert_eq!(folder.fault(&path), FileKind::of(path.as_str()).err(), "{name}");
                folder.fault(&path)
            })
            .collect();
        assert_eq!(faults.iter().filter(|fault| fault.is_none()).count(), 2, "{faults:?}");
    }
}
