// One example that a reader runs and changes. Python runs the whole file with the page's edits in
// it; of what it prints this block shows its own region's part.

import { editor } from "./editor.js";
import { fromFragment, hash, keep, kept, toFragment } from "./edits.js";
import { button, make, statusLine } from "./make.js";
import { OwnRun } from "./own.js";
import { Stopped, Unavailable, call, modelIsKept, needsOf, stop } from "./python.js";

const NOT_KEPT = "This browser lets the site keep nothing: your edit ends with this page.";
const TESTED = "This was tested in Chromium; in other browsers it may not work.";
const LOAD = "This needs SmolLM2: 98 MB and about 900 MB of memory, for a desktop.";

const examples = new Map(); // by their blocks
let turn = Promise.resolve(); // until the run begun last has ended
let mayLoadModel = false;

export function exampleOf(block) {
  if (!examples.has(block)) examples.set(block, new Example(block));
  return examples.get(block);
}

/** Does it when what was begun before has ended, so that Stop ends no other run. */
function inTurn(work) {
  const done = turn.then(work);
  turn = done.catch(() => {});
  return done;
}

const runnable = () => [...document.querySelectorAll("div.example[data-run]")];

/** Shows the edits that were kept of this page's code. */
export function showKept() {
  for (const block of runnable()) {
    if (kept(block.dataset.example, block.dataset.region ?? "")) exampleOf(block).showKept();
  }
}

/** Shows the edit that a link carries, in its block. It runs on a click alone. */
export async function showShared(fragment) {
  let edit;
  try {
    edit = await fromFragment(fragment);
  } catch (error) {
    const isLong = error instanceof RangeError;
    return tell(isLong ? "is too long, and was not opened." : "cannot be read; perhaps a part of the link is missing.");
  }
  const isIts = ({ dataset }) =>
    dataset.example === edit.file && (dataset.region ?? "") === edit.region;
  const block = runnable().find(isIts);
  if (!block) return tell("is one of code that does not run on this page.");
  exampleOf(block).showShared(edit);
}

/** Says below the page's title what became of a link's edit. */
function tell(words) {
  const title = document.querySelector("article h1");
  const status = title.parentElement.querySelector(".shared") ?? statusLine();
  status.classList.add("shared");
  title.after(status);
  status.textContent = `The edit in this link ${words} The page below is as it always is.`;
}

class Example {
  constructor(block) {
    this.block = block;
    this.file = block.dataset.example; // like inside/later.py
    this.region = block.dataset.region ?? "";
    this.shown = block.querySelector(".highlight");
    this.code = this.shown.querySelector("code").textContent.replace(/\n$/, "");
    this.source = block.querySelector(".source");
    this.fold = block.querySelector(":scope > details.code");
    this.row = block.querySelector(":scope > .run");
    [this.runs, this.edits] = this.row.querySelectorAll("button");
    this.resets = button("Reset", "outlined", () => this.reset());
    this.links = button("Copy a link to this edit", "plain", () => this.copyLink());
    this.edits.after(this.resets, this.links);
    this.marker = make("span"); // says in the block's first line who edited it
    this.source.append(this.marker);
    this.own = new OwnRun(block.querySelector(":scope > .output pre")?.textContent ?? "");
    block.append(this.own.element);
    this.editor = null;
    this.mine = null; // the reader's own edit, also while somebody else's is shown
    this.isForeign = false;
    this.interrupt = null; // ends the run, if there is one
    this.draw();
  }

  get isEdited() {
    return this.editor !== null && this.editor.value !== this.code;
  }

  draw() {
    this.runs.textContent = this.interrupt ? "Stop" : "Run";
    this.edits.hidden = this.editor !== null;
    this.resets.hidden = this.links.hidden = this.editor === null;
    this.block.classList.toggle("editing", this.editor !== null);
    const who = this.isForeign ? "somebody else" : "you";
    this.marker.textContent = this.isEdited ? `, edited by ${who}` : "";
  }

  // Editing.

  edit() {
    this.open(this.mine ?? this.code);
    this.editor.focus();
  }

  open(code) {
    this.close();
    const name = "Code"; // tests from outside rely on it
    this.editor = editor({ code, label: name, onrun: () => this.interrupt || this.run() });
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
    const forget = () => keep(this.file, this.region, null);
    this.own.ask("Your edit of an older version of this code is kept.", {
      "Show it": show,
      "Forget it": forget,
    });
  }

  reset() {
    this.interrupt?.();
    const { value } = this.editor;
    const wasForeign = this.isForeign;
    this.isForeign = false;
    this.close();
    if (wasForeign) history.replaceState(null, "", location.pathname + location.search);
    else if (value !== this.code) this.forget(value);
    if (wasForeign && this.mine !== null) this.open(this.mine);
    this.draw();
    (this.editor ? this.runs : this.edits).focus();
  }

