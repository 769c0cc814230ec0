//! What a forge is told. The program never talks to one: it reads what a forge says of an event, and what it was asked for
//! besides (facts), and answers with the requests to send. A fixed script asks and sends; everything here is a pure
//! function of its input.

mod call;
mod check;
mod command;
mod edit;
mod event;
mod facts;
mod form;
mod guard;
mod intake;
mod letters;
mod reply;
mod said;
pub mod set;
pub mod settings;
mod sweep;
mod ways;

use chrono::{DateTime, Utc};
use serde::Serialize;

pub use call::{Api, Call, Desk, Verdict};
pub use check::{Checked, check, plan as check_plan};
pub use command::command;
pub use edit::{EditPage, edit_page};
pub use event::{BadEvent, Event, Issue, What, read as read_event};
pub use facts::{Comment, Facts, Need};
pub use form::{Field, Fills, SOP_LABEL, fields, read as read_form};
pub use guard::{Published, guard};
pub use intake::intake;
pub use sweep::{Swept, sweep};
pub use ways::{Way, Ways, ways};

use crate::model::office::ForgeKind;
use crate::model::path::RequestFolder;
use crate::model::person::{Account, Person};
use crate::register::overlay::Overlay;
use crate::register::policy::Policy;
use crate::register::standing::Standing;
use crate::rules::judge::{Audit, Foresight};

/// What the script has to do: ask for more, or send and end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// What has to be known first. Where something is, nothing is sent: the script asks, and calls again.
    pub need: Vec<Need>,
    /// The requests to send, in order.
    pub send: Vec<Call>,
    /// What a workflow's log shows at the lines of a proposal: commands of this program's making.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub annotations: String,
    /// One line for the log: numbers and names of this program's making, never a word of the payload.
    pub say: String,
    /// The exit status.
    pub exit: u8,
}

impl Plan {
    /// Nothing is to be done.
    pub fn nothing(say: impl Into<String>) -> Self {
        Self { need: Vec::new(), send: Vec::new(), annotations: String::new(), say: say.into(), exit: 0 }
    }

    /// Something has to be known first.
    pub fn ask(need: Vec<Need>) -> Self {
        Self { need, ..Self::nothing("") }
    }

    /// Requests to send.
    pub fn send(send: Vec<Call>, say: impl Into<String>) -> Self {
        Self { send, ..Self::nothing(say) }
    }
}

/// On what an answer is based.
pub struct Counter<'a> {
    /// How the forge is spoken to.
    pub api: Api,
    /// The trusted branch, by its short name.
    pub branch: String,
    /// The register on it.
    pub audit: &'a Audit,
    /// Its objects, and what is tried over them.
    pub overlay: &'a Overlay<'a>,
    /// The tips of branches and proposals that were fetched.
    pub tip: &'a dyn Fn(&Ref) -> Option<crate::model::git::ObjectId>,
    /// The moment.
    pub now: DateTime<Utc>,
    /// What was asked for and is known now.
    pub facts: Facts,
    /// A foreseen landing in words, as Markdown.
    pub tell: &'a dyn Fn(&Foresight) -> String,
    /// Where a request stands, as Markdown.
    pub show: &'a dyn Fn(&Standing, &Ways) -> String,
}

/// What was fetched of a forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ref {
    /// A branch, by its short name.
    Branch(String),
    /// The tip of a proposal.
    Proposal(u64),
}

impl Counter<'_> {
    fn policy(&self) -> &Policy {
        &self.audit.ledger.policy
    }

    fn account(&self, id: u64) -> Account {
        let forge = match self.api.kind {
            ForgeKind::GitHub => "github",
            ForgeKind::GitLab => "gitlab",
            ForgeKind::Forgejo | ForgeKind::Plain => "forgejo",
        };
        Account::Forge { forge: forge.to_owned(), id }
    }

    /// The person to whom an account belongs, as people/ stands on the trusted branch.
    fn person(&self, id: u64) -> Option<&Person> {
        let account = self.account(id);
        let owns = |person: &&Person| person.accounts.iter().any(|own| own.value == account);
        let mut owners = self.policy().workspace.people.values().filter(owns);
        owners.next().filter(|_| owners.next().is_none())
    }

    fn is_bot(&self, id: u64) -> bool {
        self.person(id).is_some_and(|person| person.bot)
    }

    /// The address that the commits of the bot bear that writes here.
    fn bot(&self) -> Option<String> {
        let of_forge = |account: &Account| matches!(account, Account::Forge { .. });
        let bots = self.policy().workspace.people.values().filter(|person| person.bot);
        let mut bots = bots.filter(|person| person.accounts.iter().any(|own| of_forge(&own.value)));
        bots.next()?.accounts.iter().find_map(|own| own.value.address())
    }

    /// The request that came from an issue: its folder ends with the SOP's name and the issue's number.
    fn request_of(&self, issue: u64) -> Option<&Standing> {
        let mut requests = self.audit.ledger.requests.all();
        requests.find(|standing| issue_of(&standing.folder, self.policy()) == Some(issue))
    }
}

/// The issue from which a request came, told by its folder's name.
pub fn issue_of(folder: &RequestFolder, policy: &Policy) -> Option<u64> {
    let (sop, number) = folder.slug().rsplit_once('-')?;
    let known = policy.workspace.sops.keys().any(|id| id.slug.as_str() == sop);
    number.parse().ok().filter(|_| known && !number.starts_with('0'))
}
