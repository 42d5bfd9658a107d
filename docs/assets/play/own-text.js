// Trains a small model on the reader's own text. Python computes all of it, a quarter of a second a
// call: src/lessoncode/play/train.py. Between two calls the reader can stop it, and go on later.

import { STOP } from "../labels.js";
import { button, make } from "../make.js";
import { Asking } from "./asking.js";
import { course } from "./course.js";
import * as messages from "./messages.js";

const NEEDS = { files: [], figures: false, model: false };
const LEVEL = 1.01; // times the lowest: a curve that is above it only by this much hardly falls
const PATIENCE = 50; // steps without a lower value, after which we say so
const FELL = 0.9; // what the other curve fell to meanwhile, at least
const ROSE = 1.05; // what the curve of the held-out lines rose to, where it clearly rose

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
    this.samples = make("div", { className: "samples" });
    this.command = make("code");
    const copy = button(messages.COPY_COMMAND, "plain", async () => {
      try {
        await navigator.clipboard.writeText(this.command.textContent);
        this.tell(messages.COPIED_COMMAND);
      } catch {
        this.tell(messages.CANNOT_COPY);
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
      make("h2", {}, messages.IT_WRITES),
      make("p", { className: "caption" }, messages.MARKED),
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
    this.asking.element.scrollIntoView({ block: "nearest" }); // a phone shows less than the box
    const order = { text, size: this.size.value, seed: this.seed.valueAsNumber >>> 0 };
    this.seed.value = order.seed;
    this.isBusy = true;
    const about = await this.asking.ask("train.start", order);
    this.isBusy = false;
    if (!about) return;
    Object.assign(this, { about, order, points: [], written: [], hasTurned: false, hasEnded: false });
    this.rows.replaceChildren();
    this.samples.replaceChildren();
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
    this.hasEnded = next.ended;
    this.tell(next.ended ? messages.TRAINING_ENDED : messages.stopped(this.at));
    if (this.isStopped) this.asking.element.scrollIntoView({ block: "nearest" });
  }

  take(event) {
    if ("learned" in event) {
      this.points.push(event);
      const cells = [event.learned, event.held_out].map((x) => make("td", {}, x.toFixed(3)));
      this.rows.append(make("tr", {}, make("th", { scope: "row" }, String(event.step)), ...cells));
    }
    if ("lines" in event) {
      this.written.push(event);
      const lines = event.lines.map((line) => make("p", { dir: "auto" }, ...marked(line, event.copied.trim())));
      const title = make("h3", {}, messages.afterSteps(event.step));
      this.samples.append(make("section", {}, title, ...lines));
      this.tell(`${messages.afterSteps(event.step)}. ${messages.measured(this.points.at(-1))}`);
    }
  }

  draw(step) {
    const { points, about } = this;
    const last = points.at(-1);
    this.at = step;
    this.now.textContent = messages.step(step, about.n_steps) + messages.measured(last);
    this.picture.replaceChildren(course(points, about));
    if (this.hasTurned || !turnOf(points)) return;
    this.hasTurned = true;
    this.tell(`${messages.afterSteps(step)}.`);
  }

  /** Says what happened, what the curves mean so far, and the longest piece that was copied. */
  tell(happened) {
    const [turn, last] = [turnOf(this.points), this.points.at(-1)];
    const words = turn
      ? [messages.BY_HEART, messages.turned(turn, last, last.held_out > ROSE * turn.held_out)]
      : [this.hasEnded ? messages.NOT_TURNED : messages.NOT_YET];
    const copied = this.written.map((event) => event.copied.trim()).sort((one, other) => other.length - one.length)[0];
    const copy = copied ? messages.copiedPiece(copied) : this.written.length ? "" : messages.NOT_WRITTEN;
    this.asking.say(`${happened} `, make("strong", {}, words[0]), ...words.slice(1), copy);
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

/** A line that the model wrote, with what it copied marked. */
function marked(line, piece) {
  const at = piece ? line.indexOf(piece) : -1;
  if (at < 0) return [line];
  return [line.slice(0, at), make("mark", {}, piece), line.slice(at + piece.length)];
}

function offerFile(blob, download) {
  const href = URL.createObjectURL(blob);
  make("a", { href, download }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}
