// What the pages to play with say from the first click on, in one place, to be read aloud.

import { counted } from "../labels.js";

export const TEMPERATURE = "Temperature";
export const TOP_P = "Top p";
export const PROBABILITY = "probability";
export const others = (count) => `${count.toLocaleString("en")} others`;

// Asking Python

const NAMES = { python: "Python", model: "SmolLM2", files: "the small model" };
export const COMPUTING = "Computing …";
export const STARTS = "Starting Python …";
export const STARTS_MODEL = "Starting Python and unpacking the model. This takes a few seconds …";
export const LOADS = "Loading Python …";
export const loads = (what, percent) =>
  NAMES[what] && `Loading ${NAMES[what]}${percent === null ? "" : `, ${percent}%`} …`;
export const STOPPED = "Stopped. The next click starts Python again.";
export const failed = (why) => `Python failed: ${why}`;

// The tokenizer

export const NOTHING_TO_CUT = "Nothing to cut yet. Type something above.";
export const counts = (characters, bytes, tokens, cutAt) =>
  `${counted(characters, "character")}, ${counted(bytes, "byte")}, ${counted(tokens, "token")}: ` +
  `${(characters / tokens).toFixed(1)} characters per token.` +
  (cutAt ? ` Only the first ${cutAt.toLocaleString("en")} are cut.` : "");
export const TOKENS = "Tokens";
export const HINT = "To see the bytes of a token, point at it or move to it with the arrow keys.";
export const COPY_IDS = "Copy the ids";
export const copied = (count) => `Copied ${counted(count, "id")}.`;
export const CANNOT_COPY = "This browser doesn't let the page copy.";
export const more = (step, left) => `Show ${step.toLocaleString("en")} of ${counted(left, "more token")}`;
export const NO_ID = "no id";
export const chip = (isText, token, id) => `${isText ? "" : "bytes "}${token}, ${id === undefined ? NO_ID : `id ${id}`}`;
export const token = ({ at, of, text, part, id, size, bytes }) => {
  const what = part === null ? `“${text}”` : `a part of “${part}”`;
  const number = id === undefined ? "a byte for which this vocabulary has no token" : `id ${id}`;
  return (
    `Token ${at.toLocaleString("en")} of ${of.toLocaleString("en")}: ${what}; ${number}; ` +
    `${counted(size, "byte")}, ${bytes} in hexadecimal.`
  );
};
export const SPOKEN = { space: " space ", newline: " line end ", tab: " tab ", carriage: " return " };
export const inLanguage = (tokens, bytes) => `${counted(tokens, "token")}, ${counted(bytes, "byte")}`;
export const times = (most, least, ratio) =>
  `${most} takes ${ratio.toFixed(1)} times as many tokens as ${least}.`;

// Merges

export const MERGES = "Merges";
export const ONE_MERGE = "One merge";
export const TEN_MERGES = "Ten merges";
export const LAST_MERGES = "The last merges";
export const MERGE_COLUMNS = ["id", "pair", "times side by side", "tokens left"];
export const merges = (count) => counted(count, "merge");
export const NO_MERGE = "No merge yet: every byte is a token.";
export const JOINED = ["Joined ", " and ", " into "];
export const joined = (times, size) =>
  `, which were side by side ${counted(times, "time")}. The text now has ${counted(size, "token")}.`;
export const NEXT_PAIR = ["The most frequent pair: ", " and "];
export const nextPair = (times) => `, side by side ${counted(times, "time")}.`;
export const mostMerges = (count) => `This page makes at most ${count} merges.`;
export const NO_PAIR = "No pair is left: every piece of the text is one token.";

// Next token

export const DRAW_WORD = "Draw a word";
export const REMOVE_WORD = "Remove the last word";
export const ALL_WORDS = "All words of this world";
export const EACH_HEAD = "What each head looks at";
export const firstHeads = (last) =>
  `What “${last}”, the last word, takes from each word. 2.1 is the first head of layer 2.`;
