//! The office: `jejak.yaml` and `tanggapan.yaml`.

use chrono::NaiveDate;

use super::day::Zone;
use super::name::{AgencyId, CalendarName, Handle, SopRef};
use super::place::{At, WorkPath};
use super::say::Lang;
use super::signature::Key;

/// `jejak.yaml`
#[derive(Debug, Clone)]
pub struct Office {
    /// The file.
    pub path: WorkPath,
    /// `nama`: the title of the site.
    pub name: At<String>,
    /// `zona`
    pub zone: At<Zone>,
    /// `kalender`: the calendars in use, the lowest first.
    pub calendars: Vec<At<CalendarName>>,
    /// `situs.alamat`
    pub site: Option<At<String>>,
    /// `situs.bahasa`
    pub languages: Vec<Lang>,
    /// `forge`
    pub forge: Option<Forge>,
    /// `instansi`
    pub agencies: Vec<Agency>,
    /// `kebijakan`
    pub policy: Policy,
    /// `dispensasi`
    pub dispensations: Vec<Dispensation>,
}

impl Office {
    /// The agency of that name.
    pub fn agency(&self, id: &AgencyId) -> Option<&Agency> {
        self.agencies.iter().find(|agency| agency.id.value == *id)
    }
}

/// An agency that opens requests or works on them.
#[derive(Debug, Clone)]
pub struct Agency {
    /// Its name in the files.
    pub id: At<AgencyId>,
    /// Its full name.
    pub name: At<String>,
}

/// Where the repository lives.
#[derive(Debug, Clone)]
pub struct Forge {
    /// `jenis`
    pub kind: ForgeKind,
    /// `repositori`
    pub repository: Option<At<String>>,
    /// `kunci`: the forge's own signing keys.
    pub keys: Vec<At<ForgeKey>>,
    /// `pengirim_dicocokkan`: the server's hook refuses, on any branch, an edit that the forge signed for another than its pusher.
    pub compares_pusher: bool,
}

/// A key by which a forge signs what is made on its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgeKey {
    /// An SSH key.
    Ssh(Key),
    /// An OpenPGP key in its armour.
    OpenPgp(String),
}

impl std::str::FromStr for ForgeKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        const BEGIN: &str = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
        const END: &str = "-----END PGP PUBLIC KEY BLOCK-----";
        let text = text.trim();
        if text.starts_with(BEGIN) {
            return if text.ends_with(END) { Ok(Self::OpenPgp(text.to_owned())) } else { Err(()) };
        }
        text.parse().map(Self::Ssh)
    }
}

/// `forge.jenis`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForgeKind {
    /// github.com or a server of that make.
    GitHub,
    /// A Forgejo server.
    Forgejo,
    /// A GitLab server.
    GitLab,
    /// A bare server with the hook.
    Plain,
}

/// `kebijakan`
#[derive(Debug, Clone)]
pub struct Policy {
    /// `bukti`: the evidence that every entry needs.
    pub evidence: Evidence,
    /// `pendaratan`: how entries land.
    pub landing: Landing,
    /// `empat_mata`
    pub four_eyes: bool,
    /// `pengurus`
    pub stewards: Vec<At<Handle>>,
}

/// `kebijakan.bukti`, and what an entry, a merge or a change of policy has: the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// `surel`: the author's address is enough.
    Mail,
    /// `forge`: the forge vouches for the author.
    Forge,
    /// `tanda-tangan`: the author's own signature.
    Signature,
}

impl Evidence {
    /// Its number in E0 to E2 (who did it) and A0 to A2 (who approved).
    pub fn level(self) -> u8 {
        match self {
            Self::Mail => 0,
            Self::Forge => 1,
            Self::Signature => 2,
        }
    }

    /// What it is, in words; never a bare tick.
    pub fn word(self, lang: Lang) -> &'static str {
        match self {
            Self::Mail => lang.pick("tercatat, tidak terverifikasi", "recorded, not verified"),
            Self::Forge => lang.pick("terverifikasi forge", "verified by the forge"),
            Self::Signature => lang.pick("bertanda tangan", "signed"),
        }
    }
}

/// `kebijakan.pendaratan`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Landing {
    /// `gabung`: only merges change a request.
    Merge,
    /// `langsung`: officers land their own entries.
    Direct,
}

/// An SOP that may be used outside its window.
#[derive(Debug, Clone)]
pub struct Dispensation {
    /// Which revision.
    pub sop: At<SopRef>,
    /// From when on.
    pub from: At<NaiveDate>,
    /// Until when.
    pub until: Option<At<NaiveDate>>,
    /// The letter that allows it.
    pub letter: At<String>,
}

/// `tanggapan.yaml`: stewards' answers to landings that went wrong.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The file.
    pub path: WorkPath,
    /// The answers, oldest first.
    pub answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The landing's commit, in full.
    pub landing: At<String>,
    /// Why.
    pub note: At<String>,
    /// `waktu: dicoret`: its time does not move the register's clock.
    pub strikes_time: bool,
}
