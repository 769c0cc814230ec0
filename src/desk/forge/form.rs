//! The form by which somebody without git asks for something: its questions come from the SOP and from the blanks of the
//! letter forms that its first step needs. The same list writes the form and reads what came back.

use std::collections::BTreeMap;

use crate::desk::needed;
use crate::model::name::DocumentId;
use crate::model::say::Say;
use crate::model::sop::SopDraft;
use crate::register::progress::Progress;

/// A question of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The heading under which the answer comes back; no two questions of a form share one.
    pub label: String,
    /// What is said beside it.
    pub hint: String,
    /// What the answer is for.
    pub fills: Fills,
    /// Whether it must be answered.
    pub required: bool,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fills {
    /// Which SOP it is: not for the applicant to change.
    Sop,
    /// `judul`
    Title,
    /// `aplikasi`
    Application,
    /// The blanks of a letter that have this text.
    Blank(DocumentId, String),
    /// The whole text of a letter.
    Letter(DocumentId),
}

/// The heading under which the SOP's name comes back.
pub const SOP_LABEL: &str = "Prosedur (jangan diubah)";
/// A letter with more blanks than this is written in one piece.
const MOST_BLANKS: usize = 12;

/// The questions by which a request is opened; `form` gives the text of a letter form.
pub fn fields(sop: &SopDraft, form: &dyn Fn(&DocumentId) -> Option<String>) -> Vec<Field> {
    let asked = |label: &str, hint: &str, fills, required| Field {
        label: label.to_owned(),
        hint: hint.to_owned(),
        fills,
        required,
    };
    let mut fields = vec![
        asked(SOP_LABEL, "Biarkan seperti adanya.", Fills::Sop, true),
        asked("Judul permohonan", "Satu baris, tanpa nama orang, nomor telepon, atau surel.", Fills::Title, true),
        asked("Aplikasi", "Nama aplikasi yang dimohonkan.", Fills::Application, false),
    ];
    let documents = documents(sop);
    for id in &documents {
        let Some(document) = sop.document(id) else { continue };
        let name = &document.name.value;
        let blanks = form(id).map(|text| blanks(&text)).unwrap_or_default();
        let prefix = if documents.len() > 1 { format!("{name}: ") } else { String::new() };
        if blanks.is_empty() || blanks.len() > MOST_BLANKS {
            let hint = "Tulis isinya seperti surat; kop, tanggal, dan penanda tangan diisi otomatis.";
            fields.push(asked(&format!("Isi {name}"), hint, Fills::Letter(id.clone()), true));
            continue;
        }
        for blank in blanks {
            let (label, hint) = words(&blank);
            let label = unique(format!("{prefix}{label}"), &fields);
            let required = !is_optional(&blank);
            fields.push(Field { label, hint, fills: Fills::Blank(id.clone(), blank), required });
        }
    }
    fields
}

/// The documents that the first step needs.
pub fn documents(sop: &SopDraft) -> Vec<DocumentId> {
    let progress = Progress::opened(sop, 0);
    needed::for_step(sop, &progress, None, None)
}

/// The different blanks of a letter form, in their order.
pub fn blanks(form: &str) -> Vec<String> {
    let mut blanks: Vec<String> = Vec::new();
    for piece in form.split("[isi: ").skip(1) {
        let Some((blank, _)) = piece.split_once(']') else { continue };
        if !blanks.iter().any(|other| other == blank) {
            blanks.push(blank.to_owned());
        }
    }
    blanks
}

/// Whether a form lets a blank be left out.
pub fn is_optional(blank: &str) -> bool {
    blank.contains("jika tidak ada") || blank.contains("tidak diperlukan")
}

/// A blank's words as a heading and what is said beside it.
fn words(blank: &str) -> (String, String) {
    let aside = [", misalnya", ", hapus"].iter().filter_map(|word| blank.find(word)).min();
    let (label, hint) = blank.split_at(aside.unwrap_or(blank.len()));
    (sentence(label), sentence(hint.trim_start_matches(", ")))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn unique(label: String, fields: &[Field]) -> String {
    let is_free = |label: &str| !fields.iter().any(|field| field.label == label);
    let mut labels = std::iter::once(label.clone()).chain((2..).map(|n: u32| format!("{label} ({n})")));
    labels.find(|label| is_free(label)).unwrap_or(label)
}

/// What a forge writes where nothing was answered.
const NO_ANSWER: [&str; 2] = ["_No response_", "_Tidak ada jawaban_"];

/// The SOP that a text is about; none where it is no form of this office.
pub fn sop_of(body: &str) -> Option<String> {
    let mut lines = body.lines().map(str::trim).skip_while(|line| *line != format!("### {SOP_LABEL}"));
    lines.next()?;
    lines.find(|line| !line.is_empty()).map(str::to_owned)
}

/// The answers, by heading. A heading that comes twice was typed into an answer: nobody can tell then which is which.
pub fn read(body: &str, fields: &[Field]) -> Result<BTreeMap<String, String>, Say> {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let mut answers: BTreeMap<String, String> = BTreeMap::new();
    let mut open: Option<String> = None;
    for line in body.lines() {
        let heading = line.trim_end().strip_prefix("### ").map(str::trim);
        let field = heading.and_then(|heading| fields.iter().find(|field| field.label == heading));
        match (field, &open) {
            (Some(field), _) => {
                if answers.insert(field.label.clone(), String::new()).is_some() {
                    let label = &field.label;
                    return Err(Say::new(
                        format!("judul bagian \"{label}\" ada dua kali; hapus yang Anda ketik di dalam isian."),
                        format!(
                            "the heading \"{label}\" is there twice; delete the one that you typed into an answer."
                        ),
                    ));
                }
                open = Some(field.label.clone());
            }
            // What a template says beside a question is no answer.
            (None, Some(_)) if line.starts_with("<!--") && line.trim_end().ends_with("-->") => {}
            (None, Some(label)) => {
                let answer = answers.entry(label.clone()).or_default();
                answer.push_str(line);
                answer.push('\n');
            }
            (None, None) => {}
        }
    }
    for answer in answers.values_mut() {
        let plain = answer.trim();
        *answer = if NO_ANSWER.contains(&plain) { String::new() } else { plain.to_owned() };
    }
    let missing = fields.iter().find(|field| field.required && answers.get(&field.label).is_none_or(String::is_empty));
    match missing {
        None => Ok(answers),
        Some(field) => Err(Say::new(
            format!("isian \"{}\" masih kosong.", field.label),
            format!("\"{}\" is not answered yet.", field.label),
        )),
    }
}
