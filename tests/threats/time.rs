//! Time: set back, set forward, in another zone, on a leap day.

use jejak::register::progress::{ClosedVisit, instant};
use jejak::shell::git::GitStore;
use jejak::site::projection::{Public, Stay, StepFacts};

use crate::support::register::{CLERK, Files, HEAD, REQUEST, Register, STEWARD, TECHNICIAN};
use crate::support::server::{self, Server, now};

const DAY: i64 = 24 * 3600;

/// The technician's step lands with a time that is written like this.
fn landed_at(time: &str) -> (Register, Vec<String>) {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.later();
    let draft = String::from_utf8(register.draft(&[register.head(), tip], [HEAD, HEAD])).expect("text");
    let usual = format!("{} +0800", register.time);
    let at = draft.rfind(&usual).expect("the committer's time");
    let draft = format!("{}{time}{}", &draft[..at], &draft[at + usual.len()..]);
    register.land(draft.as_bytes());
    let rules = register.last();
    (register, rules)
}

#[test]
fn t01_a_commit_dated_back_is_not_punctual() {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    let time = register.time;
    register.time = time - 300 * DAY;
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.time = time;
    register.merge_tip(tip, HEAD, None);
    assert_eq!(register.last(), [""; 0]);
    let entry = register.request().entries.last().cloned().expect("an entry");
    assert_eq!(entry.time, register.time, "the time is the landing's");
    let back = register.time - DAY;
    let (_, rules) = landed_at(&format!("{} +0800", back - 30 * DAY));
    assert_eq!(rules, ["register-time"]);
}

#[test]
fn t02_a_landing_of_the_year_2099() {
    let server = Server::new();
    let clone = server.clone("a");
    let far = clone.step(server.start, 4_070_908_800);
    server.refuses(&clone, &[&format!("{far}:refs/heads/main")], "mendahului");
    for ahead in [11 * 60, DAY] {
        let landing = clone.step(server.start, now() + ahead);
        server.refuses(&clone, &[&format!("{landing}:refs/heads/main")], "mendahului");
    }
    let near = clone.step(server.start, now() + 60);
    server.takes(&clone, near);
}

#[test]
fn t04_times_that_no_clock_shows() {
    for time in
        ["1793667600 +9999", "1793667600 +2500", "99999999999 +0800", "0 +0000", "4133980800 +0800", "1793667600 +08"]
    {
        let (register, rules) = landed_at(time);
        assert!(rules.contains(&"register-time".to_owned()), "{time}: {rules:?}");
        assert!(register.request().is_doubtful(), "{time}");
    }
    let (_, rules) = landed_at("1793667600 -0000");
    assert_eq!(rules, [""; 0], "no offset is no fault");
}

#[test]
fn t05_author_and_committer_months_apart() {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3);
    let tip = register.commit(&[register.head()], TECHNICIAN, None);
    register.later();
    let draft = String::from_utf8(register.draft(&[register.head(), tip], [HEAD, HEAD])).expect("text");
    let other = format!("{} +0800", register.time - 200 * DAY);
    let draft = draft.replacen(&format!("{} +0800", register.time), &other, 1);
    register.land(draft.as_bytes());
    assert_eq!(register.last(), [""; 0]);
    let entry = register.request().entries.last().cloned().expect("an entry");
    assert_eq!(entry.time, register.time, "the committer's time decides");
}

#[test]
fn t07_midnight_is_the_offices() {
    // 31 December 2026, 23.30 and 1 January 2027, 00.30 in Makassar; in Jakarta it is still the old year, in UTC too.
    for (time, year) in [(1_798_731_000, 2026), (1_798_734_600, 2027)] {
        let mut register = Register::start(|files| {
            files.replace("sops/contoh/1.yaml", "efektif: 2024-01-08/2026-12-31", "efektif: 2024-01-08");
        });
        let (request, letter) = server::opening("tahun-baru");
        register.files.insert(request.0, (0o100_644, request.1));
        register.files.insert(letter.0, (0o100_644, letter.1));
        register.time = time - DAY;
        register.merge((CLERK, None), (STEWARD, None));
        assert_eq!(register.last(), [""; 0]);
        let audit = register.audit();
        let opened = audit.ledger.requests.all().find(|one| one.folder.slug() == "tahun-baru").expect("a request");
        assert_eq!(opened.number.year, year);
    }
}

/// How long a stay took, and whether that was too long.
fn length(stay: &Stay) -> (Option<&str>, bool) {
    (stay.net.as_ref().map(|net| net.id.as_str()), stay.late)
}

