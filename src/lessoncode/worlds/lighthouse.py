"""The log of a lighthouse keeper, made up: a text of a few pages.

One entry a line. It is what the lab on a text of your own begins with, and travels with the package
as a file.
"""

from pathlib import Path

LOG = Path(__file__).with_suffix(".txt")
