// Whether a page is valid HTML.
import { createRequire } from "node:module";
import { fail } from "./check.mjs";

const { HtmlValidate, StaticConfigLoader } = createRequire(import.meta.url)("html-validate");

const validator = new HtmlValidate(new StaticConfigLoader({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    "doctype-style": ["error", { style: "lowercase" }],
    // Official names are as long as they are.
    "long-title": "off",
    // Nothing comes from elsewhere; what comes from here is named by its content already.
    "require-sri": ["error", { target: "crossorigin" }],
  },
}));

export function validate(where, html) {
  const said = new Set();
  for (const { messages } of validator.validateStringSync(html, where).results) {
    for (const { ruleId, message, line, column } of messages) {
      if (!said.has(ruleId)) fail(`${where}:${line}:${column}`, `${message} (${ruleId})`);
      said.add(ruleId);
    }
  }
}
