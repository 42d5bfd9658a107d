"""Every public function, called with an empty input, NaN, a negative count, a wrong axis or type.

The calls come from the examples in the docstrings of the modules, and from `more_calls`. The first
call of each function is kept, and repeated with one of its arguments replaced. The function must
return numbers, not NaN, or refuse in words of its own.
"""

import copy
import dis
import importlib
import inspect
import io
import signal
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import is_dataclass
from doctest import DocTestParser
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import numpy as np
import pytest

import lessoncode
from lessoncode.model.tensor import Tensor
from lessoncode.play import real_model, train

PACKAGE = Path(lessoncode.__file__).parent
ROOMS = ["model", "text", "training", "alignment", "worlds", "measures", "pretrained"]
ROOMS += ["grading", "play"]
# Not `command`, whose functions take what argparse has read in a terminal.
FILES = [PACKAGE / f"{name}.py" for name in ("figure", "svg", "diagram")]
FILES += [path for room in ROOMS for path in sorted((PACKAGE / room).glob("[!_]*.py"))]
MODULES = [
    importlib.import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    for path in FILES
]
MORE = Path(__file__).with_name("more_calls.py")
SECONDS = 2.0  # of the processor's time, for one call, however busy the machine is
RAISE = dis.opmap["RAISE_VARARGS"]
LOUD = (ValueError, TypeError, LookupError, FloatingPointError)

# They work on what their callers have checked.
INNER = {
    f"{module}.{name}"
    for module, names in {
        "attention": "Past.append ahead exp_scores rotary_table rotate split_heads turned_heads",
        "bpe_training": "_PairCounts.merge",
        "drift": "binomial",
        "figure": "adapted inches stacked",
        "gguf_file": "dequantized",
        "grade": "fault_of",
        "information": "times_log2",
        "layers": "product product_without_blas row_dot",
        "levels": "digits likeliest rows",
        "mixture": "MixtureTransformer.block experts",
        "operate": "edited resumed shared",
        "ppo": "clipped_value_loss",
        "quantize": "as_stored stored_step",
        "real_model": "Reading.lens Reading.likeliest",
        "show": "table",
        "smollm2": "product",
        "speculative": "missing",
        "svg": "around spot towards",
        "table": "Table.cache",
        "tensor": "unbroadcast",
        "threads": "shares",
        "tokenizer_json": "made_of",
        "train": "bits",
        "transformer": "Transformer.block",
        "votes": "poisson with_another",
    }.items()
    for name in names.split()
}
LEFT_OUT = (
    *("lessons.fetch", "talk.main"),  # they need a network or a terminal
    *("smollm2.installed", "smollm2.load", "smollm2.model", "smollm2.stand_in"),  # or a browser
    "tokenizers.contents",  # two vocabularies of 100,000 tokens
    *("smollm.load", "smollm.write", "smollm.mapped", "smollm.checked", "export.smollm2_usage"),
    *("company.trained", "desk_orders.trained", "drawings.trained", "writers.reader"),  # train long
    *("copied_sums.race", "copied_sums.student"),
    "gguf_file.Header.",  # tests/pretrained/test_gguf_file.py damages files for it
)
LOADS = ("smollm.load", "play.operate", "play.real_model")  # examples with SmolLM2 itself
PASSED_ON = {"self", "cls", "order"}  # arguments; the script of a page makes an order

Call = dict[str, Any]  # the arguments of a call, by their names


class TimeUp(BaseException):
    """A call takes too long."""


def public() -> dict[CodeType, tuple[str, FunctionType]]:
    """Every public function and method by its code, with its name."""
    found = {}
    for module in MODULES:
        for it in [*vars(module).values()]:
            for part in [it, *(vars(it).values() if inspect.isclass(it) else ())]:
                function = inspect.unwrap(getattr(part, "__func__", part))
                if isinstance(function, FunctionType):
                    name = f"{module.__name__.split('.')[-1]}.{function.__qualname__}"
                    hidden = function.__name__.startswith("_") and not name.endswith("__")
                    ours = function.__code__.co_filename == module.__file__
                    made = is_dataclass(it) and function.__name__ == "__init__"
                    ours |= made and it.__module__ == module.__name__
                    says_what = getattr(it, "_is_protocol", False) or inspect.isabstract(it)
                    if ours and not says_what and not hidden and not name.startswith(LEFT_OUT):
                        found[function.__code__] = (name, function)
    return found


PUBLIC = public()


