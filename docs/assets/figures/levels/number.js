// The last level: one product, the sum of all, the score, and the share that softmax makes of it.

import { visible } from "../parts.js";
import { sum } from "./canvas.js";
import * as labels from "./labels.js";
import { scores } from "./pair.js";

export function draw(canvas, state) {
  const { shown, key, pair } = state;
  const { width, isNarrow } = canvas;
  const all = scores(state);
  const { query, key: offers, products, total, score } = all[key - 1];
  const [q, k] = [query[pair - 1], offers[pair - 1]];
  const size = products.length;
  const root = Math.sqrt(size);
  const written = (x, words, name, className = "") => {
    canvas.text(x, 14, words, `large ${className}`, "middle");
    canvas.text(x, 38, name, "small", "middle");
  };
  const unit = width / 6;
  written(unit, labels.signed(q), labels.FROM_QUERY);
  written(2 * unit, "×", "");
  written(3 * unit, labels.signed(k), labels.FROM_KEY);
  written(4 * unit, "=", "");
  written(5 * unit, labels.signed(q * k), labels.ONE_PRODUCT, "on");

  const top = 64;
  canvas.text(0, top, labels.adding(size), "title");
  const sums = products.map((_, i) => sum(products.slice(0, i + 1)));
  const [low, high] = [Math.min(0, ...sums), Math.max(0, ...sums)];
  const [floor, right] = [top + 112, width - 66];
  const across = (i) => (right * i) / size;
  const down = (number) => floor - (94 * (number - low)) / (high - low || 1);
  canvas.line(`M0 ${down(0)}H${right}`, "base");
  const steps = sums.map((number, i) => `L${across(i).toFixed(1)} ${down(i ? sums[i - 1] : 0).toFixed(1)}L${across(i).toFixed(1)} ${down(number).toFixed(1)}`);
  canvas.line(`M0 ${down(0)}${steps.join("")}H${right}`, "sums");
  const begun = pair > 1 ? sums[pair - 2] : 0;
  canvas.line(`M${across(pair - 1)} ${down(begun)}V${down(sums[pair - 1])}`, "step");
  canvas.text(width, down(total), labels.signed(total), "number", "end");
  products.forEach((_, i) =>
    canvas.option(i, labels.product(i + 1, query[i], offers[i]), i === pair - 1, across(i - 0.5), top + 12, right / size, 106));

  const divide = floor + 34;
  canvas.text(0, divide, `${labels.DIVIDE} ${root}`, "title");
  canvas.text(width, divide, `${labels.signed(total)} ÷ ${root} = ${labels.signed(score)}`, "number", "end");

  const rows = divide + 36;
  canvas.text(0, rows, isNarrow ? labels.SOFTMAX.split(":")[0] : labels.SOFTMAX, "title");
  const largest = Math.max(...all.map((one) => one.score));
  const powers = all.map((one) => Math.exp(one.score - largest));
  const shares = powers.map((power) => power / sum(powers));
  const places = isNarrow ? [126, 206, 216] : [180, 330, 356];
  const longest = width - places[2] - 40;
  const heads = isNarrow ? [labels.COLUMNS[0], "e^…", labels.COLUMNS[2]] : labels.COLUMNS;
  heads.forEach((words, i) => canvas.text(places[i], rows + 24, words, "small", i < 2 ? "end" : "start"));
  all.forEach((one, i) => {
    const y = rows + 46 + 20 * i;
    const isChosen = i === key - 1;
    if (isChosen) canvas.add("rect", { x: 0, y: y - 10, width, height: 20, rx: 3, class: "chosen" });
    canvas.text(4, y, visible(shown.pieces[i]), isChosen ? "code on" : "code");
    canvas.text(places[0], y, labels.signed(one.score), "number-cell", "end");
    canvas.text(places[1], y, powers[i].toFixed(3), "number-cell", "end");
    canvas.add("rect", { x: places[2], y: y - 6, width: Math.max(longest * shares[i], 1), height: 12, class: isChosen ? "bar first" : "bar" });
    canvas.text(places[2] + longest * shares[i] + 6, y, labels.percent(shares[i]), "muted");
  });
  canvas.height = rows + 46 + 20 * all.length;
  return {
    sentence: labels.inNumber(pair, q, k, total, score, shown.pieces[key - 1], shares[key - 1]),
    options: size,
    chosen: pair - 1,
  };
}
