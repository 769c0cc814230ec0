//! Just enough of HTML to look into pages: tags with their attributes, and whether they close as they opened.

/// A tag as it stands in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

const VOID: [&str; 8] = ["meta", "link", "br", "hr", "img", "input", "col", "wbr"];

/// Every opening tag of a page, or why the page is not well formed.
pub fn tags(page: &str) -> Result<Vec<Tag>, String> {
    let mut rest = page.strip_prefix("<!doctype html>\n").ok_or("no doctype")?;
    let (mut tags, mut open) = (Vec::new(), Vec::new());
    while let Some(start) = rest.find('<') {
        if rest[..start].contains('>') {
            return Err(format!("a stray > before {:?}", &rest[start..rest.len().min(start + 60)]));
        }
        let end = closing(&rest[start..]).ok_or("a tag without end")?;
        let inner = &rest[start + 1..start + end];
        rest = &rest[start + end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            let last: Option<String> = open.pop();
            if last.as_deref() != Some(name) {
                return Err(format!("</{name}> closes {last:?}"));
            }
            continue;
        }
        let (tag, closed) = parse(inner)?;
        if !closed && !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    if open.is_empty() { Ok(tags) } else { Err(format!("never closed: {open:?}")) }
}

/// Where the tag ends: a > outside quotes.
fn closing(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices()
        .find(|(_, c)| {
            quoted ^= *c == '"';
            *c == '>' && !quoted
        })
        .map(|(at, _)| at)
}

fn parse(inner: &str) -> Result<(Tag, bool), String> {
    let (inner, closed) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
    let name_end = inner.find(char::is_whitespace).unwrap_or(inner.len());
    let name = inner[..name_end].to_owned();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(format!("<{inner}> is no tag"));
    }
    let (mut attributes, mut rest) = (Vec::new(), inner[name_end..].trim_start());
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == ':') {
            return Err(format!("an odd attribute in <{inner}>"));
        }
        let value = match rest[end..].strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').ok_or("an open quote")?;
                rest = after;
                value.to_owned()
            }
            None if rest[end..].starts_with('=') => return Err(format!("an unquoted attribute in <{inner}>")),
            None => {
                rest = &rest[end..];
                String::new()
            }
        };
        if attributes.iter().any(|(other, _)| *other == key) {
            return Err(format!("{key} twice in <{inner}>"));
        }
        attributes.push((key, value));
        rest = rest.trim_start();
    }
    Ok((Tag { name, attributes }, closed))
}

impl Tag {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }
}

/// Every tag that pages are made of.
const TAGS: &str = "html head meta title link script body a header div nav ul li main footer p h1 h2 h3 h4 h5 h6 \
                    form label input button section article table thead tbody tr th td caption colgroup col dl dt dd \
                    ol small span b strong em code pre time details summary svg line path rect circle text br hr \
                    blockquote del figure figcaption noscript use g defs sup sub i u s kbd abbr cite q mark aside \
                    address wbr image";

/// What in a page could run, or fetch from elsewhere.
pub fn dangers(page: &str) -> Vec<String> {
    let found = match tags(page) {
        Ok(found) => found,
        Err(problem) => return vec![problem],
    };
    let mut dangers = Vec::new();
    for tag in &found {
        if !TAGS.split_whitespace().any(|known| known == tag.name) {
            dangers.push(format!("<{}>", tag.name));
        }
        if tag.name == "script" && tag.get("src").is_none_or(|src| src.contains(':')) {
            dangers.push("an inline or foreign script".to_owned());
        }
        for (key, value) in &tag.attributes {
            let scheme = value.split_once(':').map(|(scheme, _)| scheme);
            let leads = matches!(key.as_str(), "href" | "src" | "action" | "formaction" | "srcset" | "data");
            if key.starts_with("on") || matches!(key.as_str(), "style" | "srcdoc" | "formaction" | "srcset") {
                dangers.push(format!("{key} on <{}>", tag.name));
            } else if leads && (is_foreign(scheme) || value.starts_with("//") || value.contains('\\')) {
                dangers.push(format!("{key}={value}"));
            } else if matches!(tag.name.as_str(), "script" | "img" | "iframe") && value.contains("://") {
                dangers.push(format!("fetches {value}"));
            }
        }
    }
    dangers
}

fn is_foreign(scheme: Option<&str>) -> bool {
    scheme.is_some_and(|scheme| !matches!(scheme, "https" | "http" | "mailto"))
}
