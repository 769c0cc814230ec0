//! The addresses of all pages, for crawlers.

use std::fmt::Write;
use std::ops::Range;

use super::feeds::xml;
use crate::site::pages::Builder;
use crate::site::projection::Brief;
use crate::site::words::Moment;
use crate::site::{File, address};

/// How many requests one sitemap names, each in two languages: far fewer than a crawler takes, so that little is written
/// anew where one of them moves.
const PER_MAP: usize = 5000;

/// How many sitemaps name requests besides the first; none where that one names all, or the office states no address.
pub(in crate::site) fn maps(builder: &Builder) -> usize {
    let count = builder.public.briefs().len();
    if builder.public.office.address.is_empty() || count <= PER_MAP { 0 } else { count.div_ceil(PER_MAP) }
}

/// The requests that a sitemap names, by its number from 1. They fill from the oldest.
pub(in crate::site) fn stretch(builder: &Builder, number: usize) -> Range<usize> {
    let count = builder.public.briefs().len();
    ((number - 1) * PER_MAP).min(count)..(number * PER_MAP).min(count)
}

/// The first sitemap: it names all pages, or all other sitemaps.
pub(super) fn first(builder: &Builder) -> Vec<File> {
    let root = &builder.public.office.address;
    if root.is_empty() {
        return Vec::new();
    }
    let fixed = ["", "permohonan/", "giliran/", "sop/", "statistik/", "register/", "ajukan/"].map(str::to_owned);
    let procedures = builder.public.procedures.values().map(|procedure| procedure.url.clone());
    let mut pages: Vec<(String, String)> =
        fixed.into_iter().chain(procedures).map(|url| (url, String::new())).collect();
    if maps(builder) == 0 {
        pages.extend(builder.public.newest_first().map(|brief| page(builder, brief)));
        return vec![map(builder, "sitemap.xml", &pages)];
    }
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for n in 0..=maps(builder) {
        let _ = writeln!(index, "<sitemap><loc>{}/sitemap-{n}.xml</loc></sitemap>", xml(root));
    }
    index.push_str("</sitemapindex>\n");
    vec![File::new("sitemap.xml", index.into_bytes()), map(builder, "sitemap-0.xml", &pages)]
}

/// A sitemap of requests, by its number from 1.
pub(in crate::site) fn requests(builder: &Builder, number: usize) -> File {
    let some = builder.public.briefs().get(stretch(builder, number)).unwrap_or_default();
    let pages: Vec<_> = some.iter().map(|brief| page(builder, brief)).collect();
    map(builder, &format!("sitemap-{number}.xml"), &pages)
}

fn page(builder: &Builder, brief: &Brief) -> (String, String) {
    let moved = Moment::at(brief.moved, builder.public.zone()).iso();
    (address::request(&brief.folder), format!("<lastmod>{moved}</lastmod>"))
}

fn map(builder: &Builder, path: &str, pages: &[(String, String)]) -> File {
    let root = &builder.public.office.address;
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (url, moved) in pages {
        for lang in ["", "en/"] {
            let _ = writeln!(out, "<url><loc>{}</loc>{moved}</url>", xml(&format!("{root}/{lang}{url}")));
        }
    }
    out.push_str("</urlset>\n");
    File::new(path, out.into_bytes())
}
