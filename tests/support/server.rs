//! A server with the door, and clones that push to it: over the file system, or over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, Oid, Repository, Signature, Time};
use tempfile::TempDir;

use super::{Files, base};

pub const STEWARD: &str = "pengurus@diskominfo.example";
pub const HEAD: &str = "kepala-bidang@diskominfo.example";
pub const TECHNICIAN: &str = "tim-it-a@diskominfo.example";
pub const APPLICANT: &str = "umum@dinkes.example";
pub const REQUEST: &str = "requests/2026/11/20/e-puskesmas/request.yaml";
pub const STEP: &str = "  - langkah: 1\n    dokumen: {surat-permohonan: surat-permohonan.md}\n";

/// The little office, without dates that run out while these tests grow old.
pub fn lasting() -> Files {
    let mut files = base();
    for (path, old, new) in [
        ("sops/contoh/1.yaml", "efektif: 2024-01-08/2026-12-31", "efektif: 2024-01-08"),
        ("people/kepala-bidang.yaml", " sampai: 2026-12-31,", ""),
    ] {
        let file = files.get_mut(path).expect("a file of the base");
        let text = String::from_utf8(file.clone()).expect("UTF-8");
        assert!(text.contains(old), "{path} no longer says {old}");
        *file = text.replacen(old, new, 1).into_bytes();
    }
    files
}

/// The machine's clock. A door compares with it, so these tests cannot choose their time.
#[expect(clippy::disallowed_methods, reason = "the door asks the same clock")]
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// A bare repository that stands at its start, with the hook.
pub struct Server {
    pub folder: TempDir,
    pub bare: PathBuf,
    pub start: Oid,
}

impl Server {
    pub fn new() -> Self {
        Self::with(&lasting())
    }

    pub fn with(files: &Files) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bare = folder.path().join("register.git");
        let mut options = git2::RepositoryInitOptions::new();
        let repository = Repository::init_opts(&bare, options.bare(true).initial_head("main")).expect("a repository");
        let edits: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), Some(bytes.clone()))).collect();
        let start = commit(&repository, None, &edits, STEWARD, &[], now() - 86_400);
        repository.reference("refs/heads/main", start, true, "start").expect("a branch");
        let installed = jejak(&bare, &["hook", "install"]);
        assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));
        Self { folder, bare, start }
    }

    /// A clone that pushes over the file system.
    pub fn clone(&self, name: &str) -> Clone {
        self.clone_from(name, &self.bare.to_string_lossy())
    }

    /// A clone that pushes to an address.
    pub fn clone_from(&self, name: &str, address: &str) -> Clone {
        let folder = self.folder.path().join(name);
        let output = git(self.folder.path()).args(["clone", "-q", address, name]).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Clone { repository: Repository::open(&folder).expect("the clone"), folder, env: Vec::new() }
    }

    /// Where the published branch stands.
    pub fn head(&self) -> Oid {
        let repository = Repository::open(&self.bare).expect("the server");
        repository.refname_to_id("refs/heads/main").expect("the branch")
    }

    /// Every reference with what it names.
    pub fn references(&self) -> Vec<(String, Oid)> {
        let repository = Repository::open(&self.bare).expect("the server");
        let all = repository.references().expect("references");
        let mut all: Vec<_> =
            all.filter_map(Result::ok).filter_map(|one| Some((one.name().ok()?.to_owned(), one.target()?))).collect();
        all.sort();
        all
    }

    /// A landing that has to be taken.
    pub fn takes(&self, clone: &Clone, landing: Oid) {
        let output = clone.land(landing);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(self.head(), landing);
    }

    /// A push that has to be refused: with that word in the pusher's terminal, and nothing changed. Returns what he reads.
    pub fn refuses(&self, clone: &Clone, references: &[&str], word: &str) -> String {
        let before = self.references();
        let output = clone.push(references);
        let said = said(&output);
        assert!(!output.status.success(), "{references:?} was taken:\n{said}");
        assert!(said.contains(word), "{references:?} does not say {word}:\n{said}");
        assert_eq!(before, self.references(), "something changed on the server");
        said
    }

    pub fn audit(&self) -> serde_json::Value {
        let output = jejak(&self.bare, &["audit", "--branch", "main", "--format", "json"]);
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// Changes the script of the hook.
    pub fn hook(&self, change: impl Fn(&str) -> String) {
        let path = self.bare.join("hooks/pre-receive");
        let text = std::fs::read_to_string(&path).expect("the hook");
        std::fs::write(&path, change(&text)).expect("the hook can be written");
    }
}

