// The reader's edits: kept in this browser and nowhere else, and made into links.

import { make } from "./make.js";
import { COPIED, COPY_THIS, TOO_LONG_FOR_A_LINK } from "./messages.js";
import { KEY } from "./run.js";

const MOST_OF_A_LINK = 8192; // characters behind #edit=
const MOST_OF_AN_EDIT = 100_000; // characters

/** Which of the two codes this is: a short name, no more. */
export function hash(code) {
  let value = 0x811c9dc5; // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
  for (const byte of new TextEncoder().encode(code)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0).toString(36);
}

/** All that is kept: {"inside/later.py": {"": {"of": "1x2y3z", "code": "…"}}}, by file and region. */
function all() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return typeof found === "object" && found !== null ? found : {};
  } catch {
    return {};
  }
}

/** What is kept of a region: its code, and the hash of the code that was edited; or null. */
export function kept(file, region) {
  const edit = all()[file]?.[region];
  return typeof edit?.code === "string" && typeof edit.of === "string" ? edit : null;
}

/** Keeps an edit, or forgets it where there is none. Returns whether the browser lets it. */
export function keep(file, region, edit) {
  const edits = all();
  edits[file] = { ...edits[file], [region]: edit ?? undefined };
  if (!Object.values(edits[file]).some(Boolean)) delete edits[file];
  try {
    if (Object.keys(edits).length) localStorage.setItem(KEY, JSON.stringify(edits));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/** A link's fragment with an edit in it, or null where that is too long. */
export async function toFragment({ file, region, of, code }) {
  const bytes = new TextEncoder().encode(JSON.stringify([file, region, of, code]));
  const packed = await through(new CompressionStream("deflate-raw"), bytes, MOST_OF_A_LINK);
  const text = packed && btoa(String.fromCharCode(...packed));
  const safe = text?.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return safe && safe.length <= MOST_OF_A_LINK ? `#edit=${safe}` : null;
}

/** Puts a link with an edit in it where links are pasted from; returns what to say of that. */
export async function copyLink(edit) {
  const fragment = await toFragment(edit);
  if (!fragment) return [TOO_LONG_FOR_A_LINK];
  const link = location.href.split("#")[0] + fragment;
  try {
    await navigator.clipboard.writeText(link);
    return [COPIED];
  } catch {
    return [COPY_THIS[0], make("a", { href: link }, COPY_THIS[1])];
  }
}

/** The edit in a link's fragment. Throws a RangeError: too long; another error: it holds none. */
export async function fromFragment(fragment) {
  const text = fragment.slice("#edit=".length);
  if (text.length > MOST_OF_A_LINK) throw new RangeError("too long");
  const packed = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
  const bytes = await through(new DecompressionStream("deflate-raw"), packed, 4 * MOST_OF_AN_EDIT);
  if (!bytes) throw new RangeError("too long");
  const parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  if (!Array.isArray(parts) || parts.length !== 4 || parts.some((part) => typeof part !== "string"))
    throw new TypeError("not an edit");
  const [file, region, of, code] = parts;
  if (code.length > MOST_OF_AN_EDIT) throw new RangeError("too long");
  return { file, region, of, code: code.replace(/\r\n?/g, "\n") };
}

/** Bytes after a stream has changed them; null as soon as they are more than `most`. */
async function through(stream, bytes, most) {
  const writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {}); // what fails here fails below
  writer.close().catch(() => {});
  const chunks = [];
  let length = 0;
  for (const reader = stream.readable.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    if ((length += value.length) > most) {
      reader.cancel().catch(() => {});
      return null;
    }
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
