//! "Did you mean": the nearest known word.

use crate::model::say::Say;

/// The known word that is nearest to a misspelt one, if any is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A word so long is no misspelling; measuring it would only cost time.
    if word.len() > 80 {
        return None;
    }
    let folded = word.to_lowercase();
    let scored = known.into_iter().map(|candidate| (strsim::damerau_levenshtein(&folded, candidate), candidate));
    let allowed = (word.chars().count() / 3).max(1);
    scored.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

/// The sentence that offers it; empty if nothing is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Say {
    match nearest(word, known) {
        Some(near) => Say::new(format!("Maksud Anda `{near}`?"), format!("Did you mean `{near}`?")),
        None => Say::new("", ""),
    }
}
