// The page's side of Python. The reader's code runs in Pyodide, in a worker, in a hidden frame
// whose origin is its own and whose policy lets nothing out: no storage, no request, no import.
// The page fetches what Python needs from its own site and hands it over; one port leads back.
// What comes out of that port is not trusted: text within bounds, and nothing else, is passed on.

/** The call was ended by stop(). */
export class Stopped extends Error {}

/** It cannot be done here; the message is a sentence for the reader. */
export class Unavailable extends Error {}

const RUN = new URL("../run/", import.meta.url);
const SCRIPTS = ["pyodide.js", "pyodide.asm.js"];

const kept = new Map(); // of every file its Blob, so that Python can start again without a network
let running = null; // the frame with Python in it
let last = Promise.resolve();

async function file(path, bytes, progress) {
  if (!kept.has(path)) kept.set(path, await fetched(new URL(path, RUN), path, bytes, progress));
  return kept.get(path);
}

async function fetched(address, path, bytes, progress) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Unavailable(`${path} could not be fetched (${answer.status}).`);
  const chunks = [];
  let loaded = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    progress(path, (loaded += value.length));
  }
  if (bytes && loaded !== bytes) throw new Unavailable(`${path} came in part only.`);
  return new Blob(chunks);
}

async function several(sizes, what, progress) {
  const total = Object.values(sizes).reduce((a, b) => a + b, 0);
  const loaded = {};
  const tell = (path, bytes) => {
    loaded[path] = bytes;
    progress?.({ what, loaded: Object.values(loaded).reduce((a, b) => a + b, 0), total });
  };
  const paths = Object.keys(sizes);
  const blobs = await Promise.all(paths.map((path) => file(path, sizes[path], tell)));
  return Object.fromEntries(paths.map((path, i) => [path, blobs[i]]));
}

async function runs() {
  return JSON.parse(await (await file("runs.json", 0, () => {})).text());
}

export async function needsOf(name) {
  const { reads, figures, model } = (await runs()).examples[name];
  return { files: reads, figures, model };
}

async function start(progress) {
  const files = await several((await runs()).python, "python", progress);
  const worker = await fetched(new URL("worker.js", import.meta.url), "worker.js", 0, () => {});
  const code = new Blob([...SCRIPTS.flatMap((name) => [files[name], "\n"]), worker]);
  const nonce = crypto.randomUUID();
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.setAttribute("sandbox", "allow-scripts");
  const policy = `default-src 'none'; script-src 'nonce-${nonce}' 'wasm-unsafe-eval'; worker-src blob:`;
  frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="${policy}"><script nonce="${nonce}">
    onmessage = ({ data: { code, files }, ports: [port] }) => {
      onmessage = null;
      const worker = new Worker(URL.createObjectURL(code));
      worker.onerror = (event) => port.postMessage(["broken", String(event.message)]);
      worker.postMessage({ files }, [port]);
    };
  </script>`;
  const { port1, port2 } = new MessageChannel();
  frame.onload = () => frame.contentWindow.postMessage({ code, files }, "*", [port2]);
  running = { frame, port: port1, has: new Set() };
  const ready = new Promise((resolve, reject) => {
    running.fail = reject;
    port1.onmessage = ({ data: [kind, text] }) =>
      kind === "ready" ? resolve() : reject(new Unavailable(text));
  });
  document.body.append(frame);
  await ready;
}

export function stop() {
  running?.frame.remove();
  running?.port.close();
  running?.fail(new Stopped());
  running = null;
}

export const ready = () => Boolean(running);

export const modelIsKept = async () => false;

export function call(task, order, options = {}) {
  const next = last.then(() => answer(task, order, options));
  last = next.catch(() => {});
  return next;
}

async function answer(task, order, { needs = {}, told, progress }) {
  if (!running) await start(progress);
  const { port, has } = running;
  const sizes = await runs();
  const wanted = (needs.files ?? []).filter((path) => !has.has(path));
  const files = await several(Object.fromEntries(wanted.map((path) => [path, 0])), "files", progress);
  const figures = needs.figures && !has.has("figures") && (await several(sizes.figures, "figures", progress));
  return new Promise((resolve, reject) => {
    running.fail = reject;
    port.onmessage = ({ data: [kind, text] }) => {
      if (kind === "told") told?.(JSON.parse(text));
      else if (kind === "done") resolve(JSON.parse(text));
      else reject(new Error(text));
    };
    port.postMessage({ task, order: JSON.stringify(order), files, figures });
    for (const path of wanted) has.add(path);
    if (figures) has.add("figures");
  });
}