export const NEXT_WORDS = "What comes next. Choose a word to append it.";
export const PREDICTORS = ["this model", "the truth", "bigrams"];
export const DRAWN_FROM = "drawn from";
export const THIN_LINES = "The thin lines mark what the model predicts.";
export const NO_TRUTH = "No sentence of this world begins like this, so there is no truth to compare with.";
export const APPENDED = "Appended";
export const DRAWN = "Drawn";
export const chosen = (how, text) => `${how}: “${text}”. `;
export const likeliest = (text, p) => `Most likely now: “${text}”, ${p.toFixed(4)}.`;
export const truth = (p) => ` The truth is ${p.toFixed(4)}.`;
export const whole = (how, end, words, p, truth) =>
  `${how}: ${end}. The sentence is complete: “${words}”. The model gives it a probability of ` +
  `${p.toFixed(4)}, and ${truth ? `in this world it has ${truth.toFixed(4)}` : "this world doesn't have it"}.`;

// A real model

export const DRAW_TOKEN = "Draw a token";
export const REMOVE_TOKEN = "Remove the last token";
export const AS_READ = "As the model reads it";
export const TEN_TOKENS = "The ten most likely next tokens";
export const CHOOSE_TOKEN = "Choose a token to append it.";
const readBefore = (known) => (known ? `, of which ${known} ${known === 1 ? "was" : "were"} read before` : "");
export const sizeOf = (tokens, known) =>
  ` The text has ${counted(tokens, "token")}${readBefore(known)}.`;

// Inside it

export const AFTER_LAYERS = "What it would say after each layer";
export const HEADS_LOOK = "What the heads look at";
export const LAYER = "Layer";
export const lensColumns = (best) => ["layer", "most likely then", "with", `“${best}”`];
export const lens = (best) =>
  "The token that would be most likely if the model stopped after this layer, and the probability of " +
  `“${best}”, which is the most likely in the end. Layer 0 is the embedding.`;
export const heads = (last, layer) =>
  `What “${last}”, the last token, takes from each token, in the heads of layer ${layer}`;

// Parts of it changed

export const OPERATE = "Which head matters? Change a part of the model";
export const WHAT = "Change";
export const PARTS = ["a head", "a neuron", "a vector"];
export const HOW_MUCH = "How";
export const FACTORS = ["off", "halved"];
export const WHERE = "Where";
export const SCOPES = ["at the last token only", "at all tokens"];
export const WATCH = "Watch the probability of";
export const CHOOSE = {
  head: "Choose a head in the grid to change it.",
  neuron: "Choose a neuron in the table to change it.",
  vector: "Choose a cell: the vector there is replaced by the other prompt's.",
};
export const points = (effect) => {
  const rounded = Math.round(100 * effect);
  return `${rounded < 0 ? "−" : rounded > 0 ? "+" : ""}${Math.abs(rounded)}`;
};
const inPoints = (effect) => `${points(effect)} percentage points`;
const quoted = (name) => `“${name}”`;

export const HEAD_GRID = "Effects of all heads";
export const LAYER_AND_HEAD = "layer, head";
export const headGrid = (watched, by) =>
  `The effect of each head on the probability of ${quoted(watched)}, in percentage points. We measure it by ` +
  `${by ? "halving what the head puts out" : "switching the head off"} at the last token only. ` +
  "Point at a head to see which tokens it attends to.";
export const notMeasured = (layer, head) => `Head ${layer}.${head}: not measured yet`;
export const headCell = (layer, head, effect, taken) =>
  `Head ${layer}.${head}: ${inPoints(effect)}. It takes ` +
  `${taken.map(([piece, share]) => `${share.toFixed(2)} from ${piece}`).join(", ")}.`;
