// A power law, fitted to as many sizes as the reader lets it see, and what it predicts of the rest.
// The fit and its interval are those of lessoncode/measures/power_law.py.

import { make, statusLine } from "../make.js";
import * as labels from "./labels.js";
import { radios, slider, svg, tell } from "./parts.js";

const T95 = { 3: 12.706, 4: 4.303, 5: 3.182, 6: 2.776 }; // Student's t, by the number of points
const [LEFT, RIGHT, BOTTOM] = [34, 344, 190];
const EXPONENTS = [3, 8]; // of the sizes, at the ends
const across = (size) => LEFT + ((RIGHT - LEFT) * (Math.log10(size) - EXPONENTS[0])) / (EXPONENTS[1] - EXPONENTS[0]);
const down = (bits) => BOTTOM - (180 * Math.log(bits / 0.85)) / Math.log(4 / 0.85);

export function draw({ entropy, sizes, bits, first }) {
  const seen = Array.from({ length: sizes.length - 3 }, (_, i) => i + 3); // three points at least
  const count = slider(labels.SIZES, seen.map(String), seen.indexOf(first), move);
  const forms = radios(labels.FITS, 0, move);
  const line = svg("path", { class: "line" });
  const bars = svg("g", { class: "interval" });
  const dots = sizes.map((size, i) => svg("circle", { cx: across(size), cy: down(bits[i]), r: 4.5 }));
  const rows = sizes.slice(3).map((size) => ({ size, cells: [0, 1, 2].map(() => make("td")) }));
  const told = statusLine();

  function move() {
    const n = seen[count.at];
    const floor = forms.at === 0 ? entropy : 0;
    const law = fit(sizes.slice(0, n), bits.slice(0, n).map((b) => b - floor));
    const expected = (size) => law(size).map((value) => value + floor);
    const steps = Array.from({ length: 51 }, (_, i) => 10 ** (EXPONENTS[0] + i / 10));
    line.setAttribute("d", `M${steps.map((size) => `${across(size)} ${down(expected(size)[0])}`).join("L")}`);
    dots.forEach((dot, i) => dot.classList.toggle("hidden", i >= n));
    bars.replaceChildren(...sizes.slice(n).map((size) => {
      const [, low, high] = expected(size);
      return svg("path", { d: `M${across(size)} ${down(low)}V${down(high)}` });
    }));
    rows.forEach(({ size, cells }, i) => {
      const [value, low, high] = expected(size);
      const isSeen = i + 3 < n;
      cells[0].textContent = value.toFixed(3);
      cells[1].textContent = isSeen ? labels.IN_THE_FIT : `${low.toFixed(3)}–${high.toFixed(3)}`;
      cells[2].textContent = bits[i + 3].toFixed(3);
    });
    const [value, low, high] = expected(sizes.at(-1));
    const came = bits.at(-1);
    const place = came > high ? labels.ABOVE : came < low ? labels.BELOW : labels.WITHIN;
    tell(told, labels.predicted(value, came, place));
  }

  move();
  const heading = labels.LAW_COLUMNS.map((name) => make("th", { scope: "col" }, name));
  const body = rows.map(({ size, cells }) => make("tr", {}, make("th", { scope: "row" }, size.toLocaleString("en")), ...cells));
  const legend = make("legend", { className: "visually-hidden" }, labels.FITTED_TO);
  return [
    make("fieldset", {}, legend, make("span", { ariaHidden: "true" }, labels.FITTED_TO), ...forms.elements),
    make("div", { className: "bar" }, count.element),
    svg("svg", { viewBox: "0 0 350 222", role: "img", "aria-label": labels.LAW }, ...axes(entropy), bars, line, ...dots),
    make("table", {}, make("thead", {}, make("tr", {}, ...heading)), make("tbody", {}, ...body)),
    told,
  ];
}

/** A line by least squares through the logarithms: the law at a size, and the interval there. */
function fit(sizes, values) {
  const [x, y] = [sizes, values].map((list) => list.map(Math.log));
  const n = x.length;
  const mean = (list) => list.reduce((a, b) => a + b) / n;
  const [middle, height] = [mean(x), mean(y)];
  const spread = n * mean(x.map((value) => (value - middle) ** 2));
  const slope = (n * mean(x.map((value, i) => (value - middle) * y[i]))) / spread;
  const squares = n * mean(x.map((value, i) => (y[i] - height - slope * (value - middle)) ** 2));
  return (size) => {
    const far = Math.log(size) - middle;
    const margin = T95[n] * Math.sqrt((squares / (n - 2)) * (1 + 1 / n + far ** 2 / spread));
    return [0, -margin, margin].map((off) => Math.exp(height + slope * far + off));
  };
}

function axes(entropy) {
  const text = (x, y, words, anchor) => svg("text", { x, y, "text-anchor": anchor }, words);
  const floor = down(entropy);
  return [
    svg("path", { class: "base", d: `M${LEFT} 6V${BOTTOM}H${RIGHT}M${LEFT} ${floor}H${RIGHT}` }),
    text(LEFT + 6, floor - 5, labels.LAW_AXES.floor, "start"),
    ...[1, 1.5, 2, 3].map((bits) => text(LEFT - 6, down(bits) + 4, String(bits), "end")),
    ...[[labels.LAW_AXES.thousand, 3, "start"], [labels.LAW_AXES.million, 6, "middle"]].map(([words, n, anchor]) => text(across(10 ** n), BOTTOM + 18, words, anchor)),
    text(LEFT + 6, 14, labels.LAW_AXES.bits, "start"),
  ];
}
