// The page where a reader's own text is cut into tokens as it is typed. Until the reader touches it,
// there are the box and its buttons; the text goes nowhere.

import { YOUR_TEXT } from "../labels.js";
import { button, make, statusLine } from "../make.js";
import * as labels from "./tokenizer-labels.js";
import { choices, Shared } from "./shared.js";

const FIRST = "I drink water every morning.";
const LONG = 5_000; // characters; so long a text is cut when the typing pauses
const PAUSE = 200; // milliseconds

export async function start() {
  await styled(new URL("../play.css", import.meta.url));
  const block = document.querySelector("[data-play=tokenizer]");
  const languages = document.querySelector(".languages");
  let panels;
  const shared = new Shared(FIRST, async () => {
    const { show } = await import("./panels.js");
    panels ??= show(shared, block, languages);
  });
  const box = textBox(shared);
  const label = make("label", { className: "label", htmlFor: box.id }, YOUR_TEXT);
  const first = starter(shared, labels.CUT, statusLine());
  block.replaceChildren(label, box, choices(shared, "vocabulary"), first);
  const told = make("p", { className: "status" }); // the first one is read out already
  const second = starter(shared, labels.COUNT, told);
  languages.prepend(choices(shared, "vocabulary-of-languages"), second);
  for (const text of document.querySelectorAll("[data-text]")) {
    offer(text, () => {
      box.value = text.dataset.text || text.textContent;
      shared.change({ text: box.value });
      block.scrollIntoView({ block: "start" });
    });
  }
}

function styled(href) {
  return new Promise((done) => {
    document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  });
}

function textBox(shared) {
  const box = make("textarea", { id: "your-text", rows: 3, value: shared.text, spellcheck: false });
  box.dir = "auto";
  let waiting;
  box.oninput = () => {
    clearTimeout(waiting);
    const change = () => shared.change({ text: box.value });
    if (box.value.length < LONG) change();
    else waiting = setTimeout(change, PAUSE);
  };
  box.onfocus = () => shared.vocabulary || shared.change({});
  return box;
}

/** A button that loads what is chosen, until that is there. */
function starter(shared, text, told) {
  const load = button(text, "filled", () => shared.change({}));
  const about = make("span", {}, labels.WHAT_IT_LOADS);
  const bar = make("div", { className: "bar" }, load, about);
  shared.watch((message) => {
    bar.hidden = Boolean(shared.vocabulary || message);
    about.hidden = Boolean(shared.trouble);
    load.textContent = shared.trouble ? labels.TRY_AGAIN : text;
    told.textContent = message || shared.trouble;
  });
  return make("div", { className: "starter" }, bar, told);
}

/** Makes of a text in the page a button that puts it into the box. */
function offer(text, onclick) {
  const offered = button("", "plain offer", onclick);
  offered.title = labels.PUT_INTO_BOX;
  offered.append(...text.childNodes);
  text.replaceChildren(offered);
}
