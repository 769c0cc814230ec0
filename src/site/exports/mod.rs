//! The same things for other programs: JSON, CSV, Atom, iCalendar, a sitemap, the search index. All of it is made from
//! the projection, as the pages are.

mod calendar;
mod feeds;
mod search;
mod tables;

pub use tables::row as csv_row;

use serde::Serialize;

use super::File;
use super::pages::Builder;

pub use calendar::deadlines;
pub use feeds::request_feed;

/// A value of the projection as JSON.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What concerns the whole site: feeds, data, the search index, the assets, and what crawlers read.
pub fn site(builder: &Builder) -> Vec<File> {
    let mut files = feeds::site(builder);
    files.extend(tables::site(builder));
    files.extend(search::index(&builder.public.lines));
    for (name, bytes) in &builder.dressing.assets {
        files.push(File::new(format!("aset/{name}"), bytes.clone()));
    }
    files.push(robots(builder));
    files.extend(sitemap(builder));
    // GitHub's pages leave out nothing that begins with an underscore, and run nothing of their own.
    files.push(File::new(".nojekyll", Vec::new()));
    files
}

fn robots(builder: &Builder) -> File {
    let address = &builder.public.office.address;
    let map = if address.is_empty() { String::new() } else { format!("Sitemap: {address}/sitemap.xml\n") };
    File::new("robots.txt", format!("User-agent: *\nAllow: /\n{map}").into_bytes())
}

/// How many addresses one sitemap may name.
const PER_MAP: usize = 20_000;

fn sitemap(builder: &Builder) -> Vec<File> {
    use std::fmt::Write;
    let address = &builder.public.office.address;
    if address.is_empty() {
        return Vec::new();
    }
    let fixed = ["", "permohonan/", "giliran/", "sop/", "statistik/", "register/", "ajukan/"];
    let mut pages: Vec<(String, Option<&str>)> = fixed.iter().map(|url| ((*url).to_owned(), None)).collect();
    pages.extend(builder.public.procedures.values().map(|procedure| (procedure.url.clone(), None)));
    pages.extend(builder.public.lines.iter().map(|line| (line.url.clone(), Some(line.moved.iso.as_str()))));
    let map = |pages: &[(String, Option<&str>)]| {
        let mut out = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (url, moved) in pages {
            for root in ["", "en/"] {
                let when = moved.map(|moved| format!("<lastmod>{moved}</lastmod>")).unwrap_or_default();
                let _ = writeln!(out, "<url><loc>{}</loc>{when}</url>", feeds::xml(&format!("{address}/{root}{url}")));
            }
        }
        out.push_str("</urlset>\n");
        out.into_bytes()
    };
    if pages.len() <= PER_MAP {
        return vec![File::new("sitemap.xml", map(&pages))];
    }
    let mut files = Vec::new();
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (n, some) in (1..).zip(pages.chunks(PER_MAP)) {
        let _ = writeln!(index, "<sitemap><loc>{}/sitemap-{n}.xml</loc></sitemap>", feeds::xml(address));
        files.push(File::new(format!("sitemap-{n}.xml"), map(some)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(File::new("sitemap.xml", index.into_bytes()));
    files
}
