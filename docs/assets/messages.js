// What the interface says once a reader runs, edits or answers, in one place, to be read aloud.

import { counted } from "./labels.js";

const LOST = "is lost when you leave this page.";
const NOTHING_STORED = "This browser doesn't let the site store anything.";

// Loading Python, and what can go wrong with it

export const LOADING = {
  python: "Loading Python (9 MB, only once).",
  start: "Starting Python.",
  figures: "Loading what draws figures (8 MB, only once).",
  model: "Loading SmolLM2 (98 MB, only once).",
};
export const LOADED = "Loaded so far";
export const incomplete = (name) => `Only a part of ${name} arrived. Try again.`;
export const missing = (name, status) => `${name} isn't there (${status}).`;
export const unreachable = (name) => `${name} couldn't be loaded. Are you online?`;
export const OTHER_VERSION = "This page and its files are of different versions. Reload the page.";
export const UNREADABLE_RESULT = "What Python sent back can't be read.";
export const NO_WEBASSEMBLY = "This browser has no WebAssembly, or it is turned off.";
export const TOO_SLOW = "Python wasn't ready within two minutes.";
export const NOT_ACCEPTED = "It sent something that this page doesn't accept, so we stopped it.";
export const TOO_MUCH = "It sent more than this page accepts, so we stopped it.";
export const crashed = (why) => `Python crashed: ${why}. The next run starts it again.`;
export const TESTED =
  "We tested this in Chromium, Firefox and WebKitGTK. It may not work in other browsers.";
export const MODEL = [
  "This needs SmolLM2, a download of 98 MB. It takes 0.9 to 1.4 GB of memory, so it is meant for desktop " +
    "computers. If your browser can, it stores the model until you",
  "remove it",
];
export const LOAD = "Load";
export const NOT_NOW = "Not now";

// A run

export const WAITING = "Waiting for the other run to finish.";
export const RUNNING = "Running.";
export const STOPPED = "Stopped.";
export const ENDED_EARLY = "It ended early.";
export const COULD_NOT_RUN = "It couldn't run.";
export const PAGE_FAILED = "Something went wrong on this page.";
export const OUTDATED = "That was before your last change.";
export const SO_FAR = "Your run so far";
export const NOT_COMPARED = "Figures aren't compared.";
export const DRAWN_BY_CODE = "The code says:";
export const WITH_CODE = "With your code";
export const withSeed = (seed) => `With the seed ${seed}`;
export const ranToo = (regions) => `Your edit of ${regions.join(", ")} also ran.`;
export const inEdit = (region) => `In your edit of ${region}: `;
export const same = (how, count) =>
  `${how ? `${how}, it` : "It"} printed ${count ? "what this page shows." : "nothing, as on this page."}`;
export const differ = (how, count, of) =>
  `${how || "Here"}, ${count.toLocaleString("en")} of ${counted(of, "line")} ` +
  `${count === 1 ? "differs" : "differ"} from this page.`;
export const UNEXPECTED = "The output should be the same in every browser. Here it isn't.";
export const missingLines = (count) =>
  `${counted(count, "line")} of this page ${count === 1 ? "is" : "are"} missing here`;
export const DIFFERENT = "different from this page: ";
export const ofYourRun = (lines, figures, hasFailed) => {
  const does = [
    lines && `printed ${counted(lines, "line")}`,
    figures && `drew ${counted(figures, "figure")}`,
    hasFailed && "failed",
  ];
  return `Your run ${does.filter(Boolean).join(" and ")}`;
};
export const stageOf = (number, count, name) => `${number} of ${count}: ${name}`;
export const runsFor = (seconds) => `running, ${seconds} s`;

// Stepping through

export const NO_STEPS = "The steps couldn't be loaded. Are you online?";
export const NOTHING_TO_STEP = "No statement of this code ran.";
export const TRACING = "Running your code to record its steps.";
export const BACK = "Back";
export const NEXT = "Next";
export const CLOSE = "Close";
export const STEP = "Step";
export const steppingThrough = (name) => `Step through ${name}`;
export const stepOf = (number, count) => (number ? `Step ${number} of ${count}` : `Before step 1 of ${count}`);
export const ARROWS = "You can also use the left and right arrow keys. Escape closes this.";
export const BEFORE = "Before this code runs";
export const ONLY_READ = "no variable changes";
export const begins = (name) => `${name} begins`;
export const returns = (name, what) => `${name} returns ${what}`;
export const RETURNED = "returned value";
export const SKIPPED = "the loop goes on, and after its last turn";
export const prints = (what) => `prints ${what}`;
export const lineOf = (number) => `Line ${number}`;
export const isNow = (name, what) => `${name} is ${what}`;
export const THE_REST = "The recorded steps end here, but the program goes on.";
export const CHANGED = "changed";
export const OTHERS = "Not changed by this step";
export const GIVEN = "The variables before this code runs";
export const NONE_YET = "No variable has a value yet.";
const times = (shape) => shape.map((size) => size.toLocaleString("en")).join(" × ");
export const ofShape = (type, shape) => `${type}, ${times(shape)}${shape.length > 1 ? "" : " numbers"}`;
export const anArray = (shape) => `an array of ${times(shape)}`;
export const countOf = (type, size) => `${type} of ${counted(Number(size), "item")}`;
export const aThing = (type) => `${/^[AEIOU]/i.test(type) ? "an" : "a"} ${type}`;
export const ofSize = (type, size) => `${type}, ${counted(size, type === "str" ? "character" : "item")}`;
export const sampleOf = (shown, of, names) => {
  const parts = names.map((name, i) => shown[i] < of[i] && `${shown[i]} of ${of[i].toLocaleString("en")} ${name}`);
  return `Shown are ${parts.filter(Boolean).join(" and ")}, evenly spaced.`;
};
export const firstOf = (count) => `The first of ${count.toLocaleString("en")} parts is shown.`;
export const numbersFrom = (least, most) => `Numbers from ${least} to ${most}`;
export const COLOURS = "Blue is above 0, rust is below.";
export const THESE_NUMBERS = "The numbers";
export const INDEX = "index";

