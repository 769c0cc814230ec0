//! The register: every landing with its verdict.

use serde::Serialize;

use super::{Builder, Page};
use crate::site::address::{self, HUNDRED, LANDINGS_PER_PAGE};
use crate::site::engine::Values;
use crate::site::exports::tables::PER_TABLE;
use crate::site::words::Two;

/// How many landings the register's first page shows.
const NEWEST: usize = 40;
/// How many of those that are not lawful it shows.
const WRONG: usize = 100;

/// A link to a page of landings.
#[derive(Serialize)]
struct Stretch {
    url: String,
    from: usize,
    until: usize,
}

/// The pages of landings in the hundred of a page, up to it: each page lists those before it.
fn until_page(page: usize, count: usize) -> Vec<Stretch> {
    let first = (page.max(1) - 1) / HUNDRED * HUNDRED + 1;
    let stretch = |page: usize| Stretch {
        url: address::landings(page),
        from: (page - 1) * LANDINGS_PER_PAGE + 1,
        until: (page * LANDINGS_PER_PAGE).min(count),
    };
    (first..=page).map(stretch).collect()
}

/// The hundreds of pages before that of the last page. A link to one leads to its last page, which lists the others.
fn hundreds(last: usize) -> Vec<Stretch> {
    let full = (last.max(1) - 1) / HUNDRED;
    let stretch = |n: usize| Stretch {
        url: address::landings((n + 1) * HUNDRED),
        from: n * HUNDRED * LANDINGS_PER_PAGE + 1,
        until: (n + 1) * HUNDRED * LANDINGS_PER_PAGE,
    };
    (0..full).map(stretch).collect()
}

impl Builder<'_> {
    pub(super) fn register(&self) -> Page {
        let count = self.public.landings();
        let mut newest = self.public.landings_between(count.saturating_sub(NEWEST), count);
        newest.reverse();
        let tally = self.public.tally();
        let last = count.div_ceil(LANDINGS_PER_PAGE);
        let wrong = self.public.wrong(WRONG);
        let values = Values::default()
            .with("pendaratan", &newest)
            .with("halaman", &until_page(last, count))
            .with("ratusan", &hundreds(last))
            .with("salah", &wrong)
            .with("jumlah", &count)
            .with("sebagian", &PER_TABLE)
            .with("sah", &tally.lawful)
            .with("tidak_sah", &tally.unlawful)
            .with("terjawab", &tally.answered)
            .with("tak_terverifikasi", &tally.unverifiable)
            .with("ujung", &self.public.head())
            .with("awal", &self.public.start())
            .with("sebelum", &self.public.before())
            .with("saat", &self.public.now());
        Page {
            url: "register/".to_owned(),
            template: "register.html",
            section: "register",
            title: Two::new("Register", "Register"),
            about: Two::new(
                "Setiap pendaratan dengan putusannya, dan cara memeriksanya sendiri.",
                "Every landing with its verdict, and how to check it yourself.",
            ),
            values,
        }
    }

    pub(super) fn landings(&self, number: usize) -> Page {
        let from = (number - 1) * LANDINGS_PER_PAGE;
        let landings = self.public.landings_between(from, from + LANDINGS_PER_PAGE);
        let until = from + landings.len();
        let last = self.public.landings().div_ceil(LANDINGS_PER_PAGE);
        let values = Values::default()
            .with("pendaratan", &landings)
            .with("sebagian", &(last > 1))
            .with("lebih_lama", &(number > 1).then(|| address::landings(number - 1)))
            .with("lebih_baru", &(number < last).then(|| address::landings(number + 1)))
            .with("halaman", &until_page(number, until))
            .with("dari", &(from + 1))
            .with("sampai", &until);
        Page {
            url: address::landings(number),
            template: "pendaratan.html",
            section: "register",
            title: Two::new(format!("Pendaratan {}–{until}", from + 1), format!("Landings {}–{until}", from + 1)),
            about: Two::new(
                "Pendaratan dengan putusannya, terlama lebih dulu.",
                "Landings with their verdicts, the oldest first.",
            ),
            values,
        }
    }
}
