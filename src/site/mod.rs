//! The tracking site: the register and its verdicts as pages. Pure: it returns files as bytes and touches no disk.
//!
//! ```text
//! audit → projection   what may be published, by allow-list
//! projection → pages   which pages there are; drawing makes the pictures, letter the documents, engine fills templates
//! projection → exports feeds, calendars, tables, the search index
//! pages → links        no link leads nowhere, no path is made twice
//! ```

pub mod address;
pub mod defaults;
mod drawing;
pub mod engine;
mod escape;
pub mod exports;
pub mod letter;
mod links;
mod pages;
pub mod projection;
pub mod reuse;
pub mod words;

pub use links::{Book, Broken};
pub use pages::{Builder, Unit, Unmade};
pub use projection::Hint;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path, from the root of the site.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// A file at a path.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), bytes }
    }

    /// Whether it is a page.
    fn is_page(&self) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
    }

    /// A page at an address: a folder's page is its `index.html`.
    fn page(url: &str, text: String) -> Self {
        let path = if url.is_empty() || url.ends_with('/') { format!("{url}index.html") } else { url.to_owned() };
        Self::new(path, text.into_bytes())
    }
}
