//! What is known of every request at some head, kept between two builds, so that only those are read which something
//! happened to since. It is a hint: whatever does not fit is as if nothing were known.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::brief::{Brief, Now, Stay};
use super::ground::{part, policy_files};
use crate::model::git::ObjectId;
use crate::model::path::RequestFolder;
use crate::register::kept::{Reader, Texts, Writer};
use crate::register::policy::Policy;
use crate::register::standing::Number;
use crate::register::turn::State;

const MAGIC: &[u8; 8] = b"jejakpe2";
/// So many requests are read in one piece, each piece by itself.
const STRETCH: usize = 1024;
const STATES: [State; 7] = [
    State::Running,
    State::Waiting,
    State::Paused,
    State::Finished,
    State::Rejected,
    State::Withdrawn,
    State::Cancelled,
];

/// Every request in brief, as of some head.
#[derive(Debug)]
pub(in crate::site) struct Known {
    pub start: ObjectId,
    pub head: ObjectId,
    pub briefs: Vec<Brief>,
    pub words: Vec<String>,
}

impl Default for Known {
    fn default() -> Self {
        Self { start: ObjectId([0; 20]), head: ObjectId([0; 20]), briefs: Vec::new(), words: Vec::new() }
    }
}

/// What briefs depend on besides their requests: the program, and all of policy but the answers to landings.
fn stamp(program: &str, policy: &Policy) -> [u8; 32] {
    let mut sum = Sha256::new();
    part(&mut sum, program.as_bytes());
    policy_files(policy, &mut |bytes| part(&mut sum, bytes));
    sum.finalize().into()
}

/// As bytes.
pub(super) fn write(
    (start, head): (ObjectId, ObjectId),
    (briefs, words): (&[Brief], &[String]),
    (program, policy): (&str, &Policy),
    checksum: fn(&[u8]) -> u32,
) -> Vec<u8> {
    let (mut out, mut texts) = (Writer::default(), Texts::default());
    out.number(briefs.len().div_ceil(STRETCH) as u64);
    for stretch in briefs.chunks(STRETCH) {
        let mut own = Writer::default();
        for brief in stretch {
            write_brief(brief, &mut own, &mut texts);
        }
        out.number(own.bytes.len() as u64);
        out.bytes.extend_from_slice(&own.bytes);
    }
    let mut whole = Writer::frame();
    whole.bytes.extend_from_slice(&stamp(program, policy));
    whole.id(start);
    whole.id(head);
    whole.texts(&texts.all);
    whole.texts(words);
    whole.bytes.extend_from_slice(&out.bytes);
    whole.framed(MAGIC, checksum)
}

/// From bytes, if they are whole and were written by this program under this policy.
pub(super) fn read(bytes: &[u8], program: &str, policy: &Policy, checksum: fn(&[u8]) -> u32) -> Option<Known> {
    let mut rest = Reader::framed(bytes, MAGIC, checksum)?;
    if rest.take(32)? != stamp(program, policy) {
        return None;
    }
    let (start, head) = (rest.id()?, rest.id()?);
    let texts = rest.texts()?;
    let words = rest.texts()?.into_iter().map(str::to_owned).collect::<Vec<String>>();
    let mut stretches = Vec::new();
    for _ in 0..rest.count()? {
        let many = rest.count()?;
        stretches.push(rest.take(many)?);
    }
    let stretch = |bytes: &&[u8]| read_stretch(bytes, &texts, words.len());
    let briefs = stretches.par_iter().map(stretch).collect::<Option<Vec<_>>>()?;
    let briefs = briefs.into_iter().flatten().collect();
    rest.is_empty().then_some(Known { start, head, briefs, words })
}

/// Some requests, whose words stand among so many.
fn read_stretch(bytes: &[u8], texts: &[&str], words: usize) -> Option<Vec<Brief>> {
    let mut rest = Reader::new(bytes);
    let mut briefs = Vec::with_capacity(STRETCH);
    while !rest.is_empty() {
        let brief = read_brief(&mut rest, texts)?;
        if brief.words.iter().any(|word| *word as usize >= words) {
            return None;
        }
        briefs.push(brief);
    }
    Some(briefs)
}

