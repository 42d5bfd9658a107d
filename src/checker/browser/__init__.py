"""What runs in the reader's browser, in Pyodide, when a page asks for it; and what it is made of.

The project stands there as in a clone, below one folder, which `docs/assets/worker.js` unpacks.
"""
