//! What a clone must not keep for ever: identity numbers, telephone numbers, private addresses. Told by their form
//! alone, in one walk over the bytes.

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Private {
    /// Sixteen digits: the number of a person (NIK) or of a family (KK).
    IdentityNumber,
    /// A mobile telephone, or any number written with +62; free numbers (0800 …) are a service's.
    Telephone,
    /// An address that is no office's.
    Mail,
}

/// Whose addresses are no private ones: offices, schools, names kept for examples.
const OFFICIAL: [&str; 10] =
    ["go.id", "desa.id", "mil.id", "sch.id", "ac.id", "example", "example.com", "example.org", "test", "invalid"];

/// Hosts whose addresses are people's, whatever stands before the `@`.
const OF_PEOPLE: [&str; 20] = [
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "rocketmail",
    "outlook",
    "hotmail",
    "live",
    "msn",
    "icloud",
    "me",
    "mac",
    "proton",
    "protonmail",
    "aol",
    "gmx",
    "zoho",
    "yandex",
    "mail",
    "tutanota",
];

/// Words with which the addresses of services begin: nobody's in person.
const SERVICES: [&str; 22] = [
    "info",
    "layanan",
    "pelayanan",
    "pengaduan",
    "kontak",
    "contact",
    "helpdesk",
    "dukungan",
    "support",
    "humas",
    "admin",
    "sekretariat",
    "umum",
    "ppid",
    "kantor",
    "office",
    "halo",
    "hello",
    "cs",
    "csirt",
    "sales",
    "security",
];

/// The first thing in a name of a path that looks private.
pub fn find_in_path(path: &str) -> Option<Private> {
    // Every landing asks for each of its paths, and mostly no part holds so many digits.
    let mut digits = 0;
    let tells = |byte| {
        match byte {
            b'/' => digits = 0,
            b'0'..=b'9' => digits += 1,
            _ => {}
        }
        byte == b'@' || digits >= LEAST_DIGITS
    };
    path.bytes().any(tells).then(|| path.split('/').find_map(find_in_name)).flatten()
}

/// The first thing in a name that looks private. Its words are joined by other marks than those of a text.
pub fn find_in_name(name: &str) -> Option<Private> {
    if !may_name(name) {
        return None;
    }
    find(&name.replace(['-', '_', '/'], " "), |_, _| false).map(|(_, what)| what)
}

/// Whether a name holds anything of which something private is made.
fn may_name(name: &str) -> bool {
    name.bytes().filter(u8::is_ascii_digit).count() >= LEAST_DIGITS || name.contains('@')
}

