// What SmolLM2 does with a text on the way, in three folds, each computed when it is open: a part of
// the model changed, the logit lens after each layer, and what the heads of a layer look at.

import { make } from "../make.js";
import { newest } from "./asking.js";
import * as messages from "./messages.js";
import { attention, cell, slider } from "./tables.js";
import { visible } from "./visible.js";

const LAYERS = 30;
const SHOWN = 24; // the layer in which the lesson finds Paris

export class Inside {
  /** @param order what is asked about now */
  constructor(asking, order) {
    this.asking = asking;
    this.order = order;
    this.lens = new Fold(messages.AFTER_LAYERS, () => this.drawLens());
    const settings = { min: 1, max: LAYERS, step: 1, value: SHOWN };
    this.layer = slider(messages.LAYER, settings, () => this.heads.draw());
    this.heads = new Fold(messages.HEADS_LOOK, () => this.drawHeads(), this.layer.element);
    this.change = new Fold(messages.OPERATE, () => this.drawChange());
    this.element = make("div", {}, this.change.element, this.lens.element, this.heads.element);
  }

  /** The text was predicted anew. */
  async draw(predicted) {
    this.predicted = predicted;
    if (this.linked) this.change.element.open = true;
    for (const fold of [this.lens, this.heads, this.change]) {
      await fold.draw();
      if (fold.isOld) return; // perhaps because a reader has stopped it
    }
  }

  async drawChange() {
    const { Operate } = await import("./operate.js");
    this.operate ??= new Operate(this.asking.needs, this.order, () => this.change.element.open);
    await this.operate.draw(this.predicted, this.linked);
    this.linked = null;
    return this.operate.element;
  }

  async drawLens() {
    const answer = await this.asking.ask("real_model.lens", this.order());
    if (!answer) return null;
    const best = visible(answer.best);
    const heads = messages.lensColumns(best);
    const rows = answer.layers.map(({ piece, p, best }, layer) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, String(layer)),
        make("td", {}, make("code", {}, visible(piece))),
        make("td", {}, p.toFixed(4)),
        cell(best),
      ),
    );
    return make(
      "table",
      { className: "lens" },
      make("caption", {}, messages.lens(best)),
      make("thead", {}, make("tr", {}, ...heads.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...rows),
    );
  }

  async drawHeads() {
    const layer = this.layer.value;
    const answer = await this.asking.ask("real_model.attention", { ...this.order(), layer });
    if (!answer) return null;
    const names = answer.shares.map((_, head) => `${layer}.${head + 1}`);
    const last = visible(answer.text.at(-1));
    return attention(messages.heads(last, layer), answer.text, names, answer.shares);
  }
}

class Fold {
  constructor(summary, content, ...before) {
    this.content = content;
    this.place = make("div");
    this.element = make("details", {}, make("summary", {}, summary), ...before, this.place);
    this.element.ontoggle = () => this.draw();
    this.draw = newest(() => this.fill());
  }

  async fill() {
    this.isOld = false;
    if (!this.element.open) return;
    const drawn = await this.content();
    this.isOld = !drawn;
    if (drawn && !this.place.contains(drawn)) this.place.replaceChildren(drawn);
  }
}
