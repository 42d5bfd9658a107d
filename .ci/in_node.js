// Runs examples as a reader's browser would, in node: `node .ci/in_node.js site/run`.
// An order a line comes in, {"example", "reads", "figures", "model"}; a line goes out. The files
// are the ones that readers get, and docs/assets/worker.js does the same with them.
const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");

const ROOT = "/lessoncode";
const folder = path.resolve(process.argv[2]);
const quiet = { messageCallback() {} };

async function main() {
  const { loadPyodide } = require(path.join(folder, "pyodide.js"));
  const sizes = JSON.parse(fs.readFileSync(path.join(folder, "runs.json"), "utf8"));
  const python = await loadPyodide({ indexURL: folder });
  await python.loadPackage("numpy", quiet);
  for (const name of Object.keys(sizes.python).filter((name) => name.endsWith(".zip"))) {
    const zip = new Uint8Array(fs.readFileSync(path.join(folder, name)));
    python.unpackArchive(zip, "zip", { extractDir: ROOT });
  }
  python.runPython(`import sys; sys.path.insert(0, "${ROOT}/src")`);
  const work = python.pyimport("checker.browser.tasks").call;
  let drawing = false;

  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { example, reads, figures, model } = JSON.parse(line);
    for (const file of [...reads, ...(model ? ["smollm2.gguf"] : [])]) {
      const place = `${ROOT}/${file}`;
      if (python.FS.analyzePath(place).exists) continue;
      python.FS.mkdirTree(path.dirname(place));
      python.FS.writeFile(place, fs.readFileSync(path.join(folder, file)));
    }
    if (figures && !drawing) {
      const wheels = Object.keys(sizes.figures).map((name) => path.join(folder, name));
      await python.loadPackage(wheels, quiet);
      python.pyimport("checker.browser.drawing").ready();
      drawing = true;
    }
    const said = [];
    const order = JSON.stringify({ example, edits: {} });
    const before = process.cpuUsage();
    const result = JSON.parse(work("checker.browser.example.run", order, (message) => said.push(JSON.parse(message))));
    const { user, system } = process.cpuUsage(before); // what others do meanwhile does not count
    const seconds = (user + system) / 1e6;
    const output = said.filter(({ kind }) => kind === "printed").map(({ region, text }) => [region, text]);
    console.log(JSON.stringify({ example, seconds, output, error: result.error }));
  }
}

main().catch((error) => {
  console.error(String(error).slice(0, 2000)); // node would print a script of a megabyte as well
  process.exit(1);
});
