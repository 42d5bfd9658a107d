// Tokens as they are shown: every character can be seen, and bytes that are no text are numbers.

import { SPOKEN } from "./messages.js";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SIGNS = {
  " ": ["␣", SPOKEN.space],
  "\n": ["↵", SPOKEN.newline],
  "\t": ["⇥", SPOKEN.tab],
  "\r": ["␍", SPOKEN.carriage],
};
const HIDDEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu;

/** The text of some bytes, or null where they are no whole characters. */
export function textOf(bytes) {
  try {
    return utf8.decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
  } catch {
    return null;
  }
}

export function hexadecimal(bytes) {
  const numbers = Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"));
  return numbers.join(" ").toUpperCase();
}

/** How a token looks. */
export const visible = (bytes) => written(bytes, 0).replace(/^\p{M}/u, "◌$&");

/** How a screen reader may say it. */
export const spoken = (bytes) => written(bytes, 1).trim();

function written(bytes, form) {
  const text = textOf(bytes);
  if (text === null) return hexadecimal(bytes);
  return text.replace(HIDDEN, (character) => SIGNS[character]?.[form] ?? codePoint(character));
}

function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The characters that a token shares with its neighbours, given all bytes and where it stands. */
export function around(bytes, start, end) {
  const isInside = (at) => at < bytes.length && (bytes.charCodeAt(at) & 0xc0) === 0x80;
  while (start > 0 && isInside(start)) start--;
  while (isInside(end)) end++;
  return textOf(bytes.slice(start, end));
}
