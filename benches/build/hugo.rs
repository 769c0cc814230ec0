//! A published site as Hugo takes it, and Hugo on it.
//!
//! Of the pages that are many, Hugo gets data and Markdown, and fills templates of its own (`hugo/layouts`), which follow
//! its documentation: words in `i18n`, parts that are alike on many pages cached, tables of letters by a render hook.
//!
//! * A request and its feed: the data that is published beside its page, in the language of the page, as front matter.
//! * Its receipt: a few fields of the same.
//! * Its letters: their Markdown from the ledger, their heads from the data.
//!
//! Ready stands what a site would not ask of Hugo's templates, or what they cannot write with the same bytes:
//!
//! * the drawings of a request's flow table, row by row, as SVG;
//! * what that table shows of the procedure alone (`data/procedures.json`), which is here filled once for all requests too;
//! * addresses relative to the page, titles, descriptions, and names with straight quotes, which Hugo would write as `&#34;`;
//! * the bodies of all other pages (lists, queues, procedures, statistics, the register), which are few;
//! * other files: JSON, CSV, calendars, the feeds of all requests and of procedures, assets, attachments. Hugo copies them.

mod frame;
mod procedures;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::{Value, json};

use frame::Published;
use requests::Request;

use super::support::{Taken, root};

/// What scripts/bench installs.
const REQUIREMENTS: &str = include_str!("requirements.txt");

/// The version of Hugo that is installed, which must be the pinned one.
pub fn version() -> &'static str {
    let pinned = REQUIREMENTS.split("hugo==").nth(1).and_then(|rest| rest.split_whitespace().next());
    let pinned = pinned.expect("the requirements name Hugo");
    let told = Command::new("hugo").arg("version").output().map(|told| told.stdout).unwrap_or_default();
    let is_pinned = String::from_utf8_lossy(&told).contains(&format!("hugo v{pinned}"));
    assert!(is_pinned, "Hugo {pinned} is not on the path; scripts/bench build installs it and runs this");
    pinned
}

/// The files of a folder by their path in it, without their bytes: a site is large.
pub fn paths_below(folder: &Path) -> BTreeMap<String, PathBuf> {
    let folder = fs::canonicalize(folder).expect("the folder is there");
    let files = walkdir::WalkDir::new(&folder).into_iter().map(|entry| entry.expect("the folder can be walked"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let named =
        |path: &Path| path.strip_prefix(&folder).expect("a file below the folder").to_string_lossy().into_owned();
    files.map(|entry| (named(entry.path()), entry.into_path())).collect()
}

/// A site of Hugo's, not yet built.
pub struct Hugo {
    folder: PathBuf,
}

impl Hugo {
    /// Prepares a published site for Hugo; the letters' Markdown is that of the ledger.
    pub fn prepare(site: &Path, ledger: &Path, folder: &Path) -> Self {
        let hugo = Self { folder: folder.to_owned() };
        let files = paths_below(site);
        let requests = files.keys().filter_map(|path| path.strip_suffix("/data.json"));
        let requests: BTreeSet<&str> = requests.filter(|path| path.starts_with("permohonan/")).collect();
        let procedures = requests.par_iter().map(|address| hugo.request(site, ledger, address)).collect();
        hugo.procedures(site, &procedures);
        files.par_iter().filter(|(path, _)| !is_filled(&requests, path)).for_each(|(path, full)| hugo.file(path, full));
        for (path, full) in paths_below(&root().join("benches/build/hugo")) {
            write(&folder.join(path), &fs::read(full).expect("the file can be read"));
        }
        hugo
    }

    /// Prepares the pages of a request, and returns the name of its procedure with its page.
    fn request<'s>(&self, site: &Path, ledger: &Path, address: &'s str) -> (String, &'s str) {
        let request = Request::read(site, address);
        let letters = ledger.join("requests").join(address.trim_start_matches("permohonan/"));
        for lang in ["id", "en"] {
            for (name, text) in request.contents(lang, &letters) {
                write(&self.folder.join("content").join(lang).join(name), text.as_bytes());
            }
        }
        (request.procedure(), address)
    }

    fn procedures(&self, site: &Path, requests: &BTreeMap<String, &str>) {
        let both = |address: &str| {
            let page = |root: &str| fs::read_to_string(site.join(root).join(address).join("index.html"));
            let of = |root: &str| procedures::of(&page(root).expect("a request has a page"));
            json!({ "id": of(""), "en": of("en") })
        };
        let all: Value = requests.iter().map(|(name, address)| (name.clone(), both(address))).collect();
        write(&self.folder.join("data/procedures.json"), all.to_string().as_bytes());
    }

    /// Prepares any other file.
    fn file(&self, path: &str, full: &Path) {
        let bytes = fs::read(full).expect("the file can be read");
        match path.strip_suffix(".html") {
            Some(name) => write(&self.folder.join(address(name)), finished(path, &bytes).as_bytes()),
            None => write(&self.folder.join("static").join(path), &bytes),
        }
    }

    /// Builds it as Hugo does by itself, each round into a folder of its own.
    pub fn build(&self, round: usize) -> Taken {
        let into = format!("public-{round}");
        Taken::by(Command::new("hugo").args(["--quiet", "--destination", &into, "--source"]).arg(&self.folder))
    }

    /// Hugo wrote the same files with the same bytes.
    pub fn compare(&self, site: &Path) {
        let (ours, theirs) = (paths_below(site), paths_below(&self.folder.join("public-0")));
        let missing = ours.keys().find(|path| !theirs.contains_key(*path));
        assert_eq!(missing, None, "Hugo does not write this file");
        let extra = theirs.keys().find(|path| !ours.contains_key(*path));
        assert_eq!(extra, None, "Hugo writes this file besides");
        let bytes = |path: &PathBuf| fs::read(path).expect("the file can be read");
        let other = ours.par_iter().find_any(|(path, full)| bytes(full) != bytes(&theirs[*path]));
        let other = other.map(|(path, _)| path);
        assert_eq!(
            other, None,
            "Hugo writes other bytes; layouts/all.html must follow templates/site/bingkai.html.tera"
        );
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
    fs::write(path, bytes).expect("a new file");
}

/// Where the content of a page stands, so that Hugo writes it to the same place. The first level of the site are sections.
fn address(name: &str) -> String {
    let (lang, name) = name.strip_prefix("en/").map_or(("id", name), |name| ("en", name));
    let name = match name.strip_suffix("/index") {
        Some(section) if !section.contains('/') => format!("{section}/_index"),
        Some(page) => page.to_owned(),
        None => name.replace("index", "_index"),
    };
    format!("content/{lang}/{name}.html")
}

/// A page whose body stands ready.
fn finished(path: &str, page: &[u8]) -> String {
    let page = Published::of(std::str::from_utf8(page).expect("pages are UTF-8"));
    let mut front = page.front();
    front["feeds"] = Value::from(page.feeds());
    // The only page that is no folder.
    if path.ends_with("404.html") {
        front["url"] = Value::from("404.html");
    }
    format!("{front}\n{}", page.body)
}

/// Whether a file is a page or the feed of one of the requests.
fn is_filled(requests: &BTreeSet<&str>, path: &str) -> bool {
    let feed = path.strip_suffix("/umpan.xml");
    let page = path.strip_suffix("/index.html").map(|page| page.strip_prefix("en/").unwrap_or(page));
    let mut above = feed.or(page).into_iter().flat_map(|page| Path::new(page).ancestors());
    above.any(|folder| folder.to_str().is_some_and(|folder| requests.contains(folder)))
}
