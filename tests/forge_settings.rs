//! A forge's recorded settings: as they should be, and each of them wrong in turn.

mod support;

use std::process::Command;

use serde_json::{Value, json};
use support::forge::{Forge, TOKEN};
use support::{base, root};

/// The settings that a register wants, and for each what makes it wrong: the finding, the place, the value.
fn recorded(kind: &str) -> (Value, Vec<(&'static str, &'static str, Value)>) {
    match kind {
        "github" => (
            json!({
                "repo": {"private": true, "allow_merge_commit": true, "allow_squash_merge": false, "allow_rebase_merge": false},
                "protection": {
                    "allow_force_pushes": {"enabled": false}, "allow_deletions": {"enabled": false},
                    "enforce_admins": {"enabled": true}, "required_pull_request_reviews": {"required_approving_review_count": 0},
                    "required_status_checks": {"strict": true, "contexts": ["jejak"]}, "restrictions": {"users": []},
                },
                "rules": [],
                "actions": {"default_workflow_permissions": "read", "can_approve_pull_request_reviews": true},
            }),
            vec![
                ("merge-commits", "/repo/allow_merge_commit", json!(false)),
                ("squash", "/repo/allow_squash_merge", json!(true)),
                ("rebase", "/repo/allow_rebase_merge", json!(true)),
                ("force-push", "/protection/allow_force_pushes/enabled", json!(true)),
                ("deletion", "/protection/allow_deletions/enabled", json!(true)),
                ("bypass", "/protection/enforce_admins/enabled", json!(false)),
                ("direct-push", "/protection/required_pull_request_reviews", json!(null)),
                ("status", "/protection/required_status_checks/contexts", json!(["lain"])),
                ("up-to-date", "/protection/required_status_checks/strict", json!(false)),
                ("merge-queue", "/rules", json!([{"type": "merge_queue"}])),
                ("visibility", "/repo/private", json!(false)),
                ("bot-proposes", "/actions/can_approve_pull_request_reviews", json!(false)),
                ("token", "/actions/default_workflow_permissions", json!("write")),
            ],
        ),
        "forgejo" => (
            json!({
                "repo": {"private": true, "allow_merge_commits": true, "allow_squash_merge": false, "allow_rebase": false,
                    "allow_rebase_explicit": false, "allow_fast_forward_only_merge": false},
                "protection": {"enable_push": false, "enable_force_push": false, "enable_merge_whitelist": true,
                    "status_check_contexts": ["jejak"], "block_on_outdated_branch": true, "apply_to_admins": true},
            }),
            vec![
                ("merge-commits", "/repo/allow_merge_commits", json!(false)),
                ("squash", "/repo/allow_squash_merge", json!(true)),
                ("rebase", "/repo/allow_rebase", json!(true)),
                ("rebase-merge", "/repo/allow_rebase_explicit", json!(true)),
                ("fast-forward", "/repo/allow_fast_forward_only_merge", json!(true)),
                ("direct-push", "/protection/enable_push", json!(true)),
                ("force-push", "/protection/enable_force_push", json!(true)),
                ("status", "/protection/status_check_contexts", json!([])),
                ("up-to-date", "/protection/block_on_outdated_branch", json!(false)),
                ("bypass", "/protection/apply_to_admins", json!(false)),
                ("visibility", "/repo/private", json!(false)),
            ],
        ),
        _ => (
            json!({
                "repo": {"visibility": "private", "merge_method": "merge", "squash_option": "never",
                    "only_allow_merge_if_pipeline_succeeds": true, "merge_trains_enabled": false},
                "protection": {"allow_force_push": false, "push_access_levels": [{"access_level": 0}]},
            }),
            vec![
                ("merge-commits", "/repo/merge_method", json!("ff")),
                ("squash", "/repo/squash_option", json!("default_on")),
                ("status", "/repo/only_allow_merge_if_pipeline_succeeds", json!(false)),
                ("force-push", "/protection/allow_force_push", json!(true)),
                ("direct-push", "/protection/push_access_levels/0/access_level", json!(40)),
                ("merge-queue", "/repo/merge_trains_enabled", json!(true)),
                ("visibility", "/repo/visibility", json!("public")),
            ],
        ),
    }
}

