//! What surrounds every page: navigation, the other language, the way back to the root.

use serde::Serialize;

use super::{Builder, Page, root};
use crate::model::say::Lang;
use crate::site::engine::Values;

/// Where a page stands and what surrounds it.
#[derive(Serialize)]
struct Frame<'p> {
    /// From the page to the root of the site: `../../`.
    akar: String,
    /// From the page to the root of its language.
    rumah: String,
    /// The same page in the other language, from this one.
    lain: String,
    /// The page's full address; empty where the office states none.
    kanonik: String,
    /// The same for each language.
    kanonik_id: String,
    kanonik_en: String,
    judul: &'p str,
    tentang: &'p str,
    bagian: &'static str,
    versi: &'p str,
}

impl Builder<'_> {
    /// A page's values with what surrounds it.
    pub(super) fn framed(&self, page: &Page, lang: Lang) -> Values {
        let depth = page.url.matches('/').count();
        let up = |levels: usize| if levels == 0 { "./".to_owned() } else { "../".repeat(levels) };
        let (akar, rumah) = match lang {
            Lang::Id => (up(depth), up(depth)),
            Lang::En => (up(depth + 1), up(depth)),
        };
        // A page that is no folder (404.html) is served at any depth: its links begin at the root of the site.
        let base = self.base();
        let (akar, rumah) = if !page.url.is_empty() && !page.url.ends_with('/') {
            (base.clone(), format!("{base}{}", root(lang)))
        } else {
            (akar, rumah)
        };
        let other = match lang {
            Lang::Id => Lang::En,
            Lang::En => Lang::Id,
        };
        let address = &self.public.office.address;
        let full = |lang: Lang| {
            if address.is_empty() { String::new() } else { format!("{address}/{}{}", root(lang), page.url) }
        };
        let frame = Frame {
            lain: format!("{akar}{}{}", root(other), page.url),
            kanonik: full(lang),
            kanonik_id: full(Lang::Id),
            kanonik_en: full(Lang::En),
            judul: page.title.pick(lang),
            tentang: page.about.pick(lang),
            bagian: page.section,
            versi: &self.version,
            akar,
            rumah,
        };
        page.values.clone().with("b", &frame).with_read("kantor", &self.office)
    }

    /// The path of the site on its host, with slashes at both ends.
    pub fn base(&self) -> String {
        let address = &self.public.office.address;
        let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
    }
}
