// Train on your own text: what is on the page before the first click. The texts to begin with are
// those that the page's example has saved beside its picture.

import { SEED } from "../labels.js";
import { button, make } from "../make.js";
import { begin } from "./begin.js";
import * as labels from "./labels.js";

const KEY = "lessoncode-text"; // in the browser's storage: the reader's last text
const MOST = 100_000; // characters of it

export async function start() {
  const texts = offered();
  const [[, first]] = Object.entries(texts);
  const parts = await begin("train", {
    text: first,
    ask: labels.TRAIN,
    cost: labels.COSTS_PYTHON,
    load: () => import("./own-text.js"),
  });
  const { box, bar, block } = parts;
  box.rows = 8;
  const choice = make("select", { id: "text-to-begin-with" });
  const forget = button(labels.FORGET, "plain", () => {
    store(null);
    list();
    choice.focus();
    parts.status.textContent = labels.FORGOTTEN;
  });
  const list = () => {
    const last = stored();
    forget.hidden = last === null;
    const all = last === null ? texts : { ...texts, [labels.LAST_TEXT]: last };
    choice.replaceChildren(...Object.keys(all).map((name) => make("option", {}, name)));
    choice.value = Object.keys(all).find((name) => all[name] === box.value) ?? "";
  };
  parts.remember = () => {
    if (!box.value.trim() || Object.values(texts).includes(box.value)) return;
    store(box.value.slice(0, MOST));
    list();
  };
  choice.onchange = () => {
    const chosen = texts[choice.value] ?? stored();
    parts.remember(); // or the reader's own would be lost
    box.value = chosen;
    list();
  };
  parts.size = make("select", {}, ...labels.SIZES.map((name) => make("option", {}, name)));
  parts.size.value = labels.SIZES[1];
  parts.seed = make("input", { type: "number", value: 0, min: 0, max: 4294967295, step: 1 });
  bar.prepend(named(labels.SIZE, parts.size), named(SEED, parts.seed));
  block.prepend(make("div", { className: "bar" }, named(labels.TO_BEGIN_WITH, choice), forget));
  list();
}

const named = (name, control) => make("label", { className: "named" }, name, control);

/** The texts by their names, as the example of this page saved them. */
function offered() {
  for (const script of document.querySelectorAll("figure > script[type='application/json']")) {
    const { kind, texts } = JSON.parse(script.textContent);
    if (kind === "own-text") return texts;
  }
  return { "": "" };
}

function stored() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // this browser lets the site see nothing
  }
}

function store(text) {
  try {
    if (text === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, text);
  } catch {
    // It keeps nothing: the next visit begins without a last text.
  }
}
