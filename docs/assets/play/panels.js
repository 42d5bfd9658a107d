// What is seen once a vocabulary is there: the counts, the tokens, the merges, the languages.

import { make, statusLine } from "../make.js";
import { toBytes } from "./bpe.js";
import { cuttable } from "./in-use.js";
import * as messages from "./messages.js";
import { languages } from "./languages.js";
import { merging } from "./merges.js";
import { LIMIT } from "./shared.js";
import { TokenList } from "./tokens.js";

const READ_OUT = 700; // milliseconds without a change, after which the counts are read out

/** Adds it all to the page, and draws it whenever something changes. */
export function show(shared, block, sentences) {
  const [buttons, table] = merging(shared);
  block.append(buttons, tokensPanel(shared, block.querySelector("textarea")), table);
  sentences.querySelector(".starter").after(languages(sentences, shared));
  return true;
}

function tokensPanel(shared, box) {
  const summary = make("p", { className: "summary" });
  const readOut = statusLine();
  readOut.classList.add("visually-hidden");
  const list = new TokenList();
  let waiting;

  shared.watch((message) => {
    const { vocabulary, training } = shared;
    if (message && vocabulary) return; // what is seen stays until the new is there
    const text = cuttable(shared.text);
    const tokens = vocabulary?.encode(text) ?? [];
    const newest = training?.merges[shared.made - 1]?.token;
    list.draw(tokens, vocabulary?.ids, newest, getComputedStyle(box).direction);
    summary.textContent = vocabulary ? inWords(shared, text, tokens) : "";
    clearTimeout(waiting);
    waiting = setTimeout(() => (readOut.textContent = summary.textContent), READ_OUT);
  });
  return make("div", {}, summary, readOut, list.element);
}

function inWords(shared, text, tokens) {
  if (!text) return messages.NOTHING_TO_CUT;
  const cutAt = shared.text.length > LIMIT && LIMIT;
  return messages.counts([...text].length, toBytes(text).length, tokens.length, cutAt);
}
