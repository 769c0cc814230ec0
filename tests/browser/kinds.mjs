// Every kind of page that a site has. A page of no known kind is a problem, so no kind can be forgotten by the checks.
import { statSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./check.mjs";

const KINDS = {
  front: /^$/,
  search: /^cari\/$/,
  "not found": /^404\.html$/,
  list: /^permohonan\/(halaman\/\d+\/\d+\/)?$/,
  "list by state": /^permohonan\/keadaan\//,
  "list by agency": /^permohonan\/instansi\//,
  "list by procedure": /^permohonan\/sop\//,
  "list by year": /^permohonan\/tahun\//,
  request: /^permohonan\/\d{4}\/\d\d\/\d\d\/[^/]+\/$/,
  letter: /^permohonan\/.+\/dokumen\/[^/]+\/$/,
  receipt: /^permohonan\/.+\/tanda-terima\/$/,
  queues: /^giliran\/$/,
  "queue of a lane": /^giliran\/lajur\//,
  "queue of an agency": /^giliran\/instansi\//,
  procedures: /^sop\/$/,
  procedure: /^sop\/[^/]+\/\d+\/$/,
  "how to ask": /^ajukan\/$/,
  "how to ask for one": /^ajukan\/[^/]+\/$/,
  statistics: /^statistik\/$/,
  "statistics of one": /^statistik\/[^/]+\/$/,
  register: /^register\/$/,
  landings: /^register\/halaman\/\d+\/\d+\/$/,
};

// The kinds whose pages differ so much that several are looked at: procedures by their tables, requests by their state.
const ALL_OF = ["procedure", "statistics of one"];

// From the Indonesian pages, the largest and the smallest of each kind. `requests` is what data/permohonan.json says.
export function everyKind(folder, pages, requests) {
  const of = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  for (const path of pages) {
    const kind = Object.keys(KINDS).filter((kind) => KINDS[kind].test(path));
    if (kind.length === 1) of[kind[0]].push(path);
    else fail(path, `is ${kind.length ? kind.join(" and ") : "of no known kind"}`);
  }
  for (const kind of Object.keys(KINDS)) if (of[kind].length === 0) fail(kind, "no page of this kind");
  const states = new Map(requests.map((one) => [`${one.state}${one.late ? " late" : ""}${one.loops > 0 ? " back" : ""}`, one.url]));
  const size = (path) => statSync(join(folder, path.endsWith(".html") ? path : `${path}index.html`)).size;
  const extremes = (paths) => [...paths].sort((a, b) => size(a) - size(b)).filter((_, n, all) => n === 0 || n === all.length - 1);
  const pick = (kind) => (ALL_OF.includes(kind) ? of[kind] : kind === "request" ? [...extremes(of[kind]), ...states.values()] : extremes(of[kind]));
  const picked = [...new Set(Object.keys(KINDS).flatMap(pick))];
  return { picked, of };
}
