//! Text for people, always in both languages.

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Bahasa Indonesia, the language of the offices that use the program.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Chooses between two texts that were written side by side.
    pub fn pick<'a>(self, id: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Id => id,
            Self::En => en,
        }
    }
}

/// A count in English, where one of a thing is called otherwise than several: "1 step", "2 steps".
pub fn counted<N: std::fmt::Display + Copy + PartialEq + From<u8>>(count: N, one: &str, several: &str) -> String {
    let name = if count == N::from(1) { one } else { several };
    format!("{count} {name}")
}

/// One message in both languages. Built whole, so that no message can lack a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    id: String,
    en: String,
}

impl Say {
    /// A message: Indonesian first, then English.
    pub fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self { id: id.into(), en: en.into() }
    }

    /// The message in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }

    /// The same message with more behind it.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        for (text, tail) in [(&mut self.id, &more.id), (&mut self.en, &more.en)] {
            if !text.is_empty() && !tail.is_empty() {
                text.push(' ');
            }
            text.push_str(tail);
        }
        self
    }
}
