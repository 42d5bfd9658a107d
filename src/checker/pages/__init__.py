"""The sources of pages, and what each of their parts says of itself.

`block` is what all kinds of blocks have in common. The kinds are `embed` (an example), `guess`,
`question`, `exercise`, `doors`, `console` and `reference` (a module), and `page` lists them. They
use `shown` (what is printed and drawn), `yaml_body` (YAML in a fence), `comparisons`, `choices` and
`slider` (which answer is right), `oracles` (the files of exercises), `api` (what a module says of
itself), `figures`, `inline` (Markdown in a fence), `reading_time` and `buttons` (what a browser can
run). `kinds` explains them.
Around the blocks: `fences`, `anchors`, `links`, `sources`, `numbers` and `markup` (the text),
`page` (a whole page), `reading` (all pages), `addresses` and `moved` (where they are), `length`
(what a lesson says on top).
`drawings` are figures as files of their own, for the book and for pictures to share.
"""
