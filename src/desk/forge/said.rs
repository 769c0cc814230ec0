//! When something was said. A forge may deliver an event late, or again; what an older word asks is not put back once a
//! newer one was taken. Each commit of the bot tells from which word it came, on a line of its own in its message, so that
//! git alone remembers it.

use chrono::{DateTime, SecondsFormat, Utc};

use super::Counter;
use crate::model::git::{Commit, ObjectId, ObjectStore, Unreadable};
use crate::register::standing::Standing;

/// A word that asks for something. Of one kind, the newer is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// A form, as it was at that moment.
    Form(DateTime<Utc>),
    /// A comment: its number, and each forge gives a later comment a higher one.
    Comment(u64),
}

const FORM: &str = "Formulir: ";
const COMMENT: &str = "Komentar: ";

impl Said {
    /// The line by which a commit tells from where it came.
    fn line(self) -> String {
        match self {
            Self::Form(at) => format!("{FORM}{}", at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            Self::Comment(id) => format!("{COMMENT}{id}"),
        }
    }

    /// The last paragraph of a message says it: what people wrote stands before.
    fn read(message: &[u8]) -> Option<Self> {
        let message = std::str::from_utf8(message).ok()?;
        let (_, line) = message.trim_end().rsplit_once("\n\n")?;
        let moment = |text| DateTime::parse_from_rfc3339(text).ok().map(|at| Self::Form(at.to_utc()));
        match line.strip_prefix(FORM) {
            Some(text) => moment(text),
            None => line.strip_prefix(COMMENT)?.parse().ok().map(Self::Comment),
        }
    }

    /// A commit's message, with that line at its end.
    pub(super) fn told_in(self, message: &str) -> String {
        format!("{}\n\n{}\n", message.trim_end(), self.line())
    }
}

impl Counter<'_> {
    /// The newest word of which the bot made a commit of a branch, as far as the branch has not landed.
    pub(super) fn newest_on(&self, tip: ObjectId) -> Result<Option<Said>, Unreadable> {
        let brought = self.audit.chain.brings(self.overlay, tip)?;
        Ok(brought.values().filter_map(|commit| self.said_by_bot(commit)).max())
    }

    /// The newest word of which an entry of a request came, and that entry's number.
    pub(super) fn newest_landed(&self, standing: &Standing) -> Result<Option<(Said, usize)>, Unreadable> {
        let mut newest = None;
        for (n, entry) in (1..).zip(&standing.entries) {
            let commit = self.overlay.commit(entry.commit)?;
            newest = newest.max(self.said_by_bot(&commit).map(|said| (said, n)));
        }
        Ok(newest)
    }

    /// Anybody can write such a line; only the bot's tells.
    fn said_by_bot(&self, commit: &Commit) -> Option<Said> {
        let is_bot = self.policy().person_of(&commit.author.mail).is_some_and(|person| person.bot);
        Said::read(&commit.message).filter(|_| is_bot)
    }
}
