// A run of an example: one at a time, with Stop, and told in its block.

import { make } from "./make.js";
import { Stopped, Unavailable, call, modelIsKept, needsOf, ready } from "./python.js";

const TESTED = "This was tested in Chromium and in Firefox; elsewhere it may not work.";
const MODEL = "This needs SmolLM2: 98 MB and about 900 MB of memory, for a desktop.";

let turn = Promise.resolve(); // until all runs begun so far have ended
let mayLoadModel = false;

export class Run {
  /**
   * @param {string} name of the example
   * @param {string} region whose part is shown, or "" for all of it
   * @param {Record<string, string>} edits by their regions
   * @param {boolean} isForeign whether somebody else wrote them: nothing of it is left afterwards
   * @param {OwnRun} own where it is shown
   */
  constructor(name, region, edits, isForeign, own) {
    Object.assign(this, { name, region, edits, isForeign, own, isOver: false });
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
    turn.then(() => this.isOver || this.own.become("Running."));
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
    const needs = await needsOf(this.name);
    const order = { example: this.name, edits: this.edits };
    const { signal } = this.stopper;
    return call("example.run", order, { needs, told, progress, signal, alone: this.isForeign });
  }
}

/** What a reader is told of a run that did not come to an end; where Python never was, also why. */
function inWords(error, hadStarted) {
  if (error instanceof Stopped) return ["Stopped."];
  const isKnown = error instanceof Unavailable;
  const says = isKnown ? "It could not be run." : "Something in this page went wrong.";
  return [says, hadStarted ? error.message : `${error.message} ${TESTED}`];
}

/**
 * The words for what differs or not.
 * @param {{isChanged: boolean, others: string[], reason?: string}} run whether the page's code was
 *   changed, in which other regions too, and why an unchanged one is known to print something else
 */
export function wording({ isChanged, others, reason }) {
  const also = others.length ? [`Your edit of ${others.join(", ")} ran with it.`] : [];
  const start = isChanged ? "With your code it" : "It";
  const what = (count) => (count ? "the same as" : "nothing, the same as");
  const report = document.querySelector(".report a");
  const wrong = [
    "The page says that it prints the same; in this browser it does not.",
    ...(report ? [make("a", { href: report.href }, report.textContent)] : []),
  ];
  return {
    of: (region) => (others.includes(region) ? `In your edit of ${region}: ` : ""),
    where: isChanged ? "With your code" : "Here",
    same: (count) => `${start} printed ${what(count)} this page.`,
    equals: also,
    differs: isChanged ? also : reason ? [reason] : wrong,
  };
}

/** Whether SmolLM2 may be loaded; where that was not said yet, asks, and loads after a yes. */
export async function mayLoad(own, run, back) {
  if (mayLoadModel || (await modelIsKept())) return true;
  const yes = () => {
    mayLoadModel = true;
    run();
  };
  const [first] = own.ask(MODEL, { Load: yes, "Not now": back });
  first.focus();
  own.comeIntoView();
  return false;
}