/// The first thing in a text that looks private, with the byte at which it begins, less what the caller knows not to be.
pub fn find(text: &str, is_public: impl Fn(Private, &str) -> bool) -> Option<(usize, Private)> {
    let bytes = text.as_bytes();
    if !may_hold(bytes) {
        return None;
    }
    let mut at = 0;
    let telling = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'@');
    while let Some(further) = bytes[at..].iter().position(telling) {
        at += further;
        let begins = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || b"./-_+%#@&=".contains(&bytes[at - 1]));
        match bytes[at] {
            b'@' => {
                if let Some(from) = private_mail(text, at, &is_public) {
                    return Some((from, Private::Mail));
                }
            }
            b'0'..=b'9' | b'+' if begins => {
                let (groups, many, end) = groups(bytes, at);
                if end - at >= LEAST_DIGITS
                    && let Some(found) = number(&bytes[at..end], &groups[..many])
                    && !is_public(found, &text[at..end])
                {
                    return Some((at, found));
                }
                // Only the first group is done with: the next one may begin a number of its own.
                at += (groups[0] + usize::from(bytes[at] == b'+')).max(1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Every number that matters has so many digits or more.
const LEAST_DIGITS: usize = 10;

/// Whether anything private can stand there at all: an address has its `@`, and a number that matters ten digits with one mark
/// at most between two of them.
fn may_hold(bytes: &[u8]) -> bool {
    memchr::memchr(b'@', bytes).is_some() || may_hold_number(bytes)
}

fn may_hold_number(bytes: &[u8]) -> bool {
    // So long a number covers two neighbours, of which one is a digit, wherever one looks in steps of this length.
    const STEP: usize = LEAST_DIGITS - 2;
    let of_number = |byte: &u8| byte.is_ascii_digit() || b" .-".contains(byte);
    let pairs = (0..bytes.len().saturating_sub(1)).step_by(STEP);
    let mut digits = pairs.filter_map(|at| (at..at + 2).find(|at| bytes[*at].is_ascii_digit()));
    digits.any(|at| {
        let before = bytes[..at].iter().rev().take_while(|byte| of_number(byte));
        let after = bytes[at..].iter().take_while(|byte| of_number(byte));
        before.chain(after).filter(|byte| byte.is_ascii_digit()).take(LEAST_DIGITS).count() == LEAST_DIGITS
    })
}

/// How many groups of digits a number may be written in.
const MOST_GROUPS: usize = 6;

/// The groups of digits from some byte on, with one space, dot or hyphen between them; how many, and where the last ends.
fn groups(bytes: &[u8], from: usize) -> ([usize; MOST_GROUPS], usize, usize) {
    let digits = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (mut groups, mut found) = ([0; MOST_GROUPS], 0);
    let mut at = from + usize::from(bytes[from] == b'+');
    let mut end = at;
    while at < bytes.len() && found < MOST_GROUPS {
        let many = digits(at);
        if many == 0 {
            break;
        }
        end = at + many;
        // Digits that run into letters are part of a word.
        if bytes.get(end).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'_') {
            break;
        }
        groups[found] = many;
        found += 1;
        if !bytes.get(end).is_some_and(|next| b" .-".contains(next)) {
            break;
        }
        at = end + 1;
    }
    (groups, found, end)
}

fn number(bytes: &[u8], groups: &[usize]) -> Option<Private> {
    (1..=groups.len()).find_map(|many| {
        let groups = &groups[..many];
        let total: usize = groups.iter().sum();
        let parts = |of: std::ops::RangeInclusive<usize>| groups[1..].iter().all(|part| of.contains(part));
        let abroad = bytes.starts_with(b"+62") && (10..=15).contains(&total) && parts(2..=5);
        let mobile = bytes.starts_with(b"08")
            && bytes[2] != b'0'
            && (10..=13).contains(&total)
            && (many == 1 || groups[0] == 4 && parts(3..=5));
        // It begins with the number of a province, from 11 on.
        let of_person = bytes[0] != b'0' && matches!(groups, [16] | [4, 4, 4, 4] | [6, 6, 4]);
        if of_person { Some(Private::IdentityNumber) } else { (abroad || mobile).then_some(Private::Telephone) }
    })
}

/// Where a private address begins whose `@` stands at some byte.
fn private_mail(text: &str, at: usize, is_public: &impl Fn(Private, &str) -> bool) -> Option<usize> {
    let of_user = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let of_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
    let user = text.as_bytes()[..at].iter().rev().take_while(|byte| of_user(byte)).count();
    let host = text.as_bytes()[at + 1..].iter().take_while(|byte| of_host(byte)).count();
    let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-']).to_ascii_lowercase();
    let from = at - user;
    let user = &text[from..at];
    let ends_well = host.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty() && top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let official = OFFICIAL
        .iter()
        .any(|own| host.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    let of_machine = user.contains("noreply") || host.contains("noreply") || user == "git";
    let first = |word: &str| word.split(['.', '-', '_', '+']).next().unwrap_or_default().to_ascii_lowercase();
    let of_people = host.rsplit('.').skip(1).any(|part| OF_PEOPLE.contains(&part));
    let of_service = !of_people && SERVICES.contains(&first(user).as_str());
    let address = &text[from..at + 1 + host.len()];
    let private = !user.is_empty() && ends_well && !official && !of_machine && !of_service;
    (private && !is_public(Private::Mail, address)).then_some(from)
}
