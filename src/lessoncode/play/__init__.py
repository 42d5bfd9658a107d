"""What pages to play on ask of Python in the reader's browser, and stand-ins for packages that a
browser lacks.

A task is a function of an order, which holds all that the task needs; the returned object becomes
JSON.
"""
