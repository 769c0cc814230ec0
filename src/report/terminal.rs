//! Findings for people.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Report, Sources, Style, visible};
use crate::model::finding::{Finding, Severity};
use crate::model::place::{Span, WorkPath};
use crate::model::say::{Lang, counted};
use crate::model::text::is_hidden;

pub(super) fn print(report: &Report, style: Style, sources: Sources) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width.max(60));
    let mut out = String::new();
    for finding in report.findings() {
        out.push_str(&one(finding, style.lang, &renderer, sources));
        out.push_str("\n\n");
    }
    out.push_str(&summary(report, style.lang));
    out.push('\n');
    out
}

fn one(finding: &Finding, lang: Lang, renderer: &Renderer, sources: Sources) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR.with_name(lang.pick("kesalahan", "error")),
        Severity::Warning => Level::WARNING.with_name(lang.pick("peringatan", "warning")),
        Severity::Hint => Level::NOTE.with_name(lang.pick("saran", "hint")),
    };
    let message = visible(finding.message.in_lang(lang)).into_owned();
    let title = level.primary_title(message).id(finding.rule.0);
    let same_file = finding.because.as_ref().filter(|(place, _)| place.path == finding.place.path);
    let mut marks = vec![(finding.place.span, String::new(), AnnotationKind::Primary)];
    if let Some((place, says)) = same_file {
        marks.push((place.span, visible(says.in_lang(lang)).into_owned(), AnnotationKind::Context));
    }
    let mut groups = vec![with_source(Group::with_title(title), &finding.place.path, marks, sources)];
    if let Some((place, says)) = finding.because.as_ref().filter(|_| same_file.is_none()) {
        let says = visible(says.in_lang(lang)).into_owned();
        let title = Level::INFO.with_name(lang.pick("karena", "because")).secondary_title(says);
        let mark = vec![(place.span, String::new(), AnnotationKind::Context)];
        groups.push(with_source(Group::with_title(title), &place.path, mark, sources));
    }
    let help = visible(finding.help.in_lang(lang)).into_owned();
    let help = Level::HELP.with_name(lang.pick("yang perlu dilakukan", "what to do")).message(help);
    let first = groups.remove(0).element(help);
    groups.insert(0, first);
    renderer.render(&groups)
}

type Mark = (Span, String, AnnotationKind);

/// The guilty line with its marks; where the file cannot be shown, only its place.
fn with_source<'a>(group: Group<'a>, path: &WorkPath, marks: Vec<Mark>, sources: Sources) -> Group<'a> {
    let shown_path = visible(path.as_str()).replace('\t', "\\t");
    let Some(text) = sources(path).filter(|text| !text.trim().is_empty()) else {
        let span = marks.first().map_or(Span::START, |mark| mark.0);
        return group.element(Origin::path(shown_path).line(span.line as usize).char_column(span.column as usize));
    };
    // One sign for one sign, so that the caret stays where it belongs.
    let text: String = text.chars().map(|c| if is_hidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    let annotations: Vec<_> = marks
        .into_iter()
        .map(|(span, label, kind)| {
            let annotation = kind.span(byte_range(&text, span));
            if label.is_empty() { annotation } else { annotation.label(label) }
        })
        .collect();
    group.element(Snippet::source(text).path(shown_path).fold(true).annotations(annotations))
}

/// The bytes of a stretch of a line.
fn byte_range(text: &str, span: Span) -> std::ops::Range<usize> {
    let line_start = match span.line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line as usize - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let line = text[line_start..].split('\n').next().unwrap_or_default();
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let start = span.column.saturating_sub(1) as usize;
    line_start + byte(start)..line_start + byte(start + span.length as usize)
}

fn summary(report: &Report, lang: Lang) -> String {
    let count = |severity| report.count(severity);
    let (errors, warnings, hints) = (count(Severity::Error), count(Severity::Warning), count(Severity::Hint));
    if report.findings().is_empty() {
        return lang.pick("Tidak ada temuan.", "No findings.").to_owned();
    }
    match lang {
        Lang::Id => format!("Temuan: {errors} kesalahan, {warnings} peringatan, {hints} saran."),
        Lang::En => format!(
            "Findings: {}, {}, {}.",
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings"),
            counted(hints, "hint", "hints")
        ),
    }
}
