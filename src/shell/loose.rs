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

/// The longest first line that an object can have.
const HEADER: u64 = 64;

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
        let (kind, size, mut rest) = header(file)?;
        let mut bytes = Vec::new();
        rest.by_ref().take(size.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| Broken)?;
        let named = Oid::hash_object(kind, &bytes).map_err(|_| Broken)?;
        if bytes.len() as u64 != size || named.as_bytes() != id.0 {
            return Err(Broken);
        }
        Ok(Some((kind, bytes)))
    }

    /// Its kind and size alone.
    pub(super) fn size(&self, id: ObjectId) -> Result<Option<(ObjectType, u64)>, Broken> {
        let Some(file) = self.find(id) else { return Ok(None) };
        header(file).map(|(kind, size, _)| Some((kind, size)))
    }

    fn find(&self, id: ObjectId) -> Option<File> {
        let name = id.to_string();
        let (folder, rest) = name.split_at(2);
        self.folders.iter().find_map(|objects| File::open(objects.join(folder).join(rest)).ok())
    }
}

type Rest = ZlibDecoder<BufReader<File>>;

/// `blob 12` and a zero byte.
fn header(file: File) -> Result<(ObjectType, u64, Rest), Broken> {
    let mut rest = ZlibDecoder::new(BufReader::new(file));
    let mut text = Vec::new();
    loop {
        let mut byte = [0];
        rest.read_exact(&mut byte).map_err(|_| Broken)?;
        if byte[0] == 0 {
            break;
        }
        text.push(byte[0]);
        if text.len() as u64 > HEADER {
            return Err(Broken);
        }
    }
    let text = std::str::from_utf8(&text).map_err(|_| Broken)?;
    let (kind, size) = text.split_once(' ').ok_or(Broken)?;
    let kind = match kind {
        "commit" => ObjectType::Commit,
        "tree" => ObjectType::Tree,
        "blob" => ObjectType::Blob,
        "tag" => ObjectType::Tag,
        _ => return Err(Broken),
    };
    Ok((kind, size.parse().map_err(|_| Broken)?, rest))
}
