//! What the program carries of the site: templates and assets. A file of the same name among the workspace's standing
//! policy takes its place.

use std::collections::BTreeMap;

macro_rules! carried {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../", $path)))),*]
    };
}

/// Every file that is carried, by its path in a workspace.
pub const FILES: &[(&str, &[u8])] = carried![
    "site/aset/plus-jakarta-sans-license.txt",
    "site/aset/cari.js",
    "site/aset/gaya.css",
    "site/aset/ikon.svg",
    "site/aset/plus-jakarta-sans-latin.woff2",
    "site/aset/tabel.js",
    "templates/site/404.html.tera",
    "templates/site/ajukan-sop.html.tera",
    "templates/site/ajukan.html.tera",
    "templates/site/alur-permohonan.html.tera",
    "templates/site/antrean.html.tera",
    "templates/site/bingkai.html.tera",
    "templates/site/cari.html.tera",
    "templates/site/daftar.html.tera",
    "templates/site/depan.html.tera",
    "templates/site/giliran.html.tera",
    "templates/site/pendaratan.html.tera",
    "templates/site/permohonan.html.tera",
    "templates/site/register.html.tera",
    "templates/site/sop-daftar.html.tera",
    "templates/site/sop.html.tera",
    "templates/site/statistik-sop.html.tera",
    "templates/site/statistik.html.tera",
    "templates/site/surat.html.tera",
    "templates/site/tanda-terima.html.tera",
    "templates/site/unsur.html.tera",
];

/// Templates and assets, each file as the workspace has it or else as the program carries it.
#[derive(Debug, Clone, Default)]
pub struct Dressing {
    /// Templates by their names: `depan.html`.
    pub templates: BTreeMap<String, String>,
    /// Assets by their names: `gaya.css`.
    pub assets: BTreeMap<String, Vec<u8>>,
}

impl Dressing {
    /// What is carried, with the workspace's own files laid over it. A template that is no text is left out, and filling
    /// it then fails with its name.
    pub fn new(own: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let carried = FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()));
        let mut dressing = Self::default();
        for (path, bytes) in carried.chain(own) {
            if let Some(name) = path.strip_prefix("templates/site/").and_then(|name| name.strip_suffix(".tera")) {
                if let Ok(text) = String::from_utf8(bytes) {
                    dressing.templates.insert(name.to_owned(), text);
                }
            } else if let Some(name) = path.strip_prefix("site/aset/") {
                dressing.assets.insert(name.to_owned(), bytes);
            }
        }
        dressing
    }

    /// Whether a file of the workspace belongs to the site's dressing.
    pub fn takes(path: &str) -> bool {
        path.starts_with("templates/site/") || path.starts_with("site/aset/")
    }
}
