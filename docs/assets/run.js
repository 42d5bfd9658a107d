// Run and Edit at each example that runs in a browser. What they do is loaded at the first click,
// or where an edit is to be seen at once: one that was kept, or one in the address.

import { button, make, statusLine } from "./make.js";

export const KEY = "lessoncode-edits"; // what edits are kept under

let blocks = [];

export function start() {
  blocks = [...document.querySelectorAll("div.example[data-run]")];
  for (const block of blocks) addBar(block);
  const kept = keptText();
  const names = new Set(blocks.map((block) => block.dataset.example));
  if ([...names].some((name) => kept.includes(`"${name}`))) load((example) => example.showKept());
  addEventListener("hashchange", showShared);
  showShared();
}

function keptText() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // this browser keeps nothing
  }
}

function showShared() {
  if (location.hash.startsWith("#edit=")) load((example) => example.showShared(location.hash));
}

/** Uses example.js, and says below the block where it does not come. */
async function load(use, block = document.querySelector("article h1")) {
  let example;
  try {
    example = await import("./example.js");
  } catch {
    const status = block.parentElement.querySelector(".unloaded") ?? statusLine();
    status.classList.add("unloaded");
    block.after(status);
    status.textContent = "What runs code could not be loaded. Reload the page to try it again.";
    return;
  }
  use(example);
}

/** Below open code, on the line on which the output is named; at folded code, on the fold's line. */
function addBar(block) {
  const { run: seconds, example } = block.dataset;
  const act = (name) => load(({ exampleOf }) => exampleOf(block)[name](), block.lastElementChild);
  const bar = make(
    "div",
    { className: "bar", role: "group", ariaLabel: `examples/${example}` },
    make("span", { className: "note" }, seconds ? `takes about ${seconds} s in a browser` : ""),
    button("Run", "outlined", () => act("run")),
    button("Edit", "outlined", () => act("edit")),
  );
  const place = block.querySelector(":scope > :is(.output, details.code)");
  const row = make("div", { className: "run" }, bar);
  if (place) place.before(row);
  else block.querySelector(":scope > .highlight").after(row);
}
