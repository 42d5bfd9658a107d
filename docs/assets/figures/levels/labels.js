// What the picture of all levels says, in one place, to be read aloud.

export const TEXT = "Text";
export const OWN = "Your own";
export const LEVELS = "You are here";
export const PICTURE = "Picture of this level. Arrow keys choose, Enter opens, Escape goes back.";
export const KEYS = "Click a part to open it. With the keyboard, arrows choose, Enter opens and Escape goes back.";
export const COMPUTED = "Computed by";
export const line = (name, number) => `${name}, line ${number}`;

const BLANKS = { " ": "a space", "\n": "a line break" };
const quoted = (piece) => BLANKS[piece] ?? `“${piece.trim() || piece}”`;
export const token = (shown) => `'${shown}'`;
const percent = (share) => `${Math.round(100 * share)}%`;
export const signed = (number, places = 2) => number.toFixed(places).replace("-", "−");
export { percent, quoted };

// The whole model

export const WHOLE = "The whole model";
export const PARTS = { text: "text", tokens: "tokens", vectors: "vectors", next: "next token" };
export const layers = (count) => `${count} layers`;
export const IF_STOPPED = ["next token", "if it stopped", "here", "(empty:", "as above)"];
export const LIKELIEST = "most likely:";
export const AGAIN = "and again, one token longer";
export const layer = (number, piece, p) => `Layer ${number}. After it, the most likely next token would be ${quoted(piece)}, ${percent(p)}`;
export const whole = (text, layer, piece, p, best) =>
  `The text “${text}” runs down through the layers, one line for each token. The larger a dot, the more the last token ` +
  `takes from there. After layer ${layer} the next token would be ${quoted(piece)} (${percent(p)}); at the end it is ${quoted(best)}.`;
export const openLayer = (number) => `Open layer ${number}`;

// A layer

export const LAYER = "Layer";
export const ATTENTION = "attention";
export const LOOKS_BACK = "each head looks back at the tokens";
export const MLP = "MLP";
export const [BEFORE, AFTER] = ["before this layer it would say", "after it"];
export const adds = (length, to) => `adds ${length.toFixed(0)} to ${to.toFixed(0)}`;
export const head = (name, piece, share) => `Head ${name}. It takes most from ${quoted(piece)}, ${percent(share)}`;
export const inLayer = (number, last, attention, mlp, before) =>
  `Layer ${number} adds to the vector of ${quoted(last)} twice. Attention brings what its nine heads took from the tokens, ` +
  `a vector of length ${attention.toFixed(0)}; then the MLP, which works on each token alone, adds one of length ${mlp.toFixed(0)}. ` +
  `The vector itself had a length of ${before.toFixed(0)}.`;
export const openHead = (name) => `Open head ${name}`;

// A head

export const HEAD = "Head";
export const WHO_LOOKS = "Who looks";
export const valueOf = (piece) => `value of ${quoted(piece)}`;
export const GATHERED = "all values, each times its share";
export const key = (piece, share) => `${quoted(piece)}, ${percent(share)}`;
export const inHead = (name, looking, piece, share, top, most) =>
  `In head ${name}, ${quoted(looking)} takes ${percent(share)} of its attention from ${quoted(piece)}` +
  (top === piece ? ", more than from any other token." : `, and most, ${percent(most)}, from ${quoted(top)}.`);
export const openPair = (looking, piece) => `Open ${quoted(looking)} × ${quoted(piece)}`;
export const notRecorded = (name) => `The numbers inside this head are not on the page. Open head ${name}, or load the model below.`;

// A query times a key

export const pair = (looking, piece) => `${quoted(looking)} × ${quoted(piece)}`;
export const query = (piece) => `query of ${quoted(piece)}: what it looks for`;
export const keyOf = (piece) => `key of ${quoted(piece)}: what it offers`;
export const PRODUCTS = "their products, pair by pair";
export const scored = (total, root, score) => `sum ${signed(total)},  ÷ ${root}  =  score ${signed(score)}`;
export const product = (i, q, k) => `Pair ${i}: ${signed(q)} times ${signed(k)} is ${signed(q * k)}`;
export const inPair = (looking, piece, size, total, score) =>
  `The query of ${quoted(looking)} and the key of ${quoted(piece)} are lists of ${size} numbers. Multiply them pair by pair and add ` +
  `up: ${signed(total)}. Divided by ${Math.sqrt(size)}, that is the score, ${signed(score)}. The more alike the lists, the higher it is.`;
export const KEY = "Looks at";
export const openNumber = (i) => `Open pair ${i}`;

// One number

export const NUMBER = "One number";
export const PAIR = "Pair";
export const [FROM_QUERY, FROM_KEY, ONE_PRODUCT] = ["from the query", "from the key", "one product"];
export const adding = (count) => `1. Add up all ${count} products`;
export const DIVIDE = "2. Divide by";
export const SOFTMAX = "3. Softmax: e to the power of each score, divided by their sum";
export const COLUMNS = ["score", "e^(score − largest)", "share"];
export const inNumber = (i, q, k, total, score, piece, share) =>
  `Pair ${i}: ${signed(q)} × ${signed(k)} = ${signed(q * k)}. The products add up to ${signed(total)}, the score is ` +
  `${signed(score)}, and softmax turns it into the ${percent(share)} that ${quoted(piece)} gets. This is the bottom: sums, products and powers, nothing else.`;

// A text of the reader's own

export const OWN_TEXT = "A text of your own, up to 16 tokens";
export const READ = "Read this text";
export const LINK_HAS_TEXT = "This link contains a text. Load the model to see it.";
export const wasRead = (tokens) => `Read: ${tokens} tokens. The picture now shows your text.`;
