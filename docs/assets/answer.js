// The reader's answer to an exercise: written here, graded by the command's own grader, kept in this
// browser and nowhere else, and carried over to the command and back as a file.

import { editor } from "./editor.js";
import { hash, keep, kept } from "./edits.js";
import { CHECK, YOUR_ANSWER } from "./exercise-labels.js";
import { STOP } from "./labels.js";
import { button, make, statusLine } from "./make.js";
import * as messages from "./messages.js";
import { kept as marked, mark, watch } from "./progress.js";
import { call, ready } from "./python.js";
import { inWords } from "./running.js";
import { styled } from "./styled.js";
import { details, verdict } from "./verdict.js";

await styled("answer");

const MOST = 100_000; // characters of a file
const code = (words) => make("code", {}, words);
const answers = new Map(); // by their blocks

export function answerOf(block) {
  if (!answers.has(block)) answers.set(block, new Answer(block));
  return answers.get(block);
}

class Answer {
  constructor(block) {
    this.block = block;
    this.name = block.dataset.exercise; // like tokens-1
    this.file = `${this.name.replaceAll("-", "_")}.py`; // as the command calls it
    this.stub = block.dataset.stub;
    this.element = block.querySelector(".answer");
    this.checks = this.element.querySelector("button");
    this.hints = [...block.querySelectorAll(".hint > p")];
    this.solution = block.querySelector("details.solution");
    this.hintButton = button("", "outlined", () => this.showHint());
    this.resets = button(messages.RESET, "outlined", () => this.reset());
    this.solutionButton = button(messages.SHOW_SOLUTION, "plain", () => this.showSolution());
    this.note = make("p", { className: "note", ariaLive: "polite" }); // on what the buttons did
    this.status = statusLine(); // on what the grader found
    this.loaded = make("progress", { hidden: true, ariaLabel: messages.LOADED });
    this.result = make("div", { className: "result" });
    this.shown = make("div", { className: "hints", ariaLive: "polite" });
    this.going = null; // ends the check, if there is one
    this.replaced = null; // what a reset took away, until something else is written
    this.isGivenUp = false;
    this.build();
    this.draw();
    watch(() => this.draw());
  }

  get isSolved() {
    return Boolean(marked("exercises", this.name));
  }

  /** Completes what exercise.js began; what was typed there already stays. */
  build() {
    const plain = this.element.querySelector("textarea");
    const hadFocus = plain === document.activeElement;
    const code = plain.value === this.stub ? (this.kept() ?? this.stub) : plain.value;
    const onrun = () => this.going || this.check();
    this.editor = editor({ code, label: YOUR_ANSWER, onrun, does: messages.CHECKS_ANSWER });
    this.editor.element.addEventListener("input", () => this.changed());
    plain.before(make("p", { className: "name", ariaHidden: "true" }, YOUR_ANSWER));
    plain.replaceWith(this.editor.element);
    if (hadFocus) this.editor.focus(plain.selectionStart);
    this.checks.after(this.hintButton, this.resets, this.solutionButton);
    this.element.append(this.note, this.status, this.loaded, this.result, this.shown);
    this.element.after(this.ways());
    this.block.classList.add("graded");
    this.solution.hidden = !this.solution.open;
    // A link that leads to the solution opens it, too.
    this.solution.addEventListener("toggle", () => {
      if (this.solution.open) this.solution.hidden = this.solutionButton.hidden = false;
      this.draw();
    });
  }

  draw() {
    this.checks.textContent = this.going ? STOP : CHECK;
    const next = this.shown.childElementCount + 1;
    this.hintButton.textContent = messages.hint(next, this.hints.length);
    this.hintButton.hidden = next > this.hints.length;
    this.solutionButton.hidden = !this.solution.hidden;
    this.resets.textContent = this.replaced === null ? messages.RESET : messages.UNDO_RESET;
    const isLast = this.isGivenUp && !this.isSolved;
    this.solutionButton.textContent = isLast ? messages.GIVE_UP : messages.SHOW_SOLUTION;
    if (this.wasSolved && !this.isSolved) this.clear(); // the marks were cleared
    if (this.isSolved && !this.status.textContent) this.say("✓", messages.SOLVED_THIS);
    this.wasSolved = this.isSolved;
  }

  /** Says something, a part of it strong; a tick is in its colour. */
  say(sign, strong, ...others) {
    const first = sign === "✓" ? make("span", { className: "tick" }, sign) : sign;
    const parts = [first, make("strong", {}, strong), ...others].filter(Boolean);
    this.status.replaceChildren(...parts.flatMap((part) => [part, " "]));
  }

