// A site's folder on loopback, and the browser that looks at it.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, normalize } from "node:path";
import { chromium } from "playwright-core";

const kinds = {
  html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml", json: "application/json",
  woff2: "font/woff2", xml: "application/xml", csv: "text/csv", ics: "text/calendar", pdf: "application/pdf",
};

export function serve(root) {
  const server = createServer(async (request, answer) => {
    let path = normalize(decodeURIComponent(request.url.split(/[?#]/)[0]));
    if (path.endsWith("/")) path += "index.html";
    try {
      const bytes = await readFile(join(root, path));
      answer.writeHead(200, { "content-type": kinds[path.split(".").pop()] ?? "application/octet-stream" }).end(bytes);
    } catch {
      answer.writeHead(404, { "content-type": "text/html; charset=utf-8" }).end(await readFile(join(root, "404.html")));
    }
  });
  return new Promise((ready) => server.listen(0, "127.0.0.1", () => ready([server, `http://127.0.0.1:${server.address().port}/`])));
}

export function launch() {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}
