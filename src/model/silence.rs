//! One rule made silent, in builds with debug assertions: so a test can show that nothing else says what the rule says.
//! A release has no such switch, and asks nothing here.

use super::finding::{Finding, RuleId};

#[cfg(debug_assertions)]
static SILENT: std::sync::RwLock<Option<RuleId>> = std::sync::RwLock::new(None);

/// Makes a rule silent everywhere, or lets all of them speak again.
#[cfg(debug_assertions)]
pub fn silence(rule: Option<RuleId>) {
    *SILENT.write().unwrap_or_else(std::sync::PoisonError::into_inner) = rule;
}

/// Whether a rule was made silent.
pub(crate) fn is_silent(rule: RuleId) -> bool {
    #[cfg(debug_assertions)]
    return *SILENT.read().unwrap_or_else(std::sync::PoisonError::into_inner) == Some(rule);
    #[cfg(not(debug_assertions))]
    return {
        let _ = rule;
        false
    };
}

/// Leaves out what a silent rule would have said where it is not asked as one of a table.
pub(crate) fn heard(findings: &mut Vec<Finding>) {
    if cfg!(debug_assertions) {
        findings.retain(|finding| !is_silent(finding.rule));
    }
}
