// Figures that a reader can move. Each is a drawing first; the numbers beside it, which its example
// saved, say of which kind it is. A page loads the kinds that it has.

import { make } from "./make.js";

const KINDS = ["attention", "merges", "sampling", "temperature", "threshold"];

export async function start() {
  const scripts = document.querySelectorAll("figure > script[type='application/json']");
  const found = [...scripts]
    .map((script) => ({ figure: script.parentElement, data: JSON.parse(script.textContent) }))
    .filter(({ data }) => KINDS.includes(data.kind));
  if (!found.length) return;
  await looks();
  for (const { figure, data } of found) {
    const { draw } = await import(`./figures/${data.kind}.js`);
    // The drawing stays behind it, for print.
    figure.querySelector(":scope > svg").before(make("div", { className: `movable ${data.kind}` }, ...draw(data)));
  }
}

/** Their style sheet, which only pages with such figures load. */
function looks() {
  const link = make("link", { rel: "stylesheet", href: new URL("figures.css", import.meta.url) });
  return new Promise((done) => {
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}
