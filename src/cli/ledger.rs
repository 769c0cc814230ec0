//! The register of a repository: opened, and audited.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::Failure;
use crate::model::git::{ObjectId, ObjectKind, ObjectStore};
use crate::model::path::RequestFolder;
use crate::model::place::WorkPath;
use crate::model::say::Say;
use crate::read::suggest::did_you_mean;
use crate::register::changes::file_at;
use crate::register::kept::{Kept, Misfit};
use crate::register::landings::NoRegister;
use crate::register::ledger::Ledger;
use crate::register::overlay::Overlay;
use crate::register::standing::Standing;
use crate::rules::judge::{self, Audit, Finished, Foresight, audit};
use crate::shell::git::{GitStore, Hidden};
use crate::shell::kept::{REGISTER, checksum, stamp_of};

/// Which history is read.
#[derive(Debug, Args)]
pub(super) struct HistoryArgs {
    /// Cabang yang diterbitkan (bawaan: HEAD) | The published branch (default: HEAD)
    #[arg(long, value_name = "CABANG", default_value = "HEAD")]
    branch: String,
    /// Commit awal register (bawaan: pendaratan pertama yang memuat jejak.yaml) | The register's start (default: the first landing that holds jejak.yaml)
    #[arg(long, value_name = "COMMIT")]
    start: Option<String>,
}

impl HistoryArgs {
    /// The branch by the name that a forge gives it.
    pub(super) fn short_branch(&self, store: &GitStore) -> String {
        let name = if self.branch == "HEAD" { store.published() } else { self.branch.clone() };
        let short = ["refs/heads/", "refs/remotes/origin/"].iter().find_map(|prefix| name.strip_prefix(prefix));
        short.unwrap_or(&name).to_owned()
    }

    /// The branch that is checked out, from its first landing.
    pub(super) fn head() -> Self {
        Self { branch: "HEAD".to_owned(), start: None }
    }
}

/// A repository with its audit.
pub(super) struct Register {
    pub(super) store: GitStore,
    pub(super) audit: Audit,
    /// Why this clone proves nothing, if so.
    pub(super) hidden: Vec<Hidden>,
}

pub(super) fn open(dir: &Path, args: &HistoryArgs, want: Want) -> Result<Register, Failure> {
    let mut store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    let hidden = store.hidden();
    let head = store.resolve(&args.branch).map_err(|error| Failure(error.say()))?;
    let start = start_of(args.start.as_deref())?;
    let (mut audit, worth) = looked(&store, head, start, want).map_err(|error| {
        match (error, hidden.first()) {
            // A clone that is known to lack history is told so, and not which object it stumbled over.
            (NoRegister::Unreadable(_), Some(hidden)) => Failure(hidden_say(*hidden)),
            (error, _) => no_register(error),
        }
    })?;
    if matches!(want, Want::Anew | Want::Site) {
        // Pages are made from one request after the other, and from landings in few bytes.
        store.spare_memory();
        audit.spare_memory();
    }
    if worth == Worth::Keeping {
        keep(&store, &audit, start);
    }
    Ok(Register { store, audit, hidden })
}

/// What somebody wants to know of a register. What was kept of it answers all but what is to be judged anew.
#[derive(Debug, Clone, Copy)]
pub(super) enum Want<'a> {
    /// Every verdict, judged anew.
    Proof,
    /// What a site is made from: every landing and every request, to be read one by one. Judged anew.
    Anew,
    /// The same, from what was kept.
    Site,
    /// Every verdict.
    Everything,
    /// What is wrong, and how much there is.
    Findings,
    /// Where every request stands.
    Requests,
    /// Where those stand that a word may mean.
    Named(&'a str),
    /// What a proposal would be judged by. Nothing is written to find out.
    Look,
}

/// A register of fewer landings is judged as fast as it is read.
const WORTH_KEEPING: usize = 256;

/// Whether what was looked at is to be kept for the next look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    Keeping,
    Nothing,
}

/// The register at a head: the one place where a history is opened, whoever asks.
pub(super) fn audited(
    store: &GitStore,
    head: ObjectId,
    start: Option<ObjectId>,
    want: Want,
) -> Result<Audit, NoRegister> {
    let (audit, worth) = looked(store, head, start, want)?;
    if worth == Worth::Keeping {
        keep(store, &audit, start);
    }
    Ok(audit)
}

