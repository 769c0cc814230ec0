//! The files by which a forge serves a register: workflows, forms, owners. They are made from the SOPs and people in use, so
//! making them again keeps them true.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::form::{self, Field, Fills};
use crate::desk::defaults;
use crate::desk::scalar::scalar;
use crate::model::office::ForgeKind;
use crate::model::person::Account;
use crate::model::place::WorkPath;
use crate::model::sop::SopDraft;
use crate::model::workspace::Workspace;
use crate::register::tier;

/// What an office decides about its forge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which forge.
    pub kind: ForgeKind,
    /// Whether everybody may see the repository: then no form is taken in.
    pub public: bool,
    /// The published branch.
    pub branch: String,
    /// Where the program is got.
    pub program: String,
    /// Its SHA-256.
    pub sha256: String,
    /// How the site is published.
    pub publish: Publish,
}

/// How the site is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publish {
    /// The forge's own pages.
    Pages,
    /// Copied to a folder of a web server.
    Rsync,
}

/// What each file of the set says of itself in its first lines: only such files are ever written anew.
pub const MADE: &str = "Dibuat oleh `jejak init --forge`";
const CHOICE: &str = "# Pilihan: ";

impl Choice {
    /// The choice in one line, as it stands in the set.
    fn words(&self) -> String {
        let public = if self.public { "publik" } else { "privat" };
        let publish = if self.publish == Publish::Pages { "pages" } else { "rsync" };
        format!("{public} {publish}")
    }

    /// The choice that a file of a set was made by: the one that judges proposals.
    pub fn of_file(kind: ForgeKind, text: &str) -> Option<Self> {
        let value = |key: &str| {
            let line = text.lines().find_map(|line| line.trim().strip_prefix(key))?;
            Some(line.trim().trim_matches('"').to_owned())
        };
        let words = value(CHOICE.trim_end())?;
        let (public, publish) = words.split_once(' ')?;
        Some(Self {
            kind,
            public: public == "publik",
            branch: value("FORGE_BRANCH:")?.rsplit('/').next()?.to_owned(),
            program: value("JEJAK_PROGRAM:")?,
            sha256: value("JEJAK_SHA256:")?,
            publish: if publish == "pages" { Publish::Pages } else { Publish::Rsync },
        })
    }

    fn folder(&self) -> &'static str {
        match self.kind {
            ForgeKind::GitHub | ForgeKind::Plain => ".github",
            ForgeKind::Forgejo => ".forgejo",
            ForgeKind::GitLab => ".gitlab",
        }
    }

    /// The file of the set that tells its choice.
    pub fn told_in(kind: ForgeKind) -> &'static str {
        match kind {
            ForgeKind::GitHub | ForgeKind::Plain => ".github/workflows/jejak-periksa.yml",
            ForgeKind::Forgejo => ".forgejo/workflows/jejak-periksa.yml",
            ForgeKind::GitLab => ".gitlab-ci.yml",
        }
    }
}

/// The text of a letter form.
pub type Forms<'a> = &'a dyn Fn(&WorkPath) -> Option<String>;

