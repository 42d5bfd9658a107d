// The tokens of a text as a list of chips. The list is one stop of the Tab key, and arrows move in
// it; the line below tells the bytes of the token that is pointed at.

import { button, make, statusLine } from "../make.js";
import * as messages from "./messages.js";
import { around, hexadecimal, spoken, textOf, visible } from "./visible.js";

const STEP = 500; // chips that are drawn at a time
const MOVES = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };

export class TokenList {
  tokens = [];
  list = make("ol", { className: "tokens", role: "list", ariaLabel: messages.TOKENS });
  pointed = null; // the chip whose bytes are told, or else the first: where the Tab key goes
  told = make("p", { className: "told", id: "token-told" });
  status = statusLine();
  more = button("", "outlined", () => this.fill(this.list.children.length + STEP));
  copy = button(messages.COPY_IDS, "outlined", () => this.copyIds());

  constructor() {
    const { list } = this;
    for (const event of ["focusin", "pointerover", "click"]) {
      list.addEventListener(event, ({ target }) => {
        if (target.closest("button")) this.point(target.closest("button"));
      });
    }
    list.addEventListener("keydown", (event) => this.move(event));
    const bar = make("div", { className: "bar" }, this.copy, this.more);
    this.element = make("div", { hidden: true }, list, this.told, bar, this.status);
  }

  /** @param newest the token that is shown as just made, if any */
  draw(tokens, ids, newest, direction) {
    const kept = ids === this.ids && newest === this.newest ? this.alike(tokens) : 0;
    Object.assign(this, { tokens, ids, newest });
    this.element.hidden = !tokens.length;
    this.list.dir = direction; // tokens follow one another as the text is read
    while (this.list.children.length > kept) this.list.lastChild.remove();
    this.fill(Math.max(STEP, kept));
    this.point(this.list.querySelector("button"));
    this.pointed?.removeAttribute("aria-describedby");
    this.told.textContent = messages.HINT;
    this.status.textContent = "";
  }

  /** How many of the chips stay as they are: mostly one types at the end. */
  alike(tokens) {
    const count = this.list.children.length;
    let at = 0;
    while (at < count && tokens[at] === this.tokens[at]) at++;
    return at;
  }

  /** Adds chips until there are so many, or all. */
  fill(count) {
    const chips = this.tokens.slice(this.list.children.length, count);
    this.list.append(...chips.map((token) => this.chip(token)));
    const left = this.tokens.length - this.list.children.length;
    this.more.hidden = left <= 0;
    this.more.textContent = messages.more(Math.min(STEP, left), left);
  }

  chip(token) {
    const id = this.ids.get(token);
    const isText = textOf(token) !== null;
    const text = make("bdi", { className: isText ? "text" : "text bytes" }, visible(token));
    const chip = button("", token === this.newest ? "chip newest" : "chip", null);
    chip.append(text, make("span", { className: "id", dir: "ltr" }, String(id ?? messages.NO_ID)));
    chip.tabIndex = -1;
    chip.ariaLabel = messages.chip(isText, spoken(token), id);
    return make("li", {}, chip);
  }

  /** Tells the bytes of a token, and leaves the Tab key's stop there. */
  point(chip) {
    this.pointed?.setAttribute("tabindex", "-1");
    this.pointed?.removeAttribute("aria-describedby");
    this.pointed = chip;
    if (!chip) return;
    chip.tabIndex = 0;
    chip.setAttribute("aria-describedby", this.told.id);
    this.told.textContent = this.inWords([...this.list.children].indexOf(chip.parentElement));
  }

  inWords(at) {
    const token = this.tokens[at];
    const isPart = textOf(token) === null;
    const start = this.tokens.slice(0, at).join("").length;
    return messages.token({
      at: at + 1,
      of: this.tokens.length,
      text: visible(token),
      part: isPart ? around(this.tokens.join(""), start, start + token.length) : null,
      id: this.ids.get(token),
      size: token.length,
      bytes: hexadecimal(token),
    });
  }

  move(event) {
    const chips = [...this.list.querySelectorAll("button")];
    let step = MOVES[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.list.dir === "rtl" && event.key.startsWith("Arrow")) step = -step;
    event.preventDefault();
    const at = chips.indexOf(event.target.closest("button"));
    chips[Math.max(0, Math.min(chips.length - 1, at + step))].focus();
  }

  async copyIds() {
    const ids = this.tokens.map((token) => this.ids.get(token) ?? "None");
    try {
      await navigator.clipboard.writeText(`[${ids.join(", ")}]`);
      this.status.textContent = messages.copied(ids.length);
    } catch {
      this.status.textContent = messages.CANNOT_COPY;
    }
  }
}
