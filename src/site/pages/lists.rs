//! The front page, lists of requests, and queues.

use serde::Serialize;

use super::{Builder, Page, Unit};
use crate::site::engine::{BadTemplate, Values};
use crate::site::projection::{Line, Public, Tally};
use crate::site::words::{Moment, Two};
use crate::site::{File, address, exports};

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
    Year(String),
}

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Queue {
    /// A lane: its name in the files, its name on paper, its procedure, its page.
    Lane {
        /// `slug/id`
        lane: String,
        /// Its name on paper.
        name: String,
        /// The procedure's name.
        sop: String,
        /// Its page.
        url: String,
    },
    /// An agency, by its id.
    Agency(String),
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
    fn url(&self) -> String {
        match self {
            Self::All => "permohonan/".to_owned(),
            Self::State(state) => format!("permohonan/keadaan/{state}/"),
            Self::Agency(id) => format!("permohonan/instansi/{id}/"),
            Self::Procedure(slug) => format!("permohonan/sop/{slug}/"),
            Self::Year(year) => format!("permohonan/tahun/{year}/"),
        }
    }

    fn holds(&self, line: &Line) -> bool {
        match self {
            Self::All => true,
            Self::State("terlambat") => line.late,
            Self::State(state) => line.state == *state,
            Self::Agency(id) => line.agency_id == *id,
            Self::Procedure(slug) => line.sop == *slug,
            Self::Year(year) => line.number.split('/').next() == Some(year),
        }
    }
}

/// Every list with its requests, by their places: gathered once, for there are many pages.
pub(super) fn members(public: &Public) -> Vec<(List, Vec<usize>)> {
    let mut lists = vec![List::All];
    lists.extend(STATES.map(|(state, ..)| List::State(state)));
    lists.extend(public.office.agencies.iter().map(|agency| List::Agency(agency.id.clone())));
    lists.extend(public.newest().iter().map(|procedure| List::Procedure(procedure.slug.clone())));
    let mut years: Vec<&str> = public.lines.iter().filter_map(|line| line.number.split('/').next()).collect();
    years.dedup();
    lists.extend(years.into_iter().map(|year| List::Year(year.to_owned())));
    let gathered = lists.into_iter().map(|list| {
        let lines = public.lines.iter().enumerate().filter(|(_, line)| list.holds(line)).map(|(at, _)| at);
        let lines = lines.collect();
        (list, lines)
    });
    gathered.collect()
}

