// How a page of every kind looks, in both languages: valid, accessible in light and dark, nothing cut or overlapping at any
// width.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { fail, open } from "./check.mjs";
import { validate } from "./valid.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [360, 768, 1280];

// What sticks out of its page, labels of the flow table that lie on symbols or on each other, and words that are broken
// where no syllable ends.
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
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest(".tersembunyi, code, pre, figcaption, svg, noscript, script") || text.parentElement.closest(".baca")?.clientWidth === 1) continue;
    for (const { 0: word, index } of text.data.matchAll(/\p{L}{4,}/gu)) {
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      // The hyphen that a syllable before it left behind counts as its first box.
      const hyphen = (box, n) => n === 0 && text.data[index - 1] === "\u00ad" && box.width < 11;
      const lines = new Set([...range.getClientRects()].filter((box, n) => !hyphen(box, n)).map((box) => Math.round(box.top)));
      if (lines.size > 1) found.push(`breaks "${word}"`);
    }
  }
  return found;
};

export function looks(base, paths) {
  const look = async (colorScheme) => {
    const page = await open(base, { colorScheme });
    for (const path of paths.flatMap((path) => [path, `en/${path}`])) {
      const where = `${path} (${colorScheme})`;
      const answer = await page.goto(base + path);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const one of violations) fail(where, `${one.id}: ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary.split("\n")[1] ?? ""}`);
      if (colorScheme === "dark") continue;
      validate(path, await answer.text());
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const one of new Set(await page.evaluate(measure))) fail(`${where} at ${width} px`, one);
      }
    }
    await page.context().close();
  };
  return Promise.all(["light", "dark"].map(look));
}
