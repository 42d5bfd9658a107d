// How a play page asks Python: a line that says how it goes, a button that ends it, and sentences
// for what went wrong.

import { STOP } from "../labels.js";
import { button, make } from "../make.js";
import { Stopped, Unavailable, call, ready, stopAll } from "../python.js";
import * as messages from "./messages.js";

const PATIENCE = 700; // milliseconds, after which Stop appears

let stops = 0; // how often a reader has pressed it

export class Asking {
  /** @param needs what python.js loads for the calls of this page */
  constructor(needs, status) {
    this.needs = needs;
    this.status = status;
    this.stop = button(STOP, "outlined", () => {
      stops += 1;
      stopAll();
    });
    this.stop.hidden = true;
    this.element = make("div", { className: "bar asking" }, this.status, this.stop);
  }

  say(...words) {
    this.status.replaceChildren(...words);
  }

  /** What a task answers; null if it did not, and then the line says why. */
  async ask(task, order, { quiet = false } = {}) {
    const isReady = ready();
    const late = setTimeout(() => {
      this.stop.hidden = quiet;
      if (isReady && !quiet) this.say(messages.COMPUTING);
    }, PATIENCE);
    const progress = (at) => isReady || this.loading(at);
    if (!isReady) this.say(messages.LOADS);
    try {
      const answer = await call(`lessoncode.play.${task}`, order, { needs: this.needs, progress });
      if (!answer.error) return answer;
      this.say(answer.error);
    } catch (error) {
      this.say(reason(error));
    } finally {
      clearTimeout(late);
      this.stop.hidden = true;
    }
    return null;
  }

  loading({ what, loaded, total }) {
    const percent = total ? Math.floor((100 * loaded) / total) : null; // its size is unknown
    const loads = messages.loads(what, percent);
    if (loads) this.say(loads);
    else if (this.needs.model) this.say(messages.STARTS_MODEL); // it unpacks that in the first call
    else this.say(what === "run" ? messages.COMPUTING : messages.STARTS);
  }
}

function reason(error) {
  if (error instanceof Stopped) return messages.STOPPED;
  if (error instanceof Unavailable) return error.message;
  return messages.failed(error.message);
}

/** Calls `answer` as often as asked for, but never twice at a time: what waits is asked once, and not
 * at all if a reader stops what it waits for. */
export function newest(answer) {
  let running = null;
  let again = false;
  async function run() {
    const before = stops;
    do {
      again = false;
      await answer();
    } while (again && stops === before);
    running = null;
  }
  return () => {
    again = Boolean(running);
    return (running ??= run());
  };
}

/** Makes handlers whose calls wait for one another, so that each finds what the last one left. */
export function turns() {
  let last = Promise.resolve();
  return (act) => () => (last = last.then(act, act));
}

/** A number to begin random numbers with. */
export const seed = () => crypto.getRandomValues(new Uint32Array(1))[0];
