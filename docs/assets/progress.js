// What the reader has read, guessed, answered and solved: kept in this browser and nowhere else.
//
// The form: {"lesson/inside/": {"read": true, "guesses": {"guess-inside-moved": "2"},
// "questions": {"question-1": true}, "exercises": {"inside-1": true}, "of": [3, 5, 3]}}, keyed by
// the page's path below the site's root; "of" is how many of each kind the page has.

import { button, make, statusLine } from "./make.js";

const KEY = "lessoncode";
export const KINDS = ["guesses", "questions", "exercises"];
const BLOCKS = [".guess", ".question", ".exercise"];
const MADE = ["every guess made", "every question answered", "every exercise solved"];

const BLOCKED = "This browser lets the site keep nothing: your marks end with this page.";
const FULL = "This browser's storage is full: new marks end with this page.";
const UNREADABLE =
  "What is kept here under the site's name is not its own. It stays as it is until you clear all; " +
  "new marks end with this page.";

const ROOT = new URL("../", import.meta.url); // this file stands in assets/
const here = pageOf(location);

let pages = {}; // what is kept, by page
let trouble = ""; // why it cannot be kept, in a sentence
const watchers = new Set();

/** The page's path below the site's root, or null where the address is not the site's. */
function pageOf({ origin, pathname }) {
  if (origin !== ROOT.origin || !pathname.startsWith(ROOT.pathname)) return null;
  return pathname.slice(ROOT.pathname.length).replace(/index\.html$/, "");
}

const isRecord = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a text in our form holds, or null. */
function parse(text) {
  try {
    const found = JSON.parse(text);
    return isRecord(found) && Object.entries(found).every(isPage) ? found : null;
  } catch {
    return null;
  }
}

function isPage([path, marks]) {
  if (!/^([\w-]+\/)*$/.test(path) || !isRecord(marks)) return false;
  const { of = [0, 0, 0] } = marks;
  return (
    KINDS.every((kind) => isRecord(marks[kind] ?? {})) &&
    Array.isArray(of) && of.length === KINDS.length && of.every(Number.isInteger)
  );
}

/** All marks of both. Where they differ, the first is right. */
function merge(first, second) {
  const all = { ...first };
  for (const [path, marks] of Object.entries(second)) {
    const known = first[path] ?? {};
    const read = known.read || marks.read;
    all[path] = { ...marks, ...known, ...(read && { read }) };
    for (const kind of KINDS) all[path][kind] = { ...marks[kind], ...known[kind] };
  }
  return all;
}

/** Takes in what the storage holds now: another tab may have added to it. */
function load() {
  let text = null;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    trouble = BLOCKED;
    return;
  }
  const kept = text === null ? {} : parse(text);
  if (kept === null) {
    trouble = UNREADABLE;
    return;
  }
  pages = trouble ? merge(pages, kept) : kept; // in trouble some marks are only here
  if (trouble === UNREADABLE) trouble = "";
}

function save() {
  if (trouble === BLOCKED || trouble === UNREADABLE) return;
  try {
    localStorage.setItem(KEY, JSON.stringify(pages));
    trouble = "";
  } catch {
    trouble = FULL;
  }
}

function change(add) {
  load();
  pages = merge(add, pages);
  save();
  tell();
}

function tell() {
  for (const watcher of watchers) watcher();
}

/** Keeps a mark of this page, such as ("guesses", "guess-inside-moved", "2"). */
export function mark(kind, id, value) {
  change({ [here]: { [kind]: { [id]: value }, of: counts() } });
}

/** What is kept under an id of this page. */
export function kept(kind, id) {
  return pages[here]?.[kind]?.[id];
}

/** Calls back whenever marks have changed. */
export function watch(watcher) {
  watchers.add(watcher);
}

function counts() {
  return BLOCKS.map((selector) => document.querySelectorAll(selector).length);
}

/** How many guesses, questions and exercises of a page are done, never more than it has. */
function done(marks) {
  const { of = [0, 0, 0] } = marks;
  return KINDS.map((kind, i) => Math.min(of[i], Object.keys(marks[kind] ?? {}).length));
}

/** "1 of 3 guesses, 0 of 5 questions", without what the page has none of. */
function summary(marks) {
  const parts = done(marks).map((count, i) => `${count} of ${plural(marks.of[i], KINDS[i])}`);
  return parts.filter((_, i) => marks.of[i]).join(", ");
}

function plural(count, kind) {
  const one = { guesses: "guess", questions: "question", exercises: "exercise", pages: "page" };
  return `${count} ${count === 1 ? one[kind] : kind}`;
}

// The marks in the menu.

/** A ring with its quarters filled clockwise, or a disc with a tick. */
function ring(quarters, whole) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "-6.5 -6.5 13 13");
  svg.setAttribute("class", whole ? "mark whole" : "mark");
  svg.setAttribute("aria-hidden", "true");
  const draw = (tag, attributes) => {
    const shape = document.createElementNS(svg.namespaceURI, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  };
  draw("circle", { r: 5.5 });
  quarters.forEach((full, i) => {
    if (full && !whole) draw("path", { d: "M0 0V-5.5A5.5 5.5 0 0 1 5.5 0Z", transform: `rotate(${90 * i})` });
  });
  if (whole) draw("path", { d: "M-2.7 .2L-.8 2.1L2.8-1.8" });
  return svg;
}

