//! A little register on real git, and the site that it makes.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use git2::{Oid, Signature, Time};
use jejak::rules::judge::{Audit, Finished, audit};
use jejak::shell::git::GitStore;
use jejak::site::defaults::Dressing;
use jejak::site::{Book, Builder};

use super::support::base;
use super::support::history::{History, PLAIN, Tree, id};

/// Pages and other files by their path.
pub type Site = BTreeMap<String, Vec<u8>>;

/// 20 November 2026, 09.15 WITA, a Friday.
pub const MORNING: i64 = 1_795_137_300;

pub const REQUEST: &str = "requests/2026/11/20/e-puskesmas";

pub struct Office {
    pub history: History,
    pub tree: Tree,
    clock: i64,
}

impl Office {
    /// The office of the stories, without its request; the start has landed.
    pub fn new(more: &[(&str, &str)]) -> Self {
        let files = base().into_iter().filter(|(path, _)| !path.starts_with("requests/") && path != "tanggapan.yaml");
        let mut tree: Tree = files.map(|(path, bytes)| (path, (PLAIN, bytes))).collect();
        tree.extend(more.iter().map(|(path, text)| ((*path).to_owned(), (PLAIN, text.as_bytes().to_vec()))));
        let mut history = History::new();
        let start = history.commit(&tree, &[], "pengurus@diskominfo.example", MORNING - 86_400);
        history.publish(start);
        Self { history, tree, clock: MORNING }
    }

    /// Somebody adds to files on a branch, and somebody else merges it an hour later.
    pub fn land(&mut self, author: &str, reviewer: &str, message: &str, changes: &[(&str, &str)]) -> Oid {
        for (path, text) in changes {
            let file = self.tree.entry((*path).to_owned()).or_insert((PLAIN, Vec::new()));
            file.1.extend(text.as_bytes());
        }
        let main = self.history.main.expect("a start");
        let branch = self.history.commit(&self.tree, &[main], author, self.clock);
        let branch = self.reworded(branch, author, message);
        let merge = self.history.commit(&self.tree, &[main, branch], reviewer, self.clock + 600);
        self.history.publish(merge);
        self.clock += 3600;
        merge
    }

    /// The same commit with a name and a message of its own.
    fn reworded(&self, commit: Oid, mail: &str, message: &str) -> Oid {
        let repository = &self.history.repository;
        let commit = repository.find_commit(commit).expect("just written");
        let signature = Signature::new(message, mail, &Time::new(self.clock, 480)).expect("a signature");
        let parents: Vec<_> = commit.parents().collect();
        let parents: Vec<_> = parents.iter().collect();
        let tree = commit.tree().expect("its tree");
        repository.commit(None, &signature, &signature, message, &tree, &parents).expect("a commit")
    }

    pub fn audit(&self) -> (GitStore, Audit) {
        let store = GitStore::open(self.history.folder.path()).expect("the repository opens");
        let audit = audit(&store, id(self.history.main.expect("a head")), None, Finished::Stay).expect("a register");
        (store, audit)
    }

    /// The site three days later.
    pub fn site(&self, own: &[(&str, &str)]) -> Site {
        let (store, audit) = self.audit();
        made(&store, &audit, own).0
    }
}

/// Every file of a site, and the book of its links.
pub fn made(store: &GitStore, audit: &Audit, own: &[(&str, &str)]) -> (Site, Book) {
    let at = DateTime::<Utc>::from_timestamp(MORNING + 3 * 86_400, 0).expect("a moment");
    let own = own.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let builder = Builder::new(audit, store, at, Dressing::new(own), "", None).expect("the templates are read");
    let (mut site, mut book) = (Site::new(), Book::new(builder.base()));
    for unit in builder.units() {
        for file in builder.make(&unit, store).expect("the templates are filled") {
            book.add(&file);
            site.insert(file.path, file.bytes);
        }
    }
    (site, book)
}

/// The pages among the files of a site.
pub fn pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    site.iter()
        .filter(|(path, _)| path.rsplit('.').next() == Some("html"))
        .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("pages are UTF-8")))
}

/// A request on its way: opened, passed on, sent back once, opened again.
pub fn walked() -> Office {
    let mut office = Office::new(&[]);
    let (umum, bidang) = ("umum@dinkes.example", "kepala-bidang@diskominfo.example");
    let (tim, pengurus) = ("tim-it-a@diskominfo.example", "pengurus@diskominfo.example");
    let request = format!("{REQUEST}/request.yaml");
    let base = base();
    let letter = String::from_utf8(base[&format!("{REQUEST}/surat-permohonan.md")].clone()).expect("text");
    let opening = "sop: contoh/1\njudul: Integrasi data kependudukan ke e-Puskesmas\ninstansi: dinkes\naplikasi: e-Puskesmas\n\
                   riwayat:\n  - langkah: 1\n    dokumen: {surat-permohonan: surat-permohonan.md}\n";
    let path = format!("{REQUEST}/surat-permohonan.md");
    office.land(umum, pengurus, "x", &[(&request, opening), (&path, &letter)]);
    let disposition =
        "  - langkah: 2\n    dokumen: {disposisi: {berkas: disposisi.pdf, nomor: 800/14, sifat: terbatas}}\n";
    let file = format!("{REQUEST}/disposisi.pdf");
    office.land(bidang, pengurus, "x", &[(&request, disposition), (&file, "%PDF-1.4 disposisi")]);
    let back = "  - langkah: 3\n    hasil: tidak lengkap\n    catatan: Proses bisnis belum dilampirkan.\n";
    office.land(tim, bidang, "x", &[(&request, back)]);
    let again = "  - langkah: 1\n    catatan: Proses bisnis disertakan dalam surat.\n";
    office.land(umum, pengurus, "x", &[(&request, again)]);
    office
}
