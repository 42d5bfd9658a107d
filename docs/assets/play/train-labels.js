// What the page "Train on your own text" says, in one place, to be read aloud.

import { counted } from "../labels.js";

export const TRAIN = "Train";
export const TO_BEGIN_WITH = "A text to begin with";
export const LAST_TEXT = "Your last text";
export const FORGET = "Remove your last text from this browser";
export const FORGOTTEN = "Removed. This browser no longer stores a text of yours.";
export const SIZE = "Size";
export const SIZES = ["small", "medium", "large"];
export const LIMIT = 20_000; // bytes, as in src/lessoncode/play/train.py
export const tooLong = (bytes) =>
  `Your text has ${counted(bytes, "byte")}. The limit here is ${LIMIT.toLocaleString("en")}.`;

// While it trains

export const GO_ON = "Go on";
export const DOWNLOAD_MODEL = "Download the model";
export const begun = (learned, heldOut, parameters) =>
  `Training on ${counted(learned, "line")}, with ${counted(heldOut, "line")} held out. ` +
  `The model has ${counted(parameters, "parameter")}.`;
export const step = (number, of) => `Step ${number} of ${of}. `;
export const measured = ({ learned, held_out: heldOut }) =>
  `Bits a byte: ${learned.toFixed(3)} on lines that it learns, ${heldOut.toFixed(3)} on lines held out.`;
const KEPT = "The model is kept until you train again or leave this page.";
export const stopped = (number) => `Stopped after step ${number}. ${KEPT}`;
export const ENDED = `The training has ended. ${KEPT}`;

// The picture

export const CURVES = "Bits a byte while the model learns. Lower is better.";
export const STEP = "step";
export const LEARNED = "lines that it learns";
export const HELD_OUT = "lines held out";
export const UNIFORM = "all tokens alike";
export const BIGRAMS = "counted pairs of tokens";
export const ALL_MEASURED = "All measurements, in bits a byte";

// What it writes

export const IT_WRITES = "What the model writes";
export const after = (steps) => `After ${steps} steps`;
export const BY_HEART = "It begins to learn by heart. ";
export const turned = (best, last) =>
  `From step ${best.step} to step ${last.step}, the lines that it learns went from ` +
  `${best.learned.toFixed(3)} to ${last.learned.toFixed(3)} bits a byte. The lines held out went from ` +
  `${best.held_out.toFixed(3)} to ${last.held_out.toFixed(3)}. ` +
  "What it still learns hardly helps with lines that it hasn't read. ";
export const copied = (text) => `The longest piece that it copied word for word: “${text}”.`;
export const NOT_TURNED = "The curve for the lines held out fell until the end, or nearly. ";

// The same in a terminal

export const TERMINAL = "The same in a terminal";
export const SAVE_TEXT = "Download your text";
export const TEXT_FILE = "my-text.txt";
export const MODEL_FILE = "model.npz";
export const HOW =
  "In a clone of the project, this command prints the same numbers to three decimals. " +
  `Download your text first, as ${TEXT_FILE}.`;
export const command = (size, seed) =>
  `.venv/bin/python examples/train/own.py ${TEXT_FILE} ${size} ${seed}`;
export const COPY = "Copy the command";
export const COPIED = "Copied.";
