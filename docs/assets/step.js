// Steps through an example: its code with one statement marked, and below it the variables. The steps
// were recorded with the page. Those of code that the reader has changed are recorded now, by Python in
// this browser; what it sends is not trusted, so it is shown as text and cut.

import { STOP } from "./labels.js";
import { button, make, statusLine } from "./make.js";
import * as messages from "./messages.js";
import { reach } from "./reach.js";
import { inWords, variable } from "./step-values.js";
import { styled } from "./styled.js";

const MOST_STEPS = 400;
const [MOST_PRINTED, MOST_CODE] = [500, 20_000]; // characters
const WIDE = 40; // characters of a value that are read out

const panels = new Map(); // by their blocks

/** The steps of an example, as run.js asks for them. */
export const exampleOf = (block) => ({ open: () => stepThrough(block) });

/** Opens the steps of an example in its block, or goes to them where they are open. */
async function stepThrough(block) {
  if (panels.has(block)) return panels.get(block).slider.focus();
  await styled("step");
  block.querySelector(".step-status")?.remove();
  const status = Object.assign(statusLine(), { className: "status step-status" });
  block.querySelector(":scope > .run").after(status);
  try {
    const trace = await traceOf(block, status);
    if (!trace) return;
    if (!trace.steps.length) throw new Error(messages.NOTHING_TO_STEP);
    status.remove();
    panels.get(block)?.close();
    panels.set(block, new Panel(block, trace));
  } catch (error) {
    status.replaceChildren(String(error.message).slice(0, 500));
  }
}

/** The recorded steps; where the code was changed, those of the reader's own. */
async function traceOf(block, status) {
  const { example, trace, region = "" } = block.dataset;
  const recorded = await recordedSteps(trace);
  if (!document.querySelector(`.example.editing[data-example="${example}"]`)) return recorded;
  const running = await import("./example.js");
  const it = running.exampleOf(block);
  const { edits } = it.allEdits();
  if (!Object.keys(edits).length) return recorded;
  if (block.dataset.model !== undefined) {
    const { mayLoad } = await import("./running.js");
    if (!(await mayLoad(it.own, () => stepThrough(block), () => it.runs.focus()))) return null;
  }
  const opened = recorded.frames.filter(([, listing]) => listing > 0).map(([name]) => name);
  const order = { example: example.replace(/\.py$/, ""), edits, region: "" in edits ? "" : region };
  return live(block, { ...order, functions: [...new Set(opened)] }, status);
}

async function recordedSteps(name) {
  try {
    return await (await fetch(new URL(`../run/steps/${name}`, import.meta.url))).json();
  } catch {
    throw new Error(messages.NO_STEPS);
  }
}

/** Has Python run the reader's code and record its steps; null where the reader stops it. */
async function live(block, order, status) {
  const { Stopped, call, needsOf, ready } = await import("./python.js");
  const stopper = new AbortController();
  const says = make("span", {}, ready() ? messages.TRACING : messages.LOADING.python);
  status.append(says, " ", button(STOP, "outlined", () => stopper.abort()));
  const progress = ({ what, loaded, total }) => {
    says.textContent = (loaded < total || !total ? messages.LOADING[what] : "") || messages.TRACING;
  };
  const alone = Boolean(block.querySelector(":scope .foreign"));
  const needs = await needsOf(order.example);
  try {
    const about = { needs, progress, signal: stopper.signal, alone };
    const { trace, error } = await call("checker.browser.example.run", order, about);
    const found = trace ? JSON.parse(trace) : { steps: [] };
    if (!found.steps.length && error) throw new Error(error.text);
    return { ...found, steps: found.steps.slice(0, MOST_STEPS), error: error && String(error.text) };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    status.replaceChildren(messages.STOPPED);
    return null;
  }
}

class Panel {
  constructor(block, trace) {
    Object.assign(this, { block, trace, at: 0, opened: new Set() });
    this.opener = block.querySelector(".run .step");
    const shown = block.querySelector(".editor pre code") ?? block.querySelector(".highlight code");
    const own = make("code", {}, ...shown.cloneNode(true).childNodes);
    const of = (text) => make("code", {}, String(text).slice(0, MOST_CODE));
    this.codes = trace.listings.map(([, text], index) => (index ? of(text) : own));
    this.file = make("p", { className: "name" });
    this.mark = make("div", { className: "current" });
    this.numbers = make("span", { className: "numbers", ariaHidden: "true" });
    this.pre = make("pre", {}, this.mark);
    this.box = make("div", { className: "code-box highlight" }, this.pre);
    reach(this.box);
    const count = trace.steps.length;
    this.slider = make("input", { type: "range", min: 1, max: count, ariaLabel: messages.STEP });
    this.slider.oninput = () => this.go(this.slider.value - 1);
    this.number = make("span", { className: "note" });
    this.said = make("p", { className: "status said", ariaLive: "polite", role: "status" });
    this.output = make("pre", { className: "printed" }, make("code"));
    this.variables = make("div", { className: "variables" });
    this.back = button(messages.BACK, "outlined", () => this.go(this.at - 1));
    this.next = button(messages.NEXT, "outlined", () => this.go(this.at + 1));
    const close = button(messages.CLOSE, "plain", () => this.close());
    const controls = [this.back, this.next, this.slider, this.number, close];
    const bar = make("div", { className: "bar" }, ...controls);
    const keys = make("p", { className: "note keys" }, messages.ARROWS);
    this.element = make(
      "div",
      { className: "steps", role: "group", ariaLabel: messages.steppingThrough(block.dataset.example) },
      this.file, this.box, bar, keys, this.said, this.output, this.variables,
    );
    this.element.onkeydown = (event) => this.pressed(event);
    this.stopper = new AbortController();
    const { signal } = this.stopper; // whoever edits wants to see the editor
    const leave = ({ target }) => target.matches("button:not(.step, :first-of-type)") && this.close();
    block.querySelector(".run").addEventListener("click", leave, { capture: true, signal });
    const fold = block.querySelector(":scope > details.code");
    (fold ?? block.querySelector(":scope > .run")).after(this.element);
    block.classList.add("stepping");
    this.go(0);
    this.slider.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.stopper.abort();
    this.element.remove();
    this.block.classList.remove("stepping");
    panels.delete(this.block);
    this.opener.focus();
  }

