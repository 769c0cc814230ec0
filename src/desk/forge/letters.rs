//! Letters from what people write on a forge: into the blanks of a form, or below a head of their own.

use std::collections::BTreeMap;

use super::form::{self, Field, Fills};
use crate::desk::draft::{Delivery, Matter};
use crate::desk::letter::BadForm;
use crate::desk::scalar::scalar;
use crate::model::name::DocumentId;

/// A letter whose text somebody wrote in one piece.
pub(super) fn plain(matter: &Matter, id: &DocumentId, from: &str, text: &str) -> Delivery {
    let document = matter.sop.document(id);
    let subject = document.map_or_else(|| id.to_string(), |document| document.name.value.clone());
    let class = document.map_or("terbatas", |document| document.class().word());
    let head = format!(
        "---\nnomor: null\ntanggal: {}\nhal: {}\ndari: {}\nkepada: {}\nsifat: {class}\n---\n",
        matter.day,
        scalar(&format!("{subject}: {}", matter.opening.title)),
        scalar(from),
        scalar(&matter.sop.agency.value),
    );
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let bytes = format!("{head}\n{}\n", text.trim()).into_bytes();
    Delivery { id: id.clone(), ending: "md".to_owned(), bytes, facts: Vec::new() }
}

/// A letter from its form, its blanks filled with the answers that belong there.
pub(super) fn filled(
    matter: &Matter,
    id: &DocumentId,
    template: &str,
    fields: &[Field],
    answers: &BTreeMap<String, String>,
) -> Result<Delivery, BadForm> {
    let letter = String::from_utf8_lossy(&matter.letter(template, id)?).into_owned();
    let blanks = fields.iter().filter_map(|field| match &field.fills {
        Fills::Blank(document, blank) if document == id => {
            Some((blank.as_str(), answers.get(&field.label).map_or("", String::as_str)))
        }
        _ => None,
    });
    let bytes = fill(&letter, &blanks.collect::<Vec<_>>()).into_bytes();
    Ok(Delivery { id: id.clone(), ending: "md".to_owned(), bytes, facts: Vec::new() })
}

/// Each blank becomes its answer, in one line; a line whose blank may be left out, and is, goes.
fn fill(letter: &str, answers: &[(&str, &str)]) -> String {
    let mut in_head = true;
    let mut lines: Vec<String> = Vec::new();
    for (n, line) in letter.lines().enumerate() {
        in_head &= n == 0 || line != "---";
        let blank = |text: &str| format!("[isi: {text}]");
        let left_out = |(text, answer): &&(&str, &str)| answer.is_empty() && form::is_optional(text);
        if answers.iter().filter(left_out).any(|(text, _)| line.contains(&blank(text))) {
            continue;
        }
        let mut line = line.to_owned();
        for (text, answer) in answers {
            let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
            // In the head a blank stands between double quotes.
            let answer = if in_head { answer.replace('\\', "\\\\").replace('"', "\\\"") } else { answer };
            line = line.replace(&blank(text), &answer);
        }
        lines.push(line);
    }
    // A heading of a list from which all was left out.
    while lines.last().is_some_and(|line| line.trim().is_empty() || line.ends_with(':')) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn answers_stay_in_their_place() {
        let letter = "---\ndari: \"[isi: jabatan]\"\n---\n\nUntuk [isi: guna].\n\nTembusan:\n\n1. [isi: siapa, hapus jika tidak ada]\n";
        let answers = [("jabatan", "A \"B\" \\ C"), ("guna", "uji\n\n## coba"), ("siapa, hapus jika tidak ada", "")];
        assert_eq!(fill(letter, &answers), "---\ndari: \"A \\\"B\\\" \\\\ C\"\n---\n\nUntuk uji ## coba.\n");
    }
}
