//! The manual page of every rule: the doc comment at the head of its file.

use crate::model::say::Lang;
use crate::read::faults::FAULTS;
use crate::rules::RULES;

/// The headings of a page: Indonesian, then English.
pub const HEADINGS: [[&str; 4]; 2] = [["Apa", "Mengapa", "Sah", "Melanggar"], ["What", "Why", "Lawful", "Unlawful"]];

/// One page.
#[derive(Debug)]
pub struct Page {
    /// The rule.
    pub id: &'static str,
    text: String,
}

/// Every page, in the order of the rules' names.
pub fn pages() -> Vec<Page> {
    let judged = RULES.iter().map(|rule| (rule.id, rule.source));
    let mut pages: Vec<Page> =
        FAULTS.iter().copied().chain(judged).map(|(id, source)| Page::of(id.0, source)).collect();
    pages.sort_by_key(|page| page.id);
    pages
}

/// The page of one rule.
pub fn page(id: &str) -> Option<Page> {
    pages().into_iter().find(|page| page.id == id)
}

impl Page {
    fn of(id: &'static str, source: &str) -> Self {
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let text = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n");
        Self { id, text }
    }

    /// The title in one language: both stand on the first line.
    pub fn title(&self, lang: Lang) -> &str {
        let line = self.text.lines().next().unwrap_or_default().trim_start_matches("# ");
        let (id, en) = line.split_once(" | ").unwrap_or((line, line));
        lang.pick(id, en)
    }

    /// The sections in one language, as Markdown.
    pub fn text(&self, lang: Lang) -> String {
        let wanted = match lang {
            Lang::Id => HEADINGS[0],
            Lang::En => HEADINGS[1],
        };
        let sections: Vec<&str> = self.text.split("\n## ").skip(1).collect();
        let of = |heading: &str| sections.iter().find_map(|section| section.strip_prefix(heading)?.strip_prefix('\n'));
        let texts = wanted.iter().filter_map(|heading| Some(format!("## {heading}\n\n{}\n", of(heading)?.trim())));
        texts.collect::<Vec<_>>().join("\n")
    }
}
