// What figures that can be moved say, in one place, to be read aloud.

const list = (items) => `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
export const short = (number) => number.toFixed(2).replace("-", "−");

export const TEMPERATURE = "Temperature";
export const LAYER = "Layer";
export const others = (count, part) =>
  `${part ? `${part.toLocaleString("en")} of ` : ""}${count.toLocaleString("en")} others`;

// attention

export const HEAD = "Head ";
export const HEADS = "head";
export const WHO_LOOKS = "Who looks";
export const LATER = "comes later";
export const word = (name, place) => `“${name}”${place ? ` at position ${place}` : ""}`;
export const share = (number, from) => `${number.toFixed(2)} from ${from}`;
export const taken = (layer, head, word, shares) =>
  `In head ${layer}.${head}, ${word} takes ${shares.join(", ")}.`;

// beta

export const BETA = "Beta";
export const BETA_COLUMNS = ["answer", "worth", "probability (the line: at the start)"];
export const paid = (mean, before, kl, price) =>
  `The mean worth is ${short(mean)}; at the start it was ${short(before)}. The KL is ${short(kl)} nats. ` +
  `Multiplied by beta, that costs ${short(price)}.`;

// law

export const SIZES = "Sizes in the fit";
export const FITTED_TO = "Fitted to";
export const FITS = ["bits above the entropy", "the loss itself"];
export const IN_THE_FIT = "in the fit";
export const LAW = "Loss by parameters, with the fitted line. The numbers are in the table below.";
export const LAW_COLUMNS = ["parameters", "predicted", "19 times in 20", "measured"];
export const LAW_AXES = {
  floor: "the entropy",
  bits: "bits",
  thousand: "a thousand",
  million: "a million parameters",
};
export const predicted = (value, measured, place) =>
  `For the largest, the line predicts ${value.toFixed(3)} bits. We measured ${measured.toFixed(3)}: ` +
  `${Math.abs(measured - value).toFixed(3)} ${measured > value ? "more" : "less"}, ${place} the interval.`;
export const [ABOVE, BELOW, WITHIN] = ["above", "below", "within"];

// merges

export const MERGES = "Merges";
export const NEXT_MERGE = "Next merge";
export const beginning = (count) => `The beginning of the story, in ${count} tokens`;
export const BEFORE_MERGES = "Before the first merge, every byte is a token. ";
export const merge = (at) => [`Merge ${at} joins `, " and "];
export const joined = (times, here) =>
  `, which appeared side by side ${times} times in the story. ${here} of the new tokens (blue) are here. `;
export const makes = (all, here) => `That makes ${all} tokens in the story, ${here} in this beginning.`;

// probe

export const READ_AFTER = "Read after";
export const TESTED_ON = "Tested on";
export const scale = (first, last) => `${first}% to ${last}%`;
export const percent = (share) => `${share}%`.replace("-", "−");
export const PROBE_COLUMNS = ["model", "carry", "more"];
export const range = (kind, least, most) => `${kind}, ${least} to ${most}`;
export const beyond = (base, ranges) => `More than the ${base}: ${ranges.join("; ")}.`;

// sampling

export const TOP_K = "Top k";
export const TOP_P = "Top p";
export const ALL = "all";
export const BEGINNING = "Beginning";
export const CUT = "cut";
export const kept = (count, all, share) => {
  if (count === all) return `Nothing is cut: each of the ${all} tokens can be drawn.`;
  const had = `had ${(100 * share).toFixed(1)}% of the probability, and now`;
  if (count === 1) return `1 token is kept. It ${had} has all of it.`;
  return `${count} tokens are kept. Together they ${had} have all of it.`;
};

// temperature

export const DRAW = "Draw a token";
export const START_OVER = "Start over";
export const DRAWN = "Drawn so far: ";
export const NOTHING_DRAWN = "nothing yet";
export const allDrawn = (count) => `. That is all: we recorded ${count} draws at this temperature.`;
export const AS_PREDICTED = "As the model predicts.";
export const NEARLY_ALL = "The most likely token gets nearly everything.";
export const MORE = "The most likely token gets more than the model predicts.";
export const LESS = "The most likely token gets less than the model predicts.";
export const MANY = "Together, the many others get more than half.";

// threshold

export const THRESHOLD = "Threshold";
export const [REFUSED, ANSWERED] = ["withheld", "answered"];
export const [RIGHT, WRONG] = ["right", "wrong"];
export const dots = (axis) => `Every answer as a dot, by the ${axis}. The numbers are below.`;
export const answers = (model, right, wrong, refused, lost) =>
  `${model}: ${right} right, ${wrong} wrong, ${refused} withheld, of which ${lost} would have been right.`;

// told

export const TIMES = "Times stated";
export const OTHER_QUESTION = "Another question";
export const ALL_OTHERS = "all others";
export const RIGHT_WORD = "probability of the capital";
export const KNOWN = "Probability of the right word by times stated. The numbers are below.";
export const known = (times, means, right, of) =>
  `Stated ${times === 1 ? "once" : `${times} times`}: the mean probability of the right word is ` +
  `${list(means)} in the three models (each a line and a column of dots). It is the most likely word for ${list(right)} of ${of} facts.`;
