"""Recipes and slow examples: what makes a record stale, the same under every Python, that it is an
.npz still, and what it stands for.
"""

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny_site import write_site

from checker.pages import buttons
from checker.project import Project
from checker.running import cache
from checker.running.picture import Picture
from checker.running.recipe import (
    Kept,
    fingerprint,
    hash_of,
    hashes,
    pack,
    recorded,
    recorded_output,
    unpack,
)

# Of much that Python has, the parts whose syntax trees have changed from version to version.
SOURCE = '''\
"""Docstring."""
from __future__ import annotations

import asyncio as a, os.path
from typing import Generic, TypeVar

T = TypeVar("T")


class Box(Generic[T], metaclass=type):
    """Docstring."""

    size: int = 3

    @staticmethod
    def made(x, /, y: list[int] = [], *rest: T, key=None, **more) -> tuple[int, ...]:
        """Docstring."""
        global T
        return (x, *rest, {**more, "key": key}, y[1:-1, ::2], ...)


async def run(width=8, precision=3, u=u"old", b=b"\\xff\\0", c=2j):
    async with a.lock() as lock, lock:
        total = [i async for i in u if i not in b or not (n := i) < 1e-5 <= 0x10]
    print(f"{total!r:>{width}.{precision}f} {{}} {width = } {c:{width}}" f"{u:%H:{b}}" "é\\u2028")
    print(f"", f"{total:}", f"{(lambda q, *z: q @ z)(1)}", rf"\\d{u}\\n", f"{1}" "" f"{2:a{b}c}")
    match total:
        case [1, *_] | {"a": 1.5, **others} if others:
            pass
        case Box(size=-3 | None) | str() as found:
            assert found, "none"
        case _:
            del found.size[0]
    try:
        yield await total
    except* (OSError, ValueError) as error:
        raise KeyError from error
    else:
        x = y = 1 if u else -(10**30) // 7
        x @= True
    finally:
        while False:
            continue
    for i, (j, k) in enumerate({1: {2, 3}}):
        break
    else:
        nonlocal_ = {k: v for k, v in zip(x, y, strict=True) if k}
'''
OTHERWISE = '''\
# A comment.
"""Another docstring."""
def f(x): return [x,
    1]
'''
REGION = "x = 1\n# --8<-- [start:one]\nprint(x)\n# --8<-- [end:one]\n"
PLAIN = "def f(x):\n    'New.'\n\n    return [x, 1]\n"


def test_every_python_gives_the_same_hash() -> None:
    """Made with Python 3.11."""
    assert fingerprint(SOURCE.encode(), ".py") == (
        "13158ae4d6124c4d1deeb747c01d07fc3f46609bdcfae082764a667ed6e7c6ce"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OTHERWISE, PLAIN),
        ("x = 'a'  # one", 'x = u"a"'),
        ("class A:\n    '''Doc.'''\n    x = 1", "class A:\n    x = 1"),
        ("async def f():\n    'Doc.'\n    pass", "async def f():\n    pass"),
        ("x = (1)\n\n\ny = 2", "x = 1; y = 2"),
        (REGION, "'Doc.'\n" + REGION.replace("print(x)", "# one\nprint(x)  # two\n")),
    ],
)
def test_what_makes_no_record_stale(before: str, after: str) -> None:
    assert fingerprint(before.encode(), ".py") == fingerprint(after.encode(), ".py")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1", "x = 2"),
        ("x = 1", "x = 1.0"),
        ("x = 1", "x = True"),
        ("x = 1", "x = '1'"),
        ("x = None", "x = 'None'"),
        ("f(None)", "f()"),
        ("f(0)", "f('')"),
        ("return_ = a - b - c", "return_ = a - (b - c)"),
        ("x = 'Not a docstring.'", "x = 'Another.'"),
        (REGION, "x = 1\nprint(x)\n"),
        (REGION, REGION.replace("one", "two")),
        (REGION, "# --8<-- [start:one]\nx = 1\nprint(x)\n# --8<-- [end:one]\n"),
        ("f()\n'a'", "f()\n'b'"),
        ("def f(): pass", "async def f(): pass"),
        ("def f(a, *, b): pass", "def f(a, b): pass"),
        ("x[1:]", "x[:1]"),
        ("f'{x}'", "f'{x!r}'"),
        ("f'{x:3}'", "f'{x:4}'"),
        ("{**a}", "{'a': a}"),
        ("match x:\n    case 1: pass", "match x:\n    case None: pass"),
        ("if a:\n    b\nc", "if a:\n    b\n    c"),
    ],
)
def test_what_makes_a_record_stale(before: str, after: str) -> None:
    assert fingerprint(before.encode(), ".py") != fingerprint(after.encode(), ".py")


