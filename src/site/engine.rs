//! Templates to pages. Each template is read twice, once per language: `[[Indonesia|English]]` stands for the text of the
//! page's language and `.@` for the field of that name in a [`super::words::Two`], so both languages stand side by side
//! in one file and cost nothing when a page is filled.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use crate::model::say::Lang;

/// Both languages' templates, ready to be filled.
pub struct Engine {
    id: Tera,
    en: Tera,
}

/// A template that cannot be read or filled.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadTemplate(String);

impl From<tera::Error> for BadTemplate {
    fn from(error: tera::Error) -> Self {
        use std::error::Error;
        let cause = error.source().map(|source| format!(": {source}")).unwrap_or_default();
        Self(format!("{error}{cause}"))
    }
}

impl Engine {
    /// Reads templates by their names; `.tera` is no part of a name.
    pub fn new(templates: &BTreeMap<String, String>) -> Result<Self, BadTemplate> {
        Ok(Self { id: read(templates, Lang::Id)?, en: read(templates, Lang::En)? })
    }

    /// Fills a template.
    pub fn fill(&self, lang: Lang, template: &str, values: &Values) -> Result<String, BadTemplate> {
        let tera = match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        };
        Ok(tera.render(template, &values.0)?)
    }
}

/// What a template is filled with: values of the projection, and pictures made from them.
#[derive(Clone, Default)]
pub struct Values(Context);

impl Values {
    /// With one value more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl Serialize) -> Self {
        self.0.insert(name, value);
        self
    }
}

fn read(templates: &BTreeMap<String, String>, lang: Lang) -> Result<Tera, BadTemplate> {
    let mut tera = Tera::default();
    tera.register_filter("potong", |text: &str, kwargs: tera::Kwargs, _: &tera::State| -> tera::TeraResult<String> {
        let length: usize = kwargs.must_get("n")?;
        Ok(text.chars().take(length).collect())
    });
    tera.register_filter("terbagi", |text: &str, _: tera::Kwargs, _: &tera::State| super::words::partable(text));
    let sources: Vec<(String, String)> =
        templates.iter().map(|(name, text)| (name.clone(), in_language(text, lang))).collect();
    tera.add_raw_templates(sources.iter().map(|(name, text)| (name.as_str(), text.as_str())))?;
    Ok(tera)
}

/// The template of one language.
fn in_language(text: &str, lang: Lang) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("[[") {
        let Some(length) = rest[start..].find("]]") else { break };
        out.push_str(&rest[..start]);
        let both = &rest[start + 2..start + length];
        let (id, en) = both.split_once('|').unwrap_or((both, both));
        out.push_str(lang.pick(id, en));
        rest = &rest[start + length + 2..];
    }
    out.push_str(rest);
    out.replace(".@", lang.pick(".id", ".en"))
}
