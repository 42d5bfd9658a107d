// The grid of heads: what each does to the prediction, measured layer by layer.

import { STOP } from "../labels.js";
import { button, make } from "../make.js";
import { Grid } from "./grid.js";
import * as messages from "./messages.js";
import { visible } from "./visible.js";

const [LAYERS, HEADS] = [30, 9];
const LARGEST = 5; // heads that are named
const count = (n) => Array.from({ length: n }, (_, i) => String(i + 1));

export class Heads {
  constructor(operate) {
    this.operate = operate;
    this.found = []; // of each layer so far: {effects, shares}
    this.caption = make("p", { className: "caption" });
    this.now = make("p", { className: "now" });
    this.stop = button(STOP, "outlined", () => (this.isStopped = true));
    this.go = button(messages.MEASURE_ON, "outlined", () => this.measure());
    this.largest = make("div", { className: "bar" });
    const choose = (row, column) => operate.choose([row + 1, column + 1]);
    const look = (row, column) => this.look(row, column);
    const names = [messages.HEAD_GRID, messages.LAYER_AND_HEAD, count(LAYERS), count(HEADS)];
    this.grid = new Grid(...names, choose, look);
    const bar = make("div", { className: "bar" }, this.now, this.stop, this.go);
    const wide = make("div", { className: "wide" }, this.grid.element);
    this.element = make("div", {}, this.caption, bar, this.largest, wide);
  }

  async draw() {
    this.mark();
    const order = this.operate.order();
    const key = JSON.stringify(order);
    if (key === this.key && (this.isBusy || this.found.length === LAYERS)) return this.lookAtChosen();
    this.key = key;
    this.found = [];
    this.largest.replaceChildren();
    this.caption.textContent = messages.headGrid(this.operate.watched, order.by);
    for (let row = 0; row < LAYERS; row++) {
      for (let column = 0; column < HEADS; column++) {
        this.grid.set(row, column, "", messages.notMeasured(row + 1, column + 1));
      }
    }
    await this.measure();
  }

  /** Goes on until all is measured, the reader stops it, closes the fold, or asks something else. */
  async measure() {
    const key = this.key;
    this.isStopped = false;
    this.show(true);
    const isWanted = () => key === this.key && !this.isStopped && this.operate.isOpen();
    while (this.found.length < LAYERS && isWanted()) {
      this.now.textContent = messages.measuring(this.found.length);
      const layer = this.found.length + 1;
      const answer = await this.operate.ask("heads", { layer });
      if (key !== this.key) return; // another has begun
      if (!answer) break; // the line says why
      for (const found of answer.layers) this.take(found);
    }
    this.show(false);
    if (this.found.length === LAYERS) this.tell();
  }

  show(isBusy) {
    this.isBusy = isBusy;
    const held = [this.stop, this.go].includes(document.activeElement);
    this.stop.hidden = !isBusy;
    this.go.hidden = isBusy || this.found.length === LAYERS;
    if (held) (isBusy ? this.stop : this.go.hidden ? this.grid.held : this.go).focus();
    if (!isBusy) this.now.textContent = messages.measuredLayers(this.found.length);
  }

  take(found) {
    const row = this.found.push(found) - 1;
    found.effects.forEach((effect, column) => {
      const said = messages.headCell(row + 1, column + 1, effect, this.taken(row, column));
      this.grid.set(row, column, messages.points(effect), said, effect);
    });
    if (this.operate.at?.[0] === row + 1) this.lookAtChosen();
  }

  /** Names the largest effects, behind what a chosen head did. */
  tell() {
    const all = this.found.flatMap(({ effects }, row) =>
      effects.map((effect, column) => ({ effect, at: [row + 1, column + 1] })),
    );
    all.sort((one, other) => Math.abs(other.effect) - Math.abs(one.effect));
    const few = all.slice(0, LARGEST).map(({ effect, at }) => {
      const name = `${at.join(".")}: ${messages.points(effect)}`;
      return button(name, "piece", () => this.operate.choose(at));
    });
    this.largest.replaceChildren(messages.LARGEST, ...few);
    const { at, told, view } = this.operate;
    if (view === this) this.operate.say(told, " ", messages.largest(this.operate.watched, all[0]), at ? "" : messages.COMPARE);
  }

  /** What a head takes from each token, the largest shares first. */
  taken(row, column) {
    const shares = this.found[row].shares[column];
    return this.operate.tokens
      .map((piece, i) => [visible(piece), shares[i]])
      .filter(([, share]) => share >= 0.05)
      .sort((one, other) => other[1] - one[1]);
  }

  look(row, column) {
    const shares = this.found[row]?.shares[column];
    if (shares) this.operate.look(messages.looks(row + 1, column + 1, visible(this.operate.tokens.at(-1))), shares);
  }

  /** What the chosen head takes from this text, once its layer is measured. */
  lookAtChosen() {
    const [layer, head] = this.operate.at ?? [];
    if (layer && this.operate.view === this) this.look(layer - 1, head - 1);
  }

  mark() {
    const cell = (at) => at && this.grid.cells[at[0] - 1][at[1] - 1];
    this.grid.mark(cell(this.operate.at), cell(this.operate.control));
  }
}
