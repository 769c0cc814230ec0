//! Most texts hold nothing private, and a quick look tells: it must never pass over what the whole walk would find.

use jejak::model::privacy::{find, find_in_name, find_in_path};
use proptest::prelude::*;

/// Texts with numbers in all the ways in which people write them, and what is nearly one.
fn texts() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        "[0-9]{1,17}",
        "\\+?[0-9]{2,4}([ .-][0-9]{2,5}){1,5}",
        "08[1-9][0-9]{1,2}([ .-]?[0-9]{3,4}){2,3}",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "([0-9][ .-]){3,12}",
    ];
    let rest = "[a-z .,:/_\u{e9}\n+-]{0,14}";
    prop::collection::vec((rest, number), 0..6).prop_map(|parts| parts.into_iter().map(|(a, b)| a + &b).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_quick_look_passes_over_nothing_private(text in texts()) {
        // An at sign that belongs to no address makes the walk go over the whole text.
        let walked = find(&format!("@ {text}"), |_, _| false);
        prop_assert_eq!(find(&text, |_, _| false), walked.map(|(at, what)| (at - 2, what)));
    }

    #[test]
    fn a_quick_look_at_a_path_passes_over_no_name(names in prop::collection::vec("[a-z@._-]{0,4}([0-9_-]{0,18})[a-z.]{0,4}", 1..6)) {
        let path = names.join("/");
        prop_assert_eq!(find_in_path(&path), names.iter().find_map(|name| find_in_name(name)));
    }
}
