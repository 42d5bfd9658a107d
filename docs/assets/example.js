// One example that a reader runs and changes. Python runs the whole file with the page's edits in
// it; of what it prints this block shows its own region's part.

import { editor } from "./editor.js";
import { copyLink, hash, keep, kept } from "./edits.js";
import { button, make } from "./make.js";
import { OwnRun } from "./own.js";
import { Run, mayLoad, wording } from "./running.js";

const NOT_KEPT = "This browser lets the site keep nothing: your edit ends with this page.";
const FOREIGN = "This edit came with the link: somebody else wrote it. Read all of it before you run it:";
const OLD = "The edit in this link is one of an older version of this code, and was not opened.";

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
    [this.runs, this.edits] = this.row.querySelectorAll("button");
    this.resets = button("Reset", "outlined", () => this.reset());
    this.links = button("Copy a link to this edit", "plain", () => this.copyLink());
    this.edits.after(this.resets, this.links);
    this.editors = make("span"); // says in the block's first line who edited it
    block.querySelector(".source").append(this.editors);
    this.own = new OwnRun(block.querySelector(":scope > .output pre")?.textContent ?? "");
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
    this.runs.textContent = this.going ? "Stop" : "Run";
    this.edits.hidden = this.editor !== null;
    this.resets.hidden = this.links.hidden = this.editor === null;
    this.block.classList.toggle("editing", this.editor !== null);
    const who = this.isForeign ? "somebody else" : "you";
    this.editors.textContent = this.isEdited ? `, edited by ${who}` : "";
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
    const changed = Object.keys(edits).length ? "With your code" : "";
    await this.going.toItsEnd(wording({ changed, others, reason: this.block.dataset.differs }));
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
    this.editor = editor({ code, label: "Code", onrun: () => this.going || this.run() });
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
    if (!keep(this.file, this.region, edit) && edit) this.own.say(NOT_KEPT);
  }

  showKept() {
    const { of, code } = kept(this.file, this.region);
    const show = () => {
      this.mine = code;
      this.open(code);
    };
    if (of === hash(this.code)) return show();
    this.own.ask("Your edit of an older version of this code is kept.", {
      "Show it": show,
      "Forget it": () => keep(this.file, this.region, null),
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
    this.own.ask("The code is as on this page again.", { "Bring my edit back": again });
  }

  // Links.

  async showShared({ of, code }) {
    await this.stop();
    this.own.clear();
    if (of !== hash(this.code)) {
      this.own.clear(OLD);
      return this.own.comeIntoView();
    }
    this.isForeign = true;
    this.open(code);
    const keeps = this.mine === null ? "Keep it as mine" : "Keep it in place of my own edit";
    const take = button(keeps, "plain", () => this.takeOver());
    this.warning = make("p", { className: "status foreign", role: "status" }, `${FOREIGN} ${size(code)}.`, " ", take);
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

/** How much code there is to read, some of which may be far down or far to the right. */
function size(code) {
  const lengths = code.split("\n").map((line) => line.length);
  const longest = lengths.reduce((most, length) => Math.max(most, length));
  const number = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
  return `${number(lengths.length, "line")}, the longest of ${number(longest, "character")}`;
}
