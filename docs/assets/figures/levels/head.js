// The third level: what one token takes from each token in one head.

import { columns, sum, tokens } from "./canvas.js";
import * as labels from "./labels.js";

export function draw(canvas, { shown, layer, head, looking, key, inside }) {
  const { pieces, shares } = shown;
  const { width } = canvas;
  const row = shares[layer - 1][head - 1][looking - pieces.length + shares[0][0].length - 1];
  const cols = columns(pieces, 4, width - 4, 96);
  const { middles } = cols;
  const isLater = (i) => i >= looking;
  const y = tokens(canvas, pieces, cols, 1, (i) => (isLater(i) ? "later" : i === key - 1 ? "on" : ""));
  const from = y + 26;
  const to = from + 120;
  const target = middles[looking - 1];
  row.forEach((share, i) => {
    const isChosen = i === key - 1;
    canvas.text(middles[i], y + 13, labels.percent(share), isChosen ? "on share" : "muted share", "middle");
    if (share === 0) return;
    const middle = (from + to) / 2;
    const d = `M${middles[i]} ${from}C${middles[i]} ${middle} ${target} ${middle} ${target} ${to}`;
    canvas.add("path", { d, class: isChosen ? "look on" : "look", "stroke-width": 22 * share });
  });
  canvas.chip(target, to + 13, pieces[looking - 1], "on");
  const high = to + 26;
  row.forEach((share, i) => {
    const [start, end] = [i ? (middles[i - 1] + middles[i]) / 2 : 0, i + 1 < middles.length ? (middles[i] + middles[i + 1]) / 2 : width];
    canvas.option(i, labels.key(pieces[i], share), i === key - 1, start, 0, end - start, high);
  });
  canvas.height = high + 4;
  if (inside) {
    const values = inside.v.map((value, j) => value.map((number) => number * (row[j] ?? 0)));
    const gathered = values[0].map((_, i) => sum(values.map((value) => value[i])));
    const most = Math.max(...[...gathered, ...inside.v[key - 1]].map(Math.abs));
    [[labels.valueOf(pieces[key - 1]), inside.v[key - 1], "muted"], [labels.GATHERED, gathered, "on"]].forEach(([words, numbers, className], i) => {
      const at = high + 24 + 84 * i;
      canvas.text(4, at, words, "muted");
      canvas.strip(numbers, 4, at + 38, width - 8, 52, most, className);
    });
    canvas.height = high + 172;
  }
  const top = row.indexOf(Math.max(...row));
  return {
    sentence: labels.inHead(`${layer}.${head}`, pieces[looking - 1], pieces[key - 1], row[key - 1], pieces[top], row[top]),
    options: row.length,
    chosen: key - 1,
    open: inside && labels.openPair(pieces[looking - 1], pieces[key - 1]),
  };
}
