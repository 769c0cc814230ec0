//! What a random history is told in: people, acts, files and what each text means. The generator writes a text and notes
//! its meaning; the model looks the meaning up and reads no YAML.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write;
use std::sync::Arc;

/// A file: its mode and its text.
pub type Blob = (u32, Arc<str>);
/// Files by their path.
pub type Tree = BTreeMap<String, Blob>;

pub const PLAIN: u32 = 0o100_644;
pub const EXECUTABLE: u32 = 0o100_755;

/// A plain file.
pub fn plain(text: impl Into<Arc<str>>) -> Blob {
    (PLAIN, text.into())
}

/// An entry of a history.
#[derive(Debug, Clone)]
pub struct Entry {
    pub act: Act,
    pub note: bool,
    /// Documents: what each is, and its file.
    pub documents: Vec<(String, String)>,
    pub on_behalf: Option<String>,
}

#[derive(Debug, Clone)]
pub enum Act {
    Step {
        number: u32,
        outcome: Option<String>,
        party: Option<String>,
    },
    Pause {
        awaits: Vec<String>,
    },
    Resume,
    Withdraw,
    Amend {
        title: Option<String>,
        agency: Option<String>,
    },
    Cancel,
    Skip {
        number: u32,
        outcome: Option<String>,
    },
    Migrate {
        revision: u32,
        to: u32,
    },
    Withhold(String),
    Ratify(u32),
    Revoke(u32),
    /// Well cut, but no entry.
    Garbage(u32),
}

impl Entry {
    pub fn of(act: Act) -> Self {
        Self { act, note: false, documents: Vec::new(), on_behalf: None }
    }

    pub fn step(number: u32) -> Self {
        Self::of(Act::Step { number, outcome: None, party: None })
    }

    pub fn noted(mut self) -> Self {
        self.note = true;
        self
    }

    pub fn text(&self) -> String {
        let mut text = match &self.act {
            Act::Step { number, outcome, party } => {
                format!("  - langkah: {number}\n{}{}", line("hasil", outcome.as_ref()), line("pihak", party.as_ref()))
            }
            Act::Pause { awaits } if awaits.is_empty() => "  - jeda: Ada rapat\n".to_owned(),
            Act::Pause { awaits } => format!("  - jeda: Ada rapat\n    menunggu: [{}]\n", awaits.join(", ")),
            Act::Resume => "  - lanjut: Sudah selesai\n".to_owned(),
            Act::Withdraw => "  - tarik: Tidak jadi\n".to_owned(),
            Act::Amend { title, agency } => {
                let fields: Vec<String> = [("judul", title), ("instansi", agency)]
                    .into_iter()
                    .filter_map(|(key, value)| Some(format!("{key}: {}", value.as_ref()?)))
                    .collect();
                format!("  - ralat: {{{}}}\n", fields.join(", "))
            }
            Act::Cancel => "  - batal: Anggaran dicabut\n".to_owned(),
            Act::Skip { number, outcome } => format!("  - lewati: {number}\n{}", line("hasil", outcome.as_ref())),
            Act::Migrate { revision, to } => format!("  - pindah: contoh/{revision}\n    ke: {to}\n"),
            Act::Withhold(file) => format!("  - tutup: {file}\n"),
            Act::Ratify(n) => format!("  - sahkan: {n}\n"),
            Act::Revoke(n) => format!("  - batalkan: {n}\n"),
            Act::Garbage(0) => "  - oleh: siapa\n".to_owned(),
            Act::Garbage(1) => "  - langkah: satu\n".to_owned(),
            Act::Garbage(2) => "  - langkah: 1\n    lanjut: ya\n".to_owned(),
            Act::Garbage(_) => "  - langkah: [\n".to_owned(),
        };
        if self.note {
            text.push_str("    catatan: Sudah diperiksa.\n");
        }
        if !self.documents.is_empty() {
            let pairs: Vec<String> = self.documents.iter().map(|(id, file)| format!("{id}: {file}")).collect();
            let _ = writeln!(text, "    dokumen: {{{}}}", pairs.join(", "));
        }
        if let Some(handle) = &self.on_behalf {
            let _ = writeln!(text, "    atas_nama: {handle}");
        }
        text
    }
}

fn line(key: &str, value: Option<&String>) -> String {
    value.map_or_else(String::new, |value| format!("    {key}: {value}\n"))
}

/// What stands above the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub revision: u32,
    pub title: String,
    pub agency: String,
    pub related: Vec<String>,
}

