// Texts in a page that a reader can try: each becomes a button.

import { button } from "../make.js";

/** Puts a chosen text into the box, or has `page()` say it; before that is there it says `early`. */
export function offerAll(selector, { block, box, status, first, early }, page) {
  for (const offered of document.querySelectorAll(selector)) {
    const { text, say } = offered.dataset;
    offer(offered, () => {
      if (say && first.hidden) return page().say(say);
      if (say) status.textContent = early;
      else {
        box.value = text;
        page()?.type();
      }
      block.scrollIntoView();
    });
  }
}

/** Makes of a text in the page a button that puts it where it can be played with. */
export function offer(text, onclick) {
  const offered = button("", "plain offer", onclick);
  offered.append(...text.childNodes);
  text.replaceChildren(offered);
}
