// What the price of leaving makes of the answers to a prompt: of all policies the best one, at a
// beta that the reader chooses.

import { make, statusLine } from "../make.js";
import { probabilities, row } from "./bars.js";
import * as labels from "./labels.js";
import { slider, tell } from "./parts.js";

export function draw({ names, starts, betas, first }) {
  const price = slider(labels.BETA, betas.map(String), first, move);
  const told = statusLine();
  const most = Math.max(...starts.map(([worth]) => worth));
  const rows = names.map((name, i) => {
    const many = i === names.length - 1; // all answers without a row, by their worths
    const made = row(name, many);
    const [worth, start] = many ? ["", sum(starts.slice(i).map(([, p]) => p))] : starts[i];
    made.head.after(make("td", { className: "worth" }, String(worth).replace("-", "−")));
    made.element.classList.toggle("best", worth === most);
    const mark = make("span", { className: "start" });
    mark.style.setProperty("--p", start);
    made.element.lastChild.append(mark);
    return made;
  });

  function move() {
    const beta = betas[price.at];
    // pi* = ref e^(r / beta) / Z
    const p = probabilities(starts.map(([worth, start]) => Math.log(start) + worth / beta), 1);
    rows.forEach(({ set }, i) => set(i < names.length - 1 ? p[i] : sum(p.slice(i))));
    const mean = sum(starts.map(([worth], i) => p[i] * worth));
    const kl = sum(starts.map(([, start], i) => (p[i] ? p[i] * Math.log(p[i] / start) : 0)));
    const before = sum(starts.map(([worth, start]) => start * worth));
    tell(told, labels.paid(mean, before, kl, kl * beta));
  }

  move();
  return [
    make("div", { className: "bar" }, price.element),
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...labels.BETA_COLUMNS.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...rows.map(({ element }) => element)),
    ),
    told,
  ];
}

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
