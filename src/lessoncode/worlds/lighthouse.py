"""The made-up log of a lighthouse keeper: a text of a few pages, one entry a line.

    >>> from lessoncode.worlds.lighthouse import LOG
    >>> entries = LOG.read_text("utf-8").splitlines()

The lab on a text of your own starts with this log. `LOG` is its path in the package.
"""

from pathlib import Path

LOG = Path(__file__).with_suffix(".txt")