fn looked(store: &GitStore, head: ObjectId, start: Option<ObjectId>, want: Want) -> Result<(Audit, Worth), NoRegister> {
    let writes = !matches!(want, Want::Proof | Want::Look) && store.hidden().is_empty();
    let worth = |is: bool| if writes && is { Worth::Keeping } else { Worth::Nothing };
    if let Some(audit) = stamp().and_then(|program| resumed(store, head, start, want, &program)) {
        // Few new landings are judged again sooner than all is written anew.
        let worth = worth(audit.since_kept() > 64.max(audit.landings() / 200));
        return Ok((audit, worth));
    }
    let finished = match want {
        Want::Requests => Finished::Stay,
        _ => Finished::Shelved,
    };
    let mut audit = audit(store, head, start, finished)?;
    if let Want::Named(word) = want
        && audit.load_named(store, word).is_err()
    {
        audit = judge::audit(store, head, start, Finished::Stay)?;
    }
    let worth = worth(audit.landings() >= WORTH_KEEPING);
    Ok((audit, worth))
}

fn keep(store: &GitStore, audit: &Audit, start: Option<ObjectId>) {
    if let Some(bytes) = stamp().and_then(|program| audit.keep(&program, start.is_none(), checksum)) {
        store.keep(REGISTER, &bytes);
    }
}

/// What was kept, with all that is wanted; none where it does not fit.
fn resumed(store: &GitStore, head: ObjectId, start: Option<ObjectId>, want: Want, program: &str) -> Option<Audit> {
    if matches!(want, Want::Proof | Want::Anew) || !store.hidden().is_empty() {
        return None;
    }
    let pieces = store.kept_pieces(REGISTER)?;
    let length = pieces.length;
    let source = Box::new(move |from: u64, piece: &mut [u8]| pieces.read(from, piece));
    let kept = Kept::open(source, length, checksum).filter(|kept| kept.summary.program == program)?;
    // What is wrong is known once what landed since is judged; whoever wants more goes on asking, and is to be answered.
    if !matches!(want, Want::Findings | Want::Look) && !kept.is_whole() {
        return None;
    }
    let mut audit = Audit::resume(store, &Arc::new(kept), head, start)?;
    match want {
        Want::Proof | Want::Anew | Want::Site | Want::Findings | Want::Look => {}
        Want::Everything => audit.load_verdicts().ok()?,
        Want::Requests => audit.load_all(store).ok()?,
        Want::Named(word) => audit.load_named(store, word).ok()?,
    }
    Some(audit)
}

/// The register at a head, and its answer to whatever is asked of it. What was kept is read only where the question leads; if
/// it does not fit, or turns out not to be as it was written, the question is asked of a register that is judged anew, with
/// every request at hand.
pub(super) fn asked<T>(
    store: &GitStore,
    (head, start): (ObjectId, Option<ObjectId>),
    want: Want,
    load: impl FnOnce(&mut Audit) -> Result<(), Misfit>,
    mut ask: impl FnMut(&mut Audit) -> T,
) -> Result<(Audit, T), NoRegister> {
    let mut audit = audited(store, head, start, want)?;
    if load(&mut audit).is_ok() {
        let answer = ask(&mut audit);
        if !audit.is_damaged() {
            return Ok((audit, answer));
        }
    }
    let mut audit = judge::audit(store, head, start, Finished::Stay)?;
    let answer = ask(&mut audit);
    Ok((audit, answer))
}

/// The register that a proposal would land on, with all that it may touch, and what its landing would do.
pub(super) fn proposed(
    store: &GitStore,
    overlay: &Overlay,
    (head, start): (ObjectId, Option<ObjectId>),
    tip: ObjectId,
    foresee: impl Fn(&Audit) -> Foresight,
) -> Result<(Audit, Foresight), NoRegister> {
    asked(store, (head, start), Want::Look, |audit| audit.load_proposed(overlay, tip), |audit| foresee(audit))
}

/// Which program this is: what another one kept is not taken over, even of the same version.
pub(super) fn stamp() -> Option<String> {
    let told = stamp_of(&std::env::current_exe().ok()?)?;
    Some(format!("{} {told}", env!("CARGO_PKG_VERSION")))
}

/// The start that was named, if one was.
pub(super) fn start_of(text: Option<&str>) -> Result<Option<ObjectId>, Failure> {
    let wrong = |text: &str| {
        Failure::new(
            format!("`{text}` bukan nomor commit lengkap (40 angka heksadesimal): git rev-parse <commit>."),
            format!("`{text}` is no full commit id (40 hexadecimal digits): git rev-parse <commit>."),
        )
    };
    text.map(|text| text.parse().map_err(|()| wrong(text))).transpose()
}

