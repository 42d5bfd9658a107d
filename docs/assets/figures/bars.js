// Probabilities as bars: what temperature and sampling share.

import { make } from "../make.js";

/** A name, a bar, and its probability. The last of a table may stand for many tokens. */
export function row(name, many) {
  const length = make("span", { className: many ? "length rest" : "length" });
  const number = make("span", { className: "number" });
  const head = make("th", { scope: "row" }, many ? name : make("code", {}, name));
  const element = make("tr", {}, head, make("td", {}, length, number));
  const set = (p, words = p.toFixed(3)) => {
    length.style.setProperty("--p", p);
    number.textContent = words;
  };
  return { element, head, set };
}

/**
 * The probabilities at one temperature of the tokens whose logits are known, in their order: p =
 * exp(l / T - logsumexp(l / T)). `rest` is the log-sum-exp of all other l / T; what these have
 * together comes last.
 */
export function probabilities(logits, temperature, rest) {
  const scaled = logits.map((logit) => logit / temperature);
  if (rest !== undefined) scaled.push(rest);
  const highest = Math.max(...scaled); // taken off, so that no exponential overflows
  const weights = scaled.map((value) => Math.exp(value - highest));
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
}
