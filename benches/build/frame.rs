//! What surrounds a page, as front matter. Titles and descriptions are given as HTML, as they stand in attributes.

use serde_json::{Value, json};

/// A published page in its parts.
pub struct Published<'p> {
    head: &'p str,
    frame: &'p str,
    /// What stands in the frame.
    pub body: &'p str,
}

impl<'p> Published<'p> {
    /// Takes a page apart.
    pub fn of(page: &'p str) -> Self {
        let (head, rest) = page.split_once("\n</head>\n").expect("a page has a head");
        let (frame, rest) = rest.split_once("<main id=\"isi\" class=\"wadah\">\n").expect("a page has a body");
        let (body, _) = rest.rsplit_once("\n</main>\n").expect("a page's body ends");
        Self { head, frame, body }
    }

    /// The front matter that every page has.
    pub fn front(&self) -> Value {
        json!({
            "title": between(self.head, "property=\"og:title\" content=\"", "\""),
            "description": between(self.head, "property=\"og:description\" content=\"", "\""),
            "akar": between(self.head, "rel=\"stylesheet\" href=\"", "aset/"),
            "versi": between(self.head, "aset/gaya.css?", "\""),
            "rumah": between(self.frame, "class=\"nama\" href=\"", "\""),
            "lain": between(self.frame, "class=\"bahasa\" href=\"", "\""),
            "bagian": self.section(),
        })
    }

    /// The feeds that the page names besides that of the office.
    pub fn feeds(&self) -> &'p str {
        self.head.split_once("umpan.xml\">\n").expect("every page names the feed of the office").1
    }

    /// The section that the navigation marks. The front page is told from its title, which has no office behind it.
    fn section(&self) -> &'p str {
        let marked = self.frame.split_once("/\" aria-current=\"true\"").map(|(before, _)| before);
        let marked = marked.and_then(|before| before.rsplit(['/', '"']).next());
        let title = between(self.head, "property=\"og:title\" content=\"", "\"");
        let is_front = between(self.head, "<title>", "</title>") == title;
        marked.unwrap_or(if is_front { "depan" } else { "" })
    }
}

/// What stands between two marks.
pub fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).expect("a page has each of its parts");
    rest.split_once(to).expect("a part ends").0
}
