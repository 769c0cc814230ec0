//! A story: parsed from Markdown, and told on files or on real git.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;

use jejak::model::finding::{Finding, Severity};
use jejak::model::git::ObjectStore;
use jejak::model::say::Lang;
use jejak::register::overlay::Overlay;
use jejak::report::foresight;
use jejak::rules::door::Pusher;
use jejak::rules::judge::{Audit, Finished, Push, audit, foresee};
use jejak::shell::git::GitStore;
use libtest_mimic::Failed;

use super::support::history::{History, PLAIN, Tree, id};
use super::support::signing::{Habit, Pen};
use super::support::{base, check_tree};

/// What a story says.
pub struct Story {
    steps: Vec<Step>,
    pub expected: Vec<String>,
    /// Where the findings begin in the text.
    findings_at: usize,
}

/// One thing that happens.
enum Step {
    File(String, Vec<u8>),
    Append(String, String),
    Replace(String, String, String),
    Mode(String, i32),
    Without(String),
    Landing { by: String, of: String, at: i64 },
    Commit { by: String },
    Merge { by: String, at: i64 },
    Direct { by: String, at: i64 },
    Signs { who: String, pen: Option<Pen> },
    Proposed { at: i64 },
    Pushed { at: i64, by: Option<String> },
}

/// What was found when it was told.
pub struct Told {
    pub lines: Vec<String>,
    pub rules: Vec<String>,
    pub has_errors: bool,
}

