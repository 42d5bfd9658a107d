// Trains a small model on the reader's own text. Python computes all of it, a quarter of a second a
// call: src/lessoncode/play/train.py. Between two calls the reader can stop it, and go on later.

import { svg } from "../figures/parts.js";
import { STOP } from "../labels.js";
import { button, make } from "../make.js";
import { Asking } from "./asking.js";
import * as messages from "./messages.js";

const NEEDS = { files: [], figures: false, model: false };
const [LEFT, RIGHT, TOP, BOTTOM] = [34, 344, 8, 196]; // of the picture
const LEVEL = 1.01; // times the lowest: a curve that is above it only by this much hardly falls
const PATIENCE = 50; // steps without a lower value, after which we say so
const FELL = 0.9; // what the other curve fell to meanwhile, at least

export class Page {
  constructor(parts) {
    Object.assign(this, parts);
    this.asking = new Asking(NEEDS, this.status);
    this.stop = button(STOP, "outlined", () => (this.isStopped = true));
    this.on = button(messages.GO_ON, "outlined", () => this.train());
    this.download = button(messages.DOWNLOAD_MODEL, "outlined", () => this.save());
    this.now = make("p", { className: "now" });
    this.picture = make("div");
    this.rows = make("tbody");
    this.verdict = make("p", { className: "finding" });
    this.samples = make("div", { className: "samples" });
    this.command = make("code");
    const copy = button(messages.COPY_COMMAND, "plain", async () => {
      try {
        await navigator.clipboard.writeText(this.command.textContent);
        this.asking.say(messages.COPIED_COMMAND);
      } catch {
        this.asking.say(messages.CANNOT_COPY);
      }
    });
    const saveText = () => offerFile(new Blob([this.order.text]), messages.TEXT_FILE);
    const columns = [messages.STEP, messages.LEARNED, messages.HELD_OUT];
    const heads = columns.map((name) => make("th", { scope: "col" }, name));
    const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.rows);
    this.found = make(
      "div",
      { hidden: true },
      this.now,
      make("p", { className: "caption" }, messages.CURVES),
      this.picture,
      this.verdict,
      make("h2", {}, messages.IT_WRITES),
      this.samples,
      make("details", {}, make("summary", {}, messages.ALL_MEASURED), table),
      make("h2", {}, messages.TERMINAL),
      make("p", {}, messages.HOW),
      make("pre", { tabIndex: 0 }, this.command),
      make("div", { className: "bar" }, copy, button(messages.SAVE_TEXT, "plain", saveText)),
    );
    this.bar.append(this.stop, this.on, this.download);
    this.show([this.first]);
    this.block.append(this.asking.element, this.found);
  }

  type() {} // what is shown belongs to the text that was trained on

  show(buttons) {
    const all = [this.first, this.stop, this.on, this.download];
    const active = document.activeElement;
    for (const one of all) one.hidden = !buttons.includes(one);
    if (all.includes(active) && active.hidden) buttons[0].focus();
  }

  /** A new model, which learns from the beginning. */
  async predict() {
    if (this.isBusy) return;
    const text = this.box.value;
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > messages.LIMIT) return this.asking.say(messages.tooLong(bytes));
    this.remember();
    const order = { text, size: this.size.value, seed: this.seed.valueAsNumber >>> 0 };
    this.seed.value = order.seed;
    this.isBusy = true;
    const about = await this.asking.ask("train.start", order);
    this.isBusy = false;
    if (!about) return;
    Object.assign(this, { about, order, points: [], written: [], turn: null });
    this.rows.replaceChildren();
    this.samples.replaceChildren();
    this.verdict.replaceChildren();
    this.command.textContent = messages.command(order.size, order.seed);
    this.asking.say(messages.begun(...about.lines, about.parameters));
    this.found.hidden = false;
    await this.train();
  }

  /** Goes on until the training ends or is stopped. */
  async train() {
    this.isStopped = false;
    this.isBusy = true;
    this.show([this.stop]);
    let next = null;
    do {
      next = await this.asking.ask("train.more", {}, { quiet: true });
      for (const event of next?.events ?? []) this.take(event);
      if (next?.events.length) this.draw(next.events.at(-1).step);
    } while (next && !next.ended && !this.isStopped);
    this.isBusy = false;
    if (!next) return this.show([this.first]); // the line says why
    this.show(next.ended ? [this.first, this.download] : [this.on, this.first, this.download]);
    if (next.ended && !this.turn) this.judge(messages.NOT_TURNED);
    this.asking.say(next.ended ? messages.TRAINING_ENDED : messages.stopped(this.at));
  }

  take(event) {
    if ("learned" in event) {
      this.points.push(event);
      const cells = [event.learned, event.held_out].map((x) => make("td", {}, x.toFixed(3)));
      this.rows.append(make("tr", {}, make("th", { scope: "row" }, String(event.step)), ...cells));
    }
    if ("lines" in event) {
      this.written.push(event);
      const lines = event.lines.map((line) => make("p", { dir: "auto" }, line));
      const title = make("h3", {}, messages.afterSteps(event.step));
      this.samples.append(make("section", {}, title, ...lines));
      const [last] = this.points.slice(-1);
      this.asking.say(`${messages.afterSteps(event.step)}. ${messages.measured(last)}`);
    }
  }

  draw(step) {
    const { points, about } = this;
    const last = points.at(-1);
    this.at = step;
    this.now.textContent = messages.step(step, about.n_steps) + messages.measured(last);
    this.picture.replaceChildren(picture(points, about));
    const known = Boolean(this.turn);
    this.turn = turnOf(points);
    if (this.turn && !known) this.asking.say(messages.BY_HEART);
    if (this.turn) this.judge(messages.BY_HEART, messages.turned(this.turn, last));
  }

  /** Says what the curves mean, and what the model copied last. */
  judge(name, ...words) {
    const copied = this.written.at(-1)?.copied.trim();
    if (copied) words.push(messages.copiedPiece(copied));
    this.verdict.replaceChildren(make("strong", {}, name), ...words);
  }

  async save() {
    const kept = await this.asking.ask("train.keep", {});
    if (!kept) return;
    const bytes = Uint8Array.from(atob(kept.npz), (character) => character.charCodeAt(0));
    offerFile(new Blob([bytes]), messages.MODEL_FILE);
  }
}