def test_what_is_not_python_counts_by_its_bytes() -> None:
    assert fingerprint(b"x = (", ".py") == hashlib.sha256(b"x = (").hexdigest()
    assert fingerprint(b"# a", ".txt") == hashlib.sha256(b"# a").hexdigest()


def trained(output: str, **arrays: Any) -> Kept:
    """A record of arrays, by way of an .npz that NumPy wrote."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return Kept(output, "2.4.6", {"examples/a/train.py": "0"}, unpack(file.getvalue()))


def test_a_record_is_an_npz_still(tmp_path: Path) -> None:
    w, b = np.arange(6, dtype=np.float16).reshape(2, 3), np.float32(0.1)
    packed = pack(trained("loss é\n", w=w, b=b))
    file = tmp_path / "examples/a/train.npz"
    file.parent.mkdir(parents=True)
    file.write_bytes(packed)
    file.with_suffix(".py").write_text("checkpoints.save('train', w=w, b=b)\n")
    with np.load(file) as loaded:
        assert loaded["w"].tobytes() == w.tobytes()
        assert loaded["w"].dtype == np.float16
        assert loaded["b"] == b
    assert recorded(Project(tmp_path), "a/train") == trained("loss é\n", w=w, b=b)
    with zipfile.ZipFile(file) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == ["w.npy", "b.npy", "record.json"]
    assert hashlib.sha256(packed).hexdigest() == (
        "5f1a063cae66bdd0b0731a893269b72f4b61a3f5159b3d25fb1499717558c781"
    )  # the same bytes everywhere


def test_of_weights_the_arrays_count() -> None:
    """A recipe that loads another's weights is not stale when only that one's code has changed."""
    one = fingerprint(pack(trained("one\n", w=np.ones(3))), ".npz")
    assert one == fingerprint(pack(trained("two\n", w=np.ones(3))), ".npz")
    assert one != fingerprint(pack(trained("one\n", w=np.zeros(3))), ".npz")
    assert one != fingerprint(pack(trained("one\n", v=np.ones(3))), ".npz")


def test_the_record_of_a_slow_example_stands_for_its_run(tmp_path: Path) -> None:
    """What a Run button needs is known of it in an empty cache, too."""
    script = "# time limit: 60 s\nimport checkpoints\n\ncheckpoints.load('a/train')\n"
    picture = '<svg data-region="one" data-drawn-by="matplotlib"/>'
    write_site(
        tmp_path,
        {"examples/a/slow.py": script, "examples/a/slow.out": "1\n", "examples/a/more.txt": "\n"},
    )
    (tmp_path / "examples/a/train.npz").write_bytes(pack(trained("", w=np.ones(3))))
    (tmp_path / "examples/a/slow.one.svg").write_text(picture)
    read = ["examples/a/more.txt", "examples/a/slow.py", "examples/a/train.npz"]
    project = Project(tmp_path)
    numpy = project.settings.numpy or np.__version__
    kept = Kept(hash_of(*recorded_output(project, "a/slow")), numpy, hashes(project, read), None)
    assert cache.last_run(project, "a/slow") == (None, [])
    (tmp_path / "examples/a/slow.json").write_bytes(pack(kept))
    project = Project(tmp_path)
    printed = cache.Printed("1\n", [Picture("one", "one", picture)], kept)
    assert cache.load(project, "a/slow") == printed
    assert cache.reads(project, "a/slow") == read
    assert buttons.needs(project, "a/slow") == buttons.Needs([read[2]], True, False)
