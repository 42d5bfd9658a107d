// On every page: the modules that it has work for, folds that open for a link, and what axe-core asks
// of Material's page. `document$` tells that a page is ready.
document$.subscribe(() => {
  const load = (name) => import(`./${name}.js`).then((module) => module.start());
  const loadNear = (selector, name) => whenNear(selector, () => load(name));
  load("marks");
  load("reach");
  loadNear("div.guess, div.question", "quiz");
  loadNear("[data-exercise]:has(.example[data-run])", "exercise");
  loadNear("div.keeps", "play/keeping");
  if (document.querySelector(".example[data-run]")) load("run");
  if (document.querySelector("div.stages")) load("stages");
  if (document.querySelector("div.review")) load("review");
  const play = document.querySelector("div.play");
  if (play) load(`play/${play.dataset.play}`);
  else loadNear("figure:has(> script)", "figures");
  reveal(location.hash);
  document.querySelector("#__drawer").addEventListener("change", showCurrent);
});

// Material makes each copy button, once its code is seen, a landmark for navigation; it is none.
new MutationObserver((changes) => {
  for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (node.className === "md-code__nav") node.role = "none";
  }
}).observe(document.body, { childList: true, subtree: true });

/** Calls back once the reader comes within a screen of what is selected. */
function whenNear(selector, callback) {
  const near = new IntersectionObserver(
    (changes) => {
      if (!changes.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      callback();
    },
    { rootMargin: "100%" },
  );
  for (const block of document.querySelectorAll(selector)) near.observe(block);
}

/** Scrolls a phone's menu to the page that is open. */
function showCurrent() {
  const list = document.querySelector(".md-nav--primary > .md-nav__list");
  const current = list.querySelector(".md-nav__link--active:is([href], [for=__toc])");
  if (!current) return;
  const offset = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollTop += offset - list.clientHeight / 2;
}

/** Opens all folds around what a link leads to, and goes there; or to another page, if it moved. */
function reveal(hash) {
  const target = document.getElementById(hash.slice(1));
  if (target?.matches("p.moved a")) return location.replace(target.href);
  if (!target?.closest("details:not([open])")) return;
  for (let node = target; node; node = node.parentElement) {
    if (node.localName === "details") node.open = true;
  }
  target.scrollIntoView();
}

addEventListener("hashchange", () => reveal(location.hash));

// At Tab in the search box Material takes the focus away, and WebKit begins at the page's start. Here
// the search closes first.
addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Tab" || !event.target.matches?.(".md-search__input")) return;
    event.stopPropagation();
    document.querySelector("#__search:checked")?.click();
  },
  true,
);

// The same link a second time changes no address; it leads there all the same.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("a[href*='#']");
  if (link && link.href === location.href) reveal(link.hash);
});
