//! What is wrong with a command line, in the language of the messages.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::model::say::Lang;

/// Prints why a command line could not be read. Help and version speak the language already.
pub(super) fn print(error: &clap::Error, lang: Lang) {
    use std::io::Write;
    let told = (lang == Lang::Id).then(|| indonesian(error)).flatten();
    let _ = match told {
        Some(text) => std::io::stderr().write_all(text.as_bytes()),
        None => error.print(),
    };
}

fn indonesian(error: &clap::Error) -> Option<String> {
    let argument = || words(error, ContextKind::InvalidArg);
    let value = || words(error, ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("argumen `{}` tidak dikenal.{}", argument(), near(error, ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            let name = words(error, ContextKind::InvalidSubcommand);
            format!("perintah `{name}` tidak dikenal.{}", near(error, ContextKind::SuggestedSubcommand))
        }
        ErrorKind::MissingSubcommand => format!("sebut perintahnya: {}.", words(error, ContextKind::ValidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("masih diperlukan: {}.", argument()),
        ErrorKind::InvalidValue if value().is_empty() => format!("`{}` memerlukan isi.{}", argument(), choices(error)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("`{}` bukan isi yang tepat bagi `{}`.{}", value(), argument(), choices(error))
        }
        ErrorKind::ArgumentConflict => {
            let other = words(error, ContextKind::PriorArg);
            if other == argument() || other.is_empty() {
                format!("`{}` hanya boleh sekali.", argument())
            } else {
                format!("`{}` tidak dapat dipakai bersama `{other}`.", argument())
            }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("jumlah isi bagi `{}` tidak tepat.", argument())
        }
        ErrorKind::NoEquals => format!("tulis `{}=isi`.", argument()),
        ErrorKind::InvalidUtf8 => "argumen bukan UTF-8.".to_owned(),
        _ => return None,
    };
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => format!("\n{}\n", usage.to_string().replace("Usage:", "Pemakaian:")),
        _ => String::new(),
    };
    Some(format!("jejak: {what}\n{usage}\nSelengkapnya: --help\n"))
}

/// What clap says of one matter, as text.
fn words(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    }
}

fn near(error: &clap::Error, kind: ContextKind) -> String {
    let near = words(error, kind);
    if near.is_empty() { String::new() } else { format!(" Mungkin maksud Anda `{near}`?") }
}

fn choices(error: &clap::Error) -> String {
    let choices = words(error, ContextKind::ValidValue);
    if choices.is_empty() { String::new() } else { format!(" Pilihannya: {choices}.") }
}