// Edits

export const keys = (does) => `Ctrl+Enter ${does}. Ctrl+] indents lines, and Ctrl+[ undoes that.`;
export const RUNS_CODE = "runs the code";
export const CODE = "Code";
export const RESET = "Reset";
export const COPY_LINK = "Copy a link to this edit";
export const editedBy = (isForeign) => `, edited by ${isForeign ? "someone else" : "you"}`;
export const EDIT_NOT_STORED = `${NOTHING_STORED} Your edit ${LOST}`;
export const OLD_EDIT = "Your browser has stored your edit of an older version of this code.";
export const SHOW_EDIT = "Show it";
export const DELETE_EDIT = "Delete it";
export const AS_BEFORE = "The code is as on this page again.";
export const RESTORE_EDIT = "Restore my edit";
export const OLD_LINK = "This link has an edit of an older version of this code, so it wasn't opened.";
export const foreign = (lines, longest) =>
  "Someone else wrote this edit, and it came with the link. Read all of it before you run it: " +
  `${counted(lines, "line")}, the longest with ${counted(longest, "character")}.`;
export const TAKE_OVER = "Keep it as my edit";
export const REPLACE_MINE = "Replace my own edit with it";
export const TOO_LONG_FOR_A_LINK = "This edit is too long for a link, which can hold 8 kB.";
export const COPIED = "Copied. The link itself contains your edit. Nothing was sent anywhere.";
export const COPY_THIS = ["Copy this link:", "your edit"];
const notShown = (why) => `The edit in this link ${why}. The page below is unchanged.`;
export const LONG_LINK = notShown("is too long");
export const BROKEN_LINK = notShown("can't be read. Perhaps a part of the link is missing");
export const LINK_TO_OTHER_CODE = notShown("belongs to code that doesn't run on this page");

// Answers to exercises

export const CHECKS_ANSWER = "checks your answer";
export const CHECKING = "Checking.";
export const ANSWER_NOT_STORED = `${NOTHING_STORED} Your answer ${LOST}`;
export const hint = (number, of) => (of ? `Hint ${number} of ${of}` : `Hint ${number}.`);
export const UNDO_RESET = "Undo the reset";
export const SHOW_SOLUTION = "Show the solution";
export const GIVE_UP = "Give up and show the solution";
export const SOLVED_THIS = "You have solved this exercise.";
export const NOT_SOLVED = "You haven't solved this exercise yet. To see the solution anyway, click again.";
export const CHANGED_SINCE = "You have changed your answer since.";
export const DOWNLOAD_ANSWER = "Download your answer";
export const LOAD_ANSWER = "Load an answer from a file";
export const READS_IT = [" reads your answer from ", "."];
export const notPython = (name) => `${name} isn't a Python file, so it wasn't loaded.`;
export const loadedFrom = (name) => `Loaded from ${name}.`;
export const allRight = (cases) => `Right, in all ${cases} cases.`;
export const notRight = (number, of) => `Not right yet, in case ${number} of ${of}.`;
const NUMBERS = ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
export const rightBefore = (count) =>
  count === 1 ? "The case before it is right." : `The ${NUMBERS[count] ?? count} cases before it are right.`;
export const EXPECTED = "expected";
export const ONE_OF_SEVERAL = "for example";
export const YOURS = "yours";
export const ANSWER_PRINTED = "Your answer printed:";

// All progress

export const REALLY = "Start over? This deletes all the progress that this browser has stored.";
export const DELETED = "All progress is deleted.";
export const FOREIGN_FILE = "This file doesn't contain progress from this site. Nothing has changed.";
export const restoredPages = (count) => `Restored your progress on ${counted(count, "page")}.`;

// Review

export const GATHERING = "Looking through the pages that you have read.";
export const AGAIN_IN_A_WEEK = "Ask me again in a week";
export const NOT_AGAIN = "Don't ask me again";
export const CLEAR_LIST = "Clear the list";
export const REALLY_CLEAR = "Clear the list? Nothing on it will be asked again.";
export const youChose = (text) => `you chose “${text}”.`;
export const left = (title, isLater) =>
  `${title}: ${isLater ? "this page asks again in a week" : "this page won't ask that again"}.`;
export const showMore = (count) => `Show ${count} more`;
export const toReview = (wrong, open, next) => {
  const parts = [wrong && `${wrong} answered wrong`, open && `${open} left open`].filter(Boolean);
  if (parts.length) return `To review: ${parts.join(", ")}.`;
  if (!next) return "There is nothing to review. Whatever you answer wrong or leave open will be here.";
  return `There is nothing to review today. The next item is due on ${next.toLocaleDateString("en", { dateStyle: "long", timeZone: "UTC" })}.`;
};
