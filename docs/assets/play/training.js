// Learns merges from a text, as src/lessoncode/text/bpe_training.py does: the most frequent pair of
// neighbours becomes a token, everywhere, and again. Of pairs that are equally frequent the smallest
// is taken: by its left token, then by its right.

import { toBytes } from "./bpe.js";

export const MOST = 500; // merges
const WIDTH = 1024; // more than there are tokens then: a pair is the number  left * WIDTH + right

export class Training {
  /** @param {string[]} pieces of the text, which no merge crosses */
  constructor(pieces) {
    const times = new Map();
    for (const piece of pieces) times.set(piece, (times.get(piece) ?? 0) + 1);
    this.times = [...times.values()];
    this.pieces = [...times.keys()].map((piece) => [...toBytes(piece)].map((c) => c.charCodeAt(0)));
    this.size = this.pieces.reduce((sum, piece, i) => sum + piece.length * this.times[i], 0);
    this.tokens = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    this.merges = []; // of the form {left, right, token, count, size}: size is in tokens, after it
    this.counts = new Map();
    this.places = new Map(); // the pieces in which a pair has stood
    this.pieces.forEach((piece, place) => {
      for (let i = 1; i < piece.length; i++) this.count(place, piece[i - 1], piece[i], 1);
    });
  }

  /** The ids after so many merges: the bytes in order, then the merges in order. */
  ids(count) {
    return new Map(this.tokens.slice(0, 256 + count).map((token, id) => [token, id]));
  }

  /** Makes one merge; false where no pair is left, or enough are made. */
  step() {
    const pair = this.mostFrequent();
    if (pair === null || this.merges.length === MOST) return false;
    const [left, right] = [Math.floor(pair / WIDTH), pair % WIDTH];
    const count = this.counts.get(pair);
    const made = this.tokens.push(this.tokens[left] + this.tokens[right]) - 1;
    for (const place of this.places.get(pair)) this.merge(place, left, right, made);
    const names = { left: this.tokens[left], right: this.tokens[right], token: this.tokens[made] };
    this.merges.push({ ...names, count, size: this.size });
    return true;
  }

  mostFrequent() {
    let best = null;
    let most = 0;
    for (const [pair, count] of this.counts) {
      if (count > most || (count === most && this.isLess(pair, best))) [best, most] = [pair, count];
    }
    return best;
  }

  isLess(one, other) {
    const [left, before] = [one, other].map((pair) => this.tokens[Math.floor(pair / WIDTH)]);
    if (left !== before) return left < before;
    return this.tokens[one % WIDTH] < this.tokens[other % WIDTH];
  }

  /** Merges a pair in a piece; only pairs beside a merge are counted anew. */
  merge(place, left, right, made) {
    const old = this.pieces[place];
    const piece = (this.pieces[place] = []);
    let next = 0; // the first pair of the old ones, by its left end, that is still counted
    for (let i = 0; i < old.length; i++) {
      if (old[i] !== left || old[i + 1] !== right) {
        piece.push(old[i]);
        continue;
      }
      piece.push(made);
      for (next = Math.max(next, i - 1); next < Math.min(i + 2, old.length - 1); next++) {
        this.count(place, old[next], old[next + 1], -1);
      }
      i++;
    }
    for (let i = 1; i < piece.length; i++) {
      if (piece[i - 1] === made || piece[i] === made) this.count(place, piece[i - 1], piece[i], 1);
    }
    this.size -= (old.length - piece.length) * this.times[place];
  }

  /** Counts a pair that stands in a piece, or takes it off again. */
  count(place, left, right, sign) {
    const pair = left * WIDTH + right;
    const count = (this.counts.get(pair) ?? 0) + sign * this.times[place];
    if (count) this.counts.set(pair, count);
    else this.counts.delete(pair);
    if (sign < 0) return;
    if (!this.places.has(pair)) this.places.set(pair, new Set());
    this.places.get(pair).add(place);
  }
}
