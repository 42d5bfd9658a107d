"""The sources of pages, and what is in them.

`page` defines a page, and what all kinds of blocks have in common. The kinds are `embed` (an
example), `guess`, `question`, `exercise`, `doors`, `console`, `formula` and `api` (a module).
They use `yaml_body` (YAML in a fence), `comparisons`, `choices`, `swapped_choices` and `slider`
(which answer is right), `exercise_files`, `figures`, `inline` (Markdown in a fence),
`reading_time` and `buttons` (what a browser can run). `block_help` explains them.
`reading` reads a page, whose text `markdown` takes apart; `links`, `sources`, `numbers`,
`quantities`, `style` and `markup` say what is in it. `addresses` and `moved` know where pages are.
`drawings` are figures as separate files, for the book and for pictures to share.
"""
