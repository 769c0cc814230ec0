//! Objects that lie alone in a file. They are read here and not by libgit2, which never comes back from one that was cut
//! off: a broken disk must give an answer, not a program that hangs.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::ZlibDecoder;
use git2::{ObjectType, Oid};

use crate::model::git::ObjectId;

/// The folders in which objects may lie.
#[derive(Debug, Default)]
pub(super) struct Loose {
    folders: Vec<PathBuf>,
}

/// The file is there, but it is not what its name says.
#[derive(Debug)]
pub(super) struct Broken;

/// The longest first line that an object can have, with its zero byte.
const LONGEST_LINE: u64 = 64;

impl Loose {
    /// A repository's own folder, and those that it borrows from.
    pub(super) fn of(objects: &Path) -> Self {
        let mut loose = Self::default();
        loose.add(objects);
        loose
    }

    /// Another folder, with those that it borrows from in turn.
    pub(super) fn add(&mut self, objects: &Path) {
        if self.folders.iter().any(|other| other == objects) {
            return;
        }
        self.folders.push(objects.to_owned());
        let borrowed = std::fs::read_to_string(objects.join("info/alternates")).unwrap_or_default();
        for line in borrowed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            self.add(&objects.join(line));
        }
    }

    /// An object with its kind; nothing, if no file bears its name.
    pub(super) fn read(&self, id: ObjectId) -> Result<Option<(ObjectType, Vec<u8>)>, Broken> {
        let Some(file) = self.find(id) else { return Ok(None) };
        let Head { kind, size, begun: mut bytes, rest } = head(file)?;
        rest.take(size.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Broken)?;
        let named = Oid::hash_object(kind, &bytes).map_err(|_| Broken)?;
        if bytes.len() as u64 != size || named.as_bytes() != id.0 {
            return Err(Broken);
        }
        Ok(Some((kind, bytes)))
    }

    /// Its kind and size alone.
    pub(super) fn size(&self, id: ObjectId) -> Result<Option<(ObjectType, u64)>, Broken> {
        let Some(file) = self.find(id) else { return Ok(None) };
        head(file).map(|head| Some((head.kind, head.size)))
    }

    fn find(&self, id: ObjectId) -> Option<File> {
        let name = id.to_string();
        let (folder, rest) = name.split_at(2);
        self.folders.iter().find_map(|objects| File::open(objects.join(folder).join(rest)).ok())
    }
}

/// An object's first line, `blob 12` and a zero byte, and what follows it.
struct Head {
    kind: ObjectType,
    size: u64,
    /// The first bytes of its content, inflated along with the line.
    begun: Vec<u8>,
    rest: ZlibDecoder<BufReader<File>>,
}

fn head(file: File) -> Result<Head, Broken> {
    let mut rest = ZlibDecoder::new(BufReader::new(file));
    let mut begun = Vec::new();
    rest.by_ref().take(LONGEST_LINE).read_to_end(&mut begun).map_err(|_| Broken)?;
    let end = begun.iter().position(|byte| *byte == 0).ok_or(Broken)?;
    let line = std::str::from_utf8(&begun[..end]).map_err(|_| Broken)?;
    let (kind, size) = line.split_once(' ').ok_or(Broken)?;
    let kind = match kind {
        "commit" => ObjectType::Commit,
        "tree" => ObjectType::Tree,
        "blob" => ObjectType::Blob,
        "tag" => ObjectType::Tag,
        _ => return Err(Broken),
    };
    let size = size.parse().map_err(|_| Broken)?;
    begun.drain(..=end);
    Ok(Head { kind, size, begun, rest })
}