/** The point from which the held-out lines hardly got cheaper, while the others did; or null. */
function turnOf(points) {
  const last = points.at(-1);
  const lowest = Math.min(...points.map((point) => point.held_out));
  const best = points.find((point) => point.held_out <= LEVEL * lowest);
  const isOld = last.step - best.step >= PATIENCE;
  return isOld && last.learned <= FELL * best.learned ? best : null;
}

/** The two curves as they are now, with the two levels that are known before. */
function picture(points, { n_steps: nSteps, uniform, bigrams }) {
  const most = 1.1 * Math.max(uniform, points[0].learned, points[0].held_out);
  const across = (step) => LEFT + ((RIGHT - LEFT) * step) / nSteps;
  const down = (bits) => BOTTOM - ((BOTTOM - TOP) * bits) / most;
  const text = (x, y, words, anchor) => svg("text", { x, y, "text-anchor": anchor }, words);
  const curve = (name) => {
    const places = points.map((point) => `${across(point.step)} ${down(point[name])}`);
    return svg("path", { class: name, d: `M${places.join("L")}` });
  };
  const named = (name, at, dx, dy, words, anchor) => {
    const point = points[Math.min(at, points.length - 1)];
    return text(across(point.step) + dx, down(point[name]) + dy, words, anchor);
  };
  const level = (bits, words) => [
    svg("path", { class: "level", d: `M${LEFT} ${down(bits)}H${RIGHT}` }),
    text(RIGHT, down(bits) - 4, words, "end"),
  ];
  const unit = most > 6 ? 2 : most > 1.5 ? 1 : 0.25;
  const ticks = Array.from({ length: Math.floor(most / unit) + 1 }, (_, i) => i * unit);
  const isFar = points.length > 15; // until then there is room behind the curve
  const said = `${messages.CURVES} ${messages.measured(points.at(-1))}`;
  return svg(
    "svg",
    { viewBox: "0 0 350 222", role: "img", "aria-label": said, class: "course" },
    svg("path", { class: "level", d: `M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}` }),
    ...ticks.map((bits) => text(LEFT - 5, down(bits) + 4, String(bits), "end")),
    ...[0, nSteps / 3, (2 * nSteps) / 3].map((step) => text(across(step), BOTTOM + 17, String(step), "middle")),
    text(RIGHT, BOTTOM + 17, `${nSteps} ${messages.STEP}s`, "end"),
    ...level(uniform, messages.UNIFORM),
    ...level(bigrams, messages.BIGRAMS),
    curve("learned"),
    curve("held_out"),
    isFar
      ? named("learned", 15, -8, 20, messages.LEARNED, "end")
      : named("learned", 15, 8, 14, messages.LEARNED, "start"),
    named("held_out", 5, 8, -4, messages.HELD_OUT, "start"),
  );
}

function offerFile(blob, download) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}
