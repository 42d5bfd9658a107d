// Guesses and questions. Without this file both are whole: radio buttons above a fold with the
// answer. Here a choice is answered at once, and kept.

import * as labels from "./labels.js";
import { button, make, statusLine } from "./make.js";
import { kept, mark, watch } from "./progress.js";

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function start() {
  for (const block of document.querySelectorAll("div.guess")) new Guess(block);
  for (const block of document.querySelectorAll("div.question:not([hidden])")) new Question(block);
}

/** Calls back with a choice: by a click, Space or Enter. Arrow keys only lead to the next one. */
function whenChosen(inputs, callback) {
  inputs.forEach((input, i) => {
    input.onchange = () => callback(input);
    input.onkeydown = (event) => {
      const step = STEPS[event.key];
      if (!step && event.key !== "Enter") return;
      event.preventDefault();
      if (step) inputs.at((i + step) % inputs.length).focus();
      else input.click();
    };
  });
}

/** The marks of this page; another page that shows a block keeps its own. */
const HERE = {
  kept,
  mark,
  /** Calls back when a kept mark has been cleared, here or in another tab. */
  whenCleared(kind, id, callback) {
    let before = kept(kind, id);
    watch(() => {
      const now = kept(kind, id);
      if (before && !now) callback();
      before = now;
    });
  },
};

const choiceOf = (input) => input.closest(".choice");

/** What a guess looks like follows from two things: whether its fold is open, and what is kept. */
export class Guess {
  constructor(block, marks = HERE) {
    this.block = block;
    this.marks = marks;
    this.fold = block.querySelector("details.covered");
    this.inputs = [...block.querySelectorAll("input")];
    this.slider = block.querySelector("input[type=range]");
    this.number = block.querySelector(".slider .number"); // that the slider stands at
    this.status = statusLine();
    this.status.tabIndex = -1; // it takes over the focus of what was chosen
    const checks = button(labels.CHECK_GUESS, "filled", () => this.guess(this.slider));
    const shows = button(labels.SHOW_ANSWER, "plain", () => this.open());
    this.bar = make("div", { className: "bar" }, ...(this.slider ? [checks, shows] : [shows]));
    this.strip = make("p", { className: "strip" }, make("span", {}, labels.COVERED));
    block.classList.add("quiz");
    this.fold.before(this.bar, this.status, this.strip);
    if (this.slider) this.followSlider();
    else whenChosen(this.inputs, (input) => this.guess(input));

    this.fold.open ||= Boolean(this.marks.kept("guesses", block.id));
    const early = this.inputs.find(({ checked }) => checked); // before this script came
    if (early && !this.fold.open) this.guess(early);
    else this.draw();
    // A link, a search or a print opens the fold, too; and a print closes it afterwards.
    this.fold.addEventListener("toggle", () => {
      if (this.fold.open !== this.bar.hidden) this.draw();
    });
    this.marks.whenCleared("guesses", block.id, () => this.reset());
  }

  followSlider() {
    this.number.ariaLive = "off"; // a screen reader hears it from the slider
    this.slider.oninput = () => (this.number.textContent = this.slider.value);
    this.slider.oninput(); // it may have been moved already
  }

  guess(input) {
    this.marks.mark("guesses", this.block.id, input.value);
    this.open();
  }

  open() {
    this.fold.open = true;
    this.draw();
    this.status.focus({ preventScroll: true });
  }

  draw() {
    const isOpen = this.fold.open;
    this.bar.hidden = this.strip.hidden = isOpen;
    for (const input of this.inputs) input.disabled = isOpen;
    for (const tag of this.block.querySelectorAll(".tag")) tag.remove();
    this.block.querySelector(".choice.right")?.classList.remove("right");
    this.status.textContent = isOpen ? this.told(this.marks.kept("guesses", this.block.id)) : "";
  }

  /** Tags the choices, and puts the same in a sentence. */
  told(guessed) {
    const { answer } = this.fold.dataset;
    const says = this.slider ? this.tagNumber(guessed, answer) : this.tagChoices(guessed, answer);
    return labels.told(says, guessed === answer);
  }

  tagNumber(guessed, answer) {
    if (guessed) {
      this.slider.value = guessed;
      this.number.textContent = this.slider.value; // what is kept may be past its end
      this.number.after(tag(labels.YOUR_GUESS));
    }
    return answer;
  }

