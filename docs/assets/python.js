// The page's side of Python. The reader's code runs in Pyodide, in a worker, in a hidden frame whose
// origin is its own and whose policy lets nothing out: no storage, no request, no import. The page
// fetches what Python needs, from its own site, and hands it over; one port leads back. What comes
// out of it is not trusted: so much text and no more, read as JSON, is passed on as data.
import { Unavailable, files, isRemembered, json } from "./kept.js";
import * as messages from "./messages.js";

export { Unavailable };

/** The call was ended by the reader. */
export class Stopped extends Error {}

const SCRIPTS = ["pyodide.js", "pyodide.asm.js"];
const MODEL = "smollm2.gguf"; // where Python looks for it, whatever its address
const PATIENCE = 120_000; // ms until the reader's code begins, once the files are there
const MOST = 30_000_000; // characters that come out of one call; a message itself counts as so many:
const COSTS = 1000;

let python = null; // {frame, ports, has: what it was given}
let end = null; // ends the call that is being answered, with an error
let last = Promise.resolve();
let ended = 0; // how often all calls were ended; a call that waits since before does not begin

/** Whether a call would find Python running. */
export const ready = () => Boolean(python);

/** Whether the browser has SmolLM2's file from an earlier visit. */
export async function modelIsKept() {
  const [path] = Object.keys((await json("runs.json")).model);
  return isRemembered(path);
}

/** What an example needs, to be given to `call`. */
export async function needsOf(name) {
  const example = (await json("runs.json")).examples[name];
  if (!example) throw new Unavailable(messages.OTHER_VERSION);
  const { reads, figures, model } = example;
  return { files: reads, figures, model };
}

/**
 * Calls <task>(order, tell) in Python, such as checker.browser.example.run; resolves to what it returns. Starts Python
 * at the first call. One call at a time: a second waits. `told` gets what Python tells meanwhile,
 * `progress` {what: "python" | "files" | "model" | "figures" | "start", loaded, total} in bytes.
 * A `signal` that is aborted stops this call and no other, also one that still waits. Of a call that
 * is to be `alone` nothing is left for the next, which starts Python anew.
 */
export function call(task, order, { needs = {}, told, progress, signal, alone } = {}) {
  const stopped = new AbortController();
  const aborted = new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(new Stopped(messages.STOPPED)));
  });
  const before = ended;
  const begin = () =>
    new Promise((resolve, reject) => {
      if (signal?.aborted || ended > before) return reject(new Stopped(messages.STOPPED));
      signal?.addEventListener("abort", () => stop(), { signal: stopped.signal });
      end = (error) => {
        stopped.abort();
        reject(error);
      };
      const about = { progress, signal: stopped.signal };
      const done = answer(task, order, needs, told, about).then(resolve, reject);
      if (alone) done.then(() => stop());
    });
  const result = last.then(begin);
  last = result.catch(() => {}).then(() => stopped.abort());
  return Promise.race([result, aborted]);
}

/** Ends the call that runs and those that wait. */
export function stopAll() {
  ended += 1;
  stop();
}

/** Ends what runs; the next call starts Python anew. */
function stop(error = new Stopped(messages.STOPPED)) {
  python?.frame.remove();
  for (const port of python?.ports ?? []) port.close();
  python = null;
  end?.(error);
}

addEventListener("pagehide", stopAll);

async function answer(task, order, needs, told, about) {
  const sizes = await json("runs.json");
  const asked = Object.fromEntries((needs.files ?? []).map((path) => [path, 0]));
  const drawing = needs.figures ? sizes.figures : {};
  const core = await files(sizes.python, { what: "python", ...about });
  about.signal.throwIfAborted();
  // What else it needs comes while Python starts.
  const [given, model, wheels] = await Promise.all([
    files(asked, { what: "files", ...about }),
    files(needs.model ? sizes.model : {}, { what: "model", cached: true, ...about }),
    files(drawing, { what: "figures", ...about }),
    python ?? inTime(start(core, about), about.signal),
  ]);
  for (const blob of Object.values(model)) given[MODEL] = blob;
  about.signal.throwIfAborted();
  const call = { task, order: JSON.stringify(order) };
  await inTime(begin(call, given, wheels, about.signal), about.signal);
  about.progress?.({ what: "run", loaded: 0, total: 0 });
  const result = parsed(await exchange("done", null, told));
  return result ?? stop(new Unavailable(messages.UNREADABLE_RESULT));
}

