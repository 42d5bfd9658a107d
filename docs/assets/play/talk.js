// A talk with SmolLM2, whose whole transcript can be seen as the model reads it. The page keeps the
// turns; Python writes an answer token by token, so that between two of them it can be stopped.

import { START_OVER, STOP } from "../labels.js";
import { button, make, statusLine } from "../make.js";
import { Asking, seed } from "./asking.js";
import * as messages from "./messages.js";
import { slider } from "./tables.js";

const MARK = /(<\|im_start\|>|<\|im_end\|>|<\|endoftext\|>)/;

export class Talk {
  constructor(needs) {
    this.asking = new Asking(needs, statusLine());
    this.input = make("textarea", { id: "say", rows: 2 });
    this.input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    };
    this.temperature = slider(messages.TEMPERATURE, { min: 0, max: 2, step: 0.1, value: 0.7 }, () => {});
    this.go = button(messages.SEND, "filled", () => this.send());
    this.stop = button(STOP, "outlined", () => (this.isStopped = true));
    this.anew = button(START_OVER, "plain", () => this.clear());
    this.transcript = make("div", { className: "transcript", tabIndex: 0, role: "group" });
    this.transcript.ariaLabel = messages.TRANSCRIPT;
    this.element = make(
      "div",
      {},
      make("label", { className: "label", htmlFor: this.input.id }, messages.SAY_SOMETHING),
      this.input,
      make("div", { className: "bar" }, this.go, this.stop, this.temperature.element, this.anew),
      this.asking.element,
      make("p", {}, messages.TRANSCRIPT_BELOW),
      this.transcript,
    );
    this.clear();
  }

  /** Puts something to say into the box. */
  offer(text) {
    this.input.value = text;
    this.input.focus();
    this.input.scrollIntoView({ block: "center" });
  }

  clear() {
    this.turns = [];
    this.isStopped = true;
    this.transcript.replaceChildren(messages.NOTHING_SAID);
    this.answering(false);
    this.asking.say("");
  }

  answering(isSo) {
    this.go.hidden = isSo;
    this.stop.hidden = !isSo;
    this.anew.hidden = isSo;
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return this.asking.say(messages.SAY_FIRST);
    if (this.go.hidden) return; // it answers already
    const turns = [...this.turns, ["user", text]];
    const how = { temperature: this.temperature.value, seed: seed() };
    this.isStopped = false;
    this.answering(true);
    this.asking.say(messages.READS);
    const begun = await this.asking.ask("real_model.say", { turns, ...how }, { quiet: true });
    const answer = begun && (await this.hear(begun));
    this.answering(false);
    if (!answer) return; // the line says why
    this.turns = [...turns, ["assistant", answer]];
    this.input.value = "";
    this.input.focus();
  }

  /** Shows an answer while it comes; what was said until it ended or was stopped, or null. */
  async hear({ written, n_tokens: read, known }) {
    const place = make("span", { className: "drawn" });
    this.transcript.replaceChildren(...marked(written), place);
    let answer = "";
    let count = 0;
    let began = 0;
    const tell = (how) => {
      const pace = count > 1 && (count - 1) / ((performance.now() - began) / 1000);
      const hidden = make("span", { className: "visually-hidden" }, messages.answered(answer));
      this.asking.say(hidden, messages.pace(how, count, pace, read, known));
    };
    while (!this.isStopped) {
      const next = await this.asking.ask("real_model.more", {}, { quiet: true });
      if (!next) return count ? answer : null;
      if (next.piece === null) {
        this.transcript.append(...marked("<|im_end|>\n"));
        tell(messages.ENDED);
        return answer;
      }
      if (!count) {
        began = performance.now();
        this.asking.say(messages.WRITES);
      }
      count += 1;
      answer += next.piece;
      place.append(next.piece);
      this.transcript.scrollTop = this.transcript.scrollHeight;
    }
    await this.asking.ask("real_model.end", {}, { quiet: true });
    tell(messages.STOPPED_ANSWER);
    return answer;
  }
}

/** A text with its special tokens marked. */
function marked(text) {
  return text
    .split(MARK)
    .map((part) => (MARK.test(part) ? make("code", { className: "special" }, part) : part));
}
