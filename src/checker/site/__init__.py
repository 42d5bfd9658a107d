"""The published pages: what the builders are told, and the proof that a site shows just that.

Read in this order: `old_addresses` (what leads on from them), `feed` (what changed),
`as_markdown` (pages without HTML), `extension` (which the builders call), `lab` (a notebook), then
what readers' browsers run: `fetching` (Pyodide's files), `archives` (our sources), `licences`,
`in_browser` (all of it); `package` (the wheel); `card` and `sharing` (what other programs show of a
page); `formula_font` (what formulas are set in); `extra_files` (all files beside the pages, which
the build writes and the proof compares); `proof`.
`colours` gives code its few.
"""
