//! A request: one header, and entries that only grow.

use super::name::{AgencyId, DocumentId, Handle, LaneId, SopRef};
use super::path::RequestFolder;
use super::place::{At, Span, WorkPath};
use super::say::Lang;
use super::sop::Class;

/// What a request's file says. Where the request stands is never in it: that is folded from the entries.
#[derive(Debug, Clone)]
pub struct Request {
    /// The folder, which is the request's identity.
    pub folder: RequestFolder,
    /// The file.
    pub path: WorkPath,
    /// What stands above the entries.
    pub header: Header,
    /// The entries that could be read, oldest first.
    pub entries: Vec<Entry>,
    /// Whether the file was read without an error.
    pub whole: bool,
}

/// What stands above the entries.
#[derive(Debug, Clone)]
pub struct Header {
    /// `sop`
    pub sop: Option<At<SopRef>>,
    /// `judul`
    pub title: At<String>,
    /// `instansi`
    pub agency: Option<At<AgencyId>>,
    /// `aplikasi`
    pub application: Option<At<String>>,
    /// `terkait`
    pub related: Vec<At<RequestFolder>>,
}

/// One entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its place in the history, from 1.
    pub place: usize,
    /// Where it begins.
    pub span: Span,
    /// The one thing that it does.
    pub act: Act,
    /// `catatan`
    pub note: Option<At<String>>,
    /// `dokumen`
    pub documents: Vec<Given>,
    /// `atas_nama`: for whom a bot writes.
    pub on_behalf: Option<At<Handle>>,
}

/// What an entry does.
#[derive(Debug, Clone)]
pub enum Act {
    /// `langkah`
    Step {
        /// Which one.
        number: At<u32>,
        /// `hasil`
        outcome: Option<At<String>>,
        /// `pihak`
        party: Option<At<LaneId>>,
    },
    /// `jeda`
    Pause {
        /// Why.
        reason: At<String>,
        /// `menunggu`
        awaits: Vec<At<LaneId>>,
    },
    /// `lanjut`
    Resume(At<String>),
    /// `tarik`
    Withdraw(At<String>),
    /// `ralat`
    Amend(Vec<(At<HeaderField>, At<String>)>),
    /// `batal`
    Cancel(At<String>),
    /// `lewati`
    Skip {
        /// Which step.
        number: At<u32>,
        /// `hasil`, on a decision.
        outcome: Option<At<String>>,
    },
    /// `pindah`
    Migrate {
        /// The newer revision.
        sop: At<SopRef>,
        /// The step at which it goes on.
        to: At<u32>,
    },
    /// `tutup`
    Withhold(At<String>),
    /// `sahkan`
    Ratify(At<u32>),
    /// `batalkan`
    Revoke(At<u32>),
}

impl Act {
    /// Every act's key in the files. Exactly one stands in an entry, first.
    pub const KEYS: [&'static str; 11] =
        ["langkah", "jeda", "lanjut", "tarik", "ralat", "batal", "lewati", "pindah", "tutup", "sahkan", "batalkan"];

    /// The key of this act.
    pub fn key(&self) -> &'static str {
        Self::KEYS[match self {
            Self::Step { .. } => 0,
            Self::Pause { .. } => 1,
            Self::Resume(_) => 2,
            Self::Withdraw(_) => 3,
            Self::Amend(_) => 4,
            Self::Cancel(_) => 5,
            Self::Skip { .. } => 6,
            Self::Migrate { .. } => 7,
            Self::Withhold(_) => 8,
            Self::Ratify(_) => 9,
            Self::Revoke(_) => 10,
        }]
    }

    /// What this act is called: in Indonesian as in the file.
    pub fn name(&self, lang: Lang) -> &'static str {
        let en = match self {
            Self::Step { .. } => "step",
            Self::Pause { .. } => "pause",
            Self::Resume(_) => "resumption",
            Self::Withdraw(_) => "withdrawal",
            Self::Amend(_) => "correction",
            Self::Cancel(_) => "cancellation",
            Self::Skip { .. } => "skipped step",
            Self::Migrate { .. } => "move to another revision",
            Self::Withhold(_) => "withheld document",
            Self::Ratify(_) => "ratification",
            Self::Revoke(_) => "revocation",
        };
        lang.pick(self.key(), en)
    }
}

/// A field of the header that `ralat` may correct. The SOP is not one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderField {
    /// `judul`
    Title,
    /// `aplikasi`
    Application,
    /// `instansi`
    Agency,
}

/// A document that an entry delivers.
#[derive(Debug, Clone)]
pub struct Given {
    /// Which document of the SOP, or an attachment's own name.
    pub id: At<DocumentId>,
    /// Its file in the request's folder.
    pub file: At<String>,
    /// What a file without front matter has to say about itself.
    pub facts: LetterFacts,
}

/// What a document says about itself: in its front matter, or beside the name of an attached file.
#[derive(Debug, Clone, Default)]
pub struct LetterFacts {
    /// `nomor`
    pub number: Option<At<String>>,
    /// `tanggal`
    pub date: Option<At<chrono::NaiveDate>>,
    /// `hal`
    pub subject: Option<At<String>>,
    /// `dari`
    pub from: Option<At<String>>,
    /// `kepada`
    pub to: Option<At<String>>,
    /// `sifat`
    pub class: Option<At<Class>>,
}

/// A Markdown letter: its front matter, and where its text begins.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The file.
    pub path: WorkPath,
    /// The front matter.
    pub facts: LetterFacts,
    /// The byte at which the text begins.
    pub body: usize,
}