  tagChoices(guessed, answer) {
    const [mine, right] = [guessed, answer].map((wanted) =>
      this.inputs.find(({ value }) => value === wanted),
    );
    choiceOf(right).append(tag(labels.ANSWER));
    choiceOf(right).classList.add("right");
    if (mine) {
      mine.checked = true;
      choiceOf(mine).append(tag(labels.YOUR_GUESS));
    }
    return quoted(right);
  }

  reset() {
    this.fold.open = false;
    for (const input of this.inputs) input.checked = false;
    if (this.slider) this.slider.value = this.number.textContent = this.slider.defaultValue;
    this.draw();
  }
}

const tag = (text) => make("span", { className: "tag" }, ` ${text}`);

/** A choice's text as part of a sentence: “cat”. */
function quoted(input) {
  const text = choiceOf(input).querySelector("span").textContent.trim();
  return `“${text.replace(/\.$/, "").replaceAll("“", "‘").replaceAll("”", "’")}”`;
}

/** A question moves the reasons from its fold to the choices, and shows that of the chosen one. */
export class Question {
  constructor(block, marks = HERE) {
    this.block = block;
    this.marks = marks;
    this.inputs = [...block.querySelectorAll("input")];
    const fold = block.querySelector("details.answers");
    this.right = this.inputs.find((input) => input.value === fold.dataset.answer);
    this.reasons = [...fold.querySelectorAll("ol > li")].map((item, i) => this.moved(item, i));
    this.proof = fold.querySelector(".proof");
    this.status = statusLine();
    this.others = button("", "plain", () => this.toggleOthers());
    block.classList.add("quiz");
    this.bar = make("div", { className: "bar" }, this.others);
    fold.replaceWith(this.proof, this.bar, this.status);

    const early = this.inputs.find(({ checked }) => checked);
    this.reset();
    if (this.marks.kept("questions", block.id)) this.solve();
    else if (early) this.answer(early);
    whenChosen(this.inputs, (input) => this.answer(input));
    this.marks.whenCleared("questions", block.id, () => this.reset());
  }

  /** A reason, moved below its choice. */
  moved(item, i) {
    const reason = make("div", { id: `${this.block.id}-reason-${i + 1}` }, ...item.childNodes);
    reason.className = `reason ${item.className}`;
    choiceOf(this.inputs[i]).after(reason);
    return reason;
  }

  answer(chosen) {
    chosen.checked = true;
    if (chosen === this.right) {
      this.marks.mark("questions", this.block.id, true);
      this.solve();
      this.others.focus({ preventScroll: true });
      this.say(chosen, "");
    } else {
      this.marks.mark("missed", this.block.id, chosen.value);
      this.show([chosen]);
      this.say(chosen, labels.CHOOSE_AGAIN);
    }
  }

  /** Has the reason read out, which stands elsewhere for those who see it. */
  say(input, then) {
    const reason = this.reasons[this.inputs.indexOf(input)].textContent;
    this.status.replaceChildren(make("span", { className: "visually-hidden" }, `${reason} `), then);
  }

  solve() {
    this.right.checked = true;
    this.show([this.right]);
    this.draw(true);
  }

  reset() {
    for (const input of this.inputs) input.checked = false;
    this.status.textContent = "";
    this.show([]);
    this.draw(false);
  }

  draw(isSolved) {
    for (const input of this.inputs) input.disabled = isSolved;
    choiceOf(this.right).classList.toggle("right", isSolved);
    this.bar.hidden = this.proof.hidden = !isSolved;
    this.others.textContent = labels.SHOW_REASONS;
  }

  /** Shows the reasons of these choices. */
  show(inputs) {
    this.inputs.forEach((input, i) => {
      this.reasons[i].hidden = !inputs.includes(input);
      if (this.reasons[i].hidden) input.removeAttribute("aria-describedby");
      else input.setAttribute("aria-describedby", this.reasons[i].id);
    });
  }

  toggleOthers() {
    const some = this.reasons.some((reason) => reason.hidden);
    this.show(some ? this.inputs : [this.right]);
    this.others.textContent = some ? labels.HIDE_REASONS : labels.SHOW_REASONS;
  }
}
