// What scrolls sideways can be reached with the keyboard: tables, formulas, and code also where Material
// leaves that out, on devices that cannot hover and in what a script makes.

const reached = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

export function start() {
  for (const element of document.querySelectorAll(".md-typeset__scrollwrap, .math, pre > code")) reach(element);
}

export function reach(element) {
  reached.observe(element);
}
