//! What a file tells beside what it shows: where a picture was taken, who wrote a document, what an office program keeps
//! of its making. Told by its bytes alone, by the few places in which each kind of file keeps it.

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// A picture that says where it was taken.
    Location,
    /// A picture that says when, and with which device.
    Device,
    /// A document or picture that names who made it.
    Author,
    /// A file of an office program: it keeps authors, comments and tracked changes.
    Office,
}

/// Endings of office programs.
const OFFICE: [&str; 17] = [
    "doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm", "ppt", "pptx", "pptm", "odt", "ods", "odp", "odg",
    "rtf", "pages",
];

/// Every kind of trace in a file, each once.
pub fn find(name: &str, bytes: &[u8]) -> Vec<Trace> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let mut traces = match bytes {
        [0xff, 0xd8, 0xff, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(bytes),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => exif(bytes),
        _ if bytes.get(4..8) == Some(b"ftyp") => {
            contains(bytes, b"Exif\0\0").then_some(Trace::Device).into_iter().collect()
        }
        _ if contains(&bytes[..bytes.len().min(1024)], b"%PDF-") => pdf(bytes),
        _ if is_office(ending, bytes) => vec![Trace::Office],
        _ => Vec::new(),
    };
    traces.sort_unstable();
    traces.dedup();
    traces
}

fn is_office(ending: &str, bytes: &[u8]) -> bool {
    let zipped = bytes.starts_with(b"PK\x03\x04");
    let of_office =
        |bytes| contains(bytes, b"[Content_Types].xml") || contains(bytes, b"mimetypeapplication/vnd.oasis");
    OFFICE.contains(&ending)
        || bytes.starts_with(b"\xd0\xcf\x11\xe0")
        || bytes.starts_with(b"{\\rtf")
        || zipped && of_office(bytes)
}

/// The segments before the picture itself.
fn jpeg(bytes: &[u8]) -> Vec<Trace> {
    let mut traces = Vec::new();
    let mut at = 2;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        // The picture begins, or nothing that follows can be found.
        if *marker == 0xda || length < 2 {
            break;
        }
        let segment = bytes.get(at + 4..(at + 2 + length).min(bytes.len())).unwrap_or_default();
        match (marker, segment) {
            (0xe1, [b'E', b'x', b'i', b'f', 0, 0, tiff @ ..]) => traces.extend(exif(tiff)),
            (0xe1, _) if segment.starts_with(b"http://ns.adobe.com/") => traces.extend(xmp(segment)),
            _ => {}
        }
        at += 2 + length;
    }
    traces
}

/// The chunks of a PNG.
fn png(bytes: &[u8]) -> Vec<Trace> {
    let mut traces = Vec::new();
    let mut at = 8;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = number(&head[..4], true);
        let data = bytes.get(at + 8..).map_or(&[][..], |rest| &rest[..length.min(rest.len())]);
        let keyword = data.split(|byte| *byte == 0).next().unwrap_or_default();
        match &head[4..] {
            b"eXIf" => traces.extend(exif(data)),
            b"tEXt" | b"zTXt" | b"iTXt" if keyword.eq_ignore_ascii_case(b"author") => traces.push(Trace::Author),
            b"tEXt" | b"zTXt" if keyword.starts_with(b"Raw profile type exif") => traces.push(Trace::Device),
            b"iTXt" if keyword == b"XML:com.adobe.xmp" => traces.extend(xmp(data)),
            _ => {}
        }
        at = at.saturating_add(length).saturating_add(12);
    }
    traces
}

/// The chunks of a WebP.
fn webp(bytes: &[u8]) -> Vec<Trace> {
    let mut traces = Vec::new();
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = number(&head[4..], false);
        let data = bytes.get(at + 8..).map_or(&[][..], |rest| &rest[..length.min(rest.len())]);
        match &head[..4] {
            b"EXIF" => traces.extend(exif(data.strip_prefix(b"Exif\0\0").unwrap_or(data))),
            b"XMP " => traces.extend(xmp(data)),
            _ => {}
        }
        at = at.saturating_add(length + length % 2).saturating_add(8);
    }
    traces
}

/// The tags of a picture: its first directory points to another one with the place.
fn exif(tiff: &[u8]) -> Vec<Trace> {
    const ARTIST: usize = 0x013b;
    const PLACE: usize = 0x8825;
    let big = tiff.starts_with(b"MM");
    let read = |at: usize, many: usize| tiff.get(at..at.saturating_add(many)).map(|bytes| number(bytes, big));
    let Some(directory) = read(4, 4) else { return Vec::new() };
    let Some(count) = read(directory, 2) else { return Vec::new() };
    let mut traces = Vec::new();
    for n in 0..count {
        let entry = directory.saturating_add(2 + n * 12);
        let Some(tag) = read(entry, 2) else { break };
        match tag {
            ARTIST => traces.push(Trace::Author),
            // A directory of places without any entry says nothing.
            PLACE if read(entry + 8, 4).and_then(|place| read(place, 2)).is_some_and(|entries| entries > 0) => {
                traces.push(Trace::Location);
            }
            _ => traces.push(Trace::Device),
        }
    }
    traces
}

/// What is written about a file in XML.
fn xmp(bytes: &[u8]) -> Vec<Trace> {
    let mut traces = Vec::new();
    if contains(bytes, b"GPSLatitude") || contains(bytes, b"GPSLongitude") {
        traces.push(Trace::Location);
    }
    if has_creator(bytes) {
        traces.push(Trace::Author);
    }
    traces
}

/// Whether `dc:creator` holds anything but tags.
fn has_creator(bytes: &[u8]) -> bool {
    let Some(from) = position(bytes, b"<dc:creator") else { return false };
    let until = position(&bytes[from..], b"</dc:creator").map_or(bytes.len(), |length| from + length);
    let mut in_tag = false;
    bytes[from..until].iter().any(|byte| {
        match byte {
            b'<' => in_tag = true,
            b'>' => {
                in_tag = false;
                return false;
            }
            _ => {}
        }
        !in_tag && !byte.is_ascii_whitespace()
    })
}

/// `/Author` of a PDF's information, and its XMP. What it keeps compressed is not seen.
fn pdf(bytes: &[u8]) -> Vec<Trace> {
    let mut rest = bytes;
    while let Some(at) = position(rest, b"/Author") {
        rest = &rest[at + b"/Author".len()..];
        let value = rest.iter().position(|byte| !byte.is_ascii_whitespace()).map_or(&[][..], |from| &rest[from..]);
        let named = match value {
            [b'(', b')', ..] | [b'<', b'>', ..] => false,
            // Text, text in hexadecimal digits, or a reference to either.
            [b'(' | b'<' | b'0'..=b'9', ..] => true,
            _ => false,
        };
        if named {
            return vec![Trace::Author];
        }
    }
    has_creator(bytes).then_some(Trace::Author).into_iter().collect()
}

fn number(bytes: &[u8], big: bool) -> usize {
    let add = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
    if big { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    position(bytes, word).is_some()
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == first) {
        if bytes[from + at..].starts_with(word) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}
