// The site in a real browser: no error, no foreign request, nothing that runs, accessible, nothing cut or overlapping, and
// the ways of the applicant, the officer and the auditor by keyboard alone.
//
// node run.mjs <site> <site of hostile texts>
import { createRequire } from "node:module";
import { readFile, readdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch, serve } from "./serve.mjs";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , folder, hostile] = process.argv;
const problems = [];
const fail = (where, what) => problems.push(`${where}: ${what}`);

async function pagesOf(root, at = "") {
  const found = [];
  for (const entry of await readdir(join(root, at), { withFileTypes: true })) {
    if (entry.isDirectory()) found.push(...(await pagesOf(root, `${at}${entry.name}/`)));
    else if (entry.name === "index.html") found.push(at);
  }
  return found.sort();
}

const browser = await launch();

async function open(base, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && fail(page.url(), message.text()));
  page.on("pageerror", (error) => fail(page.url(), error.message));
  page.on("dialog", (dialog) => { fail(page.url(), `a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => request.url().startsWith(base) || fail(page.url(), `asks for ${request.url()}`));
  page.on("popup", () => fail(page.url(), "opens a window"));
  return page;
}

// What sticks out of its page, and labels of the flow table that lie on symbols or on each other.
const measure = () => {
  const found = [];
  const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (over > 0) found.push(`sticks out by ${over} px`);
  for (const picture of document.querySelectorAll("svg.alur")) {
    const boxes = (query) => [...picture.querySelectorAll(query)].map((part) => [part, part.getBoundingClientRect()]);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const labels = boxes("text.l:not(.m)").filter(([, box]) => box.width > 0);
    for (const [label, box] of labels) {
      for (const [, other] of boxes(".s, .r")) if (meet(box, other)) found.push(`"${label.textContent}" lies on a symbol`);
      for (const [next, other] of labels) if (next !== label && meet(box, other)) found.push(`"${label.textContent}" lies on "${next.textContent}"`);
      const row = picture.getBoundingClientRect();
      if (box.left < row.left - 1 || box.right > row.right + 1) found.push(`"${label.textContent}" leaves the lanes`);
    }
  }
  for (const cell of document.querySelectorAll("td, th, dd, li, p, h1, h2")) {
    if (cell.closest(".tersembunyi, .baca, thead, svg, .gulung")) continue;
    if (cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0 && getComputedStyle(cell).display !== "inline") found.push(`cut: ${cell.textContent.trim().slice(0, 40)}`);
  }
  return found;
};

async function everyKind(base, pages) {
  const first = (test) => pages.find(test);
  const requests = pages.filter((path) => /^permohonan\/\d{4}\/\d\d\/\d\d\/[^/]+\/$/.test(path));
  const procedures = pages.filter((path) => /^sop\/[^/]+\/\d+\/$/.test(path));
  const kinds = [
    "", "cari/", "permohonan/", "giliran/", "sop/", "statistik/", "register/", "register/halaman/1/", "ajukan/", "404.html",
    first((path) => path.startsWith("giliran/lajur/")), first((path) => /^statistik\/.+/.test(path)),
    first((path) => /^ajukan\/.+/.test(path)), first((path) => path.includes("/dokumen/")), first((path) => path.includes("/tanda-terima/")),
    ...procedures, requests[0], requests[Math.floor(requests.length / 2)], requests[requests.length - 1],
  ].filter((path) => path !== undefined);
  for (const colorScheme of ["light", "dark"]) {
    const page = await open(base, { colorScheme });
    for (const path of new Set(kinds)) {
      for (const root of ["", "en/"]) {
        const where = `${root}${path} (${colorScheme})`;
        await page.goto(base + root + path);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run(document));
        for (const one of violations) fail(where, `${one.id}: ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
        for (const width of colorScheme === "light" ? [360, 768, 1280] : []) {
          await page.setViewportSize({ width, height: 900 });
          for (const one of new Set(await page.evaluate(measure))) fail(`${where} at ${width} px`, one);
        }
        await page.setViewportSize({ width: 1280, height: 900 });
      }
    }
    await page.context().close();
  }
  return { requests, procedures };
}

// Presses Tab until an element is reached that has the text.
async function tabTo(page, text) {
  for (let press = 0; press < 200; press++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    if (here === text || (text instanceof RegExp && text.test(here))) {
      const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
      if (!seen) fail(page.url(), `focus on "${here}" cannot be seen`);
      return;
    }
  }
  fail(page.url(), `no way by keyboard to ${text}`);
}

async function ways(base) {
  const page = await open(base, {});
  await page.goto(base);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  if (!page.url().endsWith("#isi")) fail("keyboard", "the first stop does not lead to the content");
  const brief = JSON.parse(await readFile(join(folder, "cari/b/0.json"), "utf8"))[0];
  await page.goto(base);
  await page.focus("#q");
  await page.keyboard.type(brief[0]);
  await Promise.all([page.waitForURL(/cari/), page.keyboard.press("Enter")]);
  await page.waitForSelector("#hasil li");
  await page.focus("#q");
  await tabTo(page, brief[1]);
  await Promise.all([page.waitForURL(/permohonan/), page.keyboard.press("Enter")]);
  if (!(await page.textContent("h1")).includes(brief[1])) fail("applicant", "does not reach the request");

  await page.goto(base);
  await tabTo(page, "Giliran siapa");
  await Promise.all([page.waitForURL(/giliran/), page.keyboard.press("Enter")]);
  await page.focus("main a");
  await Promise.all([page.waitForURL(/giliran\/lajur/), page.keyboard.press("Enter")]);
  if ((await page.locator(".permohonan tbody tr").count()) === 0) fail("officer", "the first queue is empty");

  await page.goto(base);
  await tabTo(page, "Register");
  await Promise.all([page.waitForURL(/register/), page.keyboard.press("Enter")]);
  await tabTo(page, /^1–\d+$/);
  await Promise.all([page.waitForURL(/halaman\/1/), page.keyboard.press("Enter")]);
  if ((await page.locator(".pendaratan tbody tr").count()) === 0) fail("auditor", "no landing is shown");
  await page.context().close();
}

