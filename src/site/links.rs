//! Whether every link of the site leads somewhere, and no path is made twice.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::File;

/// Every file that was made, and where its links lead.
#[derive(Debug, Default)]
pub struct Book {
    made: BTreeSet<String>,
    twice: BTreeSet<String>,
    /// Where links lead, with the first page that has such a link.
    wanted: HashMap<String, String>,
    base: String,
}

/// What is wrong with a site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Broken {
    /// Two pages would stand at one path.
    Twice(String),
    /// A link that leads nowhere: from, to.
    Dead(String, String),
}

impl Book {
    /// A book for a site whose root has that path on its host.
    pub fn new(base: impl Into<String>) -> Self {
        Self { base: base.into(), ..Self::default() }
    }

    /// Notes a file.
    pub fn add(&mut self, file: &File) {
        if !self.made.insert(file.path.clone()) {
            self.twice.insert(file.path.clone());
        }
        if file.is_page() {
            let Read { links, places, within } = Read::page(&file.bytes);
            for name in within.iter().filter(|name| !places.contains(name)) {
                self.want(format!("{}#{name}", file.path), &file.path);
            }
            for link in links {
                if let Some(target) = resolve(&file.path, link, &self.base) {
                    self.want(target, &file.path);
                }
            }
        }
    }

    fn want(&mut self, target: String, from: &str) {
        self.wanted.entry(target).or_insert_with(|| from.to_owned());
    }

    /// Where links lead outside of what is noted here, in order, each with the first page that has such a link.
    pub fn outward(self) -> Vec<(String, String)> {
        let mut outward: Vec<(String, String)> =
            self.wanted.into_iter().filter(|(target, _)| !self.made.contains(target)).collect();
        outward.sort_unstable();
        outward
    }

    /// What is wrong, in order.
    pub fn broken(&self) -> Vec<Broken> {
        let twice = self.twice.iter().cloned().map(Broken::Twice);
        let dead: BTreeMap<&String, &String> =
            self.wanted.iter().filter(|(target, _)| !self.made.contains(*target)).collect();
        let dead = dead.into_iter().map(|(target, from)| Broken::Dead(from.clone(), target.clone()));
        twice.chain(dead).collect()
    }
}

/// What a page's attributes say of links.
#[derive(Debug, Default)]
struct Read<'t> {
    /// Where they lead, each once.
    links: Vec<&'t str>,
    /// Places of the page.
    places: Vec<&'t str>,
    /// Places to which the page itself leads, each once.
    within: Vec<&'t str>,
}

impl<'t> Read<'t> {
    /// Goes through a page once, from one `="` to the next.
    fn page(text: &'t [u8]) -> Self {
        let mut read = Self::default();
        for at in memchr::memchr_iter(b'=', text) {
            let (before, value) = (&text[..at], &text[at + 1..]);
            let name: &[u8] = match before.last() {
                Some(b'd') => b" id",
                Some(b'f') => b" href",
                Some(b'c') => b" src",
                Some(b'n') => b" action",
                _ => continue,
            };
            if !before.ends_with(name) {
                continue;
            }
            let value = value.strip_prefix(b"\"").and_then(|value| value.get(..memchr::memchr(b'"', value)?));
            let Some(value) = value.and_then(|value| std::str::from_utf8(value).ok()) else { continue };
            if name == b" id" {
                read.places.push(value);
            } else if let Some(place) = value.strip_prefix('#') {
                read.within.push(place);
            } else {
                read.links.push(value);
            }
        }
        for each in [&mut read.links, &mut read.within] {
            each.sort_unstable();
            each.dedup();
        }
        read
    }
}

/// The file that a link of the site means; none for links elsewhere or within the page.
fn resolve(from: &str, link: &str, base: &str) -> Option<String> {
    let link = memchr::memchr2(b'#', b'?', link.as_bytes()).map_or(link, |end| &link[..end]);
    if link.is_empty() || memchr::memchr(b':', link.as_bytes()).is_some() || link.starts_with("//") {
        return None;
    }
    let mut path = String::with_capacity(from.len() + link.len() + INDEX.len());
    let rest = if let Some(absolute) = link.strip_prefix(base).filter(|_| link.starts_with('/')) {
        absolute
    } else {
        path.push_str(above(from));
        link
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => path.truncate(above(&path).len()),
            part => step(&mut path, part),
        }
    }
    if rest.is_empty() || rest.ends_with('/') || rest.ends_with('.') {
        step(&mut path, INDEX);
    }
    Some(path)
}

/// The folder that holds a path.
fn above(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).map_or("", |end| &path[..end])
}

/// The file that a folder's address means.
const INDEX: &str = "index.html";

fn step(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('/');
    }
    path.push_str(name);
}
