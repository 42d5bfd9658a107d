// What the browser keeps for the next visit, since it is too large to fetch at every one.

const CACHE = "lessoncode";

/** Uses the browser's cache; undefined if there is none, it is full or closed to us. */
export async function store(use) {
  try {
    return await use(await caches.open(CACHE));
  } catch {
    return undefined; // the next visit fetches again
  }
}

/** How many bytes the browser keeps for the next visit: 0, too, if it lets us keep or see nothing. */
export async function keptBytes() {
  const size = async (answer) => (await answer.blob()).size;
  const sizes = await store(async (cache) => Promise.all((await cache.matchAll()).map(size)));
  return (sizes ?? []).reduce((a, b) => a + b, 0);
}

/** Removes all that it keeps; returns how many bytes that was, or null if it does not let us. */
export async function removeKept() {
  const bytes = await keptBytes();
  try {
    await caches.delete(CACHE);
    return bytes;
  } catch {
    return null;
  }
}
