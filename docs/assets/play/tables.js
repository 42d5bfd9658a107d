// The two tables of the play pages: what may come next, as bars, and what heads take from where.

import { button, make } from "../make.js";
import { others as inWords } from "./messages.js";
import { visible } from "./visible.js";

const MANY = 24; // tokens, above which those are left out from which no head takes much
const MUCH = 0.05;

/**
 * Bars, a column for each predictor.
 * @param {string[]} columns their names
 * @param {{name: string, values: (number | null)[], mark?: number, onclick?: () => void}[]} rows
 *   `mark` is where the first bar ended before it was bent; one without `onclick` is the others'
 */
export function bars(caption, columns, rows) {
  const heads = columns.map((name) => make("th", { scope: "col" }, name));
  return make(
    "table",
    { className: "likely" },
    make("caption", {}, caption),
    make("thead", {}, make("tr", {}, make("td"), ...heads)),
    make("tbody", {}, ...rows.map(row)),
  );
}

function row({ name, values, mark, onclick }) {
  const append = onclick && button(name, "piece", onclick);
  const cells = values.map((p, i) => cell(p, i === 0 ? mark : undefined));
  const className = onclick ? "" : "rest";
  return make("tr", { className }, make("th", { scope: "row" }, append ?? name), ...cells);
}

/** A probability: its number and a bar. */
export function cell(p, mark) {
  if (p === null) return make("td", {}, "–");
  const bar = make("span", { className: "length" });
  const track = make("span", { className: mark === undefined ? "track" : "track marked" }, bar);
  track.style.setProperty("--p", p);
  track.style.setProperty("--mark", mark ?? 0);
  return make("td", {}, make("span", { className: "number" }, p.toFixed(4)), track);
}

/**
 * What one token takes from those before it and itself.
 * @param {string[]} pieces the text's tokens
 * @param {string[]} names the heads'
 * @param {number[][]} shares by head and token
 */
export function attention(caption, pieces, names, shares) {
  const taken = pieces.map((_, i) => shares.map((head) => head[i]));
  const shown = pieces.map((_, i) => i);
  const some = pieces.length > MANY ? shown.filter((i) => Math.max(...taken[i]) >= MUCH) : shown;
  const rows = some.map((i) => line(make("code", {}, visible(pieces[i])), taken[i]));
  const others = shown.filter((i) => !some.includes(i));
  if (others.length) {
    const rest = names.map((_, head) => others.reduce((sum, i) => sum + taken[i][head], 0));
    rows.push(line(inWords(others.length), rest));
  }
  const heads = names.map((name) => make("th", { scope: "col" }, name));
  const table = make(
    "table",
    { className: "heads" },
    make("thead", {}, make("tr", {}, make("td"), ...heads)),
    make("tbody", {}, ...rows),
  );
  const wide = make("div", { className: "wide", tabIndex: 0, role: "group", ariaLabel: caption }, table);
  return make("div", {}, make("p", { className: "caption" }, caption), wide);
}

function line(name, shares) {
  const cells = shares.map((share) => {
    const found = make("td", {}, share.toFixed(2));
    found.style.setProperty("--share", share);
    return found;
  });
  return make("tr", {}, make("th", { scope: "row" }, name), ...cells);
}

/** A slider with its name and value; `onmove` is called while it moves. */
export function slider(name, { min, max, step, value }, onmove) {
  const shown = make("output", { className: "value", ariaLive: "off" });
  const input = make("input", { type: "range", min, max, step });
  input.value = String(value);
  const digits = String(step).split(".")[1]?.length ?? 0;
  const show = () => (shown.textContent = Number(input.value).toFixed(digits));
  input.oninput = () => {
    show();
    onmove();
  };
  show();
  return {
    element: make("label", { className: "slider" }, name, input, shown),
    input,
    get value() {
      return Number(input.value);
    },
    set(value) {
      input.value = String(value);
      show();
    },
  };
}
