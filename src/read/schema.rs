//! JSON Schemas, from the very types that read the files.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::calendar::RawCalendar;
use super::decode::Field;
use super::letter::RawLetter;
use super::office::{RawAnswer, RawOffice};
use super::person::RawPerson;
use super::request::RawHeader;
use super::sop::RawSop;

/// The kinds of file that have a schema.
pub const KINDS: [&str; 7] = ["office", "answers", "sop", "request", "person", "calendar", "letter"];

/// The schema of a kind of file.
pub fn schema(kind: &str) -> Option<Schema> {
    Some(match kind {
        "office" => of::<RawOffice>(),
        "answers" => of::<Vec<Field<RawAnswer>>>(),
        "sop" => of::<RawSop>(),
        "request" => of::<RawHeader>(),
        "person" => of::<RawPerson>(),
        "calendar" => of::<RawCalendar>(),
        "letter" => of::<RawLetter>(),
        _ => return None,
    })
}

fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}
