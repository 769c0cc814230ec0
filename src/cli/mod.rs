//! The command line: one file per command. It joins the shell to the core, and reads the clock and the environment.

mod attachment;
mod audit;
mod belt;
mod build;
mod check;
mod clock;
mod completions;
mod demo;
mod doctor;
mod explain;
mod forge;
mod forge_set;
mod hook;
mod init;
mod language;
mod ledger;
mod man;
mod open;
mod papers;
mod press;
mod proposal;
mod propose;
mod record;
mod schema;
mod serve;
mod sop;
mod status;
mod terminal;
mod usage;
mod workspace;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::model::say::{Lang, Say};
use crate::report::Format;
use crate::shell::files::DiskError;
use terminal::Terminal;

/// SOP sebagai kode: prosedur, permohonan, dan riwayatnya, diperiksa dan diterbitkan. | Procedures as code: SOPs, requests and their history, checked and published.
#[derive(Debug, Parser)]
#[command(name = "jejak", version, propagate_version = true, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Global {
    /// Folder ruang kerja | The workspace's folder
    #[arg(short = 'C', long = "dir", global = true, value_name = "FOLDER", default_value = ".")]
    dir: PathBuf,
    /// Bahasa pesan (bawaan: menurut LANG) | Language of the messages (default: as LANG says)
    #[arg(long, global = true, value_name = "BAHASA")]
    lang: Option<LangArg>,
    /// Kapan keluaran berwarna | When the output is coloured
    #[arg(long, global = true, value_name = "KAPAN", default_value = "auto")]
    color: ColorArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    Id,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum FormatArg {
    #[default]
    Text,
    Json,
    Github,
    Sarif,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Json => Self::Json,
            FormatArg::Github => Self::Github,
            FormatArg::Sarif => Self::Sarif,
        }
    }
}

/// Where only people and machines in general are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum PlainFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Membuat ruang kerja baru | Makes a new workspace
    Init(init::InitArgs),
    /// Mengajukan permohonan baru | Opens a new request
    Open(open::OpenArgs),
    /// Mencatat langkah atau tindakan lain pada permohonan | Records a step or another act of a request
    Record(record::RecordArgs),
    /// Memeriksa seluruh ruang kerja | Checks the whole workspace
    Check(check::CheckArgs),
    /// Memeriksa seluruh register dari riwayat git | Judges the whole register from git history
    Audit(audit::AuditArgs),
    /// Di mana sebuah permohonan berada | Where a request stands
    Status(status::StatusArgs),
    /// Permohonan yang menunggu giliran | The requests that wait for somebody
    Queue(status::QueueArgs),
    /// Membuat contoh register yang hidup | Makes a lively example register
    Demo(demo::DemoArgs),
    /// Membuat dan menerbitkan situs pelacakan | Builds and publishes the tracking site
    Build(build::BuildCommand),
    /// Menampilkan situs di mesin ini, diperbarui sendiri | Shows the site on this machine, renewed by itself
    Serve(serve::ServeArgs),
    /// Menjawab kejadian di forge | Answers what happens on a forge
    Forge(forge::ForgeArgs),
    /// Pintu server: dipanggil git | The server's door: called by git
    Hook(hook::HookArgs),
    /// Memeriksa repositori dan setelan server | Examines the repository and the server's settings
    Doctor(doctor::DoctorArgs),
    /// Menampilkan dan memeriksa SOP | Shows and judges SOPs
    Sop(sop::SopArgs),
    /// Menghitung batas waktu dan menjelaskannya | Computes a due date and explains it
    Clock(clock::ClockArgs),
    /// Menjelaskan sebuah aturan | Explains a rule
    Explain(explain::ExplainArgs),
    /// Mencetak JSON Schema sebuah jenis berkas | Prints the JSON Schema of a kind of file
    Schema(schema::SchemaArgs),
    /// Mencetak pelengkap perintah bagi shell | Prints completions for a shell
    Completions(completions::CompletionsArgs),
    /// Mencetak halaman manual | Prints the manual page
    Man(man::ManArgs),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything lawful.
    Lawful,
    /// There are findings.
    Findings,
    /// The history is not whole: nothing is proven.
    Unverified,
}

/// The program could not do its work.
#[derive(Debug)]
struct Failure(Say);

impl Failure {
    fn new(id: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Say::new(id, en))
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self(error.say())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(format!("keluaran tidak dapat ditulis: {error}"), format!("the output cannot be written: {error}"))
    }
}

/// Runs the program: 0 lawful, 1 findings, 2 it could not do its work.
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>) -> ExitCode {
    let args: Vec<std::ffi::OsString> = args.into_iter().collect();
    let lang = language::of(&args);
    // Who asks rightly is told nothing of how to ask: the texts for that are made for whoever does not.
    let matches = Cli::command().try_get_matches_from(&args).or_else(|_| command(lang).try_get_matches_from(args));
    let matches = match matches {
        Ok(matches) => matches,
        Err(error) => {
            usage::print(&error, lang);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    let mut terminal = Terminal::new(lang, cli.global.color);
    match dispatch(&cli, &mut terminal) {
        Ok(Outcome::Lawful) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Unverified) => ExitCode::from(2),
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "jejak: {}", failure.0.in_lang(lang));
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: &Cli, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let dir = &cli.global.dir;
    match &cli.command {
        Command::Init(args) => init::run(args, dir, terminal),
        Command::Open(args) => open::run(args, dir, terminal),
        Command::Record(args) => record::run(args, dir, terminal),
        Command::Check(args) => check::run(args, dir, terminal),
        Command::Audit(args) => audit::run(args, dir, terminal),
        Command::Status(args) => status::status(args, dir, terminal),
        Command::Queue(args) => status::queue(args, dir, terminal),
        Command::Demo(args) => demo::run(args, dir, terminal),
        Command::Build(args) => build::run(args, dir, terminal),
        Command::Serve(args) => serve::run(args, dir, terminal),
        Command::Forge(args) => forge::run(args, dir, terminal),
        Command::Hook(args) => hook::run(args, dir, terminal),
        Command::Doctor(args) => doctor::run(args, dir, terminal),
        Command::Sop(args) => sop::run(args, dir, terminal),
        Command::Clock(args) => clock::run(args, dir, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Completions(args) => completions::run(args, terminal),
        Command::Man(args) => man::run(args, terminal),
    }
}

/// The whole command line in one language: for help, completions and the manual page.
fn command(lang: Lang) -> clap::Command {
    language::localized(Cli::command(), lang)
}
