import { button, make, statusLine } from "./make.js";
import * as labels from "./quiz-labels.js";
import { HERE, choiceOf, whenChosen } from "./quiz.js";

export function start() {
  for (const block of document.querySelectorAll("div.question")) new Question(block);
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
