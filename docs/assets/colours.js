// The colours of Python in the editor: what Pygments gives the page's code, by the names of its
// classes, as far as the theme makes a difference. A link can hold any code, so each pattern takes
// time in proportion to the length of the code, whatever it is.

import { make } from "./make.js";

const WORDS =
  "and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|" +
  "global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield";
const NUMBER = String.raw`0[xob][\da-fA-F_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?j?`;
const STRING = ['"""', "'''"]
  .map((mark) => String.raw`${mark}(?:\\[^]|(?!${mark})[^])*(?:${mark}|$)`)
  .concat(['"', "'"].map((mark) => String.raw`${mark}(?:\\[^]|[^\\\n${mark}])*${mark}?`))
  .join("|");
// Blanks are taken as one: from each of them the look-behinds would go back over all before it.
const TOKEN = new RegExp(
  [
    "\\s+",
    "(?<c1>#.*)",
    `(?<sd>(?<=^[ \\t]*)[rRuUbB]{0,2}(?="""|''')(?:${STRING}))`,
    `(?<prefix>\\b[rRbBuUfF]{1,2})?(?<s1>${STRING})`,
    "(?<=^[ \\t]*(?:from|import)[ \\t]+)[\\w.]+", // a module
    `(?<mi>(?<![\\w.])(?:${NUMBER}))`,
    "(?<nd>(?<=^[ \\t]*)@[\\w.]+)",
    `(?<k>\\b(?:${WORDS})\\b)`,
    "\\w+",
  ].join("|"),
  "gm",
);
// From each brace it looks no further than to the next: brackets with braces in them stay uncoloured.
const FIELD = /(\{\{|\}\})|(\{)((?:\[[^\]{}]*\]|\([^){}]*\)|[^{}:![(])*)(?=[{}:!])([^{}]*(?:\{[^{}]*\}[^{}]*)*\})/g;

/** The nodes of a code in colours; together they have its text. */
export function coloured(code) {
  return pieces(code, TOKEN, painted);
}

/** What a pattern matches made into nodes, and the text between. */
function pieces(text, pattern, made) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    nodes.push(text.slice(end, match.index), ...made(match));
    end = match.index + match[0].length;
  }
  return [...nodes, text.slice(end)];
}

function painted({ 0: text, groups: { prefix, s1, ...others } }) {
  if (s1) return /f/i.test(prefix ?? "") ? pieces(text, FIELD, field).map(string) : [span("s1", text)];
  const kind = Object.keys(others).find((name) => others[name] !== undefined);
  return [kind ? span(kind, text) : text];
}

/** A field of an f-string: braces and format are the string's, the rest is code. */
function field([, braces, opening, code, rest]) {
  if (braces) return [braces];
  return [opening, make("span", {}, ...coloured(code)), rest];
}

const string = (node) => (typeof node === "string" ? span("s1", node) : node);
const span = (className, text) => make("span", { className }, text);
