// What comes next, at a temperature that the reader chooses; and one draw after the other.

import { button, make, statusLine } from "../make.js";
import { probabilities, row } from "./bars.js";
import * as labels from "./labels.js";
import { slider, tell, visible } from "./parts.js";

export function draw({ text, names, logits, temperatures, rest, others, draws }) {
  const first = Math.max(0, temperatures.indexOf(1));
  const heat = slider(labels.TEMPERATURE, temperatures.map((t) => t.toFixed(1)), first, move);
  const next = make("span", { className: "drawn" });
  const told = statusLine();
  const drawn = statusLine();
  const more = button("", "outlined", another);
  const all = [...names.map(visible), labels.others(others)];
  const rows = all.map((name, i) => row(name, i === names.length));
  let count = 0; // of draws shown at this temperature

  function move() {
    const p = probabilities(logits, temperatures[heat.at], rest[heat.at]);
    rows.forEach(({ set }, i) => set(p[i]));
    tell(told, inWords(temperatures[heat.at], p));
    if (count) show(0);
  }

  /** Shows the first so many of the recorded draws. */
  function show(number) {
    count = number;
    const recorded = draws[heat.at];
    const tokens = recorded.slice(0, count);
    next.textContent = tokens.length ? visible(tokens.at(-1)).replace(/^␣/, "") : "?";
    const list = tokens.flatMap((token) => [", ", make("code", {}, visible(token))]).slice(1);
    const last = count === recorded.length;
    const end = last ? labels.allDrawn(count) : "";
    drawn.replaceChildren(labels.DRAWN, ...(count ? list : [labels.NOTHING_DRAWN]), end);
    more.textContent = last ? labels.START_OVER : labels.DRAW;
  }

  /** One draw more, and none after the last. */
  function another() {
    show(count < draws[heat.at].length ? count + 1 : 0);
  }

  move();
  show(0);
  return [
    make("p", { className: "beginning" }, make("em", {}, text), " ", next),
    make("table", {}, make("tbody", {}, ...rows.map(({ element }) => element))),
    make("div", { className: "bar" }, heat.element, more),
    told,
    drawn,
  ];
}

function inWords(temperature, p) {
  if (temperature === 1) return labels.AS_PREDICTED;
  if (p[0] > 0.999) return labels.NEARLY_ALL;
  if (temperature < 1) return labels.MORE;
  return p.at(-1) > 0.5 ? labels.MANY : labels.LESS;
}
