"""Describes a value in short JSON, so that a page can show it: its kind, type, size and values.

    [kind, type, size, values]       described(5) == ["number", "int", None, 5]
                                     described("cat") == ["text", "str", 3, "cat"]
                                     described([1, "a"]) == ["list", "list", 2, "[1, 'a']"]

An array, or an object that holds one as `data`, is of the kind "array": its size is its shape, its
values are a sample of 16×16, or 64 in a row. Numbers have three digits, which are the same in every
browser.
"""

import sys
from typing import Any

Described = list[Any]

SIDE, ROW = 16, 64  # the most numbers of a sample: of a side, and where there is one row
ENDS = 5  # things shown of each end of a list
DEEP = 3  # lists in lists
TIMES = "×"
MOST = 80  # characters of a text
NOTHING = 1e-12  # smaller numbers are shown as 0: they are often errors of rounding, and differ
HIDDEN = ("module", "function", "builtin_function_or_method", "type", "ABCMeta", "generator")


def described(value: Any) -> Described | None:
    """Describe a value; None for what no reader asks for, such as modules and functions."""
    name = type(value).__name__
    if name in HIDDEN or name.startswith("_"):
        return None
    if (sample := sampled(value)) is not None:
        of, shape = sample
        holder = "array" if name == "ndarray" else name
        return ["array", f"{holder} of {kind_of(of)}", shape, plain(of.tolist())]
    held: Any = value if hasattr(value, "dtype") else getattr(value, "data", None)
    if getattr(held, "shape", None) == () and hasattr(held, "dtype"):  # a single number of NumPy
        name = kind_of(held) if held is value else f"{name} of {kind_of(held)}"
        value = held.item()
    if isinstance(value, bool | int | float | None):
        return ["number", name, None, number(value)]
    if isinstance(value, str):
        return ["text", name, len(value), value[:MOST]]
    if isinstance(value, bytes) or is_list(value):
        return ["list", name, len(value), told(value)]
    return ["object", name, None, None]


def sampled(value: Any) -> tuple[Any, list[int]] | None:
    """A sample of an array, as an array, and the whole shape; None for other values.

    Of more than two dimensions, the sample has only the first place of each but the last two.
    """
    array = sys.modules["numpy"].ndarray if "numpy" in sys.modules else ()
    if not isinstance(value, array):
        value = getattr(value, "data", None)
    if not isinstance(value, array) or not value.ndim or value.dtype.hasobject:
        return None
    shape = list(value.shape)
    while value.ndim > 2 and len(value):
        value = value[0]
    most = ROW if value.ndim == 1 else SIDE
    for axis, count in enumerate(value.shape):
        if count > most:
            value = value.take([at * count // most for at in range(most)], axis)
    return value, shape


def fingerprint(value: object) -> Any:
    """A value that is equal for equal arrays or single values, to find changes; None for others."""
    if value is None or isinstance(value, bool | int | float | str):
        return type(value), value
    sample = sampled(value)
    return sample and (sample[1], sample[0].tobytes())


def kind_of(array: Any) -> str:
    """The type of an array's numbers; of integers without the length, which browsers change."""
    kinds = {"i": "int", "u": "int", "U": "str"}
    return kinds.get(array.dtype.kind) or str(array.dtype.name)


def plain(values: Any) -> Any:
    """Nested lists of numbers as JSON can hold them."""
    return [plain(one) for one in values] if isinstance(values, list) else number(values)


def number(value: Any) -> Any:
    """A number with three digits; a whole one as it is."""
    if not isinstance(value, float):
        is_short = value is None or (isinstance(value, int) and abs(value) < 2**53)
        return value if is_short else str(value)[:MOST]
    short = 0.0 if abs(value) < NOTHING else float(f"{value:.3g}")
    if not -float("inf") < short < float("inf"):
        return str(short)
    return int(short) if short == int(short) and abs(short) < 1e6 else short


def told(value: Any, deep: int = 0) -> str:
    """A value as Python writes it; of a long list or another collection, only both ends."""
    if hasattr(value, "dtype") and not getattr(value, "shape", None):
        value = value.item()
    if value is None or isinstance(value, bool | int | float):
        return str(number(value))
    if isinstance(value, str | bytes):
        return repr(value[:MOST]) + "…" * (len(value) > MOST)
    if not is_list(value):
        of = sampled(value)
        return f"<{type(value).__name__}{f' {TIMES.join(map(str, of[1]))}' if of else ''}>"
    marks = "()" if isinstance(value, tuple) else "{}" if hasattr(value, "keys") else "[]"
    items: Any = value.items() if hasattr(value, "keys") else value
    if isinstance(value, set | frozenset):  # in order, and not at all where that is by address
        items = sorted(value, key=repr) if all(isinstance(one, str | int) for one in value) else ()
        marks = "{}"
    if deep == DEEP or len(items) < len(value):
        return f"{marks[0]}{'…' * bool(value)}{marks[1]}"
    said = [*items]
    if len(said) > 2 * ENDS:
        said[ENDS:-ENDS] = [...]
    inside = ", ".join("…" if one is ... else one_of(value, one, deep + 1) for one in said)
    return f"{marks[0]}{inside}{',' * (marks == '()' and len(value) == 1)}{marks[1]}"


def is_list(value: Any) -> bool:
    """Whether a value is a collection with a length; a deque is known by its `maxlen`."""
    kinds: Any = list | tuple | dict | set | frozenset
    return isinstance(value, kinds) or hasattr(value, "maxlen")


def one_of(value: Any, part: Any, deep: int) -> str:
    """One item of a collection as Python writes it; of a dict, with its key."""
    if hasattr(value, "keys"):
        return f"{told(part[0], deep)}: {told(part[1], deep)}"
    return told(part, deep)
