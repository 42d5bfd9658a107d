// What the browser keeps of the model, and a button that removes it.

import { keptBytes, removeKept } from "../stored.js";
import { button, make, statusLine } from "../make.js";
import * as labels from "./keeping-labels.js";

const status = statusLine();
const removes = button(labels.REMOVE, "outlined", remove);

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
  status.textContent = labels.stores(inMegabytes(bytes));
}

async function remove() {
  const bytes = await removeKept();
  status.textContent =
    bytes === null
      ? labels.CANNOT_REMOVE
      : bytes
        ? labels.removed(inMegabytes(bytes))
        : labels.ALREADY_REMOVED;
  removes.hidden = bytes !== null;
}

const inMegabytes = (bytes) => Math.round(bytes / 1e6);
