// What the levels of the picture are drawn with. One unit is one pixel; y is the middle of a text.
// Data are drawn as in src/lessoncode/diagram.py: tokens as chips, vectors as dots or bars.

import { svg, visible } from "../parts.js";

const MONO = 7.9; // pixels, the width of a letter in a chip

export class Canvas {
  constructor(width) {
    this.width = width;
    this.isNarrow = width < 520;
    this.height = 0;
    this.nodes = [];
  }

  add(tag, attributes, ...children) {
    const node = svg(tag, attributes, ...children);
    this.nodes.push(node);
    return node;
  }

  text(x, y, words, className = "", anchor = "start") {
    return this.add("text", { x, y: y + 4.5, class: className, "text-anchor": anchor }, words);
  }

  line(d, className = "quiet") {
    return this.add("path", { d, class: `line ${className}` });
  }

  /** A line to an arrow's head, down or to the right. */
  arrow(from, [x, y], className = "") {
    const isDown = from[0] === x;
    this.line(`M${from}L${isDown ? [x, y - 7] : [x - 7, y]}`, className);
    this.tip(x, y, isDown ? "l-4 -8h8z" : "l-8 -4v8z", className);
  }

  /** An arrow's head alone. */
  tip(x, y, sides, className = "") {
    this.add("path", { d: `M${x} ${y}${sides}`, class: `head ${className}` });
  }

  chip(x, y, piece, className = "", width = chipWidth(piece)) {
    this.add("rect", { x: x - width / 2, y: y - 12, width, height: 24, rx: 3, class: `chip ${className}` });
    this.text(x, y, visible(piece), `code ${className}`, "middle");
  }

  /** A chip that is written from top to bottom and ends at y. */
  upright(x, y, piece, height, className = "") {
    this.add("rect", { x: x - 9, y: y - height, width: 18, height, rx: 3, class: `chip ${className}` });
    const turned = `rotate(-90 ${x} ${y - 4})`;
    this.add("text", { x, y: y, dy: 0.5, transform: turned, class: `code ${className}` }, visible(piece));
  }

  /** A share as a dot: its area is the share. */
  dot(x, y, share, className = "", largest = 6) {
    this.add("circle", { cx: x, cy: y, r: Math.max(largest * Math.sqrt(share), 0.6), class: `dot ${className}` });
  }

  /** Numbers as bars, up above 0 and down below; `largest` is half as high as the strip. */
  strip(numbers, left, y, wide, high, largest, className = "") {
    const step = wide / numbers.length;
    const bar = (number, i) => `M${(left + i * step + step / 2).toFixed(1)} ${y}v${((-number * high) / 2 / largest).toFixed(1)}`;
    this.line(`M${left} ${y}h${wide}`, "base");
    this.add("path", { d: numbers.map(bar).join(""), class: `bars ${className}`, "stroke-width": step * 0.7 });
  }

  /** Probabilities as bars; the first is accented. */
  bars(rows, x, y, longest, step = 20) {
    rows.forEach(([piece, p], i) => {
      const at = y + i * step;
      this.text(x - 8, at, visible(piece), "code", "end");
      this.add("rect", { x, y: at - 6, width: Math.max(longest * p, 1), height: 12, class: i ? "bar" : "bar first" });
      this.text(x + longest * p + 6, at, p.toFixed(3), "muted");
    });
  }

  plus(x, y) {
    this.add("circle", { cx: x, cy: y, r: 8.5, class: "plus" });
    this.line(`M${x - 4.5} ${y}h9M${x} ${y - 4.5}v9`, "");
  }

  /** What can be chosen: its place catches the pointer, and its name is read out. */
  option(i, name, isChosen, x, y, width, height) {
    const place = svg("rect", { x, y, width, height, rx: 3 });
    this.add("g", { id: `level-option-${i}`, role: "option", "aria-label": name, "aria-selected": isChosen, "data-at": i }, place);
  }
}

export const chipWidth = (piece) => visible(piece).length * MONO + 10;

/** Where tokens are drawn side by side: the middle of each, and whether they have to be upright. */
export function columns(pieces, left, right, most = 26) {
  const widths = pieces.map(chipWidth);
  const gap = Math.min((right - left - sum(widths)) / pieces.length, most);
  const upright = gap < 3;
  const step = Math.min((right - left) / pieces.length, 44);
  let at = left;
  const middles = widths.map((width, i) => {
    if (upright) return left + (i + 0.5) * step;
    at += width + gap;
    return at - gap - width / 2;
  });
  const height = upright ? Math.max(...widths) : 24;
  return { middles, upright, height, end: upright ? left + step * pieces.length : at };
}

/** The tokens in a row that begins at y; returns where it ends. */
export function tokens(canvas, pieces, { middles, upright, height }, y, className = () => "") {
  pieces.forEach((piece, i) => {
    if (upright) canvas.upright(middles[i], y + height, piece, height, className(i));
    else canvas.chip(middles[i], y + 12, piece, className(i));
  });
  return y + height;
}

export const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
