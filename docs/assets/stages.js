// A button for all that a file does which a page shows in pieces. The page lists its stages by
// their regions; the run itself is loaded at the first click.

import { RUN_ALL, SEED, takes } from "./labels.js";
import { button, make } from "./make.js";
import { load } from "./run.js";

export function start() {
  for (const list of document.querySelectorAll("div.stages")) {
    const block = document.querySelector(`.example[data-run][data-example="${list.dataset.file}"]`);
    if (block) addBar(list, block.dataset.run);
  }
}

function addBar(list, seconds) {
  const run = () => load("own-stages", ({ stagesOf }) => stagesOf(list).run(), list.firstElementChild);
  const seed = make("input", { type: "number", defaultValue: 0, min: 0, step: 1 });
  seed.onkeydown = ({ key }) => key === "Enter" && run();
  const bar = make(
    "div",
    { className: "bar" },
    button(RUN_ALL, "filled", run),
    make("label", {}, `${SEED} `, seed),
    make("span", { className: "note" }, seconds ? takes(seconds) : ""),
  );
  list.querySelector("ol").before(bar);
}
