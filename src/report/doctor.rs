//! What `doctor` says, for people and for machines.

use std::fmt::Write;

use serde_json::{Value, json};

use super::visible;
use crate::model::health::{Advice, Weight};
use crate::model::say::Lang;

/// For people: what is wrong first, then what is in order.
pub fn text(advice: &[Advice], lang: Lang) -> String {
    let mut out = String::new();
    for one in advice {
        let word = match one.weight {
            Weight::Bad => lang.pick("GAWAT", "BAD"),
            Weight::Advice => lang.pick("saran", "advice"),
            Weight::Good => lang.pick("baik", "good"),
        };
        let _ = writeln!(out, "{word:<7} {}", visible(one.found.in_lang(lang)));
        if let Some(remedy) = &one.remedy {
            let _ = writeln!(out, "        → {}", visible(remedy.in_lang(lang)));
        }
    }
    let count = |weight| advice.iter().filter(|one| one.weight == weight).count();
    let (bad, more) = (count(Weight::Bad), count(Weight::Advice));
    let _ = match lang {
        Lang::Id if bad + more == 0 => writeln!(out, "\nSemuanya baik."),
        Lang::En if bad + more == 0 => writeln!(out, "\nAll is well."),
        Lang::Id => writeln!(out, "\n{bad} harus dibetulkan, {more} sebaiknya."),
        Lang::En => writeln!(out, "\n{bad} must be put right, {more} should be."),
    };
    out
}

/// For machines.
pub fn json(advice: &[Advice], lang: Lang) -> String {
    let each = advice.iter().map(|one| {
        json!({
            "about": one.about,
            "severity": one.weight.word(),
            "message": one.found.in_lang(lang),
            "help": one.remedy.as_ref().map(|remedy| remedy.in_lang(lang)),
        })
    });
    format!("{:#}\n", json!({"checks": each.collect::<Value>()}))
}