/** A page's mark with the words for those who do not see it; nothing for a page with nothing done. */
function marksOf(path) {
  const marks = pages[path];
  if (!marks?.of || !(marks.read || done(marks).some(Boolean))) return [];
  const full = done(marks).map((count, i) => count > 0 && count === marks.of[i]);
  const whole = marks.read && full.every((each, i) => each || !marks.of[i]);
  const words = [marks.read ? "read" : "", summary(marks)].filter(Boolean).join(", ");
  const text = make("span", { className: "visually-hidden" }, ` (${words})`);
  return [make("span", { className: "marks" }, ring([marks.read, ...full], whole), text)];
}

function drawMenu() {
  // The menu holds the open page's sections as well, which get no marks.
  const links = ".md-nav--primary .md-nav__link:is([href], [for=__toc]):not(.md-nav--secondary *)";
  for (const link of document.querySelectorAll(links)) {
    link.querySelector(".marks")?.remove();
    const path = link.href ? pageOf(new URL(link.href)) : here;
    // On a phone the open page's own entry ends with a button for its sections.
    const last = link.querySelector(":scope > .md-icon");
    for (const marks of marksOf(path)) link.insertBefore(marks, last);
  }
}

// What the page itself says of progress.

function drawLength() {
  const length = document.querySelector(".page-length");
  if (!length) return;
  length.querySelector(".you")?.remove();
  const marks = { ...pages[here], of: counts() };
  if (!done(marks).some(Boolean)) return;
  const text = [`You: ${summary(marks)}`, trouble].filter(Boolean).join(". ");
  length.append(make("p", { className: "you" }, text));
}

function drawDoors() {
  for (const door of document.querySelectorAll("a[data-pages]")) {
    door.querySelector(".so-far")?.remove();
    const paths = door.dataset.pages.split(" ");
    const read = paths.filter((path) => pages[path]?.read).length;
    if (read === 0 || paths.length === 1) continue;
    const words = ` You have read ${read} of ${paths.length}.`;
    (door.querySelector(".text") ?? door).append(make("span", { className: "so-far" }, words));
  }
}

/** A page counts as read when its end has been seen. */
function watchEnd() {
  const end = document.querySelector("article > :last-child");
  if (!end || !document.querySelector(".page-length")) return;
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    change({ [here]: { read: true, of: counts() } });
  });
  observer.observe(end);
}

// The menu's last entry: all marks together, the key to the rings, and what can be done with them.

function menuEntry() {
  const sum = make("p", { className: "sum" });
  const where = make("p"); // it is kept
  const status = statusLine();
  const key = ["read", ...MADE].map((words, i) =>
    make("li", {}, ring([0, 1, 2, 3].map((quarter) => quarter === i), false), words),
  );
  const file = make("input", { type: "file", accept: ".json", hidden: true });
  file.onchange = async () => {
    status.textContent = await readFile(file.files[0]);
    file.value = ""; // so that the same file can be chosen again
  };

  watch(() => {
    sum.textContent = total();
    where.textContent = trouble || "Kept in this browser and nowhere else.";
  });
  return make(
    "li",
    { className: "md-nav__item progress" },
    make("p", { className: "title" }, "Your progress"),
    sum,
    make("ul", {}, ...key),
    where,
    make(
      "p",
      {},
      button("Save as a file", "plain", () => saveFile()),
      button("Read from a file", "plain", () => file.click()),
      button("Clear all", "plain", () => {
        if (confirm("Clear all marks that this browser has kept?")) status.textContent = clear();
      }),
    ),
    file,
    status,
  );
}

/** "7 pages read, 9 guesses made": what is done on all pages together. */
function total() {
  const all = Object.values(pages);
  const sums = KINDS.map((_, i) => all.reduce((sum, marks) => sum + done(marks)[i], 0));
  const read = all.filter((marks) => marks.read).length;
  const parts = [
    [read, "pages", "read"],
    [sums[0], "guesses", "made"],
    [sums[1], "questions", "answered"],
    [sums[2], "exercises", "solved"],
  ];
  const told = parts.filter(([count]) => count).map(([n, kind, verb]) => `${plural(n, kind)} ${verb}`);
  return told.length ? `${told.join(", ")}.` : "Nothing yet.";
}

function saveFile() {
  load();
  const link = make("a", { download: "lessoncode-progress.json" });
  link.href = URL.createObjectURL(new Blob([JSON.stringify(pages, null, 1)]));
  link.click();
  URL.revokeObjectURL(link.href);
}

async function readFile(file) {
  const found = file.size < 1e6 ? parse(await file.text()) : null;
  if (!found) return "That file was not saved here. Nothing has changed.";
  change(found);
  return `Read: marks of ${plural(Object.keys(found).length, "pages")}.`;
}

function clear() {
  try {
    localStorage.removeItem(KEY);
    trouble = "";
  } catch {
    trouble = BLOCKED;
  }
  pages = {};
  tell();
  return "Cleared.";
}

load();

export function start() {
  document.querySelector(".md-nav--primary > .md-nav__list")?.append(menuEntry());
  watch(drawMenu);
  watch(drawLength);
  watch(drawDoors);
  watchEnd();
  tell();
  addEventListener("storage", refresh); // from another tab
  addEventListener("pageshow", ({ persisted }) => persisted && refresh()); // back to a kept page
}

function refresh() {
  load();
  tell();
}
