//! The language of the messages, and of the help texts: each stands as "Indonesian | English" at its argument.

use std::ffi::OsString;

use crate::model::say::Lang;

/// `--lang`, or what the environment says; Indonesian where it says nothing.
#[expect(clippy::disallowed_methods, reason = "the environment is read here, once")]
pub(super) fn of(args: &[OsString]) -> Lang {
    let mut words = args.iter().filter_map(|arg| arg.to_str());
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        match value {
            Some("id") => return Lang::Id,
            Some("en") => return Lang::En,
            _ => {}
        }
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let first = set.into_iter().find(|value| !value.is_empty());
    if first.is_some_and(|value| value.starts_with("en")) { Lang::En } else { Lang::Id }
}

/// The command line with its help in one language.
pub(super) fn localized(mut command: clap::Command, lang: Lang) -> clap::Command {
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(half(&about, lang));
    }
    let (options, arguments, commands) = match lang {
        Lang::Id => ("Pilihan", "Argumen", "Perintah"),
        Lang::En => ("Options", "Arguments", "Commands"),
    };
    command = command.subcommand_help_heading(commands).disable_help_subcommand(true);
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let help = match arg.get_id().as_str() {
            "help" => Some(lang.pick("Menampilkan bantuan", "Shows help").to_owned()),
            "version" => Some(lang.pick("Menampilkan versi", "Shows the version").to_owned()),
            _ => arg.get_help().map(|help| half(&help.to_string(), lang)),
        };
        let arg = arg.help_heading(heading);
        match help {
            Some(help) => arg.help(help),
            None => arg,
        }
    });
    let help = lang.pick("Menampilkan bantuan", "Shows help");
    let version = lang.pick("Menampilkan versi", "Shows the version");
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| localized(sub, lang));
    }
    // The built-in arguments are replaced, so that they too speak the language and stand under the heading.
    let flag =
        |id: &'static str, short, text| clap::Arg::new(id).long(id).short(short).help(text).help_heading(options);
    command = command.disable_help_flag(true).arg(flag("help", 'h', help).action(clap::ArgAction::Help));
    if command.get_version().is_some() {
        command =
            command.disable_version_flag(true).arg(flag("version", 'V', version).action(clap::ArgAction::Version));
    }
    let usage = lang.pick("Pemakaian", "Usage");
    command.help_template(format!("{{about-with-newline}}\n{usage}: {{usage}}\n\n{{all-args}}{{after-help}}"))
}

fn half(text: &str, lang: Lang) -> String {
    let (id, en) = text.split_once(" | ").unwrap_or((text, text));
    lang.pick(id, en).trim().to_owned()
}
