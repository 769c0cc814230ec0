//! `jejak init --forge`: the files by which a forge serves a register.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Outcome, workspace};
use crate::desk::forge::set::{self, Choice, MADE, Publish};
use crate::model::office::ForgeKind;
use crate::model::place::WorkPath;
use crate::model::say::Say;
use crate::model::workspace::Workspace;
use crate::shell::files;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct SetArgs {
    /// Menulis juga berkas forge: github, forgejo, atau gitlab | Also write the files of a forge: github, forgejo or gitlab
    #[arg(long, value_name = "JENIS")]
    pub(super) forge: Option<String>,
    /// Repositori terbuka bagi siapa saja: tanpa formulir permohonan | The repository is open to everybody: no request forms
    #[arg(long, requires = "forge", conflicts_with = "privat")]
    publik: bool,
    /// Repositori tertutup: dengan formulir permohonan | The repository is closed: with request forms
    #[arg(long, requires = "forge")]
    privat: bool,
    /// Alamat rilis program ini, bagi alur kerja forge | Where the forge's workflows get this program
    #[arg(long, value_name = "ALAMAT", requires = "forge")]
    program: Option<String>,
    /// SHA-256 rilis itu | That release's SHA-256
    #[arg(long, value_name = "HEKS", requires = "forge")]
    sha256: Option<String>,
    /// Cabang yang diterbitkan (bawaan: main) | The published branch (default: main)
    #[arg(long, value_name = "CABANG", requires = "forge")]
    cabang: Option<String>,
    /// Situs diterbitkan lewat: pages atau rsync | How the site is published: pages or rsync
    #[arg(long, value_name = "CARA", requires = "forge")]
    situs: Option<String>,
    /// Hanya memeriksa apakah berkas forge masih sesuai | Only check whether the forge's files still fit
    #[arg(long, requires = "forge")]
    check: bool,
    /// Menimpa juga berkas yang tidak dibuat program ini | Also overwrite files that this program did not make
    #[arg(long, requires = "forge")]
    ganti: bool,
    /// Hanya menunjukkan yang akan ditulis | Only show what would be written
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// The forge that was named.
pub(super) fn kind(word: &str) -> Result<ForgeKind, Failure> {
    match word {
        "github" => Ok(ForgeKind::GitHub),
        "forgejo" => Ok(ForgeKind::Forgejo),
        "gitlab" => Ok(ForgeKind::GitLab),
        other => Err(Failure::new(
            format!("forge `{other}` tidak dikenal. Pilih: github, forgejo, gitlab."),
            format!("the forge `{other}` is unknown. Choose one of: github, forgejo, gitlab."),
        )),
    }
}

/// Writes the set into a workspace that stands, or says what would change.
pub(super) fn renew(
    args: &SetArgs,
    kind: ForgeKind,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<Outcome, Failure> {
    let workspace = workspace::load(folder)?.workspace;
    let choice = choose(args, kind, folder, terminal)?;
    let set = made(&choice, &workspace, folder);
    let mut changed = Vec::new();
    for (path, text) in &set {
        let stands = files::read(folder, path).ok();
        if stands.as_deref() == Some(text.as_bytes()) {
            continue;
        }
        let ours = stands.as_ref().is_none_or(|bytes| is_ours(path, bytes));
        if !ours && !args.ganti && !args.check {
            return Err(Failure::new(
                format!(
                    "{path} sudah ada dan bukan buatan program ini; pindahkan isinya, atau timpa dengan --ganti. Tidak ada yang diubah."
                ),
                format!(
                    "{path} stands already and was not made by this program; move what it says, or overwrite it with --ganti. Nothing was changed."
                ),
            ));
        }
        changed.push((path.clone(), text.clone().into_bytes(), stands.is_some()));
    }
    for (path, _, stands) in &changed {
        let (id, en) = if *stands { ("diperbarui", "renewed") } else { ("baru", "new") };
        terminal.note(&Say::new(format!("  {path} · {id}"), format!("  {path} · {en}")));
    }
    if changed.is_empty() {
        terminal.note(&Say::new("Berkas forge sesuai.", "The forge's files fit."));
        return Ok(Outcome::Lawful);
    }
    if args.check {
        terminal.note(&Say::new(
            "Berkas forge tidak sesuai lagi dengan SOP dan orang yang ada. Jalankan `jejak init --forge` tanpa --check.",
            "The forge's files do not fit the SOPs and people any more. Run `jejak init --forge` without --check.",
        ));
        return Ok(Outcome::Findings);
    }
    if args.dry_run {
        terminal.note(&Say::new("Percobaan: tidak ada yang ditulis.", "A trial: nothing was written."));
        return Ok(Outcome::Lawful);
    }
    for (path, bytes, _) in &changed {
        files::put(folder, path, bytes)?;
    }
    after(&choice, &workspace, terminal);
    Ok(Outcome::Lawful)
}

/// What a forge cannot hold back, whatever its settings: it is found and shown, but it has landed.
fn limits(choice: &Choice) -> Say {
    let start = Say::new("Yang tidak dapat dipaksakan:", "What cannot be enforced:");
    let end = Say::new(
        "Pendaratan yang tidak sah karenanya ditemukan oleh pemeriksaan dan ditampilkan sebagai tidak sah.",
        "A landing that is unlawful for that is found by the check and shown as unlawful.",
    );
    let kind = match choice.kind {
        ForgeKind::GitHub | ForgeKind::Plain => Say::new(
            "GitHub membatasi siapa yang boleh menekan Merge hanya pada organisasi, dan tidak menerima hook di servernya.",
            "GitHub limits who may press Merge in organisations only, and takes no hook on its server.",
        ),
        ForgeKind::Forgejo => Say::new(
            "Forgejo menahan usulan menurut statusnya, tetapi tidak mengenal empat mata: orang yang tidak boleh menggabungkan \
             ditolak hanya oleh pintu di server (`jejak hook install`).",
            "Forgejo holds a proposal back by its status, but knows no four eyes: whoever may not merge is refused by the door \
             on the server alone (`jejak hook install`).",
        ),
        ForgeKind::GitLab => Say::new(
            "GitLab tidak mengenal empat mata: orang yang tidak boleh menggabungkan ditolak hanya oleh pintu di server sendiri \
             (`jejak hook install`); gitlab.com tidak menerima hook, dan pemilik kode yang wajib termasuk paket berbayar.",
            "GitLab knows no four eyes: whoever may not merge is refused by the door on a server of one's own alone (`jejak hook \
             install`); gitlab.com takes no hook, and required code owners are part of a paid plan.",
        ),
    };
    let free = if choice.kind == ForgeKind::GitHub && !choice.public {
        Say::new(
            "Pada repositori tertutup berpaket gratis, perlindungan cabang (wajib status, larangan force push) tidak berlaku.",
            "In a private repository of a free plan, branch protection (required status, no force push) does not work.",
        )
    } else {
        Say::new("", "")
    };
    start.and(&kind).and(&free).and(&end)
}

/// The set for a workspace, with the letter forms that stand in a folder.
pub(super) fn made(choice: &Choice, workspace: &Workspace, folder: &Path) -> BTreeMap<WorkPath, String> {
    let form =
        |path: &WorkPath| files::read(folder, path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    set::files(choice, workspace, &form)
}

fn is_ours(path: &WorkPath, bytes: &[u8]) -> bool {
    path.as_str().ends_with("/jejak/kirim.py") || String::from_utf8_lossy(bytes).contains(MADE)
}

/// What was decided: by this command, by the set that stands, or by asking.
pub(super) fn choose(
    args: &SetArgs,
    kind: ForgeKind,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<Choice, Failure> {
    let told = files::read(folder, &WorkPath::new(Choice::told_in(kind))).ok();
    let before = told.and_then(|bytes| Choice::of_file(kind, &String::from_utf8_lossy(&bytes)));
    let public = match (args.publik, args.privat, &before) {
        (true, ..) => true,
        (_, true, _) => false,
        (.., Some(before)) => before.public,
        (.., None) if terminal.can_ask() => {
            let question =
                Say::new("Repositorinya terbuka bagi siapa saja? (y/t)", "Is the repository open to everybody? (y/n)");
            matches!(terminal.ask(&question, "t")?.as_str(), "y" | "Y" | "ya")
        }
        (.., None) => {
            return Err(Failure::new(
                "sebut apakah repositorinya terbuka: --publik atau --privat.",
                "say whether the repository is open: --publik or --privat.",
            ));
        }
    };
    let program = args.program.clone().or_else(|| before.as_ref().map(|before| before.program.clone()));
    let program = or_asked(
        program,
        &Say::new("Alamat rilis program ini (https://…)", "Where this program's release is got (https://…)"),
        terminal,
    )?;
    let sha256 = args.sha256.clone().or_else(|| before.as_ref().map(|before| before.sha256.clone()));
    let sha256 =
        or_asked(sha256, &Say::new("SHA-256 rilis itu (sha256sum jejak)", "Its SHA-256 (sha256sum jejak)"), terminal)?;
    let (Some(program), Some(sha256)) = (program, sha256) else {
        return Err(Failure::new(
            "sebut rilis program yang dipakai alur kerja: --program https://… --sha256 <64 angka heksadesimal>.",
            "name the release that the workflows use: --program https://… --sha256 <64 hexadecimal digits>.",
        ));
    };
    if !is_address(&program) || sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Failure::new(
            "alamat program harus https, dan SHA-256 terdiri atas 64 angka heksadesimal (sha256sum jejak).",
            "the program's address has to be https, and a SHA-256 has 64 hexadecimal digits (sha256sum jejak).",
        ));
    }
    let usual = if kind == ForgeKind::Forgejo { Publish::Rsync } else { Publish::Pages };
    let publish = match args.situs.as_deref() {
        Some("pages") if kind != ForgeKind::Forgejo => Publish::Pages,
        Some("rsync") if kind != ForgeKind::GitLab => Publish::Rsync,
        Some(_) => {
            return Err(Failure::new(
                "cara itu tidak ada pada forge ini: GitHub pages atau rsync, Forgejo rsync, GitLab pages.",
                "this forge has no such way: GitHub pages or rsync, Forgejo rsync, GitLab pages.",
            ));
        }
        None => before.as_ref().map_or(usual, |before| before.publish),
    };
    let branch =
        args.cabang.clone().or_else(|| before.map(|before| before.branch)).unwrap_or_else(|| "main".to_owned());
    if !branch.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)) || branch.starts_with(['-', '.']) {
        return Err(Failure::new("nama cabang itu tidak dapat dipakai.", "that branch name cannot be used."));
    }
    Ok(Choice { kind, public, branch, program, sha256: sha256.to_ascii_lowercase(), publish })
}

