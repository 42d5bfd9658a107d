// Compiles the modules of Python's standard library that Python and NumPy load at their start:
// `node compile_library.js FOLDER LIST NEW`. FOLDER has Pyodide's files, LIST its packages; NEW is the
// library's archive with bytecode in the place of these sources.
const fs = require("node:fs");
const path = require("node:path");

const [folder, list, made] = process.argv.slice(2).map((name) => path.resolve(name));
const COMPILE = `
import importlib._bootstrap_external as loader
import importlib.util
import sys
import zipfile

import numpy  # loads what it needs

ARCHIVE = "/lib/python312.zip/"
files = [getattr(module, "__file__", None) or "" for module in sys.modules.values()]
loaded = {file.removeprefix(ARCHIVE) for file in files if file.startswith(ARCHIVE)}
with zipfile.ZipFile("/sources") as sources, zipfile.ZipFile("/compiled", "w") as compiled:
    for entry in sources.infolist():
        data = sources.read(entry)
        new = zipfile.ZipInfo(entry.filename, entry.date_time)
        new.compress_type = zipfile.ZIP_DEFLATED
        if entry.filename in loaded:
            code = compile(data, ARCHIVE + entry.filename, "exec", dont_inherit=True, optimize=0)
            data = loader._code_to_hash_pyc(code, importlib.util.source_hash(data), False)
            new.filename += "c"
        compiled.writestr(new, data)
`;

async function main() {
  const { loadPyodide } = require(path.join(folder, "pyodide.js"));
  const options = { indexURL: folder, lockFileURL: list, env: { PYTHONHASHSEED: "0", HOME: "/" } };
  const python = await loadPyodide(options);
  await python.loadPackage("numpy", { messageCallback() {} });
  const sources = fs.readFileSync(path.join(folder, "python_stdlib.zip"));
  python.FS.writeFile("/sources", new Uint8Array(sources));
  python.runPython(COMPILE);
  fs.writeFileSync(made, python.FS.readFile("/compiled"));
}

main().catch((error) => {
  console.error(String(error).slice(0, 2000)); // node would print a script of a megabyte as well
  process.exit(1);
});
