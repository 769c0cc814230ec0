//! Procedures, how to ask under them, and their figures.

use super::{Builder, Page};
use crate::model::name::SopRef;
use crate::site::drawing::{bar, flow, months};
use crate::site::engine::Values;
use crate::site::projection::{ProcedureFigures, Tally};
use crate::site::words::Two;

impl Builder<'_> {
    pub(super) fn procedures(&self) -> Page {
        Page {
            url: "sop/".to_owned(),
            template: "sop-daftar.html",
            section: "sop",
            title: Two::new("Standar operasional prosedur", "Standard operating procedures"),
            about: Two::new(
                "SOP yang dijalankan di sini, sesuai formulir resminya.",
                "The procedures run here, in their official form.",
            ),
            values: Values::default().with("sop", &self.public.newest()).with("angka", &self.figures),
        }
    }

    pub(super) fn submit(&self) -> Vec<Page> {
        let newest = self.public.newest();
        let mut pages = vec![Page {
            url: "ajukan/".to_owned(),
            template: "ajukan.html",
            section: "ajukan",
            title: Two::new("Cara mengajukan", "How to ask"),
            about: Two::new(
                "Pilih layanan, siapkan suratnya, serahkan kepada kantor.",
                "Choose a service, prepare the letter, hand it in.",
            ),
            values: Values::default().with("sop", &newest),
        }];
        for procedure in newest {
            pages.push(Page {
                url: procedure.submit_url.clone(),
                template: "ajukan-sop.html",
                section: "ajukan",
                title: Two::new(format!("Mengajukan: {}", procedure.name), format!("Asking: {}", procedure.name)),
                about: Two::new(
                    "Apa yang disiapkan dan apa yang terjadi sesudahnya.",
                    "What to prepare, and what happens next.",
                ),
                values: Values::default().with("sop", procedure),
            });
        }
        pages
    }

    pub(super) fn procedure(&self, id: &SopRef) -> Vec<Page> {
        let Some(procedure) = self.public.procedures.get(id) else { return Vec::new() };
        let revisions: Vec<_> = self.public.procedures.values().filter(|other| other.slug == procedure.slug).collect();
        vec![Page {
            url: procedure.url.clone(),
            template: "sop.html",
            section: "sop",
            title: Two::same(procedure.name.clone()),
            about: Two::same(format!("{} · {}", procedure.agency, procedure.number)),
            values: Values::default()
                .with("sop", procedure)
                .with("revisi", &revisions)
                .with("alur", &flow(procedure, None)),
        }]
    }

    pub(super) fn statistics(&self) -> Vec<Page> {
        let overall = Tally::of(self.public.briefs());
        let mut pages = vec![Page {
            url: "statistik/".to_owned(),
            template: "statistik.html",
            section: "statistik",
            title: Two::new("Statistik", "Statistics"),
            about: Two::new(
                "Berapa yang selesai, berapa lama, dan di mana tersendat.",
                "How many were completed, how long it took, where it sticks.",
            ),
            values: Values::default()
                .with("hitung", &overall)
                .with("angka", &self.figures)
                .with("ujung", &self.public.head())
                .with("saat", &self.public.now()),
        }];
        pages.extend(self.figures.iter().map(|figures| self.statistics_of(figures)));
        pages
    }

    fn statistics_of(&self, figures: &ProcedureFigures) -> Page {
        let longest = figures.steps.iter().map(|step| step.median_minutes).max().unwrap_or(0);
        let bars: Vec<String> = figures
            .steps
            .iter()
            .map(|step| bar(step.median_minutes, longest, figures.slowest == Some(step.number)))
            .collect();
        Page {
            url: figures.statistics_url.clone(),
            template: "statistik-sop.html",
            section: "statistik",
            title: Two::new(format!("Statistik: {}", figures.name), format!("Statistics: {}", figures.name)),
            about: Two::new("Waktu tiap langkah terhadap waktu baku.", "The time of each step against its standard."),
            values: Values::default()
                .with("a", figures)
                .with("batang", &bars)
                .with("bulanan", &months(&figures.months))
                .with("ujung", &self.public.head())
                .with("saat", &self.public.now()),
        }
    }
}
