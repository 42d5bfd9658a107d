// Byte pair encoding, as src/lessoncode/text/bpe.py has it. Bytes are kept as a string with one
// character for each byte: such strings can be cut, compared and looked up.

const utf8 = new TextEncoder();

export function toBytes(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let bytes = "";
  for (const byte of utf8.encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** From a text to tokens: `ids` gives each token its id, which is also its turn in merging. */
export class Vocabulary {
  constructor(ids, split) {
    this.ids = ids;
    this.split = split;
    this.known = new Map(); // most pieces of a text are words that came before, and short
  }

  /** The tokens of a text, as bytes. A byte that is no token has no id, and stands alone. */
  encode(text) {
    return this.split(text).flatMap((piece) => this.tokensOf(piece));
  }

  tokensOf(piece) {
    let tokens = this.known.get(piece);
    if (!tokens) {
      const bytes = toBytes(piece);
      tokens = this.ids.has(bytes) ? [bytes] : merge(bytes, this.ids);
      if (this.known.size > 50_000) this.known.clear();
      if (piece.length < 100) this.known.set(piece, tokens);
    }
    return tokens;
  }
}

/**
 * Merges the two neighbours that make the token of the lowest id, the leftmost if tied, until no
 * neighbours make a token. A token runs from one position to another, and two of them meet in the
 * middle: to merge them, forget the middle.
 */
function merge(bytes, ids) {
  const size = bytes.length;
  const endOf = Array.from({ length: size }, (_, i) => i + 1); // of the token that starts here
  const startOf = Array.from({ length: size + 1 }, (_, i) => i - 1); // of the one that ends here
  const queue = new Queue();

  function offer(start, middle, end) {
    const id = ids.get(bytes.slice(start, end));
    // One number tells both the id and, where it is the same, which pair is further left.
    if (id !== undefined) queue.push({ turn: id * 2 ** 32 + start, start, middle, end });
  }

  for (let middle = 1; middle < size; middle++) offer(middle - 1, middle, middle + 1);
  for (let pair; (pair = queue.pop()); ) {
    const { start, middle, end } = pair;
    if (startOf[middle] !== start || endOf[middle] !== end) continue; // one has grown since
    endOf[start] = end;
    startOf[end] = start;
    if (start > 0) offer(startOf[start], start, end);
    if (end < size) offer(start, end, endOf[end]);
  }

  const tokens = [];
  for (let start = 0; start < size; start = endOf[start]) {
    tokens.push(bytes.slice(start, endOf[start]));
  }
  return tokens;
}

/** Gives back first what has the lowest turn: a binary heap. */
class Queue {
  items = [];

  push(item) {
    const { items } = this;
    let at = items.push(item) - 1;
    for (let above; at > 0 && items[(above = (at - 1) >> 1)].turn > item.turn; at = above) {
      items[at] = items[above];
    }
    items[at] = item;
  }

  pop() {
    const { items } = this;
    const first = items[0];
    const last = items.pop();
    if (items.length === 0) return first;
    let at = 0;
    for (let below; (below = 2 * at + 1) < items.length; at = below) {
      if (below + 1 < items.length && items[below + 1].turn < items[below].turn) below++;
      if (items[below].turn >= last.turn) break;
      items[at] = items[below];
    }
    items[at] = last;
    return first;
  }
}
