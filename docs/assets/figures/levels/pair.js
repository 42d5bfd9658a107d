// The fourth level: one query times one key.

import { sum } from "./canvas.js";
import * as labels from "./labels.js";

/** The scores of a query with all keys that it may see, the largest last number a sum of products. */
export function scores({ inside, shown, looking }) {
  const query = inside.q[looking - 1 - (shown.pieces.length - inside.q.length)];
  return inside.k.slice(0, looking).map((key) => {
    const products = key.map((number, i) => number * query[i]);
    const total = sum(products);
    return { query, key, products, total, score: total / Math.sqrt(key.length) };
  });
}

export function draw(canvas, state) {
  const { shown, looking, key, pair } = state;
  const { width } = canvas;
  const found = scores(state)[key - 1];
  const [asks, offers] = [shown.pieces[looking - 1], shown.pieces[key - 1]];
  const size = found.key.length;
  const most = Math.max(...[...found.query, ...found.key].map(Math.abs));
  const step = width / size;
  const strips = [
    [labels.query(asks), found.query, "", most, 56],
    [labels.keyOf(offers), found.key, "", most, 56],
    [labels.PRODUCTS, found.products, "on", Math.max(...found.products.map(Math.abs)), 110],
  ];
  let y = 0;
  canvas.add("rect", { x: (pair - 1) * step, y: 20, width: step, height: 330, class: "chosen" });
  strips.forEach(([words, numbers, className, largest, high], i) => {
    canvas.text(0, y + 10, words, "title on-line");
    canvas.strip(numbers, 0, y + 26 + high / 2, width, high, largest, className);
    const number = labels.signed(numbers[pair - 1]);
    canvas.text(width, y + 10, (i === 1 ? "× " : i === 2 ? "= " : "") + number, "number on-line", "end");
    y += high + 44;
  });
  canvas.text(0, y + 10, labels.scored(found.total, Math.sqrt(size), found.score), "sum");
  canvas.height = y + 28;
  found.products.forEach((_, i) =>
    canvas.option(i, labels.product(i + 1, found.query[i], found.key[i]), i === pair - 1, i * step, 0, step, y - 8));
  return {
    sentence: labels.inPair(asks, offers, size, found.total, found.score),
    options: size,
    chosen: pair - 1,
    open: labels.openNumber(pair),
  };
}
