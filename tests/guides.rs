//! The guides for each kind of reader tell one story; their commands are run as they stand, one after the other.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use support::{files_below, root};

/// The guides in the order of their story.
fn guides() -> Vec<(String, String)> {
    let files = files_below(&root().join("docs/panduan"));
    let pages = files.into_iter().filter(|(name, _)| ends(name, "md"));
    pages.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

fn ends(name: &str, with: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == with)
}

/// What stands in fences that are marked as commands.
fn commands(text: &str) -> String {
    text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect()
}

#[test]
fn the_guides_commands_lead_from_an_empty_folder_to_an_audited_request() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let story: String = guides().iter().map(|(_, text)| commands(text)).collect();
    assert!(story.matches("jejak ").count() > 15, "the commands were found: {story}");
    let program = Path::new(env!("CARGO_BIN_EXE_jejak")).parent().expect("a folder").display().to_string();
    let mut shell = Command::new("sh");
    shell.args(["-eu", "-c", &story]).current_dir(home.path()).env("HOME", home.path());
    // Nothing but what a newcomer has: git without settings, and the program.
    shell.env("PATH", format!("{program}:/usr/local/bin:/usr/bin:/bin")).env("GIT_CONFIG_NOSYSTEM", "1");
    for name in ["GIT_DIR", "GIT_CONFIG_GLOBAL", "XDG_CONFIG_HOME", "LANG", "LC_ALL"] {
        shell.env_remove(name);
    }
    let ended = shell.output().expect("a shell");
    let (told, said) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "{told}\n{said}");
    // What each reader is promised.
    for promise in [
        "0 harus dibetulkan",
        "berkas diterbitkan di",
        "Sah bila digabungkan.",
        "langkah 3 dari 15",
        "3 pendaratan: 3 sah, 0 tidak sah",
        "kesalahan[growth]",
        "Tidak sah, dan terlihat.",
        "Ditolak di pintu.",
    ] {
        assert!(told.contains(promise), "nothing says `{promise}`: {told}\n{said}");
    }
    let audit = support::server::jejak(&home.path().join("jejak/register.git"), &["audit", "--format", "json"]);
    let audit: serde_json::Value = serde_json::from_slice(&audit.stdout).expect("JSON");
    assert_eq!((&audit["landings"], &audit["unlawful"]), (&3.into(), &0.into()), "{audit}");
}

#[test]
fn the_guides_lead_only_to_what_is_there_and_show_small_pictures() {
    let folder = root().join("docs/panduan");
    let mut shown = BTreeSet::new();
    for (name, text) in guides() {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = folder.join(link);
            assert!(target.exists(), "{name} leads to {link}, which is not there");
            if ends(link, "png") {
                let size = std::fs::metadata(&target).expect("a picture").len();
                assert!(size < 150_000, "{link} has {size} bytes");
                shown.insert(link.to_owned());
            }
        }
    }
    let pictures = files_below(&folder).into_keys().filter(|name| ends(name, "png")).collect();
    assert_eq!(shown, pictures, "every picture is shown somewhere");
}
