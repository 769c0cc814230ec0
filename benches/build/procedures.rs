//! What the flow table of a request shows of its procedure, whatever the request: a few procedures, so their cells stand
//! ready as HTML, as `src/site/pages/fixed.rs` fills them once for all requests.

use serde_json::{Value, json};

use super::frame::between;

/// A procedure, from the page of one of its requests.
pub fn of(page: &str) -> Value {
    let table = between(page, "<table class=\"alir nyata l", "</table>");
    let (lanes, table) = table.split_once("\">\n").expect("a table says how many lanes it has");
    let (head, rows) = table.split_once("\n<tbody>\n").expect("a table has a head and rows");
    let rows: Vec<Value> = rows.split("<tr class=\"s-").skip(1).map(row).collect();
    json!({ "lanes": lanes, "columns": between(table, "colspan=\"", "\""), "head": head, "rows": rows })
}

fn row(row: &str) -> Value {
    // The present step says so in its cell, and English pages say in which language the activity is.
    let activity = between(row, "<th scope=\"row\"", "</th>");
    let activity = activity.split(" <span").next().and_then(|cell| cell.split_once('>')).expect("a cell begins").1;
    let classes: Vec<&str> = between(row, " ", "\"").split(' ').collect();
    json!({
        "ports": classes[0].trim_start_matches('q'),
        "decides": classes.contains(&"putus"),
        "joined": classes.contains(&"sambung"),
        "number": between(row, "<td class=\"angka\">", "</td>"),
        "activity": activity,
        "words": format!("<div class=\"baca\">{}</div>", between(row, "<div class=\"baca\">", "</div></td>")),
        "standard": between(row, "</div></td>\n", "\n<td class=\"nyata"),
    })
}
