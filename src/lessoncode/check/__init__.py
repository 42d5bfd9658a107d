"""The checker: a page shows only what its code has printed.

Read in this order: `problem` (what a message looks like), `example` (a script, its regions, its
record), `lane`, `recipe` (an example that trains), `child` and `runner` (running it), `cache` (not
running it again), `embed` (one block of a page), `page` (a page's source), `lint` (what must hold
between them), `extension` (the block in HTML), `proof` (the published site), `command`. The library
knows nothing of it.
"""
