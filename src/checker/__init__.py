"""The checker: a page shows only what its code has printed.

Its rooms, in the order to read them: `running`, `browser`, `pages`, `rules`, `site` and `book`. The
modules beside them are the commands, and what all rooms build on: `settings`, `problem`, `project`
and `once`. `guide/architecture.md` says what is where.
"""
