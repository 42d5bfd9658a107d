// Figures that a reader can move. Each is a drawing first; the numbers beside it, which its example
// saved, say of which kind it is.

import { button, make, statusLine } from "./make.js";

const KINDS = { temperature };

export function start() {
  for (const script of document.querySelectorAll("figure > script[type='application/json']")) {
    const data = JSON.parse(script.textContent);
    const figure = script.parentElement;
    const drawings = figure.querySelectorAll(":scope > svg");
    if (!KINDS[data.kind] || !drawings.length) continue;
    drawings[0].before(KINDS[data.kind](data));
    for (const drawing of drawings) drawing.remove();
  }
}

/**
 * The probabilities of the named tokens at one temperature, and of all others together:
 * p = exp(l / T - logsumexp(all l / T)), where `rest` is the log-sum-exp of the others' l / T.
 */
function probabilities(logits, temperature, rest) {
  const scaled = [...logits.map((logit) => logit / temperature), rest];
  const highest = Math.max(...scaled); // taken off, so that no exponential overflows
  const weights = scaled.map((value) => Math.exp(value - highest));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}

/** A token as text: a space in front is part of it, and a line's end can be seen. */
const visible = (token) => token.replace(/^ /, "␣").replaceAll("\n", "↵");

/** What comes next, at a temperature that the reader chooses; and one draw after the other. */
function temperature({ text, names, logits, temperatures, rest, others, draws }) {
  const first = Math.max(0, temperatures.indexOf(1));
  const slider = make("input", { type: "range", min: 0, max: temperatures.length - 1, step: 1 });
  slider.value = String(first);
  const shown = make("span", { className: "value" });
  const next = make("span", { className: "drawn" });
  const told = statusLine();
  const drawn = statusLine();
  const draw = button("", "outlined", another);
  const rows = [...names.map(visible), `${others.toLocaleString("en")} others`].map(bar);
  let count = 0; // of draws shown at this temperature

  function move() {
    const at = Number(slider.value);
    shown.textContent = slider.ariaValueText = temperatures[at].toFixed(1);
    const p = probabilities(logits, temperatures[at], rest[at]);
    rows.forEach((row, i) => row.set(p[i]));
    const words = inWords(temperatures[at], p);
    if (told.textContent !== words) told.textContent = words; // else it would be read out again
    if (count) show(0);
  }

  /** Shows the first so many of the recorded draws. */
  function show(number) {
    count = number;
    const recorded = draws[slider.value];
    const tokens = recorded.slice(0, count);
    next.textContent = tokens.length ? visible(tokens.at(-1)).replace(/^␣/, "") : "?";
    const list = tokens.flatMap((token) => [", ", make("code", {}, visible(token))]).slice(1);
    const all = count === recorded.length;
    const end = all ? [`. That is all: ${count} draws were recorded at this temperature.`] : [];
    drawn.replaceChildren("Drawn so far: ", ...(count ? list : ["nothing yet"]), ...end);
    draw.textContent = all ? "Start over" : "Draw a token";
  }

  /** One draw more, and none after the last. */
  function another() {
    show(count < draws[slider.value].length ? count + 1 : 0);
  }

  slider.oninput = move;
  move();
  show(0);
  return make(
    "div",
    { className: "bars" },
    make("p", { className: "beginning" }, make("em", {}, text), " ", next),
    make("table", {}, make("tbody", {}, ...rows.map((row) => row.element))),
    make(
      "div",
      { className: "bar" },
      make("label", {}, "Temperature", slider, shown),
      draw,
    ),
    told,
    drawn,
  );
}

/** One row: a name, a bar, its probability. */
function bar(name, i, all) {
  const length = make("span", { className: i === all.length - 1 ? "length rest" : "length" });
  const number = make("span");
  const head = make("th", { scope: "row" }, i === all.length - 1 ? name : make("code", {}, name));
  const set = (p) => {
    length.style.setProperty("--p", p);
    number.textContent = p.toFixed(3);
  };
  return { element: make("tr", {}, head, make("td", {}, length, number)), set };
}

function inWords(temperature, p) {
  if (temperature === 1) return "As the model predicts.";
  if (p[0] > 0.999) return "The likeliest gets nearly everything.";
  if (temperature < 1) return "The likeliest gets more than the model predicts.";
  return p.at(-1) > 0.5 ? "The many others get more than half, together." : "The likeliest gets less than the model predicts.";
}
