"""Ends a run that asks for what no other run gets, although its output may not show it today.

`runner` has `process.Server` load this before its first fork, and `child` calls `arm` just before
it executes the script, which doesn't find this module. It ends runs that draw without a seed, or
read what belongs to one machine or commit. It also pretends that folders list their files
backwards, and that all files are of another year. `recordable` says what a script may not even
import, such as a clock.
"""

import builtins
import os
import random
import sys
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import Any, Self

STDLIB = f"{os.path.dirname(os.__file__)}/"
HERE = f"{os.path.dirname(__file__)}/"  # of child.py, too
PASSING = (f"{STDLIB}random.py",)
MACHINE = ("/etc/", "/proc/", "/sys/", "/dev/", "/usr/share/")
LATER = 40 * 365 * 24 * 3600  # seconds

UNSEEDED = "draws at random without a seed; write  rng = np.random.default_rng(0)  and use  rng"
HASH = "calls hash() on text, which differs from run to run; write  zlib.crc32(text.encode())"
ADDRESS = "calls id(), which differs from run to run; to compare objects, write  is"


class Guard:
    """What watches one run of a script; `child` is the `Child` that runs it."""

    def __init__(self, child: Any) -> None:
        self.child = child

    def refuse(self, what: str, passing: tuple[str, ...] = PASSING) -> None:
        """End the run if the project's own code asks, directly or through `passing` files."""
        frame: FrameType | None = sys._getframe(1)
        while frame and frame.f_code.co_filename.startswith((HERE, *passing)):
            frame = frame.f_back
        file = frame.f_code.co_filename if frame else ""
        if file.startswith(f"{self.child.root}/") and not file.startswith(self.child.aside):
            self.child.fail(what, self.child.stack())

    def read(self, path: str) -> None:
        """End the run if it reads what belongs to this machine or to one commit."""
        root, path = f"{self.child.root}/", os.path.abspath(path)
        if f"{path}/".startswith(f"{root}.git/"):
            why = "changes with each commit; leave it out"
        elif f"{path}/".startswith(MACHINE) and path != os.devnull:
            why = "differs on other machines; write what you need into the example"
        else:
            return
        self.refuse(f"reads {path.removeprefix(root)}, which {why}", (STDLIB, "<frozen "))

    def watch(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook: check what is opened or listed."""
        opens = event in ("open", "os.listdir", "os.scandir")
        if opens and not isinstance(arguments[0], int):
            self.read(os.fsdecode(arguments[0] or "."))

    def stand_between(self) -> None:
        """Replace functions that a script may not call, or not rely on, by guarded ones."""
        before(builtins, "hash", lambda value: self.refuse(HASH) if is_text(value) else None)
        before(builtins, "id", lambda *_: self.refuse(ADDRESS, ()))
        self.guard_random()
        stat, listed, scanned = os.stat, os.listdir, os.scandir

        def of_another_year(path: Any, *given: Any, **named: Any) -> os.stat_result:
            if not isinstance(path, int):
                self.read(os.fsdecode(path))
            return with_later_dates(stat(path, *given, **named))

        changed: dict[str, Any] = {
            "stat": of_another_year,
            "listdir": lambda path=".": listed(path)[::-1],
            "scandir": lambda path=".": Backwards(scanned(path)),
        }
        for name, function in changed.items():
            setattr(os, name, function)

    def guard_random(self) -> None:
        """End the run where a generator without a seed is made or draws."""
        import numpy.random
        from numpy.random import bit_generator, mtrand

        before(bit_generator, "randbits", lambda *_: self.refuse(UNSEEDED))
        before(random, "_urandom", lambda *_: self.refuse(UNSEEDED))
        for module, own in ((random, random._inst), (numpy.random, mtrand._rand)):
            self.guard_global(module, own)

        def seed(_: random.Random, value: Any = None, *__: Any) -> None:
            if value is None:
                self.refuse(UNSEEDED)

        before(random.Random, "seed", seed)

    def guard_global(self, module: Any, generator: Any) -> None:
        """End the run where a module's global generator draws before it got a seed."""
        functions = {name: getattr(it, "__self__", None) for name, it in vars(module).items()}
        own = {name for name, bound_to in functions.items() if bound_to is generator}
        is_seeded = False

        def seed(value: Any = None, *_: Any, **__: Any) -> None:
            nonlocal is_seeded
            is_seeded = value is not None

        def draw(*_: Any, **__: Any) -> None:
            if not is_seeded:
                self.refuse(UNSEEDED)

        for name in own - {"seed", "getstate", "get_state"}:
            before(module, name, draw)
        before(module, "seed", seed)


class Backwards:
    """The entries that `os.scandir` gives, in reverse order."""

    def __init__(self, entries: Any) -> None:
        with entries:
            self.left = reversed(list(entries))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        return next(self.left)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def before(module: Any, name: str, asks: Callable[..., Any]) -> None:
    """Have a function of a module call `asks` first, with the same arguments."""
    if not (function := getattr(module, name, None)):
        return

    @wraps(function)
    def guarded(*given: Any, **named: Any) -> Any:
        asks(*given, **named)
        return function(*given, **named)

    setattr(module, name, guarded)


def is_text(value: Any) -> bool:
    """Whether the hash of a value depends on that of a text."""
    return isinstance(value, str | bytes) or (
        isinstance(value, tuple | frozenset) and any(map(is_text, value))
    )


def with_later_dates(found: os.stat_result) -> os.stat_result:
    """The result of `os.stat` as if the file had been changed in another year."""
    more = {name: getattr(found, name) for name in dir(found) if name.startswith("st_")}
    for name in ("st_atime", "st_mtime", "st_ctime"):
        more |= {name: more[name] + LATER, f"{name}_ns": more[f"{name}_ns"] + LATER * 10**9}
    return os.stat_result((*found[:7], *(seconds + LATER for seconds in found[7:])), more)


def arm(child: Any) -> None:
    """Guard the run of the script that a `Child` is about to execute."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "checker"]:
        del sys.modules[name]  # the example finds its own modules alone
    guard = Guard(child)
    guard.stand_between()
    sys.addaudithook(guard.watch)
