//! Which pages there are, and what each is filled with.

mod fixed;
mod frame;
mod ground;
mod lists;
mod procedures;
mod queues;
mod registers;
mod requests;

use std::collections::BTreeMap;

use crate::model::git::ObjectStore;
use crate::model::name::SopRef;
use crate::model::say::Lang;
use crate::register::kept::Misfit;

use fixed::Fixed;

use super::defaults::Dressing;
use super::engine::{BadTemplate, Engine, Read, Values};
use super::exports::search::Index;
use super::projection::{Hint, ProcedureFigures, Public};
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

/// Why a piece of the site cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Unmade {
    /// A template is wrong.
    #[error(transparent)]
    Template(#[from] BadTemplate),
    /// The repository no longer holds what a request was read from.
    #[error("a request cannot be read again")]
    Lost,
}

impl From<Misfit> for Unmade {
    fn from(_: Misfit) -> Self {
        Self::Lost
    }
}

/// A piece of work: some pages that are made together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// The front page, the search page, the page for what is not there.
    Front,
    /// A request with its documents and receipt, by its place in the list.
    Request(usize),
    /// A list of requests: its newest.
    List(lists::List),
    /// An older page of it, from 1.
    Older(lists::List, usize),
    /// The procedures.
    Procedures,
    /// How to ask.
    Submit,
    /// A revision of a procedure.
    Procedure(SopRef),
    /// Whose turn it is: the overview.
    Queues,
    /// The queue of one lane or agency.
    Queue(queues::Queue),
    /// Figures.
    Statistics,
    /// The register's own page.
    Register,
    /// A page of landings, from 1.
    Landings(usize),
    /// Feeds and data of the whole site.
    Exports,
    /// What pages are dressed with.
    Assets,
    /// A table of requests, from 1.
    RequestTable(usize),
    /// A table of landings, from 1.
    LandingTable(usize),
    /// The words of the search index that begin so.
    Words(String),
    /// Requests in brief for the search, from 0.
    Briefs(usize),
    /// A sitemap of requests, from 1.
    Sitemap(usize),
}

/// Everything that pages are made from.
pub struct Builder<'a> {
    pub(super) public: Public<'a>,
    pub(super) figures: Vec<ProcedureFigures>,
    pub(super) dressing: Dressing,
    /// Names the assets' content, so that a page never meets the style of another day.
    pub(super) version: String,
    engine: Engine,
    /// What stands in every page, and in every page of a request.
    office: Read,
    fixed: BTreeMap<SopRef, Fixed>,
    members: Vec<(lists::List, Vec<usize>)>,
    index: Index,
    /// What every piece is made from.
    common: Ground,
}

impl<'a> Builder<'a> {
    /// Projects a register, and reads the templates. Of the same register another program may make other pages.
    pub fn new(
        audit: &'a Audit,
        store: &dyn ObjectStore,
        at: chrono::DateTime<chrono::Utc>,
        dressing: Dressing,
        program: &str,
        kept: Option<Hint>,
    ) -> Result<Self, Unmade> {
        let (public, engine) = rayon::join(|| Public::new(audit, store, at, kept), || Engine::new(&dressing.templates));
        let (public, engine) = (public?, engine?);
        let of_all = || rayon::join(|| lists::members(&public), || Index::of(&public));
        let (figures, (members, index)) = rayon::join(|| public.figures(), of_all);
        let assets: Vec<u8> = dressing.assets.values().flatten().copied().collect();
        let version = super::projection::sha256(&assets).chars().take(10).collect();
        let office = Read::new(&public.office);
        let fixed = fixed::of(&public.procedures, &engine)?;
        let common = Ground::default();
        let mut builder = Self { public, figures, dressing, version, engine, office, fixed, members, index, common };
        builder.common = builder.common_ground(program);
        Ok(builder)
    }

    /// Every piece of work.
    pub fn units(&self) -> Vec<Unit> {
        use super::exports::{search, sitemap, tables};
        let (requests, landings) = (self.public.briefs().len(), self.public.landings());
        let mut units = vec![
            Unit::Front,
            Unit::Procedures,
            Unit::Submit,
            Unit::Queues,
            Unit::Statistics,
            Unit::Register,
            Unit::Exports,
            Unit::Assets,
        ];
        units.extend(self.public.procedures.keys().cloned().map(Unit::Procedure));
        units.extend(self.lists());
        units.extend(self.queues().into_iter().map(Unit::Queue));
        units.extend((1..=landings.div_ceil(super::address::LANDINGS_PER_PAGE)).map(Unit::Landings));
        units.extend((1..=tables::tables(requests)).map(Unit::RequestTable));
        units.extend((1..=tables::tables(landings)).map(Unit::LandingTable));
        units.extend(self.index.shards.keys().cloned().map(Unit::Words));
        units.extend((0..search::blocks(requests)).map(Unit::Briefs));
        units.extend((1..=sitemap::maps(self)).map(Unit::Sitemap));
        units.extend((0..requests).map(Unit::Request));
        units
    }

    /// Makes the files of a piece of work.
    pub fn make(&self, unit: &Unit, store: &dyn ObjectStore) -> Result<Vec<File>, Unmade> {
        use super::exports::{search, sitemap, tables};
        let pages = match unit {
            Unit::Front => self.front(),
            Unit::Request(at) => return self.request(*at, store),
            Unit::List(list) => vec![self.list(list)],
            Unit::Older(list, number) => vec![self.older(list, *number)],
            Unit::Procedures => vec![self.procedures()],
            Unit::Submit => self.submit(),
            Unit::Procedure(id) => self.procedure(id),
            Unit::Queues => vec![self.queue_overview()],
            Unit::Queue(queue) => return Ok(self.queue(queue)?),
            Unit::Statistics => self.statistics(),
            Unit::Register => vec![self.register()],
            Unit::Landings(number) => vec![self.landings(*number)],
            Unit::Exports => return Ok(exports::site(self)),
            Unit::Assets => return Ok(exports::assets(self)),
            Unit::RequestTable(number) => return Ok(tables::requests(self, *number)),
            Unit::LandingTable(number) => return Ok(tables::landings(self, *number)),
            Unit::Words(shard) => return Ok(vec![self.index.file(shard, &self.public)]),
            Unit::Briefs(number) => return Ok(vec![search::briefs(&self.public, *number)]),
            Unit::Sitemap(number) => return Ok(vec![sitemap::requests(self, *number)]),
        };
        let mut files = Vec::new();
        for page in &pages {
            files.extend(self.fill(page)?);
        }
        Ok(files)
    }

    /// The bytes to keep for the next build.
    pub fn keep(&self, program: &str, checksum: fn(&[u8]) -> u32) -> Option<Vec<u8>> {
        self.public.keep(program, checksum)
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
