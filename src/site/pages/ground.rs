//! What a piece of the site is made from, as one number. A piece has one only where nothing but its ground can change it:
//! pages that tell the moment or the head are always made anew.

use sha2::{Digest, Sha256};

use super::{Builder, Unit};
use crate::site::address;
use crate::site::reuse::Ground;

impl Builder<'_> {
    /// The name of a piece, and what it is made from; none where it has to be made each time.
    pub fn ground(&self, unit: &Unit) -> Option<(String, Ground)> {
        match unit {
            Unit::Request(at) => Some((self.public.lines[*at].url.clone(), self.of_request(*at))),
            Unit::Landings(number) => Some((address::landings(*number), self.of_landings(*number))),
            _ => None,
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

    fn of_request(&self, at: usize) -> Ground {
        let mut sum = Sha256::new();
        sum.update(self.common);
        self.public.request_ground(at, &mut |bytes| part(&mut sum, bytes));
        sum.finalize().into()
    }

    fn of_landings(&self, number: usize) -> Ground {
        let mut sum = Sha256::new();
        sum.update(self.common);
        let from = (number - 1) * address::LANDINGS_PER_PAGE;
        let landings = self.public.landings_between(from, from + address::LANDINGS_PER_PAGE, &self.titles);
        part(&mut sum, &serde_json::to_vec(&landings).unwrap_or_default());
        let has_newer = number < self.public.landings().div_ceil(address::LANDINGS_PER_PAGE);
        part(&mut sum, &[u8::from(has_newer)]);
        sum.finalize().into()
    }
}

/// Parts that are put together stay apart: each is preceded by its length.
fn part(sum: &mut Sha256, bytes: &[u8]) {
    sum.update((bytes.len() as u64).to_le_bytes());
    sum.update(bytes);
}
