"""The published pages: what we add to what MkDocs builds, and the proof of what a site shows.

Read in this order: `old_addresses` (links from them to new ones), `feed` (what changed),
`as_markdown` (pages without HTML), `extension` (which the builders call), `lab` (a notebook), then
what readers' browsers run: `fetching` (Pyodide's files), `archives` (our sources), `licences`,
`in_browser` (all of these); `package` (the wheel); `card` and `sharing` (what other programs show
of a page); `formula_font` (the font of formulas); `code_classes` (the colours of code);
`extra_files` (all files beside the pages, which the build writes and the proof compares); `proof`.
"""