  clear() {
    this.note.textContent = this.status.textContent = "";
    this.result.replaceChildren();
  }

  // The code.

  kept() {
    return kept(`answers/${this.file}`, "")?.code;
  }

  changed() {
    this.replaced = null;
    this.keep();
    if (this.isRight) this.clear(); // it was the code before this
    this.isRight = false;
    this.draw();
  }

  keep() {
    const { value } = this.editor;
    const edit = value === this.stub ? null : { of: hash(this.stub), code: value };
    if (!keep(`answers/${this.file}`, "", edit) && edit) this.note.textContent = messages.ANSWER_NOT_STORED;
  }

  write(code) {
    this.editor.value = code;
    this.clear();
    this.keep();
  }

  /** Brings the stub back; and the answer once more, if that was too much. */
  reset() {
    const { value } = this.editor;
    const before = this.replaced;
    this.going?.abort();
    this.write(before ?? this.stub);
    this.replaced = before === null && value !== this.stub ? value : null;
    this.draw();
  }

  // Grading.

  async check() {
    if (this.going) return this.going.abort();
    const { signal } = (this.going = new AbortController());
    this.isRight = false;
    this.clear();
    this.tell(messages.CHECKING);
    this.draw();
    const order = { exercise: this.name, answer: this.editor.value };
    const hadStarted = ready();
    const progress = (loading) => signal.aborted || this.progress(loading);
    const told = () => this.tell(messages.CHECKING); // it has begun
    try {
      const found = await call("checker.browser.judging.judge", order, { progress, told, signal });
      this.isRight = found.fault === null;
      if (this.isRight) mark("exercises", this.name, true);
      this.say(...verdict(found));
      this.result.replaceChildren(...details(found));
      if (this.editor.value !== order.answer) this.status.append(messages.CHANGED_SINCE);
    } catch (error) {
      this.say("", ...inWords(error, hadStarted));
    }
    this.loaded.hidden = true;
    this.going = null;
    this.draw();
    this.comeIntoView();
  }

  progress({ what, loaded, total }) {
    const isComing = loaded < total;
    if (isComing || !total) this.tell(messages.LOADING[what] ?? messages.CHECKING);
    Object.assign(this.loaded, { max: total, value: loaded, hidden: !isComing });
  }

  /** Says it where it was not said: else it would be read out again. */
  tell(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  comeIntoView() {
    const { top, bottom } = this.status.getBoundingClientRect();
    if (top < 70 || bottom > innerHeight) this.status.scrollIntoView({ block: "center" });
    else this.result.scrollIntoView({ block: "nearest" });
  }

  // Hints and the solution.

  showHint() {
    const place = this.shown.childElementCount;
    const heading = make("strong", {}, messages.hint(place + 1));
    const words = this.hints[place].cloneNode(true);
    this.shown.append(make("p", {}, heading, " ", ...words.childNodes));
    this.draw();
    if (this.hintButton.hidden) this.resets.focus();
    this.shown.lastChild.scrollIntoView({ block: "nearest" });
  }

  showSolution() {
    if (this.isSolved || this.isGivenUp) {
      this.solution.hidden = false;
      this.solution.open = true;
      this.solution.querySelector("summary").focus();
    } else {
      this.isGivenUp = true;
      this.note.textContent = messages.NOT_SOLVED;
    }
    this.draw();
  }

  // Files.

  ways() {
    const file = make("input", { type: "file", accept: ".py", hidden: true });
    file.onchange = () => {
      this.read(file.files[0]);
      file.value = ""; // so that the same file can be chosen again
    };
    return make(
      "p",
      { className: "ways" },
      button(messages.DOWNLOAD_ANSWER, "plain", () => this.save()),
      button(messages.LOAD_ANSWER, "plain", () => file.click()),
      file,
      make("span", {}, code(`lessoncode exercise ${this.name}`), messages.READS_IT[0], code(`answers/${this.file}`), messages.READS_IT[1]),
    );
  }

  save() {
    const href = URL.createObjectURL(new Blob([this.editor.value], { type: "text/x-python" }));
    make("a", { href, download: this.file }).click();
    setTimeout(() => URL.revokeObjectURL(href));
  }

  async read(file) {
    const text = file.size <= MOST ? await file.text() : "\0";
    if (text.includes("\0")) {
      this.note.textContent = messages.notPython(file.name);
      return;
    }
    const before = this.editor.value;
    this.write(text.replace(/\r\n?/g, "\n"));
    this.replaced = before;
    this.note.textContent = messages.loadedFrom(file.name);
    this.draw();
  }
}
