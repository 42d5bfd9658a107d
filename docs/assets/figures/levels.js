// One picture of SmolLM2, from the whole model to a single number. The drawing is its first level; what
// takes the reader inside is loaded at the first click, or for a link that leads there.

import { GO_INSIDE } from "../labels.js";
import { button, make } from "../make.js";
import { styled } from "../styled.js";

export function draw(data) {
  const place = make("div", { className: "start" }, button(GO_INSIDE, "filled", open));

  async function open({ type }) {
    removeEventListener("hashchange", follow);
    const [{ Picture }] = await Promise.all([import("./levels/picture.js"), styled("figures/levels")]);
    const picture = new Picture(data);
    place.replaceWith(...picture.elements);
    if (type === "click") picture.drawing.focus({ preventScroll: true });
    else picture.path.scrollIntoView();
  }

  function follow(event) {
    if (location.hash.startsWith("#see-")) open(event);
  }

  addEventListener("hashchange", follow);
  follow({ type: "load" });
  return [place];
}
