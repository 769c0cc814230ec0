// The table sorter by keyboard: up, down, and back; the filter; what is announced. And the same page without any script.
import { equal, fail, open } from "./check.mjs";
import { tabTo } from "./ways.mjs";

export async function lists(base) {
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
    const expect = (what, is, should) => equal(where, what, is, should);
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
