// The two vocabularies that are loaded, and how each cuts a text. Their files are those that
// src/lessoncode/play/tokenizers.py writes, which tells their form.

import { Vocabulary } from "./bpe.js";
import { splitter } from "./split.js";

const FOLDER = new URL("../../run/tokenizers/", import.meta.url); // this file stands in assets/play/

/** What has once been loaded stays; what failed may be tried again. */
function once(load) {
  const loaded = new Map();
  return (name) => {
    if (!loaded.has(name)) loaded.set(name, load(name).catch((error) => {
      loaded.delete(name);
      throw error;
    }));
    return loaded.get(name);
  };
}

const tables = once((name) => fetched(name).then((answer) => answer.json()));

/** A function that cuts a text as GPT-2, cl100k_base or SmolLM2 does. */
export const cutter = once(async (name) => splitter(name, await tables("unicode16.json")));

/** The vocabulary cl100k_base, or that of SmolLM2. */
export const vocabulary = once(async (name) => {
  const [split, answer] = await Promise.all([cutter(name), fetched(`${name}.bin`)]);
  const unpacked = answer.body.pipeThrough(new DecompressionStream("gzip"));
  return new Vocabulary(idsIn(await new Response(unpacked).arrayBuffer()), split);
});

async function fetched(name) {
  const answer = await fetch(new URL(name, FOLDER));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

function idsIn(buffer) {
  const head = new DataView(buffer);
  const [first, count] = [head.getUint32(0, true), head.getUint32(4, true)];
  const lengths = new Uint8Array(buffer, 8, count);
  const bytes = new Uint8Array(buffer, 8 + count);
  const ids = new Map();
  for (let i = 0, start = 0; i < count; start += lengths[i++]) {
    ids.set(String.fromCharCode(...bytes.subarray(start, start + lengths[i])), first + i);
  }
  return ids;
}
