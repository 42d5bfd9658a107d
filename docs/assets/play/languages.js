// The same sentence in several languages, and how many tokens each takes: bars below the sentences
// that stand in the page.

import { make } from "../make.js";
import { toBytes } from "./bpe.js";
import { inLanguage, times } from "./messages.js";

export function languages(table, shared) {
  const sentences = [...table.querySelectorAll("td")].map((cell) => new Sentence(cell));
  const longest = Math.max(...sentences.map(({ bytes }) => bytes));
  const told = make("p", { className: "told" });
  shared.watch((message) => {
    const { vocabulary } = shared;
    if (message && vocabulary) return;
    for (const sentence of sentences) sentence.draw(vocabulary, longest);
    told.textContent = vocabulary ? inWords(sentences) : "";
  });
  return told;
}

class Sentence {
  constructor(cell) {
    this.name = cell.previousElementSibling.textContent;
    this.text = cell.textContent;
    this.bytes = toBytes(this.text).length;
    this.length = make("span", { className: "length" }, make("span"));
    this.number = make("span");
    this.row = make("div", { className: "measure", dir: "ltr", lang: "en" }, this.length, this.number);
    cell.append(this.row);
  }

  draw(vocabulary, longest) {
    this.row.hidden = !vocabulary;
    if (!vocabulary) return;
    this.tokens = vocabulary.encode(this.text).length;
    this.length.style.setProperty("--p", this.bytes / longest);
    this.length.style.setProperty("--tokens", this.tokens / this.bytes);
    this.number.textContent = inLanguage(this.tokens, this.bytes);
  }
}

function inWords(sentences) {
  const [least, ...others] = [...sentences].sort((one, other) => one.tokens - other.tokens);
  const most = others.at(-1);
  return times(most.name, least.name, most.tokens / least.tokens);
}
