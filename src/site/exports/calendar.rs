//! The deadlines of a queue as iCalendar (RFC 5545).

use crate::model::text::is_hidden;
use crate::register::progress::instant;
use crate::site::pages::Builder;
use crate::site::projection::Line;
use crate::site::words::Moment;

/// A calendar of the open requests that have a due time.
pub fn deadlines(builder: &Builder, name: &str, lines: &[Line]) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, "BEGIN:VCALENDAR");
    put(&mut out, "VERSION:2.0");
    put(&mut out, "PRODID:-//Jejak//Register//ID");
    put(&mut out, &format!("X-WR-CALNAME:{}", text(name)));
    let address = &builder.public.office.address;
    let host = address.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or("register.invalid");
    for line in lines {
        let Some(due) = line.due else { continue };
        let due = stamp(due);
        put(&mut out, "BEGIN:VEVENT");
        put(&mut out, &format!("UID:{}-{}@{host}", line.number.replace('/', "-"), line.step));
        put(&mut out, &format!("DTSTAMP:{}", stamp(line.moved)));
        put(&mut out, &format!("DTSTART:{due}"));
        put(&mut out, &format!("DTEND:{due}"));
        let summary = format!("{} {}: langkah {}", line.number, line.title, line.step);
        put(&mut out, &format!("SUMMARY:{}", text(&summary)));
        let told = format!("{}. {}. {}", line.activity, line.agency, line.told().id);
        put(&mut out, &format!("DESCRIPTION:{}", text(&told)));
        if !address.is_empty() {
            put(&mut out, &format!("URL:{address}/{}", line.url));
        }
        put(&mut out, "END:VEVENT");
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn stamp(moment: Moment) -> String {
    instant(moment.seconds()).format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text with the characters escaped that mean something to a calendar.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_hidden(*c)) {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out
}

/// A line, folded where it has more than 75 bytes, never within a character.
fn put(out: &mut Vec<u8>, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > 75 {
            out.extend(b"\r\n ");
            used = 1;
        }
        let mut buffer = [0; 4];
        out.extend(c.encode_utf8(&mut buffer).as_bytes());
        used += c.len_utf8();
    }
    out.extend(b"\r\n");
}
