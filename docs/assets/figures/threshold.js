// Answers by how sure the model was, and a threshold below which it is not asked to answer.

import { make, statusLine } from "../make.js";
import * as labels from "./labels.js";
import { slider, svg, tell } from "./parts.js";

const PLACES = 100; // of the slider, from 0 to 1
const [LEFT, WIDTH, COLUMNS] = [10, 290, 40];
const along = (p) => LEFT + WIDTH * p;

export function draw({ axis, models, first }) {
  const values = Array.from({ length: PLACES + 1 }, (_, i) => (i / PLACES).toFixed(2));
  const control = slider(labels.THRESHOLD, values, Math.round(first * PLACES), move);
  const strips = models.map(strip);
  const height = strips.reduce((sum, { height }) => sum + height, 20);
  const line = svg("path", { class: "line", d: `M0 18V${height}` });
  const words = [
    svg("text", { x: -6, y: 12, "text-anchor": "end" }, labels.REFUSED),
    svg("text", { x: 6, y: 12 }, labels.ANSWERED),
  ];
  const limit = svg("g", {}, line, ...words);
  let top = 20;
  for (const { element, height } of strips) {
    element.setAttribute("transform", `translate(0 ${top})`);
    top += height;
  }
  const scale = [
    svg("text", { x: along(0), y: top + 16, "text-anchor": "middle" }, "0"),
    svg("text", { x: along(0.5), y: top + 16, "text-anchor": "middle" }, axis),
    svg("text", { x: along(1), y: top + 16, "text-anchor": "middle" }, "1"),
  ];
  const told = models.map(statusLine);

  function move() {
    const threshold = control.at / PLACES;
    limit.setAttribute("transform", `translate(${along(threshold)} 0)`);
    // Where the line is near an edge, only the word that has room.
    words[0].style.visibility = threshold < 0.12 ? "hidden" : "";
    words[1].style.visibility = threshold > 0.8 ? "hidden" : "";
    strips.forEach(({ dots }, i) => {
      for (const { p, dot } of dots) dot.classList.toggle("refused", p < threshold);
      tell(told[i], inWords(models[i], threshold));
    });
  }

  move();
  const label = labels.dots(axis);
  return [
    svg("svg", { viewBox: `0 0 350 ${top + 22}`, role: "img", "aria-label": label }, ...strips.map(({ element }) => element), limit, ...scale),
    make("div", { className: "bar" }, control.element),
    ...told,
  ];
}

/** One model's answers: right ones stand on a line, wrong ones hang from it. */
function strip({ name, right, wrong }) {
  const up = stack(right);
  const down = stack(wrong);
  const base = 28 + 7 * Math.max(...up.map(({ place }) => place));
  const dots = [
    ...up.map(({ p, column, place }) => ({ p, dot: circle("right", column, base + 2 - 7 * place) })),
    ...down.map(({ p, column, place }) => ({ p, dot: circle("wrong", column, base - 2 + 7 * place) })),
  ];
  const element = svg(
    "g",
    {},
    svg("text", { class: "title", x: 2, y: 12 }, name),
    svg("path", { class: "base", d: `M${LEFT} ${base}h${WIDTH}` }),
    svg("text", { x: along(1) + 6, y: base - 5 }, labels.RIGHT),
    svg("text", { x: along(1) + 6, y: base + 16 }, labels.WRONG),
    ...dots.map(({ dot }) => dot),
  );
  return { element, dots, height: base + 16 + 7 * Math.max(...down.map(({ place }) => place)) };
}

/** Which column each answer stands in, and how high in it. */
function stack(answers) {
  const heights = {};
  return answers.map((p) => {
    const column = Math.floor(COLUMNS * p);
    heights[column] = (heights[column] ?? 0) + 1;
    return { p, column, place: heights[column] };
  });
}

const circle = (kind, column, y) =>
  svg("circle", { class: kind, cx: LEFT + (WIDTH / COLUMNS) * (column + 0.5), cy: y, r: 2.8 });

function inWords({ name, right, wrong }, threshold) {
  const least = (answers) => answers.filter((p) => p >= threshold).length;
  const [good, bad] = [least(right), least(wrong)];
  const refused = right.length + wrong.length - good - bad;
  return labels.answers(name, good, bad, refused, right.length - good);
}
