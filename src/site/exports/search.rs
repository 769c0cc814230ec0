//! The search index: small files, of which a search loads a few, however many requests there are.
//!
//! `cari/k/<two letters>.json` holds the words that begin so, each with the places of its requests; `cari/b/<hundred>/<n>.json`
//! holds a hundred requests in brief, the oldest first, so that a new one changes few of these files. A word that is nearly everywhere names its newest requests only (its list ends
//! with -1): a search begins at its rarest word and looks for the others in the text.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::json;

use crate::site::File;
use crate::site::address::HUNDRED;
use crate::site::projection::{Brief, Line, Public};

/// How many requests a file of briefs holds.
const PER_BLOCK: usize = 100;
/// How many requests a word names at most.
const MOST: usize = 600;
/// The longest beginning of a word that is kept.
const LONGEST: usize = 24;

/// The words of a text, as they are looked for: lower case, letters and digits only.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().chars().take(LONGEST).collect())
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The file in which a word stands: its first two letters, other letters than a to z as one sign.
fn shard(word: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    word.chars().chain(std::iter::repeat('-')).take(2).map(plain).collect()
}

/// All that is looked for of a request.
pub(in crate::site) fn words_of(line: &Line) -> Vec<String> {
    words(&format!("{} {} {} {} {}", line.number, line.title, line.agency, line.application, line.told().id))
}

/// The words of all requests.
#[derive(Debug, Default)]
pub(in crate::site) struct Index {
    /// By the file in which they stand, the places of words among those of all requests.
    pub(in crate::site) shards: BTreeMap<String, Vec<usize>>,
    /// Of each word, the places of the requests that have it, the newest first.
    places: Vec<Vec<i64>>,
}

impl Index {
    pub(in crate::site) fn of(public: &Public) -> Self {
        let words = &public.requests.words;
        let mut places: Vec<Vec<i64>> = vec![Vec::new(); words.len()];
        for (place, brief) in public.briefs().iter().enumerate().rev() {
            for word in &brief.words {
                let Some(places) = places.get_mut(*word as usize) else { continue };
                // The newest stand first, so what is cut off is the oldest.
                if places.len() < MOST {
                    places.push(i64::try_from(place).unwrap_or(-1));
                } else if places.len() == MOST {
                    places.push(-1);
                }
            }
        }
        let mut shards: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (n, word) in words.iter().enumerate().filter(|(n, _)| !places[*n].is_empty()) {
            shards.entry(shard(word)).or_default().push(n);
        }
        for own in shards.values_mut() {
            own.sort_unstable_by_key(|n| &words[*n]);
        }
        Self { shards, places }
    }

    /// What stands in a file: each word with its places.
    fn content<'i>(&'i self, shard: &str, public: &'i Public) -> impl Iterator<Item = (&'i str, &'i [i64])> {
        let own = self.shards.get(shard).into_iter().flatten();
        own.map(|n| (public.requests.words[*n].as_str(), &self.places[*n][..]))
    }

    /// The file of that name.
    pub(in crate::site) fn file(&self, shard: &str, public: &Public) -> File {
        let words: BTreeMap<&str, &[i64]> = self.content(shard, public).collect();
        File::new(format!("cari/k/{shard}.json"), compact(&json!(words)))
    }

    /// What it is made from.
    pub(in crate::site) fn ground(&self, shard: &str, public: &Public, put: &mut dyn FnMut(&[u8])) {
        let mut bytes = Vec::new();
        for (word, places) in self.content(shard, public) {
            put(word.as_bytes());
            bytes.clear();
            bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
            put(&bytes);
        }
    }
}

/// How many files of briefs there are.
pub(in crate::site) fn blocks(count: usize) -> usize {
    count.div_ceil(PER_BLOCK)
}

/// Which requests stand in a file of briefs.
pub(in crate::site) fn block(number: usize, count: usize) -> Range<usize> {
    (number * PER_BLOCK).min(count)..((number + 1) * PER_BLOCK).min(count)
}

/// A file of briefs.
pub(in crate::site) fn briefs(public: &Public, number: usize) -> File {
    let some = public.briefs().get(block(number, public.briefs().len())).unwrap_or_default();
    let brief = |brief: &Brief| {
        let line = public.line(brief);
        let told = line.told();
        let state = json!([told.id, told.en]);
        json!([line.number, line.title, line.agency, line.application, state, line.url, line.late])
    };
    let briefs: Vec<_> = some.iter().map(brief).collect();
    File::new(format!("cari/b/{}/{number}.json", number / HUNDRED), compact(&json!(briefs)))
}

/// What a search has to know first.
pub(super) fn about(public: &Public) -> File {
    let about = json!({"jumlah": public.briefs().len(), "sebanyak": PER_BLOCK, "sefolder": HUNDRED});
    File::new("cari/indeks.json", compact(&about))
}

fn compact(value: &serde_json::Value) -> Vec<u8> {
    value.to_string().into_bytes()
}
