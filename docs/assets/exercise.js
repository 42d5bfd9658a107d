// Exercises that are graded in the page. Each gets an editor and Check at once; what these do is
// loaded when a reader comes near. Without this file hints and solution are folds.

import { button, make } from "./make.js";
import { keptText } from "./run.js";

export function start() {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        load(target, () => {});
      }
    },
    { rootMargin: "100%" },
  );
  for (const block of document.querySelectorAll("div.exercise[data-stub]:has(.example[data-run])")) {
    addAnswer(block);
    const file = `answers/${block.dataset.exercise.replaceAll("-", "_")}.py`;
    if (keptText().includes(`"${file}"`)) load(block, () => {}); // an answer to be seen at once
    else near.observe(block);
  }
}

function addAnswer(block) {
  const { stub } = block.dataset;
  const text = make("textarea", { value: stub, ariaLabel: "Your answer", spellcheck: false });
  text.rows = stub.split("\n").length;
  const check = button("Check", "filled", ({ detail }) => {
    if (detail < 2) load(block, (answer) => answer.check()); // a double click does not stop it
  });
  const bar = make("div", { className: "bar" }, check);
  const answer = make("div", { className: "answer", role: "group" }, text, bar);
  answer.ariaLabel = block.querySelector(".label").textContent;
  const place = block.querySelector(".hint, .console");
  place.before(answer);
}

/** Uses the answer of a block, as answer.js makes it. */
async function load(block, use) {
  const { answerOf } = await import("./answer.js");
  use(answerOf(block));
}