export const measuring = (layers) => `Measuring: ${layers} of 30 layers …`;
export const measuredLayers = (layers) => `Measured: ${layers} of 30 layers.`;
export const MEASURE_ON = "Measure the rest";
export const LARGEST = "Largest effects:";
export const largest = (watched, { at, effect }) =>
  `All 270 heads are measured. For ${quoted(watched)}, head ${at.join(".")} matters most: ` +
  `${inPoints(effect)}. It is head ${at[1]} of layer ${at[0]}.`;
export const COMPARE = " Choose a head to compare it with another one.";
export const looks = (layer, head, last) =>
  `What ${quoted(last)}, the last token, takes from each token in head ${layer}.${head}`;

export const NEURON_COLUMNS = ["neuron", "adds to the logit", "effect"];
export const push = (number) => number.toFixed(2).replace("-", "−");
export const neurons = (layer, watched) =>
  `The twelve neurons of layer ${layer} that directly add most to the logit of ${quoted(watched)}, or take most ` +
  "away, at the last token. What they add is an estimate, because a neuron can also act through later layers. " +
  "The effect is exact: the change of the probability, in percentage points.";

export const OTHER_PROMPT = "Another prompt, with as many tokens";
export const OTHER_TO_BEGIN_WITH = "The capital of Italy is";
export const VECTOR_GRID = "Vectors, by layer and token";
export const LAYER_AND_TOKEN = "after layer";
export const vectorGrid = (best, p, watched) =>
  `After the other prompt, ${quoted(best)} is the most likely token (${p.toFixed(4)}). Each cell is the vector of a ` +
  "token after a layer; layer 0 is the embedding. Choose a cell to replace your vector there by the other " +
  `prompt's. The cell then shows the effect on ${quoted(watched)}, in percentage points.`;
export const vectorName = (layer, piece, at) => `After layer ${layer}, token ${at}, ${quoted(piece)}`;
export const cellSaid = (name, effect) => `${name}: ${inPoints(effect)}`;

export const RUNS_AGAIN = "The model runs again …";
export const BEFORE = "before";
export const REPLACED = "replaced";
export const partName = (part, [layer, number], tokens) =>
  part === "vector" ? `the vector at ${quoted(tokens[number - 1])} after layer ${layer}` : `${part} ${layer}.${number}`;
export const columns = (part, places, how) =>
  places.map((place, i) => {
    const what = part === "vector" ? "" : `${place.join(".")} ${how}`;
    return i ? `control ${what}` : what || how;
  });
export const CHANGED = "What comes next";
export const changedTo = ([name, control], how, where, watched, [before, after, controlled], best) => {
  const [from, to] = [before, after].map((p) => p.toFixed(4));
  const does = from === to ? `stays at ${to}` : `${after < before ? "falls" : "rises"} from ${from} to ${to}`;
  const now = best.name === watched ? "" : ` The most likely token is now ${quoted(best.name)}, with ${best.p.toFixed(4)}.`;
  const said = `With ${[name, how, where].filter(Boolean).join(" ")}, ${quoted(watched)} ${does}.${now}`;
  if (!control) return said;
  return `${said} A control drawn at random: with ${control} ${how} instead, ${quoted(watched)} has ${controlled.toFixed(4)}.`;
};
export const OTHER_CONTROL = "Draw another control";
export const COPY_STATE = "Copy a link to this";
export const COPIED_STATE = "Copied. The link itself contains your text and what you chose. Nothing was sent anywhere.";
export const COPY_THIS_STATE = ["Copy this link: ", "your experiment"];
export const LONG_STATE = "Your text is too long for a link.";
export const EXPERIMENT_READY = "The text and the experiment are ready. Load the model to see what happens.";
export const BROKEN_STATE = "The experiment in this link can't be read. Perhaps a part of the link is missing.";

// A talk

