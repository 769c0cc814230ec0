//! Templates to pages. Each template is read twice, once per language: `[[Indonesia|English]]` stands for the text of the
//! page's language and `.@` for the field of that name in a [`super::words::Two`], so both languages stand side by side
//! in one file and cost nothing when a page is filled.

mod filters;

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera, Value};

use super::escape::escape;
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
        Ok(self.of(lang).render(template, &values.0)?)
    }

    /// Fills a component of the templates.
    pub fn part(&self, lang: Lang, component: &str, values: &Values) -> Result<String, BadTemplate> {
        Ok(self.of(lang).render_component(component, &values.0, None, true)?)
    }

    fn of(&self, lang: Lang) -> &Tera {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// What a template is filled with: values of the projection, and pictures made from them.
#[derive(Clone, Default)]
pub struct Values(Context);

impl Values {
    /// With one value more.
    #[must_use]
    pub fn with(self, name: &'static str, value: &impl Serialize) -> Self {
        self.with_read(name, &Read::new(value))
    }

    /// With one value more, which may stand in many pages.
    #[must_use]
    pub fn with_read(mut self, name: &'static str, value: &Read) -> Self {
        self.0.insert_value(name, value.0.clone());
        self
    }
}

/// A value as templates read it: to take it over once more costs nothing.
#[derive(Debug, Clone)]
pub struct Read(Value);

impl Read {
    /// The value for templates.
    pub fn new(value: &impl Serialize) -> Self {
        Self(Value::from_serializable(value))
    }
}

fn read(templates: &BTreeMap<String, String>, lang: Lang) -> Result<Tera, BadTemplate> {
    let mut tera = Tera::default();
    tera.set_escape_fn(escape);
    filters::register(&mut tera, lang);
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
