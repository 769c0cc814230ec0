// A site whose every text wants to run something: nothing does, on any of its pages, in its search or in its lists.
import { readFileSync } from "node:fs";
import { fail, open } from "./check.mjs";
import { validate } from "./valid.mjs";

const CASES = readFileSync(new URL("../site/xss.txt", import.meta.url), "utf8").trim().split("\n").map((line) => line.split("\t")[0]);
// Of these cases a request stands on the site; the others are refused before they get there.
const LEAST = 100;

const ran = () => {
  const found = [];
  if (window.name !== "") found.push("something ran");
  if (document.querySelector("script:not([src]), iframe, object, embed, main img, main style")) found.push("holds what no page holds");
  for (const { href } of document.querySelectorAll("[href]")) if (typeof href === "string" && !/^(https?|mailto):/.test(href)) found.push(`leads to ${href.slice(0, 40)}`);
  return found;
};

export async function hostile(base, pages) {
  const shown = new Set(pages.map((path) => path.match(/^permohonan\/\d{4}\/\d\d\/\d\d\/([^/]+)\/$/)?.[1]));
  const cases = CASES.filter((name) => shown.has(name)).length;
  if (cases < LEAST) fail("hostile texts", `only ${cases} of ${CASES.length} cases are shown`);
  const half = (n) => pages.filter((_, at) => at % 2 === n);
  await Promise.all([readThrough(base, half(0)), readThrough(base, half(1))]);
  await useScripts(base);
}

async function look(page, where) {
  for (const one of await page.evaluate(ran)) fail(where, one);
}

async function readThrough(base, pages) {
  const page = await open(base, {});
  for (const path of pages) {
    const answer = await page.goto(base + path);
    await look(page, path);
    if (path.includes("/dokumen/")) validate(path, await answer.text());
  }
  await page.context().close();
}

// What the site's own scripts make of such texts.
async function useScripts(base) {
  const page = await open(base, {});
  for (const word of ["script", "alert", "javascript", "onerror"]) {
    await page.goto(`${base}cari/?q=${word}`);
    await page.waitForSelector("#hasil li");
    await look(page, `cari/?q=${word}`);
  }
  await page.goto(`${base}permohonan/`);
  for (const header of await page.locator("thead button").all()) await header.click();
  await page.fill(".alat-tabel input", "alert(1)");
  await look(page, "permohonan/, sorted and filtered");
  await page.context().close();
}