/** Hands a call over with the files that Python lacks; resolves when the reader's code begins. */
async function begin(call, given, wheels, signal) {
  const { has } = python;
  const news = (blobs) => {
    const missing = Object.entries(blobs).filter(([path]) => !has.has(path));
    for (const [path] of missing) has.add(path);
    return buffers(Object.fromEntries(missing));
  };
  const [more, drawers] = await Promise.all([news(given), news(wheels)]);
  signal.throwIfAborted();
  await exchange("begun", { ...call, files: more, wheels: drawers });
}

/** What is waited for; where that takes too long, Python is ended. */
async function inTime(awaited, signal) {
  const late = () => stop(new Unavailable(messages.TOO_SLOW));
  const timer = setTimeout(late, PATIENCE);
  signal.addEventListener("abort", () => clearTimeout(timer));
  await awaited;
  clearTimeout(timer);
}

/** Starts Python in a frame that lets nothing out. */
async function start(core, { progress, signal }) {
  if (typeof WebAssembly !== "object") {
    throw new Unavailable(messages.NO_WEBASSEMBLY);
  }
  progress?.({ what: "start", loaded: 0, total: 0 });
  const path = new URL("worker.js", import.meta.url).href;
  const worker = (await files({ [path]: 0 }, { signal }))[path];
  const scripts = SCRIPTS.flatMap((name) => [core[name], "\n"]);
  const code = await addressed(new Blob([...scripts, worker], { type: "text/javascript" }));
  const handed = await buffers(core);
  signal.throwIfAborted();
  const frame = sealed();
  const channels = [new MessageChannel(), new MessageChannel()]; // to the worker, to the frame
  frame.onload = () => {
    const ports = channels.map(({ port2 }) => port2);
    const all = [...ports, ...Object.values(handed)];
    frame.contentWindow.postMessage({ code, files: handed }, "*", all);
  };
  python = { frame, ports: channels.map(({ port1 }) => port1), has: new Set() };
  document.body.append(frame);
  await exchange("ready");
}

/** What blobs hold, by their paths: WebKit reads no blob in a worker whose address is its code. */
const buffers = async (blobs) =>
  Object.fromEntries(
    await Promise.all(Object.entries(blobs).map(async ([path, blob]) => [path, await blob.arrayBuffer()])),
  );

/** An address that is the blob's own bytes: in a frame without an origin Chromium takes no module
 * from any other. */
const addressed = (blob) =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });

/** A frame of an origin of its own, with a script of ours in it that starts a worker. */
function sealed() {
  const nonce = crypto.getRandomValues(new Uint32Array(4)).join("");
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'wasm-unsafe-eval'; worker-src data:`;
  const script = `onmessage = ({ data: { code, files }, ports: [inner, own] }) => {
    onmessage = null;
    const broken = (what) => own.postMessage(["broken", String(what)]);
    try {
      const worker = new Worker(code, { type: "module" });
      worker.onerror = ({ message }) => broken(message ?? "its worker was refused");
      worker.postMessage({ files }, [inner, ...Object.values(files)]);
    } catch (error) {
      broken(error);
    }
  };`;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.setAttribute("sandbox", "allow-scripts");
  frame.srcdoc =
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<script nonce="${nonce}">${script}</script>`;
  return frame;
}

/** Sends a message, if any, and resolves to the text that comes as `wanted`. The frame, which tells
 * that the worker failed, is heard until the reader's code begins. */
function exchange(wanted, message, told) {
  const [worker, frame] = python.ports;
  let most = MOST;
  return new Promise((resolve) => {
    const hear = ({ data }) => {
      const [kind, text] = isOurs(data) ? data : [];
      if (kind === undefined) {
        stop(new Unavailable(messages.NOT_ACCEPTED));
      } else if ((most -= text.length + COSTS) < 0) {
        stop(new Unavailable(messages.TOO_MUCH));
      } else if (kind === wanted) resolve(text);
      else if (kind === "told" && parsed(text)) told?.(parsed(text));
      else if (kind === "broken") stop(new Unavailable(brokeDown(text)));
    };
    worker.onmessage = worker.onmessageerror = hear;
    frame.onmessage = wanted === "done" ? null : hear;
    if (!message) return;
    worker.postMessage(message, [...Object.values(message.files), ...Object.values(message.wheels)]);
  });
}

/** Whether a message is what worker.js sends: two texts and nothing else, which could be large. */
const isOurs = (data) =>
  Array.isArray(data) &&
  data.length === 2 &&
  Object.keys(data).length === 2 &&
  data.every((part) => typeof part === "string");

const brokeDown = (why) => messages.crashed(why.slice(0, 300));

/** The object that a text is in JSON, or null. */
function parsed(text) {
  try {
    const found = JSON.parse(text);
    return typeof found === "object" ? found : null;
  } catch {
    return null;
  }
}