/// An office on a forge, whose reviewers are known there.
fn office(kind: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut files = base();
    let mut put = |path: &str, old: &str, new: &str| {
        let text = String::from_utf8(files[path].clone()).expect("UTF-8");
        assert!(text.contains(old), "{path} no longer says {old}");
        files.insert(path.to_owned(), text.replacen(old, new, 1).into_bytes());
    };
    put("jejak.yaml", "jenis: github", &format!("jenis: {kind}"));
    put("people/tim-it-a.yaml", "github:12345", &format!("{kind}:12345"));
    put("people/pengurus.yaml", "pengurus@diskominfo.example", &format!("pengurus@diskominfo.example, \"{kind}:1\""));
    put(
        "people/kepala-bidang.yaml",
        "kepala-bidang@diskominfo.example",
        &format!("kepala-bidang@diskominfo.example, \"{kind}:2\""),
    );
    for (path, bytes) in files {
        let path = place.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let digest = "0".repeat(64);
    let made = Command::new(env!("CARGO_BIN_EXE_jejak"))
        .arg("-C")
        .arg(place.path())
        .args(["init", "--forge", kind, "--privat", "--program", "https://rilis.example/jejak", "--sha256", &digest])
        .output()
        .expect("the program runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    place
}

/// What doctor finds wrong.
fn wrong(place: &tempfile::TempDir, settings: &Value) -> (Option<i32>, Vec<String>) {
    let file = place.path().join("setelan.json");
    std::fs::write(&file, settings.to_string()).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_jejak"))
        .arg("-C")
        .arg(place.path())
        .args(["doctor", "--format", "json", "--forge"])
        .arg(&file)
        .output()
        .expect("the program runs");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    let advice = told["checks"].as_array().cloned().unwrap_or_default();
    let bad = advice.iter().filter(|one| one["help"].is_string());
    (output.status.code(), bad.filter_map(|one| one["about"].as_str().map(str::to_owned)).collect())
}

#[test]
fn settings_as_they_should_be_are_good_and_each_wrong_one_is_named() {
    for kind in ["github", "forgejo", "gitlab"] {
        let place = office(kind);
        let (good, changes) = recorded(kind);
        assert_eq!(wrong(&place, &good), (Some(0), Vec::new()), "{kind}");
        for (about, at, value) in changes {
            let mut settings = good.clone();
            *settings.pointer_mut(at).expect(at) = value;
            assert_eq!(wrong(&place, &settings), (Some(1), vec![about.to_owned()]), "{kind} {at}");
        }
    }
}

#[test]
fn rulesets_of_github_say_the_same_as_its_older_protection() {
    let place = office("github");
    let (mut settings, _) = recorded("github");
    settings["protection"] = json!({"enforce_admins": {"enabled": true}, "restrictions": {}});
    settings["rules"] = json!([
        {"type": "deletion"}, {"type": "non_fast_forward"}, {"type": "pull_request", "parameters": {}},
        {"type": "required_status_checks", "parameters": {
            "strict_required_status_checks_policy": true, "required_status_checks": [{"context": "jejak"}]}},
    ]);
    assert_eq!(wrong(&place, &settings), (Some(0), Vec::new()));
}

#[test]
fn reviewers_whom_the_forge_would_name_otherwise_are_told() {
    let place = office("github");
    let path = place.path().join("people/pengurus.yaml");
    let text = std::fs::read_to_string(&path).expect("a file").replace(", \"github:1\"", "");
    std::fs::write(&path, text).expect("a file");
    assert_eq!(wrong(&place, &recorded("github").0), (Some(1), vec!["addresses".to_owned()]));
}

#[test]
fn what_was_not_recorded_is_not_judged() {
    let place = office("github");
    for settings in [json!({}), json!([]), json!({"repo": null})] {
        assert_eq!(wrong(&place, &settings).0, Some(2), "{settings}");
    }
}

/// The script records what doctor reads; the token stays out of it.
#[test]
fn the_script_records_the_settings() {
    let forge = Forge::new("github");
    let output = Command::new("python3")
        .arg(root().join("templates/forge/kirim.py"))
        .arg("settings")
        .current_dir(&forge.server.bare)
        .env("FORGE_API", &forge.address)
        .env("FORGE_TOKEN", TOKEN)
        .env("FORGE_REPO", forge.repo())
        .env("FORGE_KIND", "github")
        .env("JEJAK", env!("CARGO_BIN_EXE_jejak"))
        .output()
        .expect("the script runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["repo"]["private"], true);
    assert!(told.get("protection").is_some_and(Value::is_null), "what is not there is null");
    assert!(!String::from_utf8_lossy(&output.stdout).contains(TOKEN));
}
