// One part of SmolLM2 is changed, and the page shows what it predicts then. Python computes all of it:
// src/lessoncode/play/operate.py. A link can contain all that is chosen here: experiment.js.

import { radios } from "../figures/parts.js";
import { button, make, statusLine } from "../make.js";
import { styled } from "../styled.js";
import { Asking, newest } from "./asking.js";
import { toFragment } from "./experiment.js";
import { Heads } from "./heads.js";
import * as messages from "./messages.js";
import { Neurons } from "./neurons.js";
import { bars } from "./tables.js";
import { Vectors } from "./vectors.js";
import { visible } from "./visible.js";

const PARTS = ["head", "neuron", "vector"];
const FACTORS = [0, 0.5];
const TOKENS = ["last", "all"];

export class Operate {
  at = null; // the part that is changed: its layer, and its number there
  control = null; // another, drawn at random
  watch = null; // the id of a token, or null for the most likely one
  watched = ""; // how it looks
  told = ""; // what the change did
  tokens = []; // of the text
  other = messages.OTHER_TO_BEGIN_WITH;

  /**
   * @param typed gives the text that is asked about now
   * @param isOpen whether a reader sees this
   */
  constructor(needs, typed, isOpen) {
    this.typed = typed;
    this.isOpen = isOpen;
    this.asking = new Asking(needs, statusLine());
    this.compute = newest(() => this.change());
    this.parts = radios(messages.PARTS, 0, () => this.turn());
    this.factors = radios(messages.FACTORS, 0, () => this.redraw());
    this.scopes = radios(messages.SCOPES, 0, () => this.compute());
    this.select = make("select");
    this.select.onchange = () => {
      this.watch = Number(this.select.value);
      this.redraw();
    };
    this.views = [new Heads(this), new Neurons(this), new Vectors(this)];
    this.place = make("div");
    this.looked = make("div", { className: "look" });
    this.result = make("div");
    this.again = button(messages.OTHER_CONTROL, "outlined", () => {
      this.control = this.drawn();
      this.compute();
    });
    this.copy = button(messages.COPY_STATE, "plain", () => this.copyLink());
    const group = (legend, { elements }) =>
      make("fieldset", {}, make("legend", {}, legend), ...elements);
    this.how = make("div", {}, group(messages.HOW_MUCH, this.factors), group(messages.WHERE, this.scopes));
    this.element = make(
      "div",
      { className: "operate" },
      group(messages.WHAT, this.parts),
      this.how,
      make("label", { className: "named" }, messages.WATCH, this.select),
      make("div", { className: "finding" }, this.asking.element),
      make("div", { className: "bar" }, this.again, this.copy),
      make("div", { className: "sides" }, this.place, make("div", {}, this.result, this.looked)),
    );
  }

  get part() {
    return PARTS[this.parts.at];
  }

  get view() {
    return this.views[this.parts.at];
  }

  say(...words) {
    this.asking.say(...words);
  }

  /** What Python needs to know; `heads`, `neurons` and `pair` take from it what is theirs. */
  order() {
    const by = FACTORS[this.factors.at];
    const { other, watch } = this;
    return { ...this.typed(), watch, by, ...(this.part === "vector" && { other }) };
  }

  ask(task, more = {}) {
    return this.asking.ask(`operate.${task}`, { ...this.order(), ...more }, { quiet: true });
  }

  /** The text was predicted anew: {tokens, likeliest}. An experiment of a link comes with it. */
  async draw({ tokens, likeliest }, linked) {
    await styled("play-operate");
    this.tokens = tokens.map(({ piece }) => piece);
    this.forget();
    if (linked) this.open(linked);
    else if (!likeliest.some(({ id }) => id === this.watch)) this.watch = null;
    const chosen = this.watch ?? likeliest[0].id;
    this.select.replaceChildren();
    likeliest.forEach((token) => this.offer(token));
    this.select.value = chosen;
    this.redraw();
  }

  /** Offers one more token to be watched. */
  offer({ id, piece }) {
    if ([...this.select.options].some(({ value }) => Number(value) === id)) return;
    this.select.append(make("option", { value: id }, visible(piece)));
  }

  open({ part, at, control, by, tokens, watch, other, layer }) {
    this.leave();
    this.parts.inputs[PARTS.indexOf(part)].checked = true;
    this.factors.inputs[FACTORS.indexOf(by)].checked = true;
    this.scopes.inputs[TOKENS.indexOf(tokens)].checked = true;
    Object.assign(this, { at, control, watch, other: other || this.other });
    this.view.open?.(layer ?? at?.[0]);
  }

