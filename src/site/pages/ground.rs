//! What a piece of the site is made from, as one number. A piece has one only where nothing but its ground can change it:
//! pages that tell the moment or the head are always made anew.

use sha2::{Digest, Sha256};

use super::{Builder, Unit};
use crate::site::address::{self, LANDINGS_PER_PAGE};
use crate::site::exports::{search, sitemap, tables};
use crate::site::projection::part;
use crate::site::reuse::Ground;

/// Takes the parts of what a piece is made from.
type Put<'p> = &'p mut dyn FnMut(&[u8]);

impl Builder<'_> {
    /// The name of a piece, and what it is made from; none where it has to be made each time.
    pub fn ground(&self, unit: &Unit) -> Option<(String, Ground)> {
        let public = &self.public;
        let (requests, landings) = (public.briefs().len(), public.landings());
        let of = |name: String, fill: &dyn Fn(Put)| {
            let mut sum = Sha256::new();
            sum.update(self.common);
            fill(&mut |bytes| part(&mut sum, bytes));
            Some((name, sum.finalize().into()))
        };
        match unit {
            Unit::Front | Unit::Procedures | Unit::Queues | Unit::Statistics | Unit::Register | Unit::Exports => None,
            Unit::Request(at) => {
                of(address::request(&public.briefs()[*at].folder), &|put| public.request_ground(*at, put))
            }
            Unit::List(list) => of(list.url(), &|put| self.list_ground(list, put)),
            Unit::Older(list, number) => {
                of(address::older(&list.url(), *number), &|put| self.older_ground(list, *number, put))
            }
            Unit::Submit => of("ajukan/".to_owned(), &|_| ()),
            Unit::Procedure(id) => of(address::sop(id), &|_| ()),
            Unit::Queue(queue) => of(self.queue_url(queue), &|put| self.queue_ground(queue, put)),
            Unit::Landings(number) => of(address::landings(*number), &|put| {
                put(&public.page_of_landings(*number));
                put(&[u8::from(*number < landings.div_ceil(LANDINGS_PER_PAGE))]);
            }),
            Unit::Assets => of("aset/".to_owned(), &|put| {
                for (name, bytes) in &self.dressing.assets {
                    put(name.as_bytes());
                    put(bytes);
                }
            }),
            Unit::RequestTable(number) => of(format!("data/permohonan/{number}"), &|put| {
                public.lines_ground(tables::stretch(*number, requests), put);
            }),
            Unit::LandingTable(number) => of(format!("data/register/{number}"), &|put| {
                let stretch = tables::stretch(*number, landings);
                let pages = stretch.start / LANDINGS_PER_PAGE..stretch.end.div_ceil(LANDINGS_PER_PAGE);
                pages.for_each(|page| put(&public.page_of_landings(page + 1)));
            }),
            Unit::Words(shard) => of(format!("cari/k/{shard}"), &|put| self.index.ground(shard, public, put)),
            Unit::Briefs(number) => of(format!("cari/b/{number}"), &|put| {
                public.lines_ground(search::block(*number, requests), put);
            }),
            Unit::Sitemap(number) => of(format!("sitemap-{number}"), &|put| {
                public.lines_ground(sitemap::stretch(self, *number), put);
            }),
        }
    }

    /// What every piece is made from: the program, the templates, and all of policy but the answers to landings.
    pub(super) fn common_ground(&self, program: &str) -> Ground {
        let mut sum = Sha256::new();
        part(&mut sum, program.as_bytes());
        for (name, text) in &self.dressing.templates {
            part(&mut sum, name.as_bytes());
            part(&mut sum, text.as_bytes());
        }
        part(&mut sum, self.version.as_bytes());
        self.public.policy_ground(&mut |bytes| part(&mut sum, bytes));
        sum.finalize().into()
    }
}
