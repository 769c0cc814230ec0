//! A commit in the folder where somebody works, made by git itself: so that its hooks run, its identity and its signing
//! key are used, and everything is undone if it refuses.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::files::disk_said;
use crate::model::git::ObjectId;
use crate::model::say::Say;

/// What is to be committed.
#[derive(Debug)]
pub struct Plan<'a> {
    /// A new branch, and the commit on which it begins; none to commit where one stands.
    pub branch: Option<(&'a str, ObjectId)>,
    /// The files.
    pub files: Vec<File<'a>>,
    /// The message.
    pub message: &'a str,
    /// Whether git signs it.
    pub sign: bool,
}

/// A file that is written.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Where.
    pub path: &'a str,
    /// The bytes that have to stand there now.
    pub before: Option<&'a [u8]>,
    /// The bytes that shall stand.
    pub bytes: &'a [u8],
}

/// Why nothing was committed.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Git cannot be run.
    #[error("git cannot be run: {0}")]
    NoGit(std::io::Error),
    /// Git said no.
    #[error("git {0}: {1}")]
    Refused(&'static str, String),
    /// The file in the folder is not the one that stands.
    #[error("{} was changed here", .0.display())]
    Changed(PathBuf),
    /// Something went wrong, and what was done until then could not be taken back.
    #[error("{why}; to be taken back with {back}")]
    Left {
        /// What went wrong.
        why: Box<CommitError>,
        /// The commands that take it back.
        back: String,
    },
    /// The disk said no.
    #[error("{}: {source}", path.display())]
    Disk {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl CommitError {
    /// What happened, and what to do.
    pub fn say(&self) -> Say {
        match self {
            Self::NoGit(error) => Say::new(
                format!("git tidak dapat dijalankan ({error}); pasang git, lalu coba lagi."),
                format!("git cannot be run ({error}); install git, then try again."),
            ),
            Self::Refused("commit", text) if text.contains("sign") || text.contains("gpg") => Say::new(
                format!("git tidak dapat menandatangani commit: {text}\n{SIGN_ID}"),
                format!("git cannot sign the commit: {text}\n{SIGN_EN}"),
            ),
            Self::Refused(what, text) => Say::new(
                format!("git {what} menolak; tidak ada yang diubah.\n{text}\n"),
                format!("git {what} refused; nothing was changed.\n{text}\n"),
            )
            .and(&cause(text)),
            Self::Changed(path) => {
                let path = path.display();
                Say::new(
                    format!(
                        "{path} di folder ini berbeda dari yang berdiri. Simpan perubahan itu di tempat lain, lalu \
                         pulihkan: git restore --staged --worktree {path}"
                    ),
                    format!(
                        "{path} differs here from what stands. Keep that change elsewhere, then restore it: git restore \
                         --staged --worktree {path}"
                    ),
                )
            }
            Self::Left { why, back } => {
                let why = match &**why {
                    Self::Refused(what, text) => Say::new(
                        format!("git {what} menolak di tengah jalan.\n{text}\n"),
                        format!("git {what} refused half-way.\n{text}\n"),
                    ),
                    other => other.say(),
                };
                why.and(&Say::new(
                    format!("Yang sudah dikerjakan belum dapat dikembalikan. Atasi sebabnya, lalu jalankan:\n{back}"),
                    format!("What was done until then could not be taken back. Mend the cause, then run:\n{back}"),
                ))
            }
            Self::Disk { path, source: error } => {
                let path = path.display();
                Say::new(format!("{path} tidak dapat ditulis:"), format!("{path} cannot be written:"))
                    .and(&disk_said(error))
            }
        }
    }
}

/// What to do where git says what happens to people; empty where its own words have to do.
fn cause(text: &str) -> Say {
    let known: [(&[&str], &str, &str); 4] = [
        (
            &["No space left", "Out of diskspace", "quota"],
            "Disk penuh: kosongkan ruang, lalu ulangi.",
            "The disk is full: make room, then repeat it.",
        ),
        (
            &["Read-only file system", "Permission denied"],
            "Anda tidak berhak menulis di folder ini; minta pengelolanya membuka izin, atau kerjakan di klon sendiri (git clone).",
            "You may not write in this folder; ask whoever keeps it, or work in a clone of your own (git clone).",
        ),
        (
            &[".lock': File exists"],
            "Git lain sedang bekerja di sini, atau pernah terhenti. Tunggu; bila tidak ada yang berjalan, hapus berkas .lock itu.",
            "Another git is at work here, or was stopped once. Wait; where none runs, delete that .lock file.",
        ),
        (
            &["empty ident name", "tell me who you are", "unable to auto-detect"],
            "Sebut nama jabatan Anda sekali: git config user.name \"<jabatan>\".",
            "Say your post once: git config user.name \"<post>\".",
        ),
    ];
    let meant = known.iter().find(|(words, ..)| words.iter().any(|word| text.contains(word)));
    meant.map_or_else(|| Say::new("", ""), |(_, id, en)| Say::new(*id, *en))
}

const SIGN_ID: &str = "Siapkan tanda tangan sekali: git config gpg.format ssh, lalu git config user.signingkey \
                       ~/.ssh/id_ed25519.pub (kunci yang sama berdiri di people/).";
const SIGN_EN: &str = "Set up signing once: git config gpg.format ssh, then git config user.signingkey \
                       ~/.ssh/id_ed25519.pub (the same key stands in people/).";

/// Writes the files and commits them: all of it, or nothing. What `stays` says no to is taken back, and nothing is returned.
pub fn commit(root: &Path, plan: &Plan, stays: impl FnOnce(ObjectId) -> bool) -> Result<Option<ObjectId>, CommitError> {
    let branch = plain(root, "rev-parse", &["rev-parse", "--abbrev-ref", "HEAD"])?;
    let commit = plain(root, "rev-parse", &["rev-parse", "HEAD"])?;
    // Whoever works on no branch is led back to the commit.
    let here = if branch == "HEAD" { vec!["--detach", &commit] } else { vec![branch.as_str()] };
    let base = plan.branch.map_or_else(|| commit.clone(), |(_, base)| base.to_string());
    if let Some((name, _)) = plan.branch {
        plain(root, "switch", &["switch", "--quiet", "--no-track", "--create", name, &base])?;
    }
    let way = Way { root, plan, base: &base, here: &here };
    let mut written = Vec::new();
    let done = write_and_commit(root, plan, &mut written);
    match done {
        Ok(id) if stays(id) => Ok(Some(id)),
        Ok(_) => way.back(&written).map(|()| None),
        Err(error) => Err(match way.back(&written) {
            Ok(()) => error,
            Err(CommitError::Left { back, .. }) => CommitError::Left { why: Box::new(error), back },
            Err(other) => other,
        }),
    }
}

fn write_and_commit(root: &Path, plan: &Plan, written: &mut Vec<usize>) -> Result<ObjectId, CommitError> {
    for (n, File { path, before, bytes }) in plan.files.iter().enumerate() {
        let full = root.join(path);
        let stands = match fs::read(&full) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => return Err(CommitError::Disk { path: full, source }),
        };
        if stands.as_deref() != *before {
            return Err(CommitError::Changed(PathBuf::from(path)));
        }
        written.push(n);
        let folder = full.parent().unwrap_or(root);
        fs::create_dir_all(folder).map_err(|source| CommitError::Disk { path: folder.to_owned(), source })?;
        fs::write(&full, bytes).map_err(|source| CommitError::Disk { path: full, source })?;
    }
    let paths = plan.files.iter().map(|file| file.path);
    let add: Vec<&str> =
        ["-c", "core.autocrlf=false", "add", "--force", "--"].into_iter().chain(paths.clone()).collect();
    plain(root, "add", &add)?;
    let mut args = vec!["-c", "core.autocrlf=false", "commit", "--quiet", "--file=-", "--cleanup=whitespace"];
    args.extend(plan.sign.then_some("--gpg-sign"));
    args.extend(["--only", "--"].into_iter().chain(paths));
    run(root, "commit", &args, plan.message.as_bytes())?;
    let id = plain(root, "rev-parse", &["rev-parse", "HEAD"])?;
    id.parse().map_err(|()| CommitError::Refused("rev-parse", id))
}

/// The way back to where one began.
struct Way<'a> {
    root: &'a Path,
    plan: &'a Plan<'a>,
    /// The commit on which one's own was put.
    base: &'a str,
    /// What to switch to.
    here: &'a [&'a str],
}

