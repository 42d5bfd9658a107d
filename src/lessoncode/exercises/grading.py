"""An exercise: a function of ours, and inputs to compare yours on.

What a reader gets of it is its signature and its docstring. The body
is the oracle. An answer is right if it agrees with the oracle on every
input, to six digits or six decimals: arithmetic in float32 mostly
keeps so many. Inputs are made by a generator with a fixed seed and
given to both, so that no answer hangs on random numbers drawn in
another order.

Cases run from small to large: the first that fails is a small one.

Checked against: right answers of other forms, and wrong ones.
"""

import inspect
import math
import signal
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from numbers import Real
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeAlias

import numpy as np

# The pages with exercises, in the order of the lesson.
PAGES: tuple[str, ...] = (
    "tokens",
    "next_token",
    "pre_training",
    "real_runs",
    "inside",
    "in_context",
    "fine_tuning",
    "alignment",
    "constitution",
    "checked_rewards",
    "knowledge",
    "hallucination",
    "a_real_model",
    "asking_a_real_model",
    "scale",
    "emergence",
    "understanding",
)
HERE = Path(__file__).parent
SECONDS = 20  # for one call of an answer
PLACES = 8  # of an array, at most, in a table
WIDTH = 60  # of a value in a table
LINES = 20  # of a value in a table, where each of its parts has a line

Function: TypeAlias = Callable[..., Any]
Inputs: TypeAlias = tuple[Any, ...]
Cases: TypeAlias = Callable[[np.random.Generator], Iterable[Inputs]]


@dataclass(frozen=True)
class Exercise:
    """One exercise: `tokens-1` is the first of the page tokens.md.

    `accepts`, where there is one, takes an answer and the inputs and
    says whether it is right: for questions with more than one right
    answer.
    """

    name: str
    oracle: Function
    cases: Cases
    hints: tuple[str, ...]
    accepts: Callable[..., bool] | None

    @property
    def page(self) -> str:
        """The page that it belongs to."""
        return f"docs/lesson/{self.name.rpartition('-')[0]}.md"

    @property
    def task(self) -> str:
        """What is asked for, in a sentence."""
        return str(inspect.getdoc(self.oracle)).split("\n", 1)[0]

    @property
    def stub(self) -> str:
        """The file that a reader fills in."""
        lines = str(inspect.getdoc(self.oracle)).split("\n")
        doc = "\n".join(f"    {line}".rstrip() for line in lines)
        imports = "import numpy as np\n\n\n" if "array" in doc else ""
        signature = f"{self.oracle.__name__}{parameters(self.oracle)}"
        return (
            f"{imports}def {signature}:\n"
            f'    """{doc.strip()}\n    """\n'
            "    raise NotImplementedError  # your code\n"
        )

    def is_right(self, answer: Any, inputs: Inputs, best: Any) -> bool:
        """Whether an answer is right; `best` is the oracle's."""
        if self.accepts is None:
            return agree(best, answer)
        try:
            return bool(self.accepts(answer, *deepcopy(inputs)))
        except (TypeError, ValueError, LookupError):
            return False  # it is of another kind altogether


def exercise(
    name: str,
    cases: Cases,
    hints: tuple[str, ...],
    accepts: Callable[..., bool] | None = None,
) -> Callable[[Function], Exercise]:
    """Make an exercise of the function below: it is the oracle."""
    return lambda oracle: Exercise(name, oracle, cases, hints, accepts)


def parameters(function: Function) -> str:
    """A function's parameters without their types."""
    names = inspect.signature(function).parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in names]
    return str(inspect.Signature(plain))


def exercises(page: str) -> list[Exercise]:
    """The exercises of a page, in order; the page is one of PAGES."""
    module = import_module(f"lessoncode.exercises.{page}")
    found = [it for it in vars(module).values() if isinstance(it, Exercise)]
    return sorted(found, key=lambda it: it.name)


def find(name: str) -> Exercise:
    """An exercise by its name. Raises ValueError for one that is not there."""
    page = name.rpartition("-")[0].replace("-", "_")
    if page in PAGES:
        for it in exercises(page):
            if it.name == name:
                return it
    raise ValueError(f"no exercise {name}; lessoncode exercise lists them")


class Verdict(NamedTuple):
    """Whether an answer is right, and what to tell its author."""

    right: bool
    text: str

    def __str__(self) -> str:
        return self.text


class TimeUp(BaseException):
    """No exception of an answer's own: `except Exception` lets it pass."""


