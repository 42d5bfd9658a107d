// What the reader has read, guessed, answered and solved: kept in this browser and nowhere else.
// backup.js describes its form.

import { BLOCKED, FULL, UNREADABLE } from "./labels.js";

const KEY = "lessoncode";
export const KINDS = ["guesses", "questions", "exercises"];
const KEPT = [...KINDS, "missed", "again"];
const BLOCKS = ["div.guess", "div.question:not([hidden])", "[data-exercise]"];

export const ROOT = new URL("../", import.meta.url); // this file stands in assets/
export const here = pageOf(location);

export let pages = {}; // what is kept, by page
export let trouble = ""; // why it cannot be kept, in a sentence
const watchers = new Set();

/** The page's path below the site's root, or null where the address is not the site's. */
export function pageOf({ origin, pathname }) {
  if (origin !== ROOT.origin || !pathname.startsWith(ROOT.pathname)) return null;
  return pathname.slice(ROOT.pathname.length).replace(/index\.html$/, "");
}

/** How many guesses, questions and exercises this page has. */
export function counts() {
  return BLOCKS.map((selector) => document.querySelectorAll(selector).length);
}

/** How many of them are done on a page, never more than it has. */
export function done({ of = [0, 0, 0], ...marks }) {
  return KINDS.map((kind, i) => Math.min(of[i], Object.keys(marks[kind] ?? {}).length));
}

/** Keeps a mark of this page, such as ("guesses", "guess-inside-moved", "2"). */
export function mark(kind, id, value) {
  add({ [here]: { [kind]: { [id]: value }, of: counts() } });
}

/** Keeps that this page was read. */
export function markRead() {
  add({ [here]: { read: true, of: counts() } });
}

/** What is kept under an id of this page. */
export function kept(kind, id) {
  return pages[here]?.[kind]?.[id];
}

/** Calls back whenever marks have changed. */
export function watch(watcher) {
  watchers.add(watcher);
}

function tell() {
  for (const watcher of watchers) watcher();
}

/** Adds marks to what is kept. */
export function add(marks) {
  load();
  pages = merge(marks, pages);
  save();
  tell();
}

/** Takes in what the storage holds now, since another tab may have changed it. */
export function refresh() {
  load();
  tell();
}

export function clear() {
  try {
    localStorage.removeItem(KEY);
    trouble = "";
  } catch {
    trouble = BLOCKED;
  }
  pages = {};
  tell();
}

function load() {
  let text = null;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    trouble = BLOCKED;
    return;
  }
  const found = text === null ? {} : parse(text);
  if (found === null) {
    trouble = UNREADABLE;
    return;
  }
  pages = trouble ? merge(pages, found) : found; // in trouble some marks are only here
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

/** All marks of both. Where they differ, the first is right. */
function merge(first, second) {
  const all = { ...first };
  for (const [path, marks] of Object.entries(second)) {
    const known = first[path] ?? {};
    const read = known.read || marks.read;
    all[path] = { ...marks, ...known, ...(read && { read }) };
    for (const kind of KEPT) {
      if (marks[kind] && known[kind]) all[path][kind] = { ...marks[kind], ...known[kind] };
    }
  }
  return all;
}

/** What a text in our form holds, or null. */
export function parse(text) {
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
    KEPT.every((kind) => isRecord(marks[kind] ?? {})) &&
    KEPT.every((kind) => Object.values(marks[kind] ?? {}).every(isMark)) &&
    Array.isArray(of) && of.length === KINDS.length &&
    of.every((count) => Number.isInteger(count) && count >= 0)
  );
}

/** What was guessed, by its number, or that something was done. */
function isMark(value) {
  return value === true || (typeof value === "string" && /^-?\d+$/.test(value));
}

function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

load();
