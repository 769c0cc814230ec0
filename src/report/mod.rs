//! How findings and answers look: on a terminal, as annotations of a forge, as SARIF and as JSON.

pub mod account;
mod annotations;
pub mod comment;
pub mod dates;
pub mod doctor;
pub mod flow_table;
pub mod foresight;
mod json;
pub mod manual;
pub mod register;
mod sarif;
mod terminal;
pub mod turn_comment;

use crate::model::finding::{Finding, Severity};
use crate::model::place::WorkPath;
use crate::model::say::Lang;
use crate::model::text::is_hidden;

/// The forms in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the source line, a caret, and what to do.
    Text,
    /// One object.
    Json,
    /// Workflow commands that GitHub shows at the lines.
    Github,
    /// The Static Analysis Results Interchange Format.
    Sarif,
}

/// How to print.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The form.
    pub format: Format,
    /// The language of the messages.
    pub lang: Lang,
    /// Colours, on a terminal that shows them.
    pub color: bool,
    /// The width of the terminal.
    pub width: usize,
}

/// Where the text of a file comes from when a finding in it is shown.
pub type Sources<'a> = &'a dyn Fn(&WorkPath) -> Option<String>;

/// Findings, worst first at each place, ready to print.
#[derive(Debug)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Sorts findings by place.
    pub fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        findings.dedup();
        Self { findings }
    }

    /// The findings in the order in which they are shown.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings of a weight there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether the check fails.
    pub fn fails(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// The whole report in one of its forms.
    pub fn print(&self, style: Style, sources: Sources) -> String {
        match style.format {
            Format::Text => terminal::print(self, style, sources),
            Format::Json => json::print(self, style.lang),
            Format::Github => annotations::print(self, style.lang),
            Format::Sarif => sarif::print(self, style.lang),
        }
    }
}

/// Text that came from outside, made safe to show: control and direction characters become visible.
pub(crate) fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(is_hidden) {
        return text.into();
    }
    let show = |c: char| if is_hidden(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    text.chars().map(show).collect::<String>().into()
}
