"""What runs in the reader's browser, in Pyodide, when a page asks for it; and Pyodide's files.

`docs/assets/worker.js` unpacks the project there below one folder, as it is in a clone. It then
calls `tasks.call`, which runs an example (`example.run`) or judges an answer (`judging.judge`).
"""
