"""What interactive pages ask of Python in the reader's browser, and stand-ins for what it lacks.

A task is a function that takes an order and returns what becomes JSON; `tasks` has its arguments.
"""
