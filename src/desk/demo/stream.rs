//! Commits as `git fast-import` reads them. What a landing changes is written, never the tree. A landing that somebody
//! signs is handed over as whole objects instead, because that program signs nothing; the stream goes on from it.

use std::collections::VecDeque;
use std::io::{self, Write};

use super::objects::{Folder, Made};
use super::pen::Pen;
use crate::model::git::{ObjectId, ObjectKind};
use crate::register::progress::Seconds;

/// Who, when, and with which key, if it is signed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hand<'a> {
    pub(super) name: &'a str,
    pub(super) mail: &'a str,
    pub(super) at: Seconds,
    pub(super) pen: Option<&'a Pen>,
}

/// A file that a commit brings.
pub(super) type File = (String, Vec<u8>);

/// Where a sample ledger is written to.
pub struct Out<'w> {
    /// What `git fast-import` reads.
    pub stream: &'w mut dyn Write,
    /// Takes the objects that have to be in the repository before the stream names them.
    pub keep: &'w mut dyn FnMut(ObjectKind, &[u8]) -> io::Result<()>,
}

/// The stream of a ledger.
pub(super) struct Stream<'w> {
    out: Out<'w>,
    offset: String,
    /// How many landings were written.
    landings: u64,
    /// What stands at the head.
    tree: Folder,
    /// The latest landings, the last one in front.
    latest: VecDeque<Landed>,
    /// How many commits were signed.
    signed: u64,
}

/// A landing.
struct Landed {
    id: ObjectId,
    /// How the stream names it.
    word: String,
    /// What stood before where it changed something.
    undo: Vec<Stood>,
}

/// What stood at a path.
type Stood = (String, Option<ObjectId>);

const MAIN: &str = "refs/heads/main";
/// The branch of the proposal that is just being written; it is gone at the end.
const PROPOSAL: &str = "refs/heads/usulan";
/// So many landings before the head a proposal may have begun.
pub(super) const REACH: usize = 2;
/// The marks of files; landings use those below in turn.
const FILES: usize = 8;

impl<'w> Stream<'w> {
    pub(super) fn new(out: Out<'w>, offset: String) -> Self {
        let (tree, latest) = (Folder::default(), VecDeque::new());
        Self { out, offset, landings: 0, tree, latest, signed: 0 }
    }

    pub(super) fn landings(&self) -> u64 {
        self.landings
    }

    pub(super) fn signed(&self) -> u64 {
        self.signed
    }

    /// The last landing.
    pub(super) fn head(&self) -> Option<ObjectId> {
        self.latest.front().map(|landed| landed.id)
    }

    /// A commit on the published branch.
    pub(super) fn direct(&mut self, hand: Hand, message: &str, files: &[File]) -> io::Result<()> {
        let undo = self.change(files);
        let is_signed = hand.pen.is_some();
        let mut made = Vec::new();
        let tree = self.tree.name(&mut |kind, bytes| {
            if is_signed {
                made.push((kind, bytes.to_vec()));
            }
        });
        let parents: Vec<ObjectId> = self.head().into_iter().collect();
        let commit = self.commit(tree, &parents, hand, message);
        let id = ObjectId::of(ObjectKind::Commit, &commit);
        if is_signed {
            made.push((ObjectKind::Commit, commit));
            self.hand_over(files, made, id)?;
        } else {
            self.announce(MAIN, hand, message)?;
            for (path, bytes) in files {
                writeln!(self.out.stream, "M 100644 inline {path}")?;
                self.data(bytes)?;
            }
            writeln!(self.out.stream)?;
        }
        self.landed(id, is_signed, undo);
        Ok(())
    }

    /// A commit on a branch, and the merge that lands it. The branch began at the present head, or so many landings
    /// before it.
    pub(super) fn merge(
        &mut self,
        (author, message): (Hand, &str),
        reviewer: Hand,
        back: usize,
        files: &[File],
    ) -> io::Result<()> {
        let back = back.min(REACH).min(self.latest.len().saturating_sub(1));
        let is_signed = author.pen.is_some() || reviewer.pen.is_some();
        let mut made: Vec<Made> = Vec::new();
        let mut keep = |kind: ObjectKind, bytes: &[u8]| {
            if is_signed {
                made.push((kind, bytes.to_vec()));
            }
        };
        let proposed = self.proposed(back, files, &mut keep);
        let undo = self.change(files);
        let merged = self.tree.name(&mut keep);
        let base: Vec<ObjectId> = self.latest.get(back).map(|landed| landed.id).into_iter().collect();
        let proposal = self.commit(proposed.unwrap_or(merged), &base, author, message);
        let tip = ObjectId::of(ObjectKind::Commit, &proposal);
        let title = format!("Gabungkan {message}");
        let parents: Vec<ObjectId> = self.head().into_iter().chain([tip]).collect();
        let landing = self.commit(merged, &parents, reviewer, &title);
        let id = ObjectId::of(ObjectKind::Commit, &landing);
        if is_signed {
            made.extend([(ObjectKind::Commit, proposal), (ObjectKind::Commit, landing)]);
            self.hand_over(files, made, id)?;
        } else {
            for (n, (_, bytes)) in files.iter().enumerate() {
                write!(self.out.stream, "blob\nmark :{}\n", n + FILES)?;
                self.data(bytes)?;
            }
            self.announce(PROPOSAL, author, message)?;
            // Named by its branch, the head need not be read again; both branches then grow side by side.
            let base = self.latest.get(back).filter(|_| back > 0).map_or(MAIN, |landed| &landed.word);
            writeln!(self.out.stream, "from {base}")?;
            self.changed(files)?;
            self.announce(MAIN, reviewer, &title)?;
            writeln!(self.out.stream, "merge {PROPOSAL}")?;
            self.changed(files)?;
            writeln!(self.out.stream)?;
        }
        self.landed(id, is_signed, undo);
        Ok(())
    }

