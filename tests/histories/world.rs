//! A little office that goes on: what stands on its published branch, and how something lands there.

use std::collections::BTreeMap;

use jejak::model::git::ObjectId;

use super::model::{Model, Reasons, Wrong, day_number};
use super::objects::Objects;
use super::random::Chance;
use super::words::{Act, Blob, Book, Branch, Brought, Entry, Header, Landed, Office, Person, Role, Tree, plain};

pub const STEWARD: &str = "pengurus@diskominfo.example";
pub const HEAD: &str = "kepala-bidang@diskominfo.example";
pub const IT: &str = "tim-it-a@diskominfo.example";
pub const IT_FORGE: &str = "12345+tim-it-a@users.noreply.github.com";
pub const IT_OTHER: &str = "tim-it-b@diskominfo.example";
pub const APPLICANT: &str = "umum@dinkes.example";
pub const APPLICANT_OTHER: &str = "umum-b@dinkes.example";
pub const VENDOR: &str = "pengembang@vendor.example";
pub const BOT: &str = "67890+pencatat@users.noreply.github.com";
pub const STRANGER: &str = "siapa@luar.example";
pub const EVERYBODY: [&str; 10] =
    [STEWARD, HEAD, IT, IT_FORGE, IT_OTHER, APPLICANT, APPLICANT_OTHER, VENDOR, BOT, STRANGER];

/// Changes of files.
pub type Edits = Vec<(String, Option<Blob>)>;

/// What is to land.
#[derive(Debug, Clone)]
pub struct Plan {
    pub aim: String,
    /// Commits of a branch: by whom, and what.
    pub commits: Vec<(String, Edits)>,
    /// Commits of a second branch, which lands with the first: an octopus.
    pub second: Vec<(String, Edits)>,
    /// What the landing commit itself brings besides.
    pub own: Edits,
    pub by: String,
    pub is_merge: bool,
}

/// A branch that was written and has not landed.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub plan: Plan,
    branches: Vec<Branch>,
    tips: Vec<ObjectId>,
}

pub struct World<'o> {
    pub book: Book,
    pub objects: &'o Objects,
    pub chance: Chance,
    pub model: Model,
    pub tree: Tree,
    /// The chain, oldest first, and what the model says of each landing.
    pub ids: Vec<ObjectId>,
    pub landings: Vec<Landed>,
    pub verdicts: Vec<Reasons>,
    /// The model after each landing.
    pub models: Vec<Model>,
    pub proposals: Vec<Proposal>,
    pub time: i64,
    pub counter: usize,
    /// Folders of requests in the order in which they were tried.
    pub folders: Vec<String>,
}

/// The little office, with two more officers and a vendor, and what its files mean.
pub fn office(base: &BTreeMap<String, Vec<u8>>, with_request: bool) -> (Book, Tree) {
    let mut book = Book::default();
    let text = |path: &str| String::from_utf8_lossy(&base[path]).into_owned();
    let mut tree: Tree = base
        .keys()
        .filter(|path| with_request || !path.starts_with("requests/"))
        .map(|path| (path.clone(), plain(text(path))))
        .collect();
    // A procedure with more in it: parties who may disagree, waits of every kind.
    tree.insert("sops/contoh/1.yaml".to_owned(), plain(include_str!("procedure.yaml")));
    let role =
        |lanes: &[&str], from, until| Role { lanes: lanes.iter().map(|l| (*l).to_owned()).collect(), from, until };
    let person = |revision, agency: Option<&str>, accounts: &[&str], roles: Vec<Role>, bot| Person {
        revision,
        agency: agency.map(str::to_owned),
        accounts: accounts.iter().map(|account| (*account).to_owned()).collect(),
        bot,
        roles,
    };
    let old = (2024, 1, 2);
    let it = || vec![role(&["tim-it"], old, None)];
    let skpd = || vec![role(&["skpd"], old, None)];
    let kominfo = Some("diskominfo");
    let given = [
        ("pengurus", person(1, kominfo, &[STEWARD], vec![], false)),
        (
            "kepala-bidang",
            person(2, kominfo, &[HEAD], vec![role(&["bidang"], (2026, 1, 2), Some((2026, 12, 31)))], false),
        ),
        ("tim-it-a", person(3, kominfo, &[IT, "github:12345"], it(), false)),
        ("dinkes-a", person(1, Some("dinkes"), &[APPLICANT], skpd(), false)),
        ("pencatat", person(1, None, &["github:67890"], vec![role(&["skpd", "tim-it"], old, None)], true)),
    ];
    for (handle, person) in given {
        book.people.insert(text(&format!("people/{handle}.yaml")), person);
    }
    let more = [
        ("tim-it-b", person(1, kominfo, &[IT_OTHER], it(), false)),
        ("dinkes-b", person(1, Some("dinkes"), &[APPLICANT_OTHER], skpd(), false)),
        ("vendor", person(1, None, &[VENDOR], vec![role(&["pengembang"], old, None)], false)),
    ];
    for (handle, person) in more {
        let text = book.person(&person);
        tree.insert(format!("people/{handle}.yaml"), plain(text));
    }
    let stewards = vec!["pengurus".to_owned(), "kepala-bidang".to_owned()];
    book.offices.insert(text("jejak.yaml"), Office { by_merge: true, four_eyes: true, stewards });
    let answers = ["9f3c0d1e2a4b5c6d7e8f90a1b2c3d4e5f6071829", "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567"];
    let answers = answers.into_iter().map(|id| (id.to_owned(), id.starts_with('0'))).collect();
    book.answers.insert(text("tanggapan.yaml"), answers);
    for path in tree.keys().filter(|path| ["sops/", "calendars/", "templates/"].iter().any(|top| path.starts_with(top)))
    {
        book.sound.insert(tree[path].1.to_string());
    }
    given_request(&mut book, &text("requests/2026/11/20/e-puskesmas/request.yaml"));
    (book, tree)
}

