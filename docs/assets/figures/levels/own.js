// A text of the reader's own. The model is loaded at the first click, and this says so before.

import { button, make, statusLine } from "../../make.js";
import { COSTS_MODEL, LOAD_MODEL } from "../../play/real-model-labels.js";
import { doubts } from "../../play/real-model.js";
import * as labels from "./labels.js";

const NEEDS = { files: [], figures: false, model: true };

export class Own {
  /** @param read is told a text and what the model computed for it */
  constructor(read) {
    this.read = read;
    this.box = make("input", { type: "text", value: "The opposite of hot is", spellcheck: false, dir: "auto" });
    this.box.onkeydown = ({ key }) => key === "Enter" && this.look();
    this.button = button(LOAD_MODEL, "outlined", () => this.look());
    this.place = make("div", {}, make("p", { className: "status" }, COSTS_MODEL + doubts()));
    const label = make("label", {}, make("span", {}, labels.OWN_TEXT), this.box);
    this.element = make("div", { className: "own" }, label, this.button, this.place);
  }

  /** A text that came with a link. */
  offer(text) {
    this.box.value = text;
    this.place.prepend(make("p", {}, labels.LINK_HAS_TEXT));
  }

  async look() {
    if (!this.asking) {
      const { Asking } = await import("../../play/asking.js");
      this.asking = new Asking(NEEDS, statusLine());
      this.place.replaceChildren(this.asking.element);
    }
    const text = this.box.value;
    const answer = await this.ask("levels.read", { text });
    if (!answer) return;
    this.button.textContent = labels.READ;
    this.asking.say(labels.wasRead(answer.pieces.length));
    this.read(text, answer);
  }

  ask(task, order) {
    return this.asking.ask(task, order);
  }
}
