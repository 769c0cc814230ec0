//! What `open` and `record` share: who works here, on what, and the way from a draft to a commit. The judge is asked
//! first; where it has something against a draft, nothing is written.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::Args;

use super::ledger::{self, hidden_say, source_at};
use super::terminal::Terminal;
use super::{Failure, Outcome, clock};
use crate::desk::draft::{Draft, Write};
use crate::desk::trial;
use crate::model::finding::Finding;
use crate::model::git::ObjectId;
use crate::model::office::{Evidence, Landing};
use crate::model::person::Person;
use crate::model::say::Say;
use crate::read::faults::unfilled_blank;
use crate::register::overlay::Overlay;
use crate::register::policy::Policy;
use crate::register::standing::Standing;
use crate::report::{Format, Report, foresight};
use crate::rules::growth;
use crate::rules::judge::{Audit, Foresight};
use crate::shell::commit::{self, Plan};
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct ProposeArgs {
    /// Catatan pada entri | A note on the entry
    #[arg(long, value_name = "TEKS", allow_hyphen_values = true)]
    pub(super) catatan: Option<String>,
    /// Dokumen dari sebuah berkas; boleh berulang, dan boleh diikuti ,nomor=… ,tanggal=… ,hal=… ,sifat=… | A document from a file; may be repeated, and followed by ,nomor=… ,tanggal=… ,hal=… ,sifat=…
    #[arg(long, value_name = "ID=BERKAS")]
    pub(super) dokumen: Vec<String>,
    /// Dokumen dari formulirnya; boleh berulang | A document from its form; may be repeated
    #[arg(long, value_name = "ID")]
    pub(super) buat: Vec<String>,
    /// Menandatangani commit dengan kunci git | Sign the commit with git's key
    #[arg(long)]
    sign: bool,
    /// Hanya menunjukkan yang akan terjadi | Only show what would happen
    #[arg(long)]
    dry_run: bool,
    /// Cabang yang diterbitkan | The published branch
    #[arg(long, value_name = "CABANG")]
    branch: Option<String>,
    /// Saat mendarat (bawaan: sekarang) | The time of landing (default: now)
    #[arg(long, value_name = "WAKTU")]
    at: Option<String>,
}

/// Where somebody works, and the register on which it will land.
pub(super) struct Bench<'a> {
    pub(super) store: &'a GitStore,
    pub(super) overlay: Overlay<'a>,
    pub(super) audit: Audit,
    pub(super) now: DateTime<Utc>,
    mail: String,
    /// The commit on which one works, if it builds on what is published.
    upon: Option<ObjectId>,
    pub(super) root: PathBuf,
}

/// Opens the repository at a folder.
pub(super) fn store(dir: &Path) -> Result<GitStore, Failure> {
    GitStore::open(dir).map_err(|error| Failure(error.say()))
}

impl<'a> Bench<'a> {
    pub(super) fn new(store: &'a GitStore, args: &ProposeArgs, terminal: &mut Terminal) -> Result<Self, Failure> {
        for hidden in store.hidden() {
            terminal.note(&hidden_say(hidden));
        }
        let Some(root) = store.work_folder() else {
            return Err(Failure::new(
                "repositori ini tidak mempunyai folder kerja; kerjakan di sebuah klon (git clone).",
                "this repository has no folder to work in; work in a clone (git clone).",
            ));
        };
        let published = args.branch.clone().unwrap_or_else(|| store.published());
        let head = store.find(&published).map_err(|error| Failure(error.say()))?;
        let audit = ledger::audited(store, head, None, ledger::Want::Requests).map_err(ledger::no_register)?;
        let now = clock::moment_or_now(args.at.as_deref(), audit.ledger.policy.zone())?;
        let mail = store.identity(super::proposal::author_mail().as_deref());
        let upon = store.work_upon(head);
        Ok(Self { store, overlay: Overlay::over(store), audit, now, mail, upon, root })
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.audit.ledger.policy
    }

