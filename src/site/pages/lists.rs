//! The front page, and lists of requests.

use serde::Serialize;

use super::{Builder, Page, Unit};
use crate::site::address;
use crate::site::engine::Values;
use crate::site::projection::{Brief, Line, Public, Tally, line_ground};
use crate::site::words::Two;

/// How many requests a page of a list holds.
const PER_PAGE: usize = 50;

/// A list of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    /// All of them.
    All,
    /// In one state; `terlambat` is one here.
    State(&'static str),
    /// Of one agency.
    Agency(String),
    /// Under one procedure, whatever its revision.
    Procedure(String),
    /// Opened in one year.
    Year(i32),
}

/// The states by which lists are filtered.
const STATES: [(&str, &str, &str); 8] = [
    ("terlambat", "Terlambat", "Overdue"),
    ("berjalan", "Diproses", "In progress"),
    ("menunggu", "Menunggu", "Waiting"),
    ("jeda", "Ditunda", "On hold"),
    ("selesai", "Selesai", "Completed"),
    ("ditolak", "Ditolak", "Rejected"),
    ("ditarik", "Ditarik pemohon", "Withdrawn"),
    ("batal", "Dibatalkan", "Cancelled"),
];

#[derive(Serialize)]
struct Link {
    name: Two,
    url: String,
    count: usize,
    current: bool,
}

impl List {
    pub(super) fn url(&self) -> String {
        match self {
            Self::All => "permohonan/".to_owned(),
            Self::State(state) => format!("permohonan/keadaan/{state}/"),
            Self::Agency(id) => format!("permohonan/instansi/{id}/"),
            Self::Procedure(slug) => format!("permohonan/sop/{slug}/"),
            Self::Year(year) => format!("permohonan/tahun/{year}/"),
        }
    }

    fn holds(&self, brief: &Brief) -> bool {
        match self {
            Self::All => true,
            Self::State("terlambat") => brief.now.late,
            Self::State(state) => brief.state.word() == *state,
            Self::Agency(id) => brief.agency == *id,
            Self::Procedure(slug) => brief.sop.slug.as_str() == slug,
            Self::Year(year) => brief.number.year == *year,
        }
    }
}

/// Every list with its requests, by their places, the oldest first: gathered once, for there are many pages.
pub(super) fn members(public: &Public) -> Vec<(List, Vec<usize>)> {
    let mut lists = vec![List::All];
    lists.extend(STATES.map(|(state, ..)| List::State(state)));
    lists.extend(public.office.agencies.iter().map(|agency| List::Agency(agency.id.clone())));
    lists.extend(public.newest().iter().map(|procedure| List::Procedure(procedure.slug.clone())));
    let mut years: Vec<i32> = public.newest_first().map(|brief| brief.number.year).collect();
    years.dedup();
    lists.extend(years.into_iter().map(List::Year));
    let mut gathered: Vec<(List, Vec<usize>)> = lists.into_iter().map(|list| (list, Vec::new())).collect();
    for (at, brief) in public.briefs().iter().enumerate() {
        let own = gathered.iter_mut().filter(|(list, _)| list.holds(brief));
        own.for_each(|(_, places)| places.push(at));
    }
    gathered
}

