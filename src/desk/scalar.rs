//! A text as a YAML scalar on one line.

use crate::model::text::is_hidden;

/// Safe within flow style too; line breaks become spaces.
pub fn scalar(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let shown: String = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c)).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = serde_yaml::to_string(&line).unwrap_or_default();
    let plain = plain.trim_end();
    let bare = !plain.starts_with(['"', '\'', '|', '>']);
    let flow_safe = !plain.contains([',', '[', ']', '{', '}']);
    if plain.is_empty() || (bare && !flow_safe) { serde_json::Value::from(line).to_string() } else { plain.to_owned() }
}

/// Several plain words with single spaces between them mean nothing else in YAML; by far most texts are such.
fn is_plain(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'/'))
    };
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.contains(' ') && text.split(' ').all(is_word)
}
