//! What a forge's recorded settings mean for the register. Each line of a table is one setting: where it stands in the forge's
//! own answer, what it has to be, and what to do if it is not.

use serde_json::Value;

use super::facts::Need;
use super::{Api, Facts};
use crate::model::health::{Advice, Weight};
use crate::model::office::{Evidence, ForgeKind};
use crate::model::person::{Account, Person};
use crate::model::say::Say;
use crate::model::workspace::Workspace;

/// One setting.
struct Setting {
    about: &'static str,
    /// Where it stands: the answer's name, then the way into it.
    at: &'static str,
    wants: Wants,
    found: [&'static str; 2],
    remedy: [&'static str; 2],
}

/// What a setting has to be.
enum Wants {
    On,
    Off,
    Word(&'static str),
    /// Something, not nothing.
    Some,
    /// A list that holds this word, or objects whose `context` is it.
    Holds(&'static str),
}

impl Wants {
    fn met(&self, value: Option<&Value>) -> bool {
        match self {
            Self::On => value.and_then(Value::as_bool) == Some(true),
            Self::Off => value.and_then(Value::as_bool) == Some(false),
            Self::Word(word) => value.and_then(Value::as_str) == Some(word),
            Self::Some => value.is_some_and(|value| !value.is_null()),
            Self::Holds(word) => value.and_then(Value::as_array).is_some_and(|list| {
                list.iter().any(|one| one.as_str() == Some(word) || one["context"].as_str() == Some(word))
            }),
        }
    }
}

macro_rules! settings {
    ($($about:literal $at:literal $wants:expr, $found:expr, $remedy:expr;)*) => {
        &[$(Setting { about: $about, at: $at, wants: $wants, found: $found, remedy: $remedy }),*]
    };
}

const SQUASH: [&str; 2] = [
    "Penggabungan squash diizinkan: entri beberapa orang menjadi milik satu orang.",
    "Squash merges are allowed: entries of several people become one person's.",
];
const REBASE: [&str; 2] = [
    "Penggabungan rebase diizinkan: tanda tangan hilang dan tidak ada pemeriksa.",
    "Rebase merges are allowed: signatures are lost and nobody reviewed.",
];
const NO_MERGE: [&str; 2] = [
    "Commit gabungan tidak diizinkan; tanpa itu tidak ada pemeriksa yang tercatat.",
    "Merge commits are not allowed; without them no reviewer is recorded.",
];
const FORCE: [&str; 2] =
    ["Cabang register dapat ditimpa (force push).", "The register's branch can be overwritten (force push)."];
const DELETION: [&str; 2] = ["Cabang register dapat dihapus.", "The register's branch can be deleted."];
const BYPASS: [&str; 2] = ["Admin dapat melewati perlindungan cabang.", "Administrators can go around the protection."];
const STATUS: [&str; 2] =
    ["Status `jejak` tidak diwajibkan sebelum penggabungan.", "The status `jejak` is not required before a merge."];
const STALE: [&str; 2] = [
    "Usulan yang tertinggal dari cabang register boleh digabungkan.",
    "Proposals that are behind the register's branch may be merged.",
];
const PUSH: [&str; 2] = [
    "Cabang register dapat didorong langsung, tanpa usulan.",
    "The register's branch can be pushed to without a proposal.",
];
const WHO: [&str; 2] = [
    "Siapa yang boleh menggabungkan tidak dibatasi; pemeriksaan tetap menilai, tetapi baru sesudah mendarat.",
    "Who may merge is not limited; the audit still judges, but only after the landing.",
];

const GITHUB: &[Setting] = settings! {
    "merge-commits" "repo/allow_merge_commit" Wants::On, NO_MERGE, ["Settings → General → Pull Requests → Allow merge commits", "Settings → General → Pull Requests → Allow merge commits"];
    "squash" "repo/allow_squash_merge" Wants::Off, SQUASH, ["Settings → General → Pull Requests: matikan Allow squash merging", "Settings → General → Pull Requests: switch off Allow squash merging"];
    "rebase" "repo/allow_rebase_merge" Wants::Off, REBASE, ["Settings → General → Pull Requests: matikan Allow rebase merging", "Settings → General → Pull Requests: switch off Allow rebase merging"];
    "force-push" "protection/allow_force_pushes/enabled" Wants::Off, FORCE, ["Settings → Branches: matikan Allow force pushes", "Settings → Branches: switch off Allow force pushes"];
    "deletion" "protection/allow_deletions/enabled" Wants::Off, DELETION, ["Settings → Branches: matikan Allow deletions", "Settings → Branches: switch off Allow deletions"];
    "bypass" "protection/enforce_admins/enabled" Wants::On, BYPASS, ["Settings → Branches: Do not allow bypassing the above settings", "Settings → Branches: Do not allow bypassing the above settings"];
    "direct-push" "protection/required_pull_request_reviews" Wants::Some, PUSH, ["Settings → Branches: Require a pull request before merging", "Settings → Branches: Require a pull request before merging"];
    "status" "protection/required_status_checks/contexts" Wants::Holds("jejak"), STATUS, ["Settings → Branches: Require status checks, tambahkan `jejak`", "Settings → Branches: Require status checks, add `jejak`"];
    "up-to-date" "protection/required_status_checks/strict" Wants::On, STALE, ["Settings → Branches: Require branches to be up to date before merging", "Settings → Branches: Require branches to be up to date before merging"];
    "who-merges" "protection/restrictions" Wants::Some, WHO, ["Settings → Branches: Restrict who can push to matching branches (perlu organisasi)", "Settings → Branches: Restrict who can push to matching branches (needs an organization)"];
    "bot-proposes" "actions/can_approve_pull_request_reviews" Wants::On, ["Alur kerja tidak boleh mengajukan usulan, jadi formulir dan perintah tidak sampai.", "Workflows may not open proposals, so forms and commands go nowhere."], ["Settings → Actions → General: Allow GitHub Actions to create and approve pull requests", "Settings → Actions → General: Allow GitHub Actions to create and approve pull requests"];
    "token" "actions/default_workflow_permissions" Wants::Word("read"), ["Token alur kerja mendapat hak tulis walau tidak diminta.", "The workflows' token may write without being granted it."], ["Settings → Actions → General: Read repository contents and packages permissions", "Settings → Actions → General: Read repository contents and packages permissions"];
};

const FORGEJO: &[Setting] = settings! {
    "merge-commits" "repo/allow_merge_commits" Wants::On, NO_MERGE, ["Pengaturan → Repositori → Pull request: izinkan commit gabungan", "Settings → Repository → Pull requests: enable merge commits"];
    "squash" "repo/allow_squash_merge" Wants::Off, SQUASH, ["Pengaturan → Repositori → Pull request: matikan squash", "Settings → Repository → Pull requests: disable squash"];
    "rebase" "repo/allow_rebase" Wants::Off, REBASE, ["Pengaturan → Repositori → Pull request: matikan rebase", "Settings → Repository → Pull requests: disable rebase"];
    "rebase-merge" "repo/allow_rebase_explicit" Wants::Off, REBASE, ["Pengaturan → Repositori → Pull request: matikan rebase lalu gabung", "Settings → Repository → Pull requests: disable rebase then merge"];
    "fast-forward" "repo/allow_fast_forward_only_merge" Wants::Off, NO_MERGE, ["Pengaturan → Repositori → Pull request: matikan fast-forward", "Settings → Repository → Pull requests: disable fast-forward"];
    "direct-push" "protection/enable_push" Wants::Off, PUSH, ["Pengaturan → Cabang: matikan push langsung", "Settings → Branches: disable push"];
    "force-push" "protection/enable_force_push" Wants::Off, FORCE, ["Pengaturan → Cabang: matikan force push", "Settings → Branches: disable force push"];
    "who-merges" "protection/enable_merge_whitelist" Wants::On, WHO, ["Pengaturan → Cabang: batasi yang boleh menggabungkan pada pemeriksa", "Settings → Branches: allow merges by reviewers only"];
    "status" "protection/status_check_contexts" Wants::Holds("jejak"), STATUS, ["Pengaturan → Cabang: wajibkan status `jejak`", "Settings → Branches: require the status `jejak`"];
    "up-to-date" "protection/block_on_outdated_branch" Wants::On, STALE, ["Pengaturan → Cabang: tahan usulan yang tertinggal", "Settings → Branches: block merges of outdated branches"];
    "bypass" "protection/apply_to_admins" Wants::On, BYPASS, ["Pengaturan → Cabang: berlakukan juga bagi admin", "Settings → Branches: apply to administrators"];
};

const GITLAB: &[Setting] = settings! {
    "merge-commits" "repo/merge_method" Wants::Word("merge"), NO_MERGE, ["Settings → Merge requests → Merge method: Merge commit", "Settings → Merge requests → Merge method: Merge commit"];
    "squash" "repo/squash_option" Wants::Word("never"), SQUASH, ["Settings → Merge requests → Squash commits: Do not allow", "Settings → Merge requests → Squash commits: Do not allow"];
    "status" "repo/only_allow_merge_if_pipeline_succeeds" Wants::On, STATUS, ["Settings → Merge requests: Pipelines must succeed", "Settings → Merge requests: Pipelines must succeed"];
    "force-push" "protection/allow_force_push" Wants::Off, FORCE, ["Settings → Repository → Protected branches: matikan Allowed to force push", "Settings → Repository → Protected branches: switch off Allowed to force push"];
    "direct-push" "protection/push_access_levels/0/access_level" Wants::Some, PUSH, ["Settings → Repository → Protected branches: Allowed to push and merge: No one", "Settings → Repository → Protected branches: Allowed to push and merge: No one"];
};

/// What has to be recorded of a forge to judge it.
pub fn needs(api: &Api, branch: &str) -> Vec<Need> {
    let base =
        if api.kind == ForgeKind::GitLab { format!("/projects/{}", api.repo) } else { format!("/repos/{}", api.repo) };
    let need = |name: &str, path: String| Need { name: name.to_owned(), path, pages: false };
    let mut needs = vec![need("repo", base.clone())];
    match api.kind {
        ForgeKind::GitHub | ForgeKind::Plain => needs.extend([
            need("protection", format!("{base}/branches/{branch}/protection")),
            need("rules", format!("{base}/rules/branches/{branch}")),
            need("actions", format!("{base}/actions/permissions/workflow")),
        ]),
        ForgeKind::Forgejo => needs.push(need("protection", format!("{base}/branch_protections/{branch}"))),
        ForgeKind::GitLab => needs.push(need("protection", format!("{base}/protected_branches/{branch}"))),
    }
    needs
}

/// Judges recorded settings, the worst first.
pub fn examine(kind: ForgeKind, facts: &Facts, workspace: &Workspace, takes_forms: bool) -> Vec<Advice> {
    let table = match kind {
        ForgeKind::GitHub | ForgeKind::Plain => GITHUB,
        ForgeKind::Forgejo => FORGEJO,
        ForgeKind::GitLab => GITLAB,
    };
    let mut all: Vec<Advice> = table.iter().map(|setting| judged(setting, facts)).collect();
    if kind == ForgeKind::GitLab {
        all.retain(|advice| advice.about != "direct-push");
        all.push(gitlab_push(facts));
    }
    all.push(queue(kind, facts));
    all.push(visibility(kind, facts, takes_forms));
    all.extend(people(kind, workspace));
    all.sort_by_key(|advice| advice.weight);
    all
}

fn judged(setting: &Setting, facts: &Facts) -> Advice {
    let (name, way) = setting.at.split_once('/').unwrap_or((setting.at, ""));
    let value = facts.get(name).and_then(|value| value.pointer(&format!("/{way}")));
    if setting.wants.met(value) || by_rule(setting.about, facts) {
        return good(setting.about);
    }
    let [id, en] = setting.found;
    let [do_id, do_en] = setting.remedy;
    // What a plan does not offer is told, and is no fault of the office.
    let weight = if setting.about == "who-merges" { Weight::Advice } else { Weight::Bad };
    bad(setting.about, weight, Say::new(id, en), Say::new(do_id, do_en))
}

/// GitHub's rulesets say the same as its older protection of branches.
fn by_rule(about: &str, facts: &Facts) -> bool {
    let rules = facts.list("rules").unwrap_or_default();
    let rule = |kind: &str| rules.iter().find(|rule| rule["type"].as_str() == Some(kind));
    let checks = rule("required_status_checks").map(|rule| &rule["parameters"]);
    match about {
        "force-push" => rule("non_fast_forward").is_some(),
        "deletion" => rule("deletion").is_some(),
        "direct-push" => rule("pull_request").is_some(),
        "status" => checks.is_some_and(|checks| Wants::Holds("jejak").met(checks.get("required_status_checks"))),
        "up-to-date" => {
            checks.is_some_and(|checks| checks["strict_required_status_checks_policy"].as_bool() == Some(true))
        }
        _ => false,
    }
}

fn good(about: &'static str) -> Advice {
    let found = Say::new(format!("{about}: sesuai."), format!("{about}: as it should be."));
    Advice { about, weight: Weight::Good, found, remedy: None }
}

fn bad(about: &'static str, weight: Weight, found: Say, remedy: Say) -> Advice {
    Advice { about, weight, found, remedy: Some(remedy) }
}

/// Nobody pushes: the level 0.
fn gitlab_push(facts: &Facts) -> Advice {
    let levels = facts.get("protection").and_then(|value| value["push_access_levels"].as_array());
    let nobody = levels
        .is_some_and(|levels| !levels.is_empty() && levels.iter().all(|one| one["access_level"].as_u64() == Some(0)));
    let Some(setting) = GITLAB.iter().find(|setting| setting.about == "direct-push" && !nobody) else {
        return good("direct-push");
    };
    let ([id, en], [do_id, do_en]) = (setting.found, setting.remedy);
    bad("direct-push", Weight::Bad, Say::new(id, en), Say::new(do_id, do_en))
}

/// A merge queue lands in a bot's name, and a bot is never a reviewer.
fn queue(kind: ForgeKind, facts: &Facts) -> Advice {
    let on = match kind {
        ForgeKind::GitLab => facts.get("repo").and_then(|repo| repo["merge_trains_enabled"].as_bool()) == Some(true),
        _ => facts
            .list("rules")
            .is_some_and(|rules| rules.iter().any(|rule| rule["type"].as_str() == Some("merge_queue"))),
    };
    if !on {
        return good("merge-queue");
    }
    bad(
        "merge-queue",
        Weight::Bad,
        Say::new(
            "Antrean penggabungan menyala: yang menggabungkan adalah bot, yang bukan pemeriksa.",
            "The merge queue is on: a bot merges, and a bot is no reviewer.",
        ),
        Say::new(
            "Matikan antrean penggabungan (merge queue, merge train).",
            "Switch the merge queue (merge trains) off.",
        ),
    )
}

/// On a public repository a form shows what nobody has judged yet.
fn visibility(kind: ForgeKind, facts: &Facts, takes_forms: bool) -> Advice {
    let repo = facts.get("repo");
    let private = match kind {
        ForgeKind::GitLab => repo.and_then(|repo| repo["visibility"].as_str()) == Some("private"),
        _ => repo.and_then(|repo| repo["private"].as_bool()) == Some(true),
    };
    if private || !takes_forms {
        return good("visibility");
    }
    bad(
        "visibility",
        Weight::Bad,
        Say::new(
            "Repositori ini terbuka, tetapi menerima permohonan lewat formulir.",
            "This repository is public, but takes requests by form.",
        ),
        Say::new(
            "Tutup repositorinya, atau jalankan `jejak init --forge … --publik`.",
            "Make it private, or run `jejak init --forge … --publik`.",
        ),
    )
}

/// A merge on the forge bears an address of the forge's own: whoever merges has to be known by it.
fn people(kind: ForgeKind, workspace: &Workspace) -> Vec<Advice> {
    let Some(office) = &workspace.office else { return Vec::new() };
    let forge = match kind {
        ForgeKind::GitHub | ForgeKind::Plain => "github",
        ForgeKind::Forgejo => "forgejo",
        ForgeKind::GitLab => "gitlab",
    };
    let known = |person: &&Person| {
        person.accounts.iter().any(|own| matches!(&own.value, Account::Forge { forge: name, .. } if name == forge))
    };
    let unbound = |person: &&Person| {
        let lanes = person.roles.iter().flat_map(|role| &role.lanes);
        lanes.into_iter().any(|lane| {
            let mut sops = workspace.sops.values().filter(|sop| sop.id.slug == lane.value.slug);
            sops.any(|sop| sop.lane(&lane.value.lane).is_some_and(|known| !known.bound))
        })
    };
    let is_steward = |person: &&Person| office.policy.stewards.iter().any(|own| own.value == person.handle);
    let merges = workspace.people.values().filter(|person| !person.bot).filter(|p| is_steward(p) || unbound(p));
    let strangers: Vec<String> =
        merges.filter(|person| !known(person)).map(|person| person.handle.to_string()).collect();
    let mut all = vec![if strangers.is_empty() {
        good("addresses")
    } else {
        let list = strangers.join(", ");
        bad(
            "addresses",
            Weight::Bad,
            Say::new(
                format!("Penggabungan oleh {list} di forge membawa alamat yang tidak ada di people/."),
                format!("Merges by {list} on the forge bear an address that people/ does not list."),
            ),
            Say::new(
                format!("Tambahkan nomor akunnya: akun: [\"{forge}:<nomor>\"] (dan, di Forgejo, alamat noreply-nya)."),
                format!(
                    "Add the number of the account: akun: [\"{forge}:<number>\"] (and, on Forgejo, its noreply address)."
                ),
            ),
        )
    }];
    let pinned = office.forge.as_ref().is_some_and(|forge| !forge.keys.is_empty());
    if office.policy.evidence == Evidence::Forge && !pinned {
        all.push(bad(
            "forge-key",
            Weight::Bad,
            Say::new(
                "Kebijakan meminta bukti forge, tetapi kunci penanda tangan forge belum dicantumkan.",
                "Policy asks for the forge's evidence, but the forge's signing key is not pinned.",
            ),
            Say::new("Cantumkan di jejak.yaml: forge: {kunci: [...]}", "Pin it in jejak.yaml: forge: {kunci: [...]}"),
        ));
    }
    all
}