def calls() -> dict[CodeType, Call]:
    """The first call of each function."""
    found: dict[CodeType, Call] = {}
    names: dict[str, Any] = {"np": np}
    for it in [it for module in MODULES for it in vars(module).values()]:
        if hasattr(it, "cache_clear"):  # other tests may have called it
            it.cache_clear()

    def watch(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code in PUBLIC and code not in found:
            sys.setprofile(None)
            keys = inspect.getargs(code)
            every = (*keys.args, keys.varargs, keys.varkw)
            found[code] = copied({key: frame.f_locals[key] for key in every if key})
            sys.setprofile(watch)

    for code in [*examples(), compile(MORE.read_text("utf-8"), MORE, "exec")]:
        with redirect_stdout(io.StringIO()):
            sys.setprofile(watch)
            try:
                exec(code, names)
            finally:
                sys.setprofile(None)
    return found


def examples() -> Iterator[CodeType]:
    """The statements of the modules' examples, but not those that load SmolLM2 or raise."""
    for module in MODULES:
        text = module.__doc__ or ""
        for example in DocTestParser().get_examples(text):
            if not any(it in text for it in LOADS) and not example.exc_msg:
                yield compile(example.source, "an example", "single")


def copied(call: Call) -> Call:
    """A call that shares nothing with this one; a generator cannot be copied."""
    try:
        return copy.deepcopy(call)
    except TypeError:
        return dict(call)


def wrong(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What to pass instead of an argument, with a word that says what is wrong with it."""
    yield "a wrong type", object()
    if isinstance(value, Tensor):
        for what, array in wrong(key, value.data):
            yield what, Tensor(array) if isinstance(array, np.ndarray) else array
    elif isinstance(value, np.ndarray):
        yield "an axis more", value[None]
        if value.ndim and value.size:
            yield from (("empty", value[:0]), ("an axis less", value[0, ...]))
            yield "no axis", np.array(value.flat[0])
        if value.dtype.kind == "f" and value.size:
            first = np.arange(value.size).reshape(value.shape) == 0
            yield from (("not finite", np.where(first, bad, value)) for bad in (np.nan, np.inf))
        if value.dtype.kind in "iu":
            yield from (("negative", -1 - value), ("a wrong type", value * 1.5))
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        rows = [part[:0] if isinstance(part, np.ndarray | list) else part for part in value]
        yield "empty", type(value)(*rows)
    elif isinstance(value, list | tuple | dict | str):
        yield "empty", type(value)()
        if value and isinstance(value, list | tuple):  # and one whose first part is wrong
            for what, bad in wrong("", value[0]):
                yield what, type(value)([bad, *value[1:]])
        elif value and isinstance(value, dict):
            place = next(iter(value))
            for what, bad in wrong("", value[place]):
                yield what, value | {place: bad}
    elif isinstance(value, int) and not isinstance(value, bool):
        yield ("a negative count" if key[:2] in ("n", "n_") else "negative"), -1
        yield from (("zero", 0), ("a wrong type", True))
    elif isinstance(value, float):
        yield from (("not finite", np.nan), ("not finite", np.inf), ("negative", -1.0))


def has_nan(it: Any, depth: int = 3) -> bool:
    """Whether NaN is in a result, or among the first items of an iterator."""
    it = it.data if isinstance(it, Tensor) else [*it.values()] if isinstance(it, dict) else it
    if isinstance(it, np.ndarray | float):
        return np.asarray(it).dtype.kind == "f" and bool(np.isnan(it).any())
    if depth and isinstance(it, Iterator | list | tuple):
        return any(has_nan(part, depth - 1) for part in islice(it, 3))
    return False


def answer(function: FunctionType, call: Call) -> Any:
    """The result of a call."""
    given: list[Any] = []
    named: Call = {}
    for key, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            given += call[key]
        elif parameter.kind is parameter.VAR_KEYWORD:
            named |= call[key]
        elif parameter.kind is parameter.KEYWORD_ONLY:
            named[key] = call[key]
        else:
            given.append(call[key])
    return function(*given, **named)


def in_own_words(error: BaseException) -> bool:
    """Whether a `raise` of the package raised the error, and not C code that it called."""
    last = error.__traceback__
    assert last
    while last.tb_next:
        last = last.tb_next
    code = last.tb_frame.f_code
    return PACKAGE in Path(code.co_filename).parents and code.co_code[last.tb_lasti] == RAISE


def fault(function: FunctionType, call: Call, what: str) -> str:
    """What is wrong with how a function answers a wrong call; nothing if all is well."""

    def stop(*_: Any) -> None:
        raise TimeUp

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        with redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            nan = has_nan(answer(function, call))
    except TimeUp:
        return "does not end"
    except Exception as error:
        loud = isinstance(error, LOUD) and in_own_words(error)
        loud |= what == "a wrong type" and isinstance(error, TypeError | AttributeError)
        loud |= isinstance(error, OSError)  # which names the file
        return "" if loud else f"{type(error).__name__}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    # NaN may come out where it or infinity went in: of tensors, or if the docstring says so.
    said = f"{function.__doc__} {function.__qualname__}{inspect.signature(function)}"
    if nan and not (what == "not finite" and ("NaN" in said or "Tensor" in said)):
        return "is NaN"
    return "is accepted" if what == "a negative count" else ""


@pytest.mark.filterwarnings("ignore")
def test_wrong_inputs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # some write files
    for module in (real_model, train):  # and these keep what a page has asked for
        monkeypatch.setattr(module, "Session", type("Session", (module.Session,), {}))
    faults, first = set(), calls()
    for code, call in first.items():
        name, function = PUBLIC[code]
        for key in call.keys() - PASSED_ON:
            for what, bad in wrong(key, call[key]):
                found = fault(function, copied(call) | {key: bad}, what)
                if found and name not in INNER:
                    faults.add((name, f"{key}, {what}: {found}"))
    assert sorted(faults) == []
    assert [PUBLIC[code][0] for code in PUBLIC.keys() - first.keys()] == []  # are never called
