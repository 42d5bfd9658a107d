// What is left to draw from, after a temperature, top k and top p that the reader chooses.

import { make, statusLine } from "../make.js";
import { probabilities, row } from "./bars.js";
import { radios, slider, tell, visible } from "./parts.js";

export function draw({ beginnings, temperatures, ks, ps, first }) {
  const chosen = radios(beginnings.map(({ text }) => `${text} …`), 0, begin);
  const heat = slider("Temperature", temperatures.map((t) => t.toFixed(1)), temperatures.indexOf(first.temperature), move);
  const topK = slider("Top k", ks.map((k) => String(k ?? "all")), ks.indexOf(first.top_k), move);
  const topP = slider("Top p", ps.map((p) => p.toFixed(2)), ps.indexOf(first.top_p), move);
  const body = make("tbody");
  const told = statusLine();
  let rows;

  /** The rows of one beginning: its likeliest tokens, and all others together. */
  function begin() {
    rows = [...beginnings[chosen.at].names.map(visible), ""].map((name, i, all) => row(name, i === all.length - 1));
    body.replaceChildren(...rows.map(({ element }) => element));
    move();
  }

  function move() {
    const { names, logits, rest, others = 0, tail } = beginnings[chosen.at];
    const all = logits.length + others;
    const p = probabilities(logits, temperatures[heat.at], rest?.[heat.at] ?? -Infinity);
    const { kept, sum } = cut(p, ks[topK.at] ?? all, ps[topP.at], tail?.[heat.at][topP.at], all);
    names.forEach((_, i) => show(rows[i], p[i], i < kept, sum));
    const named = p.slice(0, names.length).reduce((a, b) => a + b);
    const left = Math.max(0, kept - names.length);
    const many = all - names.length;
    show(rows.at(-1), left ? sum - named : 1 - named, left, sum);
    rows.at(-1).head.textContent = left && left < many ? `${count(left)} of ${count(many)} others` : `${count(many)} others`;
    tell(told, inWords(kept, all, sum));
  }

  begin();
  return [
    make("fieldset", {}, make("legend", { className: "visually-hidden" }, "Beginning"), ...chosen.elements),
    make("table", {}, body),
    make("div", { className: "sliders" }, heat.element, topK.element, topP.element),
    told,
  ];
}

/**
 * How many of all tokens are kept, the likeliest first, and what they had before: of top k those, of
 * top p as few of them as reach that share. Where this needs tokens that are not named, the example
 * has saved the answer, `tail`.
 */
function cut(p, k, topP, tail, all) {
  const known = Math.min(k, p.length - 1); // the last stands for those that are not named
  let sum = k < all ? p.slice(0, known).reduce((a, b) => a + b) : 1;
  if (topP === 1) return { kept: k, sum };
  const wanted = topP * sum;
  let kept = 0;
  for (sum = 0; kept < known && sum < wanted; kept++) sum += p[kept];
  return sum < wanted && tail ? { kept: tail[0], sum: tail[1] } : { kept, sum };
}

/** A row: what it has after the cut, or what it had before and lost. */
function show({ element, set }, p, kept, sum) {
  element.classList.toggle("cut", !kept);
  if (kept) set(p / sum);
  else set(p, "cut");
}

const count = (number) => number.toLocaleString("en");

function inWords(kept, all, sum) {
  if (kept === all) return `Nothing is cut: each of the ${count(all)} tokens can be drawn.`;
  const which = kept === 1 ? "1 token is kept. It" : `${count(kept)} tokens are kept. Together they`;
  return `${which} had ${sum.toFixed(3)} of the probability, and now ${kept === 1 ? "has" : "have"} all of it.`;
}
