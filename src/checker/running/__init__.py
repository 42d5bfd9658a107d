"""Runs examples, and reads and writes their records.

Read in this order: `example` (a script and its regions), `record` (what it printed), `lane` (the
settings of a run), `recipe` (examples that keep a record of what they read), `picture` and
`picture_faults` (what it drew), `child` (one run, in a process of its own), `process` (what forks
that), `prepare` (what must be there before), `cache` (the last good run), `runner` (many runs at
once), `outcomes` (from the cache, or from a run, or from two), `unrepeatable` (the second run
before a record is written), `recordable` (what no record may hold). `trace`, with `listing` and
`described`, notes the steps of a run.
"""
