"""The checker: a page shows only what its code has printed.

Four rooms, in the order to read them; each imports only from those before it, and from `project`
(the files, each read once), `once` (what is worked out of them, once) and `problem` (what a message
looks like).

- `running`: an example and its record. What an example prints now.
- `pages`: the sources of pages. What must hold between them, the examples and the records.
- `site`: the published pages. What a block becomes, and the proof that a site shows just that.
- `book`: the site to take along. An EPUB, a PDF and a zip, and the proof of the EPUB.

Beside them stand the commands: `checking`, `accepting`, `building`, `binding` and `new_page`;
`lock` lets one work at a time. None of them knows the library but for the list of the
browser's files, nor does that know them.
"""
