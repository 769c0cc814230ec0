//! Letter forms filled with the facts of a request.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use tera::{Context, Tera};

/// What a form may speak of. Nothing else reaches it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facts {
    /// `2026-11-20`
    pub tanggal_iso: String,
    /// `20 November 2026`
    pub tanggal: String,
    /// The request.
    pub permohonan: RequestFacts,
    /// The SOP.
    pub sop: SopFacts,
    /// The step.
    pub langkah: StepFacts,
    /// The document.
    pub dokumen: DocumentFacts,
    /// A reason that was given, or nothing.
    pub catatan: String,
}

/// What a form may say of the request.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RequestFacts {
    /// Its title.
    pub judul: String,
    /// The application.
    pub aplikasi: String,
    /// The full name of its agency.
    pub instansi: String,
    /// Its registration number, once it has one.
    pub nomor: String,
}

/// What a form may say of the SOP.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SopFacts {
    /// Its name.
    pub nama: String,
    /// Its number, if the paper has one.
    pub nomor: String,
    /// Its agency.
    pub instansi: String,
    /// Its unit, if the paper names one.
    pub unit: String,
    /// The post that approved it.
    pub pengesahan: String,
}

/// What a form may say of the step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StepFacts {
    /// Its number.
    pub nomor: u32,
    /// Its activity.
    pub kegiatan: String,
    /// The outcome of a decision, or nothing.
    pub hasil: String,
}

/// What a form may say of the document.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DocumentFacts {
    /// Its name.
    pub nama: String,
    /// Its class.
    pub sifat: String,
}

/// A form that cannot be filled.
#[derive(Debug, thiserror::Error)]
#[error("the letter form cannot be filled: {0}")]
pub struct BadForm(#[from] tera::Error);

/// Fills a form. Facts are data: nothing in them is ever run as a template, and each is one line of text.
pub fn fill(form: &str, facts: &Facts) -> Result<String, BadForm> {
    let mut tera = Tera::default();
    tera.register_filter("kutip", |value: &str, _: tera::Kwargs, _: &tera::State| quoted(value));
    tera.add_raw_template("form.md", form)?;
    Ok(tera.render("form.md", &Context::from_serialize(&one_line(facts))?)?)
}

/// A text as a double-quoted YAML scalar.
fn quoted(text: &str) -> String {
    // JSON strings are YAML double-quoted scalars.
    serde_json::Value::from(text).to_string()
}

/// Line breaks would end the line of a form in the middle of a fact.
fn one_line(facts: &Facts) -> serde_json::Value {
    fn fold(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = text.split_whitespace().collect::<Vec<_>>().join(" "),
            serde_json::Value::Object(map) => map.values_mut().for_each(fold),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(facts).unwrap_or_default();
    fold(&mut value);
    value
}

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// `20 November 2026`: letters are written in Indonesian, whatever language the messages are in.
pub fn long_date(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
}
