//! Where output goes.

use std::io::{self, IsTerminal, Write};

use super::{ColorArg, Failure};
use crate::model::say::{Lang, Say};
use crate::report::{Format, Style};

/// Standard output and error, with the language and width to write in.
pub(super) struct Terminal {
    pub(super) lang: Lang,
    color: bool,
    width: usize,
}

impl Terminal {
    #[expect(clippy::disallowed_methods, reason = "the environment is read here, once")]
    pub(super) fn new(lang: Lang, color: ColorArg) -> Self {
        let on_terminal = io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => on_terminal && wanted,
        };
        let width = std::env::var("COLUMNS").ok().and_then(|width| width.parse().ok()).unwrap_or(110);
        Self { lang, color, width }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    pub(super) fn style(&self, format: Format) -> Style {
        Style { format, lang: self.lang, color: self.color, width: self.width }
    }

    /// Whether somebody can be asked.
    #[expect(clippy::unused_self, reason = "the terminal answers for itself")]
    pub(super) fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// The answer of a command. A reader that went away is no failure.
    #[expect(clippy::unused_self, reason = "whoever prints has to hold the terminal")]
    pub(super) fn print(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// A remark beside the answer.
    pub(super) fn note(&mut self, say: &Say) {
        let _ = writeln!(io::stderr(), "{}", say.in_lang(self.lang));
    }

    /// How far a long piece of work is, for whoever watches.
    #[expect(clippy::unused_self, reason = "the terminal answers for itself")]
    pub(super) fn progress(&self, done: usize, all: usize) {
        const WIDTH: usize = 40;
        let step = (all / 200).max(1);
        if !done.is_multiple_of(step) || !io::stderr().is_terminal() {
            return;
        }
        let filled = done * WIDTH / all.max(1);
        let _ = write!(io::stderr(), "\r{}{} {done}/{all}", "━".repeat(filled), "─".repeat(WIDTH - filled));
    }

    /// The work is over: its line is cleared.
    #[expect(clippy::unused_self, reason = "the terminal answers for itself")]
    pub(super) fn progress_ends(&self) {
        if io::stderr().is_terminal() {
            let _ = write!(io::stderr(), "\r\x1b[2K");
        }
    }

    /// Asks for a line; the default is taken where nothing is typed. Whoever ends the input answers nothing.
    pub(super) fn ask(&mut self, question: &Say, default: &str) -> Result<String, Failure> {
        let mut err = io::stderr();
        let shown = if default.is_empty() { String::new() } else { format!(" [{default}]") };
        write!(err, "{}{shown}: ", question.in_lang(self.lang))?;
        err.flush()?;
        let mut line = String::new();
        if io::stdin().read_line(&mut line)? == 0 {
            return Err(Failure::new(
                "dihentikan sebelum selesai; tidak ada yang ditulis.",
                "ended before it was done; nothing was written.",
            ));
        }
        let line = line.trim();
        Ok(if line.is_empty() { default.to_owned() } else { line.to_owned() })
    }
}
