//! What the pages of a request are made from, in bytes: they change when any of these does, and never else.

use super::Public;
use crate::register::kept::record;

/// The answers to landings: they change no page of a request.
const ANSWERS: &str = "tanggapan.yaml";

impl Public<'_> {
    /// All of policy that a page may show, and what it means at this moment.
    pub(in crate::site) fn policy_ground(&self, put: &mut dyn FnMut(&[u8])) {
        for (path, file) in self.policy().files.iter().filter(|(path, _)| path.as_str() != ANSWERS) {
            put(path.as_str().as_bytes());
            put(&file.id.0);
        }
        for procedure in self.procedures.values() {
            put(&serde_json::to_vec(procedure).unwrap_or_default());
        }
    }

    /// A request as it stands, and whether it is late.
    pub(in crate::site) fn request_ground(&self, at: usize, put: &mut dyn FnMut(&[u8])) {
        let (standing, line) = (self.standings[at], &self.lines[at]);
        put(standing.folder.as_str().as_bytes());
        put(&record(standing));
        put(&[u8::from(line.late), u8::from(line.unverified)]);
        for related in self.related(standing) {
            put(&serde_json::to_vec(&related).unwrap_or_default());
        }
    }
}
