// A vocabulary trained on the reader's text, a merge at a time.

import { button, make, statusLine } from "../make.js";
import { MOST } from "./training.js";
import { counted, visible } from "./visible.js";

const ROWS = 8; // merges in the table, the last ones

/** The buttons that merge, and the table of merges. */
export function merging(shared) {
  const slider = make("input", { type: "range", min: 0, max: 0, step: 1, value: 0 });
  const value = make("span", { className: "value" });
  const made = statusLine();
  const next = make("p", { className: "next" });
  const rows = make("tbody");
  const head = ["id", "pair", "side by side", "tokens left"].map((name) =>
    make("th", { scope: "col" }, name));
  const caption = make("caption", {}, "The last merges");
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
    slider.ariaValueText = counted(count, "merge");
    made.replaceChildren(...(count ? told(merges[count - 1]) : ["No merge yet: every byte is a token."]));
    next.replaceChildren(...foretold(merges, count));
    const first = Math.max(0, count - ROWS);
    rows.replaceChildren(...merges.slice(first, count).map((m, i) => row(m, 256 + first + i)).reverse());
  }

  const panel = make(
    "div",
    { className: "merges" },
    make(
      "div",
      { className: "bar" },
      button("One merge", "filled", () => to(now() + 1)),
      button("Ten merges", "outlined", () => to(now() + 10)),
      button("Start over", "outlined", () => to(0)),
      make("label", {}, "Merges", slider, value),
    ),
    next,
    made,
  );
  shared.watch(draw);
  return [panel, list];
}

const code = (token) => make("code", {}, make("bdi", {}, visible(token)));

function told({ left, right, token, count, size }) {
  const times = `, which stood side by side ${counted(count, "time")}. `;
  const text = `The text has ${counted(size, "token")} now.`;
  return ["Joined ", code(left), " and ", code(right), " to ", code(token), times, text];
}

/** The pair that the next merge will join. */
function foretold(merges, count) {
  if (count < merges.length) {
    const { left, right, count: times } = merges[count];
    const most = `, side by side ${counted(times, "time")}.`;
    return ["The most frequent pair: ", code(left), " and ", code(right), most];
  }
  if (count === MOST) return [`${MOST} merges are as many as this page makes.`];
  return ["No pair is left: every piece of the text is one token."];
}

function row({ left, right, count, size }, id) {
  const numbers = [count, size].map((number) => make("td", {}, number.toLocaleString("en")));
  const pair = make("td", {}, code(left), " ", code(right));
  return make("tr", {}, make("th", { scope: "row" }, String(id)), pair, ...numbers);
}
