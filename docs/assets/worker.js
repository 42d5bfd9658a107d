// The worker's side of Python: a module, behind pyodide.js and pyodide.asm.js in one blob. It stands in
// a frame of an origin of its own, under a policy that lets nothing out (python.js).
onmessage = async ({ data: { files }, ports: [port] }) => {
  onmessage = null;
  const ROOT = "/lessoncode"; // where all stands as in a clone
  const NOWHERE = "https://run.invalid/";
  const quiet = { messageCallback() {} };
  const say = (kind, text = "") => port.postMessage([kind, text]);
  const broken = (error) => say("broken", String(error.message ?? error).trim().split("\n").pop());

  // What Python's own loader asks for, each once, are bytes that the page has sent.
  self.fetch = async (address) => {
    const name = String(address).split("/").pop();
    const bytes = files[name];
    if (!bytes) throw new Error(`there is no ${name}`);
    delete files[name];
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "Content-Type": type } });
  };

  const start = async () => {
    const python = await self.loadPyodide({ indexURL: NOWHERE });
    await python.loadPackage("numpy", quiet);
    // With it Python calls JavaScript now and then, where alone WebKit ends a worker that is busy.
    python.setInterruptBuffer(new Uint8Array(1));
    for (const name of Object.keys(files).filter((name) => name.endsWith(".zip"))) {
      python.unpackArchive(files[name], "zip", { extractDir: ROOT });
    }
    python.runPython(`import sys; sys.path.insert(0, "${ROOT}/src")`);
    return [python, python.pyimport("checker.browser.tasks").call];
  };
  const place = (python, path, bytes) => {
    const file = `${ROOT}/${path}`;
    python.FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    python.FS.writeFile(file, new Uint8Array(bytes), { canOwn: true });
  };
  const draw = async (python, wheels) => {
    Object.assign(files, wheels);
    await python.loadPackage(Object.keys(wheels).map((name) => NOWHERE + name), quiet);
    python.pyimport("checker.browser.drawing").ready();
  };

  try {
    const [python, work] = await start();
    port.onmessage = async ({ data: { task, order, files: more, wheels } }) => {
      try {
        for (const [path, bytes] of Object.entries(more)) place(python, path, bytes);
        if (Object.keys(wheels).length) await draw(python, wheels);
        say("begun"); // whatever the page waits for from here on is the reader's code
        say("done", work(task, order, (message) => say("told", message)));
      } catch (error) {
        broken(error);
      }
    };
    say("ready");
  } catch (error) {
    broken(error);
  }
};
