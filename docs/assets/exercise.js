// Exercises that are graded in the page. Each gets an editor and Check, and its title says that it is
// solved; what these do is loaded when a reader opens it. Without this file hints and solution are
// folds.

import { CHECK, YOUR_ANSWER } from "./exercise-labels.js";
import { SOLVED } from "./labels.js";
import { button, make } from "./make.js";
import { kept, watch } from "./progress.js";

export function start() {
  for (const block of document.querySelectorAll("[data-exercise]:has(.example[data-run])")) {
    addAnswer(block);
    markSolved(block);
    block.addEventListener("toggle", () => block.open && load(block, () => {}));
    if (block.open) load(block, () => {}); // a link led there
  }
}

function markSolved(block) {
  const solved = make("span", { className: "tag" }, ` ${SOLVED}`);
  const title = block.querySelector("summary");
  const draw = () => {
    if (kept("exercises", block.dataset.exercise)) title.append(solved);
    else solved.remove();
  };
  draw();
  watch(draw);
}

function addAnswer(block) {
  const { stub } = block.dataset;
  const text = make("textarea", { value: stub, ariaLabel: YOUR_ANSWER, spellcheck: false });
  text.rows = stub.split("\n").length;
  const check = button(CHECK, "filled", ({ detail }) => {
    if (detail < 2) load(block, (answer) => answer.check()); // a double click does not stop it
  });
  const bar = make("div", { className: "bar" }, check);
  const answer = make("div", { className: "answer", role: "group" }, text, bar);
  answer.ariaLabel = block.querySelector("summary").textContent;
  const place = block.querySelector(".hint, .console");
  place.before(answer);
}

/** Uses the answer of a block, as answer.js makes it. */
async function load(block, use) {
  const { answerOf } = await import("./answer.js");
  use(answerOf(block));
}
