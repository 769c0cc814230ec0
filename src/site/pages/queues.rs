//! Whose turn it is: queues of lanes and agencies.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Builder, Page};
use crate::model::name::{LaneId, SopSlug};
use crate::site::engine::{BadTemplate, Values};
use crate::site::projection::{Brief, Line, line_ground};
use crate::site::words::{Moment, Two};
use crate::site::{File, address, exports};

/// How many requests a page of a queue holds.
const PER_PAGE: usize = 50;

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

impl Queue {
    fn lane(&self) -> Option<&str> {
        match self {
            Self::Lane { lane, .. } => Some(lane),
            Self::Agency(_) => None,
        }
    }
}

impl Builder<'_> {
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
        let mut known: BTreeSet<String> = queues.iter().filter_map(Queue::lane).map(str::to_owned).collect();
        for brief in self.public.newest_first() {
            let of_lane = |id| format!("{}/{id}", brief.sop.slug);
            if brief.turn.iter().all(|id| known.contains(&of_lane(id))) {
                continue;
            }
            let line = self.public.line(brief);
            for turn in line.turn.into_iter().filter(|turn| known.insert(turn.lane.clone())) {
                let (lane, name, url) = (turn.lane, turn.name, turn.url);
                queues.push(Queue::Lane { lane, name, sop: line.sop_name.clone(), url });
            }
        }
        queues.extend(self.public.office.agencies.iter().map(|agency| Queue::Agency(agency.id.clone())));
        queues
    }

    /// What waits, the longest waiting first.
    fn waiting(&self, queue: &Queue) -> Vec<&Brief> {
        let waits = |brief: &&Brief| match queue {
            Queue::Lane { lane, .. } => brief.turn.iter().any(|id| is_lane(lane, &brief.sop.slug, id)),
            Queue::Agency(id) => brief.agency == *id,
        };
        let mut briefs: Vec<&Brief> = self.public.open_newest_first().filter(waits).collect();
        briefs.sort_by_key(|brief| brief.since);
        briefs
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
            let (count, late) = (waiting.len(), waiting.iter().filter(|brief| brief.now.late).count());
            let oldest = waiting.first().map(|brief| self.public.line(brief).since);
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

    pub(super) fn queue_url(&self, queue: &Queue) -> String {
        match queue {
            Queue::Lane { url, .. } => url.clone(),
            Queue::Agency(id) => self.public.office.agency(id).map_or_else(String::new, |agency| agency.url.clone()),
        }
    }

    /// What a queue is made from: besides its requests, the day, for it tells how many days are left.
    pub(super) fn queue_ground(&self, queue: &Queue, put: &mut dyn FnMut(&[u8])) {
        if let Queue::Lane { name, sop, .. } = queue {
            put(name.as_bytes());
            put(sop.as_bytes());
        }
        put(self.public.now().day().to_string().as_bytes());
        for brief in self.waiting(queue) {
            line_ground(brief, put);
            put(&brief.now.working_days.to_le_bytes());
        }
    }

    pub(super) fn queue(&self, queue: &Queue) -> Result<Vec<File>, BadTemplate> {
        let lines: Vec<Line> = self.waiting(queue).into_iter().map(|brief| self.public.line(brief)).collect();
        let (name, sop) = match queue {
            Queue::Lane { name, sop, .. } => (name.clone(), sop.clone()),
            Queue::Agency(id) => {
                let agency = self.public.office.agency(id);
                (agency.map_or(id.as_str(), |agency| &agency.name).to_owned(), String::new())
            }
        };
        let url = self.queue_url(queue);
        let calendar = format!("{url}tenggat.ics");
        let pages = pages_of(lines.len());
        let mut files = Vec::new();
        for number in 1..=pages {
            let shown: Vec<&Line> = lines.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE).collect();
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

/// How many pages a queue takes: an empty one has its page too.
fn pages_of(count: usize) -> usize {
    count.div_ceil(PER_PAGE).max(1)
}

/// Whether a lane is meant by its name `slug/id`.
fn is_lane(name: &str, slug: &SopSlug, id: &LaneId) -> bool {
    name.strip_prefix(slug.as_str()).and_then(|rest| rest.strip_prefix('/')) == Some(id.as_str())
}

/// The title of a page of a queue: from the second on it tells which one it is.
fn numbered(title: &Two, number: usize, pages: usize) -> Two {
    if number == 1 {
        return title.clone();
    }
    let Two { id, en } = title;
    Two::new(format!("{id}, halaman {number} dari {pages}"), format!("{en}, page {number} of {pages}"))
}

/// What leads from a page of a queue to the others.
fn paged(values: Values, url: &str, number: usize, pages: usize) -> Values {
    let near = near_pages(number, pages);
    let links: Vec<(usize, String)> = near.into_iter().map(|page| (page, address::page(url, page))).collect();
    values.with("halaman", &number).with("halaman_semua", &links).with("halaman_jumlah", &pages)
}

/// The pages that a page links to: the first, the last, and those around it.
fn near_pages(number: usize, pages: usize) -> Vec<usize> {
    (1..=pages).filter(|page| *page == 1 || *page == pages || page.abs_diff(number) <= 2).collect()
}
