//! Commits as `git fast-import` reads them. What a landing changes is written, never the tree.

use std::io::{self, Write};

use crate::register::progress::Seconds;

/// Who, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hand<'a> {
    pub(super) name: &'a str,
    pub(super) mail: &'a str,
    pub(super) at: Seconds,
}

/// A file that a commit brings.
pub(super) type File = (String, Vec<u8>);

/// The stream of a ledger.
pub(super) struct Stream<'w> {
    out: &'w mut dyn Write,
    offset: String,
    /// How many landings were written.
    landings: u64,
}

const MAIN: &str = "refs/heads/main";
/// The branch of the proposal that is just being written; it is gone at the end.
const PROPOSAL: &str = "refs/heads/usulan";
/// Landings so far back can still be named as the beginning of a proposal.
const REACH: u64 = 32;

impl<'w> Stream<'w> {
    pub(super) fn new(out: &'w mut dyn Write, offset: String) -> Self {
        Self { out, offset, landings: 0 }
    }

    pub(super) fn landings(&self) -> u64 {
        self.landings
    }

    /// A commit on the published branch.
    pub(super) fn direct(&mut self, hand: Hand, message: &str, files: &[File]) -> io::Result<()> {
        self.commit(MAIN, hand, message)?;
        for (path, bytes) in files {
            writeln!(self.out, "M 100644 inline {path}")?;
            self.data(bytes)?;
        }
        self.landed()
    }

    /// A commit on a branch, and the merge that lands it. The branch began at the present head, or so many landings
    /// before it.
    pub(super) fn merge(
        &mut self,
        (author, message): (Hand, &str),
        reviewer: Hand,
        back: u64,
        files: &[File],
    ) -> io::Result<()> {
        for (n, (_, bytes)) in files.iter().enumerate() {
            write!(self.out, "blob\nmark :{}\n", n as u64 + REACH)?;
            self.data(bytes)?;
        }
        self.commit(PROPOSAL, author, message)?;
        // Named by its branch, the head need not be read again; both branches then grow side by side.
        match back.min(self.landings - 1).min(REACH - 2) {
            0 => writeln!(self.out, "from {MAIN}")?,
            back => writeln!(self.out, "from :{}", mark(self.landings - 1 - back))?,
        }
        self.changed(files)?;
        self.commit(MAIN, reviewer, &format!("Gabungkan {message}"))?;
        writeln!(self.out, "merge {PROPOSAL}")?;
        self.changed(files)?;
        self.landed()
    }

    /// No more.
    pub(super) fn end(&mut self) -> io::Result<()> {
        write!(self.out, "reset {PROPOSAL}\nfrom {:040}\n\ndone\n", 0)?;
        self.out.flush()
    }

    fn commit(&mut self, branch: &str, hand: Hand, message: &str) -> io::Result<()> {
        let Hand { name, mail, at } = hand;
        writeln!(self.out, "commit {branch}")?;
        if branch == MAIN {
            writeln!(self.out, "mark :{}", mark(self.landings))?;
        }
        writeln!(self.out, "author {name} <{mail}> {at} {}", self.offset)?;
        writeln!(self.out, "committer {name} <{mail}> {at} {}", self.offset)?;
        self.data(message.as_bytes())
    }

    fn changed(&mut self, files: &[File]) -> io::Result<()> {
        for (n, (path, _)) in files.iter().enumerate() {
            writeln!(self.out, "M 100644 :{} {path}", n as u64 + REACH)?;
        }
        Ok(())
    }

    fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        writeln!(self.out, "data {}", bytes.len())?;
        self.out.write_all(bytes)?;
        self.out.write_all(b"\n")
    }

    fn landed(&mut self) -> io::Result<()> {
        self.landings += 1;
        writeln!(self.out)
    }
}

/// The marks of the latest landings are used in turn; mark 0 does not exist.
fn mark(landing: u64) -> u64 {
    landing % (REACH - 1) + 1
}
