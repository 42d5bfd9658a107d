// Next token: what the small model of the lesson, the truth of its world and the bigrams say of the
// reader's text. Python computes all of it: src/lessoncode/play/next_token.py.

import { START_OVER } from "../labels.js";
import { button, make } from "../make.js";
import { ready } from "../python.js";
import { Asking, newest, seed, turns } from "./asking.js";
import * as messages from "./messages.js";
import { attention, bars, slider } from "./tables.js";

const NEEDS = { files: ["examples/next_token/train.npz"], figures: false, model: false };
const END = "<|endoftext|>";
const LEAST = 0.005; // of a probability that has a row of its own

export class Page {
  constructor({ block, box, status, first, bar }) {
    this.box = box;
    this.begun = ""; // what the last answer begins with
    this.first = first;
    this.asking = new Asking(NEEDS, status);
    this.predict = newest(() => this.look());
    const degrees = { min: 0, max: 3, step: 0.1, value: 1 };
    this.temperature = slider(messages.TEMPERATURE, degrees, this.predict);
    this.topP = slider(messages.TOP_P, { min: 0.05, max: 1, step: 0.05, value: 1 }, this.predict);
    const inTurn = turns();
    this.draw = button(messages.DRAW_WORD, "outlined", inTurn(() => this.drawOne()));
    this.later = [
      this.draw,
      button(messages.REMOVE_WORD, "plain", inTurn(() => this.put(this.words().slice(0, -1)))),
      button(START_OVER, "plain", inTurn(() => this.put([]))),
    ];
    this.table = make("div");
    this.note = make("p", { className: "note" });
    this.heads = make("div");
    this.vocabulary = make("div", { className: "bar" });
    this.found = make(
      "div",
      {},
      make("div", { className: "bar" }, this.temperature.element, this.topP.element),
      this.table,
      this.note,
      make("h2", {}, messages.ALL_WORDS),
      this.vocabulary,
      make("h2", {}, messages.EACH_HEAD),
      this.heads,
    );
    this.later.forEach((one) => (one.hidden = true));
    this.found.hidden = true;
    bar.append(...this.later);
    block.append(this.asking.element, this.found);
  }

  type() {
    if (ready()) this.predict();
  }

  words() {
    return this.box.value.split(/\s+/).filter(Boolean);
  }

  put(words) {
    this.box.value = words.join(" ");
    return this.predict();
  }

  order() {
    return {
      text: this.words().join(" "),
      temperature: this.temperature.value,
      top_p: this.topP.value,
    };
  }

  async look() {
    const order = this.order();
    const answer = await this.asking.ask("next_token.predict", order);
    if (answer) this.show(answer, order);
    else this.found.classList.add("old");
  }

  show(answer, order) {
    this.found.hidden = false;
    this.found.classList.remove("old");
    if (!this.first.hidden) this.begin();
    this.showBars(answer, order);
    const layers = answer.shares.flatMap((heads, layer) =>
      heads.map((_, head) => `${layer + 1}.${head + 1}`),
    );
    const last = answer.text.at(-1);
    const caption = messages.firstHeads(last);
    this.heads.replaceChildren(attention(caption, answer.text, layers, answer.shares.flat()));
    if (!this.vocabulary.hasChildNodes()) {
      const words = answer.words.filter((word) => word !== END);
      const buttons = words.map((word) => button(word, "piece", () => this.append(word)));
      this.vocabulary.append(...buttons);
    }
    this.tell(answer);
  }

  /** The first answer is there. */
  begin() {
    const held = document.activeElement === this.first;
    this.first.hidden = true;
    for (const one of this.later) one.hidden = false;
    if (held) this.draw.focus(); // it stands where the pressed button was
  }

  showBars(answer, order) {
    const { words, predicted, drawn_from: drawn, truth, bigrams } = answer;
    const isBent = order.temperature !== 1 || order.top_p !== 1;
    const columns = [drawn, truth, bigrams];
    const likeliest = words.map((_, i) => i).sort((a, b) => predicted[b] - predicted[a]);
    const most = (i) => Math.max(predicted[i], ...columns.map((column) => column?.[i] ?? 0));
    const shown = likeliest.filter((i) => most(i) >= LEAST);
    const others = likeliest.filter((i) => !shown.includes(i));
    const rows = shown.map((i) => ({
      name: words[i],
      values: columns.map((column) => column && column[i]),
      mark: isBent ? predicted[i] : undefined,
      onclick: () => this.append(words[i]),
    }));
    const rest = columns.map((column) => column && others.reduce((sum, i) => sum + column[i], 0));
    rows.push({ name: messages.others(others.length), values: rest });
    const held = this.table.contains(document.activeElement);
    const [model, ...references] = messages.PREDICTORS;
    const names = [isBent ? messages.DRAWN_FROM : model, ...references];
    this.table.replaceChildren(bars(messages.NEXT_WORDS, names, rows));
    if (held) this.table.querySelector("button").focus();
    const notes = [];
    if (isBent) notes.push(messages.THIN_LINES);
    if (!truth) notes.push(messages.NO_TRUTH);
    this.note.textContent = notes.join(" ");
  }

  tell({ words, drawn_from: drawn, truth }) {
    const best = words.map((_, i) => i).sort((a, b) => drawn[b] - drawn[a])[0];
    const true_ = truth ? messages.truth(truth[best]) : "";
    this.asking.say(this.begun, messages.likeliest(words[best], drawn[best]), true_);
    this.begun = "";
  }

  async append(word, how = messages.APPENDED) {
    if (word === END) return this.end(how);
    this.begun = messages.chosen(how, word);
    await this.put([...this.words(), word]);
  }

  /** A sentence is whole: how likely is it, as one? */
  async end(how) {
    const answer = await this.asking.ask("next_token.predict", this.order());
    if (!answer) return;
    const { sentence, sentence_truth: truth } = answer;
    this.asking.say(messages.whole(how, END, this.words().join(" "), sentence, truth));
  }

  async drawOne() {
    const answer = await this.asking.ask("next_token.draw_one", { ...this.order(), seed: seed() });
    if (answer) await this.append(answer.word, messages.DRAWN);
  }
}
