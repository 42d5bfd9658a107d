// One run of all stages of a file: what each prints stands at its name as it comes, and how long it
// took; lines that are not as on the page are marked as soon as a stage ends.

import { difference } from "./difference.js";
import { editsOf } from "./example.js";
import { RUN_ALL, STOP } from "./labels.js";
import { make } from "./make.js";
import * as messages from "./messages.js";
import { MOST_PRINTED, OwnRun, lines, row, shortly } from "./own.js";
import { reach } from "./reach.js";
import { Run, wording } from "./running.js";

const all = new Map(); // by their lists

export function stagesOf(list) {
  if (!all.has(list)) all.set(list, new Stages(list));
  return all.get(list);
}

class Stages {
  constructor(list) {
    this.file = list.dataset.file;
    this.list = list;
    this.runs = list.querySelector("button");
    this.seed = list.querySelector("input");
    this.own = new OwnStages([...list.querySelectorAll("li")].map((item) => new Stage(item, this.file)));
    list.querySelector(".bar").after(this.own.element);
    this.going = null;
    const edited = `.example[data-example="${this.file}"] .editor`;
    addEventListener("input", ({ target }) => target.closest(edited) && this.own.outdate());
  }

  async run() {
    if (this.going) return this.going.stop();
    const { value: seed } = this.seed;
    const isSeeded = Boolean(seed) && seed !== this.seed.defaultValue;
    const edits = editsOf(this.file);
    const others = Object.keys(edits);
    const edited = others.length ? messages.WITH_CODE : "";
    const changed = isSeeded ? messages.withSeed(seed) : edited;
    const order = { example: this.file.replace(/\.py$/, ""), edits, arguments: isSeeded ? [seed] : [] };
    this.going = new Run(order, { region: "", isForeign: false, own: this.own });
    this.runs.textContent = STOP;
    await this.going.toItsEnd(wording({ changed, others }));
    this.going = null;
    this.runs.textContent = RUN_ALL;
  }
}

class OwnStages extends OwnRun {
  constructor(stages) {
    super("");
    this.stages = stages;
    this.now = null; // the stage that runs
  }

  begin() {
    super.begin();
    this.now = null;
    for (const stage of this.stages) stage.empty();
    this.clock = setInterval(() => this.now?.tick(), 1000);
  }

  told({ kind, region, text }) {
    const stage = this.stages.find((stage) => stage.region === region);
    if (kind === "entered") this.enter(stage);
    else if (kind === "printed" && typeof text === "string") stage?.print(text);
  }

  /** A stage begins, or a piece that is none and prints nothing. */
  enter(stage) {
    this.now?.end();
    this.now = stage;
    stage?.begin();
    const { length } = this.stages;
    if (stage) this.become(messages.stageOf(this.stages.indexOf(stage) + 1, length, stage.name));
  }

  ended(result, says) {
    if (result.error) return super.ended(result, says);
    this.enter(null);
    const sum = (count) => this.stages.reduce((total, stage) => total + stage[count], 0);
    this.compared({ differing: sum("differing"), of: sum("of"), seconds: result.seconds }, says);
  }

  finish(...parts) {
    clearInterval(this.clock);
    this.now?.leave();
    super.finish(...parts);
  }

  comeIntoView() {} // the reader may be at any of the stages
}

class Stage {
  constructor(item, file) {
    const named = item.querySelector("[data-region]");
    this.item = item;
    this.name = named.textContent;
    this.region = named.dataset.region;
    const block = `.example[data-example="${file}"][data-region="${this.region}"]`;
    this.record = lines(document.querySelector(`${block} .output pre`).textContent);
    this.took = make("span", { className: "took" });
    this.code = make("code");
    reach(this.code);
    this.printed = make("pre", {}, this.code);
    item.append(this.took, this.printed);
    this.empty();
  }

  empty() {
    this.item.className = this.text = this.took.textContent = "";
    this.code.replaceChildren();
    this.printed.hidden = true;
    this.differing = this.of = 0;
  }

  begin() {
    this.since = performance.now();
    this.item.className = "runs";
    this.tick();
  }

  tick() {
    this.took.textContent = messages.runsFor(Math.floor(this.seconds));
  }

  get seconds() {
    return (performance.now() - this.since) / 1000;
  }

  print(text) {
    const more = text.slice(0, MOST_PRINTED - this.text.length);
    this.text += more;
    this.code.append(more);
    this.printed.hidden = false;
  }

  /** It came to its end. */
  end() {
    const { rows, differing, of } = difference(this.record, lines(this.text));
    Object.assign(this, { differing, of });
    if (differing) this.code.replaceChildren(...rows.map(row));
    this.printed.hidden = false;
    this.item.className = "ended";
    this.took.textContent = `${shortly(this.seconds)} s`;
  }

  /** The run ended within it. */
  leave() {
    if (this.item.className === "runs") this.item.className = this.took.textContent = "";
  }
}