/// What the given request means.
fn given_request(book: &mut Book, text: &str) {
    let Some((header, history)) = text.split_once("riwayat:\n") else { return };
    let title = "Integrasi data kependudukan ke e-Puskesmas".to_owned();
    book.headers.insert(
        format!("{header}riwayat:\n"),
        Header { revision: 1, title, agency: "dinkes".to_owned(), related: Vec::new() },
    );
    let document = |id: &str, file: &str| (id.to_owned(), file.to_owned());
    let entries = [
        Entry { documents: vec![document("surat-permohonan", "surat-permohonan.md")], ..Entry::step(1) },
        Entry { documents: vec![document("disposisi", "disposisi.pdf")], ..Entry::step(2) },
        Entry::of(Act::Step { number: 3, outcome: Some("tidak lengkap".to_owned()), party: None }).noted(),
        Entry::of(Act::Pause { awaits: vec!["skpd".to_owned()] }),
        Entry::of(Act::Resume),
    ];
    let pieces = history.split("\n  - ").map(|piece| format!("  - {}\n", piece.trim_start_matches("  - ").trim_end()));
    for (piece, entry) in pieces.zip(entries) {
        book.entries.insert(piece, entry);
    }
}

/// A request that went all the way before the register began.
fn finished(book: &mut Book, tree: &mut Tree) {
    let folder = "requests/2026/10/01/lama";
    let header =
        Header { revision: 1, title: "Permohonan lama".to_owned(), agency: "dinkes".to_owned(), related: Vec::new() };
    let mut text = book.header(&header);
    let step = |number: u32, outcome: Option<&str>, party: Option<&str>| {
        let (outcome, party) = (outcome.map(str::to_owned), party.map(str::to_owned));
        Entry::of(Act::Step { number, outcome, party })
    };
    let entries = [
        (step(1, None, None), "surat-permohonan"),
        (step(2, None, None), "disposisi"),
        (step(3, Some("lengkap"), None), "rumusan"),
        (step(4, None, Some("skpd")), "rumusan"),
        (step(4, None, Some("tim-it")), "rumusan"),
        (step(5, Some("sesuai"), None), "bukti"),
        (step(6, Some("diterima"), Some("bidang")), "bukti"),
        (step(6, Some("diterima"), Some("tim-it")), "bukti"),
    ];
    for (n, (mut entry, id)) in (1..).zip(entries) {
        entry.documents.push((id.to_owned(), format!("lama-{n}.pdf")));
        tree.insert(format!("{folder}/lama-{n}.pdf"), plain(format!("lama {n}\n")));
        text.push_str(&book.entry(&entry));
    }
    tree.insert(format!("{folder}/request.yaml"), plain(text));
}

