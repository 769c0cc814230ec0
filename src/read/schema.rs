//! JSON Schemas, from the very types that read the files.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

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
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<T>();
    if let Some(root) = schema.as_object_mut() {
        root.values_mut().for_each(text_may_look_like_a_number);
    }
    schema
}

/// The reader takes `009` and `2026` as the text that was written; an editor takes them for numbers and must not refuse
/// them where text is meant.
fn text_may_look_like_a_number(value: &mut Value) {
    match value {
        Value::Object(map) => {
            let free = !map.contains_key("enum") && !map.contains_key("pattern");
            let text = json!("string");
            match map.get_mut("type") {
                Some(kind) if free && *kind == text => *kind = json!(["string", "number", "boolean"]),
                Some(Value::Array(kinds)) if free && kinds.contains(&text) => {
                    kinds.extend([json!("number"), json!("boolean")]);
                }
                _ => {}
            }
            map.values_mut().for_each(text_may_look_like_a_number);
        }
        Value::Array(items) => items.iter_mut().for_each(text_may_look_like_a_number),
        _ => {}
    }
}
