// The vocabulary that the reader has chosen: one of those that are loaded, or one that is trained.

import { Vocabulary } from "./bpe.js";
import { LIMIT } from "./shared.js";
import { whole } from "./split.js";
import { Training } from "./training.js";
import { cutter, vocabulary } from "./vocabularies.js";

const SLICE = 10; // milliseconds, after which a training lets the page answer

/** The text without half characters, and without what is too much. */
export function cuttable(text) {
  return whole(text.slice(0, LIMIT).replace(/[\ud800-\udbff]$/, ""));
}

/** Loads or trains it; a training stops where it `isLate`. */
export async function inUse(shared, isLate) {
  if (shared.name !== "own") return vocabulary(shared.name);
  const split = await cutter("gpt2");
  const { text } = shared;
  if (shared.training?.text !== text) {
    const training = Object.assign(new Training(split(cuttable(text))), { text });
    for (let begun = performance.now(); training.step(); ) {
      if (performance.now() - begun < SLICE) continue;
      await new Promise((done) => setTimeout(done));
      if (isLate()) return null;
      begun = performance.now();
    }
    shared.training = training;
  }
  return new Vocabulary(shared.training.ids(shared.merges), split);
}
