"""The sources of pages, and what must hold between them, the examples and the records.

Read in this order: `embed` (a block that shows an example), `addresses` (where pages stand), `api`
(a block that shows a module), then what readers do: `bodies` (YAML in a fence), `comparisons` and
`choices` (which of them is right), `guess`, `question`, `exercise`, `doors`. Around the blocks:
`fences`, `anchors`, `links`, `sources`, `numbers` and `markup` (the text), `inline` (the text in a
fence), `page` (a whole page), `reading` (all pages), `moved` (what has another address now). Their
HTML: `figures`, `evidence` (what proves an answer), `length` (how long a page takes), `buttons`
(what a reader's browser can run), `blocks`.
Then what must hold: `deadlinks`, `menu`, `lessons`, `alternatives`, `comments`, `glossary`, and
`lint`, which calls them all.
"""