impl Builder<'_> {
    fn of_list(&self, list: &List) -> &[usize] {
        self.members.iter().find(|(own, _)| own == list).map_or(&[], |(_, lines)| lines)
    }

    pub(super) fn lists(&self) -> Vec<Unit> {
        let pages = |(list, places): &(List, Vec<usize>)| {
            let older = (1..=older_pages(places.len())).map(|number| Unit::Older(list.clone(), number));
            std::iter::once(Unit::List(list.clone())).chain(older).collect::<Vec<_>>()
        };
        self.members.iter().flat_map(pages).collect()
    }

    fn name(&self, list: &List) -> Two {
        match list {
            List::All => Two::new("Semua permohonan", "All requests"),
            List::State(state) => {
                let found = STATES.iter().find(|(word, ..)| word == state);
                found.map_or_else(Two::default, |(_, id, en)| Two::new(*id, *en))
            }
            List::Agency(id) => Two::same(self.public.office.agency(id).map_or(id.as_str(), |agency| &agency.name)),
            List::Procedure(slug) => {
                let named = self.figures.iter().find(|figures| figures.slug == *slug);
                Two::same(named.map_or(slug.as_str(), |figures| &figures.name))
            }
            List::Year(year) => Two::same(year.to_string()),
        }
    }

    pub(super) fn front(&self) -> Vec<Page> {
        let public = &self.public;
        let top = |which: fn(&Brief) -> bool, key: fn(&Brief) -> i64, count: usize| -> Vec<Line> {
            let mut briefs: Vec<&Brief> = public.newest_first().filter(|brief| which(brief)).collect();
            briefs.sort_by_key(|brief| key(brief));
            briefs.into_iter().take(count).map(|brief| public.line(brief)).collect()
        };
        let due = |brief: &Brief| brief.due.map_or(i64::MAX, |(due, _)| due);
        let late = top(|brief| brief.now.late, due, 8);
        let near = top(|brief| brief.now.near, due, 6);
        let moved = top(|_| true, |brief| -brief.moved, 10);
        let values = Values::default()
            .with("hitung", &Tally::of(public.briefs()))
            .with("terlambat", &late)
            .with("dekat", &near)
            .with("bergerak", &moved)
            .with("sop", &self.public.newest())
            .with("ujung", &self.public.head())
            .with("saat", &self.public.now());
        let name = self.public.office.name.clone();
        let search = Page {
            url: "cari/".to_owned(),
            template: "cari.html",
            section: "permohonan",
            title: Two::new("Cari permohonan", "Find a request"),
            about: Two::new(
                "Cari menurut nomor, judul, instansi, atau aplikasi.",
                "Find by number, title, agency or application.",
            ),
            values: Values::default().with("saring", &self.filters(&List::All)),
        };
        let nowhere = Page {
            url: "404.html".to_owned(),
            template: "404.html",
            section: "",
            title: Two::new("Halaman tidak ditemukan", "Page not found"),
            about: Two::default(),
            values: Values::default(),
        };
        let front = Page {
            url: String::new(),
            template: "depan.html",
            section: "depan",
            title: Two::same(name),
            about: Two::new(
                "Di mana sebuah permohonan berada, giliran siapa, dan kapan batas waktunya.",
                "Where a request stands, whose turn it is, and when it is due.",
            ),
            values,
        };
        vec![front, search, nowhere]
    }

    fn filters(&self, current: &List) -> Vec<(Two, Vec<Link>)> {
        let mut groups: Vec<(Two, Vec<Link>)> = vec![
            (Two::new("Keadaan", "State"), Vec::new()),
            (Two::new("SOP", "Procedure"), Vec::new()),
            (Two::new("Tahun", "Year"), Vec::new()),
            (Two::new("Instansi", "Agency"), Vec::new()),
        ];
        for (list, lines) in &self.members {
            let group = match list {
                List::All | List::State(_) => 0,
                List::Procedure(_) => 1,
                List::Year(_) => 2,
                List::Agency(_) => 3,
            };
            let link = Link { name: self.name(list), url: list.url(), count: lines.len(), current: list == current };
            if link.count > 0 || link.current || *list == List::All {
                groups[group].1.push(link);
            }
        }
        groups
    }

    /// The newest requests of a list, which leads to the others.
    pub(super) fn list(&self, list: &List) -> Page {
        let places = self.of_list(list);
        let url = list.url();
        let near = (1..=before_newest(places.len())).rev().take(3).chain((!places.is_empty()).then_some(1));
        let near = near.filter(|n| *n <= older_pages(places.len()));
        let mut links: Vec<Older> = near.map(|n| Older::of(&url, n)).collect();
        links.dedup();
        let values = Values::default().with("saring", &self.filters(list)).with("jumlah", &places.len());
        self.page_of(list, &url, newest_of(places), values.with("lama", &links))
    }

    /// An older page of a list. It tells nothing that changes with what comes later.
    pub(super) fn older(&self, list: &List, number: usize) -> Page {
        let places = self.of_list(list);
        let url = list.url();
        let near = [number + 1, number, number.saturating_sub(1), 1];
        let near = near.into_iter().filter(|n| (1..=older_pages(places.len())).contains(n));
        let mut links: Vec<Older> = near.map(|n| Older::of(&url, n)).collect();
        links.dedup();
        let values = Values::default().with("nomor", &number).with("lama", &links);
        let mut page = self.page_of(list, &address::older(&url, number), page_of(places, number), values);
        let Two { id, en } = page.title;
        page.title = Two::new(format!("{id}, halaman {number}"), format!("{en}, page {number}"));
        page
    }

    fn page_of(&self, list: &List, url: &str, places: &[usize], values: Values) -> Page {
        let briefs = places.iter().rev().map(|at| &self.public.briefs()[*at]);
        let lines: Vec<Line> = briefs.map(|brief| self.public.timeless_line(brief)).collect();
        let name = self.name(list);
        Page {
            url: url.to_owned(),
            template: "daftar.html",
            section: "permohonan",
            title: if *list == List::All {
                Two::new("Permohonan", "Requests")
            } else {
                Two::new(format!("Permohonan: {}", name.id), format!("Requests: {}", name.en))
            },
            about: Two::new(
                "Daftar permohonan dengan keadaan dan batas waktunya.",
                "Requests with their state and due date.",
            ),
            values: values.with("baris", &lines).with("daftar", &list.url()),
        }
    }

    /// What the newest of a list are made from.
    pub(super) fn list_ground(&self, list: &List, put: &mut dyn FnMut(&[u8])) {
        let places = self.of_list(list);
        put(&serde_json::to_vec(&self.filters(list)).unwrap_or_default());
        put(&places.len().to_le_bytes());
        for at in newest_of(places) {
            line_ground(&self.public.briefs()[*at], put);
        }
    }

    /// What an older page of a list is made from.
    pub(super) fn older_ground(&self, list: &List, number: usize, put: &mut dyn FnMut(&[u8])) {
        let places = self.of_list(list);
        put(&[u8::from(number < older_pages(places.len()))]);
        for at in page_of(places, number) {
            line_ground(&self.public.briefs()[*at], put);
        }
    }
}

/// A link to an older page of a list.
#[derive(Serialize, PartialEq, Eq)]
struct Older {
    number: usize,
    url: String,
}

impl Older {
    fn of(list: &str, number: usize) -> Self {
        Self { number, url: address::older(list, number) }
    }
}

/// How many pages a list has besides that of its newest: none where that one holds all. They fill from the oldest, so none
/// ever changes its place.
fn older_pages(count: usize) -> usize {
    if count <= PER_PAGE { 0 } else { count.div_ceil(PER_PAGE) }
}

/// The page on which the newest stands that is not on the first page; 0 where all are.
fn before_newest(count: usize) -> usize {
    count.saturating_sub(PER_PAGE).div_ceil(PER_PAGE)
}

fn newest_of(places: &[usize]) -> &[usize] {
    &places[places.len().saturating_sub(PER_PAGE)..]
}

fn page_of(places: &[usize], number: usize) -> &[usize] {
    places.chunks(PER_PAGE).nth(number - 1).unwrap_or_default()
}
