// The course of a training as a picture: two curves that grow, and two levels that are known before.

import { svg } from "../figures/parts.js";
import * as messages from "./messages.js";

const [LEFT, RIGHT, TOP, BOTTOM] = [34, 344, 14, 196]; // of the picture
const LETTER = 6.3; // width
const STEP = 3; // between the points of a line that labels keep away from

/** The curves as they are now. */
export function course(points, { n_steps: nSteps, uniform, bigrams }) {
  const most = 1.1 * Math.max(uniform, bigrams, ...points.flatMap((one) => [one.learned, one.held_out]));
  const across = (step) => LEFT + ((RIGHT - LEFT) * step) / nSteps;
  const down = (bits) => BOTTOM - ((BOTTOM - TOP) * bits) / most;
  const curve = (name) => points.map((point) => [across(point.step), down(point[name])]);
  const level = (bits) => [[LEFT, down(bits)], [RIGHT, down(bits)]];
  const lines = [
    ["level", level(uniform), messages.UNIFORM],
    ["level", level(bigrams), messages.BIGRAMS],
    ["learned", curve("learned"), messages.LEARNED_CURVE],
    ["held_out", curve("held_out"), messages.HELD_OUT_CURVE],
  ];
  const unit = most > 6 ? 2 : most > 1.5 ? 1 : 0.25;
  const ticks = Array.from({ length: Math.floor(most / unit) + 1 }, (_, i) => i * unit);
  const text = (x, y, words, anchor) => svg("text", { x, y, "text-anchor": anchor }, words);
  const steps = [0, nSteps / 3, (2 * nSteps) / 3];
  const said = `${messages.CURVES} ${messages.measured(points.at(-1))}`;
  return svg(
    "svg",
    { viewBox: "0 0 350 222", role: "img", "aria-label": said, class: "course" },
    svg("path", { class: "level", d: `M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}` }),
    ...ticks.map((bits) => text(LEFT - 5, down(bits) + 4, String(bits), "end")),
    ...steps.map((step) => text(across(step), BOTTOM + 17, String(step), "middle")),
    text(RIGHT, BOTTOM + 17, `${nSteps} ${messages.STEP}s`, "end"),
    ...lines.map(([name, places]) => svg("path", { class: name, d: `M${places.join("L")}` })),
    ...labelled(lines.map(([, places, words]) => [dense(places), words])).map(([x, y, words]) => text(x, y, words, "start")),
  );
}

/** A line as points that lie close together. */
function dense(places) {
  return places.flatMap(([x, y], i) => {
    const [nextX, nextY] = places[i + 1] ?? [x, y];
    const count = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / STEP));
    return Array.from({ length: count }, (_, k) => [x + ((nextX - x) * k) / count, y + ((nextY - y) * k) / count]);
  });
}

/** Where the label of each line begins: as far right as it covers no line and no other label. */
function labelled(lines) {
  const crowd = lines.flatMap(([places], i) => places.map((place) => [...place, i < 2 ? 1 : 20])); // curves matter more
  const taken = [];
  return lines.map(([places, words]) => {
    const width = LETTER * words.length;
    let best = { hits: Infinity };
    for (const [x, y] of [...places].reverse()) {
      const before = x - width;
      for (const [left, base] of [[x + 5, y + 4], [before, y - 5], [before, y + 14], [x + 5, y + 19]]) {
        if (left < LEFT + 2 || left + width > RIGHT || base < TOP || base > BOTTOM - 3) continue;
        const covers = ([a, b]) => a > left - 3 && a < left + width + 3 && b > base - 11 && b < base + 3;
        const meets = (other) => left < other.end && other.left < left + width && Math.abs(base - other.base) < 13;
        const covered = crowd.filter(covers).reduce((sum, [, , weight]) => sum + weight, 0);
        const hits = covered + 10_000 * taken.filter(meets).length;
        if (hits < best.hits) best = { hits, left, base, end: left + width };
      }
      if (!best.hits) break;
    }
    taken.push(best);
    return [best.left, best.base, words];
  });
}
