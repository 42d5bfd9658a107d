// One example that a reader runs and changes. Python runs the whole file with the page's edits in
// it; of what it prints this block shows its own region's part.

import { editor } from "./editor.js";
import { copyLink, hash, keep, kept } from "./edits.js";
import { RUN, STOP } from "./labels.js";
import { button, make } from "./make.js";
import * as messages from "./messages.js";
import { OwnRun } from "./own.js";
import { Run, mayLoad, wording } from "./running.js";

const examples = new Map(); // by their blocks

export function exampleOf(block) {
  if (!examples.has(block)) examples.set(block, new Example(block));
  return examples.get(block);
}

/** Shows the edits that were kept of this page's code. */
export function showKept() {
  for (const block of document.querySelectorAll("div.example[data-run]")) {
    if (kept(block.dataset.example, block.dataset.region ?? "")) exampleOf(block).showKept();
  }
}

/** The reader's own edits of a file that is shown in pieces, by their regions. */
export function editsOf(file) {
  const isOwn = (it) => it.file === file && it.region && it.isEdited && !it.isForeign;
  const edited = [...examples.values()].filter(isOwn);
  return Object.fromEntries(edited.map(({ region, editor }) => [region, editor.value]));
}

class Example {
  constructor(block) {
    this.block = block;
    this.file = block.dataset.example; // like inside/later.py
    this.region = block.dataset.region ?? "";
    this.shown = block.querySelector(".highlight");
    this.code = this.shown.querySelector("code").textContent.replace(/\n$/, "");
    this.fold = block.querySelector(":scope > details.code");
    this.row = block.querySelector(":scope > .run");
    [this.runs, this.edits] = this.row.querySelectorAll("button:not(.step)");
    this.resets = button(messages.RESET, "outlined", () => this.reset());
    this.links = button(messages.COPY_LINK, "plain", () => this.copyLink());
    this.edits.after(this.resets, this.links);
    this.editors = make("span"); // says in the block's first line who edited it
    block.querySelector(".source").append(this.editors);
    this.own = new OwnRun(block.querySelector(".output pre")?.textContent ?? "");
    block.append(this.own.element);
    this.editor = null;
    this.mine = null; // the reader's own edit, also while somebody else's is shown
    this.isForeign = false;
    this.going = null; // the run
    this.draw();
  }

  get isEdited() {
    return this.editor !== null && this.editor.value !== this.code;
  }

  draw() {
    this.runs.textContent = this.going ? STOP : RUN;
    this.edits.hidden = this.editor !== null;
    this.resets.hidden = this.links.hidden = this.editor === null;
    this.block.classList.toggle("editing", this.editor !== null);
    this.editors.textContent = this.isEdited ? messages.editedBy(this.isForeign) : "";
  }

  // Running.

  run() {
    if (this.going) this.going.stop();
    else this.ending = this.runToItsEnd();
  }

  /** Stops what runs, and waits until that was told. */
  async stop() {
    this.going?.stop();
    await this.ending;
  }

  async runToItsEnd() {
    const again = () => this.run();
    const back = () => this.runs.focus();
    if (this.block.dataset.model !== undefined && !(await mayLoad(this.own, again, back))) return;
    if (this.going) return; // clicked twice
    const { edits, others } = this.allEdits();
    const name = this.file.replace(/\.py$/, "");
    const { region, isForeign } = this;
    this.going = new Run({ example: name, edits }, { region, isForeign, own: this.own });
    this.draw();
    const value = this.editor?.value;
    const changed = Object.keys(edits).length ? messages.WITH_CODE : "";
    await this.going.toItsEnd(wording({ changed, others }));
    this.going = null;
    if (this.editor?.value !== value) this.own.outdate();
    this.draw();
  }

  /** What is changed in the file: of somebody else's edit that alone, else all of the page's. */
  allEdits() {
    if (this.isForeign) return { edits: { [this.region]: this.editor.value }, others: [] };
    const alone = this.isEdited ? { "": this.editor.value } : {};
    const edits = this.region ? editsOf(this.file) : alone;
    return { edits, others: Object.keys(edits).filter((region) => region !== this.region) };
  }

  // Editing.

  edit() {
    this.open(this.mine ?? this.code);
    this.editor.focus();
  }

  open(code) {
    this.close();
    // Tests from outside rely on the name.
    this.editor = editor({ code, label: messages.CODE, onrun: () => this.going || this.run() });
    this.editor.element.addEventListener("input", () => this.changed());
    this.shown.after(this.editor.element);
    if (this.fold) {
      this.fold.open = true;
      this.fold.after(this.row);
    }
    this.draw();
  }

  close() {
    this.warning?.remove();
    this.editor?.element.remove();
    this.editor = null;
    this.fold?.before(this.row);
  }

  changed() {
    if (!this.isForeign) this.keep();
    this.own.outdate();
    this.draw();
  }

  keep() {
    this.mine = this.isEdited ? this.editor.value : null;
    const edit = this.mine === null ? null : { of: hash(this.code), code: this.mine };
    if (!keep(this.file, this.region, edit) && edit) this.own.say(messages.EDIT_NOT_STORED);
  }

  showKept() {
    const { of, code } = kept(this.file, this.region);
    const show = () => {
      this.mine = code;
      this.open(code);
    };
    if (of === hash(this.code)) return show();
    this.own.ask(messages.OLD_EDIT, {
      [messages.SHOW_EDIT]: show,
      [messages.DELETE_EDIT]: () => keep(this.file, this.region, null),
    });
  }

  async reset() {
    await this.stop();
    const { value } = this.editor;
    const wasForeign = this.isForeign;
    this.isForeign = false;
    this.close();
    this.own.clear();
    if (wasForeign) history.replaceState(null, "", location.pathname + location.search);
    else if (value !== this.code) this.forget(value);
    if (wasForeign && this.mine !== null) this.open(this.mine);
    this.draw();
    (this.editor ? this.runs : this.edits).focus();
  }

  /** Forgets the reader's own edit, and offers it once more. */
  forget(value) {
    this.mine = null;
    keep(this.file, this.region, null);
    const again = () => {
      this.open(value);
      this.keep();
      this.editor.focus();
    };
    this.own.ask(messages.AS_BEFORE, { [messages.RESTORE_EDIT]: again });
  }

  // Links.

  async showShared({ of, code }) {
    await this.stop();
    this.own.clear();
    if (of !== hash(this.code)) {
      this.own.clear(messages.OLD_LINK);
      return this.own.comeIntoView();
    }
    this.isForeign = true;
    this.open(code);
    const keeps = this.mine === null ? messages.TAKE_OVER : messages.REPLACE_MINE;
    const take = button(keeps, "plain", () => this.takeOver());
    this.warning = make("p", { className: "status foreign", role: "status" }, toRead(code), " ", take);
    this.editor.element.before(this.warning);
    this.warning.scrollIntoView({ block: "start" });
  }

  takeOver() {
    this.isForeign = false;
    this.warning.remove();
    this.keep();
    this.draw();
    this.editor.focus();
  }

  async copyLink() {
    const { file, region } = this;
    const edit = { file, region, of: hash(this.code), code: this.editor.value };
    this.own.say(...(await copyLink(edit)));
  }
}

/** Says how much code there is to read, some of which may be far down or far to the right. */
function toRead(code) {
  const lengths = code.split("\n").map((line) => line.length);
  return messages.foreign(lengths.length, lengths.reduce((most, length) => Math.max(most, length)));
}
