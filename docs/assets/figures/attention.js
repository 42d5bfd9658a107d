// Who looks at whom: the shares that a word takes from itself and those before it, in every head of
// a layer that the reader chooses.

import { make, statusLine } from "../make.js";
import * as labels from "./labels.js";
import { radios, slider, tell } from "./parts.js";

export function draw({ words, hundredths, first }) {
  const names = words.map((word) => word.trim());
  const isOnce = (word) => words.indexOf(word) === words.lastIndexOf(word);
  const told = names.map((name, i) => labels.word(name, isOnce(words[i]) ? 0 : i + 1));
  const layer = slider(labels.LAYER, hundredths.map((_, i) => String(i + 1)), first.layer - 1, move);
  const heads = radios(hundredths[0].map(() => ""), first.head - 1, move);
  const looking = radios(names, first.word - 1, move);
  looking.inputs.forEach((input, i) => (input.ariaLabel = told[i]));
  const columns = names.map((name) => make("th", { scope: "col" }, name));
  const rows = heads.elements.map((element) => {
    const name = make("span");
    element.append(make("span", { className: "visually-hidden" }, labels.HEAD), name);
    const cells = names.map(cell);
    const head = make("th", { scope: "row" }, element);
    return { name, cells, element: make("tr", {}, head, ...cells.map(({ element }) => element)) };
  });
  const status = statusLine();

  /** What the word takes in a head, a share for each word up to itself. */
  function shares(head, word) {
    const before = (word * (word + 1)) / 2; // in the rows of the words before it
    const row = hundredths[layer.at][head].slice(before, before + word + 1);
    return row.map((share) => share / 100);
  }

  function move() {
    const word = looking.at;
    columns.forEach((column, i) => column.classList.toggle("looking", i === word));
    rows.forEach(({ name, cells, element }, head) => {
      name.textContent = `${layer.at + 1}.${head + 1}`;
      element.classList.toggle("chosen", head === heads.at);
      const row = shares(head, word);
      cells.forEach(({ set }, i) => set(row[i]));
    });
    const taken = shares(heads.at, word).map((share, i) => share > 0 && labels.share(share, told[i]));
    tell(status, labels.taken(layer.at + 1, heads.at + 1, told[word], taken.filter(Boolean)));
  }

  move();
  const group = (legend, { elements }) =>
    make("fieldset", {}, make("legend", { className: "visually-hidden" }, legend), make("span", { ariaHidden: "true" }, legend), ...elements);
  const heading = make("tr", {}, make("th", { scope: "col" }, labels.HEADS), ...columns);
  return [
    group(labels.WHO_LOOKS, looking),
    make("div", { className: "bar" }, layer.element),
    make("table", {}, make("thead", {}, heading), make("tbody", {}, ...rows.map(({ element }) => element))),
    status,
  ];
}

/** A share as a dot; or that there is none, since the word comes later. */
function cell() {
  const dot = make("span", { className: "dot" });
  const number = make("span", { className: "visually-hidden" });
  const element = make("td", {}, dot, number);
  const set = (share) => {
    dot.style.setProperty("--size", Math.sqrt(share ?? 0));
    tell(number, share === undefined ? labels.LATER : share.toFixed(2));
    element.classList.toggle("later", share === undefined);
  };
  return { element, set };
}
