"""What an exercise is, and where exercises are found.

    >>> from lessoncode.grading.exercise import find
    >>> find("tokens-1").task
    "Write a character as bytes, without Python's own encode."

A file in the folder `exercises/` holds the exercises of a page, in order. Each is a function, the
oracle. Readers see its signature and its docstring, which is the task; its body computes the right
answer. Other answers follow, for the tests: right ones, and mistakes that the grader must find.

    @exercise("tokens-1", code_points, hints=("Code points ...", "..."))
    def utf8(code: int) -> list[int]: ...

    @utf8.right
    def utf8_by_bits(code: int) -> list[int]: ...

    @utf8.mistake
    def utf8_without_three(code: int) -> list[int]: ...
"""

import inspect
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np

EXERCISES = Path(__file__).parents[3] / "exercises"

Function: TypeAlias = Callable[..., Any]
Inputs: TypeAlias = tuple[Any, ...]
Cases: TypeAlias = Callable[[np.random.Generator], Iterable[Inputs]]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Exercise:
    """One exercise: `tokens-1` is the first of the page tokens.md.

    `cases` makes the inputs, small ones first, from a generator with a fixed seed; an oracle that
    needs random numbers gets them as an input. If there are several right answers, `accepts` takes
    an answer and the inputs, and returns whether it is right.
    """

    name: str
    oracle: Function
    cases: Cases
    hints: tuple[str, ...]
    accepts: Callable[..., bool] | None
    right_answers: list[Function] = field(default_factory=list)
    mistakes: list[Function] = field(default_factory=list)

    def right(self, answer: F) -> F:
        """Keep the decorated function as a right answer of another form."""
        self.right_answers.append(answer)
        return answer

    def mistake(self, answer: F) -> F:
        """Keep the decorated function as a mistake that people make."""
        self.mistakes.append(answer)
        return answer

    @property
    def page(self) -> str:
        """The path of the page that the exercise belongs to."""
        return f"docs/lesson/{self.name.rpartition('-')[0]}.md"

    @property
    def task(self) -> str:
        """The first line of the oracle's docstring, which says what to write."""
        return str(inspect.getdoc(self.oracle)).split("\n", 1)[0]

    @property
    def stub(self) -> str:
        """The text of the file that a reader fills in."""
        lines = str(inspect.getdoc(self.oracle)).split("\n")
        doc = "\n".join(f"    {line}".rstrip() for line in lines)
        imports = "import numpy as np\n\n\n" if "array" in doc else ""
        signature = f"{self.oracle.__name__}{parameters(self.oracle)}"
        return (
            f"{imports}def {signature}:\n"
            f'    """{doc.strip()}\n    """\n'
            "    raise NotImplementedError  # your code\n"
        )


def exercise(
    name: str, cases: Cases, hints: tuple[str, ...], accepts: Callable[..., bool] | None = None
) -> Callable[[Function], Exercise]:
    """Make an exercise of the decorated function, which becomes its oracle."""
    return lambda oracle: Exercise(name, oracle, cases, hints, accepts)


def parameters(function: Function) -> str:
    """A function's parameters as text, without their types."""
    names = inspect.signature(function).parameters.values()
    plain = [p.replace(annotation=inspect.Parameter.empty) for p in names]
    return str(inspect.Signature(plain))


def find(name: str) -> Exercise:
    """The exercise of this name. Raises ValueError if there is none, or as `load` does."""
    page = name.rpartition("-")[0].replace("-", "_")
    if page.isidentifier() and (EXERCISES / f"{page}.py").exists():
        for it in load(EXERCISES / f"{page}.py"):
            if it.name == name:
                return it
    raise ValueError(f"no exercise {name}; lessoncode exercise lists them")


def load_all() -> list[Exercise]:
    """All exercises, in the order of their pages in the site's menu."""
    menu = (EXERCISES.parent / "mkdocs.yml").read_text(encoding="utf-8")

    def place(file: Path) -> int:
        return menu.find(f"lesson/{file.stem.replace('_', '-')}.md")

    return [it for file in sorted(EXERCISES.glob("*.py"), key=place) for it in load(file)]


@cache
def load(file: Path) -> list[Exercise]:
    """The exercises in a page's file. Raises ValueError if it fails or misnames one."""
    where = f"{file.parent.name}/{file.name}"
    spec = spec_from_file_location(f"exercises.{file.stem}", file)
    assert spec is not None and spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        stack = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in stack if frame.filename == str(file)]
        line = lines[-1] if lines else getattr(error, "lineno", None)
        what = f"{type(error).__name__}: {error}"
        raise ValueError(f"{where}, line {line}, does not run: {what}") from error
    found = [it for it in vars(module).values() if isinstance(it, Exercise)]
    page, names = file.stem.replace("_", "-"), [it.name for it in found]
    if names != (expected := [f"{page}-{n + 1}" for n in range(len(found))]):
        raise ValueError(f"{where} has the exercises {names}; name them {expected}, in this order")
    return found
