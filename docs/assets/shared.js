// An edit that came with a link. It is shown and marked; it runs on a click alone.

import { fromFragment } from "./edits.js";
import { exampleOf } from "./example.js";
import { statusLine } from "./make.js";

/** Shows the edit in a link's fragment, in its block. */
export async function showShared(fragment) {
  let edit;
  try {
    edit = await fromFragment(fragment);
  } catch (error) {
    const isLong = error instanceof RangeError;
    return tell(isLong ? "is too long" : "cannot be read; perhaps a part of the link is missing");
  }
  const block = [...document.querySelectorAll("div.example[data-run]")].find(
    ({ dataset }) => dataset.example === edit.file && (dataset.region ?? "") === edit.region,
  );
  if (!block) return tell("is one of code that does not run on this page");
  for (let node = block; node; node = node.parentElement) {
    if (node.localName === "details") node.open = true;
  }
  exampleOf(block).showShared(edit);
}

/** Says below the page's title why a link's edit is not shown. */
function tell(why) {
  const title = document.querySelector("article h1");
  const status = title.parentElement.querySelector(".shared") ?? statusLine();
  status.classList.add("shared");
  title.after(status);
  status.textContent = `The edit in this link ${why}. The page below is as it always is.`;
}