impl Header {
    pub fn text(&self) -> String {
        let Self { revision, title, agency, related } = self;
        let related = if related.is_empty() { String::new() } else { format!("terkait: [{}]\n", related.join(", ")) };
        format!("sop: contoh/{revision}\njudul: {title}\ninstansi: {agency}\n{related}riwayat:\n")
    }
}

/// A person, as `people/` says.
#[derive(Debug, Clone)]
pub struct Person {
    pub revision: u32,
    pub agency: Option<String>,
    pub accounts: Vec<String>,
    pub bot: bool,
    pub roles: Vec<Role>,
}

/// A role: its lanes, its first and its last day.
#[derive(Debug, Clone)]
pub struct Role {
    pub lanes: Vec<String>,
    pub from: (i64, i64, i64),
    pub until: Option<(i64, i64, i64)>,
}

impl Person {
    pub fn text(&self) -> String {
        let mut text = format!("revisi: {}\n", self.revision);
        if let Some(agency) = &self.agency {
            let _ = writeln!(text, "instansi: {agency}");
        }
        let accounts: Vec<String> = self.accounts.iter().map(|account| format!("\"{account}\"")).collect();
        let _ = writeln!(text, "jabatan: Petugas\nakun: [{}]", accounts.join(", "));
        if self.bot {
            text.push_str("bot: true\n");
        }
        if !self.roles.is_empty() {
            text.push_str("peran:\n");
        }
        for role in &self.roles {
            let lanes: Vec<String> = role.lanes.iter().map(|lane| format!("contoh/{lane}")).collect();
            let until = role.until.map_or_else(String::new, |day| format!(", sampai: {}", day_text(day)));
            let _ = writeln!(text, "  - {{lajur: [{}], sejak: {}{until}}}", lanes.join(", "), day_text(role.from));
        }
        text
    }
}

fn day_text((year, month, day): (i64, i64, i64)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

/// The policy, as `jejak.yaml` says.
#[derive(Debug, Clone)]
pub struct Office {
    pub by_merge: bool,
    pub four_eyes: bool,
    pub stewards: Vec<String>,
}

/// An answer: the landing, and whether its time is struck.
pub type Answer = (String, bool);

/// What each text means.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub entries: HashMap<String, Entry>,
    pub headers: HashMap<String, Header>,
    pub people: HashMap<String, Person>,
    pub offices: HashMap<String, Office>,
    pub answers: HashMap<String, Vec<Answer>>,
    /// Texts of other policy files that read well.
    pub sound: HashSet<String>,
}

impl Book {
    pub fn entry(&mut self, entry: &Entry) -> String {
        let text = entry.text();
        self.entries.insert(text.clone(), entry.clone());
        text
    }

    pub fn header(&mut self, header: &Header) -> String {
        let text = header.text();
        self.headers.insert(text.clone(), header.clone());
        text
    }

    /// A header with another title reads too, should it ever open something.
    pub fn altered(&mut self, stands: &str, text: &str) {
        let header = |text: &str| Some(format!("{}riwayat:\n", text.split_once("riwayat:\n")?.0));
        let (Some(old), Some(new)) = (header(stands), header(text)) else { return };
        if let Some(mut header) = self.headers.get(&old).cloned() {
            header.title = format!("Lain {}", header.title);
            self.headers.insert(new, header);
        }
    }

    pub fn person(&mut self, person: &Person) -> String {
        let text = person.text();
        self.people.insert(text.clone(), person.clone());
        text
    }
}

/// A commit that a landing brings.
#[derive(Debug, Clone)]
pub struct Brought {
    pub by: String,
    pub tree: Tree,
}

/// A branch.
#[derive(Debug, Clone)]
pub struct Branch {
    /// What stood where it began.
    pub base: Tree,
    /// Oldest first; each is the first parent of the next.
    pub commits: Vec<Brought>,
}

/// A landing, as the model sees it.
#[derive(Debug, Clone)]
pub struct Landed {
    /// The commit's name, in full.
    pub id: String,
    pub by: String,
    pub time: i64,
    pub is_merge: bool,
    pub before: Tree,
    pub after: Tree,
    /// The branches that a merge brings, in the order of its parents.
    pub branches: Vec<Branch>,
    /// What the generator had in mind.
    pub aim: String,
}

impl Landed {
    /// Every commit that it brings.
    pub fn commits(&self) -> impl Iterator<Item = &Brought> {
        self.branches.iter().flat_map(|branch| &branch.commits)
    }
}
