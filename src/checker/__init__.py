"""The checker: a page shows only what its code has printed.

Five rooms, in the order to read them; each imports only from those before it, and from `project`
(the files, each read once), `once` (what is worked out of them, once), `problem` (what a message
looks like) and `settings` (the names and places that a project has for things).

- `running`: an example and its record. What an example prints now.
- `browser`: the same in the reader's browser.
- `pages`: the sources of pages. What must hold between them, the examples and the records.
- `site`: the published pages. What a block becomes, and the proof that a site shows just that.
- `book`: the site to take along. An EPUB, a PDF and a zip.

Beside them stand the commands: `checking`, `accepting`, `building`, `making_book` and `new_page`;
`lock` lets one work at a time. What they know of a project is in `settings`.
"""
