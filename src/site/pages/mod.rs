//! Which pages there are, and what each is filled with.

mod frame;
mod ground;
mod lists;
mod procedures;
mod registers;
mod requests;

use crate::model::git::ObjectStore;
use crate::model::say::Lang;

use super::defaults::Dressing;
use super::engine::{BadTemplate, Engine, Values};
use super::projection::{ProcedureFigures, Public};
use super::reuse::Ground;
use super::words::Two;
use super::{File, exports};
use crate::rules::judge::Audit;

/// A page that is not yet filled.
pub(super) struct Page {
    /// Its address, from the root of a language.
    pub(super) url: String,
    /// The template.
    pub(super) template: &'static str,
    /// Which entry of the navigation it belongs to.
    pub(super) section: &'static str,
    /// Its title.
    pub(super) title: Two,
    /// What it tells, in a sentence.
    pub(super) about: Two,
    /// What it is filled with.
    pub(super) values: Values,
}

/// A piece of work: some pages that are made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// The front page, the search page, the page for what is not there.
    Front,
    /// A request with its documents and receipt, by its place in the list.
    Request(usize),
    /// A page of a list of requests.
    List(lists::List, usize),
    /// The procedures, and how to ask.
    Procedures,
    /// A revision of a procedure.
    Procedure(crate::model::name::SopRef),
    /// Whose turn it is: the overview.
    Queues,
    /// The queue of one lane or agency.
    Queue(lists::Queue),
    /// Figures.
    Statistics,
    /// The register's own page.
    Register,
    /// A page of landings, from 1.
    Landings(usize),
    /// Feeds and data of the whole site, the search index, the assets.
    Exports,
}

/// Everything that pages are made from.
pub struct Builder<'a> {
    pub(super) public: Public<'a>,
    pub(super) figures: Vec<ProcedureFigures>,
    pub(super) dressing: Dressing,
    /// Names the assets' content, so that a page never meets the style of another day.
    pub(super) version: String,
    engine: Engine,
    members: Vec<(lists::List, Vec<usize>)>,
    titles: super::projection::Titles,
    /// What every piece is made from.
    common: Ground,
}

impl<'a> Builder<'a> {
    /// Projects a register, and reads the templates. Of the same register another program may make other pages.
    pub fn new(
        audit: &'a Audit,
        at: chrono::DateTime<chrono::Utc>,
        dressing: Dressing,
        program: &str,
    ) -> Result<Self, BadTemplate> {
        let public = Public::new(audit, at);
        let figures = public.figures();
        let assets: Vec<u8> = dressing.assets.values().flatten().copied().collect();
        let version = super::projection::sha256(&assets).chars().take(10).collect();
        let engine = Engine::new(&dressing.templates)?;
        let members = lists::members(&public);
        let titles = super::projection::titles();
        let mut builder =
            Self { public, figures, dressing, version, engine, members, titles, common: Ground::default() };
        builder.common = builder.common_ground(program);
        Ok(builder)
    }

    /// Every piece of work.
    pub fn units(&self) -> Vec<Unit> {
        let mut units =
            vec![Unit::Front, Unit::Procedures, Unit::Queues, Unit::Statistics, Unit::Register, Unit::Exports];
        units.extend(self.public.procedures.keys().cloned().map(Unit::Procedure));
        units.extend(self.lists());
        units.extend(self.queues().into_iter().map(Unit::Queue));
        let landings = self.public.landings().div_ceil(super::address::LANDINGS_PER_PAGE);
        units.extend((1..=landings).map(Unit::Landings));
        units.extend((0..self.public.lines.len()).map(Unit::Request));
        units
    }

    /// Makes the files of a piece of work.
    pub fn make(&self, unit: &Unit, store: &dyn ObjectStore) -> Result<Vec<File>, BadTemplate> {
        let pages = match unit {
            Unit::Front => self.front(),
            Unit::Request(at) => return self.request(*at, store),
            Unit::List(list, number) => vec![self.list(list, *number)],
            Unit::Procedures => self.procedures(),
            Unit::Procedure(id) => self.procedure(id),
            Unit::Queues => vec![self.queue_overview()],
            Unit::Queue(queue) => return self.queue(queue),
            Unit::Statistics => self.statistics(),
            Unit::Register => vec![self.register()],
            Unit::Landings(number) => vec![self.landings(*number)],
            Unit::Exports => return Ok(exports::site(self)),
        };
        let mut files = Vec::new();
        for page in &pages {
            files.extend(self.fill(page)?);
        }
        Ok(files)
    }

    /// A page in both languages.
    pub(super) fn fill(&self, page: &Page) -> Result<Vec<File>, BadTemplate> {
        let each = [Lang::Id, Lang::En].into_iter().map(|lang| {
            let values = self.framed(page, lang);
            let text = self.engine.fill(lang, page.template, &values)?;
            Ok(File::page(&format!("{}{}", root(lang), page.url), text))
        });
        each.collect()
    }
}

/// Where a language's pages begin.
pub(super) fn root(lang: Lang) -> &'static str {
    lang.pick("", "en/")
}
