"""The sources of pages, and what must hold between them, the examples and the records.

Read in this order: `embed` (a block that shows an example), `addresses` (what mkdocs.yml says),
`api` (a block that shows a module), `fences`, `anchors`, `links`, `sources`, `numbers` and `markup`
(the text around them), `page` (a whole page), `moved` (what has another address now), `figures` and
`blocks` (the HTML of a block). Then what must hold: `deadlinks`, `menu`, `lessons`, `alternatives`,
`comments`, `glossary`, and `lint`, which calls them all.
"""
