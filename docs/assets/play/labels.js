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
