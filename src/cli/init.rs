//! `jejak init`

use std::path::{Path, PathBuf};

use clap::Args;

use super::forge_set::{self, SetArgs};
use super::terminal::Terminal;
use super::{Failure, Outcome, workspace};
use crate::desk::forge::set;
use crate::desk::init::{Choice, SAMPLE_MAIL, files, house_files};
use crate::model::day::Zone;
use crate::model::name::SopSlug;
use crate::model::place::WorkPath;
use crate::model::say::{Say, counted};
use crate::model::sop::SopDraft;
use crate::read::read_workspace;
use crate::read::suggest::did_you_mean;
use crate::shell::files::create_all;
use crate::shell::git::GitStore;

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// Folder baru atau kosong (bawaan: folder ini) | A new or empty folder (default: this one)
    folder: Option<PathBuf>,
    /// SOP bawaan yang dipakai; boleh berulang (bawaan: semua) | A carried SOP to use; may be repeated (default: all)
    #[arg(long = "sop", value_name = "SLUG")]
    sops: Vec<String>,
    /// Judul situs | The title of the site
    #[arg(long, value_name = "NAMA")]
    name: Option<String>,
    /// Zona kantor: WIB, WITA, atau WIT | The office's zone: WIB, WITA or WIT
    #[arg(long, value_name = "ZONA")]
    zone: Option<String>,
    /// Alamat surel pengurus pertama, seperti pada commit | The first steward's address, as on commits
    #[arg(long, value_name = "SUREL")]
    mail: Option<String>,
    #[command(flatten)]
    set: SetArgs,
}

const NAME: &str = "Lacak Permohonan";

pub(super) fn run(args: &InitArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let folder = dir.join(args.folder.as_deref().unwrap_or(Path::new("")));
    let kind = args.set.forge.as_deref().map(forge_set::kind).transpose()?;
    if let Some(kind) = kind.filter(|_| folder.join("jejak.yaml").exists()) {
        return forge_set::renew(&args.set, kind, &folder, terminal);
    }
    refuse_used(&folder, &house_files())?;
    let set = kind.map(|kind| forge_set::choose(&args.set, kind, &folder, terminal)).transpose()?;
    let carried = workspace::carried().workspace;
    let all: Vec<&SopDraft> = carried.sops.values().collect();
    let choice = choose(args, &all, terminal)?;
    let mut new = files(&choice, &all);
    if let Some(set) = &set {
        new.extend(of_forge(set, &new));
    }
    refuse_used(&folder, &new)?;
    if args.set.dry_run {
        for (path, _) in &new {
            terminal.note(&Say::new(format!("  {path}"), format!("  {path}")));
        }
        terminal.note(&Say::new("Percobaan: tidak ada yang ditulis.", "A trial: nothing was written."));
        return Ok(Outcome::Lawful);
    }
    create_all(&folder, &new)?;
    let shown = folder.display();
    let count = new.len();
    terminal.note(&Say::new(
        format!("Ruang kerja dibuat di {shown}: {count} berkas, {} SOP.", choice.sops.len()),
        format!(
            "Made a workspace in {shown}: {}, {}.",
            counted(count, "file", "files"),
            counted(choice.sops.len(), "SOP", "SOPs")
        ),
    ));
    if choice.mail == SAMPLE_MAIL {
        terminal.note(&Say::new(
            "Ganti alamat contoh di people/pengurus.yaml dengan alamat commit Anda (git config user.email).",
            "Replace the sample address in people/pengurus.yaml by your own commit address (git config user.email).",
        ));
    }
    if let Some(set) = &set {
        let (made, _) = read_workspace(new.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())));
        forge_set::after(set, &made, terminal);
    }
    let next = Say::new(
        "Lanjutkan: sesuaikan jejak.yaml, lalu jalankan `jejak check` di folder itu.",
        "Go on: adapt jejak.yaml, then run `jejak check` in that folder.",
    );
    let start = match GitStore::open(&folder) {
        Ok(_) => Say::new(
            "Register dimulai dengan git add --all, git commit.",
            "The register begins with git add --all, git commit.",
        ),
        Err(_) => Say::new(
            "Register dimulai dengan git init -b main, git add --all, git commit.",
            "The register begins with git init -b main, git add --all, git commit.",
        ),
    };
    terminal.note(&next.and(&start));
    Ok(Outcome::Lawful)
}