impl Story {
    pub fn parse(text: &str) -> Result<Self, Failed> {
        let findings_at = text.find("\nFindings:").map(|at| at + 1).ok_or("the story says no findings")?;
        let mut lines = text[..findings_at].lines();
        let mut steps = Vec::new();
        while let Some(line) = lines.next() {
            steps.extend(step(line, &mut lines)?);
        }
        let tail = &text[findings_at..];
        let expected = match tail.split_once("```text\n").and_then(|(_, rest)| rest.split_once("```")) {
            Some((list, _)) => list.lines().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        Ok(Self { steps, expected, findings_at })
    }

    pub fn blessed(&self, text: &str, found: &[String]) -> String {
        let head = &text[..self.findings_at];
        if found.is_empty() {
            format!("{head}Findings: none.\n")
        } else {
            format!("{head}Findings:\n\n```text\n{}\n```\n", found.join("\n"))
        }
    }

    pub fn tell(&self) -> Result<Told, Failed> {
        let lands = |step: &Step| {
            matches!(step, Step::Landing { .. } | Step::Commit { .. } | Step::Merge { .. } | Step::Direct { .. })
                || matches!(step, Step::Proposed { .. } | Step::Pushed { .. })
        };
        if self.steps.iter().any(lands) { self.tell_on_git() } else { self.tell_on_files() }
    }

    fn tell_on_files(&self) -> Result<Told, Failed> {
        let mut files = start();
        for step in &self.steps {
            change(&mut files, step)?;
        }
        let report = check_tree(&files);
        Ok(Told {
            lines: report.findings().iter().map(line).collect(),
            rules: report.findings().iter().map(|finding| finding.rule.0.to_owned()).collect(),
            has_errors: report.fails(),
        })
    }

    fn tell_on_git(&self) -> Result<Told, Failed> {
        let mut teller = Teller::new();
        for step in &self.steps {
            teller.step(step)?;
        }
        teller.flush();
        let head = teller.history.main.ok_or("nothing landed")?;
        let store = GitStore::open(teller.history.folder.path())?;
        let audit = audit(&store, id(head), None, Finished::Stay)?;
        let found =
            || audit.verdicts.iter().enumerate().flat_map(|(n, verdict)| verdict.findings.iter().map(move |f| (n, f)));
        let mut lines: Vec<String> = found().map(|(n, finding)| format!("#{n} {}", line(finding))).collect();
        lines.extend(states(&audit));
        let mut all: Vec<Finding> = found().map(|(_, finding)| finding.clone()).collect();
        if let Some(at) = teller.proposed {
            let tip = teller.tip.ok_or("nothing is proposed")?;
            let overlay = Overlay::over(&store);
            let foresight = foresee(&overlay, &audit.ledger, &audit.chain, audit.head, id(tip), at);
            let account = foresight::text(&foresight, &audit.ledger.policy, Lang::Id);
            lines.extend(account.lines().filter(|line| !line.is_empty()).map(|line| format!("? {line}")));
            lines.extend(foresight.findings.iter().map(|finding| format!("? {}", line(finding))));
            all.extend(foresight.findings);
        }
        if let Some((now, by)) = teller.pushed {
            let commit = store.commit(id(head))?;
            let old = commit.parents.first().copied().ok_or("nothing was pushed")?;
            let pusher = by.map(|mail| Pusher { forge: "forgejo".to_owned(), id: None, mail: Some(mail) });
            let push = Push { branch: "refs/heads/main", old: Some(old), new: Some(id(head)), now, pusher };
            let mut standing = jejak::rules::judge::audit(&store, old, None, Finished::Stay)?;
            let verdicts = push.judge(&store, &mut standing, &[commit]);
            let at_door = verdicts.into_iter().flat_map(|verdict| verdict.findings).filter(|one| one.rule.0 == "door");
            for finding in at_door {
                // The id of a landing says nothing to a reader.
                lines.push(format!("! {}", line(&finding).replace(&head.to_string(), "…")));
                all.push(finding);
            }
        }
        Ok(Told {
            lines,
            rules: all.iter().map(|finding| finding.rule.0.to_owned()).collect(),
            has_errors: all.iter().any(|finding| finding.severity == Severity::Error),
        })
    }
}

/// The little office.
fn start() -> Tree {
    base().into_iter().map(|(path, bytes)| (path, (PLAIN, bytes))).collect()
}

fn line(finding: &Finding) -> String {
    let span = finding.place.span;
    format!(
        "{}:{}:{} {} {}: {}",
        finding.place.path,
        span.line,
        span.column,
        finding.severity.word(),
        finding.rule,
        finding.message.in_lang(Lang::Id)
    )
}

/// The requests as they stand.
fn states(audit: &Audit) -> Vec<String> {
    let policy = &audit.ledger.policy;
    let one = |standing: &jejak::register::standing::Standing| {
        let turn: Vec<String> = standing.turn(policy).iter().map(ToString::to_string).collect();
        let turn = if turn.is_empty() { String::new() } else { format!(", giliran {}", turn.join(" dan ")) };
        let doubt = if standing.is_doubtful() { ", belum sah" } else { "" };
        let (number, slug, state) = (standing.number, standing.folder.slug(), standing.state().word());
        format!("= {number} {slug}: {state}, langkah {}{turn}{doubt}", standing.progress.step)
    };
    audit.ledger.requests.all().map(one).collect()
}

/// Writes the history that a story tells.
struct Teller {
    history: History,
    /// The files on the published branch.
    main: Tree,
    /// The files on the proposal, and its last commit.
    branch: Tree,
    tip: Option<git2::Oid>,
    pending: Option<Pending>,
    started: bool,
    /// Who signs, and with what.
    pens: BTreeMap<String, Pen>,
    /// When what is on the branch is to be judged as a proposal.
    proposed: Option<i64>,
    /// When, and by whom, the last landing is pushed through a door.
    pushed: Option<(i64, Option<String>)>,
}

/// A commit whose changes are still being told.
enum Pending {
    Branch { by: String },
    Landing { by: String, of: String, at: i64 },
    Merge { by: String, at: i64 },
    Direct { by: String, at: i64 },
}

/// The start of every story on git: 2 November 2026, 09.00 in the office's zone.
const START: &str = "2026-11-02T09:00";

impl Teller {
    fn new() -> Self {
        let main = start();
        let (branch, history) = (main.clone(), History::new());
        Self {
            history,
            main,
            branch,
            tip: None,
            pending: None,
            started: false,
            pens: BTreeMap::new(),
            proposed: None,
            pushed: None,
        }
    }

