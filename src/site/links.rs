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
            let text = String::from_utf8_lossy(&file.bytes);
            for link in links(&text) {
                if let Some(name) = link.strip_prefix('#').filter(|name| !has_place(&text, name)) {
                    self.wanted.entry(format!("{}#{name}", file.path)).or_insert_with(|| file.path.clone());
                }
                if let Some(target) = resolve(&file.path, link, &self.base) {
                    self.wanted.entry(target).or_insert_with(|| file.path.clone());
                }
            }
        }
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

/// Whether a page has a place of that name.
fn has_place(text: &str, name: &str) -> bool {
    text.contains(&format!(" id=\"{name}\""))
}

/// The addresses in a page's attributes.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let of = |word: &'static str| text.split(word).skip(1).filter_map(|rest| rest.split('"').next());
    of(" href=\"").chain(of(" src=\"")).chain(of(" action=\""))
}

/// The file that a link of the site means; none for links elsewhere or within the page.
fn resolve(from: &str, link: &str, base: &str) -> Option<String> {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    if link.is_empty() || link.contains(':') || link.starts_with("//") {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    let rest = if let Some(absolute) = link.strip_prefix(base).filter(|_| link.starts_with('/')) {
        absolute
    } else {
        parts.extend(from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev());
        link
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    let is_folder = rest.is_empty() || rest.ends_with('/') || rest.ends_with('.');
    Some(match (is_folder, path.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{path}/index.html"),
        (false, _) => path,
    })
}
