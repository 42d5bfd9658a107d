// The second level: what one layer adds to the vector of the last token, and what that changes.

import { visible } from "../parts.js";
import { columns, tokens } from "./canvas.js";
import * as labels from "./labels.js";

const ROW = 22;

export function draw(canvas, { shown, layer, head }) {
  const { pieces, shares, tops, lengths } = shown;
  const { width, isNarrow } = canvas;
  const left = 44;
  const cols = columns(pieces, left + 4, width - (isNarrow ? 8 : 196));
  const { middles, end } = cols;
  const last = middles.at(-1);
  const heads = shares[layer - 1];
  const [before, attention, mlp] = lengths[layer - 1];
  const around = Math.min(end + 10, width - 1);

  const y = tokens(canvas, pieces, cols, 1);
  const top = y + 22;
  const bottom = top + 26 + ROW * heads.length;
  const box = bottom + 62;
  const ends = box + 92;
  middles.forEach((x) => canvas.line(`M${x} ${y}V${ends}`, x === last ? "stream" : "quiet"));
  canvas.add("rect", { x: 0.5, y: top, width: around, height: bottom - top, rx: 3, class: "opened" });
  canvas.text(8, top + 13, labels.ATTENTION, "title");
  canvas.text(88, top + 13, labels.LOOKS_BACK, "muted on-line");
  heads.forEach((looking, i) => {
    const at = top + 26 + ROW * (i + 0.5);
    const isChosen = i + 1 === head;
    const name = `${layer}.${i + 1}`;
    if (isChosen) canvas.add("rect", { x: 3, y: at - ROW / 2, width: around - 5, height: ROW, rx: 3, class: "chosen" });
    canvas.text(8, at, name, isChosen ? "id on" : "id");
    const row = looking.at(-1);
    row.forEach((share, j) => canvas.dot(middles[j], at, share, isChosen ? "on" : "", 10));
    const most = row.indexOf(Math.max(...row));
    canvas.option(i, labels.head(name, pieces[most], row[most]), isChosen, 3, at - ROW / 2, around - 5, ROW);
  });
  const added = (from, at, length, to) => {
    const x = Math.min(last + 30, around - 8);
    canvas.line(`M${x} ${from}V${at - 7}q0 7 -7 7H${last + 15}`, "");
    canvas.tip(last + 9, at, "l8 -4v8z");
    canvas.plus(last, at);
    canvas.text(last - 14, at, labels.adds(length, to), "muted on-line", "end");
  };
  added(bottom, bottom + 30, attention, before);
  canvas.add("rect", { x: 0.5, y: box, width: around, height: 34, rx: 3, class: "learned" });
  canvas.text(8, box + 17, labels.MLP, "title");
  middles.forEach((x) => x > 60 && canvas.add("rect", { x: x - 6, y: box + 9, width: 12, height: 16, rx: 2, class: "small-box" }));
  added(box + 34, box + 64, mlp, Math.hypot(before, attention));
  canvas.arrow([last, ends], [last, ends + 12], "stream");
  canvas.height = ends + 16;

  const change = (x, y, words, row) => {
    canvas.text(x, y, words, "muted");
    canvas.bars(row.slice(0, 3), x + 78, y + 22, 54);
  };
  if (isNarrow) {
    change(0, ends + 34, labels.BEFORE, tops[layer - 1]);
    change(0, ends + 128, labels.AFTER, tops[layer]);
    canvas.height = ends + 204;
  } else {
    change(around + 16, 12, labels.BEFORE, tops[layer - 1]);
    change(around + 16, ends - 58, labels.AFTER, tops[layer]);
  }
  return {
    sentence: labels.inLayer(layer, visible(pieces.at(-1)).replace("␣", ""), attention, mlp, before),
    options: heads.length,
    chosen: head - 1,
    open: labels.openHead(`${layer}.${head}`),
  };
}
