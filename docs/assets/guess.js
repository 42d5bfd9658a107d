import { button, make, statusLine } from "./make.js";
import * as labels from "./quiz-labels.js";
import { HERE, choiceOf, whenChosen } from "./quiz.js";

export function start() {
  for (const block of document.querySelectorAll("div.guess")) new Guess(block);
}

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
