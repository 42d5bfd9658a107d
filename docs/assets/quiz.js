// Guesses and questions. Without this file both are whole: radio buttons above a fold with the
// answer. Here they get buttons, say what was chosen, and keep it.

import { button, make, statusLine } from "./make.js";
import { kept, mark, watch } from "./progress.js";

export function start() {
  for (const block of document.querySelectorAll("div.guess")) new Guess(block);
  for (const block of document.querySelectorAll("div.question")) new Question(block);
}

/** Calls back when a kept mark has been cleared, here or in another tab. */
function whenCleared(kind, id, callback) {
  let before = kept(kind, id);
  watch(() => {
    const now = kept(kind, id);
    if (before && !now) callback();
    before = now;
  });
}

/** What a guess looks like follows from two things: whether its fold is open, and what is kept. */
class Guess {
  constructor(block) {
    this.block = block;
    this.fold = block.querySelector("details.covered");
    this.inputs = [...block.querySelectorAll("input")];
    this.slider = block.querySelector("input[type=range]");
    this.number = block.querySelector(".slider .number"); // that the slider stands at
    this.status = statusLine();
    this.status.tabIndex = -1; // it takes over the focus of the buttons
    this.bar = make(
      "div",
      { className: "bar" },
      button("Show what it printed", "filled", () => this.guess()),
      button("Show without guessing", "plain", () => this.open()),
    );
    this.strip = make("p", { className: "strip" }, make("span", {}, this.covered()));
    block.classList.add("quiz");
    this.fold.before(this.bar, this.status, this.strip);
    if (this.slider) this.followSlider();

    this.fold.open ||= Boolean(kept("guesses", block.id));
    this.draw();
    // A link, a search or a print opens the fold, too; and a print closes it afterwards.
    this.fold.addEventListener("toggle", () => {
      if (this.fold.open !== this.bar.hidden) this.draw();
    });
    whenCleared("guesses", block.id, () => this.reset());
  }

  covered() {
    const { lines, source } = this.fold.dataset;
    return `Covered: ${lines} ${lines === "1" ? "line" : "lines"} that ${source} printed`;
  }

  followSlider() {
    this.number.ariaLive = "off"; // a screen reader hears it from the slider
    this.slider.oninput = () => (this.number.textContent = this.slider.value);
    this.slider.oninput(); // it may have been moved already
  }

  guess() {
    const chosen = this.slider ?? this.inputs.find((input) => input.checked);
    if (chosen) {
      mark("guesses", this.block.id, chosen.value);
      this.open();
    } else {
      this.status.textContent = "Choose one first, or show it without guessing.";
      this.inputs[0].focus();
    }
  }

  open() {
    this.fold.open = true;
    this.draw();
    this.status.focus();
  }

  draw() {
    const isOpen = this.fold.open;
    this.bar.hidden = this.strip.hidden = isOpen;
    for (const input of this.inputs) input.disabled = isOpen;
    for (const tag of this.block.querySelectorAll(".tag")) tag.remove();
    this.status.textContent = isOpen ? this.told(kept("guesses", this.block.id)) : "";
  }

  /** Tags the choices, and puts the same in a sentence. */
  told(guessed) {
    const [mine, printed] = this.slider ? this.tagNumber(guessed) : this.tagChoices(guessed);
    if (mine && guessed === this.fold.dataset.answer) return `You guessed ${mine}, and that is right.`;
    const says = this.slider ? "It printed" : "By what it printed it is";
    return `${mine ? `You guessed ${mine}. ` : ""}${says} ${printed}.`;
  }

  tagNumber(guessed) {
    if (guessed) {
      this.slider.value = guessed;
      this.number.textContent = this.slider.value; // what is kept may be past its end
      this.number.after(tag("your guess"));
    }
    return [guessed && this.slider.value, this.fold.dataset.answer];
  }

  tagChoices(guessed) {
    const mine = this.inputs.find((input) => input.value === guessed);
    const printed = this.inputs.find((input) => input.value === this.fold.dataset.answer);
    if (mine) {
      mine.checked = true;
      mine.closest(".choice").append(tag("your guess"));
    }
    printed.closest(".choice").append(tag("by what it printed", "tag printed"));
    return [mine && quoted(mine), quoted(printed)];
  }

  reset() {
    this.fold.open = false;
    for (const input of this.inputs) input.checked = false;
    if (this.slider) this.slider.value = this.number.textContent = this.slider.defaultValue;
    this.draw();
  }
}

function tag(text, className = "tag") {
  return make("span", { className }, ` ${text}`);
}

/** A choice's text as part of a sentence: “cat”. */
function quoted(input) {
  const text = input.closest(".choice").querySelector("span").textContent.trim();
  return `“${text.replace(/\.$/, "").replaceAll("“", "‘").replaceAll("”", "’")}”`;
}

/** A question moves the reasons from its fold to the choices, and shows that of the chosen one. */
class Question {
  constructor(block) {
    this.block = block;
    this.inputs = [...block.querySelectorAll("input")];
    const fold = block.querySelector("details.answers");
    this.right = this.inputs.find((input) => input.value === fold.dataset.answer);
    this.reasons = [...fold.querySelectorAll("ol > li")].map((item, i) => this.moved(item, i));
    this.proof = fold.querySelector(".proof");
    this.status = statusLine();
    this.button = button("Answer", "filled", () => this.answer());
    this.others = button("", "plain", () => this.toggleOthers());
    const bar = make("div", { className: "bar" }, this.button, this.others);
    block.classList.add("quiz");
    fold.replaceWith(this.proof, bar, this.status);

    this.show([]);
    this.draw(false);
    if (kept("questions", block.id)) this.solve();
    whenCleared("questions", block.id, () => this.reset());
  }

  /** A reason, moved below its choice. */
  moved(item, i) {
    const reason = make("div", { id: `${this.block.id}-reason-${i + 1}` }, ...item.childNodes);
    reason.className = `reason ${item.className}`;
    this.inputs[i].closest(".choice").after(reason);
    return reason;
  }

  answer() {
    const chosen = this.inputs.find((input) => input.checked);
    if (!chosen) {
      this.status.textContent = "Choose one first.";
      this.inputs[0].focus();
    } else if (chosen === this.right) {
      mark("questions", this.block.id, true);
      this.solve();
      this.others.focus(); // it stands where the pressed button was
      this.say(chosen, "");
    } else {
      this.show([chosen]);
      this.say(chosen, "Choose again.");
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
    this.button.hidden = isSolved;
    this.others.hidden = this.proof.hidden = !isSolved;
    this.others.textContent = "Show the other reasons";
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
    this.others.textContent = some ? "Hide the other reasons" : "Show the other reasons";
  }
}
