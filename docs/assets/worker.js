// The worker's side of Python: a classic script, behind pyodide.js and pyodide.asm.js in one blob.
// It stands in a frame of an origin of its own, under a policy that lets nothing out (python.js).

onmessage = async ({ data, ports: [port] }) => {
  onmessage = null;
  const ROOT = "/lessoncode"; // stands as a clone does
  const ADDRESS = "https://run.invalid/"; // of nothing
  const files = data.files; // what Python's own loader asks for, each a Blob under its name
  const say = (kind, text = "") => port.postMessage([kind, text]);

  self.fetch = async (address) => {
    const name = String(address).split("/").pop();
    if (!files[name]) throw new Error(`there is no ${name}`);
    const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(files[name], { headers: { "Content-Type": type } });
  };
  try {
    const python = await loadPyodide({ indexURL: ADDRESS, packages: ["numpy"] });
    const zip = await files["lessoncode.zip"].arrayBuffer();
    python.unpackArchive(zip, "zip", { extractDir: ROOT });
    python.runPython(`import sys; sys.path.insert(0, "${ROOT}/src")`);
    const work = python.pyimport("lessoncode.browser").call;

    port.onmessage = async ({ data: { task, order, files: more, figures } }) => {
      try {
        for (const [path, blob] of Object.entries(more)) {
          const file = `${ROOT}/${path}`;
          python.FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
          python.FS.writeFile(file, new Uint8Array(await blob.arrayBuffer()));
        }
        if (figures) {
          Object.assign(files, figures);
          await python.loadPackage(Object.keys(figures).map((name) => ADDRESS + name));
        }
        say("done", work(task, order, (message) => say("told", message)));
      } catch (error) {
        say("failed", String(error.message));
      }
    };
    say("ready");
  } catch (error) {
    say("broken", String(error.message));
  }
};
