// Guesses and questions. Without this file both are whole: radio buttons above a fold with the
// answer. Here the fold gets its buttons, tells what was chosen, and progress is kept.

import { button, make, statusLine } from "./make.js";
import { kept, mark, watch } from "./progress.js";

export function start() {
  document.querySelectorAll(".guess").forEach(startGuess);
  document.querySelectorAll(".question").forEach(startQuestion);
}

/** A choice's text as part of a sentence: “cat”. */
function quoted(input) {
  const text = input.closest(".choice").querySelector("span").textContent.trim();
  return `“${text.replace(/\.$/, "").replaceAll("“", "‘").replaceAll("”", "’")}”`;
}

function tag(text, className = "tag") {
  return make("span", { className }, ` ${text}`);
}

// Guesses. What is shown follows from two things: whether the fold is open, and the kept guess.

function startGuess(block) {
  const fold = block.querySelector("details.covered");
  const inputs = [...block.querySelectorAll("input")];
  const isSlider = inputs[0].type === "range";
  const status = statusLine();
  status.tabIndex = -1; // gets the focus that was on a button
  const bar = make(
    "div",
    { className: "bar" },
    button("Show what it printed", "filled", guess),
    button("Show without guessing", "plain", open),
  );
  const { lines, source } = fold.dataset;
  const covered = `Covered: ${lines} ${lines === "1" ? "line" : "lines"} that ${source} printed`;
  const strip = make("p", { className: "strip" }, make("span", {}, covered));
  block.classList.add("quiz");
  fold.before(bar, status, strip);

  if (isSlider) {
    const shown = block.querySelector("output");
    shown.ariaLive = "off"; // the slider itself says its value
    inputs[0].oninput = () => (shown.textContent = inputs[0].value);
  }

  function guess() {
    const chosen = isSlider ? inputs[0] : inputs.find((input) => input.checked);
    if (chosen) {
      mark("guesses", block.id, chosen.value);
      open();
    } else {
      status.textContent = "Choose one first, or show it without guessing.";
      inputs[0].focus();
    }
  }

  function open() {
    fold.open = true;
    draw();
    status.focus();
  }

  function draw() {
    const guessed = kept("guesses", block.id);
    const isOpen = fold.open;
    bar.hidden = strip.hidden = isOpen;
    for (const input of inputs) input.disabled = isOpen;
    block.querySelectorAll(".tag").forEach((old) => old.remove());
    status.textContent = "";
    if (isOpen) (isSlider ? tellNumber : tellChoice)(guessed);
  }

  function tellNumber(guessed) {
    const { answer } = fold.dataset;
    status.textContent = guessed ? `You guessed ${guessed}. It printed ${answer}.` : `It printed ${answer}.`;
    if (guessed) {
      inputs[0].value = block.querySelector("output").textContent = guessed;
      block.querySelector("output").after(tag("your guess"));
    }
  }

  function tellChoice(guessed) {
    const mine = inputs.find((input) => input.value === guessed);
    const printed = inputs.find((input) => input.value === fold.dataset.answer);
    if (mine) {
      mine.checked = true;
      mine.closest(".choice").append(tag("your guess"));
    }
    printed.closest(".choice").append(tag("what it printed", "tag printed-tag"));
    const told = mine ? `You guessed ${quoted(mine)}. ` : "";
    status.textContent = `${told}It printed ${quoted(printed)}.`;
  }

  // A link, a search or a print opens the fold, too.
  fold.addEventListener("toggle", () => {
    if (fold.open !== bar.hidden) draw();
  });

  let wasKept = kept("guesses", block.id);
  if (wasKept) fold.open = true;
  draw();
  watch(() => {
    const isKept = kept("guesses", block.id);
    if (wasKept && !isKept) cover();
    wasKept = isKept;
  });

  function cover() {
    fold.open = false;
    for (const input of inputs) input.checked = false;
    if (isSlider) inputs[0].value = block.querySelector("output").textContent = inputs[0].defaultValue;
    draw();
  }
}

// Questions. The reasons move from the fold to their choices, and one of them is shown at a time.

function startQuestion(block) {
  const fold = block.querySelector("details.answers");
  const inputs = [...block.querySelectorAll("input")];
  const right = inputs.find((input) => input.value === fold.dataset.answer);
  const reasons = [...fold.querySelectorAll("ol > li")].map((item, i) => {
    const reason = make("div", { id: `${block.id}-reason-${i + 1}` });
    reason.className = `reason ${item.className}`;
    reason.append(...item.childNodes);
    inputs[i].closest(".choice").after(reason);
    return reason;
  });
  const proof = fold.querySelector(".proof");
  const status = statusLine();
  const answering = button("Answer", "filled", answer);
  const others = button("Show the other reasons", "plain", toggleOthers);
  const bar = make("div", { className: "bar" }, answering, others);
  block.classList.add("quiz");
  fold.replaceWith(proof, bar, status);

  function answer() {
    const chosen = inputs.find((input) => input.checked);
    if (!chosen) {
      status.textContent = "Choose one first.";
      inputs[0].focus();
    } else if (chosen === right) {
      mark("questions", block.id, true);
      solve();
      others.focus(); // it stands where the pressed button was
      say(right, "");
    } else {
      show([chosen]);
      say(chosen, "Choose again.");
    }
  }

  /** Reads out the reason, which stands elsewhere for those who see it. */
  function say(input, then) {
    const reason = reasons[inputs.indexOf(input)].textContent;
    status.replaceChildren(make("span", { className: "visually-hidden" }, `${reason} `), then);
  }

  function show(chosen) {
    inputs.forEach((input, i) => {
      const isShown = chosen.includes(input);
      reasons[i].hidden = !isShown;
      if (isShown) input.setAttribute("aria-describedby", reasons[i].id);
      else input.removeAttribute("aria-describedby");
    });
  }

  function solve() {
    right.checked = true;
    draw(true);
    show([right]);
  }

  function draw(isSolved) {
    for (const input of inputs) input.disabled = isSolved;
    answering.hidden = isSolved;
    others.hidden = proof.hidden = !isSolved;
    others.ariaExpanded = "false";
  }

  function toggleOthers() {
    const isExpanded = others.ariaExpanded === "false";
    others.ariaExpanded = String(isExpanded);
    others.textContent = isExpanded ? "Hide the other reasons" : "Show the other reasons";
    show(isExpanded ? inputs : [right]);
  }

  function reset() {
    for (const input of inputs) input.checked = false;
    status.textContent = "";
    show([]);
    draw(false);
  }

  show([]);
  draw(false);
  let wasKept = kept("questions", block.id);
  if (wasKept) solve();
  watch(() => {
    const isKept = kept("questions", block.id);
    if (wasKept && !isKept) reset();
    wasKept = isKept;
  });
}
