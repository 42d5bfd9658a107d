// What a reader got wrong or left open, on all pages, asked again in one place. The blocks are the
// pages' own, fetched from this site; what is kept of them is in progress.js.

import { button, make, statusLine } from "./make.js";
import * as messages from "./messages.js";
import { ROOT, add, pages, trouble } from "./progress.js";
import { styled } from "./styled.js";

const BLOCKS = "div.guess, div.question:not([hidden]), [data-exercise]";
const AT_ONCE = 10; // items
const NEVER = "-1";
const today = () => Math.floor(Date.now() / 86_400_000); // in days since 1970

export async function start() {
  const place = document.querySelector("div.review");
  const status = statusLine();
  place.replaceChildren(status);
  status.textContent = messages.GATHERING;
  const [{ found, unread }] = await Promise.all([gathered(), styled("review")]);
  new Review(place, status, found, unread);
}

/** All items of the pages that have marks, and the sentences about pages that cannot be read. */
async function gathered() {
  const found = [];
  const unread = [];
  for (const [path, marks] of Object.entries(pages)) {
    try {
      const answer = await fetch(new URL(path, ROOT));
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const block of page.querySelectorAll(BLOCKS)) found.push(new Item(path, marks, page, block));
    } catch {
      unread.push(messages.unreachable(path));
    }
  }
  return { found: found.filter(({ reason }) => reason), unread };
}

/** A guess, a question or an exercise of a page, and why it is to be reviewed. */
class Item {
  constructor(path, marks, page, block) {
    this.path = path;
    this.block = block;
    this.isExercise = "exercise" in block.dataset;
    this.id = this.isExercise ? block.dataset.exercise : block.id;
    this.variants = page.querySelectorAll(`[data-variant-of="${this.id}"]`);
    this.title = page.querySelector("h1").firstChild.textContent;
    this.answer = block.querySelector("details[data-answer]")?.dataset.answer;
    this.again = marks.again?.[this.id];
    this.chosen = marks.missed?.[this.id] ?? marks.guesses?.[this.id];
    const isDone = [marks.guesses, marks.questions, marks.exercises].some((kind) => kind?.[this.id]);
    this.isWrong = this.chosen !== undefined && this.chosen !== this.answer;
    this.reason = this.isWrong ? "wrong" : marks.read && !isDone ? "open" : "";
  }

  get isDue() {
    return this.again === undefined || (this.again !== NEVER && Number(this.again) <= today());
  }

  askAgain(day) {
    this.again = String(day);
    add({ [this.path]: { again: { [this.id]: this.again } } });
  }

  /** Where it stands, what was chosen there, and the block itself, to be answered anew. */
  element() {
    const address = new URL(this.path, ROOT);
    const link = make("a", { href: `${address}#${this.block.id}` }, this.title);
    const where = make("p", { className: "where" }, link, ...this.said());
    const later = button(messages.AGAIN_IN_A_WEEK, "outlined", () => leave(today() + 7));
    const never = button(messages.NOT_AGAIN, "plain", () => leave(NEVER));
    const bar = make("p", { className: "after" }, later, never);
    const element = make("div", { className: "item" }, where, bar);
    const leave = (day) => {
      this.askAgain(day);
      element.replaceChildren(make("p", { tabIndex: -1 }, messages.left(this.title, day !== NEVER)));
      element.firstChild.focus();
    };
    if (!this.isExercise) {
      bar.before(this.copied(address));
      this.ask(element);
    }
    return element;
  }

  said() {
    if (this.isExercise) return [`: ${this.block.querySelector("summary").textContent}`];
    if (!this.isWrong) return [];
    const choice = this.block.querySelector(`input[type=radio][value="${this.chosen}"]`);
    const text = choice ? choice.nextElementSibling.textContent.trim() : this.chosen;
    const because = this.block.querySelectorAll(".answers > ol > li")[this.chosen - 1];
    const why = because ? ` ${because.textContent.trim()}` : "";
    return [`: ${messages.youChose(text.replace(/\.$/, ""))}${why}`];
  }

  /** What is asked: after a wrong answer a variant of the question, where the page has one. */
  get asked() {
    if (!this.isWrong || !this.variants.length) return this.block;
    return this.variants[today() % this.variants.length];
  }

  /** The page's block, under ids and addresses that hold here. */
  copied(address) {
    const block = document.importNode(this.asked, true);
    block.hidden = false;
    block.id = `${this.path}${this.id}`;
    block.querySelector(".label").remove();
    for (const input of block.querySelectorAll("input")) input.name = block.id;
    for (const link of block.querySelectorAll("a[href]")) {
      link.href = new URL(link.getAttribute("href"), address).href;
    }
    return block;
  }

  /** Lets it be answered as on its page; the right answer ends the review of it. */
  async ask(element) {
    const given = {};
    const marks = {
      kept: (kind) => given[kind],
      mark: (kind, id, value) => {
        given[kind] = value;
        const isOther = kind === "guesses" ? this.isWrong : kind === "missed" && this.asked !== this.block;
        if (!isOther) add({ [this.path]: { [kind]: { [this.id]: value } } });
        if (kind === "missed") return;
        this.askAgain(value === true || value === this.answer ? NEVER : today());
      },
      whenCleared: () => {},
    };
    const block = element.querySelector(".guess, .question");
    const { Guess, Question } = await import("./quiz.js");
    const Kind = block.matches(".guess") ? Guess : Question;
    new Kind(block, marks);
  }
}

/** The list: what was wrong before what is open, ten at a time. */
class Review {
  constructor(place, status, found, unread) {
    this.status = status;
    this.found = found;
    this.list = make("div", {});
    this.more = button("", "outlined", () => this.showMore());
    this.clears = button(messages.CLEAR_LIST, "plain", () => this.clear());
    const others = unread.map((words) => make("p", { className: "note" }, words));
    place.append(...others, this.list, make("p", {}, this.more, this.clears));
    this.draw();
  }

  draw() {
    const due = this.found.filter(({ isDue }) => isDue);
    this.waiting = [...due.filter(({ isWrong }) => isWrong), ...due.filter(({ isWrong }) => !isWrong)];
    const wrong = due.filter(({ isWrong }) => isWrong).length;
    const later = this.found.filter(({ isDue, again }) => !isDue && again !== NEVER);
    const next = later.map(({ again }) => Number(again)).sort((a, b) => a - b)[0];
    const words = messages.toReview(wrong, due.length - wrong, next && new Date(next * 86_400_000));
    this.status.textContent = [words, trouble].filter(Boolean).join(" ");
    this.list.replaceChildren();
    this.clears.hidden = !due.length;
    this.showMore();
  }

  showMore() {
    const items = this.waiting.splice(0, AT_ONCE).map((item) => item.element());
    this.list.append(...items);
    this.more.hidden = !this.waiting.length;
    this.more.textContent = messages.showMore(Math.min(this.waiting.length, AT_ONCE));
  }

  clear() {
    if (!confirm(messages.REALLY_CLEAR)) return;
    for (const item of this.found) if (item.isDue) item.askAgain(NEVER);
    this.draw();
  }
}