impl<'o> World<'o> {
    pub fn new(objects: &'o Objects, base: &BTreeMap<String, Vec<u8>>, seed: u64, wrong: Option<Wrong>) -> Self {
        let mut chance = Chance::new(seed);
        let with_request = chance.percent(50);
        let (mut book, mut tree) = office(base, with_request);
        if chance.percent(30) {
            finished(&mut book, &mut tree);
        }
        let time = day_number((2026, 11, 2)) * 86_400 + 3600;
        let id = objects.write_commit(&tree, &[], STEWARD, time);
        let landed = Landed {
            id: id.to_string(),
            by: STEWARD.to_owned(),
            time,
            is_merge: false,
            before: Tree::new(),
            after: tree.clone(),
            branches: Vec::new(),
            aim: "start".to_owned(),
        };
        let model = Model::start(&book, &landed, wrong);
        let folders = model.requests.keys().cloned().collect();
        Self {
            book,
            objects,
            chance,
            models: vec![model.clone()],
            model,
            tree,
            ids: vec![id],
            landings: vec![landed],
            verdicts: vec![Reasons::new()],
            proposals: Vec::new(),
            time,
            counter: 0,
            folders,
        }
    }

    pub fn fresh(&mut self) -> usize {
        self.counter += 1;
        self.counter
    }

    fn head(&self) -> ObjectId {
        self.ids[self.ids.len() - 1]
    }

    /// Writes the commits of the branches, which begin at the present head.
    pub fn propose(&mut self, plan: Plan) -> Proposal {
        let (mut branches, mut tips) = (Vec::new(), Vec::new());
        for commits in [&plan.commits, &plan.second].into_iter().filter(|commits| !commits.is_empty()) {
            let mut branch = Branch { base: self.tree.clone(), commits: Vec::new() };
            let mut tip = self.head();
            for (by, edits) in commits {
                let tree = edited(branch.commits.last().map_or(&branch.base, |last| &last.tree), edits);
                tip = self.objects.write_commit(&tree, &[tip], by, self.time);
                branch.commits.push(Brought { by: by.clone(), tree });
            }
            branches.push(branch);
            tips.push(tip);
        }
        Proposal { plan, branches, tips }
    }

    /// Somebody merges the published branch back into a proposal that has waited.
    pub fn catch_up(&mut self, proposal: &mut Proposal, by: &str) {
        let mut tree = self.tree.clone();
        proposal.plan.commits.iter().for_each(|(_, edits)| edit(&mut tree, edits));
        if let (Some(branch), Some(tip)) = (proposal.branches.first_mut(), proposal.tips.first_mut()) {
            *tip = self.objects.write_commit(&tree, &[*tip, self.ids[self.ids.len() - 1]], by, self.time);
            branch.commits.push(Brought { by: by.to_owned(), tree });
        }
    }

    /// Lands a proposal on whatever stands now: its files win.
    pub fn land(&mut self, proposal: Proposal, time: i64) {
        let Proposal { plan, branches, tips } = proposal;
        let mut tree = self.tree.clone();
        plan.commits.iter().chain(&plan.second).for_each(|(_, edits)| edit(&mut tree, edits));
        edit(&mut tree, &plan.own);
        let is_merge = plan.is_merge && !tips.is_empty();
        let mut parents = vec![self.head()];
        parents.extend(tips.iter().filter(|_| is_merge));
        let id = self.objects.write_commit(&tree, &parents, &plan.by, time);
        let landed = Landed {
            id: id.to_string(),
            by: plan.by,
            time,
            is_merge,
            before: std::mem::replace(&mut self.tree, tree.clone()),
            after: tree,
            branches: if is_merge { branches } else { Vec::new() },
            aim: plan.aim,
        };
        self.verdicts.push(self.model.judge(&self.book, &landed));
        self.models.push(self.model.clone());
        self.landings.push(landed);
        self.ids.push(id);
    }

    /// The time of the next landing: mostly later, sometimes the same or a little back, seldom far off.
    pub fn next_time(&mut self) -> i64 {
        let step = match self.chance.below(100) {
            0..80 => 60 + i64::try_from(self.chance.below(30_000)).unwrap_or(0),
            80..86 => 0,
            86..92 => -i64::try_from(self.chance.below(601)).unwrap_or(0),
            92..95 => -601 - i64::try_from(self.chance.below(100_000)).unwrap_or(0),
            95..99 => 3 * 86_400,
            _ => 40 * 86_400,
        };
        let time = self.time + step;
        self.time = self.time.max(time);
        time
    }
}

pub fn edit(tree: &mut Tree, edits: &Edits) {
    for (path, blob) in edits {
        match blob {
            Some(blob) => drop(tree.insert(path.clone(), blob.clone())),
            None => drop(tree.remove(path)),
        }
    }
}

fn edited(tree: &Tree, edits: &Edits) -> Tree {
    let mut tree = tree.clone();
    edit(&mut tree, edits);
    tree
}
