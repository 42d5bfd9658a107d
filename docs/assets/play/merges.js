// A vocabulary trained on the reader's text, a merge at a time.

import { START_OVER } from "../labels.js";
import { button, make, statusLine } from "../make.js";
import * as messages from "./messages.js";
import { MOST } from "./training.js";
import { visible } from "./visible.js";

const ROWS = 8; // merges in the table, the last ones

/** The buttons that merge, and the table of merges. */
export function merging(shared) {
  const slider = make("input", { type: "range", min: 0, max: 0, step: 1, value: 0 });
  const value = make("span", { className: "value" });
  const made = statusLine();
  const next = make("p", { className: "next" });
  const rows = make("tbody");
  const head = messages.MERGE_COLUMNS.map((name) =>
    make("th", { scope: "col" }, name));
  const caption = make("caption", {}, messages.LAST_MERGES);
  const table = make("table", {}, caption, make("thead", {}, make("tr", {}, ...head)), rows);
  const list = make("div", { className: "merges made" }, table);

  const to = (merges) => shared.change({ merges: Math.min(merges, Number(slider.max)) });
  const now = () => Number(slider.value);
  slider.oninput = () => to(now());

  function draw() {
    panel.hidden = shared.name !== "own" || !shared.vocabulary || !shared.text;
    list.hidden = panel.hidden || !shared.made;
    if (panel.hidden) return;
    const { merges } = shared.training;
    const count = shared.made;
    slider.max = String(merges.length);
    slider.value = value.textContent = String(count);
    slider.ariaValueText = messages.merges(count);
    made.replaceChildren(...(count ? told(merges[count - 1]) : [messages.NO_MERGE]));
    next.replaceChildren(...expected(merges, count));
    const first = Math.max(0, count - ROWS);
    rows.replaceChildren(...merges.slice(first, count).map((m, i) => row(m, 256 + first + i)).reverse());
  }

  const panel = make(
    "div",
    { className: "merges" },
    make(
      "div",
      { className: "bar" },
      button(messages.ONE_MERGE, "filled", () => to(now() + 1)),
      button(messages.TEN_MERGES, "outlined", () => to(now() + 10)),
      button(START_OVER, "outlined", () => to(0)),
      make("label", {}, messages.MERGES, slider, value),
    ),
    next,
    made,
  );
  shared.watch(draw);
  return [panel, list];
}

const code = (token) => make("code", {}, make("bdi", {}, visible(token)));

function told({ left, right, token, count, size }) {
  const [joined, and, into] = messages.JOINED;
  return [joined, code(left), and, code(right), into, code(token), messages.joined(count, size)];
}

/** The pair that the next merge will join. */
function expected(merges, count) {
  if (count < merges.length) {
    const { left, right, count: times } = merges[count];
    const [pair, and] = messages.NEXT_PAIR;
    return [pair, code(left), and, code(right), messages.nextPair(times)];
  }
  if (count === MOST) return [messages.mostMerges(MOST)];
  return [messages.NO_PAIR];
}

function row({ left, right, count, size }, id) {
  const numbers = [count, size].map((number) => make("td", {}, number.toLocaleString("en")));
  const pair = make("td", {}, code(left), " ", code(right));
  return make("tr", {}, make("th", { scope: "row" }, String(id)), pair, ...numbers);
}
