// A run of an example: one at a time, with Stop, and told in its block.

import { make } from "./make.js";
import * as messages from "./messages.js";
import { Stopped, Unavailable, call, modelIsKept, needsOf, ready } from "./python.js";

const REMOVAL = new URL("../play/real-model/#what-your-browser-keeps", import.meta.url).href;

let turn = Promise.resolve(); // until all runs begun so far have ended
let mayLoadModel = false;

export class Run {
  /**
   * @param {{example: string, edits: Record<string, string>, arguments?: string[]}} order the
   *   example's name, edits by their regions, and what stands behind its name on a command line
   * @param {object} shown
   * @param {string} shown.region whose part is shown, or "" for all of it
   * @param {boolean} shown.isForeign whether somebody else wrote the edits: nothing is left of it
   * @param {OwnRun} shown.own where it is shown
   */
  constructor(order, { region, isForeign, own }) {
    Object.assign(this, { order, region, isForeign, own, isOver: false });
    this.stopper = new AbortController();
  }

  stop() {
    this.stopper.abort();
  }

  /** Runs to an end, whichever; `says` are the words for it. */
  async toItsEnd(says) {
    this.own.begin();
    const hadStarted = ready();
    const result = this.result();
    turn.then(() => this.isOver || this.own.become(messages.RUNNING));
    turn = Promise.allSettled([turn, result]);
    try {
      this.own.ended(await result, says);
    } catch (error) {
      this.own.failed(...inWords(error, hadStarted));
    }
    this.isOver = true;
    this.own.comeIntoView();
  }

  async result() {
    const told = (message) => {
      const isIts = !this.region || message?.region === this.region;
      if (isIts) this.own.told(Object(message));
    };
    const progress = (loading) => this.own.progress(loading);
    const needs = await needsOf(this.order.example);
    const { signal } = this.stopper;
    return call("checker.browser.example.run", this.order, { needs, told, progress, signal, alone: this.isForeign });
  }
}

/** What a reader is told of a run that did not come to an end; where Python never was, also why. */
export function inWords(error, hadStarted) {
  if (error instanceof Stopped) return [messages.STOPPED];
  const isKnown = error instanceof Unavailable;
  const says = isKnown ? messages.COULD_NOT_RUN : messages.PAGE_FAILED;
  return [says, hadStarted ? error.message : `${error.message} ${messages.TESTED}`];
}

/**
 * The words for what differs or not.
 * @param {{changed: string, others: string[]}} run with what of the reader's it ran,
 *   like "With your code", or ""; and in which other regions edits are
 */
export function wording({ changed, others }) {
  const also = others.length ? [messages.ranToo(others)] : [];
  const report = document.querySelector(".report a");
  const wrong = [
    messages.UNEXPECTED,
    ...(report ? [make("a", { href: report.href }, report.textContent)] : []),
  ];
  return {
    of: (region) => (others.includes(region) ? messages.inEdit(region) : ""),
    differ: (count, of) => messages.differ(changed, count, of),
    same: (count) => messages.same(changed, count),
    equals: also,
    differs: changed ? also : wrong,
  };
}

/** Whether SmolLM2 may be loaded; where that was not said yet, asks, and loads after a yes. */
export async function mayLoad(own, run, back) {
  if (mayLoadModel || (await modelIsKept())) return true;
  const yes = () => {
    mayLoadModel = true;
    run();
  };
  const [about, removal] = messages.MODEL;
  const asked = make("span", {}, about, " ", make("a", { href: REMOVAL }, removal), ".");
  const [first] = own.ask(asked, { [messages.LOAD]: yes, [messages.NOT_NOW]: back });
  first.focus();
  own.comeIntoView();
  return false;
}
