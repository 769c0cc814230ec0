//! Each rule is made silent in turn, and its own unlawful stories are told again: then nobody says what it says, and the
//! story does not end as it should. A rule whose body were deleted would be noticed in the same way.

mod story;
mod support;

use jejak::model::finding::RuleId;
use jejak::model::silence::silence;
use jejak::read::faults::FAULTS;
use jejak::rules::RULES;
use rayon::prelude::*;
use story::Story;
use support::root;

/// The unlawful stories of a rule.
fn stories(rule: RuleId) -> Vec<(String, String)> {
    let folder = root().join("tests/cases").join(rule.0);
    let mut stories: Vec<(String, String)> = std::fs::read_dir(&folder)
        .expect("the rule has stories")
        .map(|entry| entry.expect("a story").path())
        .filter_map(|path| Some((path.file_name()?.to_str()?.to_owned(), std::fs::read_to_string(&path).ok()?)))
        .filter(|(name, _)| name.starts_with("unlawful-"))
        .collect();
    stories.sort();
    stories
}

/// What is wrong with a story that was told while its rule said nothing.
fn told(rule: RuleId, name: &str, text: &str) -> Option<String> {
    let story = Story::parse(text).expect("a story");
    let told = story.tell().expect("the story can be told");
    if told.rules.iter().any(|found| found == rule.0) {
        return Some(format!("{rule}/{name}: the rule is silent, and it still speaks: {:?}", told.lines));
    }
    (told.lines == story.expected).then(|| format!("{rule}/{name}: nobody misses the rule"))
}

#[test]
fn without_a_rule_its_own_unlawful_stories_fail() {
    let rules: Vec<RuleId> = RULES.iter().map(|rule| rule.id).chain(FAULTS.iter().map(|(id, _)| *id)).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for rule in rules {
        let stories = stories(rule);
        count += stories.len();
        silence(Some(rule));
        wrong.par_extend(stories.par_iter().filter_map(|(name, text)| told(rule, name, text)));
        silence(None);
    }
    assert!(count > 200, "only {count} unlawful stories were told");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
