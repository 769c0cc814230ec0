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
pub(super) fn localized(command: clap::Command, lang: Lang) -> clap::Command {
    let mut command = texts(command, lang);
    // Only now each command knows by which words it is called.
    command.build();
    usages(command, lang)
}

/// The lines that say how a command is called. What stands for its options is a word of the library's own.
fn usages(mut command: clap::Command, lang: Lang) -> clap::Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", lang.pick("[PILIHAN]", "[OPTIONS]"));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| usages(sub, lang));
    }
    command.override_usage(usage)
}

/// Names of values: those of the code, and the English ones.
const VALUES: [(&str, &str); 30] = [
    ("ALAMAT", "ADDRESS"),
    ("ALASAN", "REASON"),
    ("ATURAN", "RULE"),
    ("AWAL/AKHIR", "BEGIN/END"),
    ("BAHASA", "LANGUAGE"),
    ("BENIH", "SEED"),
    ("BENTUK", "FORMAT"),
    ("BERKAS", "FILE"),
    ("CABANG", "BRANCH"),
    ("CARA", "WAY"),
    ("DETIK", "SECONDS"),
    ("HARI", "DAYS"),
    ("HASIL", "OUTCOME"),
    ("HEKS", "HEX"),
    ("ID=BERKAS", "ID=FILE"),
    ("JENIS", "KIND"),
    ("KAPAN", "WHEN"),
    ("KUNCI=ISI", "KEY=VALUE"),
    ("LAJUR", "LANE"),
    ("LAMA", "DURATION"),
    ("NAMA", "NAME"),
    ("PERINTAH", "COMMAND"),
    ("PERMOHONAN", "REQUEST"),
    ("PORTA", "PORT"),
    ("SOP/REVISI", "SOP/REVISION"),
    ("SUREL", "MAIL"),
    ("SUSUNAN", "LAYOUT"),
    ("TEKS", "TEXT"),
    ("WAKTU", "TIME"),
    ("ZONA", "ZONE"),
];

/// Behind whatever a command has of its own.
const LAST: usize = 900;

fn named(arg: clap::Arg, lang: Lang) -> clap::Arg {
    let Some([name]) = arg.get_value_names() else { return arg };
    match VALUES.iter().find(|(id, _)| *id == name.as_str()) {
        Some((id, en)) => arg.value_name(lang.pick(id, en)),
        None => arg,
    }
}

/// What an argument may be, and what it is unless told, in words; of switches there is nothing to say.
fn open_to(arg: &clap::Arg, lang: Lang) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let told = arg.get_help().is_some_and(|help| help.to_string().contains("(bawaan"));
    let choices: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let usual: Vec<&str> = arg.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    let mut words = Vec::new();
    if !choices.is_empty() {
        words.push(format!("{}: {}", lang.pick("pilihan", "choices"), choices.join(", ")));
    }
    if !usual.is_empty() && !told {
        words.push(format!("{}: {}", lang.pick("bawaan", "default"), usual.join(", ")));
    }
    if words.is_empty() { String::new() } else { format!(" ({})", words.join("; ")) }
}

fn texts(mut command: clap::Command, lang: Lang) -> clap::Command {
    if let Some(about) = command.get_about().map(ToString::to_string) {
        command = command.about(half(&about, lang));
    }
    let (options, arguments, commands) = match lang {
        Lang::Id => ("Pilihan", "Argumen", "Perintah"),
        Lang::En => ("Options", "Arguments", "Commands"),
    };
    command = command.subcommand_help_heading(commands).disable_help_subcommand(true);
    command = command.subcommand_value_name(lang.pick("PERINTAH", "COMMAND"));
    command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { arguments } else { options };
        let help = match arg.get_id().as_str() {
            "help" => Some(lang.pick("Menampilkan bantuan", "Shows help").to_owned()),
            "version" => Some(lang.pick("Menampilkan versi", "Shows the version").to_owned()),
            _ => arg.get_help().map(|help| half(&help.to_string(), lang) + &open_to(&arg, lang)),
        };
        // Its choices stand in the help, in the language of the messages.
        let with_value = arg.get_action().takes_values();
        let arg = named(arg, lang).help_heading(heading);
        let arg = if with_value { arg.hide_default_value(true).hide_possible_values(true) } else { arg };
        // What every command takes stands behind what is a command's own.
        let arg = if arg.is_global_set() { arg.display_order(LAST) } else { arg };
        match help {
            Some(help) => arg.help(help),
            None => arg,
        }
    });
    let help = lang.pick("Menampilkan bantuan", "Shows help");
    let version = lang.pick("Menampilkan versi", "Shows the version");
    command = command.mut_subcommands(|sub| texts(sub, lang));
    // The built-in arguments are replaced, so that they too speak the language and stand under the heading.
    let flag = |id: &'static str, short, text| {
        clap::Arg::new(id).long(id).short(short).help(text).help_heading(options).display_order(LAST)
    };
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
