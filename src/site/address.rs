//! Where each page stands. Addresses never change: links that were printed stay good.
//!
//! An address is relative to the root of one language and ends with a slash; files have their ending. Indonesian pages
//! stand at the root of the site, English ones below `en/`.

use crate::model::name::{AgencyId, LaneId, SopRef, SopSlug};
use crate::model::path::RequestFolder;

/// How deep the page of a request lies: `permohonan/2026/11/20/slug/`.
pub const REQUEST_DEPTH: usize = 5;

/// The page of a request.
pub fn request(folder: &RequestFolder) -> String {
    let place = folder.as_str().strip_prefix("requests/").unwrap_or(folder.as_str());
    format!("permohonan/{place}/")
}

/// The page of a letter of a request.
pub fn letter(folder: &RequestFolder, file: &str) -> String {
    format!("{}dokumen/{}/", request(folder), file.strip_suffix(".md").unwrap_or(file))
}

/// The copy of an attached file, from the root of the site: it stands once, for both languages.
pub fn attached(folder: &RequestFolder, file: &str) -> String {
    format!("{}lampiran/{file}", request(folder))
}

/// The receipt of a request.
pub fn receipt(folder: &RequestFolder) -> String {
    format!("{}tanda-terima/", request(folder))
}

/// The page of a procedure.
pub fn sop(id: &SopRef) -> String {
    format!("sop/{}/{}/", id.slug, id.revision)
}

/// The queue of a lane.
pub fn lane(slug: &SopSlug, lane: &LaneId) -> String {
    format!("giliran/lajur/{slug}/{lane}/")
}

/// What waits for an agency.
pub fn agency(id: &AgencyId) -> String {
    format!("giliran/instansi/{id}/")
}

/// How to ask under a procedure.
pub fn submit(slug: &str) -> String {
    format!("ajukan/{slug}/")
}

/// The figures of a procedure.
pub fn statistics(slug: &str) -> String {
    format!("statistik/{slug}/")
}

/// A page of a queue: the first one stands at the queue's own address.
pub fn page(list: &str, number: usize) -> String {
    if number == 1 { list.to_owned() } else { format!("{list}halaman/{number}/") }
}

/// An older page of a list of requests, from 1. Pages fill from the oldest, so none ever changes its place.
pub fn older(list: &str, number: usize) -> String {
    format!("{list}halaman/{}/", of_hundred(number))
}

/// How many landings a page of the register holds.
pub const LANDINGS_PER_PAGE: usize = 100;

/// The page that holds a landing, by its place in the chain from 0. Pages fill from the oldest, so none ever changes its
/// place.
pub fn landing_page(place: usize) -> String {
    landings(place / LANDINGS_PER_PAGE + 1)
}

/// A page of landings, from 1.
pub fn landings(number: usize) -> String {
    format!("register/halaman/{}/", of_hundred(number))
}

/// How many files of a kind stand in a folder.
pub const HUNDRED: usize = 100;

/// Where a file stands that is one of many, from 1: the hundreds have folders of their own, so that a build in which one
/// changes touches a few of them only.
pub fn of_hundred(number: usize) -> String {
    format!("{}/{number}", number.div_ceil(HUNDRED))
}
