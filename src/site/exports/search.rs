//! The search index: small files, of which a search loads a few, however many requests there are.
//!
//! `cari/k/<two letters>.json` holds the words that begin so, each with the places of its requests; `cari/b/<n>.json`
//! holds a hundred requests in brief. A word that is nearly everywhere names its newest requests only (its list ends
//! with -1): a search begins at its rarest word and looks for the others in the text.

use std::collections::BTreeMap;

use serde_json::json;

use crate::site::File;
use crate::site::projection::Line;

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

fn text(line: &Line) -> String {
    format!("{} {} {} {} {}", line.number, line.title, line.agency, line.application, line.told().id)
}

/// The files of the index.
pub(super) fn index(lines: &[Line]) -> Vec<File> {
    let mut shards: BTreeMap<String, BTreeMap<String, Vec<i64>>> = BTreeMap::new();
    for (place, line) in lines.iter().enumerate() {
        for word in words(&text(line)) {
            let places = shards.entry(shard(&word)).or_default().entry(word).or_default();
            // The newest stand first, so what is cut off is the oldest.
            if places.len() < MOST {
                places.push(i64::try_from(place).unwrap_or(-1));
            } else if places.len() == MOST {
                places.push(-1);
            }
        }
    }
    let compact = |value: &serde_json::Value| value.to_string().into_bytes();
    let mut files: Vec<File> =
        shards.iter().map(|(name, words)| File::new(format!("cari/k/{name}.json"), compact(&json!(words)))).collect();
    for (n, some) in lines.chunks(PER_BLOCK).enumerate() {
        let brief: Vec<_> = some
            .iter()
            .map(|line| {
                let told = line.told();
                let state = json!([told.id, told.en]);
                json!([line.number, line.title, line.agency, line.application, state, line.url, line.late])
            })
            .collect();
        files.push(File::new(format!("cari/b/{n}.json"), compact(&json!(brief))));
    }
    let about = json!({"jumlah": lines.len(), "sebanyak": PER_BLOCK});
    files.push(File::new("cari/indeks.json", compact(&about)));
    files
}
