// How often a probe is right, beside what to compare it with, at a place in the model that the
// reader chooses: a dot, a ring, and their difference.

import { make, statusLine } from "../make.js";
import * as labels from "./labels.js";
import { radios, slider, svg, tell } from "./parts.js";

const [FIRST, LAST] = [40, 100]; // per cent, at the ends of the scale
const along = (share) => `${(100 * (share - FIRST)) / (LAST - FIRST)}%`;

export function draw({ places, models, tests, first }) {
  const place = slider(labels.READ_AFTER, places, first, move);
  const chosen = radios(tests.map(({ name }) => name), 0, move);
  const base = make("th", { scope: "col" });
  const rows = models.map(row);
  const told = statusLine();

  function move() {
    const test = tests[chosen.at];
    base.textContent = test.base;
    const [right, against] = [test.right[place.at], test.against[place.at]];
    rows.forEach(({ set }, i) => set(right[i], against[i]));
    const beyond = right.map((share, i) => share - against[i]);
    tell(told, labels.beyond(test.base, ranges(models, beyond)));
  }

  move();
  const head = (name) => make("th", { scope: "col" }, name);
  const scale = head(labels.scale(FIRST, LAST));
  const [model, carry, more] = labels.PROBE_COLUMNS.map(head);
  const heading = make("tr", {}, model, scale, carry, base, more);
  const legend = make("legend", { className: "visually-hidden" }, labels.TESTED_ON);
  return [
    make("fieldset", {}, legend, make("span", { ariaHidden: "true" }, labels.TESTED_ON), ...chosen.elements),
    make("div", { className: "bar" }, place.element),
    make("table", {}, make("thead", {}, heading), make("tbody", {}, ...rows.map(({ element }) => element))),
    told,
  ];
}

/** One model: a drawing for the eye, and the same as numbers. */
function row(name) {
  const line = svg("line", { class: "base", y1: "50%", y2: "50%" });
  const ring = svg("circle", { class: "ring", cy: "50%", r: 4.5 });
  const dot = svg("circle", { class: "dot", cy: "50%", r: 4.5 });
  const drawing = svg("svg", { "aria-hidden": "true" }, line, ring, dot);
  const numbers = [0, 0, 0].map(() => make("td"));
  const set = (right, against) => {
    line.setAttribute("x1", along(against));
    line.setAttribute("x2", along(right));
    ring.setAttribute("cx", along(against));
    dot.setAttribute("cx", along(right));
    [right, against, right - against].forEach((share, i) => (numbers[i].textContent = labels.percent(share)));
  };
  const element = make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, drawing), ...numbers);
  return { element, set };
}

/** The lowest and the highest of each kind of model; a model is called by its kind and a number. */
function ranges(models, values) {
  const kinds = [...new Set(models.map((name) => name.split(" ")[0]))];
  return kinds.map((kind) => {
    const own = values.filter((_, i) => models[i].startsWith(`${kind} `));
    return labels.range(kind, labels.percent(Math.min(...own)), labels.percent(Math.max(...own)));
  });
}
