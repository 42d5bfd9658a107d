// Guesses and questions. Without these files both are whole: radio buttons above a fold with the
// answer. Here a choice is answered at once, and kept. This is what both have in common.

import { kept, mark, watch } from "./progress.js";

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Calls back with a choice: by a click, Space or Enter. Arrow keys only lead to the next one. */
export function whenChosen(inputs, callback) {
  inputs.forEach((input, i) => {
    input.onchange = () => callback(input);
    input.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (!step && event.key !== "Enter") return;
      event.preventDefault();
      if (step) inputs.at((i + step) % inputs.length).focus();
      else input.click();
    };
  });
}

/** The marks of this page; another page that shows a block keeps its own. */
export const HERE = {
  kept,
  mark,
  /** Calls back when a kept mark has been cleared, here or in another tab. */
  whenCleared(kind, id, callback) {
    let before = kept(kind, id);
    watch(() => {
      const now = kept(kind, id);
      if (before && !now) callback();
      before = now;
    });
  },
};

export const choiceOf = (input) => input.closest(".choice");
