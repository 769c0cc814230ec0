//! Atom feeds: of the site, of each procedure, of each request.

use std::fmt::Write;

use crate::model::text::is_hidden;
use crate::site::File;
use crate::site::pages::Builder;
use crate::site::projection::{Brief, Entry, Line, Request};
use crate::site::words::Moment;

/// How many entries a feed of many requests holds.
const NEWEST: usize = 50;

/// Text as it may stand in XML.
pub(super) fn xml(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_hidden(*c) || *c == '\n' || *c == '\t').collect();
    crate::site::escape::escaped(&visible)
}

struct Feed<'f> {
    /// The feed's own address, from the root of the site.
    url: String,
    /// The page that it follows.
    page: &'f str,
    title: String,
    updated: Moment,
}

/// Atom wants an identity even of a site without an address.
fn address(builder: &Builder) -> String {
    let stated = &builder.public.office.address;
    if stated.is_empty() { "https://register.invalid".to_owned() } else { stated.clone() }
}

impl Feed<'_> {
    fn begin(&self, builder: &Builder) -> String {
        let address = xml(&address(builder));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"id\">\n\
             <id>{address}/{url}</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n\
             <author><name>{name}</name></author>\n<link rel=\"self\" href=\"{address}/{url}\"/>\n\
             <link rel=\"alternate\" href=\"{address}/{page}\"/>\n",
            url = xml(&self.url),
            page = xml(self.page),
            title = xml(&self.title),
            updated = self.updated.iso(),
            name = xml(&builder.public.office.name),
        )
    }
}

/// The feeds of the site and of each procedure.
pub(super) fn site(builder: &Builder) -> Vec<File> {
    let public = &builder.public;
    let mut briefs: Vec<&Brief> = public.briefs().iter().collect();
    briefs.sort_by(|a, b| b.moved.cmp(&a.moved).then_with(|| a.folder.cmp(&b.folder)));
    let now = public.now();
    let feed = |url: String, page: &str, title: String, newest: &mut dyn Iterator<Item = &Brief>| {
        let lines: Vec<Line> = newest.take(NEWEST).map(|brief| public.line(brief)).collect();
        let updated = lines.first().map_or(now, |line| line.moved);
        let mut out = Feed { url: url.clone(), page, title, updated }.begin(builder);
        for line in &lines {
            entry_of_line(builder, line, &mut out);
        }
        out.push_str("</feed>\n");
        File::new(url, out.into_bytes())
    };
    let all = &mut briefs.iter().copied();
    let mut files = vec![feed("umpan.xml".to_owned(), "", public.office.name.clone(), all)];
    for procedure in public.newest() {
        let own = &mut briefs.iter().copied().filter(|brief| brief.sop.slug.as_str() == procedure.slug);
        files.push(feed(format!("sop/{}/umpan.xml", procedure.slug), &procedure.url, procedure.name.clone(), own));
    }
    files
}

fn entry_of_line(builder: &Builder, line: &Line, out: &mut String) {
    let address = xml(&address(builder));
    let place = format!("langkah {} dari {}", line.step, line.steps);
    let _ = write!(
        out,
        "<entry>\n<id>{address}/{url}#{iso}</id>\n<title>{number} {title}: {state}</title>\n<updated>{iso}</updated>\n\
         <link href=\"{address}/{url}\"/>\n<summary>{summary}</summary>\n</entry>\n",
        url = xml(&line.url),
        iso = line.moved.iso(),
        number = line.number,
        title = xml(&line.title),
        state = line.told().id,
        summary = xml(&format!("{}. {place}, {}. {}", line.agency, line.activity, line.sop_name)),
    );
}

/// The feed of one request: its entries, the newest first.
pub fn request_feed(builder: &Builder, request: &Request) -> Vec<u8> {
    let line = &request.line;
    let feed = Feed {
        url: format!("{}umpan.xml", line.url),
        page: &line.url,
        title: format!("{} {}", line.number, line.title),
        updated: line.moved,
    };
    let mut out = feed.begin(builder);
    for entry in request.entries.iter().rev() {
        entry_of_request(builder, line, entry, &mut out);
    }
    out.push_str("</feed>\n");
    out.into_bytes()
}

fn entry_of_request(builder: &Builder, line: &Line, entry: &Entry, out: &mut String) {
    let address = xml(&address(builder));
    let outcome = if entry.outcome.is_empty() { String::new() } else { format!(": {}", entry.outcome) };
    let effect = match (entry.effect, entry.mark) {
        ("tanpa", _) => " (tanpa akibat)",
        ("dibatalkan", _) => " (dibatalkan)",
        (_, "bertanda") => " (belum sah)",
        _ => "",
    };
    let summary = [entry.activity.as_str(), entry.note.as_str(), entry.post.as_str()];
    let summary = summary.into_iter().map(|text| text.trim_end_matches('.')).filter(|text| !text.is_empty());
    let summary: Vec<&str> = summary.collect();
    let _ = write!(
        out,
        "<entry>\n<id>{address}/{url}#entri-{n}</id>\n<title>{title}</title>\n<updated>{iso}</updated>\n\
         <link href=\"{address}/{url}#entri-{n}\"/>\n<summary>{summary}</summary>\n</entry>\n",
        url = xml(&line.url),
        n = entry.n,
        iso = entry.time.iso(),
        title = xml(&format!("{}{outcome}{effect}", entry.what.id)),
        summary = xml(&summary.join(". ")),
    );
}
