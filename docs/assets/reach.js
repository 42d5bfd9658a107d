// What scrolls can be reached with the keyboard: tables, formulas, and code also where Material leaves
// that out, on devices that cannot hover and in what a script makes.

const resized = new ResizeObserver((changes) => changes.forEach(({ target }) => decide(target)));
// Material takes it away again from code that comes into view.
const changed = new MutationObserver((changes) => changes.forEach(({ target }) => decide(target)));

function decide(element) {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  const scrolls = scrollWidth > clientWidth || scrollHeight > clientHeight + 1;
  if (scrolls === element.hasAttribute("tabindex")) return;
  if (scrolls) element.tabIndex = 0;
  else element.removeAttribute("tabindex");
}

export function start() {
  for (const element of document.querySelectorAll(".md-typeset__scrollwrap, .math, pre > code")) reach(element);
}

export function reach(element) {
  resized.observe(element);
  changed.observe(element, { attributeFilter: ["tabindex"] });
}
