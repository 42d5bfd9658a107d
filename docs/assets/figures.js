// Figures that a reader can move. Each is a drawing first; the numbers beside it, which its example
// saved, say of which kind it is. What a kind needs is loaded when the reader comes near.

import { make } from "./make.js";

const KINDS = ["attention", "beta", "law", "levels", "merges", "probe", "sampling", "temperature", "threshold", "told"];

export function start() {
  const near = new IntersectionObserver(
    (changes) => {
      for (const { isIntersecting, target } of changes) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        replace(target);
      }
    },
    { rootMargin: "100%" },
  );
  for (const script of document.querySelectorAll("figure > script[type='application/json']")) {
    if (KINDS.includes(numbers(script).kind)) near.observe(script.parentElement);
  }
}

const numbers = (script) => JSON.parse(script.textContent);

/** Puts what can be moved before the drawing, which then is for print alone. */
async function replace(figure) {
  const data = numbers(figure.querySelector(":scope > script"));
  const [{ draw }] = await Promise.all([import(`./figures/${data.kind}.js`), looks()]);
  const movable = make("div", { className: `movable ${data.kind}` }, ...draw(data));
  figure.querySelector(":scope > svg").before(movable);
}

let loaded;

/** Their style sheet, once. */
function looks() {
  loaded ??= new Promise((done) => {
    const href = new URL("figures.css", import.meta.url);
    document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  });
  return loaded;
}
