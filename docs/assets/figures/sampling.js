// What is left to draw from, after a temperature, top k and top p that the reader chooses.

import { make, statusLine } from "../make.js";
import { probabilities, row } from "./bars.js";
import * as labels from "./labels.js";
import { radios, slider, tell, visible } from "./parts.js";

export function draw({ beginnings, temperatures, ks, ps, first }) {
  const chosen = radios(beginnings.map(({ text }) => `${text} …`), 0, begin);
  const heat = slider(labels.TEMPERATURE, temperatures.map((t) => t.toFixed(1)), temperatures.indexOf(first.temperature), move);
  const topK = slider(labels.TOP_K, ks.map((k) => String(k ?? labels.ALL)), ks.indexOf(first.top_k), move);
  const topP = slider(labels.TOP_P, ps.map((p) => p.toFixed(2)), ps.indexOf(first.top_p), move);
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
    const { names, logits } = beginnings[chosen.at];
    const p = probabilities(logits, temperatures[heat.at]);
    const kept = cut(p, ks[topK.at] ?? p.length, ps[topP.at]);
    const sum = added(p.slice(0, kept));
    names.forEach((_, i) => show(rows[i], p[i], i < kept, sum));
    const others = p.slice(names.length);
    const left = Math.max(0, kept - names.length);
    show(rows.at(-1), added(left ? others.slice(0, left) : others), left, sum);
    rows.at(-1).head.textContent = labels.others(others.length, left < others.length && left);
    tell(told, labels.kept(kept, p.length, sum));
  }

  begin();
  return [
    make("fieldset", {}, make("legend", { className: "visually-hidden" }, labels.BEGINNING), ...chosen.elements),
    make("table", {}, body),
    make("div", { className: "sliders" }, heat.element, topK.element, topP.element),
    told,
  ];
}

/** How many are kept, the likeliest first: k at most, and of these as few as reach the share p. */
function cut(p, k, topP) {
  if (topP === 1) return k;
  const wanted = topP * added(p.slice(0, k));
  let kept = 0;
  for (let sum = 0; kept < k && sum < wanted; kept++) sum += p[kept];
  return kept;
}

const added = (p) => p.reduce((a, b) => a + b, 0);

/** A row: what it has after the cut, or what it had before and lost. */
function show({ element, set }, p, kept, sum) {
  element.classList.toggle("cut", !kept);
  if (kept) set(p / sum);
  else set(p, labels.CUT);
}
