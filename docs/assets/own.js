// What the reader's run printed and drew, below the page's record, and the line that compares the
// two. All text stays text; figures are made anew by drawing.js.

import { difference } from "./difference.js";
import { drawings } from "./drawing.js";
import { button, make, statusLine } from "./make.js";

const MOST_PRINTED = 50_000; // characters; the run itself ends there, if it is what it says
const MOST_FIGURES = 20;
const UNSEEN = 500; // milliseconds that a run may take before its output is shown while it grows
const LOADING = {
  python: "Loading Python, 9 MB, once.",
  figures: "Loading what draws figures, 10 MB, once.",
  model: "Loading SmolLM2, 98 MB, once.",
};

export class OwnRun {
  /** @param {string} record what the page says that it prints */
  constructor(record) {
    this.record = lines(record);
    this.status = statusLine();
    this.loaded = make("progress", { hidden: true, ariaLabel: "Loaded so far" });
    this.title = make("summary");
    this.output = make("div", { className: "run-output" });
    this.fold = make("details", { hidden: true }, this.title, this.output);
    this.element = make("div", { className: "own" }, this.status, this.loaded, this.fold);
  }

  say(...parts) {
    this.loaded.hidden = true;
    this.status.replaceChildren(...parts.flatMap((part) => [part, " "]));
  }

  clear(...parts) {
    this.fold.hidden = true;
    this.say(...parts);
  }

  /** Asks before something large is done; the buttons are named by what they do. */
  ask(question, actions) {
    const act = (does) => () => {
      this.clear();
      does();
    };
    const buttons = Object.entries(actions).map(([name, does]) => button(name, "outlined", act(does)));
    this.clear(question, ...buttons);
    return buttons;
  }

  begin() {
    this.element.style.minHeight = `${this.element.offsetHeight}px`; // so that nothing jumps
    this.text = "";
    this.figures = [];
    this.code = make("code");
    this.output.replaceChildren(make("pre", {}, this.code));
    this.clear("Waiting for the other run to end.");
    this.timer = setTimeout(() => this.text && this.show("Your run prints", true), UNSEEN);
  }

  progress({ what, loaded, total }) {
    if (!LOADING[what]) return;
    const isAll = loaded === total;
    const words = isAll ? "Running." : LOADING[what]; // once it has started
    if (this.status.textContent.trim() !== words) this.say(words);
    Object.assign(this.loaded, { max: total, value: loaded, hidden: isAll });
  }

  /** Takes what the run says; of anything else nothing. */
  told({ kind, text, svg, caption }) {
    if (kind === "printed" && typeof text === "string") {
      const more = text.slice(0, MOST_PRINTED - this.text.length);
      this.text += more;
      this.code.append(more);
    }
    if (kind !== "figure" || typeof svg !== "string" || this.figures.length >= MOST_FIGURES) return;
    const drawn = drawings(svg);
    if (!drawn.length) return;
    const figure = make("figure", { className: "figure" }, ...drawn);
    if (typeof caption === "string") figure.append(captionOf(caption.slice(0, 500)));
    this.figures.push(figure);
  }

  /** The run came to its end, or to an error. `says` are the words for what differs or not. */
  ended({ seconds, error }, says) {
    const time = Number.isFinite(seconds) && seconds >= 0 ? `${shortly(seconds)} s` : "";
    if (error) {
      this.finish([strong(String(error.text)), time], true);
      const traceback = String(error.traceback ?? "").slice(0, MOST_PRINTED);
      if (traceback) this.output.append(make("pre", { className: "traceback" }, make("code", {}, traceback)));
      this.fold.hidden = !(this.text || traceback);
      return;
    }
    const own = lines(this.text);
    const { rows, differing, of } = difference(this.record, own);
    if (differing) {
      this.code.replaceChildren(...rows.map(row));
      const verb = of === 1 ? "line is" : "lines are";
      const words = `${says.where}, ${differing} of ${of} ${verb} not as on this page.`;
      this.finish(["≠", strong(words), time, ...says.differs], true);
    } else {
      this.finish([tick(), strong(says.same(own.length)), time, ...says.equals], false);
    }
  }

  /** It was stopped, or could not begin. */
  failed(words) {
    this.finish([strong(words)], true);
  }

  finish(parts, isOpen) {
    clearTimeout(this.timer);
    const count = lines(this.text).length;
    const printed = `${count} ${count === 1 ? "line" : "lines"}`;
    const drew = this.figures.length === 1 ? "a figure" : `${this.figures.length} figures`;
    const told = [count || !this.figures.length ? `printed ${printed}` : "", this.figures.length ? `drew ${drew}` : ""];
    this.output.firstChild.hidden = !count;
    this.output.append(...this.figures);
    this.say(...parts.filter(Boolean));
    this.show(`Your run ${told.filter(Boolean).join(" and ")}`, isOpen);
    this.fold.hidden = !count && !this.figures.length;
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
const shortly = (seconds) => (seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds));

function lines(text) {
  const trimmed = text.replace(/\n+$/, "");
  return trimmed ? trimmed.split("\n") : [];
}

/** A line of the run: marked where it is new, and after a note where lines of the page are missing. */
function row({ text, isNew, missing }) {
  const nodes = [];
  if (missing) {
    const note = make("span", { className: "missing" });
    note.dataset.note = `${missing} ${missing === 1 ? "line" : "lines"} of this page missing here`;
    nodes.push(note);
  }
  if (text !== null) nodes.push(make(isNew ? "mark" : "span", { className: "row" }, `${text}\n`));
  return make("span", {}, ...nodes);
}

function captionOf(words) {
  const [name, sentence] = words.split(/(?<=:)(.*)/s);
  return make("figcaption", {}, ...(sentence ? [strong(name.slice(0, -1)), `:${sentence}`] : [words]));
}
