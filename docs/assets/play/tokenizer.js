// The page where a reader's own text is cut into tokens as it is typed. A vocabulary is loaded when
// the reader first asks for it, and the text goes nowhere.

import { button, make, statusLine } from "../make.js";
import { start as startLanguages } from "./languages.js";
import { mergesPanel } from "./merges.js";
import { choices, LIMIT, Shared } from "./shared.js";
import { TokenList } from "./tokens.js";
import { counted } from "./visible.js";
import { toBytes } from "./bpe.js";

const FIRST = "I drink water every morning.";
const LONG = 5_000; // characters; so long a text is cut when the typing pauses
const PAUSE = 200; // milliseconds
const READ_OUT = 700; // milliseconds without typing, after which the counts are read out

export async function start() {
  await styled(new URL("../play.css", import.meta.url));
  const shared = new Shared();
  shared.text = FIRST;
  const block = document.querySelector("[data-play=tokenizer]");
  const box = textBox(shared);
  const starter = (text) => starterOf(shared, text);
  const parts = [mergesPanel(shared), tokensPanel(shared, box)];
  const label = make("label", { className: "label", htmlFor: box.id }, "Your text");
  block.replaceChildren(label, box, choices(shared, "vocabulary"), starter("Cut it into tokens"), ...parts);

  for (const text of document.querySelectorAll("[data-text]")) {
    offer(text, () => {
      box.value = text.dataset.text || text.textContent;
      shared.change({ text: box.value });
      block.scrollIntoView({ block: "start" });
    });
  }
  for (const table of document.querySelectorAll(".languages")) startLanguages(table, shared, starter);
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
function starterOf(shared, text) {
  const starter = button(text, "filled", () => shared.change({}));
  const size = make("span", {}, "Loads the vocabulary, 0.4 MB, once. Your text stays in this page.");
  const bar = make("div", { className: "bar starter" }, starter, size);
  shared.watch((message = "") => {
    bar.hidden = Boolean(shared.vocabulary || message);
    starter.textContent = shared.trouble ? "Try again" : text;
    size.hidden = Boolean(shared.trouble);
  });
  return bar;
}

function tokensPanel(shared, box) {
  const summary = make("p", { className: "summary" });
  const readOut = statusLine();
  readOut.classList.add("visually-hidden");
  const list = new TokenList();
  let waiting;

  shared.watch((message) => {
    const { vocabulary, training } = shared;
    const tokens = vocabulary && !message ? vocabulary.encode(shared.cuttable) : [];
    if (!message || !vocabulary) {
      const newest = training?.merges[shared.made - 1]?.token;
      list.draw(tokens, vocabulary?.ids, newest, getComputedStyle(box).direction);
    }
    summary.textContent = message || shared.trouble || inWords(shared, tokens);
    clearTimeout(waiting);
    waiting = setTimeout(() => (readOut.textContent = summary.textContent), READ_OUT);
  });
  return make("div", {}, summary, readOut, list.element);
}

function inWords(shared, tokens) {
  if (!shared.text) return "Nothing to cut yet: type something above.";
  const text = shared.cuttable;
  const characters = [...text].length;
  const counts = [counted(characters, "character"), counted(toBytes(text).length, "byte")];
  const each = (characters / tokens.length).toFixed(1);
  const cut = shared.text.length > LIMIT ? ` Only the first ${LIMIT.toLocaleString("en")} are cut.` : "";
  return `${counts.join(", ")}, ${counted(tokens.length, "token")}: ${each} characters to a token.${cut}`;
}

/** Makes of a text in the page a button that puts it into the box. */
function offer(text, onclick) {
  const offered = button("", "plain offer", onclick);
  offered.title = "Put this into the box";
  offered.append(...text.childNodes);
  text.replaceChildren(offered);
}
