// What the pages to play with say until the first click. What they say then is in messages.js.

// Next token

export const PREDICT = "Predict";
export const COSTS_PYTHON =
  "The first time, this loads Python (9 MB). Everything is computed on this page, and nothing is sent.";

// Train on your own text

export const TRAIN = "Train";
export const TO_BEGIN_WITH = "A text to begin with";
export const LAST_TEXT = "Your last text";
export const FORGET = "Remove your last text from this browser";
export const FORGOTTEN = "Removed. This browser no longer stores a text of yours.";
export const SIZE = "Size";
export const SIZES = ["small", "medium", "large"];

// A real model

export const LOAD_MODEL = "Load SmolLM2, 98 MB";
export const COSTS_MODEL =
  "This loads the model (98 MB) and Python (9 MB), only once. If your browser can, it stores the model " +
  "for your next visit. The model takes 0.9 to 1.4 GB of memory, so it is meant for desktop computers.";
export const littleMemory = (gigabytes) =>
  ` Your browser says that your device has ${gigabytes} GB. That may be too little.`;
export const ON_A_PHONE = " On a phone it may fail, but you can try.";

// A talk

export const LOAD_FIRST = "Load the model first, then talk to it.";
