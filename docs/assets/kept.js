// The files in the site's folder run/, each fetched once: Python can start again without a network.

import { incomplete, missing, unreachable } from "./messages.js";
import { store } from "./stored.js";

/** It cannot be done here; the message is a sentence for the reader. */
export class Unavailable extends Error {}

const RUN = new URL("../run/", import.meta.url);

const SILENCE = 60_000; // ms without a byte, after which a file is given up

const kept = new Map(); // a Blob for each path

/** What each of these sizes is about, {path: bytes}, as {path: Blob}; `progress` while they come. */
export async function files(sizes, { what, progress, signal, cached = false }) {
  const paths = Object.keys(sizes);
  const get = cached ? remembered : fetched;
  const loaded = Object.fromEntries(paths.map((path) => [path, kept.has(path) ? sizes[path] : 0]));
  const total = sum(sizes);
  const wanted = paths.filter((path) => !kept.has(path));
  const coming = wanted.map(async (path) => {
    const tell = (bytes) => {
      loaded[path] = bytes;
      progress?.({ what, loaded: Math.min(sum(loaded), total), total });
    };
    const blob = await get(new URL(path, RUN), sizes[path], signal, tell);
    kept.set(path, blob);
    tell(blob.size);
  });
  await Promise.all(coming);
  return Object.fromEntries(paths.map((path) => [path, kept.get(path)]));
}

/** A file of JSON. */
export async function json(path) {
  const blob = (await files({ [path]: 0 }, {}))[path];
  return JSON.parse(await blob.text());
}

/** Whether the browser has a file from an earlier visit. */
export async function isRemembered(path) {
  if (kept.has(path)) return true;
  return Boolean(await store((cache) => cache.match(new URL(path, RUN))));
}

/** Out of the browser's cache, or fetched and put there, if it lets us. */
async function remembered(address, bytes, signal, tell) {
  const blob = await (await store((cache) => cache.match(address)))?.blob();
  if (blob?.size === bytes) return blob;
  const fresh = await fetched(address, bytes, signal, tell);
  await store((cache) => cache.put(address, new Response(fresh)));
  return fresh;
}

/** A file of so many bytes, or of any number if 0. What a cache has cut, or of old, comes anew. */
async function fetched(address, bytes, signal, tell) {
  for (const cache of bytes ? ["default", "reload"] : ["no-cache"]) {
    const chunks = await chunksOf(address, { cache, signal }, tell);
    const blob = new Blob(chunks);
    if (!bytes || blob.size === bytes) return blob;
  }
  throw new Unavailable(incomplete(nameOf(address)));
}

async function chunksOf(address, { cache, signal }, tell) {
  const chunks = [];
  const end = new AbortController();
  const giveUp = () => end.abort();
  signal?.addEventListener("abort", giveUp);
  let timer = setTimeout(giveUp, SILENCE);
  try {
    signal?.throwIfAborted();
    const answer = await fetch(address, { cache, signal: end.signal });
    if (!answer.ok) throw new Unavailable(missing(nameOf(address), answer.status));
    let loaded = 0;
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return chunks;
      clearTimeout(timer);
      timer = setTimeout(giveUp, SILENCE);
      chunks.push(value);
      tell((loaded += value.length));
    }
  } catch (error) {
    if (error instanceof Unavailable || signal?.aborted) throw error;
    throw new Unavailable(unreachable(nameOf(address)));
  } finally {
    clearTimeout(timer);
  }
}

const nameOf = (address) => address.pathname.split("/").pop();
const sum = (sizes) => Object.values(sizes).reduce((a, b) => a + b, 0);
