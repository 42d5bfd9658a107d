// Two prompts, and the vectors of both: one of them is moved from the other prompt into the reader's.

import { make } from "../make.js";
import { newest } from "./asking.js";
import { Grid } from "./grid.js";
import * as messages from "./messages.js";
import { visible } from "./visible.js";

const LAYERS = 31; // places in the stream: the embedding, and after each layer
const PAUSE = 300; // milliseconds after a key, when the other prompt is read

export class Vectors {
  constructor(operate) {
    this.operate = operate;
    this.draw = newest(() => this.pair());
    this.box = make("input", { type: "text", id: "other-prompt", spellcheck: false });
    this.box.oninput = () => {
      operate.other = this.box.value;
      operate.leave();
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.draw(), PAUSE);
    };
    this.place = make("div");
    const label = make("label", { className: "label", htmlFor: this.box.id }, messages.OTHER_PROMPT);
    this.element = make("div", {}, label, this.box, this.place);
  }

  async pair() {
    const { operate } = this;
    if (this.box.value !== operate.other) this.box.value = operate.other;
    const answer = await operate.ask("pair");
    this.place.classList.toggle("old", !answer);
    if (!answer) return;
    Object.assign(this, { texts: answer.texts, differs: answer.differs });
    operate.offer(answer.best);
    const key = JSON.stringify([answer.texts, operate.watched]);
    if (key !== this.key) this.lay(answer);
    this.key = key;
    this.mark();
    operate.ready();
  }

  lay({ texts: [ours, theirs], best }) {
    const names = ours.map((piece, i) => {
      const [one, other] = [piece, theirs[i]].map(visible);
      return one === other ? one : `${one} ← ${other}`;
    });
    const rows = Array.from({ length: LAYERS }, (_, layer) => String(layer));
    const choose = (row, column) => this.operate.choose([row, column + 1]);
    const about = [messages.VECTOR_GRID, messages.LAYER_AND_TOKEN, rows, names];
    this.grid = new Grid(...about, choose, () => {});
    rows.forEach((_, row) =>
      ours.forEach((_, column) => this.grid.set(row, column, "", this.name(row, column))),
    );
    const caption = messages.vectorGrid(visible(best.piece), best.p, this.operate.watched);
    const wide = make("div", { className: "wide" }, this.grid.element);
    this.place.replaceChildren(make("p", { className: "caption" }, caption), wide);
  }

  name(row, column) {
    return messages.vectorName(row, visible(this.texts[1][column]), column + 1);
  }

  /** Writes what a moved vector did, where it came from. */
  write([layer, token], effect) {
    const said = messages.cellSaid(this.name(layer, token - 1), effect);
    this.grid.set(layer, token - 1, messages.points(effect), said, effect);
    this.mark();
  }

  mark() {
    const cell = (at) => at && this.grid?.cells[at[0]]?.[at[1] - 1];
    this.grid?.mark(cell(this.operate.at), cell(this.operate.control));
  }
}
