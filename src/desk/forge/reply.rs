//! Comments that are kept: each is found again by a hidden line and by who wrote it, and written anew where its words
//! changed. Whoever copies the hidden line makes a comment of his own, not one of these.

use super::call::{Call, Desk};
use super::{Counter, Plan};

/// What a kept comment is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Whose turn it is.
    Turn,
    /// What a proposal would do.
    Check,
    /// What is wrong with a form.
    Form,
    /// Someone whose account nobody knows.
    Guest,
    /// A repository that everybody sees.
    Public,
    /// A form that was edited after its request had landed.
    Landed,
    /// A command in a comment: the comment's number.
    Answer(u64),
}

impl About {
    fn marker(self) -> String {
        let word = match self {
            Self::Turn => "meja",
            // The mark that `check --format markdown` writes, which is the same comment.
            Self::Check => "check",
            Self::Form => "isian",
            Self::Guest => "tamu",
            Self::Public => "terbuka",
            Self::Landed => "sudah-terdaftar",
            Self::Answer(comment) => return format!("<!-- jejak:jawab-{comment} -->"),
        };
        format!("<!-- jejak:{word} -->")
    }
}

/// The last line of a comment says when it was made; that alone is no reason to write it anew.
fn lasting(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("<sub>")).collect::<Vec<_>>().join("\n").trim().to_owned()
}

impl Counter<'_> {
    /// The request that makes a kept comment say this; none where it says so already. `Err` where the comments are not
    /// known yet.
    pub(super) fn keep(&self, desk: Desk, about: About, text: &str) -> Result<Option<Call>, Plan> {
        let need = self.api.comments(desk);
        let Some(comments) = self.facts.comments(&need.name) else { return Err(Plan::ask(vec![need])) };
        let marker = about.marker();
        let text = if text.starts_with(&marker) { text.to_owned() } else { format!("{marker}\n{text}") };
        let own = comments.iter().find(|comment| comment.body.starts_with(&marker) && self.is_bot(comment.author));
        Ok(match own {
            Some(own) if lasting(&own.body) == lasting(&text) => None,
            Some(own) => Some(self.api.edit(desk, own.id, &text)),
            None => Some(self.api.comment(desk, &text)),
        })
    }

    /// Says one thing, once.
    pub(super) fn tell_once(&self, desk: Desk, about: About, text: &str, say: &str) -> Plan {
        match self.keep(desk, about, text) {
            Ok(call) => Plan::send(call.into_iter().collect(), say),
            Err(ask) => ask,
        }
    }
}
