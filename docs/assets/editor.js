// An editor of Python: a plain textarea, which a keyboard, a phone and a screen reader know, with
// the same text in colours behind it. Nothing but Enter, Backspace and Ctrl is handled here: Tab
// leaves it as it leaves every field, and what was typed can be undone as everywhere.

import { coloured } from "./colours.js";
import { make } from "./make.js";
import { RUNS_CODE, keys as inWords } from "./messages.js";
import { styled } from "./styled.js";

await styled("example");

const INDENT = "    ";
const MOST_COLOURED = 20_000; // characters; more would lag behind the typing
let count = 0;

/**
 * @param {{code: string, label: string, onrun: () => void, does?: string}} settings
 *   what it holds at first, its accessible name, what Ctrl+Enter does, and that in words
 */
export function editor({ code, label, onrun, does = RUNS_CODE }) {
  const keys = make("p", { className: "keys", id: `keys-${++count}` });
  keys.textContent = inWords(does);
  const text = make("textarea", { value: code, ariaLabel: label, rows: 1, spellcheck: false });
  const plain = { wrap: "off", autocapitalize: "off", autocomplete: "off", autocorrect: "off" };
  for (const [name, value] of Object.entries(plain)) text.setAttribute(name, value);
  text.setAttribute("aria-describedby", keys.id);
  const behind = make("code");
  const colour = () => {
    const { value } = text;
    const nodes = value.length > MOST_COLOURED ? [value] : coloured(value);
    behind.replaceChildren(...nodes, "\n");
  };
  colour();
  text.addEventListener("input", colour);
  text.addEventListener("beforeinput", (event) => typed(event, text));
  text.addEventListener("keydown", (event) => pressed(event, text, onrun));
  const back = make("pre", { className: "highlight", ariaHidden: "true" }, behind);
  const lines = make("div", { className: "lines" }, back, text);
  return {
    element: make("div", { className: "editor" }, lines, keys),
    /** With the caret at the start, not at the end, which may be thousands of pixels below. */
    focus(caret = 0) {
      text.setSelectionRange(caret, caret);
      text.focus();
    },
    get value() {
      return text.value;
    },
    set value(value) {
      text.value = value;
      colour();
    },
  };
}

function pressed(event, text, onrun) {
  if (event.key === "Escape") return text.blur();
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const does = { Enter: onrun, "]": () => indent(text, true), "[": () => indent(text, false) };
  if (!does[event.key]) return;
  event.preventDefault();
  does[event.key]();
}

/** Enter goes on below the line's first character, and deeper after a colon; Backspace goes back. */
function typed(event, text) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const before = value.slice(value.lastIndexOf("\n", start - 1) + 1, start);
  if (event.inputType === "insertLineBreak") {
    event.preventDefault();
    const deeper = /:\s*(#.*)?$/.test(before) ? INDENT : "";
    replace(text, start, end, `\n${before.match(/^[ \t]*/)[0]}${deeper}`);
  } else if (event.inputType === "deleteContentBackward" && start === end) {
    if (!/^( {4})+$/.test(before)) return;
    event.preventDefault();
    replace(text, start - INDENT.length, end, "");
  }
}

/** Moves the lines of the selection to the right, or back. */
function indent(text, isDeeper) {
  const { selectionStart, selectionEnd, value } = text;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(start, selectionEnd - (selectionEnd > selectionStart)));
  const end = next < 0 ? value.length : next;
  const old = value.slice(start, end);
  const moved = isDeeper ? old.replace(/^(?=.)/gm, INDENT) : old.replace(/^ {1,4}/gm, "");
  if (moved === old) return;
  replace(text, start, end, moved);
  if (old.includes("\n")) text.setSelectionRange(start, start + moved.length);
  else {
    const place = Math.max(start, selectionEnd + moved.length - old.length);
    text.setSelectionRange(place, place);
  }
}

/** As if it were typed, so that it can be undone; not every browser can do that. */
function replace(text, start, end, words) {
  text.setSelectionRange(start, end);
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  text.setRangeText(words, start, end, "end");
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