  pressed(event) {
    if (event.key === "Escape") return this.close();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const isTheirs = [this.slider, this.box].includes(event.target) || event.target.matches(".heat-box");
    if (!step || isTheirs || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.go(this.at + step);
  }

  go(at) {
    const { steps } = this.trace;
    if (at < 0 || at >= steps.length) return;
    this.at = at;
    const last = steps.length - 1;
    this.back.ariaDisabled = String(at === 0);
    this.next.ariaDisabled = String(at === last);
    this.slider.value = at + 1;
    const first = steps[0][1] === "start" ? 0 : 1; // what is there before any step has no number
    const place = messages.stepOf(at + first, last + first);
    this.number.textContent = this.slider.ariaValueText = place;
    this.showCode();
    this.showVariables();
    this.say(at === last);
  }

  showCode() {
    const { frames, listings, ends, steps } = this.trace;
    const [frame, event, line] = steps[this.at];
    const listing = frames[frame][1];
    const code = (this.code = this.codes[listing]);
    this.file.textContent = listing ? listings[listing][0] : "";
    if (this.pre.lastChild !== code) {
      const lines = code.textContent.replace(/\n$/, "").split("\n");
      this.numbers.textContent = lines.map((_, i) => i + 1).join("\n");
      this.pre.replaceChildren(this.mark, this.numbers, code);
    }
    const rows = (ends[listing][line] ?? line) - line + 1;
    this.mark.className = `current ${event}`;
    this.mark.hidden = event === "start";
    this.mark.style.setProperty("--line", line);
    this.mark.style.setProperty("--rows", rows);
    const { box } = this;
    const [top, height] = [this.mark.offsetTop, this.mark.offsetHeight];
    const isSeen = top >= box.scrollTop && top + height <= box.scrollTop + box.clientHeight;
    if (!isSeen) box.scrollTop = top - box.clientHeight / 3;
  }

  /** What the variables of the call are at this step, by its steps until now. */
  showVariables() {
    const { steps } = this.trace;
    const [frame, event, , found] = steps[this.at];
    const [changes, others] = event === "start" ? [{}, messages.GIVEN] : [found, messages.OTHERS];
    const known = new Map();
    for (const step of steps.slice(0, this.at + 1)) {
      if (step[0] === frame) for (const [name, what] of Object.entries(step[3])) known.set(name, what);
    }
    if (!("" in changes)) known.delete("");
    const name = (of) => of || messages.RETURNED;
    const changed = Object.entries(changes).map(([of, what]) => variable(name(of), what, true));
    const unchanged = [...known].filter(([of]) => !(of in changes));
    const rest = unchanged.map(([of, what]) => this.foldable(of, variable(name(of), what, false)));
    const heading = make("p", { className: "note" }, known.size ? others : messages.NONE_YET);
    this.variables.replaceChildren(...changed, ...(rest.length || !known.size ? [heading] : []), ...rest);
  }

  /** Remembers which variables the reader has opened. */
  foldable(name, element) {
    if (element.localName !== "details") return element;
    element.open = this.opened.has(name);
    element.ontoggle = () => this.opened[element.open ? "add" : "delete"](name);
    return element;
  }

  /** One sentence: which statement ran, and what it changed. The statement itself is only read out. */
  say(isLast) {
    const { frames, steps, cut, error } = this.trace;
    const [frame, event, line, changes, printed = ""] = steps[this.at];
    const called = String(frames[frame][0]);
    const now = Object.entries(changes).map(([name, what]) =>
      name ? messages.isNow(name, inWords(what, WIDE)) : inWords(what, WIDE),
    );
    if (printed) now.push(messages.prints(inWords(["text", "str", 0, String(printed).trim()], WIDE)));
    const what = now.join(", ");
    const told = {
      start: what,
      line: what || messages.ONLY_READ,
      call: [messages.begins(called), what].filter(Boolean).join(", "),
      return: messages.returns(called, what),
      skip: `${messages.SKIPPED} ${what || messages.ONLY_READ}`,
    }[event];
    const place = event === "start" ? messages.BEFORE : messages.lineOf(line);
    const code = make("span", { className: "unseen" }, event === "start" ? "" : ` ${this.statement(line)}`);
    const end = isLast ? error || (cut ? messages.THE_REST : "") : "";
    this.said.replaceChildren(place, code, `: ${told}.`, end && ` ${end}`);
    this.output.hidden = !printed;
    this.output.firstChild.textContent = String(printed).slice(0, MOST_PRINTED);
  }

  statement(line) {
    const row = this.code.textContent.split("\n")[line - 1] ?? "";
    return row.trim().replace(/:$/, "").slice(0, 100);
  }
}