impl Builder<'_> {
    fn of_list(&self, list: &List) -> &[usize] {
        self.members.iter().find(|(own, _)| own == list).map_or(&[], |(_, lines)| lines)
    }

    pub(super) fn lists(&self) -> Vec<Unit> {
        let pages = |(list, lines): &(List, Vec<usize>)| {
            let list = list.clone();
            (1..=pages_of(lines.len())).map(move |number| Unit::List(list.clone(), number))
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
            List::Year(year) => Two::same(year.clone()),
        }
    }

    pub(super) fn front(&self) -> Vec<Page> {
        let lines = &self.public.lines;
        let top = |mut lines: Vec<&Line>, key: fn(&Line) -> i64, count: usize| -> Vec<Line> {
            lines.sort_by_key(|line| key(line));
            lines.into_iter().take(count).cloned().collect()
        };
        let late = top(lines.iter().filter(|line| line.late).collect(), |line| line.due_seconds, 8);
        let near = top(lines.iter().filter(|line| line.near == Some(true)).collect(), |line| line.due_seconds, 6);
        let moved = top(lines.iter().collect(), |line| -line.moved_seconds, 10);
        let values = Values::default()
            .with("hitung", &Tally::of(lines))
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

    pub(super) fn list(&self, list: &List, number: usize) -> Page {
        let lines = self.of_list(list);
        let pages = pages_of(lines.len());
        let shown: Vec<&Line> = shown_on(lines, number).into_iter().map(|at| &self.public.lines[at]).collect();
        let url = list.url();
        let values = Values::default()
            .with("baris", &shown)
            .with("saring", &self.filters(list))
            .with("jumlah", &lines.len())
            .with("saat", &self.public.now());
        let name = self.name(list);
        let title = if *list == List::All {
            Two::new("Permohonan", "Requests")
        } else {
            Two::new(format!("Permohonan: {}", name.id), format!("Requests: {}", name.en))
        };
        Page {
            url: address::page(&url, number),
            template: "daftar.html",
            section: "permohonan",
            title: numbered(&title, number, pages),
            about: Two::new(
                "Daftar permohonan dengan keadaan dan batas waktunya.",
                "Requests with their state and due date.",
            ),
            values: paged(values, &url, number, pages),
        }
    }

    pub(super) fn queues(&self) -> Vec<Queue> {
        let procedures = self.public.newest();
        let lanes = procedures.iter().flat_map(|procedure| {
            procedure.lanes.iter().map(|lane| Queue::Lane {
                lane: format!("{}/{}", procedure.slug, lane.id),
                name: lane.name.clone(),
                sop: procedure.name.clone(),
                url: lane.url.clone(),
            })
        });
        let mut queues: Vec<Queue> = lanes.collect();
        // A lane that only an older revision has still has its queue while somebody waits in it.
        for line in &self.public.lines {
            for turn in &line.turn {
                let known = |queue: &Queue| matches!(queue, Queue::Lane { lane, .. } if *lane == turn.lane);
                if !queues.iter().any(known) {
                    queues.push(Queue::Lane {
                        lane: turn.lane.clone(),
                        name: turn.name.clone(),
                        sop: line.sop_name.clone(),
                        url: turn.url.clone(),
                    });
                }
            }
        }
        queues.extend(self.public.office.agencies.iter().map(|agency| Queue::Agency(agency.id.clone())));
        queues
    }

    /// What waits, the longest waiting first.
    fn waiting(&self, queue: &Queue) -> Vec<&Line> {
        let waits = |line: &&Line| match queue {
            Queue::Lane { lane, .. } => line.turn.iter().any(|turn| turn.lane == *lane),
            Queue::Agency(id) => line.open && line.agency_id == *id,
        };
        let mut lines: Vec<&Line> = self.public.lines.iter().filter(waits).collect();
        lines.sort_by_key(|line| line.since_seconds);
        lines
    }

    pub(super) fn queue_overview(&self) -> Page {
        #[derive(Serialize)]
        struct Row {
            name: String,
            sop: String,
            url: String,
            count: usize,
            late: usize,
            oldest: Option<Moment>,
        }
        let mut lanes: Vec<Row> = Vec::new();
        let mut agencies: Vec<Row> = Vec::new();
        for queue in self.queues() {
            let waiting = self.waiting(&queue);
            let (count, late) = (waiting.len(), waiting.iter().filter(|line| line.late).count());
            let oldest = waiting.first().map(|line| line.since.clone());
            match queue {
                Queue::Lane { name, sop, url, .. } => lanes.push(Row { name, sop, url, count, late, oldest }),
                Queue::Agency(id) => {
                    let agency = self.public.office.agency(&id);
                    let name = agency.map_or_else(|| id.clone(), |agency| agency.name.clone());
                    let url = agency.map_or_else(String::new, |agency| agency.url.clone());
                    agencies.push(Row { name, sop: String::new(), url, count, late, oldest });
                }
            }
        }
        // Where somebody waits stands first; otherwise the order of the papers stays.
        lanes.sort_by_key(|row| row.count == 0);
        agencies.sort_by_key(|row| row.count == 0);
        Page {
            url: "giliran/".to_owned(),
            template: "giliran.html",
            section: "giliran",
            title: Two::new("Giliran siapa", "Whose turn"),
            about: Two::new(
                "Permohonan yang menunggu, per pelaksana dan per instansi.",
                "What waits, by performer and by agency.",
            ),
            values: Values::default()
                .with("lajur", &lanes)
                .with("instansi", &agencies)
                .with("saat", &self.public.now()),
        }
    }

    pub(super) fn queue(&self, queue: &Queue) -> Result<Vec<File>, BadTemplate> {
        let lines = self.waiting(queue);
        let (name, sop, url) = match queue {
            Queue::Lane { name, sop, url, .. } => (name.clone(), sop.clone(), url.clone()),
            Queue::Agency(id) => {
                let agency = self.public.office.agency(id);
                let name = agency.map_or(id.as_str(), |agency| &agency.name).to_owned();
                (name, String::new(), agency.map_or_else(String::new, |agency| agency.url.clone()))
            }
        };
        let calendar = format!("{url}tenggat.ics");
        let pages = pages_of(lines.len());
        let mut files = Vec::new();
        for number in 1..=pages {
            let shown = shown_on(&lines, number);
            let values = Values::default()
                .with("nama", &name)
                .with("sop", &sop)
                .with("jumlah", &lines.len())
                .with("baris", &shown)
                .with("kalender", &calendar)
                .with("saat", &self.public.now());
            files.extend(self.fill(&Page {
                url: address::page(&url, number),
                template: "antrean.html",
                section: "giliran",
                title: numbered(&Two::new(format!("Giliran: {name}"), format!("Turn: {name}")), number, pages),
                about: Two::new("Yang paling lama menunggu berada paling atas.", "What waits longest stands first."),
                values: paged(values, &url, number, pages),
            })?);
        }
        files.push(File::new(calendar, exports::deadlines(self, &name, &lines)));
        Ok(files)
    }
}

/// How many pages a list takes: an empty one has its page too.
fn pages_of(count: usize) -> usize {
    count.div_ceil(PER_PAGE).max(1)
}

/// What stands on a page of a list.
fn shown_on<T: Copy>(all: &[T], number: usize) -> Vec<T> {
    all.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).copied().collect()
}

/// The title of a page of a list: from the second on it tells which one it is.
fn numbered(title: &Two, number: usize, pages: usize) -> Two {
    if number == 1 {
        return title.clone();
    }
    let Two { id, en } = title;
    Two::new(format!("{id}, halaman {number} dari {pages}"), format!("{en}, page {number} of {pages}"))
}

/// What leads from a page of a list to the others.
fn paged(values: Values, url: &str, number: usize, pages: usize) -> Values {
    let near = near_pages(number, pages);
    let links: Vec<(usize, String)> = near.into_iter().map(|page| (page, address::page(url, page))).collect();
    values.with("halaman", &number).with("halaman_semua", &links).with("halaman_jumlah", &pages)
}

/// The pages that a page links to: the first, the last, and those around it.
fn near_pages(number: usize, pages: usize) -> Vec<usize> {
    (1..=pages).filter(|page| *page == 1 || *page == pages || page.abs_diff(number) <= 2).collect()
}
