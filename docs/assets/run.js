// Run, Step through and Edit. What they do is loaded at a click, or to show an edit that was kept or
// is in the address.

import { EDIT, RUN, STEP_THROUGH, UNLOADED, takes } from "./labels.js";
import { button, make, statusLine } from "./make.js";

export const KEY = "lessoncode-edits"; // what edits are kept under

let blocks = [];

export function start() {
  blocks = [...document.querySelectorAll("div.example[data-run]")];
  for (const block of blocks) addBar(block);
  const kept = keptText();
  const names = new Set(blocks.map((block) => block.dataset.example));
  if ([...names].some((name) => kept.includes(`"${name}`))) load("example", ({ showKept }) => showKept());
  addEventListener("hashchange", showShared);
  showShared();
}

export function keptText() {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return ""; // this browser keeps nothing
  }
}

function showShared() {
  if (location.hash.startsWith("#edit=")) load("shared", ({ showShared: show }) => show(location.hash));
}

/** Uses a module, and says below the block where it does not come. */
export async function load(name, use, block = document.querySelector("article h1")) {
  let module;
  try {
    module = await import(`./${name}.js`);
  } catch {
    const status = block.parentElement.querySelector(".unloaded") ?? statusLine();
    status.classList.add("unloaded");
    block.after(status);
    status.textContent = UNLOADED;
    return;
  }
  use(module);
}

/** Below open code, on the line on which the output is named; at folded code, on the fold's line. */
function addBar(block) {
  const { run: seconds, example, trace } = block.dataset;
  const act = (does, name = "example") =>
    load(name, ({ exampleOf }) => exampleOf(block)[does](), block.lastElementChild);
  const bar = make(
    "div",
    { className: "bar", role: "group", ariaLabel: `examples/${example}` },
    seconds ? make("span", { className: "note" }, takes(seconds)) : "",
    button(RUN, "outlined", () => act("run")),
    trace ? button(STEP_THROUGH, "outlined step", () => act("open", "step")) : "",
    button(EDIT, "outlined", () => act("edit")),
  );
  const part = (name) => block.querySelector(`:scope > ${name}`);
  const row = make("div", { className: "run" }, bar);
  const place = part("details.code") ?? part(".output");
  if (place) place.before(row);
  else part(".highlight").after(row);
}