export const A_TALK = "A chat";
export const SAY_SOMETHING = "Say something";
export const SAY_FIRST = "Say something first.";
export const SEND = "Send";
export const TRANSCRIPT = "The transcript, as the model reads it";
export const TRANSCRIPT_BELOW = "The transcript, as the model reads it. What the model wrote is coloured:";
export const NOTHING_SAID = "Nothing has been said yet.";
export const READS = "The model is reading …";
export const WRITES = "The model is writing …";
export const answered = (answer) => `The answer: ${answer} `;
export const ENDED = "Finished";
export const STOPPED_ANSWER = "Stopped";
export const pace = (how, count, perSecond, read, known) =>
  `${how}: ${counted(count, "token")}${perSecond ? `, ${perSecond.toFixed(0)} per second` : ""}. ` +
  `It read ${counted(read, "token")}${readBefore(known)}.`;

// Train on your own text

export const LIMIT = 20_000; // bytes, as in src/lessoncode/play/train.py
export const tooLong = (bytes) =>
  `Your text has ${counted(bytes, "byte")}. The limit here is ${LIMIT.toLocaleString("en")}.`;

export const GO_ON = "Go on";
export const DOWNLOAD_MODEL = "Download the model";
export const begun = (learned, heldOut, parameters) =>
  `Training on ${counted(learned, "line")}, with ${counted(heldOut, "line")} held out. ` +
  `The model has ${counted(parameters, "parameter")}.`;
export const step = (number, of) => `Step ${number} of ${of}. `;
export const measured = ({ learned, held_out: heldOut }) =>
  `Bits per byte: ${learned.toFixed(3)} on lines that it learns, ${heldOut.toFixed(3)} on lines held out.`;
const KEPT = "The model is kept until you train again or leave this page.";
export const stopped = (number) => `Stopped after step ${number}. ${KEPT}`;
export const TRAINING_ENDED = `The training has ended. ${KEPT}`;

export const CURVES = "Bits per byte while the model learns, on lines that it learns and on lines held out. Lower is better.";
export const LEARNED_CURVE = "learned";
export const HELD_OUT_CURVE = "held out";
export const STEP = "step";
export const LEARNED = "lines that it learns";
export const HELD_OUT = "lines held out";
export const UNIFORM = "all tokens alike";
export const BIGRAMS = "counted pairs of tokens";
export const ALL_MEASURED = "All measurements, in bits per byte";

export const IT_WRITES = "What the model writes";
export const MARKED = "In each sample, the longest piece that is also in the lines that it learns is marked.";
export const afterSteps = (steps) => `After ${steps} steps`;
export const BY_HEART = "It is learning by heart. ";
export const turned = (best, last, rose) =>
  `From step ${best.step} to step ${last.step}, the lines that it learns went from ` +
  `${best.learned.toFixed(3)} to ${last.learned.toFixed(3)} bits per byte. The lines held out went from ` +
  `${best.held_out.toFixed(3)} to ${last.held_out.toFixed(3)}. ` +
  `What it learns now ${rose ? "makes it worse on" : "hardly helps with"} lines that it hasn't read. `;
export const copiedPiece = (text) =>
  `The longest piece that it copied word for word has ${counted(text.length, "character")}: “${text}”.`;
export const NOT_WRITTEN = "It writes for the first time after 50 steps, so there is nothing to compare with your text yet.";
export const NOT_YET = "The curves show no sign yet that it learns by heart. ";
export const NOT_TURNED = "The curve for the lines held out fell until the end, or nearly. ";

export const TERMINAL = "The same in a terminal";
export const SAVE_TEXT = "Download your text";
export const TEXT_FILE = "my_text.txt";
export const MODEL_FILE = "model.npz";
export const HOW =
  "In a clone of the project, this command prints the same numbers to three decimals. " +
  `Download your text first, as ${TEXT_FILE}.`;
export const command = (size, seed) =>
  `.venv/bin/python examples/train/own.py ${TEXT_FILE} ${size} ${seed}`;
export const COPY_COMMAND = "Copy the command";
export const COPIED_COMMAND = "Copied.";