#[test]
fn t08_a_decree_changes_holidays_while_a_step_runs() {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(|files| files.append(REQUEST, server::STEP)).merge((CLERK, None), (HEAD, None));
    let closed: Vec<ClosedVisit> = register.request().visits().cloned().collect();
    let due = |register: &Register| {
        let audit = register.audit();
        let request = register.request();
        request.due(&audit.ledger.policy).and_then(Result::ok).map(|due| due.at)
    };
    // The applicant's stay was that of the 3rd; the head's two days began on the 4th. The 3rd and the 5th become holidays.
    let (before, told) = (due(&register).expect("a due date"), counted(&register));
    assert_eq!(told.over[0].stays.last().map(length), Some((Some("1 hari kerja"), true)));
    register.change(|files| {
        for day in ["2026-11-03", "2026-11-05"] {
            let day = format!("  - {{tanggal: {day}, nama: Libur daerah, jenis: libur-lokal, dasar: se-bupati}}\n");
            files.append("calendars/kabupaten.yaml", &day);
        }
    });
    register.merge((HEAD, None), (STEWARD, None));
    assert_eq!(register.last(), [""; 0]);
    assert!(due(&register).expect("a due date") > before, "an open visit uses the calendar of today");
    assert_eq!(register.request().visits().cloned().collect::<Vec<_>>(), closed, "what is over is over");
    let now = counted(&register);
    assert_eq!(told.history, now.history, "and counted as it was: in the history");
    assert_eq!(told.figures, now.figures, "in the figures of its procedure");
    assert_eq!(format!("{:?}", told.over[0]), format!("{:?}", now.over[0]), "and at its step");
    // What ends now ends under the calendar of now, without the 5th.
    let step = "  - langkah: 2\n    dokumen: {disposisi: disposisi.pdf}\n";
    register.change(|files| files.append(REQUEST, step)).merge((HEAD, None), (STEWARD, None));
    assert_eq!(register.last(), [""; 0]);
    let stay = counted(&register).over[1].stays.last().cloned().expect("a stay");
    assert_eq!(length(&stay), (Some("1 hari kerja"), false));
    // A file of the calendar that changes without changing a day is another one, and the days stay.
    let again = counted(&register);
    register.change(|files| files.append("calendars/kabupaten.yaml", "# ditinjau\n"));
    register.merge((HEAD, None), (STEWARD, None));
    assert_eq!(again.history, counted(&register).history);
    let eras: Vec<u32> = register.request().visits().map(|visit| visit.era).collect();
    let (last, earlier) = eras.split_last().expect("stays");
    assert!(
        *last == 1 && earlier.iter().all(|era| *era == 0),
        "each says which calendar stood when it ended: {eras:?}"
    );
    assert_eq!(register.audit().ledger.policy.calendars.all().count(), 3);
}

#[test]
fn t12_a_calendar_is_taken_away_while_a_step_runs() {
    let mut register = Register::start(|_| {});
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    register.change(|files| files.append(REQUEST, server::STEP)).merge((CLERK, None), (HEAD, None));
    let due = |register: &Register| {
        let audit = register.audit();
        register.request().due(&audit.ledger.policy).and_then(Result::ok).map(|due| due.at)
    };
    let before = due(&register).expect("a due date");
    register.change(|files| drop(files.0.remove("calendars/nasional.yaml"))).merge((HEAD, None), (STEWARD, None));
    assert!(register.last().contains(&"office-references".to_owned()), "{:?}", register.last());
    assert_eq!(due(&register), Some(before), "policy that is unlawful has no effect, and moves no due date");
}

/// What the site tells of stays that are over.
struct Counted {
    over: Vec<StepFacts>,
    history: String,
    figures: String,
}

fn counted(register: &Register) -> Counted {
    let audit = register.audit();
    let store = GitStore::open(register.history.folder.path()).expect("a repository");
    let public = Public::new(&audit, &store, instant(register.time), None).expect("it is read");
    let (request, _) = public.request(0, &store).expect("it is read");
    let stays = request.entries.iter().map(|entry| (entry.n, &entry.net, &entry.gross, entry.late));
    let figures = public.figures();
    let steps = figures[0].steps.iter().map(|step| (step.count, &step.median, &step.longest, step.on_time));
    Counted {
        history: format!("{:?}", stays.collect::<Vec<_>>()),
        figures: format!("{:?}", steps.collect::<Vec<_>>()),
        over: request.steps,
    }
}

#[test]
fn t11_the_last_day_counts_and_the_next_does_not() {
    // The landing is on 3 November 2026; a role of a leap day is read as a day.
    for (until, lawful) in [("2026-11-03", true), ("2026-11-02", false), ("2028-02-29", true)] {
        let mut register = Register::start(|files| {
            files.replace("people/tim-it-a.yaml", "sejak: 2024-01-02", &format!("sejak: 2024-02-29, sampai: {until}"));
        });
        register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
        let rules = register.last();
        assert_eq!(rules.is_empty(), lawful, "until {until}: {rules:?}");
    }
    let mut register = Register::start(|files| {
        files.replace("people/tim-it-a.yaml", "sejak: 2024-01-02", "sejak: 2026-11-04");
    });
    register.change(Files::step_3).merge((TECHNICIAN, None), (HEAD, None));
    assert_eq!(register.last(), ["lane-authority"], "{REQUEST}");
}