    /// Whoever works here, by the address of git's settings.
    pub(super) fn person(&self) -> Result<&Person, Failure> {
        known(self.policy(), &self.mail)
    }

    /// The day on which it would land.
    pub(super) fn day(&self) -> chrono::NaiveDate {
        let now = self.now.timestamp();
        self.policy().day(self.audit.ledger.clock().map_or(now, |clock| clock.max(now)))
    }

    /// Whether entries land directly.
    fn is_direct(&self) -> bool {
        self.policy().way() == Landing::Direct
    }

    /// What the work that is committed here, and not published yet, would do.
    pub(super) fn unpublished(&self) -> Option<(ObjectId, Foresight)> {
        let tip = self.upon.filter(|tip| *tip != self.audit.head)?;
        Some((tip, self.foresee(tip)))
    }

    /// The commit on which a draft has to be put where it does not go on with what is already proposed.
    pub(super) fn base(&self) -> Result<ObjectId, Failure> {
        match self.upon {
            Some(tip) if self.is_direct() => Ok(tip),
            None if self.is_direct() => Err(Failure::new(
                "cabang Anda tertinggal dari yang diterbitkan; jalankan git pull dahulu.",
                "your branch is behind the published one; run git pull first.",
            )),
            _ => Ok(self.audit.head),
        }
    }

    fn foresee(&self, tip: ObjectId) -> Foresight {
        let (ledger, chain) = (&self.audit.ledger, &self.audit.chain);
        trial::foreseen(&self.overlay, ledger, chain, self.audit.head, tip, self.now.timestamp())
    }

    /// What a draft would do, put on a commit.
    fn judged(&self, draft: &Draft, base: ObjectId, signs: bool) -> Result<Foresight, Failure> {
        let gap = |gap| ledger::no_register(crate::register::landings::NoRegister::Unreadable(gap));
        let change = trial::Change { files: &draft.files, gone: &[] };
        trial::judged(&self.overlay, &self.audit, change, base, &self.mail, self.now.timestamp(), signs).map_err(gap)
    }

    /// Judges a draft, and commits it if nothing is against it.
    pub(super) fn land(
        &self,
        draft: &Draft,
        base: ObjectId,
        args: &ProposeArgs,
        terminal: &mut Terminal,
    ) -> Result<Outcome, Failure> {
        let signs = args.sign || self.policy().evidence() == Evidence::Signature;
        let told = self.judged(draft, base, signs)?;
        if told.unreadable.is_some() || !told.findings.is_empty() {
            return self.refused(&told, draft, terminal);
        }
        let lands_now = self.is_direct() && commit::remote(&self.root).is_none();
        if lands_now && told.cautions.iter().any(unfilled_blank::is_said_by) {
            let report = Report::new(told.cautions);
            terminal.print(&report.print(terminal.style(Format::Text), &source_at(&self.overlay, told.landed)))?;
            terminal.note(&Say::new(
                "Entri ini langsung mendarat, dan sesudahnya suratnya tidak dapat dilengkapi. Tidak ada yang ditulis.",
                "This entry lands at once, and afterwards its letter cannot be filled in. Nothing was written.",
            ));
            return Ok(Outcome::Findings);
        }
        let cautions = told.cautions.iter().filter(|caution| !unfilled_blank::is_said_by(caution)).cloned().collect();
        let report = Report::new(cautions);
        if !report.findings().is_empty() {
            terminal.print(&report.print(terminal.style(Format::Text), &source_at(&self.overlay, told.landed)))?;
        }
        let text = foresight::brief(&told, self.policy(), terminal.lang);
        if args.dry_run {
            terminal.print(&format!("{}{text}", shown(draft)))?;
            terminal.note(&Say::new("Percobaan: tidak ada yang ditulis.", "A trial: nothing was written."));
            return Ok(Outcome::Lawful);
        }
        let branch = self.branch(draft, base)?;
        let plan = plan(draft, branch.as_deref().map(|name| (name, base)), signs);
        let mut signed = None;
        let stays = |id| {
            let told = signs.then(|| self.foresee(id));
            let is_good = told.as_ref().is_none_or(|told| told.unreadable.is_none() && told.findings.is_empty());
            signed = told;
            is_good
        };
        let made = commit::commit(&self.root, &plan, stays).map_err(|error| Failure(error.say()))?;
        match (made, signed) {
            (Some(id), signed) => {
                terminal.print(&text)?;
                self.next(draft, branch.as_deref(), id, signed.as_ref(), terminal);
                Ok(Outcome::Lawful)
            }
            (None, Some(signed)) => self.refused(&signed, draft, terminal),
            (None, None) => Ok(Outcome::Findings),
        }
    }

