// What the parts of the page share: the reader's text, and the vocabulary that cuts it. What cuts is
// loaded at the first change.

import { make } from "../make.js";
import * as labels from "./tokenizer-labels.js";

export const LIMIT = 100_000; // characters
const PATIENCE = 100; // milliseconds; mostly all is there at once

export class Shared {
  name = "cl100k_base";
  merges = 0; // wanted of the vocabulary that is trained on the text
  vocabulary = null; // what is in use, once the reader has asked for it
  training = null;
  trouble = ""; // why there is none, in a sentence
  #watchers = [];
  #turn = 0; // of the last change: what an earlier one began is let go

  /** @param begin makes ready, at the first change, what draws */
  constructor(text, begin) {
    this.text = text;
    this.begin = begin;
  }

  /** Calls back whenever something has changed, with a sentence while it is waited for. */
  watch(watcher) {
    this.#watchers.push(watcher);
  }

  #tell(message = "") {
    for (const watcher of this.#watchers) watcher(message);
  }

  /** Takes in what has changed, loads or trains what that needs, and tells all watchers. */
  async change(changes) {
    const turn = ++this.#turn;
    const isLate = () => turn !== this.#turn;
    if (changes.name && changes.name !== this.name) this.vocabulary = null;
    Object.assign(this, changes);
    const waiting = setTimeout(() => this.#tell(labels.GETTING[this.name]), PATIENCE);
    let found = null;
    let trouble = "";
    try {
      await this.begin();
      const { inUse } = await import("./in-use.js");
      found = await inUse(this, isLate);
    } catch (error) {
      trouble = inWords(error);
    }
    clearTimeout(waiting);
    if (isLate()) return;
    [this.vocabulary, this.trouble] = [found, trouble];
    this.#tell();
  }

  /** How many merges the vocabulary in use has, if it was trained on the text. */
  get made() {
    return this.name === "own" ? Math.min(this.merges, this.training?.merges.length ?? 0) : 0;
  }
}

function inWords(error) {
  if (!("DecompressionStream" in globalThis)) {
    return labels.TOO_OLD;
  }
  return labels.noVocabulary(error.message);
}

/** Radio buttons for the vocabulary. Several of them on a page follow one another. */
export function choices(shared, group) {
  const inputs = Object.keys(labels.VOCABULARIES).map((value) => make("input", {
    type: "radio",
    name: group,
    value,
    onchange: () => shared.change({ name: value }),
  }));
  const draw = () => inputs.forEach((input) => (input.checked = input.value === shared.name));
  shared.watch(draw);
  draw();
  const named = inputs.map((input) =>
    make("label", { className: "choice" }, input, make("span", {}, labels.VOCABULARIES[input.value])));
  return make("fieldset", {}, make("legend", {}, labels.VOCABULARY), ...named);
}