/// Every file of the set.
pub fn files(choice: &Choice, workspace: &Workspace, forms: Forms) -> BTreeMap<WorkPath, String> {
    let mut files = BTreeMap::new();
    let mut put = |path: String, text: String| drop(files.insert(WorkPath::new(path), text));
    let folder = choice.folder();
    put(format!("{folder}/jejak/kirim.py"), template("kirim.py"));
    let workflow = |name: &str| filled(&template(&format!("actions/{name}.yml")), choice, workspace);
    if choice.kind == ForgeKind::GitLab {
        put(".gitlab-ci.yml".to_owned(), filled(&template("gitlab/gitlab-ci.yml"), choice, workspace));
        put(".gitlab/merge_request_templates/Default.md".to_owned(), template("usulan.md"));
    } else {
        for name in ["periksa", "sapuan"] {
            put(format!("{folder}/workflows/jejak-{name}.yml"), workflow(name));
        }
        for (name, title, first, when) in SITES {
            let name_of_way = if choice.publish == Publish::Pages { "situs-pages" } else { "situs-rsync" };
            let text = workflow(name_of_way)
                .replace("«nama»", title)
                .replace("«pertama»", first)
                .replace("«pada»\n", &when.replace("«cabang»", &choice.branch));
            put(format!("{folder}/workflows/{name}.yml"), text);
        }
        put(format!("{folder}/pull_request_template.md"), template("usulan.md"));
        if !choice.public {
            put(format!("{folder}/workflows/jejak-permohonan.yml"), workflow("permohonan"));
        }
    }
    if choice.kind == ForgeKind::GitHub {
        put(".github/dependabot.yml".to_owned(), DEPENDABOT.to_owned());
    }
    let owners =
        if choice.kind == ForgeKind::GitLab { "CODEOWNERS".to_owned() } else { format!("{folder}/CODEOWNERS") };
    put(owners, code_owners(workspace));
    if !choice.public {
        for (path, text) in issue_forms(choice, workspace, forms) {
            put(path, text);
        }
    }
    files
}

/// File, title, whether it is the first publication, and when it runs.
const SITES: [(&str, &str, &str, &str); 2] = [
    (
        "jejak-situs",
        "Terbitkan situs",
        "${{ inputs.pertama }}",
        "  push:\n    branches: [«cabang»]\n  workflow_dispatch:\n    inputs:\n      pertama:\n        description: Penerbitan pertama (belum ada situs)\n        type: boolean\n        default: false\n",
    ),
    (
        "jejak-situs-harian",
        "Terbitkan situs setiap hari",
        "\"false\"",
        "  schedule:\n    - cron: \"0 23 * * *\" # sebelum jam kerja; keterlambatan dihitung per hari\n",
    ),
];

const DEPENDABOT: &str = "\
# Dibuat oleh `jejak init --forge`; jalankan lagi untuk memperbaruinya.
version: 2

updates:
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    cooldown:
      default-days: 7
";

fn template(name: &str) -> String {
    let path = format!("templates/forge/{name}");
    let found = defaults::FILES.iter().find(|(own, _)| *own == path);
    found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
}

fn filled(text: &str, choice: &Choice, workspace: &Workspace) -> String {
    let site = workspace.office.as_ref().and_then(|office| office.site.as_ref()).map_or("", |site| site.value.as_str());
    let machine = if choice.kind == ForgeKind::Forgejo { "docker" } else { "ubuntu-latest" };
    let kind = if choice.kind == ForgeKind::Forgejo { "forgejo" } else { "github" };
    let head = format!("{CHOICE}{}\n", choice.words());
    let text = text.replacen("memperbaruinya.\n", &format!("memperbaruinya.\n{head}"), 1);
    text.replace("«lingkungan»\n", &template("actions/lingkungan.yml"))
        .replace("«siapkan»\n", &template("actions/siapkan.yml"))
        .replace("«cabang»", &choice.branch)
        .replace("«folder»", choice.folder())
        .replace("«program»", &choice.program)
        .replace("«sha256»", &format!("\"{}\"", choice.sha256))
        .replace("«jenis»", kind)
        .replace("«mesin»", machine)
        .replace("«alamat»", &scalar(site.trim_end_matches('/')))
}

/// Whatever is policy belongs to the stewards: the same paths by which a landing is judged.
fn code_owners(workspace: &Workspace) -> String {
    let office = workspace.office.as_ref();
    let stewards = office.into_iter().flat_map(|office| &office.policy.stewards);
    let mut mails: Vec<&str> = Vec::new();
    for person in stewards.filter_map(|handle| workspace.people.get(&handle.value)) {
        mails.extend(person.accounts.iter().find_map(|account| match &account.value {
            Account::Mail(mail) => Some(mail.as_str()),
            Account::Forge { .. } => None,
        }));
    }
    let owners = mails.join(" ");
    let mut text = format!(
        "# {MADE}; jalankan lagi untuk memperbaruinya.\n# Kebijakan dan alur kerja hanya diubah dengan persetujuan pengurus.\n"
    );
    let files = tier::FILES.iter().map(|file| format!("/{file}"));
    let folders = tier::FOLDERS.iter().map(|folder| format!("/{folder}/"));
    let names = tier::NAMES.iter().map(|name| (*name).to_owned());
    for path in files.chain(folders).chain(names) {
        let _ = writeln!(text, "{path} {owners}");
    }
    text
}

