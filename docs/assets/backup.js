// What a reader can do with all progress: download it, restore it from a file, or start over.
//
// The form: {"lesson/inside/": {"read": true, "guesses": {"guess-inside-moved": "2"},
// "questions": {"question-1": true}, "exercises": {"inside-1": true}, "of": [3, 5, 3],
// "missed": {"question-2": "3"}, "again": {"question-2": "20793"}}}, keyed by the page's path below
// the site's root. "of" is how many of each kind the page has, "missed" the last wrong choice, and
// "again" the day since 1970 on which Review asks again, or "-1" for never.

import { make } from "./make.js";
import { DELETED, FOREIGN_FILE, REALLY, restoredPages } from "./messages.js";
import { add, clear, pages, parse, refresh } from "./progress.js";

export function download() {
  refresh();
  const link = make("a", { download: "lessoncode-progress.json" });
  link.href = URL.createObjectURL(new Blob([JSON.stringify(pages, null, 1)]));
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Adds the marks in a file to what is kept; returns the sentence that says so. */
export async function restored(file) {
  const found = file.size < 1e6 ? parse(await file.text()) : null;
  if (!found) return FOREIGN_FILE;
  add(found);
  return restoredPages(Object.keys(found).length);
}

/** Deletes all progress, once the reader confirms it; returns the sentence that says so. */
export function startOver() {
  if (!confirm(REALLY)) return "";
  clear();
  return DELETED;
}