    fn step(&mut self, step: &Step) -> Result<(), Failed> {
        let pending = match step {
            Step::Landing { by, of, at } => Pending::Landing { by: by.clone(), of: of.clone(), at: *at },
            Step::Commit { by } => Pending::Branch { by: by.clone() },
            Step::Merge { by, at } => Pending::Merge { by: by.clone(), at: *at },
            Step::Direct { by, at } => Pending::Direct { by: by.clone(), at: *at },
            Step::Signs { who, pen } => {
                self.flush();
                self.pens.remove(who);
                self.pens.extend(pen.clone().map(|pen| (who.clone(), pen)));
                return Ok(());
            }
            Step::Pushed { at, by } => {
                self.pushed = Some((*at, by.clone()));
                return Ok(());
            }
            Step::Proposed { at } => {
                self.proposed = Some(*at);
                return Ok(());
            }
            edit => {
                if !self.started {
                    change(&mut self.main, edit)?;
                }
                return change(&mut self.branch, edit);
            }
        };
        self.flush();
        self.pending = Some(pending);
        if !self.started {
            self.started = true;
            let head = self.commit(&self.main, &[], "pengurus@diskominfo.example", moment(START)?);
            self.history.publish(head);
            self.branch = self.main.clone();
        }
        if !matches!(self.pending, Some(Pending::Branch { .. } | Pending::Merge { .. })) {
            self.branch = self.main.clone();
        }
        if matches!(self.pending, Some(Pending::Branch { .. })) && self.tip.is_none() {
            self.branch = self.main.clone();
        }
        Ok(())
    }

    /// Commits what was told since the last commit.
    fn flush(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        let main = self.history.main.into_iter().collect::<Vec<_>>();
        let before = |at: i64| at - 3600;
        match pending {
            Pending::Branch { by } => {
                let parents: Vec<_> = self.tip.map_or(main, |tip| vec![tip]);
                self.tip = Some(self.commit(&self.branch, &parents, &by, 1_793_600_000));
            }
            Pending::Landing { by, of, at } => {
                let tip = self.commit(&self.branch, &main, &of, before(at));
                self.land(&by, at, Some(tip));
            }
            Pending::Merge { by, at } => {
                let tip = self.tip.take();
                self.land(&by, at, tip);
            }
            Pending::Direct { by, at } => self.land(&by, at, None),
        }
    }

    /// A commit, signed if its author does that.
    fn commit(&self, files: &Tree, parents: &[git2::Oid], by: &str, at: i64) -> git2::Oid {
        let draft = self.history.draft(files, parents, [by, by], at);
        self.history.put(&self.pens.get(by).map_or(draft.clone(), |pen| pen.seal(&draft)))
    }