/// The files of a forge for a workspace that is being made.
fn of_forge(choice: &set::Choice, new: &[(WorkPath, Vec<u8>)]) -> Vec<(WorkPath, Vec<u8>)> {
    let (made, _) = read_workspace(new.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())));
    let form = |path: &WorkPath| {
        let (_, bytes) = new.iter().find(|(own, _)| own == path)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    set::files(choice, &made, &form).into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

/// What stands in every workspace, or may come to stand there: asked about before anything else is.
const ALWAYS: [&str; 7] = ["jejak.yaml", "people", "sops", "calendars", "templates", "site", "tanggapan.yaml"];

/// A workspace is never made over something that stands there, nor through a link; what else stands beside it does no
/// harm.
fn refuse_used(folder: &Path, new: &[(WorkPath, Vec<u8>)]) -> Result<(), Failure> {
    let tops = new.iter().filter_map(|(path, _)| path.as_str().split('/').next());
    for taken in tops.chain(ALWAYS) {
        if folder.join(taken).symlink_metadata().is_ok() {
            let shown = folder.display();
            return Err(Failure::new(
                format!("di {shown} sudah ada {taken}; pilih folder lain. Tidak ada yang diubah."),
                format!("{taken} already stands in {shown}; choose another folder. Nothing was changed."),
            ));
        }
    }
    Ok(())
}

fn choose(args: &InitArgs, all: &[&SopDraft], terminal: &mut Terminal) -> Result<Choice, Failure> {
    let ask = terminal.can_ask();
    let name = match &args.name {
        Some(name) => name.clone(),
        None if ask => terminal.ask(&Say::new("Judul situs", "Title of the site"), NAME)?,
        None => NAME.to_owned(),
    };
    let mut words = args.sops.clone();
    if words.is_empty() && ask {
        for (n, sop) in (1..).zip(all) {
            terminal.note(&Say::new(format!("  {n}  {}", sop.id.slug), format!("  {n}  {}", sop.id.slug)));
        }
        let question = Say::new("SOP yang dipakai (nomor, dipisah koma)", "SOPs to use (numbers, with commas)");
        let every: Vec<String> = (1..=all.len()).map(|n| n.to_string()).collect();
        let answer = terminal.ask(&question, &every.join(","))?;
        words = answer.split(',').map(|word| word.trim().to_owned()).collect();
    }
    let mail = match &args.mail {
        Some(mail) => mail.clone(),
        None if ask => terminal.ask(
            &Say::new("Alamat surel pengurus (git config user.email)", "The steward's address (git config user.email)"),
            SAMPLE_MAIL,
        )?,
        None => SAMPLE_MAIL.to_owned(),
    };
    if !matches!(mail.parse(), Ok(crate::model::person::Account::Mail(_))) {
        return Err(Failure::new(format!("`{mail}` bukan alamat surel."), format!("`{mail}` is no address.")));
    }
    let sops = if words.is_empty() {
        all.iter().map(|sop| sop.id.slug.clone()).collect()
    } else {
        words.iter().map(|word| carried_slug(word, all)).collect::<Result<Vec<_>, _>>()?
    };
    let zone = match &args.zone {
        None => None,
        Some(word) => Some(word.parse::<Zone>().map_err(|()| {
            let list = Zone::NAMES.join(", ");
            Failure::new(
                format!("zona `{word}` tidak dikenal. Pilih: {list}."),
                format!("the zone `{word}` is unknown. Choose one of: {list}."),
            )
        })?),
    };
    let forge = args.set.forge.as_deref().map(forge_set::kind).transpose()?;
    Ok(Choice { name, sops, zone, mail, forge })
}

/// A slug, or its number in the list that was shown.
fn carried_slug(word: &str, all: &[&SopDraft]) -> Result<SopSlug, Failure> {
    let by_number = word.parse::<usize>().ok().and_then(|n| all.get(n.checked_sub(1)?));
    let found = by_number.or_else(|| all.iter().find(|sop| sop.id.slug.as_str() == word));
    found.map(|sop| sop.id.slug.clone()).ok_or_else(|| {
        let slugs: Vec<&str> = all.iter().map(|sop| sop.id.slug.as_str()).collect();
        let list = slugs.join(", ");
        Failure(
            Say::new(format!("program tidak membawa SOP `{word}`."), format!("the program carries no SOP `{word}`."))
                .and(&did_you_mean(word, slugs.iter().copied()))
                .and(&Say::new(format!("Yang dibawa: {list}."), format!("It carries: {list}."))),
        )
    })
}
