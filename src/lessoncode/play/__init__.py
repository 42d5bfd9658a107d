"""What pages to play on ask of Python in the reader's browser, and what stands in there for others.

A task is a function of an order, all that it needs; what it returns becomes JSON.
"""
