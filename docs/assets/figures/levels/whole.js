// The first level: from the text through all layers to the next token.

import { visible } from "../parts.js";
import { columns, sum, tokens } from "./canvas.js";
import * as labels from "./labels.js";

const ROW = 13; // pixels, the height of a layer

export function draw(canvas, { shown, layer }) {
  const { pieces, ids, vectors, shares, tops, text } = shown;
  const { width, isNarrow } = canvas;
  const left = isNarrow ? 22 : 76;
  const right = width - (isNarrow ? 92 : 150);
  const cols = columns(pieces, left, right);
  const { middles, end } = cols;
  const last = middles.at(-1);
  const label = (y, words) => isNarrow || canvas.text(0, y, words, "title");
  const side = end + (isNarrow ? 10 : 14);

  const size = Math.min(18, (width - left) / (0.47 * text.length));
  canvas.text(left, 12, text, "read").style.fontSize = `${size}px`;
  label(12, labels.PARTS.text);
  canvas.arrow([middles[0], 26], [middles[0], 42]);
  let y = tokens(canvas, pieces, cols, 44);
  label(y - 12, labels.PARTS.tokens);
  if (!cols.upright) {
    ids.forEach((id, i) => canvas.text(middles[i], y + 11, String(id), "id", "middle"));
    y += 20;
  }
  const largest = Math.max(...vectors.flat().map(Math.abs));
  middles.forEach((x) => canvas.arrow([x, y + 2], [x, y + 16]));
  label(y + 54, labels.PARTS.vectors);
  vectors.forEach((vector, i) =>
    vector.forEach((number, j) => canvas.dot(middles[i], y + 24 + 12 * j, Math.abs(number) / largest, number < 0 ? "hollow" : "", 5)));
  y += 24 + 12 * vectors[0].length;

  const top = y + 6;
  const bottom = top + ROW * shares.length;
  middles.forEach((x, i) => canvas.line(`M${x} ${y - 6}V${bottom + 4}`, x === last ? "stream" : "quiet"));
  label(top + ROW * 3.5, labels.layers(shares.length));
  const wide = end - left + 8;
  canvas.add("rect", { x: left - 4, y: top, width: wide, height: bottom - top, rx: 3, class: "frame" });
  labels.IF_STOPPED.forEach((words, i) => canvas.text(side, top - 76 + 15 * i, words, "small"));
  let said = "";
  shares.forEach((heads, i) => {
    const at = top + ROW * (i + 0.5);
    const isChosen = i + 1 === layer;
    if (isChosen) canvas.add("rect", { x: left - 4, y: top + ROW * i, width: wide, height: ROW, class: "chosen" });
    if (isChosen || i === 0 || (i + 1) % 10 === 0) canvas.text(left - 8, at, String(i + 1), isChosen ? "small on" : "small", "end");
    middles.forEach((x, j) => {
      const mean = sum(heads.map((head) => head.at(-1)[j])) / heads.length;
      canvas.dot(x, at, mean, isChosen ? "on" : "", 7);
    });
    const [piece, p] = tops[i + 1][0];
    if (piece !== said || isChosen) {
      const words = labels.token(visible(piece)) + (isChosen ? ` ${labels.percent(p)}` : "");
      canvas.text(side, at, words, isChosen ? "code small on" : "code small");
    }
    said = piece;
    canvas.option(i, labels.layer(i + 1, piece, p), isChosen, left - 4, top + ROW * i, width - left + 4, ROW);
  });

  const rows = tops.at(-1).slice(0, 4);
  const at = bottom + 44;
  canvas.line(`M${last} ${bottom}v16q0 8 -8 8H${left + 98}q-8 0 -8 8`, "stream");
  label(at, labels.LIKELIEST);
  const bars = isNarrow ? 60 : 170;
  canvas.bars(rows, left + 90, at, bars);
  const from = left + 90 + bars + 56;
  canvas.arrow([from, at], [from + 22, at], "loop");
  const [best] = rows[0];
  const chip = Math.min(from + 26 + visible(best).length * 4 + 6, width - 40);
  canvas.chip(chip, at, best, "printed");
  canvas.arrow([chip, at + 12], [chip, at + 66], "loop");
  canvas.text(Math.min(chip + 84, width), at + 78, labels.AGAIN, "small printed", "end");
  canvas.height = at + 90;

  const [piece, p] = tops[layer][0];
  return {
    sentence: labels.whole(text, layer, piece, p, best),
    options: shares.length,
    chosen: layer - 1,
    open: labels.openLayer(layer),
  };
}
