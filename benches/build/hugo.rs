//! A published site as Hugo takes it: what differs from page to page prepared, the frame as a layout.
//!
//! Hugo is spared all the work on the pages' contents: their bodies stand ready as HTML, and whatever is no page is copied.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;
use serde_json::{Value, json};

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
    /// Prepares a published site for Hugo.
    pub fn prepare(site: &Path, folder: &Path) -> Self {
        paths_below(site).par_iter().for_each(|(path, full)| {
            let bytes = fs::read(full).expect("the file can be read");
            match path.strip_suffix(".html") {
                Some(name) => write(&folder.join(address(name)), content(path, &bytes).as_bytes()),
                None => write(&folder.join("static").join(path), &bytes),
            }
        });
        for (path, full) in paths_below(&root().join("benches/build/hugo")) {
            write(&folder.join(path), &fs::read(full).expect("the file can be read"));
        }
        Self { folder: folder.to_owned() }
    }

    /// Builds it as Hugo does by itself.
    pub fn build(&self) -> Taken {
        Taken::by(Command::new("hugo").args(["--quiet", "--source"]).arg(&self.folder))
    }

    /// Hugo wrote the same files with the same bytes.
    pub fn compare(&self, site: &Path) {
        let (ours, theirs) = (paths_below(site), paths_below(&self.folder.join("public")));
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

/// What differs from page to page, as front matter and body.
fn content(path: &str, page: &[u8]) -> String {
    let page = std::str::from_utf8(page).expect("pages are UTF-8");
    let (head, rest) = page.split_once("\n</head>\n").expect("a page has a head");
    let (frame, rest) = rest.split_once("<main id=\"isi\" class=\"wadah\">\n").expect("a page has a body");
    let (body, _) = rest.rsplit_once("\n</main>\n").expect("a page's body ends");
    let (_, feeds) = head.split_once("umpan.xml\">\n").expect("every page names the feed of the office");
    let mut front = json!({
        "judul": between(head, "property=\"og:title\" content=\"", "\""),
        "tentang": between(head, "property=\"og:description\" content=\"", "\""),
        "akar": between(head, "rel=\"stylesheet\" href=\"", "aset/"),
        "versi": between(head, "aset/gaya.css?", "\""),
        "kepala": feeds,
        "rumah": between(frame, "class=\"nama\" href=\"", "\""),
        "lain": between(frame, "class=\"bahasa\" href=\"", "\""),
        "bagian": section(head, frame),
    });
    // The only page that is no folder.
    if path.ends_with("404.html") {
        front["url"] = Value::from("404.html");
    }
    format!("{front:#}\n{body}")
}

/// The section that the navigation marks. The front page is told from its title, which has no office behind it.
fn section<'a>(head: &'a str, frame: &'a str) -> &'a str {
    let marked = frame.split_once("/\" aria-current=\"true\"").map(|(before, _)| before);
    let marked = marked.and_then(|before| before.rsplit(['/', '"']).next());
    let is_front = between(head, "<title>", "</title>") == between(head, "property=\"og:title\" content=\"", "\"");
    marked.unwrap_or(if is_front { "depan" } else { "" })
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect("a page's frame has each of its fields");
    rest.split_once(to).expect("a field ends").0
}
