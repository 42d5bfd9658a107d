"""What pages to play on ask of Python in the reader's browser, and stand-ins for what it lacks.

A task is a function of an order, which holds all that it needs. What it returns becomes JSON.
"""