/// Somebody's copy.
pub struct Clone {
    pub folder: PathBuf,
    pub repository: Repository,
    /// What the forge would tell the hook.
    pub env: Vec<(String, String)>,
}

impl Clone {
    pub fn fetch(&self) -> Oid {
        let output = git(&self.folder).args(["fetch", "-q", "origin"]).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        self.repository.refname_to_id("refs/remotes/origin/main").expect("the branch")
    }

    /// A commit that changes some files of its first parent.
    pub fn commit(&self, edits: &[(&str, Option<Vec<u8>>)], by: &str, parents: &[Oid], at: i64) -> Oid {
        commit(&self.repository, parents.first().copied(), edits, by, parents, at)
    }

    /// The bytes of a file at a commit, with more behind them.
    pub fn grown(&self, at: Oid, path: &str, more: &str) -> Vec<u8> {
        let tree = self.repository.find_commit(at).expect("a commit").tree().expect("its tree");
        let entry = tree.get_path(Path::new(path)).expect("the file");
        let blob = self.repository.find_blob(entry.id()).expect("its bytes");
        [blob.content(), more.as_bytes()].concat()
    }

    /// Somebody writes on a branch, somebody else merges: the landing.
    pub fn landing(&self, edits: &[(&str, Option<Vec<u8>>)], of: &str, by: &str, onto: Oid, at: i64) -> Oid {
        let tip = self.commit(edits, of, &[onto], at - 60);
        self.commit(edits, by, &[onto, tip], at)
    }

    /// The applicant's step, merged by the head of division.
    pub fn step(&self, onto: Oid, at: i64) -> Oid {
        let grown = self.grown(onto, REQUEST, STEP);
        self.landing(&[(REQUEST, Some(grown))], APPLICANT, HEAD, onto, at)
    }

    /// A new request of one landing.
    pub fn opening(&self, slug: &str, onto: Oid, by: &str, at: i64) -> Oid {
        let (file, letter) = opening(slug);
        let edits = [(file.0.as_str(), Some(file.1)), (letter.0.as_str(), Some(letter.1))];
        self.landing(&edits, APPLICANT, by, onto, at)
    }

    pub fn push(&self, references: &[&str]) -> Output {
        let mut command = git(&self.folder);
        command.args(["push", "origin"]).args(references).envs(self.env.iter().cloned());
        command.output().expect("git runs")
    }

    pub fn land(&self, id: Oid) -> Output {
        self.push(&[&format!("{id}:refs/heads/main")])
    }
}

/// The two files of an opening.
pub fn opening(slug: &str) -> ((String, Vec<u8>), (String, Vec<u8>)) {
    let folder = format!("requests/2026/11/21/{slug}");
    let request = format!(
        "sop: contoh/1\njudul: Layanan {slug}\ninstansi: dinkes\nriwayat:\n  - langkah: 1\n    dokumen: {{surat-permohonan: \
         surat.md}}\n"
    );
    let letter = "---\nnomor: null\ntanggal: 2026-11-21\nhal: Permohonan\ndari: Dinas Kesehatan\nkepada: Kepala Dinas\nsifat: \
                  biasa\n---\n\nKami memohon layanan.\n";
    (
        (format!("{folder}/request.yaml"), request.into_bytes()),
        (format!("{folder}/surat.md"), letter.as_bytes().to_vec()),
    )
}

pub fn commit(
    repository: &Repository,
    from: Option<Oid>,
    edits: &[(&str, Option<Vec<u8>>)],
    by: &str,
    parents: &[Oid],
    at: i64,
) -> Oid {
    commit_saying(repository, from, edits, by, parents, at, "x")
}

