// The ways of the applicant, the officer and the auditor, by keyboard alone.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, open } from "./check.mjs";

// Presses Tab until an element is reached that has the text.
export async function tabTo(page, text) {
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

// Presses Enter, and waits for the page that it leads to.
async function enter(page, address) {
  await Promise.all([page.waitForURL(address), page.keyboard.press("Enter")]);
}

export async function ways(base, folder) {
  const page = await open(base, {});
  const brief = JSON.parse(await readFile(join(folder, "cari/b/0/0.json"), "utf8"))[0];
  for (const words of [ID, EN]) {
    const root = base + words.root;
    await page.goto(root);
    await page.keyboard.press("Tab");
    const nowhere = () => fail("keyboard", "the first stop does not lead to the content");
    await Promise.all([page.waitForURL(/#isi$/, { timeout: 5000 }).catch(nowhere), page.keyboard.press("Enter")]);
    await applicant(page, root, words, brief);
    await officer(page, root, words);
    await auditor(page, root);
  }
  await page.context().close();
}

const ID = { root: "", ask: "Cara mengajukan", turn: "Giliran siapa", receipt: "Tanda terima untuk dicetak", prepare: "Yang disiapkan" };
const EN = { root: "en/", ask: "How to ask", turn: "Whose turn", receipt: "Receipt for printing", prepare: "What to prepare" };

// Reads what to prepare; later finds the request by its number, and takes its receipt.
async function applicant(page, root, words, brief) {
  await page.goto(root);
  await tabTo(page, words.ask);
  await enter(page, /ajukan\/$/);
  await page.focus(".layanan a");
  await enter(page, /ajukan\/[^/]+\/$/);
  if (!(await page.textContent("main")).includes(words.prepare)) fail("applicant", "is not told what to prepare");

  await page.goto(root);
  await page.focus("#q");
  await page.keyboard.type(brief[0]);
  await enter(page, /cari/);
  await page.waitForSelector("#hasil li");
  await page.focus("#q");
  await tabTo(page, brief[1]);
  await enter(page, /permohonan/);
  if (!(await page.textContent("h1")).includes(brief[1])) fail("applicant", "does not reach the request");
  await tabTo(page, words.receipt);
  await enter(page, /tanda-terima/);
  if (!(await page.textContent("main")).includes(brief[0])) fail("applicant", "the receipt does not tell the number");
}

// Finds the queue in which somebody waits, and the request that waits longest.
async function officer(page, root, words) {
  await page.goto(root);
  await tabTo(page, words.turn);
  await enter(page, /giliran/);
  await page.focus("main table a");
  await enter(page, /giliran\/lajur/);
  if ((await page.locator(".permohonan tbody tr").count()) === 0) return fail("officer", "the first queue is empty");
  const title = await page.locator(".permohonan .judul").first().textContent();
  await tabTo(page, title);
  await enter(page, /permohonan/);
  if ((await page.textContent("h1")) !== title) fail("officer", "does not reach the request");
  if ((await page.locator(".alir tr[aria-current=step]").count()) !== 1) fail("officer", "is not shown the present step");
}

// Goes through the register to a page of landings, and from a landing to its request.
async function auditor(page, root) {
  await page.goto(root);
  await tabTo(page, "Register");
  await enter(page, /register/);
  await tabTo(page, /^1–\d+$/);
  await enter(page, /halaman\/1/);
  if ((await page.locator(".pendaratan tbody tr").count()) === 0) fail("auditor", "no landing is shown");
  await tabTo(page, /^\d{4}\/\d{4}$/);
  await enter(page, /permohonan/);
  if ((await page.locator(".riwayat .bukti code").count()) === 0) fail("auditor", "the request shows no commit");
}
