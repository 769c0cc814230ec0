//! The same things for other programs: JSON, CSV, Atom, iCalendar, a sitemap, the search index. All of it is made from
//! the projection, as the pages are.

mod calendar;
mod feeds;
pub(in crate::site) mod search;
pub(in crate::site) mod sitemap;
pub(in crate::site) mod tables;

pub use tables::row as csv_row;

use serde::Serialize;

use super::File;
use super::pages::Builder;

pub use calendar::deadlines;
pub use feeds::request_feed;

/// A value of the projection as JSON, for programs: without blanks, which would be a third of it.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    text
}

/// What tells of the whole site: feeds, data, and what programs that read all of it begin with.
pub fn site(builder: &Builder) -> Vec<File> {
    let mut files = feeds::site(builder);
    files.extend(tables::site(builder));
    files.push(search::about(&builder.public));
    files.push(robots(builder));
    files.extend(sitemap::first(builder));
    // GitHub's pages leave out nothing that begins with an underscore, and run nothing of their own.
    files.push(File::new(".nojekyll", Vec::new()));
    files
}

/// The assets.
pub fn assets(builder: &Builder) -> Vec<File> {
    builder.dressing.assets.iter().map(|(name, bytes)| File::new(format!("aset/{name}"), bytes.clone())).collect()
}

fn robots(builder: &Builder) -> File {
    let address = &builder.public.office.address;
    let map = if address.is_empty() { String::new() } else { format!("Sitemap: {address}/sitemap.xml\n") };
    File::new("robots.txt", format!("User-agent: *\nAllow: /\n{map}").into_bytes())
}
