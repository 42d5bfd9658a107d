// What the parts of the page share: the reader's text, and the vocabulary that cuts it.

import { make } from "../make.js";
import { Vocabulary } from "./bpe.js";
import { whole } from "./split.js";
import { Training } from "./training.js";
import { cutter, vocabulary } from "./vocabularies.js";

export const NAMES = {
  cl100k_base: "cl100k_base, GPT-4’s",
  smollm2: "SmolLM2’s",
  own: "Trained on your text",
};
const SIZES = { cl100k_base: ", 0.4 MB, once", smollm2: ", 0.2 MB, once", own: "" };
export const LIMIT = 100_000; // characters
const SLICE = 10; // milliseconds, after which a training lets the page answer

export class Shared {
  text = "";
  name = "cl100k_base";
  merges = 0; // wanted of the vocabulary that is trained on the text
  vocabulary = null; // what is in use, once the reader has asked for it
  training = null;
  trouble = ""; // why there is none, in a sentence
  #watchers = [];
  #turn = 0; // of the last change: what an earlier one began is let go

  watch(watcher) {
    this.#watchers.push(watcher);
  }

  #tell(message = "") {
    for (const watcher of this.#watchers) watcher(message);
  }

  /** Takes in what has changed, loads or trains what that needs, and tells all watchers. */
  async change(changes) {
    const turn = ++this.#turn;
    if (changes.name && changes.name !== this.name) this.vocabulary = null;
    Object.assign(this, changes);
    const waiting = setTimeout(() => this.#tell(this.#busy()), 100); // mostly it is there at once
    try {
      const found = this.name === "own" ? await this.#trained(turn) : await vocabulary(this.name);
      if (turn === this.#turn) [this.vocabulary, this.trouble] = [found, ""];
    } catch (error) {
      if (turn === this.#turn) [this.vocabulary, this.trouble] = [null, inWords(error)];
    }
    clearTimeout(waiting);
    if (turn === this.#turn) this.#tell();
  }

  #busy() {
    if (this.name === "own") return "Training.";
    return `Loading the vocabulary${SIZES[this.name]}.`;
  }

  /** How many merges the vocabulary in use has, if it was trained on the text. */
  get made() {
    return this.name === "own" ? Math.min(this.merges, this.training?.merges.length ?? 0) : 0;
  }

  /** The text without half characters, and without what is too much. */
  get cuttable() {
    return whole(this.text.slice(0, LIMIT).replace(/[\ud800-\udbff]$/, ""));
  }

  async #trained(turn) {
    const split = await cutter("gpt2");
    if (this.training?.text !== this.text) {
      const training = Object.assign(new Training(split(this.cuttable)), { text: this.text });
      for (let begun = performance.now(); training.step(); ) {
        if (performance.now() - begun < SLICE) continue;
        await new Promise((done) => setTimeout(done));
        if (turn !== this.#turn) return null;
        begun = performance.now();
      }
      this.training = training;
    }
    return new Vocabulary(this.training.ids(this.merges), split);
  }
}

function inWords(error) {
  if (!("DecompressionStream" in globalThis)) {
    return "This browser is too old to unpack the vocabulary. One trained on your text works here.";
  }
  return `The vocabulary could not be loaded (${error.message}). Are you offline?`;
}

/** Radio buttons for the vocabulary. Several of them on a page follow one another. */
export function choices(shared, group) {
  const inputs = Object.keys(NAMES).map((value) => make("input", {
    type: "radio",
    name: group,
    value,
    onchange: () => shared.change({ name: value }),
  }));
  const draw = () => inputs.forEach((input) => (input.checked = input.value === shared.name));
  shared.watch(draw);
  draw();
  const labels = inputs.map((input) =>
    make("label", { className: "choice" }, input, make("span", {}, NAMES[input.value])));
  return make("fieldset", {}, make("legend", {}, "Vocabulary"), ...labels);
}
