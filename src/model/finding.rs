//! What the program has to say against something, with the exact place.

use super::place::Place;
use super::say::Say;

/// The name of a rule: the same as its file, its manual page, its stories and the tag of its messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub &'static str);

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// How much a finding weighs. Worst first, so that sorting shows the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Makes the check fail.
    Error,
    /// Most likely a mistake.
    Warning,
    /// Advice on form.
    Hint,
}

impl Severity {
    /// The word used in every machine-readable output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

/// A finding. It cannot be built without a place: a message that points nowhere helps nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: RuleId,
    /// Its weight.
    pub severity: Severity,
    /// The guilty line.
    pub place: Place,
    /// What is wrong.
    pub message: Say,
    /// What to do about it.
    pub help: Say,
    /// The line of the SOP or policy that is broken, and what it says.
    pub because: Option<(Place, Say)>,
}

impl Finding {
    /// An error: what is wrong, then what to do.
    pub fn error(rule: RuleId, place: Place, message: Say, help: Say) -> Self {
        Self { rule, severity: Severity::Error, place, message, help, because: None }
    }

    /// The same finding, less heavy.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Points at the line that demands otherwise.
    #[must_use]
    pub fn because(mut self, place: Place, says: Say) -> Self {
        self.because = Some((place, says));
        self
    }

    /// The order in which findings are shown: by file and line, the worst first at one place.
    pub fn order(&self) -> impl Ord + '_ {
        (&self.place, self.severity, self.rule, self.message.in_lang(super::say::Lang::Id))
    }
}
