r"""The patterns that cut a text into pieces, before any merging.

    >>> from lessoncode.text.split import GPT2_SPLIT, pieces
    >>> pieces("It's 12 cats!", GPT2_SPLIT)
    ['It', "'s", ' 12', ' cats', '!']

They were written for engines other than Python's `re`. Here they are kept as their authors wrote
them, and translated when they are used:

    \p{L}, \p{N}   letters and numbers; `re` has no name for them
    \s, \S         white space, or not; `re` also counts U+001C to U+001F
    $              the text's end; `re` also matches before a last \n

Everything else in a pattern must mean the same to `re`, as it does in these.

Source: tiktoken_ext/openai_public.py of tiktoken, where a comment has GPT-2's original pattern.

Checked against: tiktoken, and the package `regex`.
"""

import re
from functools import cache

from lessoncode.text.unicode16 import LETTERS, NUMBERS, WHITE_SPACE

GPT2_SPLIT = (
    r"'s|'t|'re|'ve|'m|'ll|'d"  # endings of English words: it's
    r"| ?\p{L}+"  # letters, with one space before them
    r"| ?\p{N}+"  # digits, likewise
    r"| ?[^\s\p{L}\p{N}]+"  # other characters, likewise
    r"|\s+(?!\S)"  # white space, except the last before other text
    r"|\s+"  # that last one
)
# A second + (++, ?+, *+) means: never give back what was matched.
CL100K_SPLIT = (
    r"'(?i:[sdmt]|ll|ve|re)"  # endings, also in capitals: IT'S
    r"|[^\r\n\p{L}\p{N}]?+\p{L}++"  # letters, with one other character before
    r"|\p{N}{1,3}+"  # up to three digits
    r"| ?[^\s\p{L}\p{N}]++[\r\n]*+"  # other characters, then line ends
    r"|\s++$"  # white space that ends the text
    r"|\s*[\r\n]"  # white space up to its last line end
    r"|\s+(?!\S)"  # white space, except the last before other text
    r"|\s"  # that last one
)

# Most texts have no character above U+FFFF. Tables that end there split them much faster.
_HIGHER = re.compile("[\U00010000-\U0010ffff]")
_LAST, _LAST_LOW = 0x10FFFF, 0xFFFF

_BEFORE = [-1, *(last for _, last in WHITE_SPACE)]
_AFTER = [*(first for first, _ in WHITE_SPACE), _LAST + 1]
_RANGES = {
    r"\p{L}": LETTERS,
    r"\p{N}": NUMBERS,
    r"\s": WHITE_SPACE,
    r"\S": [(a + 1, b - 1) for a, b in zip(_BEFORE, _AFTER, strict=True)],
}
_ESCAPE = r"\\[pP]\{\w*\}|\\(?s:.)"
_CLASS = r"\[\^?\]?(?:\\(?s:.)|[^\\\]])*\]"


def pieces(text: str, split: str) -> list[str]:
    r"""The pieces of a text: all matches of `split`, from left to right.

    Text that it does not match is left out. Raises ValueError if `text` holds a lone surrogate, or
    if `split` is not a valid pattern or has a capturing group or any \p but \p{L} and \p{N}.
    """
    valid(text)
    last = _LAST if _HIGHER.search(text) else _LAST_LOW
    return _compiled(split, last).findall(text)


@cache
def _compiled(split: str, last: int) -> re.Pattern[str]:
    """`split` translated for `re` and for texts without characters above `last`."""
    for escape in re.findall(_ESCAPE, split):
        if escape[1] in "pP" and escape not in _RANGES:
            known = r"only \p{L} and \p{N} are known here"
            raise ValueError(f"split has a {escape}: {known}")
    parts = rf"{_CLASS}|{_ESCAPE}|\$"
    ours = re.sub(parts, lambda match: _part(match[0], last), split)
    try:
        pattern = re.compile(ours)
    except (re.error, OverflowError) as error:
        raise ValueError(f"split is no pattern: {error}") from None
    if pattern.groups:  # findall would return the groups alone
        raise ValueError("split has a capturing group: write (?:...)")
    return pattern


def _part(part: str, last: int) -> str:
    """A class, an escape or a $, translated for `re`."""
    if part == "$":
        return r"\Z"
    if part.startswith("["):
        return re.sub(_ESCAPE, lambda m: _ranges(m[0], last), part)
    return f"[{_ranges(part, last)}]" if part in _RANGES else part


def _ranges(escape: str, last: int) -> str:
    """An escape as a class writes it: the ranges of its characters, or itself if `re` knows it."""
    if escape not in _RANGES:
        return escape
    kept = [(a, min(b, last)) for a, b in _RANGES[escape] if a <= last]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in kept)


def valid(text: str) -> str:
    """The text itself. Raises ValueError for a lone surrogate in it, and gives its position."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"position {error.start} of the text is a lone surrogate, "
            f"U+{ord(text[error.start]):04X}, half of a character that "
            "UTF-8 cannot write. Mend the text first: "
            'text.encode("utf-16", "surrogatepass")'
            '.decode("utf-16", "replace")'
        ) from None
    return text