def grade(name: str, function: Function) -> Verdict:
    """Compare a function with the oracle, up to the first difference.

    Raises ValueError for an exercise that is not there.
    """
    it = find(name)
    number = 0
    for number, inputs in enumerate(it.cases(np.random.default_rng(0)), 1):
        best = it.oracle(*deepcopy(inputs))
        happened = ""
        try:
            with limit(SECONDS):
                answer = function(*deepcopy(inputs))
                if isinstance(answer, Iterator):
                    answer = list(answer)
            if it.is_right(answer, inputs, best):
                continue
            happened = "" if answer is not None else "it returns nothing"
            rows = differences(best, answer)
        except NotImplementedError:
            return Verdict(False, f"{name}: still to be written")
        except TimeUp:
            happened, rows = f"it takes more than {SECONDS} s", []
        except Exception as error:
            happened, rows = own_traceback(error), []
        names = inspect.signature(it.oracle).parameters
        given = [(n, short(v)) for n, v in zip(names, inputs, strict=True)]
        parts = [f"{name}: not right yet, in case {number}", table(given)]
        if happened:
            parts.append(happened)
        else:
            known = "expected" if it.accepts is None else "for example"
            two = [(known, short(best)), ("yours", short(answer))]
            parts += [table(two), table(rows)]
        return Verdict(False, "\n\n".join(part for part in parts if part))
    return Verdict(True, f"{name}: right, in all {number} cases")


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in what takes longer."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def own_traceback(error: Exception) -> str:
    """The traceback from the answer's first line on."""
    frame = error.__traceback__
    while frame and Path(frame.tb_frame.f_code.co_filename).parent == HERE:
        frame = frame.tb_next
    lines = traceback.format_exception(type(error), error, frame)
    return "".join(lines).rstrip()


def agree(best: Any, answer: Any) -> bool:
    """Whether two answers are the same, to six digits or decimals.

    Lists, tuples and arrays of the same numbers are.
    """
    if isinstance(best, Mapping) and isinstance(answer, Mapping):
        same = best.keys() == answer.keys()
        return same and all(agree(best[key], answer[key]) for key in best)
    if is_row(best) and is_row(answer):
        if len(best) != len(answer):
            return False
        pairs = zip(best, answer, strict=True)
        return all(agree(one, other) for one, other in pairs)
    if is_number(best) and is_number(answer):
        close = math.isclose(best, answer, rel_tol=1e-6, abs_tol=1e-6)
        return close or (math.isnan(best) and math.isnan(answer))
    try:
        return bool(best == answer)
    except ValueError:  # an array beside something else
        return False


def is_row(value: Any) -> bool:
    """A list, a tuple, or an array with a length."""
    array = isinstance(value, np.ndarray) and value.ndim > 0
    return array or isinstance(value, list | tuple)


def is_number(value: Any) -> bool:
    """Python's or NumPy's; so is a fraction, or an array without a length."""
    kinds = Real | np.number | np.bool_
    array = isinstance(value, np.ndarray) and value.ndim == 0
    return array or isinstance(value, kinds)


def places(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Each number or word of nested rows, with its place."""
    if is_row(value):
        for i, part in enumerate(value):
            yield from places(part, f"{where}[{i}]")
    else:
        yield where, value


def differences(best: Any, answer: Any) -> list[tuple[str, ...]]:
    """The places where two rows differ, as rows of a table."""
    if not is_row(best) or not is_row(answer):
        return []
    ours, yours = dict(places(best)), dict(places(answer))
    if ours.keys() != yours.keys():
        if not isinstance(best, np.ndarray):
            return []
        try:
            shape = np.shape(answer)
        except ValueError:  # a list with rows of several lengths
            return []
        return [("shape", "expected", "yours"), ("", str(best.shape), str(shape))]
    wrong = [w for w in ours if not agree(ours[w], yours[w])]
    rows = [(w, short(ours[w]), short(yours[w])) for w in wrong]
    more = [("...", f"{len(rows) - PLACES} more", "")]
    left = more if len(rows) > PLACES else []
    return [("place", "expected", "yours"), *rows[:PLACES], *left]


def short(value: Any) -> str:
    """A value in a line or a few."""
    if callable(value):
        return str(inspect.getdoc(value) or value.__name__).split("\n", 1)[0]
    if isinstance(value, np.ndarray):
        if not value.ndim:
            return short(value[()])
        return np.array2string(value, precision=4, threshold=60, suppress_small=True)
    if isinstance(value, float | np.floating):
        return f"{value:.6g}"
    if is_row(value) and any(isinstance(part, np.ndarray) for part in value):
        try:
            return short(np.array(value))
        except ValueError:  # they are of several shapes
            return "\n".join(short(part) for part in value)
    if is_row(value):
        parts = [short(part) for part in value]
        text = f"[{', '.join(parts)}]"
        if len(text) > WIDTH and not all(map(is_number, value)):
            return on_lines(parts)
    else:
        text = str(value) if isinstance(value, np.number) else repr(value)
    return text if len(text) <= 4 * WIDTH else f"{text[: 4 * WIDTH]} ..."


def on_lines(parts: Sequence[str]) -> str:
    """The parts of a row below one another, at most LINES of them."""
    some = [part.replace("\n", "\n ") for part in parts[:LINES]]
    more = [f"... {len(parts) - LINES} more"] if len(parts) > LINES else []
    return "[" + ",\n ".join([*some, *more]) + "]"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows in columns, indented; a cell may have several lines."""
    if not rows:
        return ""
    columns = list(zip(*rows, strict=True))[:-1]
    widths = [max(map(len, column)) for column in columns]
    lines = []
    for *cells, last in rows:
        pairs = zip(cells, widths, strict=True)
        start = "  " + "  ".join(f"{cell:<{width}}" for cell, width in pairs)
        margin = "\n" + " " * (len(start) + 2)
        lines.append(f"{start}  {last.replace(chr(10), margin)}".rstrip())
    return "\n".join(lines)