impl Way<'_> {
    /// Takes back what was done: the commit, if there is one, the files, and the branch.
    fn back(&self, written: &[usize]) -> Result<(), CommitError> {
        let failed = |why| CommitError::Left { why: Box::new(why), back: self.told() };
        plain(self.root, "reset", &["reset", "--quiet", "--soft", self.base]).map_err(failed)?;
        for file in written.iter().filter_map(|n| self.plan.files.get(*n)) {
            self.file(file).map_err(failed)?;
        }
        let Some((name, _)) = self.plan.branch else { return Ok(()) };
        let switch = [&["switch", "--quiet"], self.here].concat();
        plain(self.root, "switch", &switch).map_err(failed)?;
        plain(self.root, "branch", &["branch", "--quiet", "-D", name]).map_err(failed).map(drop)
    }

    fn file(&self, File { path, before, .. }: &File) -> Result<(), CommitError> {
        let full = self.root.join(path);
        let put = match before {
            Some(bytes) => fs::write(&full, bytes),
            None => fs::remove_file(&full),
        };
        // What was not written yet need not go.
        match put {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                return Err(CommitError::Disk { path: full, source });
            }
            _ => {}
        }
        plain(self.root, "reset", &["reset", "--quiet", "--", path])?;
        if before.is_none() {
            let folders = Path::new(path).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            // Only folders that are empty go.
            folders.take_while(|folder| fs::remove_dir(self.root.join(folder)).is_ok()).for_each(drop);
        }
        Ok(())
    }

    /// The same in commands that somebody can type.
    fn told(&self) -> String {
        let base = self.base;
        let mut lines = vec![format!("  git reset --soft {base}")];
        let (old, new): (Vec<&File>, Vec<&File>) = self.plan.files.iter().partition(|file| file.before.is_some());
        let names = |files: &[&File]| files.iter().map(|file| file.path).collect::<Vec<_>>().join(" ");
        if !old.is_empty() {
            lines.push(format!("  git restore --staged --worktree -- {}", names(&old)));
        }
        if !new.is_empty() {
            lines.push(format!("  git rm -r --quiet --force --ignore-unmatch -- {}", names(&new)));
        }
        if let Some((name, _)) = self.plan.branch {
            lines.push(format!("  git switch {}", self.here.join(" ")));
            lines.push(format!("  git branch -D {name}"));
        }
        lines.join("\n")
    }
}

