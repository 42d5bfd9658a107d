// A real model: SmolLM2 on the reader's own text. Python computes all of it:
// src/lessoncode/play/real_model.py.

import { button, make } from "../make.js";
import { Asking, newest, seed, turns } from "./asking.js";
import { Inside } from "./inside.js";
import { showKept } from "./keeping.js";
import * as messages from "./messages.js";
import { bars } from "./tables.js";
import { Talk } from "./talk.js";
import { visible } from "./visible.js";

const NEEDS = { files: [], figures: false, model: true };
const PAUSE = 300; // milliseconds after a key, when the text is read

export class Page {
  constructor({ block, box, status, first, bar }) {
    this.box = box;
    this.begun = ""; // what the last answer begins with
    this.typed = box.value;
    this.after = []; // ids that were appended to what was typed
    this.first = first;
    this.asking = new Asking(NEEDS, status);
    this.predict = newest(() => this.look());
    const inTurn = turns();
    this.draw = button(messages.DRAW_TOKEN, "outlined", inTurn(() => this.drawOne()));
    this.back = button(messages.REMOVE_TOKEN, "plain", inTurn(() => this.takeBack()));
    this.tokens = make("ol", { className: "tokens" });
    this.table = make("div");
    this.inside = new Inside(this.asking, () => this.order());
    this.talk = new Talk(NEEDS);
    this.found = make(
      "div",
      { hidden: true },
      make("h2", {}, messages.AS_READ),
      this.tokens,
      make("h2", {}, messages.TEN_TOKENS),
      this.table,
      this.inside.element,
      make("h2", {}, messages.A_TALK),
      this.talk.element,
    );
    this.draw.hidden = this.back.hidden = true;
    bar.append(this.draw, this.back);
    block.append(this.asking.element, this.found);
  }

  /** Whatever is typed is read anew; what was appended is part of it then. */
  type() {
    this.typed = this.box.value;
    this.after = [];
    clearTimeout(this.pause);
    if (this.first.hidden) this.pause = setTimeout(this.predict, PAUSE);
  }

  /** Shows an experiment that came with a link: now, or once the model is there. */
  open(experiment) {
    this.box.value = this.typed = experiment.text;
    this.after = [...experiment.after];
    this.inside.linked = experiment;
    if (this.first.hidden) this.predict();
    else this.asking.say(messages.EXPERIMENT_READY);
  }

  refuse() {
    this.asking.say(messages.BROKEN_STATE);
  }

  order() {
    return { text: this.typed, after: this.after };
  }

  async look() {
    const answer = await this.asking.ask("real_model.predict", this.order());
    this.found.classList.toggle("old", !answer);
    if (answer) await this.show(answer);
  }

  async show(answer) {
    if (this.after.length) this.box.value = answer.text;
    if (!this.first.hidden) this.begin();
    this.tokens.replaceChildren(...answer.tokens.map(chip));
    const rows = answer.likeliest.map(({ id, piece, p }) => ({
      name: visible(piece),
      values: [p],
      onclick: () => this.append(id, piece),
    }));
    rows.push({ name: messages.others(answer.others), values: [answer.rest] });
    const held = this.table.contains(document.activeElement);
    this.table.replaceChildren(bars(messages.CHOOSE_TOKEN, [messages.PROBABILITY], rows));
    if (held) this.table.querySelector("button").focus();
    this.tell(answer);
    await this.inside.draw(answer);
  }

  /** The first answer is there. */
  async begin() {
    const held = document.activeElement === this.first;
    this.first.hidden = true;
    this.found.hidden = this.draw.hidden = this.back.hidden = false;
    if (held) this.draw.focus(); // it stands where the pressed button was
    await showKept();
  }

  tell({ tokens, known, likeliest: [best] }) {
    const now = messages.likeliest(visible(best.piece), best.p);
    this.asking.say(this.begun, now, messages.sizeOf(tokens.length, known));
    this.begun = "";
  }

  async takeBack() {
    const shorter = await this.asking.ask("real_model.take_back", this.order());
    if (!shorter) return;
    [this.typed, this.after] = [shorter.text, shorter.after];
    if (!this.after.length) this.box.value = this.typed;
    await this.predict();
  }

  say(text) {
    this.talk.offer(text);
  }

  append(id, piece, how = messages.APPENDED) {
    this.begun = messages.chosen(how, visible(piece));
    this.after.push(id);
    return this.predict();
  }

  async drawOne() {
    const answer = await this.asking.ask("real_model.draw_one", { ...this.order(), seed: seed() });
    if (answer) await this.append(answer.id, answer.piece, messages.DRAWN);
  }
}

function chip({ id, piece }) {
  const text = make("span", { className: "text" }, visible(piece));
  return make("li", { className: "chip" }, text, make("span", { className: "id" }, String(id)));
}
