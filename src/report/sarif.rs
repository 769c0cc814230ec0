//! Findings in the Static Analysis Results Interchange Format, version 2.1.0.

use serde_json::{Value, json};

use super::{Report, manual};
use crate::model::finding::{Finding, RuleId, Severity};
use crate::model::place::Place;
use crate::model::say::Lang;

pub(super) fn print(report: &Report, lang: Lang) -> String {
    let mut rules: Vec<RuleId> = report.findings().iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let described: Vec<Value> = rules.iter().map(|rule| describe(*rule, lang)).collect();
    let results: Vec<Value> = report.findings().iter().map(|finding| result(finding, &rules, lang)).collect();
    let value = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "jejak", "version": env!("CARGO_PKG_VERSION"), "rules": described}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{value:#}\n")
}

fn describe(rule: RuleId, lang: Lang) -> Value {
    let page = manual::page(rule.0);
    let title = page.as_ref().map_or(rule.0, |page| page.title(lang));
    let text = page.as_ref().map_or(String::new(), |page| page.text(lang));
    json!({"id": rule.0, "shortDescription": {"text": title}, "help": {"text": text, "markdown": text}})
}

fn result(finding: &Finding, rules: &[RuleId], lang: Lang) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    };
    let text = format!("{} {}", finding.message.in_lang(lang), finding.help.in_lang(lang));
    let mut value = json!({
        "ruleId": finding.rule.0,
        "ruleIndex": rules.iter().position(|rule| *rule == finding.rule),
        "level": level,
        "message": {"text": text},
        "locations": [location(&finding.place)],
    });
    if let Some((place, says)) = &finding.because {
        let mut related = location(place);
        related["message"] = json!({"text": says.in_lang(lang)});
        value["relatedLocations"] = json!([related]);
    }
    value
}

fn location(place: &Place) -> Value {
    let span = place.span;
    json!({"physicalLocation": {
        "artifactLocation": {"uri": uri(place.path.as_str())},
        "region": {"startLine": span.line, "startColumn": span.column, "endColumn": span.column + span.length},
    }})
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.' | b'~');
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