/// Lets somebody write in the editor that git would take.
pub fn edit(root: &Path, file: &Path) -> Result<(), CommitError> {
    let editor = plain(root, "var", &["var", "GIT_EDITOR"])?;
    let ended = Command::new("sh").arg("-c").arg(format!("{editor} \"$@\"")).arg(&editor).arg(file).status();
    match ended.map_err(CommitError::NoGit)? {
        status if status.success() => Ok(()),
        status => Err(CommitError::Refused("editor", status.to_string())),
    }
}

/// A branch that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// All of it is part of what is published.
    Merged,
    /// It holds something that is not.
    Open,
}

/// Whether a branch stands, and whether it is part of a head.
pub fn standing(root: &Path, name: &str, head: ObjectId) -> Option<Branch> {
    let branch = format!("refs/heads/{name}");
    plain(root, "rev-parse", &["rev-parse", "--quiet", "--verify", &branch]).ok()?;
    let merged = plain(root, "merge-base", &["merge-base", "--is-ancestor", &branch, &head.to_string()]);
    Some(if merged.is_ok() { Branch::Merged } else { Branch::Open })
}

/// Where one would push to, if anywhere.
pub fn remote(root: &Path) -> Option<String> {
    plain(root, "remote", &["remote"]).ok()?.lines().next().map(str::to_owned)
}

fn plain(root: &Path, what: &'static str, args: &[&str]) -> Result<String, CommitError> {
    run(root, what, args, b"")
}

fn run(root: &Path, what: &'static str, args: &[&str], input: &[u8]) -> Result<String, CommitError> {
    let mut command = Command::new("git");
    command.current_dir(root).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(CommitError::NoGit)?;
    if let Some(mut pipe) = child.stdin.take() {
        // Whoever does not read what is said has its own reasons; its status tells.
        let _ = pipe.write_all(input);
    }
    let Output { status, stdout, stderr } = child.wait_with_output().map_err(CommitError::NoGit)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if status.success() {
        return Ok(text(&stdout));
    }
    Err(CommitError::Refused(what, [text(&stderr), text(&stdout)].join("\n").trim().to_owned()))
}
