// An edit that came with a link. It is shown and marked; it runs on a click alone.

import { fromFragment } from "./edits.js";
import { exampleOf } from "./example.js";
import { statusLine } from "./make.js";
import { BROKEN_LINK, LINK_TO_OTHER_CODE, LONG_LINK } from "./messages.js";

/** Shows the edit in a link's fragment, in its block. */
export async function showShared(fragment) {
  let edit;
  try {
    edit = await fromFragment(fragment);
  } catch (error) {
    return tell(error instanceof RangeError ? LONG_LINK : BROKEN_LINK);
  }
  const block = [...document.querySelectorAll("div.example[data-run]")].find(
    ({ dataset }) => dataset.example === edit.file && (dataset.region ?? "") === edit.region,
  );
  if (!block) return tell(LINK_TO_OTHER_CODE);
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
  status.textContent = why;
}
