// SmolLM2 in a page of its own: in our Python, and in wllama, which is llama.cpp as WebAssembly.
// Served by browser.py beside the site. Each side is started, then writes the likeliest tokens.

const MODEL = "/run/smollm2.gguf";

async function ours() {
  const { call } = await import("/assets/python.js");
  const needs = { files: [], figures: false, model: true };
  const predict = (text, after) => call("real_model.predict", { text, after }, { needs });
  async function write(text, tokens, wrote) {
    for (const after = []; after.length < tokens; ) {
      const { likeliest } = await predict(text, after);
      wrote(likeliest[0].piece);
      after.push(likeliest[0].id);
    }
  }
  return { start: () => predict("A", []), write };
}

async function wllama(version) {
  const folder = `/wllama-${version}/esm`;
  const { Wllama } = await import(`${folder}/index.js`);
  const old = version < "3";
  const file = old ? "single-thread/wllama.wasm" : "wasm/wllama.wasm";
  const llama = new Wllama({ [old ? file : "default"]: `${folder}/${file}` }, { suppressNativeLog: true });
  async function start() {
    const blob = await (await fetch(MODEL)).blob();
    await llama.loadModel([blob], { n_ctx: 512, n_threads: 1 });
  }
  async function write(text, tokens, wrote) {
    const pieces = old
      ? await llama.createCompletion(text, { nPredict: tokens, sampling: { temp: 0 }, stream: true })
      : await llama.createCompletion({ prompt: text, max_tokens: tokens, temperature: 0, stream: true });
    for await (const piece of pieces) wrote(old ? new TextDecoder().decode(piece.piece) : piece.choices[0].text);
  }
  return { start, write };
}

/** The texts' continuations; milliseconds of the start, of each prompt and of each further token. */
export async function timed(side, texts, tokens) {
  let before = performance.now();
  const lap = () => -(before - (before = performance.now()));
  const { start, write } = side === "ours" ? await ours() : await wllama(side);
  await start();
  const times = { start: lap(), prompts: [], tokens: [], texts: [] };
  for (const text of texts) {
    const at = [];
    let written = "";
    lap();
    await write(text, tokens, (piece) => {
      if (piece) at.push(performance.now()); // wllama 3 closes with an empty one
      written += piece;
    });
    times.prompts.push(at[0] - before);
    times.tokens.push((at.at(-1) - at[0]) / (at.length - 1)); // it also sends several at once
    times.texts.push(written);
  }
  return times;
}
