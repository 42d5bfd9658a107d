"""An example and its record; what it prints now.

Read in this order: `example` (a script, its regions), `record` (what it printed), `lane` (where it
ran), `recipe` (one that trains), `child` (within its own process), `process` (which forks that),
`prepare` (what is made ready before), `cache` (not running it again), `runner` (all at once),
`outcomes` (from the cache, or from a run, or from two).
"""