  /** Brings the page's code back, and offers the edit once more. */
  forget(value) {
    this.mine = null;
    keep(this.file, this.region, null);
    const again = () => {
      this.open(value);
      this.keep();
      this.editor.focus();
    };
    this.own.ask("This page’s code is back.", { "Bring my edit back": again });
  }

  // Links.

  showShared({ of, code }) {
    for (let node = this.block; node; node = node.parentElement) {
      if (node.localName === "details") node.open = true;
    }
    this.interrupt?.();
    if (of === hash(this.code)) {
      this.isForeign = true;
      this.open(code);
      this.warn();
      this.own.clear();
    } else {
      this.own.clear("The edit in this link is one of an older version of this code, and was not opened.");
    }
    (this.warning ?? this.block).scrollIntoView({ block: "start" });
  }

  warn() {
    const keeps = this.mine === null ? "Keep it as mine" : "Keep it in place of my own edit";
    const words = "This edit came with the link: somebody else wrote it. Read it before you run it.";
    const take = button(keeps, "plain", () => {
      this.isForeign = false;
      this.warning.remove();
      this.changed();
      this.editor.focus();
    });
    this.warning = make("p", { className: "status foreign", role: "status" }, words, " ", take);
    this.editor.element.before(this.warning);
  }

  async copyLink() {
    const edit = { file: this.file, region: this.region, of: hash(this.code), code: this.editor.value };
    const fragment = await toFragment(edit);
    if (!fragment) return this.own.say("This edit is too long for a link, which holds 8 kB.");
    const link = location.href.split("#")[0] + fragment;
    try {
      await navigator.clipboard.writeText(link);
      this.own.say("Copied. The link itself holds your edit; nothing was sent anywhere.");
    } catch {
      this.own.say("Copy this link:", make("a", { href: link }, "your edit"));
    }
  }

  // Running.

  async run() {
    if (this.interrupt) return this.interrupt();
    if (this.block.dataset.model !== undefined && !mayLoadModel && !(await modelIsKept()))
      return this.askForModel();
    const { edits, others } = this.allEdits();
    const state = { isWorking: false, isOver: false };
    const interrupted = new Promise((_, reject) => {
      this.interrupt = () => reject(new Stopped());
    });
    this.draw();
    this.own.begin();
    const ended = Promise.race([interrupted, inTurn(() => !state.isOver && this.work(edits, state))]);
    try {
      this.own.ended(await ended, this.words(edits, others));
    } catch (error) {
      if (state.isWorking) stop();
      this.own.failed(inWords(error));
    }
    if (this.isForeign) stop(); // nothing of it is left for the next run
    state.isOver = true;
    this.interrupt = null;
    this.draw();
    this.own.comeIntoView();
  }

  async work(edits, state) {
    state.isWorking = true;
    this.own.say("Running.");
    const name = this.file.replace(/\.py$/, "");
    const told = (message) => {
      const isIts = !this.region || message.region === this.region;
      if (!state.isOver && isIts) this.own.told(message);
    };
    const progress = (loading) => !state.isOver && this.own.progress(loading);
    return call("example.run", { example: name, edits }, { needs: await needsOf(name), told, progress });
  }

  /** What is changed in the file: of somebody else's edit that alone, else all of the page's. */
  allEdits() {
    if (this.isForeign) return { edits: { [this.region]: this.editor.value }, others: [] };
    const isOther = (example) => example.file === this.file && example !== this && example.region;
    const all = this.region ? [...examples.values()].filter(isOther) : [];
    const others = all.filter((example) => example.isEdited && !example.isForeign);
    const edited = this.isEdited ? [this, ...others] : others;
    const edits = Object.fromEntries(edited.map(({ region, editor }) => [region, editor.value]));
    return { edits, others };
  }

  words(edits, others) {
    const isChanged = Object.keys(edits).length > 0;
    const names = others.map((example) => example.region).join(", ");
    const also = names ? [`Your edit of ${names} ran with it.`] : [];
    const start = isChanged ? "With your code it" : "It";
    const report = document.querySelector(".report a");
    const wrong = report ? [make("a", { href: report.href }, report.textContent)] : [];
    const promise = "The page says that it prints the same; in this browser it does not.";
    const { differs } = this.block.dataset;
    return {
      where: isChanged ? "With your code" : "Here",
      same: (count) =>
        count ? `${start} printed the same as this page.` : `${start} printed nothing, the same as this page.`,
      differs: isChanged ? also : differs ? [differs] : [promise, ...wrong],
      equals: also,
    };
  }

  askForModel() {
    const load = () => {
      mayLoadModel = true;
      this.run();
    };
    const [first] = this.own.ask(LOAD, { Load: load, "Not now": () => this.runs.focus() });
    first.focus();
    this.own.comeIntoView();
  }
}

/** What a reader is told of a run that did not come to an end. */
function inWords(error) {
  if (error instanceof Stopped) return "Stopped.";
  if (error instanceof Unavailable) return `${error.message} ${TESTED}`;
  return `It could not be run: ${error.message} ${TESTED}`;
}
