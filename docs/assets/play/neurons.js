// The strongest neurons of a layer: what each adds to the token's logit, and what it does.

import { button, make } from "../make.js";
import { newest } from "./asking.js";
import * as messages from "./messages.js";
import { slider } from "./tables.js";

const SETTINGS = { min: 1, max: 30, step: 1, value: 30 };

export class Neurons {
  constructor(operate) {
    this.operate = operate;
    this.draw = newest(() => this.list());
    this.layer = slider(messages.LAYER, SETTINGS, () => this.draw());
    this.place = make("div");
    this.element = make("div", {}, this.layer.element, this.place);
  }

  async list() {
    const layer = this.layer.value;
    const answer = await this.operate.ask("neurons", { layer });
    if (!answer) return;
    const rows = answer.neurons.map(({ number, push, effect }) => {
      const choice = button(`${layer}.${number}`, "piece", () => this.operate.choose([layer, number]));
      choice.ariaPressed = "false";
      choice.dataset.number = number;
      return make(
        "tr",
        {},
        make("th", { scope: "row" }, choice),
        make("td", {}, messages.push(push)),
        make("td", {}, messages.points(effect)),
      );
    });
    const names = messages.NEURON_COLUMNS;
    const heads = names.map((name) => make("th", { scope: "col" }, name));
    const held = this.place.contains(document.activeElement) && document.activeElement.dataset.number;
    this.place.replaceChildren(
      make(
        "table",
        { className: "neurons" },
        make("caption", {}, messages.neurons(layer, this.operate.watched)),
        make("thead", {}, make("tr", {}, ...heads)),
        make("tbody", {}, ...rows),
      ),
    );
    if (held) (this.place.querySelector(`[data-number="${held}"]`) ?? this.layer.input).focus();
    this.mark();
  }

  mark() {
    const { at } = this.operate;
    for (const choice of this.place.querySelectorAll("button")) {
      choice.ariaPressed = String(at?.join(".") === choice.textContent);
    }
  }

  /** The layer of the list. */
  get shown() {
    return this.layer.value;
  }

  /** Opens the layer of an experiment, if it names one. */
  open(layer) {
    if (layer) this.layer.set(layer);
  }
}