/// What is known, or what is typed; nothing where nobody can be asked or nothing is typed.
fn or_asked(known: Option<String>, question: &Say, terminal: &mut Terminal) -> Result<Option<String>, Failure> {
    if known.is_some() || !terminal.can_ask() {
        return Ok(known);
    }
    Ok(Some(terminal.ask(question, "")?).filter(|answer| !answer.is_empty()))
}

/// An https address in which nothing means anything to a shell or to YAML.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"._~/-+%=?&:".contains(&b))
    })
}

/// What has still to be done by hand, and what the forge cannot enforce.
pub(super) fn after(choice: &Choice, workspace: &Workspace, terminal: &mut Terminal) {
    let has_bot = workspace.people.values().any(|person| person.bot);
    if !has_bot && !choice.public {
        terminal.note(&Say::new(
            "Belum ada bot di people/: tambahkan satu berkas dengan `bot: true`, akun bot di forge, dan lajur yang dicatatnya.",
            "people/ has no bot yet: add a file with `bot: true`, the bot's account on the forge, and the lanes that it records.",
        ));
    }
    if workspace.office.as_ref().is_none_or(|office| office.forge.is_none()) {
        terminal.note(&Say::new(
            "Tambahkan forge ke jejak.yaml, misalnya: forge: {jenis: github, repositori: pemilik/nama}",
            "Add the forge to jejak.yaml, for instance: forge: {jenis: github, repositori: owner/name}",
        ));
    }
    if choice.public {
        terminal.note(&Say::new(
            "Repositori terbuka: permohonan tidak diterima lewat formulir, karena teksnya terlihat sebelum diperiksa. Petugas mencatatnya dengan `jejak open`.",
            "An open repository takes no requests by form, because their text is seen before it is judged. An officer enters them with `jejak open`.",
        ));
    }
    terminal.note(&limits(choice));
    let page = match choice.kind {
        ForgeKind::GitHub | ForgeKind::Plain => "docs/memasang-github.md",
        ForgeKind::Forgejo => "docs/memasang-forgejo.md",
        ForgeKind::GitLab => "docs/memasang-gitlab.md",
    };
    terminal.note(&Say::new(
        format!("Setelan forge yang tidak dapat ditulis sebagai berkas (penggabungan, perlindungan cabang, token): {page} pada sumber program ini. Periksa dengan `jejak doctor --forge`."),
        format!("Settings of the forge that no file can hold (merges, branch protection, tokens): {page} in this program's source. Examine them with `jejak doctor --forge`."),
    ));
}
