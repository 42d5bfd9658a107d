// How well facts are known that were told a number of times: a dot for each, beside the means of all
// numbers, and what a model answers to one of the questions.

import { button, make, statusLine } from "../make.js";
import { row } from "./bars.js";
import * as labels from "./labels.js";
import { slider, svg, tell } from "./parts.js";

const [LEFT, STEP, BOTTOM, HEIGHT] = [44, 44, 152, 140];
const across = (place) => LEFT + STEP * place;
const down = (p) => BOTTOM - HEIGHT * p;

export function draw({ counts, first }) {
  const times = slider(labels.TIMES, counts.map(({ told }) => String(told)), first, move);
  const other = button(labels.OTHER_QUESTION, "outlined", () => show(at + 1));
  const facts = svg("g", {});
  const text = make("p", { className: "beginning" });
  const rows = [...counts[0].questions[0][1], null].map((known) => row("", !known));
  const told = statusLine();
  let at = 0; // of the questions

  function move() {
    const { told: often, models } = counts[times.at];
    facts.replaceChildren(...models.flatMap((known, i) => known.map(([p, isFirst]) => dot(times.at, i, p, isFirst))));
    const right = models.map((known) => known.filter(([, isFirst]) => isFirst).length);
    const means = models.map((known) => mean(known).toFixed(2));
    tell(told, labels.known(often, means, right, models[0].length));
    show(0);
  }

  /** One of the questions, and what the last model answers. */
  function show(place) {
    const { questions } = counts[times.at];
    at = place % questions.length;
    const [question, answers] = questions[at];
    text.replaceChildren(make("em", {}, question), " …");
    const rest = 1 - answers.reduce((sum, [, p]) => sum + p, 0);
    [...answers, [labels.ALL_OTHERS, rest]].forEach(([name, p], i) => {
      rows[i].set(p, p.toFixed(2));
      (rows[i].head.querySelector("code") ?? rows[i].head).textContent = name;
    });
  }

  move();
  return [
    svg("svg", { viewBox: "0 -10 350 186", role: "img", "aria-label": labels.KNOWN }, ...axes(counts), ...lines(counts), facts),
    make("div", { className: "bar" }, times.element),
    told,
    make("div", { className: "bar" }, text, other),
    make("table", {}, make("tbody", {}, ...rows.map(({ element }) => element))),
  ];
}

/** A fact, filled where the right word is the likeliest; the models stand side by side. */
function dot(place, model, p, isFirst) {
  return svg("circle", { class: isFirst ? "known" : "", cx: across(place) + 10 * (model - 1), cy: down(p), r: 3.5 });
}

function axes(counts) {
  const text = (x, y, words, anchor = "middle") => svg("text", { x, y, "text-anchor": anchor }, words);
  return [
    svg("path", { class: "base", d: `M24 ${down(1)}V${BOTTOM}H${across(counts.length - 0.5)}` }),
    ...[0, 0.5, 1].map((p) => text(20, down(p) + 4, String(p), "end")),
    text(30, 3, labels.RIGHT_WORD, "start"),
    ...counts.map(({ told }, place) => text(across(place), BOTTOM + 18, String(told))),
  ];
}

/** The mean of each model through all counts. */
function lines(counts) {
  return counts[0].models.map((_, i) => {
    const points = counts.map(({ models }, place) => `${across(place)} ${down(mean(models[i]))}`);
    return svg("path", { class: "line", d: `M${points.join("L")}` });
  });
}

const mean = (known) => known.reduce((sum, [p]) => sum + p, 0) / known.length;
