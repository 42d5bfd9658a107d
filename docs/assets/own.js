// What the reader's run printed and drew, below the page's record, and the line that compares the
// two. All text stays text; figures are made anew by drawing.js.

import { difference } from "./difference.js";
import { MOST_ELEMENTS, drawings } from "./drawing.js";
import { button, make, statusLine } from "./make.js";
import * as messages from "./messages.js";
import { reach } from "./reach.js";
import { styled } from "./styled.js";

await styled("example");

export const MOST_PRINTED = 50_000; // characters; the run itself ends there, if it is what it says
const MOST_FIGURES = 10;
const MOST_OPEN = 200; // lines that are shown unasked
const UNSEEN = 500; // milliseconds that a run may take before its output is shown while it grows

export class OwnRun {
  /** @param {string} record what the page says that it prints */
  constructor(record) {
    this.record = lines(record);
    this.status = statusLine();
    this.loaded = make("progress", { hidden: true, ariaLabel: messages.LOADED });
    this.title = make("summary");
    this.output = make("div", { className: "run-output" });
    this.fold = make("details", { hidden: true }, this.title, this.output);
    this.element = make("div", { className: "own" }, this.status, this.loaded, this.fold);
  }

  say(...parts) {
    this.loaded.hidden = true;
    this.status.replaceChildren(...parts.flatMap((part) => [part, " "]));
  }

  /** What is said of the last run holds no more of the code that stands there now. */
  outdate() {
    if (!this.isTold) return;
    this.isTold = false;
    this.status.append(messages.OUTDATED);
  }

  clear(...parts) {
    this.fold.hidden = true;
    this.isTold = false;
    this.say(...parts);
  }

  /** Asks before something large is done; the buttons are named by what they do. */
  ask(question, actions) {
    const act = (does) => () => {
      this.clear();
      does();
    };
    const buttons = Object.entries(actions).map(([name, does]) => button(name, "outlined", act(does)));
    this.clear(question, make("span", { className: "bar" }, ...buttons));
    return buttons;
  }

  begin() {
    this.element.style.minHeight = `${this.element.offsetHeight}px`; // so that nothing jumps
    this.text = "";
    this.figures = [];
    this.code = make("code");
    reach(this.code);
    this.output.replaceChildren(make("pre", {}, this.code));
    this.clear(messages.WAITING);
    this.isSlow = false;
    this.timer = setTimeout(() => {
      this.isSlow = true;
      this.grow();
    }, UNSEEN);
  }

  grow() {
    if (this.isSlow && this.text && this.fold.hidden) this.show(messages.SO_FAR, true);
  }

  progress({ what, loaded, total }) {
    const isComing = loaded < total;
    if (isComing || !total) this.become(messages.LOADING[what] ?? messages.RUNNING);
    Object.assign(this.loaded, { max: total, value: loaded, hidden: !isComing });
  }

  /** Says it where it was not said: else it would be read out again. */
  become(words) {
    if (this.status.textContent.trim() !== words) this.say(words);
  }

  /** Takes what the run says; of anything else nothing. */
  told({ kind, text, svg, caption }) {
    this.become(messages.RUNNING);
    if (kind === "printed" && typeof text === "string") {
      const more = text.slice(0, MOST_PRINTED - this.text.length);
      this.text += more;
      this.code.append(more);
      this.grow();
    }
    if (kind !== "figure" || typeof svg !== "string" || this.figures.length >= MOST_FIGURES) return;
    const taken = this.figures.reduce((sum, each) => sum + each.querySelectorAll("*").length, 0);
    const drawn = drawings(svg, MOST_ELEMENTS - taken);
    if (!drawn.length) return;
    const figure = make("figure", { className: "figure" }, ...drawn);
    if (typeof caption === "string") figure.append(captionOf(caption.slice(0, 500)));
    this.figures.push(figure);
  }

  /** The run came to its end, or to an error. `says` are the words for what differs or not. */
  ended({ seconds, error, note }, says) {
    if (error) {
      const words = says.of(error.region) + short(error.text);
      return this.failed(messages.ENDED_EARLY, words, String(error.traceback ?? ""));
    }
    const notes = [this.figures.length ? messages.NOT_COMPARED : "", short(note ?? "")];
    const { rows, differing, of } = difference(this.record, lines(this.text));
    if (differing) this.code.replaceChildren(...rows.map(row));
    this.compared({ differing, of, seconds, notes }, says, this.figures.length > 0);
  }

  /** So many of so many lines differ from the page's. */
  compared({ differing, of, seconds, notes = [] }, says, isOpen = false) {
    const after = [...(differing ? says.differs : says.equals), ...notes].filter(Boolean);
    const time = Number.isFinite(seconds) && seconds >= 0 ? `${shortly(seconds)} s` : "";
    const told = [time && after.length ? `${time}.` : time, ...after];
    if (differing) {
      this.finish(["≠", strong(says.differ(differing, of)), ...told], true);
    } else this.finish([tick(), strong(says.same(of)), ...told], isOpen);
  }

  /** By an error in it, by Stop, or before it could begin. In bold stand the page's own words. */
  failed(says, words = "", traceback = "") {
    const told = make("pre", { className: "traceback" }, make("code", {}, traceback.slice(0, MOST_PRINTED)));
    if (traceback) this.output.append(told);
    this.finish([strong(says), words], true, Boolean(traceback));
  }

  finish(parts, isOpen, hasFailed = false) {
    clearTimeout(this.timer);
    this.isTold = true; // what the code did that stands there
    const printed = lines(this.text).length;
    const drawn = this.figures.length;
    this.code.parentElement.hidden = !printed;
    this.code.parentElement.after(...this.figures);
    this.say(...parts.filter(Boolean));
    this.show(messages.ofYourRun(printed, drawn, hasFailed), isOpen && printed <= MOST_OPEN);
    this.fold.hidden = !(printed || drawn || hasFailed);
    this.element.style.minHeight = "";
  }

  show(title, isOpen) {
    this.title.textContent = title;
    this.fold.hidden = false;
    this.fold.open = isOpen;
  }

  /** Into view without the focus: all of it, or where that is too much its first line. */
  comeIntoView() {
    const fits = this.element.offsetHeight < innerHeight - 140;
    const { top, bottom } = this.status.getBoundingClientRect();
    if (fits) this.element.scrollIntoView({ block: "nearest" });
    else if (top < 70 || bottom > innerHeight) this.status.scrollIntoView({ block: "start" });
  }
}

const strong = (words) => make("strong", {}, words);
const tick = () => make("span", { className: "tick" }, "✓");
const short = (words) => String(words).slice(0, 300);
export const shortly = (seconds) => (seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds));

/** Blanks and empty lines count: what the page says it printed is compared exactly. */
export const lines = (text) => (text ? text.replace(/\n$/, "").split("\n") : []);

/** A line of the run: marked where it is new, and after a note where lines of the page are missing. */
export function row({ text, isNew, missing }) {
  const nodes = [];
  if (missing) {
    const note = make("span", { className: "missing" });
    note.dataset.note = messages.missingLines(missing);
    nodes.push(note);
  }
  if (text !== null) {
    const line = make(isNew ? "mark" : "span", { className: "row" }, `${text}\n`);
    if (isNew) line.dataset.note = messages.DIFFERENT;
    nodes.push(line);
  }
  return make("span", {}, ...nodes);
}

/** A caption as the words of the code that drew, lest it pass for the page's own. */
const captionOf = (words) => make("figcaption", {}, strong(messages.DRAWN_BY_CODE), " ", words);
