//! Figures as bars. The same figures stand beside them as a table.

use std::fmt::Write;

use super::super::projection::Month;
use super::super::words::Two;
use crate::model::say::Lang;

/// A share of a whole as a bar of a hundred parts.
pub fn bar(part: i64, whole: i64, strong: bool) -> String {
    let width = if whole > 0 { (part * 1000 / whole).clamp(0, 1000) } else { 0 };
    let class = if strong { "bk" } else { "b" };
    format!(
        r#"<svg class="batang" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="bg" width="1000" height="10"/><rect class="{class}" width="{width}" height="10"/></svg>"#
    )
}

/// Opened and closed requests, month by month, with their names in each language.
pub fn months(months: &[Month]) -> Two {
    Two::of(|lang| in_language(months, lang))
}

fn in_language(months: &[Month], lang: Lang) -> String {
    const HEIGHT: usize = 96;
    let most = months.iter().map(|month| month.opened.max(month.closed)).max().unwrap_or(0).max(1);
    let mut bars = String::new();
    for (n, month) in months.iter().enumerate() {
        let x = n * 60;
        let (opened, closed) = (month.opened * HEIGHT / most, month.closed * HEIGHT / most);
        let _ = write!(
            bars,
            r#"<rect class="b" x="{}" y="{}" width="18" height="{opened}"/><rect class="bk" x="{}" y="{}" width="18" height="{closed}"/>"#,
            x + 9,
            HEIGHT - opened,
            x + 30,
            HEIGHT - closed
        );
        let name = super::escaped(month.name.pick(lang).split(' ').next().unwrap_or_default());
        let _ = write!(bars, r#"<text class="l m" x="{}" y="{}">{name}</text>"#, x + 29, HEIGHT + 16);
    }
    let width = months.len() * 60;
    format!(
        r#"<svg class="bulanan" viewBox="0 -4 {width} {}" aria-hidden="true"><line class="g" x1="0" y1="{HEIGHT}" x2="{width}" y2="{HEIGHT}"/>{bars}</svg>"#,
        HEIGHT + 26
    )
}