/// One form for each SOP that an applicant opens.
fn issue_forms(choice: &Choice, workspace: &Workspace, forms: Forms) -> Vec<(String, String)> {
    let mut newest: BTreeMap<&str, &SopDraft> = BTreeMap::new();
    for sop in workspace.sops.values() {
        newest.insert(sop.id.slug.as_str(), sop);
    }
    let opens = |sop: &&&SopDraft| {
        let first = sop.steps.first().map_or(&[][..], |step| &step.actors[..]);
        first.iter().any(|lane| sop.lane(lane).is_some_and(|lane| lane.bound))
    };
    let mut files = Vec::new();
    for sop in newest.values().filter(opens) {
        let text_of = |id: &crate::model::name::DocumentId| {
            let form = sop.document(id)?.form.as_ref()?;
            forms(workspace.forms.get(&form.value)?)
        };
        let fields = form::fields(sop, &text_of);
        let slug = sop.id.slug.as_str();
        files.push(match choice.kind {
            ForgeKind::GitLab => (format!(".gitlab/issue_templates/{slug}.md"), issue_text(sop, &fields)),
            ForgeKind::GitHub | ForgeKind::Forgejo | ForgeKind::Plain => {
                (format!("{}/ISSUE_TEMPLATE/{slug}.yml", choice.folder()), issue_form(sop, &fields))
            }
        });
    }
    files
}

const WARNING: &str =
    "Jangan menulis NIK, nomor telepon, surel pribadi, atau nama orang. Narahubung disampaikan langsung kepada kantor.";

fn issue_form(sop: &SopDraft, fields: &[Field]) -> String {
    let mut text = format!("# {MADE}; jalankan lagi untuk memperbaruinya.\n");
    let _ = writeln!(text, "name: {}", scalar(&format!("Permohonan: {}", sop.name.value)));
    let _ = writeln!(text, "description: {}", scalar(&format!("Diajukan kepada {}", sop.agency.value)));
    let _ = writeln!(text, "title: \"Permohonan\"\nlabels: [permohonan]\nbody:");
    let _ = writeln!(text, "  - type: markdown\n    attributes:\n      value: {}", scalar(WARNING));
    for (n, field) in (1..).zip(fields) {
        let kind = match field.fills {
            Fills::Sop => "dropdown",
            Fills::Letter(_) => "textarea",
            Fills::Title | Fills::Application | Fills::Blank(..) => "input",
        };
        let _ = writeln!(
            text,
            "  - type: {kind}\n    id: isian-{n}\n    attributes:\n      label: {}",
            scalar(&field.label)
        );
        if !field.hint.is_empty() {
            let _ = writeln!(text, "      description: {}", scalar(&field.hint));
        }
        if field.fills == Fills::Sop {
            let _ = writeln!(text, "      options: [{}]\n      default: 0", sop.id.slug);
        }
        let _ = writeln!(text, "    validations:\n      required: {}", field.required);
    }
    text
}

/// GitLab has no forms: a text with the same headings, to be filled in below them.
fn issue_text(sop: &SopDraft, fields: &[Field]) -> String {
    let mut text = format!("<!-- {MADE}. {WARNING} Tulis jawaban di bawah setiap judul bagian. -->\n\n");
    for field in fields {
        let _ = writeln!(text, "### {}\n", field.label);
        if field.fills == Fills::Sop {
            let _ = writeln!(text, "{}\n", sop.id.slug);
        } else {
            let must = if field.required { "wajib" } else { "boleh kosong" };
            let hint = if field.hint.is_empty() { must.to_owned() } else { format!("{} ({must})", field.hint) };
            let _ = writeln!(text, "<!-- {hint} -->\n");
        }
    }
    text
}
