// Where progress is seen: rings in the menu with their key, a line in a page's head, a sentence at
// a door.

import * as labels from "./labels.js";
import { button, make, statusLine } from "./make.js";
import {
  KINDS, ROOT, counts, done, here, markRead, pageOf, pages, refresh, trouble, watch,
} from "./progress.js";

export function start() {
  document.querySelector(".md-nav--primary > .md-nav__list")?.append(menuEntry());
  watch(drawMenu);
  watch(drawLength);
  watch(drawDoors);
  refresh();
  if (document.querySelector(".page-length")) watchEnd();
  addEventListener("storage", refresh); // from another tab
  addEventListener("pageshow", ({ persisted }) => persisted && refresh()); // back to a kept page
}

/** A page counts as read when its end has been seen. */
function watchEnd() {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    markRead();
  });
  observer.observe(document.querySelector("article > :last-child"));
}

// In words.

/** "1 of 3 guesses, 0 of 5 questions", without what the page has none of. */
function summary(marks) {
  const parts = done(marks).map((count, i) => labels.doneOf(count, marks.of[i], KINDS[i]));
  return parts.filter((_, i) => marks.of[i]).join(", ");
}

/** "7 pages read, 9 guesses made.": what is done on all pages together. */
function total() {
  const all = Object.values(pages);
  const sums = KINDS.map((_, i) => all.reduce((sum, marks) => sum + done(marks)[i], 0));
  const counts = [all.filter((marks) => marks.read).length, ...sums];
  const told = ["pages", ...KINDS].map((kind, i) => counts[i] && labels.doneInAll(counts[i], kind));
  return told.some(Boolean) ? `${told.filter(Boolean).join(", ")}.` : labels.NOTHING_YET;
}

// Rings.

const QUARTER = "M0 0V-5.5A5.5 5.5 0 0 1 5.5 0Z";
const TICK = "M-2.7 .2L-.8 2.1L2.8-1.8";

/** A ring with its quarters filled clockwise, or a disc with a tick. */
function ring(quarters, isWhole) {
  const mark = svg("svg", { viewBox: "-6.5 -6.5 13 13", class: isWhole ? "mark whole" : "mark" });
  mark.setAttribute("aria-hidden", "true");
  mark.append(svg("circle", { r: 5.5 }));
  if (isWhole) mark.append(svg("path", { d: TICK }));
  else quarters.forEach((isFull, i) => {
    if (isFull) mark.append(svg("path", { d: QUARTER, transform: `rotate(${90 * i})` }));
  });
  return mark;
}

function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A page's ring with its words for those who do not see it; null where nothing is done. */
function ringOf(path) {
  const marks = pages[path];
  if (!marks?.of || !(marks.read || done(marks).some(Boolean))) return null;
  const full = done(marks).map((count, i) => count > 0 && count === marks.of[i]);
  const isWhole = marks.read && full.every((isFull, i) => isFull || !marks.of[i]);
  const words = [marks.read ? labels.RINGS[0] : "", summary(marks)].filter(Boolean).join(", ");
  const text = make("span", { className: "visually-hidden" }, ` (${words})`);
  return make("span", { className: "marks" }, ring([marks.read, ...full], isWhole), text);
}

function drawMenu() {
  // The menu holds the open page's sections as well, which get no rings.
  const links = ".md-nav--primary .md-nav__link:is([href], [for=__toc]):not(.md-nav--secondary *)";
  for (const link of document.querySelectorAll(links)) {
    link.querySelector(".marks")?.remove();
    const shown = ringOf(link.href ? pageOf(new URL(link.href)) : here);
    // On a phone the open page's own entry ends with a sign for its sections.
    if (shown) link.insertBefore(shown, link.querySelector(":scope > .md-icon"));
  }
}

// In the page.

function drawLength() {
  const length = document.querySelector(".page-length");
  if (!length) return;
  length.querySelector(".you")?.remove();
  const marks = { ...pages[here], of: counts() };
  if (!done(marks).some(Boolean)) return;
  const text = [labels.doneHere(summary(marks)), trouble].filter(Boolean).join(". ");
  length.append(make("p", { className: "you" }, text));
}

function drawDoors() {
  for (const door of document.querySelectorAll("a[data-pages]")) {
    door.querySelector(".so-far")?.remove();
    const paths = door.dataset.pages.split(" ");
    const read = paths.filter((path) => pages[path]?.read).length;
    if (read === 0 || paths.length === 1) continue;
    const words = ` ${labels.readOf(read, paths.length)}`;
    door.querySelector(".text").append(make("span", { className: "so-far" }, words));
  }
}

// The menu's last entry: all marks together, the key to the rings, and what can be done with them.

function menuEntry() {
  const sum = make("p");
  const where = make("p"); // it is kept
  watch(() => {
    sum.textContent = total();
    where.textContent = trouble || labels.ONLY_HERE;
  });
  const { RINGS } = labels;
  const key = RINGS.map((words, i) => make("li", {}, ring(RINGS.map((_, j) => i === j), false), words));
  return make(
    "li",
    { className: "md-nav__item progress" },
    make("p", { className: "title" }, labels.PROGRESS),
    sum,
    make("ul", {}, ...key),
    make("p", {}, make("a", { href: new URL("review/", ROOT).href }, labels.REVIEW)),
    where,
    ...controls(),
  );
}

const backup = () => import("./backup.js");

function controls() {
  const status = statusLine();
  const file = make("input", { type: "file", accept: ".json", hidden: true });
  file.onchange = async () => {
    status.textContent = await (await backup()).restored(file.files[0]);
    file.value = ""; // so that the same file can be chosen again
  };
  const startOver = async () => (status.textContent = (await backup()).startOver());
  const buttons = [
    button(labels.DOWNLOAD, "plain", async () => (await backup()).download()),
    button(labels.RESTORE, "plain", () => file.click()),
    button(labels.START_OVER, "plain", startOver),
  ];
  return [make("p", {}, ...buttons), file, status];
}
