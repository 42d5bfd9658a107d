// A play page before Python is asked for the first time: a box for a text, a button, and what that
// loads. All else comes at the first click.

import { YOUR_TEXT } from "../labels.js";
import { button, make, statusLine } from "../make.js";

const OFFERED = "[data-text], [data-say]";

/** @param load imports the module whose `Page` takes over, made of the parts that this returns
 * @param early what is said to a reader who wants to talk before that */
export async function begin(name, { text, ask, cost, load, early, isOneLine = false }) {
  await Promise.all(["play", "play-model"].map(styled));
  const block = document.querySelector(`[data-play=${name}]`);
  const box = make("textarea", { id: "your-text", rows: 2, value: text, spellcheck: false });
  box.dir = "auto";
  const status = statusLine();
  const parts = { block, box, status, early };
  let page;
  parts.page = async () => {
    const { Page } = await load();
    return (page ??= new Page(parts));
  };
  const first = button(ask, "filled", async () => (await parts.page()).predict());
  box.oninput = () => page?.type();
  box.onkeydown = (event) => {
    if (event.key !== "Enter" || !(isOneLine || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    first.onclick();
  };
  parts.first = first;
  parts.bar = make("div", { className: "bar" }, first);
  status.textContent = cost;
  const label = make("label", { className: "label", htmlFor: box.id }, YOUR_TEXT);
  block.replaceChildren(label, box, parts.bar, status);
  if (document.querySelector(OFFERED)) (await import("./offers.js")).offerAll(OFFERED, parts, () => page);
  return parts;
}

function styled(name) {
  const href = new URL(`../${name}.css`, import.meta.url);
  return new Promise((done) => {
    document.head.append(make("link", { rel: "stylesheet", href, onload: done, onerror: done }));
  });
}