  /** Another kind of part. */
  turn() {
    this.leave();
    this.redraw();
  }

  /** Nothing is changed any more. */
  leave() {
    this.at = this.control = null;
    this.forget();
  }

  /** What was found belongs to another text or part. */
  forget() {
    this.told = "";
    this.result.replaceChildren();
    this.looked.replaceChildren();
  }

  redraw() {
    const isVector = this.part === "vector";
    this.how.hidden = isVector;
    const chosen = this.select.selectedOptions[0];
    this.watched = chosen?.textContent ?? this.watched;
    if (this.place.firstChild !== this.view.element) this.place.replaceChildren(this.view.element);
    this.again.hidden = !this.at;
    if (isVector && this.at?.[1] > this.tokens.length) this.leave();
    if (!this.at) this.say(messages.CHOOSE[this.part]);
    if (!isVector) this.ready(); // else once both prompts are known
    this.view.draw();
  }

  /** The view knows all that a change needs. */
  ready() {
    if (!this.at) return;
    this.control ??= this.drawn();
    this.compute();
  }

  choose(at) {
    this.at = at;
    this.control = this.drawn();
    this.compute();
  }

  /** Another part of the same kind, drawn at random. */
  drawn() {
    const random = (first, last) =>
      first + (crypto.getRandomValues(new Uint32Array(1))[0] % (last - first + 1));
    const draw = {
      head: () => [random(1, 30), random(1, 9)],
      neuron: () => [this.at[0], random(0, 1535)],
      vector: () => [random(0, 30), random(this.view.differs, this.tokens.length)],
    }[this.part];
    for (;;) {
      const control = draw();
      if (control.join() !== this.at.join()) return control;
    }
  }

  /** Asks for the change first, then for the control too. */
  async change() {
    const { at, control, part } = this;
    if (!at) return;
    this.view.mark();
    this.again.hidden = false;
    this.told = "";
    this.say(messages.RUNS_AGAIN);
    const [by, tokens] = [FACTORS[this.factors.at], TOKENS[this.scopes.at]];
    for (const places of [[at], [at, control]]) {
      const changes = places.map(([layer, number]) => ({ part, layer, number, by, tokens, other: this.other }));
      const answer = await this.ask("changed", { changes });
      if (!answer || this.at !== at || this.control !== control) return;
      this.show(answer.rows, places);
    }
  }

  show(rows, places) {
    const how = this.part === "vector" ? messages.REPLACED : messages.FACTORS[this.factors.at];
    const names = places.map((place) => messages.partName(this.part, place, this.tokens.map(visible)));
    const columns = [messages.BEFORE, ...messages.columns(this.part, places, how)];
    const lines = rows.map(({ piece, p }) => ({ name: visible(piece), values: p }));
    this.result.replaceChildren(bars(messages.CHANGED, columns, lines));
    this.offer(rows[0]);
    if (this.part === "vector") {
      places.forEach((place, i) => this.view.write(place, rows[0].p[i + 1] - rows[0].p[0]));
    }
    const where = this.part === "vector" ? "" : messages.SCOPES[this.scopes.at];
    this.told = messages.changedTo(names, how, where, visible(rows[0].piece), rows[0].p, best(rows));
    this.say(this.told);
  }

  /** The shares that a head takes, token by token. */
  look(title, shares) {
    const chips = this.tokens.map((piece, i) => {
      const text = make("span", { className: "text" }, visible(piece));
      const chip = make("li", { className: "chip" }, text, make("span", { className: "id" }, shares[i].toFixed(2)));
      chip.style.setProperty("--share", shares[i]);
      return chip;
    });
    this.looked.replaceChildren(make("p", { className: "caption" }, title), make("ol", { className: "tokens" }, ...chips));
  }

  async copyLink() {
    const { part, at, control, watch, other } = this;
    const how = { by: FACTORS[this.factors.at], tokens: TOKENS[this.scopes.at] };
    const layer = this.view.shown;
    const fragment = toFragment({ ...this.typed(), ...how, part, at, control, watch, other, layer });
    if (!fragment) return this.say(messages.LONG_STATE);
    const href = location.href.split("#")[0] + fragment;
    try {
      await navigator.clipboard.writeText(href);
      this.say(messages.COPIED_STATE);
    } catch {
      this.say(messages.COPY_THIS_STATE[0], make("a", { href }, messages.COPY_THIS_STATE[1]));
    }
  }
}

/** The most likely token after the change. */
function best(rows) {
  const [first] = [...rows].sort((one, other) => other.p[1] - one.p[1]);
  return { name: visible(first.piece), p: first.p[1] };
}
