//! Who may act: `people/<handle>.yaml`.

use chrono::NaiveDate;

use super::name::{AgencyId, Handle, LaneRef};
use super::place::{At, WorkPath};
use super::signature::Key;

/// One person, or one bot.
#[derive(Debug, Clone)]
pub struct Person {
    /// From the path.
    pub handle: Handle,
    /// The file.
    pub path: WorkPath,
    /// `revisi`: strictly rising.
    pub revision: At<u32>,
    /// `instansi`
    pub agency: Option<At<AgencyId>>,
    /// `jabatan`: what the site shows.
    pub post: At<String>,
    /// `nama`: optional and never published.
    pub name: Option<At<String>>,
    /// `akun`
    pub accounts: Vec<At<Account>>,
    /// `kunci`: the keys by which this person signs.
    pub keys: Vec<At<Key>>,
    /// `peran`
    pub roles: Vec<Role>,
    /// `bot`
    pub bot: bool,
}

/// How git or a forge names a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// An address, compared byte by byte.
    Mail(String),
    /// A numeric id on a forge; it stands for that forge's noreply addresses.
    Forge {
        /// `github`, `forgejo` or `gitlab`.
        forge: String,
        /// The number.
        id: u64,
    },
}

/// The hosts of noreply addresses: the forge, the host, and what stands between the number and the name.
const NOREPLY: [(&str, &str, char); 2] =
    [("github", "users.noreply.github.com", '+'), ("gitlab", "users.noreply.gitlab.com", '-')];

impl Account {
    /// The account that an address belongs to: a forge's noreply address is the forge's account.
    pub fn of_mail(mail: &str) -> Self {
        Self::of_noreply(mail).unwrap_or_else(|| Self::Mail(mail.to_owned()))
    }

    /// The account of a forge's noreply address.
    pub fn of_noreply(mail: &str) -> Option<Self> {
        NOREPLY.iter().find_map(|(forge, host, mark)| {
            let user = mail.strip_suffix(host)?.strip_suffix('@')?;
            let number = user.split_once(*mark)?.0;
            let id = super::name::count(number)?.into();
            Some(Self::Forge { forge: (*forge).to_owned(), id })
        })
    }

    /// An address that stands for it; none where a forge's number has no noreply address of a known form.
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Mail(mail) => Some(mail.clone()),
            Self::Forge { forge, id } => {
                let (_, host, mark) = NOREPLY.iter().find(|(name, ..)| name == forge)?;
                Some(format!("{id}{mark}x@{host}"))
            }
        }
    }

    /// The name by which it is the same account however it is written.
    pub fn identity(&self) -> String {
        match self {
            Self::Mail(address) => Self::of_mail(address).to_string(),
            Self::Forge { .. } => self.to_string(),
        }
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mail(address) => f.write_str(address),
            Self::Forge { forge, id } => write!(f, "{forge}:{id}"),
        }
    }
}

impl std::str::FromStr for Account {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some((forge @ ("github" | "forgejo" | "gitlab"), id)) = text.split_once(':') {
            return Ok(Self::Forge { forge: forge.to_owned(), id: super::name::count(id).ok_or(())?.into() });
        }
        let (user, host) = text.split_once('@').ok_or(())?;
        let lawful =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-[]".contains(&b));
        if lawful(user) && lawful(host) { Ok(Self::Mail(text.to_owned())) } else { Err(()) }
    }
}

/// An appointment.
#[derive(Debug, Clone)]
pub struct Role {
    /// The lanes it opens.
    pub lanes: Vec<At<LaneRef>>,
    /// The first day.
    pub from: At<NaiveDate>,
    /// The last day.
    pub until: Option<At<NaiveDate>>,
    /// The letter it rests on.
    pub letter: Option<At<String>>,
    /// `untuk`: the agency that a vendor acts for.
    pub acts_for: Option<At<AgencyId>>,
    /// `sebagai`: acting for the holder of the post.
    pub acting: Option<At<Acting>>,
}

/// `sebagai`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acting {
    /// Pelaksana tugas: the post is vacant.
    Plt,
    /// Pelaksana harian: its holder is away.
    Plh,
}
