//! Findings as JSON.

use serde_json::{Value, json};

use super::{Report, visible};
use crate::model::finding::{Finding, Severity};
use crate::model::place::Place;
use crate::model::say::Lang;

pub(super) fn print(report: &Report, lang: Lang) -> String {
    let findings: Vec<Value> = report.findings().iter().map(|finding| one(finding, lang)).collect();
    let value = json!({
        "findings": findings,
        "errors": report.count(Severity::Error),
        "warnings": report.count(Severity::Warning),
        "hints": report.count(Severity::Hint),
    });
    format!("{value:#}\n")
}

fn one(finding: &Finding, lang: Lang) -> Value {
    let mut value = place(&finding.place);
    value["rule"] = json!(finding.rule.0);
    value["severity"] = json!(finding.severity.word());
    value["message"] = json!(finding.message.in_lang(lang));
    value["help"] = json!(finding.help.in_lang(lang));
    if let Some((at, says)) = &finding.because {
        let mut because = place(at);
        because["message"] = json!(says.in_lang(lang));
        value["because"] = because;
    }
    value
}

fn place(place: &Place) -> Value {
    json!({
        "path": visible(place.path.as_str()),
        "line": place.span.line,
        "column": place.span.column,
        "length": place.span.length,
    })
}
