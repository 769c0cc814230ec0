//! What a proposal would do, as one comment of a pull request.
//!
//! Words that come from files stand in code spans or in a fence that is longer than any in them, so nothing in them links,
//! mentions somebody, closes a comment or calls a picture. The hidden line at the top lets the next run find the comment
//! and write it anew instead of adding another.

use std::fmt::Write;

use chrono::{DateTime, Utc};

use super::foresight::{Line, as_of, lines, verdict};
use super::{Format, Report, Sources, Style};
use crate::model::markup::{fenced, span};
use crate::model::say::Lang;
use crate::register::policy::Policy;
use crate::rules::judge::Foresight;

/// The first line of every comment that the program writes.
pub const MARKER: &str = "<!-- jejak:check -->";

/// The comment.
pub fn markdown(foresight: &Foresight, policy: &Policy, now: DateTime<Utc>, lang: Lang, sources: Sources) -> String {
    let mut out = format!("{MARKER}\n## Jejak: {}\n", verdict(foresight, lang));
    for line in lines(foresight, policy, lang, &span) {
        let _ = match line {
            Line::Head(text) => write!(out, "\n**{text}**\n\n"),
            Line::Item(text) => writeln!(out, "- {text}"),
        };
    }
    let told = foresight.told();
    if !told.is_empty() {
        let style = Style { format: Format::Text, lang, color: false, width: 100 };
        let report = Report::new(told).print(style, sources);
        let _ = write!(
            out,
            "\n**{}**\n\n{}",
            if foresight.findings.is_empty() {
                lang.pick("Yang perlu diketahui", "What should be known")
            } else {
                lang.pick("Yang masih kurang", "What is still missing")
            },
            fenced("text", &report)
        );
    }
    if let Some(gap) = foresight.unreadable {
        let _ = write!(out, "\n{gap}\n");
    }
    let told = lang.pick("Dinilai terhadap", "Judged against");
    let _ = write!(
        out,
        "\n<sub>{told} `{}` · {} `{}` · {}</sub>\n",
        foresight.head,
        lang.pick("usulan", "proposal"),
        foresight.tip,
        as_of(now, policy, lang)
    );
    out
}