/// The same with a message.
pub fn commit_saying(
    repository: &Repository,
    from: Option<Oid>,
    edits: &[(&str, Option<Vec<u8>>)],
    by: &str,
    parents: &[Oid],
    at: i64,
    message: &str,
) -> Oid {
    let empty = || repository.treebuilder(None).expect("a builder").write().expect("the empty tree");
    let tree_of = |from| repository.find_commit(from).expect("a commit").tree_id();
    let base = repository.find_tree(from.map_or_else(empty, tree_of)).expect("a tree");
    let mut update = TreeUpdateBuilder::new();
    for (path, bytes) in edits {
        match bytes {
            Some(bytes) => update.upsert(*path, repository.blob(bytes).expect("a blob"), FileMode::Blob),
            None => update.remove(*path),
        };
    }
    let tree = update.create_updated(repository, &base).expect("a tree");
    let tree = repository.find_tree(tree).expect("the tree just written");
    let by = Signature::new("x", by, &Time::new(at, 8 * 60)).expect("a signature");
    let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(*id).expect("a parent")).collect();
    let parents: Vec<_> = parents.iter().collect();
    repository.commit(None, &by, &by, message, &tree, &parents).expect("a commit")
}

/// git that knows nothing of this machine's settings.
pub fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("HOME", folder).env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_AUTHOR_EMAIL"] {
        command.env_remove(name);
    }
    command
}

pub fn jejak(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejak"));
    command.arg("-C").arg(folder).args(words).env("LC_ALL", "C").env("NO_COLOR", "1");
    command.output().expect("the program runs")
}

/// What a pusher reads.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A web server that knows nothing but `git http-backend`.
pub struct Web {
    pub address: String,
    stop: Arc<AtomicBool>,
}

impl Web {
    pub fn serve(root: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, root) = (Arc::new(AtomicBool::new(false)), root.to_owned());
        let stopped = stop.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::Relaxed) {
                    return;
                }
                let root = root.clone();
                // A client that went away is no affair of the server's.
                std::thread::spawn(move || stream.and_then(|stream| answer(stream, &root)));
            }
        });
        Self { address, stop }
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
    }
}

fn answer(mut stream: TcpStream, root: &Path) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut backend = Command::new("git");
    backend.arg("http-backend").current_dir(root).env("GIT_PROJECT_ROOT", root).env("GIT_HTTP_EXPORT_ALL", "1");
    backend
        .env("REQUEST_METHOD", method)
        .env("PATH_INFO", path)
        .env("QUERY_STRING", query)
        .env("REMOTE_USER", "petugas");
    backend.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", root).env("LC_ALL", "C");
    let (mut length, mut chunked) = (0, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap_or(0),
            "transfer-encoding" => chunked = value == "chunked",
            "content-type" => drop(backend.env("CONTENT_TYPE", value)),
            "content-encoding" => drop(backend.env("HTTP_CONTENT_ENCODING", value)),
            "git-protocol" => drop(backend.env("GIT_PROTOCOL", value)),
            // A forge tells its hooks who logged in; here whoever pushes says so himself.
            "x-pusher" => drop(backend.env("GITEA_PUSHER_EMAIL", value)),
            "expect" => stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?,
            _ => {}
        }
    }
    let body = if chunked { chunks(&mut reader)? } else { bytes(&mut reader, length)? };
    backend.env("CONTENT_LENGTH", body.len().to_string());
    let mut child = backend.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let mut input = child.stdin.take().expect("a pipe");
    let feeding = std::thread::spawn(move || input.write_all(&body));
    let output = child.wait_with_output()?;
    let _ = feeding.join();
    let text = &output.stdout;
    let status = text.strip_prefix(b"Status: ").map_or("200 OK".to_owned(), |rest| {
        String::from_utf8_lossy(rest.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned()
    });
    stream.write_all(format!("HTTP/1.1 {status}\r\nConnection: close\r\n").as_bytes())?;
    stream.write_all(text)
}

fn bytes(reader: &mut impl Read, length: usize) -> std::io::Result<Vec<u8>> {
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn chunks(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
        body.extend(bytes(reader, length)?);
        bytes(reader, 2)?;
        if length == 0 {
            return Ok(body);
        }
    }
}
