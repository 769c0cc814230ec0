//! The pages of requests as Hugo takes them: data as front matter, letters as Markdown, drawings as they are.
//!
//! The data is that which is published beside each page, in the language of the page, without what no page shows.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::frame::{Published, between};

/// What is published as data, and no template shows.
const UNSHOWN: [&str; 7] = ["act", "agency_id", "awaits_applicant", "is_wait", "lane", "letter", "stays"];

/// Texts that may hold straight quotes, given as HTML: Hugo writes `&#34;` for what stands there as `&quot;`.
const QUOTING: [&str; 3] = ["kind", "standard", "title"];

/// A request whose pages are published.
pub struct Request<'s> {
    site: &'s Path,
    /// Its page, from the root of a language: `permohonan/2026/11/20/slug`.
    address: &'s str,
    data: Value,
}

impl<'s> Request<'s> {
    /// Reads the data that is published beside a page.
    pub fn read(site: &'s Path, address: &'s str) -> Self {
        let text = read(&site.join(address).join("data.json"));
        Self { site, address, data: serde_json::from_str(&text).expect("data is JSON") }
    }

    /// The name of its procedure in Hugo's data.
    pub fn procedure(&self) -> String {
        let line = &self.data["line"];
        format!("{}-{}", line["sop"].as_str().expect("a request has a procedure"), line["revision"])
    }

    /// Its pages in one language, as files of Hugo's content by their names in it.
    pub fn contents(&self, lang: &str, letters: &Path) -> Vec<(String, String)> {
        let address = self.address;
        let data = in_language(&self.data, lang);
        let mut contents = vec![
            (format!("{address}.md"), self.page(&data, lang)),
            (format!("{address}/tanda-terima.md"), self.receipt(&data, lang)),
        ];
        for document in self.data["documents"].as_array().into_iter().flatten() {
            if let Some(page) = document["page"].as_str().and_then(|page| page.strip_suffix('/')) {
                let document = in_language(document, lang);
                let name = page.rsplit('/').next().expect("a letter has a name");
                let letter = read(&letters.join(format!("{name}.md")));
                let (_, text) = letter.split_once("\n---\n").expect("a letter has a head");
                contents.push((format!("{page}.md"), self.letter(&data, &document, page, lang) + text));
            }
        }
        contents
    }

    fn page(&self, data: &Value, lang: &str) -> String {
        let page = self.published(self.address, lang);
        let page = Published::of(&page);
        let rows = page.body.split("<td class=\"gambar\"").skip(1);
        let drawings = rows.map(|row| between(row, ">", "<div class=\"baca\">"));
        let mut shown = without(data, &UNSHOWN);
        shown["procedure"] = Value::from(self.procedure());
        shown["drawings"] = drawings.collect();
        // The feed of a request stands once, for both languages.
        if lang == "id" {
            shown["outputs"] = json!(["html", "umpan"]);
        }
        front(&page, "permohonan", &shown)
    }

    fn receipt(&self, data: &Value, lang: &str) -> String {
        let page = self.published(&format!("{}/tanda-terima", self.address), lang);
        let shown = json!({ "line": line_of(data), "landing": data["entries"][0]["landing"] });
        front(&Published::of(&page), "tanda-terima", &shown)
    }

    fn letter(&self, data: &Value, document: &Value, page: &str, lang: &str) -> String {
        let page = self.published(page, lang);
        front(&Published::of(&page), "surat", &json!({ "line": line_of(data), "document": document }))
    }

    fn published(&self, address: &str, lang: &str) -> String {
        let root = if lang == "en" { self.site.join("en") } else { self.site.to_owned() };
        read(&root.join(address).join("index.html"))
    }
}

/// What receipts and letters tell of the request.
fn line_of(data: &Value) -> Value {
    let told = ["number", "title", "url", "agency", "application", "sop_name", "revision", "opened"];
    told.iter().map(|key| ((*key).to_owned(), data["line"][key].clone())).collect()
}

fn front(page: &Published, layout: &str, shown: &Value) -> String {
    let mut front = page.front();
    front["layout"] = Value::from(layout);
    for (name, value) in shown.as_object().into_iter().flatten() {
        front[name] = value.clone();
    }
    format!("{front}\n")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a page, its data or its letter is there")
}

/// The same data, of each text in two languages that of one.
fn in_language(data: &Value, lang: &str) -> Value {
    match data {
        Value::Object(both) if both.len() == 2 && both.contains_key("id") && both.contains_key("en") => {
            both[lang].clone()
        }
        Value::Object(fields) => {
            let told = |(key, value): (&String, &Value)| match in_language(value, lang) {
                Value::String(text) if QUOTING.contains(&key.as_str()) => (key.clone(), Value::from(html(&text))),
                other => (key.clone(), other),
            };
            fields.iter().map(told).collect()
        }
        Value::Array(all) => all.iter().map(|value| in_language(value, lang)).collect(),
        other => other.clone(),
    }
}

fn html(text: &str) -> String {
    let stands_for = [('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;")];
    stands_for.iter().fold(text.to_owned(), |text, (sign, entity)| text.replace(*sign, entity))
}

fn without(data: &Value, names: &[&str]) -> Value {
    match data {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| !names.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), without(value, names))).collect::<Map<_, _>>())
        }
        Value::Array(all) => all.iter().map(|value| without(value, names)).collect(),
        other => other.clone(),
    }
}