    /// No more.
    pub(super) fn end(&mut self) -> io::Result<()> {
        write!(self.out.stream, "reset {PROPOSAL}\nfrom {:040}\n\ndone\n", 0)?;
        self.out.stream.flush()
    }

    /// The tree of a proposal that began some landings ago; none where it is the same as that of its merge.
    fn proposed(&mut self, back: usize, files: &[File], keep: &mut dyn FnMut(ObjectKind, &[u8])) -> Option<ObjectId> {
        if back == 0 {
            return None;
        }
        let undone = self.latest.iter().take(back).flat_map(|landed| landed.undo.iter().cloned());
        let redo: Vec<Stood> = undone.map(|(path, before)| (path.clone(), self.tree.set(&path, before))).collect();
        let own = self.change(files);
        let tree = self.tree.name(keep);
        for (path, file) in own.into_iter().rev().chain(redo.into_iter().rev()) {
            self.tree.set(&path, file);
        }
        Some(tree)
    }

    /// Files come to stand; gives what stood there before.
    fn change(&mut self, files: &[File]) -> Vec<Stood> {
        let put = |(path, bytes): &File| {
            let blob = ObjectId::of(ObjectKind::Blob, bytes);
            (path.clone(), self.tree.set(path, Some(blob)))
        };
        files.iter().map(put).collect()
    }

    /// A commit's bytes; with its signature, if the hand has a pen.
    fn commit(&mut self, tree: ObjectId, parents: &[ObjectId], hand: Hand, message: &str) -> Vec<u8> {
        let Hand { name, mail, at, pen } = hand;
        let parents: String = parents.iter().map(|id| format!("parent {id}\n")).collect();
        let who = format!("{name} <{mail}> {at} {}", self.offset);
        let commit = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\n{message}").into_bytes();
        let Some(sealed) = pen.and_then(|pen| pen.seal(&commit)) else { return commit };
        self.signed += 1;
        sealed
    }

    /// Whole objects, and the published branch goes on from them.
    fn hand_over(&mut self, files: &[File], made: Vec<Made>, head: ObjectId) -> io::Result<()> {
        for (_, bytes) in files {
            (self.out.keep)(ObjectKind::Blob, bytes)?;
        }
        for (kind, bytes) in made {
            (self.out.keep)(kind, &bytes)?;
        }
        write!(self.out.stream, "reset {MAIN}\nfrom {head}\n\n")
    }

    fn announce(&mut self, branch: &str, hand: Hand, message: &str) -> io::Result<()> {
        let Hand { name, mail, at, .. } = hand;
        writeln!(self.out.stream, "commit {branch}")?;
        if branch == MAIN {
            writeln!(self.out.stream, "mark :{}", self.mark())?;
        }
        writeln!(self.out.stream, "author {name} <{mail}> {at} {}", self.offset)?;
        writeln!(self.out.stream, "committer {name} <{mail}> {at} {}", self.offset)?;
        self.data(message.as_bytes())
    }

    fn changed(&mut self, files: &[File]) -> io::Result<()> {
        for (n, (path, _)) in files.iter().enumerate() {
            writeln!(self.out.stream, "M 100644 :{} {path}", n + FILES)?;
        }
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        writeln!(self.out.stream, "data {}", bytes.len())?;
        self.out.stream.write_all(bytes)?;
        self.out.stream.write_all(b"\n")
    }

    fn landed(&mut self, id: ObjectId, is_signed: bool, undo: Vec<Stood>) {
        // What was handed over has no mark.
        let word = if is_signed { id.to_string() } else { format!(":{}", self.mark()) };
        self.landings += 1;
        self.latest.push_front(Landed { id, word, undo });
        self.latest.truncate(REACH + 1);
    }

    /// The mark of the landing that is being written. Mark 0 does not exist.
    fn mark(&self) -> usize {
        usize::try_from(self.landings).unwrap_or(0) % (FILES - 1) + 1
    }
}