    fn land(&mut self, by: &str, at: i64, tip: Option<git2::Oid>) {
        let parents: Vec<_> = self.history.main.into_iter().chain(tip).collect();
        let head = self.commit(&self.branch, &parents, by, at);
        self.history.publish(head);
        self.main = self.branch.clone();
    }
}

/// A time in the office's zone.
fn moment(text: &str) -> Result<i64, Failed> {
    Ok(chrono::DateTime::parse_from_rfc3339(&format!("{text}:00+08:00"))?.timestamp())
}

/// Changes files as a step says.
fn change(files: &mut Tree, step: &Step) -> Result<(), Failed> {
    match step {
        Step::File(path, bytes) => drop(files.insert(path.clone(), (PLAIN, bytes.clone()))),
        Step::Without(path) => drop(files.remove(path).ok_or(format!("there is no {path} to take away"))?),
        Step::Mode(path, mode) => files.get_mut(path).ok_or(format!("there is no {path}"))?.0 = *mode,
        Step::Append(path, text) => {
            files.get_mut(path).ok_or(format!("there is no {path}"))?.1.extend(text.bytes());
        }
        Step::Replace(path, old, new) => {
            let file = files.get_mut(path).ok_or(format!("there is no {path}"))?;
            let whole = String::from_utf8(file.1.clone())?;
            if whole.matches(old).count() != 1 {
                return Err(format!("{path} does not hold this exactly once:\n{old}").into());
            }
            file.1 = whole.replacen(old, new, 1).into_bytes();
        }
        _ => {}
    }
    Ok(())
}

/// What a line of a story says, if anything.
fn step<'a>(line: &str, lines: &mut impl Iterator<Item = &'a str>) -> Result<Option<Step>, Failed> {
    // Backticks hold the names; what is left between them says what happens.
    let names: Vec<String> = line.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let shape = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let name = |n: usize| names.get(n).cloned().unwrap_or_default();
    Ok(Some(match shape.as_str() {
        "File `:" => Step::File(name(0), block(lines)?.into_bytes()),
        "File `, escaped:" => {
            let block = block(lines)?;
            Step::File(name(0), unescape(block.strip_suffix('\n').unwrap_or(&block))?)
        }
        "Append to `:" => Step::Append(name(0), block(lines)?),
        "Without `." => Step::Without(name(0)),
        "Mode of ` is `." => Step::Mode(name(0), i32::from_str_radix(&name(1), 8)?),
        "In ` instead of:" => {
            let old = block(lines)?;
            lines.by_ref().find(|line| *line == "stands:").ok_or("`stands:` is missing")?;
            Step::Replace(name(0), old, block(lines)?)
        }
        "Landing by ` of ` at `:" => Step::Landing { by: name(0), of: name(1), at: moment(&name(2))? },
        "Commit by `:" => Step::Commit { by: name(0) },
        "Merge by ` at `." => Step::Merge { by: name(0), at: moment(&name(1))? },
        "` signs with `." => signs(name(0), Some(Pen::named(&name(1)))),
        "` signs with ` for `." => signs(name(0), Some(Pen::named(&name(1)).made_for(&name(2)))),
        "` signs with `, and changes the commit." => signs(name(0), Some(Pen::named(&name(1)).with(Habit::Tampers))),
        "` signs with ` twice." => signs(name(0), Some(Pen::named(&name(1)).with(Habit::SignsTwice))),
        "` signs with OpenPGP." => signs(name(0), Some(Pen::named("pgp").with(Habit::Pgp))),
        "` signs no more." => signs(name(0), None),
        "Pushed at `." => Step::Pushed { at: moment(&name(0))?, by: None },
        "Pushed at ` by `." => Step::Pushed { at: moment(&name(0))?, by: Some(name(1)) },
        "Proposed at `." => Step::Proposed { at: moment(&name(0))? },
        "Direct by ` at `:" => Step::Direct { by: name(0), at: moment(&name(1))? },
        _ => return Ok(None),
    }))
}

fn signs(who: String, pen: Option<Pen>) -> Step {
    Step::Signs { who, pen }
}

/// The next code block, with the keys that it names.
fn block<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Result<String, Failed> {
    let mut text = plain_block(lines)?;
    while let Some((before, rest)) = text.split_once("<kunci ") {
        let (name, after) = rest.split_once('>').ok_or("`<kunci …>` is not closed")?;
        text = format!("{before}{}{after}", Pen::named(name).public());
    }
    Ok(text)
}

/// The next code block as it stands.
fn plain_block<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Result<String, Failed> {
    lines.find(|line| line.starts_with("```")).ok_or("a code block is missing")?;
    let mut text = String::new();
    for line in lines {
        if line == "```" {
            return Ok(text);
        }
        text.push_str(line);
        text.push('\n');
    }
    Err("a code block is not closed".into())
}

/// Characters that Markdown cannot show.
fn unescape(text: &str) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend(c.to_string().bytes());
            continue;
        }
        match chars.next() {
            Some('r') => bytes.push(b'\r'),
            Some('t') => bytes.push(b'\t'),
            Some('\\') => bytes.push(b'\\'),
            Some('x') => {
                let hex: String = chars.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&hex, 16)?);
            }
            Some('u') => {
                let hex: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                let c = char::from_u32(u32::from_str_radix(&hex, 16)?).ok_or("no such character")?;
                bytes.extend(c.to_string().bytes());
            }
            other => return Err(format!("unknown escape {other:?}").into()),
        }
    }
    Ok(bytes)
}