fn write_brief(brief: &Brief, out: &mut Writer, texts: &mut Texts) {
    out.text(brief.folder.as_str());
    out.signed(i64::from(brief.number.year));
    out.number(u64::from(brief.number.place));
    out.text(&brief.title);
    out.number(u64::from(brief.retitled));
    out.word(&brief.agency, texts);
    out.word(&brief.application, texts);
    out.word(&brief.sop.to_string(), texts);
    out.number(STATES.iter().position(|state| *state == brief.state).unwrap_or(STATES.len()) as u64);
    out.number(u64::from(brief.doubtful));
    out.number(u64::from(brief.step));
    out.number(brief.turn.len() as u64);
    brief.turn.iter().for_each(|lane| out.word(lane.as_str(), texts));
    out.number(brief.due.map_or(0, |(_, estimate)| 1 + u64::from(estimate)));
    if let Some((due, _)) = brief.due {
        out.signed(due);
    }
    out.number(u64::from(brief.loops));
    for time in [brief.opened, brief.since, brief.moved] {
        out.signed(time);
    }
    out.number(brief.related.len() as u64);
    brief.related.iter().for_each(|folder| out.text(folder.as_str()));
    out.number(brief.stays.len() as u64);
    for stay in &brief.stays {
        out.number(u64::from(stay.revision));
        out.number(u64::from(stay.step));
        out.signed(stay.net);
        out.number(stay.late.map_or(0, |late| 1 + u64::from(late)) << 1 | u64::from(stay.returned));
    }
    out.bytes.extend_from_slice(&brief.ground);
    out.number(brief.words.len() as u64);
    brief.words.iter().for_each(|word| out.number(u64::from(*word)));
}

fn read_brief(rest: &mut Reader, texts: &[&str]) -> Option<Brief> {
    let folder = RequestFolder::parse(rest.text()?)?;
    let number = Number { year: i32::try_from(rest.signed()?).ok()?, place: rest.small()? };
    let (title, retitled) = (rest.text()?.to_owned(), flag(rest)?);
    let (agency, application) = (rest.word(texts)?.to_owned(), rest.word(texts)?.to_owned());
    let (sop, state) = (rest.word(texts)?.parse().ok()?, *STATES.get(rest.count()?)?);
    let (doubtful, step) = (flag(rest)?, rest.small()?);
    let turn = (0..rest.count()?).map(|_| rest.word(texts)?.parse().ok()).collect::<Option<_>>()?;
    let due = match rest.number()? {
        0 => None,
        told @ (1 | 2) => Some((rest.signed()?, told == 2)),
        _ => return None,
    };
    let (loops, opened, since, moved) = (rest.small()?, rest.signed()?, rest.signed()?, rest.signed()?);
    let related = (0..rest.count()?).map(|_| RequestFolder::parse(rest.text()?)).collect::<Option<_>>()?;
    let stays = (0..rest.count()?).map(|_| read_stay(rest)).collect::<Option<_>>()?;
    let ground = rest.take(32)?.try_into().ok()?;
    let words = (0..rest.count()?).map(|_| rest.small()).collect::<Option<_>>()?;
    let now = Now::default();
    Some(Brief {
        folder,
        number,
        title,
        retitled,
        agency,
        application,
        sop,
        state,
        doubtful,
        step,
        turn,
        due,
        loops,
        opened,
        since,
        moved,
        related,
        stays,
        ground,
        words,
        now,
    })
}

fn read_stay(rest: &mut Reader) -> Option<Stay> {
    let (revision, step, net, told) = (rest.small()?, rest.small()?, rest.signed()?, rest.number()?);
    let late = match told >> 1 {
        0 => None,
        1 => Some(false),
        2 => Some(true),
        _ => return None,
    };
    Some(Stay { revision, step, net, late, returned: told & 1 == 1 })
}

fn flag(rest: &mut Reader) -> Option<bool> {
    match rest.number()? {
        0 => Some(false),
        1 => Some(true),
        _ => None,
    }
}
