//! What templates may do with a value: cut it, part its long words, say a day or a moment in words.

use chrono::NaiveDate;
use tera::{Kwargs, State, Tera, TeraResult};

use super::super::words::{Moment, partable};
use crate::model::say::Lang;
use crate::report::dates;

/// Adds the filters, which speak the language of the templates.
pub(super) fn register(tera: &mut Tera, lang: Lang) {
    tera.register_filter("potong", |text: &str, given: Kwargs, _: &State| -> TeraResult<String> {
        Ok(text.chars().take(given.must_get("n")?).collect())
    });
    tera.register_filter("terbagi", |text: &str, _: Kwargs, _: &State| partable(text));
    // "20 November 2026"; a letter is dated in Indonesian on every page.
    tera.register_filter("tanggal", move |text: &str, given: Kwargs, _: &State| -> TeraResult<String> {
        let lang = if given.get::<&str>("bahasa")? == Some("id") { Lang::Id } else { lang };
        Ok(dates::date(day(text)?, lang))
    });
    // "Jumat, 20 November 2026"
    tera.register_filter("hari", move |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(dates::full_date(day(text)?, lang))
    });
    // "20 November 2026, 09.15 WITA"
    tera.register_filter("waktu", move |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(moment(text)?.full(lang))
    });
    // "20 Nov 2026, 09.15"
    tera.register_filter("waktu_singkat", move |text: &str, _: Kwargs, _: &State| -> TeraResult<String> {
        Ok(moment(text)?.short(lang))
    });
}

/// The day of a date, or of a moment in the office's zone.
fn day(text: &str) -> TeraResult<NaiveDate> {
    let day = text.get(..10).and_then(|day| day.parse().ok());
    day.ok_or_else(|| tera::Error::message(format!("`{text}` bukan tanggal")))
}

fn moment(text: &str) -> TeraResult<Moment> {
    Moment::parse(text).ok_or_else(|| tera::Error::message(format!("`{text}` bukan waktu")))
}