// The table sorter by keyboard: up, down, and back; the filter; what is announced. And the same page without any script.
async function lists(base) {
  const rows = (page) => page.locator(".permohonan tbody tr:visible td:first-child").allTextContents();
  const words = [
    ["", "Batas waktu", "menurut Batas waktu, naik", "menurut Batas waktu, turun", "urutan semula", "tidak ada baris yang cocok"],
    ["en/", "Due", "by Due, ascending", "by Due, descending", "original order", "no row matches"],
  ];
  for (const [root, column, up, down, back, none] of words) {
    const where = `${root}permohonan/`;
    const still = await open(base, { javaScriptEnabled: false });
    await still.goto(base + where);
    const without = await rows(still);
    if (await still.locator(".alat-tabel:visible, thead button").count()) fail(where, "shows without a script what needs one");
    const next = await still.locator(".halaman a").count();
    if (next === 0) fail(where, "the sample is too small for a second page");
    await still.context().close();

    const page = await open(base, {});
    await page.goto(base + where);
    if (!(await page.locator(".alat-tabel p:not([role]):visible").count())) fail(where, "does not say that only one page is sorted");
    const state = () => page.evaluate(() => [...document.querySelectorAll("th[aria-sort]")].map((th) => `${th.textContent}: ${th.getAttribute("aria-sort")}`).join());
    const heard = () => page.locator(".alat-tabel [role=status]").textContent();
    const expect = (what, is, should) => JSON.stringify(is) === JSON.stringify(should) || fail(where, `${what}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
    expect("rows before", await rows(page), without);
    const due = () => page.evaluate(() => [...document.querySelectorAll(".permohonan tbody tr td:nth-child(5)")].map((cell) => Date.parse(cell.querySelector("time")?.dateTime ?? "") || null));
    const dues = await due();
    const sorted = (way) => [...dues.filter((one) => one !== null).sort((a, b) => way * (a - b)), ...dues.filter((one) => one === null)];
    if (new Set(dues).size < 3) fail(where, "the sample has too few due dates to sort");
    await tabTo(page, column);
    for (const [way, word, said] of [[1, "ascending", up], [-1, "descending", down]]) {
      await page.keyboard.press(way > 0 ? "Enter" : "Space");
      expect("state", await state(), `${column}: ${word}`);
      expect("order", await due(), sorted(way));
      expect("announced", await heard(), said);
    }
    await page.keyboard.press("Enter");
    expect("state", await state(), "");
    expect("rows at last", await rows(page), without);
    expect("announced", await heard(), back);

    await page.focus(".alat-tabel input");
    await page.keyboard.type(without[3].toUpperCase());
    expect("filtered", await rows(page), [without[3]]);
    await page.keyboard.type(" tiada");
    expect("filtered away", await rows(page), []);
    if (!(await heard()).startsWith(none)) fail(where, `announces "${await heard()}" for nothing`);
    await page.setViewportSize({ width: 360, height: 800 });
    await page.fill(".alat-tabel input", "");
    expect("rows on a phone", await rows(page), without);
    if (!(await page.locator("thead button:visible").count())) fail(where, "cannot be sorted on a phone");
    await page.context().close();
  }
}

// How many sheets a page takes on paper.
async function sheets(page) {
  const bytes = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  return Math.max(...[...bytes.matchAll(/\/Type\s*\/Pages[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages/g)].map((m) => Number(m[1] ?? m[2])));
}

async function paper(base, { requests, procedures }, pages) {
  const page = await open(base, {});
  const receipt = pages.find((path) => path.includes("/tanda-terima/"));
  const letter = pages.find((path) => path.includes("/dokumen/"));
  for (let [path, least, most] of [[receipt, 1, 1], [letter, 1, 1], ...procedures.map((path) => [path, 3, 10]), [requests[0], 1, null]]) {
    await page.goto(base + path);
    // A request has its flow table, and what was done.
    most ??= 4 + Math.ceil((await page.locator(".riwayat > li").count()) / 3);
    const count = await sheets(page);
    if (!(count >= least && count <= most)) fail(path, `${count} sheets on paper, not ${least} to ${most}`);
  }
  await page.context().close();
}

async function nothingRuns(base, pages) {
  const page = await open(base, {});
  for (const path of pages) {
    await page.goto(base + path);
    const ran = await page.evaluate(() => window.name !== "" || document.querySelectorAll("script:not([src])").length > 0);
    if (ran) fail(path, "something ran");
  }
  await page.context().close();
}

const [server, base] = await serve(folder);
const pages = await pagesOf(folder);
const own = await everyKind(base, pages.filter((path) => !path.startsWith("en/")));
await ways(base);
await lists(base);
await paper(base, own, pages);
server.close();
const [other, bad] = await serve(hostile);
const foreign = await pagesOf(hostile);
await nothingRuns(bad, foreign.filter((path) => !path.startsWith("en/") || path.startsWith("en/permohonan/2026/11/20/link")));
other.close();
await browser.close();
for (const problem of problems) console.error(problem);
console.log(`browser: ${pages.length} pages, ${foreign.length} pages of hostile texts, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