    fn refused(&self, told: &Foresight, draft: &Draft, terminal: &mut Terminal) -> Result<Outcome, Failure> {
        // That an entry without effect names a file of the draft follows from what is wrong with the entry.
        let follows = |finding: &&Finding| {
            let brought = |file: &Write| file.before.is_none() && file.path == finding.place.path;
            growth::is_said_by(finding) && draft.files.iter().any(brought)
        };
        let mut findings: Vec<Finding> = told.findings.iter().filter(|finding| !follows(finding)).cloned().collect();
        if findings.is_empty() {
            findings.clone_from(&told.findings);
        }
        let report = Report::new(findings);
        let source = source_at(&self.overlay, told.landed);
        terminal.print(&report.print(terminal.style(Format::Text), &source))?;
        terminal.note(&Say::new(
            "Tidak ada yang ditulis. Betulkan yang disebut di atas, lalu jalankan perintah ini lagi.",
            "Nothing was written. Mend what is said above, then run this command again.",
        ));
        Ok(if told.unreadable.is_some() { Outcome::Unverified } else { Outcome::Findings })
    }

    /// The branch of a new proposal; none where one goes on with what is there, or lands directly.
    fn branch(&self, draft: &Draft, base: ObjectId) -> Result<Option<String>, Failure> {
        if self.is_direct() || base != self.audit.head {
            return Ok(None);
        }
        let subject = draft.message.lines().next().unwrap_or_default();
        let deed = subject.split_once(": ").map_or("", |(_, deed)| deed);
        let name = format!("{}/{}", draft.folder.slug(), crate::desk::draft::slug(deed));
        let mut names = std::iter::once(name.clone()).chain((2..).map(|n: u32| format!("{name}-{n}")));
        let is_free = |name: &str| -> Result<bool, Failure> {
            match commit::standing(&self.root, name, self.audit.head) {
                None => Ok(true),
                Some(commit::Branch::Merged) => Ok(false),
                // The same again could not land beside it.
                Some(commit::Branch::Open) => Err(Failure::new(
                    format!(
                        "cabang {name} sudah memuat usulan ini dan belum digabungkan; tidak ada yang ditulis. Lanjutkan di sana (git switch {name}), atau hapus dahulu (git branch -D {name}). Permohonan lain memakai --slug lain."
                    ),
                    format!(
                        "the branch {name} holds this proposal already and is not merged; nothing was written. Go on there (git switch {name}), or delete it first (git branch -D {name}). Another request takes another --slug."
                    ),
                )),
            }
        };
        loop {
            let Some(name) = names.next() else { return Ok(None) };
            if is_free(&name)? {
                return Ok(Some(name));
            }
        }
    }

