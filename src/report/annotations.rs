//! Findings as workflow commands, which a forge shows at the lines. Worst first: a forge shows only so many.

use super::{Report, visible};
use crate::model::finding::{Finding, Severity};
use crate::model::say::Lang;

pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut findings: Vec<&Finding> = report.findings().iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    findings.into_iter().map(|finding| one(finding, lang)).collect()
}

fn one(finding: &Finding, lang: Lang) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "notice",
    };
    let span = finding.place.span;
    let end = span.column + span.length.saturating_sub(1);
    let text = format!("{} {}", finding.message.in_lang(lang), finding.help.in_lang(lang));
    format!(
        "::{command} file={},line={},col={},endColumn={end},title={}::{}\n",
        property(finding.place.path.as_str()),
        span.line,
        span.column,
        property(finding.rule.0),
        data(&text),
    )
}

/// Text behind `::`. Nothing in it can end the line and begin a command of its own.
fn data(text: &str) -> String {
    visible(text).replace('\t', " ").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text between commas.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
