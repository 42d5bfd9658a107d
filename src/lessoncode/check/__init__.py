"""The checker: a page shows only what its code has printed.

Read in this order. An example and its record: `problem` (what a message looks like), `example` (a
script, its regions), `record` (what it printed), `lane` (where it ran), `recipe` (one that trains).
Running it: `child`, `process`, `prepare`, `runner`, `cache` (not running it again), `outcomes`.
The pages: `embed` (a block), `api`, `glossary`, `page` (a page's source), `lab`, `moved` (other
addresses than before), `lint` (what must hold between all these). The site: `extension` (a block in
HTML), `forwarding`, `proof` (the published site). The commands: `checking`, `accepting`,
`building`, and `lock`. None of them knows the library, nor does that know them.
"""
