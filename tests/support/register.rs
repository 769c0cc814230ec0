//! A register that a test writes landing by landing, with signatures where it wants them.

use git2::Oid;
use jejak::register::standing::Standing;
use jejak::rules::judge::{Audit, Finished, audit};
use jejak::shell::git::GitStore;

use super::base;
use super::history::{History, PLAIN, Tree, id};
use super::signing::Pen;

/// Where the request of the little office stands.
pub const REQUEST: &str = "requests/2026/11/20/e-puskesmas/request.yaml";

/// The people of the little office, by their addresses.
pub const TECHNICIAN: &str = "tim-it-a@diskominfo.example";
pub const HEAD: &str = "kepala-bidang@diskominfo.example";
pub const STEWARD: &str = "pengurus@diskominfo.example";
pub const CLERK: &str = "umum@dinkes.example";

/// The start: 2 November 2026, 09.00 in the office's zone.
const START: i64 = 1_793_581_200;
const DAY: i64 = 24 * 3600;

/// A register that grows.
pub struct Register {
    pub history: History,
    /// The files on the published branch, and what is changed for the next landing.
    pub files: Tree,
    /// The time of the last landing.
    pub time: i64,
}

impl Register {
    /// The little office, changed; the steward's commit is the start.
    pub fn start(change: impl FnOnce(&mut Files)) -> Self {
        let mut files = Files(base().into_iter().map(|(path, bytes)| (path, (PLAIN, bytes))).collect());
        // The request stands at its third step.
        files.append(REQUEST, "  - langkah: 1\n    dokumen: {surat-permohonan: surat-permohonan.md}\n");
        files.append(REQUEST, "  - langkah: 2\n    dokumen: {disposisi: disposisi.pdf}\n");
        change(&mut files);
        let mut history = History::new();
        let head = history.commit(&files.0, &[], STEWARD, START);
        history.publish(head);
        Self { history, files: files.0, time: START }
    }

    /// Changes files for the next landing.
    pub fn change(&mut self, change: impl FnOnce(&mut Files)) -> &mut Self {
        let mut files = Files(std::mem::take(&mut self.files));
        change(&mut files);
        self.files = files.0;
        self
    }

    /// The present head.
    pub fn head(&self) -> Oid {
        self.history.main.expect("a register has a start")
    }

    /// The bytes of a commit on the present head, or on other parents.
    pub fn draft(&self, parents: &[Oid], by: [&str; 2]) -> Vec<u8> {
        self.history.draft(&self.files, parents, by, self.time)
    }

    /// A commit that no branch names yet.
    pub fn commit(&self, parents: &[Oid], by: &str, pen: Option<&Pen>) -> Oid {
        let draft = self.draft(parents, [by, by]);
        self.history.put(&pen.map_or(draft.clone(), |pen| pen.seal(&draft)))
    }

    /// Bytes land as a commit.
    pub fn land(&mut self, commit: &[u8]) -> Oid {
        let head = self.history.put(commit);
        self.history.publish(head);
        head
    }

    /// A day goes by.
    pub fn later(&mut self) -> &mut Self {
        self.time += DAY;
        self
    }

    /// The changed files land as a commit of their own.
    pub fn direct(&mut self, by: &str, pen: Option<&Pen>) -> Oid {
        self.later();
        let commit = self.commit(&[self.head()], by, pen);
        self.history.publish(commit);
        commit
    }

    /// The changed files are proposed by one and merged by another.
    pub fn merge(&mut self, of: (&str, Option<&Pen>), by: (&str, Option<&Pen>)) -> Oid {
        let tip = self.commit(&[self.head()], of.0, of.1);
        self.merge_tip(tip, by.0, by.1)
    }

    /// A branch is merged, with the files as they are now.
    pub fn merge_tip(&mut self, tip: Oid, by: &str, pen: Option<&Pen>) -> Oid {
        self.later();
        let merge = self.commit(&[self.head(), tip], by, pen);
        self.history.publish(merge);
        merge
    }

    /// Every landing judged.
    pub fn audit(&self) -> Audit {
        let store = GitStore::open(self.history.folder.path()).expect("a repository");
        audit(&store, id(self.head()), None, Finished::Stay).expect("a register")
    }

    /// The rules that the last landing breaks, each once, in order of their names.
    pub fn last(&self) -> Vec<String> {
        rules_of(&self.audit(), self.audit().verdicts.len() - 1)
    }

    /// The request, as it stands.
    pub fn request(&self) -> Standing {
        let requests = self.audit().ledger.requests;
        requests.all().next().expect("the request stands").clone()
    }
}

/// The rules that a landing breaks, each once, in order of their names.
pub fn rules_of(audit: &Audit, landing: usize) -> Vec<String> {
    let mut rules: Vec<String> =
        audit.verdicts[landing].findings.iter().map(|finding| finding.rule.0.to_owned()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// The files of a register.
pub struct Files(pub Tree);

impl Files {
    /// A file with these bytes.
    pub fn write(&mut self, path: &str, text: &str) {
        self.0.insert(path.to_owned(), (PLAIN, text.as_bytes().to_vec()));
    }

    /// More at the end of a file.
    pub fn append(&mut self, path: &str, text: &str) {
        self.0.get_mut(path).expect("a file").1.extend(text.bytes());
    }

    /// One place of a file changes.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let file = self.0.get_mut(path).expect("a file");
        let text = String::from_utf8(file.1.clone()).expect("text");
        assert_eq!(text.matches(old).count(), 1, "{path} holds this exactly once: {old}");
        file.1 = text.replacen(old, new, 1).into_bytes();
    }

    /// The evidence that policy asks.
    pub fn asks(&mut self, evidence: &str) {
        self.replace("jejak.yaml", "bukti: surel", &format!("bukti: {evidence}"));
    }

    /// Officers land their own entries.
    pub fn lands_directly(&mut self) {
        self.replace("jejak.yaml", "pendaratan: gabung", "pendaratan: langsung");
    }

    /// Nobody has to be reviewed.
    pub fn without_four_eyes(&mut self) {
        self.replace("jejak.yaml", "empat_mata: true", "empat_mata: false");
    }

    /// The forge's key is pinned.
    pub fn pins(&mut self, key: &Pen) {
        self.replace("jejak.yaml", "kunci: []", &format!("kunci: [{}]", key.public()));
    }

    /// Each steward has the key of his handle's name, as the technician has.
    pub fn stewards_have_keys(&mut self) {
        for handle in ["pengurus", "kepala-bidang"] {
            let akun = format!("akun: [{handle}@diskominfo.example]");
            let key = Pen::named(handle).public();
            self.replace(&format!("people/{handle}.yaml"), &akun, &format!("{akun}\nkunci: [{key}]"));
        }
    }

    /// The technician's key is another, or none.
    pub fn technicians_key(&mut self, key: Option<&Pen>) {
        let own = Pen::named("tim-it-a").public();
        self.replace("people/tim-it-a.yaml", "revisi: 3", "revisi: 4");
        self.replace("people/tim-it-a.yaml", &own, &key.map(Pen::public).unwrap_or_default());
    }

    /// The technician's step.
    pub fn step_3(&mut self) {
        self.append(
            REQUEST,
            "  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Proses bisnis belum dilampirkan.\n",
        );
    }
}
