// What the browser keeps of the model, and a button that removes it.

import { keptBytes, removeKept } from "../kept.js";
import { button, make, statusLine } from "../make.js";

const status = statusLine();
const removes = button("Remove it from this browser", "outlined", remove);

/** Into the section of the page that tells of it. */
export async function start() {
  await showKept();
  document.querySelector("div.keeps").append(make("div", { className: "bar" }, removes, status));
  // Another tab may have loaded or removed it.
  document.addEventListener("visibilitychange", () => document.hidden || showKept());
}

export async function showKept() {
  const bytes = await keptBytes();
  removes.hidden = !bytes;
  status.textContent = bytes ? `It keeps ${inMegabytes(bytes)} now.` : "It keeps nothing now.";
}

async function remove() {
  const bytes = await removeKept();
  status.textContent =
    bytes === null
      ? "Your browser did not let this page remove it. Its own settings can."
      : bytes
        ? `Removed: ${inMegabytes(bytes)} are free again. The next visit loads the model anew.`
        : "It was removed already.";
  removes.hidden = bytes !== null;
}

const inMegabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