    /// What to do next, for people who do not know git.
    fn next(
        &self,
        draft: &Draft,
        branch: Option<&str>,
        id: ObjectId,
        signed: Option<&Foresight>,
        terminal: &mut Terminal,
    ) {
        let short = &id.to_string()[..12];
        terminal.note(&Say::new(format!("Tercatat dalam commit {short}."), format!("Recorded in commit {short}.")));
        let own =
            |after: &Standing| after.entries.last().is_some_and(|last| last.evidence == Some(Evidence::Signature));
        if signed.is_some_and(|told| !told.prospects.iter().all(|prospect| own(&prospect.after))) {
            terminal.note(&Say::new(
                "Commit itu bertanda tangan, tetapi kuncinya tidak ada di people/ sebagai kunci Anda, jadi buktinya tetap E0. Minta pengurus menambahkan kunci umum Anda (git config user.signingkey).",
                "That commit is signed, but its key does not stand in people/ as yours, so its evidence is still E0. Ask a steward to add your public key (git config user.signingkey).",
            ));
        }
        let merge_signs = if self.policy().evidence() == Evidence::Signature { " -S" } else { "" };
        let resign = if signed.is_some() { " -S" } else { "" };
        for file in draft.files.iter().filter(|file| file.before.is_none() && unfilled_blank::count(&file.bytes) > 0) {
            let (path, count) = (&file.path, unfilled_blank::count(&file.bytes));
            terminal.note(&Say::new(
                format!(
                    "{count} isian di {path} masih kosong ([isi: …]). Lengkapi berkas itu sebelum diajukan, lalu: git \
                     commit --amend{resign} --no-edit -- {path}"
                ),
                format!(
                    "{count} places in {path} are still empty ([isi: …]). Fill them in before proposing it, then: git \
                     commit --amend{resign} --no-edit -- {path}"
                ),
            ));
        }
        let here = branch.map(str::to_owned).or_else(|| self.store.work_branch());
        let here = here.map(|name| name.trim_start_matches("refs/heads/").to_owned()).unwrap_or_default();
        let published = self.store.published();
        let main = published.trim_start_matches("refs/heads/");
        terminal.note(&match (commit::remote(&self.root), self.is_direct()) {
            (Some(remote), true) => {
                Say::new(format!("Berikutnya:\n  git push {remote} {here}"), format!("Next:\n  git push {remote} {here}"))
            }
            (Some(remote), false) => Say::new(
                format!(
                    "Berikutnya kirim, lalu ajukan penggabungannya (pull request) di forge:\n  git push -u {remote} {here}"
                ),
                format!("Next send it, then open the pull request on the forge:\n  git push -u {remote} {here}"),
            ),
            (None, true) => Say::new("Entri ini sudah mendarat di cabang ini.", "The entry has landed on this branch."),
            (None, false) => Say::new(
                format!("Berikutnya minta seorang pemeriksa menggabungkannya:\n  git switch {main}\n  git merge --no-ff{merge_signs} --no-edit {here}"),
                format!("Next ask a reviewer to merge it:\n  git switch {main}\n  git merge --no-ff{merge_signs} --no-edit {here}"),
            ),
        });
    }
}

/// The person to whom an address belongs.
pub(super) fn known<'p>(policy: &'p Policy, mail: &str) -> Result<&'p Person, Failure> {
    if mail.is_empty() {
        return Err(Failure::new(
            "git belum tahu siapa Anda: git config user.email <alamat Anda di people/>.",
            "git does not know who you are yet: git config user.email <your address in people/>.",
        ));
    }
    policy.person_of(mail.as_bytes()).ok_or_else(|| {
        Failure::new(
            format!(
                "alamat <{mail}> (git config user.email) tidak ada di people/. Betulkan alamatnya, atau minta pengurus \
                 menambahkan akun Anda."
            ),
            format!(
                "the address <{mail}> (git config user.email) does not stand in people/. Correct it, or ask a steward to \
                 add your account."
            ),
        )
    })
}

/// The commit that writes a draft.
fn plan<'p>(draft: &'p Draft, branch: Option<(&'p str, ObjectId)>, sign: bool) -> Plan<'p> {
    let file = |file: &'p Write| commit::File {
        path: file.path.as_str(),
        before: file.before.as_deref(),
        bytes: file.bytes.as_slice(),
    };
    Plan { branch, files: draft.files.iter().map(file).collect(), message: &draft.message, sign }
}

/// What would be written.
fn shown(draft: &Draft) -> String {
    let mut text = String::new();
    for file in &draft.files {
        let mark = if file.before.is_some() { '~' } else { '+' };
        let _ = writeln!(text, "{mark} {} ({} B)", file.path, file.bytes.len());
    }
    let _ = writeln!(text, "\n{}", draft.appended);
    text
}
