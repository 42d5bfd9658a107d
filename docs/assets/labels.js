// What the interface says until a reader runs or writes code. What it says then is in messages.js.

export const counted = (count, one, many = `${one}s`) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

// Guesses and questions

export const COVERED = "The result is covered until you choose.";
export const CHECK_GUESS = "Check my guess";
export const SHOW_ANSWER = "Show the answer";
export const ANSWER = "Answer";
export const YOUR_GUESS = "your guess";
export const told = (answer, isRight) => `${isRight ? "Right. " : ""}The answer is ${answer}.`;
export const CHOOSE_AGAIN = "Choose again.";
export const SHOW_REASONS = "Show the other reasons";
export const HIDE_REASONS = "Hide the other reasons";

// Progress

export const PROGRESS = "Your progress";
export const NOTHING_YET = "Nothing yet.";
export const RINGS = ["read", "every guess made", "every question answered", "every exercise solved"];
const KINDS = {
  pages: ["page", "read"],
  guesses: ["guess", "made"],
  questions: ["question", "answered"],
  exercises: ["exercise", "solved"],
};
const howMany = (count, kind) => counted(count, KINDS[kind][0], kind);
export const doneOf = (done, of, kind) => `${done} of ${howMany(of, kind)}`;
export const doneInAll = (count, kind) => `${howMany(count, kind)} ${KINDS[kind][1]}`;
export const doneHere = (what) => `Done: ${what}`;
export const SOLVED = "✓ solved";
export const readOf = (read, of) => `You have read ${read} of ${of}.`;
export const ONLY_HERE = "Stored in this browser and nowhere else.";
export const REVIEW = "Review";
export const DOWNLOAD = "Download";
export const RESTORE = "Restore from a file";
export const START_OVER = "Start over";
const LOST = "is lost when you leave this page";
export const BLOCKED = `This browser doesn't let the site store anything. Your progress ${LOST}.`;
export const FULL = `This browser's storage is full. New progress ${LOST}.`;
export const UNREADABLE =
  "This browser stores something under the site's name that the site can't read. It stays there until " +
  `you start over, and new progress ${LOST}.`;

// Running and editing

export const RUN = "Run";
export const STOP = "Stop";
export const EDIT = "Edit";
export const STEP_THROUGH = "Step through";
export const takes = (seconds) => `takes about ${seconds} s in a browser`;
export const RUN_ALL = "Run all stages";
export const SEED = "Seed";
export const UNLOADED = "What runs the code couldn't be loaded. Reload the page to try again.";

// The picture of all levels

export const GO_INSIDE = "Go inside this picture";

// Pages to play with

export const YOUR_TEXT = "Your text";
