// The patterns that cut a text into pieces before any merging: those of src/lessoncode/text/split.py
// and pretrained/smollm.py, written for JavaScript.
//
// \p{L}, \p{N} and \s are written out here, as Unicode 16 has them: a browser's own tables depend on
// its version, and its \s is not White_Space. They may stand in classes alone. Left out is what says
// "never give back what was matched": nothing that is given back could match here.

const PATTERNS = {
  gpt2: String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?[\p{L}]+| ?[\p{N}]+| ?[^\s\p{L}\p{N}]+|[\s]+(?![^\s])|[\s]+`,
  // Without regard to case, ſ is an s.
  cl100k_base: String.raw`'(?:[sSſdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?[\p{L}]+|[\p{N}]{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|[\s]+$|[\s]*[\r\n]|[\s]+(?![^\s])|[\s]`,
  smollm2: String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?[\p{L}]+|[\p{N}]| ?[^\s\p{L}\p{N}]+|[\s]+(?![^\s\p{N}])|[\s]+`,
};

/** A function that cuts a text as a vocabulary's pattern does; `tables` are unicode16.json's. */
export function splitter(name, { letters, numbers, white_space }) {
  const classes = { "\\p{L}": letters, "\\p{N}": numbers, "\\s": white_space };
  const source = PATTERNS[name].replace(/\\p\{[LN]\}|\\s/g, (found) => written(classes[found]));
  const pattern = new RegExp(source, "gu");
  return (text) => text.match(pattern) ?? [];
}

function written(ranges) {
  const point = (code) => `\\u{${code.toString(16)}}`;
  return ranges.map(([first, last]) => `${point(first)}-${point(last)}`).join("");
}

/** The text with a replacement character for half a character, which UTF-8 cannot write. */
export function whole(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}
