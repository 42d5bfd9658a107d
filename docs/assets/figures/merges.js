// A text while its vocabulary is being made: the tokens that it is cut into after so many merges.

import { button, make, statusLine } from "../make.js";
import * as labels from "./labels.js";
import { slider, visible } from "./parts.js";

export function draw({ pieces, merges, times, left, first }) {
  const done = slider(labels.MERGES, left.map((_, i) => String(i)), first, move);
  const next = button(labels.NEXT_MERGE, "outlined", () => (done.at += 1));
  const text = make("p", { className: "tokens", role: "img" });
  const told = statusLine();
  const words = pieces.map((piece) => {
    const word = make("span");
    text.append(word, "\u200b"); // a line ends between pieces, never in one
    return { piece, word };
  });

  function move() {
    const at = done.at;
    const [one, other] = merges[at - 1] ?? ["", ""];
    let count = 0, here = 0;
    for (const { piece, word } of words) {
      const tokens = cut(piece, merges.slice(0, at));
      const fresh = tokens.filter((token) => token.joined === at);
      count += tokens.length;
      here += fresh.length;
      const key = tokens.map((token) => token.text).join("\n") + fresh.length;
      if (key === word.key) continue; // most words stay as they are
      word.key = key;
      word.replaceChildren(...tokens.map((token) => chip(token, token.joined === at)));
    }
    text.ariaLabel = labels.beginning(count);
    next.disabled = at === merges.length;
    const [joins, and] = labels.merge(at);
    const made = [joins, code(one), and, code(other), labels.joined(times[at - 1], here)];
    told.replaceChildren(...(at ? made : [labels.BEFORE_MERGES]), labels.makes(left[at], count));
  }

  move();
  return [text, make("div", { className: "bar" }, done.element, next), told];
}

/** The tokens of one piece after the merges, each with the number of the merge that made it. */
function cut(piece, merges) {
  let tokens = [...piece].map((text) => ({ text, joined: -1 }));
  merges.forEach(([one, other], i) => {
    for (let at = 0; at + 1 < tokens.length; at++) {
      if (tokens[at].text !== one || tokens[at + 1].text !== other) continue;
      tokens.splice(at, 2, { text: one + other, joined: i + 1 });
    }
  });
  return tokens;
}

const code = (token) => make("code", {}, visible(token));

const chip = ({ text }, fresh) => make("span", { className: fresh ? "token fresh" : "token" }, visible(text));
