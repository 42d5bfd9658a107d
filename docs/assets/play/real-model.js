// A real model: SmolLM2 on the reader's own text, and in a talk. Python computes all of it:
// src/lessoncode/browser/real_model.py.

import { button, make } from "../make.js";
import { Asking, newest, seed } from "./asking.js";
import { Inside } from "./inside.js";
import { bars, visible } from "./tables.js";
import { Talk } from "./talk.js";

const NEEDS = { files: [], figures: false, model: true };
const BEGUN = "The capital of France is";
const PAUSE = 300; // milliseconds after a key, when the text is read
const COST =
  "The model is loaded once: 98 MB, and 9 MB for Python. Your browser keeps it for the next visit, if " +
  "it can. It takes about 900 MB of memory, and is made for a desktop computer.";

export function start() {
  for (const block of document.querySelectorAll(".play[data-play='real-model']")) new Page(block);
}

/** What the browser says of itself that makes it doubtful. */
function doubts() {
  const memory = navigator.deviceMemory; // in GB, at most 8; some browsers do not say
  if (memory < 4) return `Your browser says that this device has ${memory} GB: it may be too little.`;
  if (matchMedia("(pointer: coarse)").matches) return "On a phone it may not work. You can try.";
  return "";
}

class Page {
  constructor(block) {
    this.asking = new Asking(NEEDS);
    this.after = []; // ids that were appended to what was typed
    this.typed = BEGUN;
    this.text = make("textarea", { rows: 3, spellcheck: false, value: BEGUN });
    this.text.oninput = () => this.type();
    this.text.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.predict();
    };
    this.predict = newest(() => this.look());
    this.first = button("Load SmolLM2, 98 MB", "filled", () => this.predict());
    this.draw = button("Draw a token", "outlined", () => this.drawOne());
    this.back = button("Take the last token back", "plain", () => this.takeBack());
    this.tokens = make("ol", { className: "tokens" });
    this.table = make("div");
    this.inside = new Inside(this.asking, () => this.order());
    this.talk = new Talk(NEEDS);
    this.found = make(
      "div",
      { hidden: true },
      make("h3", {}, "As the model reads it"),
      this.tokens,
      make("h3", {}, "The ten likeliest next tokens"),
      this.table,
      this.inside.element,
      make("h3", {}, "A talk"),
      this.talk.element,
    );
    this.draw.hidden = this.back.hidden = true;
    this.cost = make("p", {}, COST, " ", doubts());
    block.replaceChildren(
      make("label", { className: "typed" }, "Your text", this.text),
      make("div", { className: "bar" }, this.first, this.draw, this.back),
      this.cost,
      this.asking.element,
      this.found,
    );
  }

  /** Whatever is typed is read anew; what was appended is part of it then. */
  type() {
    this.typed = this.text.value;
    this.after = [];
    clearTimeout(this.pause);
    if (this.isThere) this.pause = setTimeout(this.predict, PAUSE);
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
    if (this.after.length) this.text.value = answer.text;
    this.isThere = true;
    this.found.hidden = false;
    this.draw.hidden = this.back.hidden = false;
    this.first.hidden = this.cost.hidden = true;
    this.pieces = answer.tokens.map(({ piece }) => piece);
    this.tokens.replaceChildren(...answer.tokens.map(chip));
    const rows = answer.likeliest.map(({ id, piece, p }) => ({
      name: visible(piece),
      values: [p],
      onclick: () => this.append(id, piece),
    }));
    const others = `${answer.others.toLocaleString("en")} others`;
    rows.push({ name: others, values: [answer.rest] });
    const held = this.table.contains(document.activeElement);
    this.table.replaceChildren(bars("A token that you choose is appended.", ["probability"], rows));
    if (held) this.table.querySelector("button").focus();
    this.tell(answer);
    await this.inside.draw();
  }

  tell({ tokens, known, likeliest: [best] }) {
    const begun = this.begun ? `${this.begun} ` : "";
    this.begun = "";
    const kept = known ? `, ${known} of them as before` : "";
    this.asking.say(
      `${begun}Likeliest now: “${visible(best.piece)}”, ${best.p.toFixed(4)}. `,
      `The text has ${tokens.length} tokens${kept}.`,
    );
  }

  /** The last token goes, and a part of a character with the whole of it. */
  takeBack() {
    if (!this.after.pop()) {
      const piece = this.pieces.at(-1);
      const whole = this.typed.endsWith(piece) ? piece : [...this.typed].at(-1);
      this.typed = this.typed.slice(0, -whole.length);
    }
    this.text.value = this.typed;
    return this.predict();
  }

  append(id, piece, how = "Appended") {
    this.begun = `${how}: “${visible(piece)}”.`;
    this.after.push(id);
    return this.predict();
  }

  async drawOne() {
    const answer = await this.asking.ask("real_model.draw_one", { ...this.order(), seed: seed() });
    if (answer) await this.append(answer.id, answer.piece, "Drawn");
  }
}

function chip({ id, piece }) {
  const token = make("code", {}, visible(piece));
  return make("li", {}, token, make("span", { className: "id" }, String(id)));
}