/// The head of the published branch, as it is now.
pub(super) fn head(dir: &Path, args: &HistoryArgs) -> Result<ObjectId, Failure> {
    let store = GitStore::open(dir).map_err(|error| Failure(error.say()))?;
    store.resolve(&args.branch).map_err(|error| Failure(error.say()))
}

pub(super) fn no_register(error: NoRegister) -> Failure {
    Failure(match error {
        NoRegister::NoOffice => Say::new(
            "belum ada register: tidak ada pendaratan yang memuat jejak.yaml.",
            "there is no register yet: no landing holds jejak.yaml.",
        ),
        NoRegister::NotOnChain(id) => Say::new(
            format!("commit {id} tidak ada pada rantai cabang ini."),
            format!("the commit {id} is not on the chain of this branch."),
        ),
        NoRegister::Unreadable(gap) => Say::new(
            format!("riwayat tidak utuh ({gap}); ambil klon penuh."),
            format!("the history is not whole ({gap}); take a full clone."),
        ),
    })
}

impl Register {
    /// The text of a file as it landed.
    pub(super) fn source(&self, landing: ObjectId) -> impl Fn(&WorkPath) -> Option<String> + '_ {
        source_at(&self.store, landing)
    }

    /// The request that a word means: a number, a folder, or a slug that only one has.
    pub(super) fn request(&self, word: &str) -> Result<&Standing, Failure> {
        find(&self.audit.ledger, word)
    }
}

/// The request that a word means: a number, a folder, or a slug that only one has.
pub(super) fn find<'l>(ledger: &'l Ledger, word: &str) -> Result<&'l Standing, Failure> {
    let requests = &ledger.requests;
    let by_folder = RequestFolder::parse(word.trim_end_matches('/')).and_then(|folder| requests.get(&folder));
    // 2026/7 is what somebody says who means 2026/0007.
    let number = word.split_once('/').and_then(|(year, n)| Some(format!("{year}/{:04}", n.parse::<u32>().ok()?)));
    let by_number = || requests.each().find(|standing| Some(standing.number.to_string()) == number);
    if let Some(found) = by_folder.or_else(by_number) {
        return Ok(found);
    }
    let mut by_slug = requests.all().filter(|standing| standing.folder.slug() == word);
    match (by_slug.next(), by_slug.next()) {
        (Some(found), None) => Ok(found),
        (Some(one), Some(other)) => Err(Failure::new(
            format!("`{word}` dapat berarti {} atau {}; sebut foldernya.", one.folder, other.folder),
            format!("`{word}` may mean {} or {}; name the folder.", one.folder, other.folder),
        )),
        (None, _) => {
            let none = Say::new(
                format!("permohonan `{word}` tidak ada; sebut nomor (2026/0042), folder, atau slug-nya."),
                format!("there is no request `{word}`; name its number (2026/0042), folder or slug."),
            );
            let list = Say::new("Daftarnya: jejak queue.", "The list: jejak queue.");
            Err(Failure(
                none.and(&did_you_mean(word, requests.all().map(|standing| standing.folder.slug()))).and(&list),
            ))
        }
    }
}

/// The text of a file at some commit.
pub(super) fn source_at(store: &dyn ObjectStore, commit: ObjectId) -> impl Fn(&WorkPath) -> Option<String> + '_ {
    move |path| {
        let tree = store.commit(commit).ok()?.tree;
        let file = file_at(store, tree, path.as_str()).ok()??;
        let bytes = store.read(file.id, ObjectKind::Blob).ok()?;
        Some(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n"))
    }
}

/// What a clone that hides history has to be told.
pub(super) fn hidden_say(hidden: Hidden) -> Say {
    match hidden {
        Hidden::Shallow => Say::new(
            "Klon ini dangkal (shallow): tidak dapat diverifikasi. Jalankan git fetch --unshallow.",
            "This clone is shallow: it cannot be verified. Run git fetch --unshallow.",
        ),
        Hidden::Partial => Say::new(
            "Klon ini sebagian (partial): tidak dapat diverifikasi. Ambil klon penuh.",
            "This clone is partial: it cannot be verified. Take a full clone.",
        ),
        Hidden::Grafts => Say::new(
            "Klon ini memakai grafts, yang menyembunyikan riwayat: tidak dapat diverifikasi. Hapus .git/info/grafts.",
            "This clone uses grafts, which hide history: it cannot be verified. Delete .git/info/grafts.",
        ),
    }
}
