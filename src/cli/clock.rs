//! `jejak clock`

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDateTime, NaiveTime, Utc};
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Failure, Outcome, PlainFormat, workspace};
use crate::model::day::{Zone, parse_day};
use crate::model::name::CalendarName;
use crate::model::say::Say;
use crate::model::standard_time::{DayKind, StandardTime};
use crate::model::workspace::Workspace;
use crate::register::clock::{Clock, ClockError, Pause};
use crate::report::account::{self, Question};

#[derive(Debug, Args)]
pub(super) struct ClockArgs {
    /// Saat langkah dimasuki: 2026-11-20, 2026-11-20T09:15, atau dengan offset | When the step is entered: 2026-11-20, 2026-11-20T09:15, or with an offset
    #[arg(long, value_name = "WAKTU")]
    from: String,
    /// Waktu baku, misalnya "3 hari" atau "± 1-2 jam" | The standard time, for instance "3 hari" or "± 1-2 jam"
    #[arg(long, value_name = "LAMA")]
    duration: String,
    /// Kalender (bawaan: kalender kantor, atau nasional) | The calendar (default: the office's, or nasional)
    #[arg(long, value_name = "NAMA")]
    calendar: Option<String>,
    /// Zona: WIB, WITA, WIT, atau nama IANA (bawaan: zona kantor, atau WIB) | The zone: WIB, WITA, WIT or an IANA name (default: the office's, or WIB)
    #[arg(long, value_name = "ZONA")]
    zone: Option<String>,
    /// Arti "hari" | What a "hari" is
    #[arg(long, value_name = "HARI", default_value = "kerja")]
    days: DaysArg,
    /// Jeda awal/akhir; boleh berulang | A pause begin/end; may be repeated
    #[arg(long = "pause", value_name = "AWAL/AKHIR")]
    pauses: Vec<String>,
    /// Bentuk keluaran | Form of the output
    #[arg(long, value_name = "BENTUK", default_value = "text")]
    format: PlainFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum DaysArg {
    Kerja,
    Kalender,
}

pub(super) fn run(args: &ClockArgs, dir: &Path, terminal: &mut Terminal) -> Result<Outcome, Failure> {
    let (loaded, _) = workspace::load_or_carried(dir)?;
    let workspace = loaded.workspace;
    let zone = zone(args.zone.as_deref(), &workspace)?;
    let entered = moment(&args.from, zone)?;
    let time: StandardTime = args.duration.parse().map_err(|_| {
        let text = &args.duration;
        Failure::new(
            format!("`{text}` bukan waktu baku. Contoh: \"3 hari\", \"± 1-2 jam\", \"2 bulan\", \"45 menit\"."),
            format!("`{text}` is no standard time. Examples: \"3 hari\", \"± 1-2 jam\", \"2 bulan\", \"45 menit\"."),
        )
    })?;
    let pauses = args.pauses.iter().map(|text| pause(text, zone)).collect::<Result<Vec<_>, _>>()?;
    let day_kind = match args.days {
        DaysArg::Kerja => DayKind::Working,
        DaysArg::Kalender => DayKind::Calendar,
    };
    let calendar = calendar(args.calendar.as_deref(), workspace)?;
    let clock = Clock { calendar: &calendar, zone, day_kind };
    let due = clock.due(entered.with_timezone(&Utc), &time, &pauses).map_err(no_due)?;
    let question = Question { entered, time: &time, zone, day_kind };
    let text = match args.format {
        PlainFormat::Text => account::text(&question, &due, terminal.lang),
        PlainFormat::Json => account::json(&question, &due, terminal.lang),
    };
    terminal.print(&text)?;
    Ok(Outcome::Lawful)
}

fn no_due(error: ClockError) -> Failure {
    match error {
        ClockError::NeverOpens => Failure::new(
            "kalender ini tidak mempunyai jam kerja; periksa dengan `jejak check`.",
            "this calendar has no office hours; check it with `jejak check`.",
        ),
        ClockError::TooFar => {
            Failure::new("batas waktunya melewati tahun 2100.", "the due date lies beyond the year 2100.")
        }
    }
}

/// The office's zone; the most populous one where there is no office.
pub(super) fn office_zone(workspace: &Workspace) -> Zone {
    workspace.office.as_ref().map_or(Zone::Wib, |office| office.zone.value)
}

fn zone(word: Option<&str>, workspace: &Workspace) -> Result<Zone, Failure> {
    let Some(word) = word else {
        return Ok(office_zone(workspace));
    };
    let upper = word.to_ascii_uppercase();
    word.parse().or_else(|()| upper.parse()).map_err(|()| {
        let list = Zone::NAMES.join(", ");
        Failure::new(
            format!("zona `{word}` tidak dikenal. Pilih: {list}."),
            format!("the zone `{word}` is unknown. Choose one of: {list}."),
        )
    })
}

/// The calendar that is asked for: the workspace's, or the carried one of that name.
fn calendar(name: Option<&str>, mut workspace: Workspace) -> Result<crate::model::calendar::WorkCalendar, Failure> {
    for (name, calendar) in workspace::carried().workspace.calendars {
        workspace.calendars.entry(name).or_insert(calendar);
    }
    let national: CalendarName = "nasional".parse().expect("a plain name");
    let Some(word) = name else { return Ok(workspace.office_calendar(&national)) };
    let known = word.parse::<CalendarName>().ok().filter(|name| workspace.calendars.contains_key(name));
    let Some(name) = known else {
        let list: Vec<&str> = workspace.calendars.keys().map(CalendarName::as_str).collect();
        let near = crate::read::suggest::did_you_mean(word, list.iter().copied());
        let list = list.join(", ");
        return Err(Failure(
            Say::new(format!("kalender `{word}` tidak ada."), format!("there is no calendar `{word}`."))
                .and(&near)
                .and(&Say::new(format!("Yang ada: {list}."), format!("There are: {list}."))),
        ));
    };
    Ok(workspace.work_calendar(&name))
}

fn pause(text: &str, zone: Zone) -> Result<Pause, Failure> {
    let wrong = || {
        Failure::new(
            format!("`{text}` bukan jeda. Tulis awal/akhir, misalnya 2026-11-21T10:00/2026-11-23T09:00."),
            format!("`{text}` is no pause. Write begin/end, for instance 2026-11-21T10:00/2026-11-23T09:00."),
        )
    };
    let (from, until) = text.split_once('/').ok_or_else(wrong)?;
    let (from, until) = (moment(from, zone)?.with_timezone(&Utc), moment(until, zone)?.with_timezone(&Utc));
    if from <= until { Ok(Pause { from, until }) } else { Err(wrong()) }
}

/// A moment: with its own offset, or in the zone; a day alone is its first minute.
fn moment(text: &str, zone: Zone) -> Result<DateTime<FixedOffset>, Failure> {
    let local = || {
        let day = parse_day(text).map(|day| day.and_time(NaiveTime::MIN));
        let parse = |form| NaiveDateTime::parse_from_str(text, form).ok();
        let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"];
        day.or_else(|| forms.into_iter().find_map(parse))?.and_local_timezone(zone.offset()).single()
    };
    let years = crate::model::day::YEARS;
    let within = |at: &DateTime<FixedOffset>| years.contains(&chrono::Datelike::year(at));
    let without_seconds = || DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z").ok();
    DateTime::parse_from_rfc3339(text).ok().or_else(without_seconds).or_else(local).filter(within).ok_or_else(|| {
        Failure::new(
            format!("`{text}` bukan waktu. Tulis 2026-11-20, 2026-11-20T09:15, atau 2026-11-20T09:15:00+08:00."),
            format!("`{text}` is no time. Write 2026-11-20, 2026-11-20T09:15 or 2026-11-20T09:15:00+08:00."),
        )
    })
}

/// `--at`, or now. The only place where the clock of the machine is read.
#[expect(clippy::disallowed_methods, reason = "the one place where now is asked")]
pub(super) fn moment_or_now(at: Option<&str>, zone: Zone) -> Result<DateTime<Utc>, Failure> {
    match at {
        None => Ok(Utc::now()),
        Some(text) => Ok(moment(text, zone)?.with_timezone(&Utc)),
    }
}
