// What axe-core asks of Material's page beyond colours. `document$` tells that a page is ready.
document$.subscribe(() => {
  // Material makes each copy button a landmark for navigation; it is none.
  for (const nav of document.querySelectorAll(".md-code__nav")) nav.role = "none";

  // A table that scrolls sideways can be reached with the keyboard.
  const reach = new ResizeObserver((changes) => {
    for (const { target } of changes) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) reach.observe(table);
});
