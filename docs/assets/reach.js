// What scrolls sideways can be reached with the keyboard: tables, formulas, and code also where Material
// leaves that out, on devices that cannot hover and in what a script makes.

const resized = new ResizeObserver((changes) => changes.forEach(({ target }) => decide(target)));
// Material takes it away again from code that comes into view.
const changed = new MutationObserver((changes) => changes.forEach(({ target }) => decide(target)));

function decide(element) {
  const isWide = element.scrollWidth > element.clientWidth;
  if (isWide === element.hasAttribute("tabindex")) return;
  if (isWide) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

export function start() {
  for (const element of document.querySelectorAll(".md-typeset__scrollwrap, .math, pre > code")) reach(element);
}

export function reach(element) {
  resized.observe(element);
  changed.observe(element, { attributeFilter: ["tabindex"] });
}
