//! A letter's Markdown as HTML. What a person wrote is data: raw HTML becomes text, an address is a link only if its
//! scheme is allowed, pictures become their descriptions, and headings get names of their own that no script knows.

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// The longest letter that is rendered; a longer one is shown as plain text.
const MAX_LETTER: usize = 256 * 1024;

/// The most events of which a rendered letter is made: nested quotes multiply what is written.
const MAX_EVENTS: usize = 60_000;

/// A letter's text as HTML.
pub fn html(markdown: &str) -> String {
    if markdown.len() > MAX_LETTER {
        return plain(markdown);
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events = Vec::new();
    let mut filter = Filter { links: Vec::new(), heading: HeadingLevel::H1 };
    for event in Parser::new_ext(markdown, options) {
        if events.len() > MAX_EVENTS {
            return plain(markdown);
        }
        if let Some(event) = filter.lawful(event) {
            events.push(event);
        }
    }
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events.into_iter());
    // An address that leaves the site says so to the browser too. Text cannot hold this: its quotes are escaped.
    out.replace("<a href=\"http", "<a rel=\"noopener noreferrer nofollow\" href=\"http")
}

fn plain(markdown: &str) -> String {
    format!("<pre>{}</pre>", super::escape::escaped(markdown))
}

/// What was passed on so far.
struct Filter {
    /// Of each open link, whether it was kept.
    links: Vec<bool>,
    /// The level of the heading before.
    heading: HeadingLevel,
}

impl Filter {
    /// An event as it may be published.
    fn lawful<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = below(level, self.heading);
                let level = self.heading;
                Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(self.heading)),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let address = address(&dest_url, link_type);
                self.links.push(address.is_some());
                let dest_url = CowStr::from(address?);
                Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title: "".into(), id: "".into() })
            }
            Event::End(TagEnd::Link) => {
                if !self.links.pop()? {
                    return None;
                }
                Event::End(TagEnd::Link)
            }
            // Nothing is fetched from elsewhere: of a picture its description stays.
            Event::Start(Tag::Image { .. }) => Event::Text("[".into()),
            Event::End(TagEnd::Image) => Event::Text("]".into()),
            // Aligned cells would carry an inline style.
            Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Indented)),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                return None;
            }
            other => other,
        })
    }
}

/// The page's own title is the only heading of the first level, and none is passed over on the way down.
fn below(written: HeadingLevel, before: HeadingLevel) -> HeadingLevel {
    let next = match before {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    };
    written.max(HeadingLevel::H2).min(next)
}

/// An address that may be a link: `https` and `http` with a plain host, or `mailto`. Nothing relative: a letter does not
/// know where it stands on the site.
fn address(written: &str, kind: LinkType) -> Option<String> {
    let written = written.trim();
    if kind == LinkType::Email {
        return Some(format!("mailto:{}", mail(written)?));
    }
    if written.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"' | '\'' | '`'))
    {
        return None;
    }
    let (scheme, rest) = written.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => Some(format!("mailto:{}", mail(rest)?)),
        scheme @ ("https" | "http") => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let host = &rest[..end];
            let (name, port) = host.split_once(':').unwrap_or((host, ""));
            let lawful = !name.is_empty()
                && name.contains('.')
                && !name.starts_with('.')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
                && port.bytes().all(|b| b.is_ascii_digit());
            lawful.then(|| format!("{scheme}://{rest}"))
        }
        _ => None,
    }
}

fn mail(text: &str) -> Option<&str> {
    let (user, host) = text.split_once('@')?;
    let lawful = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
    };
    (lawful(user) && lawful(host)).then_some(text)
}
